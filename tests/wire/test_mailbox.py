"""The mailbox over the wire: what waits, opening, marking as read, and what came along."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from spot_tui.backend.mailbox.model import Attachment, MessageKind, View
from spot_tui.backend.mailbox.service import MailboxDesk
from spot_tui.backend.mailbox.wire import read_content
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import records
from tests.wire.gateway import CLERK, CLINIC, OTHER_CLERK, Gateway, Token, practice_gateway


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with practice_gateway(tmp_path, page_size=3) as opened:
        yield opened


async def test_messages_are_listed_opened_and_read_once(gateway: Gateway, tmp_path: Path) -> None:
    desk, wren = MailboxDesk(gateway.client, audit=gateway.audit), gateway.token(CLERK)
    waiting = await desk.waiting(wren, CLINIC)
    assert [each.due_on for each in waiting.requests] == sorted(
        each.due_on for each in waiting.requests if each.due_on
    )
    assert waiting.notices[0].published_on > date(2026, 1, 1)
    every = await desk.list(wren, CLINIC)
    assert len(every) == waiting.unread > 3
    assert [each.received_at for each in every] == sorted((each.received_at for each in every), reverse=True)
    asked = waiting.requests[0]
    message = await desk.open(wren, asked.number)
    assert message.is_read
    assert message.kind is MessageKind.REQUEST
    assert message.paragraphs
    assert (await desk.waiting(wren, CLINIC)).unread == waiting.unread - 1
    assert asked.number not in {each.number for each in await desk.list(wren, CLINIC, View.UNREAD)}
    assert asked in await desk.list(gateway.token(OTHER_CLERK), CLINIC, View.REQUESTS)
    content = await desk.fetch(wren, message, message.attachments[0])
    assert content.startswith(b"%PDF-")

    written = [r for r in records(tmp_path / "store") if r["outcome"] == "success"]
    told = [(r["event"], r["details"]["view"], r["details"].get("document", "")) for r in written[-3:]]
    assert told[-1] == ("record.view", "attachment", "")
    assert ("record.view", "message", "request") in [
        (r["event"], r["details"]["view"], r["details"].get("document", ""))
        for r in written
        if "view" in r["details"]
    ]
    assert asked.subject not in json.dumps(records(tmp_path / "store"))


async def test_a_mark_that_is_lost_leaves_the_message_unread(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, wren = MailboxDesk(gateway.client, audit=gateway.audit), gateway.token(CLERK)

    async def lost(*_: object, **__: object) -> None:
        raise Problem("upstream.dropped", (), {"upstream": "Practice gateway"})

    monkeypatch.setattr(gateway.client, "send", lost)
    message = await desk.open(wren, "PM-0001")
    assert not message.is_read
    assert message.paragraphs


async def test_nothing_is_shown_of_what_is_not_there_or_not_hers(gateway: Gateway) -> None:
    desk, wren = MailboxDesk(gateway.client, audit=gateway.audit), gateway.token(CLERK)
    for number in ("PM-4711", "../claims", ""):
        with pytest.raises(Problem, match=r"messages\.none|gateway\.not_found|answer\.mismatch"):
            await desk.open(wren, number)
    with pytest.raises(Problem, match=r"claims\.not_yours"):
        await desk.list(wren, CLINIC.model_copy(update={"npi": "1000000038", "ptan": ""}))
    with pytest.raises(Problem, match=r"gateway\.token"):
        await desk.waiting(Token("none"), CLINIC)


@pytest.mark.parametrize("came", [b"hellO", b"hello!", b""])
def test_other_bytes_than_were_told_of_are_not_taken(came: bytes) -> None:
    told = Attachment(
        *("1", "letter.pdf", "application/pdf", 5),
        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    )
    assert read_content({"content": base64.b64encode(b"hello").decode()}, told, "Gateway") == b"hello"
    with pytest.raises(Problem, match=r"messages\.damaged"):
        read_content({"content": base64.b64encode(came).decode()}, told, "Gateway")
