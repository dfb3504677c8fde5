"""What an approver does on the screens: decide, certify, end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from spot_tui.backend.access.model import RequestStatus, Role, RoleStatus
from spot_tui.backend.problems import Problem
from spot_tui.screens.access_members import MemberPage
from spot_tui.screens.access_reason import DenyPage, EndRolePage
from spot_tui.screens.access_waiting import DecisionPage, WaitingPage
from spot_tui.screens.account import AccountPage
from spot_tui.screens.home import HomePage
from tests.screens.access import (
    APPROVER,
    HELD,
    MEMBER,
    PENDING,
    approver_home,
    decision,
    deny,
    end_role,
    give_access,
    member,
    members,
    waiting,
)
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, open_job, press, screen_text, stands_at, to_home, write

APPROVED = replace(PENDING, status=RequestStatus.APPROVED, decided_by="otis.barnabeck", revision='"2"')
DENIED = replace(PENDING, status=RequestStatus.DENIED, decision_reason="Nobody knows her", revision='"2"')
CERTIFIED = replace(MEMBER, certified_on=date(2026, 11, 24), certify_by=date(2027, 11, 24), revision='"2"')
ENDED = replace(MEMBER, status=RoleStatus.ENDED, certify_by=None, end_reason="She left", revision='"2"')


def told(pilot: Any) -> str:
    """Return what is seen, on one line."""
    return " ".join(screen_text(pilot.app).split())


@pytest.mark.parametrize("role", [Role.APPROVER, Role.BACKUP_APPROVER])
async def test_approvers_and_backups_see_the_job_with_what_is_to_be_done(role: Role) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        give_access(desk).held = [replace(APPROVER, role=role)]
        await to_home(pilot, desk)
        assert "9 Your account 1 to decide, 1 to certify, 1 OVERDUE" in told(pilot)
        await open_job(pilot, "account")
        assert "4 Decide about access, certify roles 1 to decide, 1 to certify, 1 OVERDUE" in told(pilot)


@pytest.mark.parametrize("held", [[HELD], [replace(APPROVER, status=RoleStatus.ENDED)], []])
async def test_nobody_else_sees_it(held: list[Any]) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        give_access(desk).held = held
        await to_home(pilot, desk)
        await open_job(pilot, "account")
        assert "Decide about access" not in told(pilot)
        await open_job(pilot, "approvals")
        assert stands_at(pilot, AccountPage)


async def test_a_gateway_that_is_away_leaves_the_home_screen_alone() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:

        async def away(bearer: object) -> Any:
            raise Problem("upstream.down", (), {"upstream": "Practice gateway", "status": 503})

        give_access(desk, approves=True).waiting = away  # type: ignore[method-assign]
        await to_home(pilot, desk)
        assert stands_at(pilot, HomePage)
        assert "Practice gateway" not in told(pilot)


async def test_a_request_shows_everything_that_was_asked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await waiting(pilot, desk)
        desk.access.waits = [replace(PENDING, mismatches=("tin",))]
        await press(pilot, "f4", "1")
        for words in (
            *("Petra Islingwood", "petra.islingwood", "end user", "100 Practice Way, Jacksonville FL 32202"),
            *("1234567893", "PR0001", "ends in 00001", "Part A and B", "New at the front desk", "11/21/2026"),
            "! Differs from the Medicare enrollment: Tax number (TIN)",
        ):
            assert words in told(pilot)


async def test_approving_asks_first_and_the_list_knows() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await decision(pilot, desk)
        await press(pilot, "f5")
        assert "Approve? It cannot be taken back" in told(pilot)
        assert desk.access.done == []
        desk.access.told.answers, desk.access.waits = [APPROVED], []
        await press(pilot, "f5")
        assert desk.access.done == [("approve", "PR-20017")]
        assert "Approved. Petra Islingwood can sign in from now on." in told(pilot)
        assert {"approve", "deny"}.isdisjoint(key_bar(pilot.app))
        await press(pilot, "f3")
        assert stands_at(pilot, WaitingPage)
        assert "Nothing waits for your decision." in told(pilot)


async def test_a_denial_needs_a_reason_and_asks_first() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await deny(pilot, desk)
        await press(pilot, "f5")
        assert "! Reason is empty." in told(pilot)
        await write(pilot, "Nobody knows her")
        desk.access.told.answers = [DENIED]
        await press(pilot, "enter")
        assert "Deny for this reason?" in told(pilot)
        assert desk.access.done == []
        await press(pilot, "f5")
        assert desk.access.done == [("deny", "PR-20017", "Nobody knows her")]
        assert stands_at(pilot, DecisionPage)
        assert "Denied. Petra Islingwood is told the reason." in told(pilot)
        assert "Why Nobody knows her" in told(pilot)


async def test_a_reason_stays_typed_when_the_line_breaks() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await deny(pilot, desk)
        await write(pilot, "Nobody knows her")
        desk.access.told.answers = [Problem("upstream.dropped", (), {"upstream": "Practice gateway"}), DENIED]
        await press(pilot, "f5", "f5")
        assert stands_at(pilot, DenyPage)
        assert "Nobody knows her" in told(pilot)
        await press(pilot, "f5", "f5")
        assert "Denied." in told(pilot)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("gateway.changed", "Somebody else changed this meanwhile, so nothing of yours was done."),
        ("access.decided", "This was decided meanwhile, so nothing of yours was done."),
    ],
)
@pytest.mark.parametrize("act", ["approve", "deny"])
async def test_who_comes_second_is_told_and_sees_how_it_stands(act: str, code: str, words: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await decision(pilot, desk)
        desk.access.told.answers = [Problem(code), APPROVED]
        if act == "deny":
            await press(pilot, "f2")
            await write(pilot, "Nobody knows her")
        await press(pilot, "f5", "f5")
        assert [done[0] for done in desk.access.done] == [act, "find"]
        assert stands_at(pilot, DecisionPage)
        assert words in told(pilot)
        assert "How it stands approved" in told(pilot)
        assert {"approve", "deny"}.isdisjoint(key_bar(pilot.app))


async def test_a_request_of_her_own_is_for_the_other_approver() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await decision(pilot, desk)
        desk.access.told.answers = [Problem("access.own_request")]
        await press(pilot, "f5", "f5")
        assert "Nobody decides about a request of their own." in told(pilot)
        assert "telephone 855-416-4199" in told(pilot)


async def test_members_are_listed_with_due_dates_and_who_is_overdue() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await members(pilot, desk)
        rows = [" ".join(row.split()) for row in screen_text(pilot.app).splitlines()]
        assert "> 1 Hugo Dandelmere end user 11/19/2026 ! OVERDUE Practice Fam…" in rows
        assert "2 Hugo Dandelmere end user 12/24/2026 due Practice Fam…" in rows
        assert "3 Wren Applegarth end user 08/16/2027 holds Practice Fam…" in rows
        assert "Hugo Dandelmere, end user, Practice Family Clinic" in rows
        await press(pilot, "down", "down")
        assert "Wren Applegarth, end user, Practice Family Clinic" in told(pilot)


@pytest.mark.parametrize(("place", "told_how"), [(members, "F5 certifies"), (waiting, "F5 approves")])
async def test_a_list_says_how_a_line_is_opened_and_what_is_done_there(
    place: Callable[..., Awaitable[None]], told_how: str
) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await place(pilot, desk)
        assert "Enter, or the digit, opens a " in told(pilot)
        assert told_how in told(pilot)


async def test_certifying_asks_first_and_tells_the_next_date() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await member(pilot, desk)
        assert "was due on 11/19/2026 and is OVERDUE" in told(pilot)
        await press(pilot, "f5")
        assert desk.access.done == []
        desk.access.told.answers = [CERTIFIED]
        await press(pilot, "f5")
        assert desk.access.done == [("certify", "ROLE-1004")]
        assert "Certified. The next certification is due by 11/24/2027." in told(pilot)
        assert "OVERDUE" not in told(pilot)


async def test_a_leavers_role_ends_with_a_reason() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await end_role(pilot, desk)
        assert stands_at(pilot, EndRolePage)
        await write(pilot, "She left")
        desk.access.told.answers = [ENDED]
        await press(pilot, "f5")
        assert "End this role? It cannot be taken back" in told(pilot)
        await press(pilot, "f5")
        assert desk.access.done == [("end_role", "ROLE-1004", "She left")]
        assert stands_at(pilot, MemberPage)
        assert {"certify", "end_role"}.isdisjoint(key_bar(pilot.app))


async def test_a_role_that_ended_meanwhile_is_shown_as_it_stands() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await member(pilot, desk)
        desk.access.told.answers = [Problem("access.role_over"), ENDED]
        await press(pilot, "f5", "f5")
        assert [done[0] for done in desk.access.done] == ["certify", "find_role"]
        assert "Why She left" in told(pilot)


@pytest.mark.parametrize(
    "role", [APPROVER, replace(APPROVER, user_id="vera.oakhanger", person="Vera Oakhanger")]
)
async def test_an_approvers_role_is_the_help_desks(role: Any) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        access = give_access(desk, approves=True)
        access.staff = [role]
        await to_home(pilot, desk)
        await press(pilot, "9", "4", "f2", "1")
        assert "that is for the help desk" in told(pilot)
        assert {"certify", "end_role"}.isdisjoint(key_bar(pilot.app))


async def test_the_home_screen_counts_anew_after_a_decision() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await approver_home(pilot, desk)
        desk.access.told.answers = [APPROVED]
        await press(pilot, "9", "4", "1", "f5")
        desk.access.waits = []
        await press(pilot, "f5", "f3", "f3")
        assert "certify roles 1 to certify, 1 OVERDUE" in told(pilot)
