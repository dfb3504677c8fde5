"""Against a tus server of other people that tells no hash of what it stored (resumable-upload, from PyPI)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from spot_tui.backend.outbox.model import State
from tests.wire.documents import office, paper
from tests.wire.gateway import CLERK
from tests.wire.portal import Portal
from tests.wire.test_document_kills import filed
from tests.wire.test_outbox_kills import token_of

PACKAGE = Path(__file__).parent / "python_peer.txt"
SERVER = r"""
import sys
from http.server import ThreadingHTTPServer
from pathlib import Path

from resumable_upload.locks import InMemoryLockBackend
from resumable_upload.server import TusHTTPRequestHandler, TusServer
from resumable_upload.storage import SQLiteStorage

folder = Path(sys.argv[1])


class Handler(TusHTTPRequestHandler):
    tus_server = TusServer(
        storage=SQLiteStorage(db_path=str(folder / "uploads.db"), upload_dir=str(folder / "bytes")),
        base_path="/files",
        lock_backend=InMemoryLockBackend(),
    )


serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
sys.stdout.write(f"{serving.server_address[1]}\n")
sys.stdout.flush()
serving.serve_forever()
"""


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Run the other server; return its address, and the folder of its bytes."""
    packages, store = tmp_path / "packages", tmp_path / "peer"
    store.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-deps", "--retries=0"]
    wanted = ["--timeout=15", f"--target={packages}", "--require-hashes", f"-r{PACKAGE}"]
    try:
        subprocess.run([*install, *wanted], check=True, capture_output=True, timeout=60)
    except (subprocess.SubprocessError, OSError):
        pytest.skip("resumable-upload cannot be had, so uploads to it are not tried")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(store)],
        env={**os.environ, "PYTHONPATH": str(packages)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/files", store / "bytes"
    finally:
        process.kill()
        process.communicate()


async def test_bytes_without_a_hash_of_them_are_never_called_sent(
    portal: Portal, peer: tuple[str, Path], tmp_path: Path
) -> None:
    url, stored = peer
    base = f"{portal.url}/gateway/v1"
    clerk = office(base, token_of(portal), CLERK, tmp_path / "store", portal.clock, uploads=url)
    file = await paper(tmp_path / "in", 3_000_000)
    sent = await clerk.send(file)
    assert (sent.state, sent.receipt) == (State.UPLOADING, None)
    found = {sha256(each.read_bytes()).hexdigest() for each in stored.iterdir() if each.stat().st_size}
    assert file.sha256 in found  # beside those of its parts
    assert filed(portal) == []
    await clerk.close()
