"""The practice portal at the server's end of a bad link: `python -m benchmarks.upload_portal FOLDER`.

Writes a clerk's token to standard output once it listens, and serves until it is ended.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

from benchmarks.bad_link import SERVER
from spot_tui.backend.clock import SystemClock
from spot_tui.sandbox.app import build
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.server import server
from spot_tui.sandbox.tokens import CLIENT_ID, access_token
from spot_tui.sandbox.world import World
from tests.wire.gateway import CLERK

PORT = 8470
URL = f"http://{SERVER}:{PORT}"


def main(folder: str) -> None:
    """Serve a new world whose files lie in `folder`."""
    world = World(Path(folder) / "world.sqlite", SystemClock())
    with world.transaction() as moment:
        grant: Any = {
            "user_id": CLERK,
            "scope": "openid profile",
            "client": CLIENT_ID,
            "signed_in_at": moment.now,
        }
        token = access_token(Call(moment, "GET", URL, {}, {}, {}, b""), grant)
    listening = socket.create_server((SERVER, PORT))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(token, flush=True)
    serving = server(build(world))
    serving.run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
