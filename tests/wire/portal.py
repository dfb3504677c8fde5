"""The practice portal over TCP, in a thread; for each test a fresh world and a clock to set."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from starlette.types import ASGIApp, Receive, Scope, Send

from spot_tui.backend.upstreams import HttpLimits, IdentityUpstream
from spot_tui.sandbox import faults, passcodes
from spot_tui.sandbox.app import build
from spot_tui.sandbox.server import listen, server
from spot_tui.sandbox.staff import staff
from spot_tui.sandbox.world import World
from tests.backend.store.builders import SetClock

PASSWORD = staff().password
QUICK = HttpLimits(connect_seconds=5, read_seconds=15, most_bytes=1024 * 1024)


@dataclass
class Served:
    """What the thread serves: nothing between tests."""

    port: int
    app: ASGIApp | None = None
    calls: list[tuple[str, str]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        self.calls.append((scope["method"], scope["path"]))
        await self.app(scope, receive, send)


@dataclass
class Portal:
    """A portal for one test."""

    url: str
    world: World
    clock: SetClock
    calls: list[tuple[str, str]]

    def identity(self, **changes: Any) -> IdentityUpstream:
        """Return the settings of its sign-in."""
        given = {
            "organisation_url": self.url,
            "issuer": f"{self.url}/oauth2/practice",
            "client_id": "spot-tui-practice",
            "limits": QUICK,
            "practice_passcode_url": f"{self.url}/practice/passcode",
            "practice_people_url": f"{self.url}/practice/people",
            "practice_push_url": f"{self.url}/practice/push",
        }
        return IdentityUpstream.model_validate(given | changes)

    def fault(self, name: str, path: str = "", times: int | None = None) -> None:
        """Switch a fault on."""
        with self.world.transaction() as moment:
            faults.switch_on(moment, name, path, times)

    def switch(self, name: str, value: str) -> None:
        """Set a switch."""
        with self.world.transaction() as moment:
            moment.set_switch(name, value)

    def passcode(self, device_id: str) -> str:
        """Return what a made-up person's device shows now."""
        device = next(d for p in staff().people for d in p.devices if d.id == device_id)
        with self.world.transaction() as moment:
            shown = passcodes.shown(moment, device)
        assert shown is not None
        return shown.code

    def posts(self, tail: str) -> int:
        """Return how often a path that ends so was posted to."""
        return sum(method == "POST" and path.endswith(tail) for method, path in self.calls)


@contextmanager
def serving() -> Iterator[Served]:
    """Run a server in a thread."""
    socket = listen("127.0.0.1", 0, is_secure=False)
    served = Served(socket.getsockname()[1])
    running = server(served)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        running.should_exit = True
        thread.join(10)
        socket.close()


@contextmanager
def fresh_portal(served: Served, folder: Path) -> Iterator[Portal]:
    """Serve a new world."""
    clock = SetClock()
    world = World(folder / "world.sqlite", clock)
    with world.transaction() as moment:
        moment.db.execute("INSERT INTO secret VALUES ('signing key', ?)", (signing_key(),))
    served.app, served.calls = build(world), []
    try:
        yield Portal(f"http://127.0.0.1:{served.port}", world, clock, served.calls)
    finally:
        served.app = None
        world.close()


@cache
def signing_key() -> bytes:
    """Make one key for all worlds of a run, since making one takes long."""
    made = rsa.generate_private_key(65537, 2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
