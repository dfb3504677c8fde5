"""A submission on its way, by what outbox and line say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from spot_tui.backend.outbox.model import Receipt, State
from spot_tui.backend.problems import Problem
from spot_tui.screens.document_receipt import DocumentReceiptPage
from spot_tui.screens.document_sending import DocumentSendingPage
from spot_tui.screens.outbox_item import OutboxItemPage
from tests.screens.desk import MORNING, TestDesk
from tests.screens.documents import MEGABYTE, ON_ITS_WAY, document_sending
from tests.screens.looking import key_bar, kiosk, screen_text, settle, stands_at


async def test_all_bytes_over_there_are_not_sent_until_the_outbox_has_the_receipt() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await document_sending(pilot, desk)
        page = cast(DocumentSendingPage, pilot.app.screen)
        meter = desk.documents.meter
        meter.reached(30 * MEGABYTE, 30 * MEGABYTE)
        meter.waits(12, Problem("upstream.unreachable", (), {"upstream": "Practice gateway"}))
        page.look()
        await settle(pilot)
        assert "100 %" in screen_text(pilot.app)
        assert "waiting 12 seconds" in screen_text(pilot.app)
        assert "try_now" in key_bar(pilot.app)
        assert "Receipt" not in screen_text(pilot.app)
        receipt = Receipt("PD-10001", date(2026, 11, 24), MORNING)
        desk.outbox.submission = replace(ON_ITS_WAY, state=State.CONFIRMED, receipt=receipt, content="")
        page.look()
        await settle(pilot)
        assert stands_at(pilot, DocumentReceiptPage)
        assert "General inquiry: all of it has arrived." in screen_text(pilot.app)


async def test_a_refusal_is_told_with_what_to_do_and_nothing_goes_on() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await document_sending(pilot, desk)
        desk.outbox.submission = replace(
            ON_ITS_WAY,
            state=State.REFUSED,
            problem=Problem("gateway.permission", (), {"upstream": "Gateway"}),
        )
        cast(DocumentSendingPage, pilot.app.screen).look()
        await settle(pilot)
        assert stands_at(pilot, OutboxItemPage)
        shown = screen_text(pilot.app)
        assert "It was refused and is not sent again." in shown
        assert "it goes on" not in shown
        assert not {"pause_upload", "cancel_upload", "try_now"} & set(key_bar(pilot.app))


async def test_the_line_says_what_it_does_in_each_state() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await document_sending(pilot, desk)
        page = cast(DocumentSendingPage, pilot.app.screen)
        meter = desk.documents.meter

        async def seen() -> str:
            page.look()
            await settle(pilot)
            return " ".join(screen_text(pilot.app).split())

        assert "sending." in await seen()
        assert "2,517 kbit/s, about 1:27 left." in await seen()
        desk.clock.forward(10)
        assert "sending, but nothing has arrived for a while." in await seen()
        meter.waits(12, Problem("upstream.timeout", (), {"upstream": "Gateway", "seconds": "60"}))
        assert "waiting 12 seconds for the next try." in await seen()
        meter.asks()
        assert "asking how much of it is there." in await seen()
        meter.sends()
        meter.reached(2 * MEGABYTE, 2 * MEGABYTE)
        assert "2.0 MB that had arrived is not there any more" in await seen()
        meter.reached(5 * MEGABYTE, 5 * MEGABYTE)
        assert "any more" not in await seen()
        desk.documents.meter = None
        assert "Stopped. p tries it once more." in await seen()
