"""Killed at any byte or answer, on either side, an upload goes on: nothing lost, nothing filed twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from spot_tui.backend.outbox.model import State, Submission
from spot_tui.sandbox.world import World
from tests.backend.store.builders import SOAK, SetClock
from tests.wire.documents import office, paper, written
from tests.wire.gateway import CLERK
from tests.wire.portal import Portal
from tests.wire.test_outbox_kills import ROOT, token_of

CHANCE = random.Random(23)
SIZE = 600_000
CREATED = {"answer:1", "answer:3"}
"""Answers to a creation: when nobody saw one, the upload is created again, and the first one expires."""
POINTS = [
    *(f"answer:{number}" for number in (range(1, 6) if SOAK else (1, 5))),
    *(f"bytes:{CHANCE.randint(1, 2 * SIZE)}" for _ in range(100 if SOAK else 2)),
]


def run(portal: Portal, store: Path, mode: str, point: str, *files: Path) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "tests.wire.uploader", str(store), f"{portal.url}/gateway/v1"]
    return subprocess.run(
        [*program, token_of(portal), CLERK, mode, point, *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def filed(portal: Portal) -> list[list[str]]:
    """Return the hashes of each submission on file."""
    with portal.world.transaction() as moment:
        rows = moment.db.execute("SELECT body FROM submission").fetchall()
    return [[file["sha256"] for file in json.loads(row["body"])["files"]] for row in rows]


@pytest.mark.parametrize("point", POINTS)
def test_a_client_that_is_killed_goes_on_where_it_was(portal: Portal, tmp_path: Path, point: str) -> None:
    store = tmp_path / "store"
    files = [written(tmp_path / "in", SIZE, seed, f"{seed}.pdf") for seed in (1, 2)]
    killed = run(portal, store, "submit", point, *files)
    assert killed.returncode == -9, killed.stderr
    for _ in range(2):  # the second time nothing is left to do
        again = run(portal, store, "resume", "never")
        assert again.returncode == 0, again.stderr
    assert filed(portal) == [[sha256(path.read_bytes()).hexdigest() for path in files]]
    left = len(list((tmp_path / "portal" / "world.sqlite.uploads").iterdir()))
    assert (portal.posts("/uploads"), left) == ((3, 1) if point in CREATED else (2, 0))


class Served:
    """`sandbox serve` in a process of its own, to be killed and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.world = folder / "data" / "spot-tui" / "practice" / "practice" / "world.sqlite"
        self.port = 0
        self._environment = {
            "PATH": os.environ["PATH"],
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }
        self.start()

    def start(self) -> None:
        """Serve, on the port of before if there was one."""
        command = [sys.executable, "-m", "spot_tui", "sandbox", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self._environment, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.process.stderr.readline())
        assert found
        self.port = int(found[1])

    def kill(self) -> None:
        """Kill it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()

    async def kill_at(self, size: int, sending: asyncio.Task[Submission]) -> None:
        """Kill it while an upload is under way: when so many bytes are stored, and more than at its start."""
        size = max(size, self.stored() + 1)
        while self.stored() < size:
            assert not sending.done(), "all was sent before the server was killed"
            await asyncio.sleep(0)
        self.kill()

    def stored(self) -> int:
        """Return how many bytes of all uploads are stored."""
        found = 0
        with suppress(OSError):
            for each in self.world.with_name("world.sqlite.uploads").iterdir():
                found += each.stat().st_size
        return found


async def test_a_server_that_is_killed_is_gone_on_with(tmp_path: Path) -> None:
    served = Served(tmp_path)
    file = await paper(tmp_path / "in", 200_000_000 if SOAK else 12_000_000)
    kills = sorted(CHANCE.randint(1, file.size // 2) for _ in range(100 if SOAK else 2))
    world = World(served.world)
    url = f"http://127.0.0.1:{served.port}"
    token = token_of(Portal(url, world, SetClock(), []))

    async def pause(_: float) -> None:
        await asyncio.sleep(0.05)

    desk = office(f"{url}/gateway/v1", token, CLERK, tmp_path / "store", pause=pause)
    sending = asyncio.create_task(desk.send(file))
    try:
        for size in kills:
            await served.kill_at(size, sending)
            await asyncio.to_thread(served.start)
        sent = await sending
        assert sent.state is State.CONFIRMED, sent.problem
        assert sent.receipt is not None
        assert sent.receipt.files[0].sha256 == file.sha256
        with world.transaction() as moment:
            (count,) = moment.db.execute("SELECT count(*) FROM submission").fetchone()
        assert count == 1
    finally:
        sending.cancel()
        await asyncio.wait([sending])
        await desk.close()
        served.kill()
        world.close()
