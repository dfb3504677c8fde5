"""Against the reference server of tus (Node), which the test installs where its packages can be had."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from spot_tui.backend.clock import SystemClock
from spot_tui.backend.documents.local_file import opened
from spot_tui.backend.documents.upload import LocalFile, Upload
from spot_tui.backend.documents.upload_flow import Flow, Timing
from spot_tui.backend.documents.upload_meter import Meter
from spot_tui.backend.documents.upload_rules import UploadRules
from spot_tui.backend.documents.upload_run import UploadRun
from tests.wire.documents import flows_to, paper
from tests.wire.gateway import Token

PEER = Path(__file__).parent / "node"
SIZE = 6_000_000


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the reference server is installed."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("Node is not here, so the reference server of tus is not tried")
    folder = tmp_path_factory.mktemp("peer")
    for name in ("package.json", "package-lock.json", "server.js"):
        shutil.copy(PEER / name, folder)
    quick = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=15000")
    command = [npm, "ci", "--omit=optional", *quick]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("The packages of the reference server of tus cannot be had, so it is not tried")
    return folder


class Server:
    """The reference server in a process of its own."""

    def __init__(self, peer: Path, store: Path) -> None:
        self.store = store
        self.port = "0"
        self._command = ["node", str(peer / "server.js"), str(store)]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([*self._command, self.port], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stored(self) -> Path:
        return next(each for each in self.store.iterdir() if each.suffix != ".json")

    async def until(self, size: int) -> None:
        """Wait until so many bytes are stored."""
        while True:
            with suppress(OSError, StopIteration):
                if self.stored().stat().st_size >= size:
                    return
            await asyncio.sleep(0)


@pytest.fixture
def server(peer: Path, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "store").mkdir()
    running = Server(peer, tmp_path / "store")
    yield running
    running.kill()


class Office:
    """One file on its way, as it is kept on disk."""

    def __init__(self, file: LocalFile, url: str) -> None:
        self.upload = Upload(reference="paper-1", submission="s-1", file=file)
        self._flow: Flow = flows_to(url)()

    async def bring(self, **rules: str) -> None:
        """Bring it to the server, from where it was kept."""
        file, clock = self.upload.file, SystemClock()
        with opened(file.path, file.name) as open_file:
            run = UploadRun(
                self.upload,
                open_file,
                Token("none"),
                lambda _: self._flow,
                self._keep,
                Meter(file.name, file.size, clock),
                UploadRules.model_validate({"congestion": "", **rules}),
                Timing(clock, lambda _: asyncio.sleep(0.1), lambda: 1.0),
            )
            await run.go()

    async def close(self) -> None:
        await self._flow.close()

    async def _keep(self, upload: Upload) -> None:
        self.upload = upload


async def test_the_reference_server_gets_every_byte_whatever_is_killed(
    server: Server, tmp_path: Path
) -> None:
    file = await paper(tmp_path / "in", SIZE)
    office = Office(file, f"http://127.0.0.1:{server.port}/files")
    first = asyncio.create_task(office.bring())
    await server.until(SIZE // 4)
    first.cancel()  # the client ends ...
    await asyncio.wait([first])
    second = asyncio.create_task(office.bring())  # ... and goes on
    await server.until(SIZE // 2)
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)
    await second
    assert office.upload.confirmed == SIZE
    assert sha256(server.stored().read_bytes()).hexdigest() == file.sha256
    assert len(list(server.store.iterdir())) == 2  # one upload and what is told of it
    await office.close()


async def test_the_reference_server_gets_every_byte_in_pieces(server: Server, tmp_path: Path) -> None:
    file = await paper(tmp_path / "in", 1_000_000)
    office = Office(file, f"http://127.0.0.1:{server.port}/files")
    await office.bring(way="pieces")
    assert sha256(server.stored().read_bytes()).hexdigest() == file.sha256
    await office.close()
