"""Access from the screens to the practice gateway and back: what is filed, decided and recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spot_tui.backend.session import Person
from spot_tui.screens.access_sent import SentPage
from spot_tui.screens.access_waiting import DecisionPage
from spot_tui.widgets.form_panel import FormPanel
from tests.backend.store.builders import records
from tests.screens.access import ADDRESS_TYPED
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle, stands_at, to_provider, write
from tests.wire.gateway import APPROVER, NO_REQUEST, OTHER_CLERK, PENDING, Gateway, practice_gateway


@asynccontextmanager
async def at(
    path: Path, user_id: str, *, is_limited: bool = False
) -> AsyncIterator[tuple[Pilot[None], Gateway]]:
    """Open the kiosk on the practice gateway, with this person signed in."""
    async with practice_gateway(path) as gateway:
        desk = TestDesk()
        desk.access = gateway.desk
        desk.is_limited = is_limited
        desk.person = Person(user_id, user_id, f"sub-{user_id}")
        desk.token = (gateway.limited(user_id) if is_limited else gateway.token(user_id)).access_token()
        async with kiosk(desk) as pilot:
            await to_provider(pilot, desk)
            await until_quiet(pilot)
            yield pilot, gateway


async def until_quiet(pilot: Pilot[None]) -> None:
    while True:
        await settle(pilot)
        working = [worker for worker in pilot.app.workers if worker.is_running]
        if not working:
            return
        await pilot.app.workers.wait_for_complete(working)


async def push(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, and wait after each for the gateway."""
    for key in keys:
        await press(pilot, key)
        await until_quiet(pilot)


def told(pilot: Pilot[None]) -> str:
    return " ".join(screen_text(pilot.app).split())


async def to_review(pilot: Pilot[None]) -> None:
    """Ask for a role at the first office, up to the review."""
    await push(pilot, "1", "f2")
    panel = pilot.app.screen.query_one(FormPanel)
    panel.fill({**panel.typed, **ADDRESS_TYPED, "tin": "000000001"})
    await push(pilot, "f5")


def recorded(path: Path) -> list[tuple[str, str]]:
    kept: list[dict[str, Any]] = records(path / "store")
    return [(r["event"], r["outcome"]) for r in kept if r["event"].startswith("access.")]


async def test_a_request_is_filed_and_recorded(tmp_path: Path) -> None:
    async with at(tmp_path, NO_REQUEST, is_limited=True) as (pilot, gateway):
        await to_review(pilot)
        await push(pilot, "f5")
        (filed,) = await gateway.desk.mine(gateway.limited(NO_REQUEST))
        assert stands_at(pilot, SentPage)
        assert f"Confirmation number {filed.number}" in told(pilot)
        await push(pilot, "f3")
        assert f"request {filed.number} for a role still waits" in told(pilot)
        assert recorded(tmp_path) == [("access.request", "pending"), ("access.request", "success")]


@pytest.mark.parametrize("fault", ["gateway.drop", "gateway.cut", "gateway.503"])
async def test_a_request_whose_answer_was_lost_is_filed_once(tmp_path: Path, fault: str) -> None:
    async with at(tmp_path, NO_REQUEST, is_limited=True) as (pilot, gateway):
        await to_review(pilot)
        # A line that drops is tried again at once, so it drops twice here.
        gateway.switch_on(fault, times=2 if fault == "gateway.drop" else 1)
        await push(pilot, "f5")
        assert not stands_at(pilot, SentPage)
        await push(pilot, "f5")
        assert stands_at(pilot, SentPage)
        assert len(await gateway.desk.mine(gateway.limited(NO_REQUEST))) == 1


async def test_a_made_up_number_that_is_none_is_refused_beside_its_field(tmp_path: Path) -> None:
    async with at(tmp_path, NO_REQUEST, is_limited=True) as (pilot, gateway):
        await to_review(pilot)
        await push(pilot, "f3")
        panel = pilot.app.screen.query_one(FormPanel)
        panel.fill({**panel.typed, "tin": "593276459"})
        await push(pilot, "f5", "f5")
        assert "tin" in pilot.app.screen.query_one(FormPanel).problems
        assert await gateway.desk.mine(gateway.limited(NO_REQUEST)) == ()


async def test_an_approved_person_has_her_role_and_it_is_recorded(tmp_path: Path) -> None:
    async with at(tmp_path, APPROVER) as (pilot, gateway):
        await push(pilot, "1", "9", "4", "1", "f5", "f5")
        assert "Approved. Petra Islingwood can sign in from now on." in told(pilot)
        assert gateway.access_of(PENDING) == "approved"
        assert recorded(tmp_path) == [("access.approve", "pending"), ("access.approve", "success")]


async def test_two_approvers_cannot_both_decide(tmp_path: Path) -> None:
    async with at(tmp_path, APPROVER) as (pilot, gateway):
        await push(pilot, "1", "9", "4", "1", "f2")
        await write(pilot, "Nobody knows her")
        (request,) = await gateway.desk.waiting(gateway.token(APPROVER))
        await gateway.desk.approve(gateway.token(APPROVER), request)
        await push(pilot, "f5", "f5")
        assert stands_at(pilot, DecisionPage)
        assert "This was decided meanwhile, so nothing of yours was done." in told(pilot)
        assert "How it stands approved" in told(pilot)
        assert gateway.access_of(PENDING) == "approved"
        assert recorded(tmp_path)[-1] == ("access.deny", "matching")


async def test_a_role_that_was_certified_meanwhile_is_not_ended_blindly(tmp_path: Path) -> None:
    async with at(tmp_path, APPROVER) as (pilot, gateway):
        await push(pilot, "1", "9", "4", "f2", "2", "f2")
        await write(pilot, "She left")
        roles = await gateway.desk.members(gateway.token(APPROVER))
        role = next(role for role in roles if role.user_id == OTHER_CLERK)
        await gateway.desk.certify(gateway.token(APPROVER), role)
        await push(pilot, "f5", "f5")
        assert "Somebody else changed this meanwhile, so nothing of yours was done." in told(pilot)
        assert gateway.access_of(OTHER_CLERK) == "approved"


async def test_a_leaver_is_ended_with_her_reason_and_without_it_in_the_log(tmp_path: Path) -> None:
    async with at(tmp_path, APPROVER) as (pilot, gateway):
        await push(pilot, "1", "9", "4", "f2", "2", "f2")
        await write(pilot, "Moved to Tampa")
        await push(pilot, "f5", "f5")
        assert "Why Moved to Tampa" in told(pilot)
        assert gateway.access_of(OTHER_CLERK) == "removed"
        assert recorded(tmp_path) == [("access.end", "pending"), ("access.end", "success")]
        assert "Moved to Tampa" not in repr(records(tmp_path / "store"))
