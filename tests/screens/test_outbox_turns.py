"""What waits in the outbox goes out while its owner works, and a refusal is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from spot_tui.app import Kiosk
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.problems import Problem
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, screen_text, settle, to_home

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
REFUSED = Submission(
    kind=Kind.CORRECTION,
    path="/corrections",
    content="{}",
    id="id-1",
    key="key-1",
    owner="sub-1",
    provider_npi="1234567893",
    created_at=NOW,
    next_at=NOW,
    state=State.REFUSED,
    problem=Problem("gateway.changed", reference="gw-1"),
)


async def test_all_is_sent_when_she_begins_and_then_what_is_due_and_a_refusal_is_told() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        app = cast(Kiosk, pilot.app)
        app.look_into_outbox()
        await settle(pilot)
        assert desk.asked_due == []
        desk.waiting = [
            [replace(REFUSED, state=State.QUEUED)],
            [REFUSED],
            Problem("outbox.unwritable", (), {"reason": "no space"}),
        ]
        await to_home(pilot, desk)
        await settle(pilot)
        assert "changed meanwhile" not in screen_text(app)
        app.look_into_outbox()
        await settle(pilot)
        assert desk.asked_due == [False, True]
        assert "gw-1" in screen_text(app)
        app.look_into_outbox()
        await settle(pilot)
        assert "The outbox cannot be written" in screen_text(app)


async def test_uploads_are_gone_on_with_from_sign_in_to_sign_out_and_what_stops_one_is_told() -> None:
    desk = TestDesk()
    desk.resumed.clear()
    async with kiosk(desk) as pilot:
        app = cast(Kiosk, pilot.app)
        await to_home(pilot, desk)
        app.look_into_outbox()
        app.look_into_outbox()
        await pilot.pause()
        assert app.session is not None
        assert desk.resuming == [app.session.id]
        await app.leave("asked")
        async with asyncio.timeout(10):
            while desk.resuming[1:] != ["cancelled"]:
                await pilot.pause(0.05)
        await to_home(pilot, desk)
        app.look_into_outbox()
        await pilot.pause()
        assert app.session is not None
        assert desk.resuming[2:] == [app.session.id]  # at her next sign-in
    desk = TestDesk()
    desk.stopped = Problem("upload.file_changed", ("files",), {"file": "records.pdf"})
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        app = cast(Kiosk, pilot.app)
        app.look_into_outbox()
        await settle(pilot)
        assert "records.pdf was changed" in screen_text(app)
