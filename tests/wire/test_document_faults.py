"""Disk full, key gone, store damaged: a submission with files says so, and all else can still be read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

import pytest

from spot_tui.backend.documents.upload import Upload
from spot_tui.backend.documents.uploads import UploadShelf
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import full_disk
from tests.wire.documents import Office, office, paper
from tests.wire.gateway import CLERK, CLINIC, OTHER_CLERK
from tests.wire.portal import Portal
from tests.wire.test_document_kills import filed
from tests.wire.test_outbox_kills import token_of


@asynccontextmanager
async def interrupted(portal: Portal, folder: Path) -> AsyncIterator[tuple[Office, Submission]]:
    """Open the services of a clerk who sent one form, and of whose second one the file is on its way."""
    opened = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, folder / "store", portal.clock)
    try:
        await opened.send(await paper(folder / "in", 10, 1, "first.pdf"))
        portal.fault("append.kind", times=1)
        with pytest.raises(Problem, match=r"upload\.kind"):
            await opened.send(await paper(folder / "in", 10, 2, "second.pdf"))
        (waiting,) = [each for each in await opened.outbox.find(CLERK) if each.state is State.UPLOADING]
        yield opened, waiting
    finally:
        await opened.close()


@contextmanager
def full_from(upload_number: int, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the disk be full from the so-manieth time on that how an upload stands is written."""
    left, put = upload_number, UploadShelf.put

    def put_or_not(shelf: UploadShelf, owner: str, *uploads: Upload) -> None:
        nonlocal left
        left -= 1
        if left > 0:
            put(shelf, owner, *uploads)
        else:
            with full_disk(after_bytes=None):
                put(shelf, owner, *uploads)

    with patch.context() as at_once:
        at_once.setattr(UploadShelf, "put", put_or_not)
        yield


@pytest.mark.parametrize("number", [1, 2, 3, 4])
async def test_a_disk_that_fills_up_is_told_and_costs_no_file(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    async with interrupted(portal, tmp_path) as (clerk, waiting):
        third = await paper(tmp_path / "in", 10, 3, "third.pdf")
        with full_from(number, monkeypatch), pytest.raises(Problem, match=r"outbox\.unwritable") as caught:
            await clerk.send(third)
        assert "No space left" in str(caught.value.parameters["reason"])
        kept = [each for each in await clerk.outbox.find(CLERK) if each.state is State.UPLOADING]
        assert len(kept) == (1 if number == 1 else 2)  # not on disk, so it never began
        assert len(await clerk.documents.list(clerk.sender.bearer, CLINIC)) == 1
        resumed = await clerk.documents.resume(clerk.sender)
        assert [each.submission.state for each in resumed] == [State.CONFIRMED] * len(kept)
        assert waiting.id in {each.submission.id for each in resumed}
        assert len(filed(portal)) == 1 + len(kept)


@pytest.mark.parametrize("fault", ["key missing", "line damaged"])
async def test_a_damaged_store_is_told_and_everything_else_can_be_read(
    portal: Portal, tmp_path: Path, fault: str
) -> None:
    async with interrupted(portal, tmp_path) as (clerk, waiting):
        (vault,) = clerk.store.glob("vault/*.vault")
        damaged = vault.read_bytes()
        if fault == "line damaged":
            damaged = damaged[:20] + bytes([damaged[20] ^ 1]) + damaged[21:]
            vault.write_bytes(damaged)
        else:
            next(clerk.store.glob("keys/vault/*.key")).unlink()
        sender, documents = clerk.sender, clerk.documents
        another = await paper(tmp_path / "in", 10, 3, "third.pdf")
        for doing in (
            partial(clerk.outbox.find, CLERK),
            partial(clerk.send, another),
            partial(documents.resume, sender),
            partial(documents.cancel, sender, waiting.id),
        ):
            with pytest.raises(Problem, match=r"outbox\.broken"):
                await doing()
        assert vault.read_bytes() == damaged  # nothing is mended over it
        assert len(await documents.list(sender.bearer, CLINIC)) == len(filed(portal)) == 1
        if fault == "line damaged":
            assert await clerk.outbox.find(OTHER_CLERK) == []
