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
