"""Documents over real HTTP: never from the beginning, never twice, and sent only when the hash is ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.outbox.model import State
from tests.wire.documents import CLINIC, Office, office, paper
from tests.wire.gateway import CLERK
from tests.wire.portal import Portal
from tests.wire.test_outbox_kills import token_of

MEGABYTE = 1024 * 1024


def appends(portal: Portal) -> int:
    return sum(method == "PATCH" for method, _ in portal.calls)


def looks(portal: Portal) -> int:
    return sum(method == "HEAD" for method, _ in portal.calls)


@pytest.fixture
async def clerk(portal: Portal, tmp_path: Path) -> AsyncIterator[Office]:
    opened = office(f"{portal.url}/gateway/v1", token_of(portal), CLERK, tmp_path / "store", portal.clock)
    yield opened
    await opened.close()


async def test_a_form_with_files_is_sent_and_its_receipt_proves_every_byte(
    portal: Portal, clerk: Office, tmp_path: Path
) -> None:
    files = [await paper(tmp_path / "in", size, size, f"{size}.pdf") for size in (3, 300_000)]
    sent = await clerk.send(*files, subject="Question")
    assert sent.state is State.CONFIRMED, sent.problem
    assert sent.receipt is not None
    assert [each.sha256 for each in sent.receipt.files] == [each.sha256 for each in files]
    assert (appends(portal), looks(portal)) == (2, 0)
    (filed,) = await clerk.documents.list(clerk.sender.bearer, CLINIC)
    assert filed.number == sent.receipt.number
    assert filed == await clerk.documents.show(clerk.sender.bearer, filed.number)
    assert (await clerk.documents.receipt(CLERK, filed.number)).id == sent.id
    assert not list((tmp_path / "portal" / "world.sqlite.uploads").iterdir())
