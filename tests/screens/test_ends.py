"""Every problem of sign-in, session and access has a next step on the screen, and whom to ask."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable

import pytest

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import KINDS, Kind, Problem
from spot_tui.screens.page import Page
from spot_tui.screens.sign_in import SignInPage
from spot_tui.screens.welcome import WelcomePage
from spot_tui.widgets.notice import Notice
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, screen_text, settle, stands_at, to_home, to_sign_in

CODES = [code for code in KINDS if code.startswith(("identity.", "session.", "access."))]
GIVEN = {
    "user_id": "wren.applegarth",
    "number": "AR-2026-000017",
    "until": "10:41 AM",
    "tries": 3,
    "days": 30,
    "seconds": 30,
    "minutes": 10,
    "whom": "approver of your office",
    "reason": "no reason was given",
    "date": "11/02/2026",
    "status": "MFA_ENROLL",
    "engine": "v2",
    "what": "the password is to be changed",
    "field": "Role",
    "upstream": "Gateway",
    "page": "https://home.idm.cms.gov",
}
WORDS = "User is not assigned to the client application."


def told(code: str) -> Problem:
    return Problem(code, (), GIVEN, WORDS, "req-0123456789")


async def shown(desk: TestDesk, codes: Iterable[str]) -> AsyncIterator[tuple[str, Page]]:
    """Yield each code with the screen that shows its problem: the sign-in, or the home screen."""
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        for code in sorted(codes, key=lambda code: not code.startswith("identity.")):
            if not code.startswith("identity.") and stands_at(pilot, SignInPage):
                await to_home(pilot, desk)
            page = pilot.app.screen
            assert isinstance(page, Page)
            page.notice.complain(told(code))
            await settle(pilot)
            yield code, page


@pytest.mark.parametrize("code", CODES)
def test_an_end_has_a_next_step_in_words(code: str) -> None:
    problem = told(code)
    assert explain(problem).next
    assert re.search(r"[.:!?]$", explain(problem).next)


PERMISSION = [code for code in CODES if KINDS[code] is Kind.PERMISSION]


async def test_a_problem_of_permission_names_whom_to_ask_and_what_to_quote() -> None:
    desk = TestDesk()
    wanted = (desk.profile.help_desk.phone, desk.profile.help_desk.email, "user ID wren.applegarth")
    missing = {}
    async for code, page in shown(desk, PERMISSION):
        seen = " ".join(screen_text(page.app).split())
        words = (
            *wanted,
            "AR-2026-000017",
            WORDS,
            "req-0123456789",
            " ".join(explain(told(code)).next.split()),
        )
        missing[code] = [each for each in words if each not in seen]
    assert {code: words for code, words in missing.items() if words} == {}


async def test_no_problem_is_longer_than_its_room() -> None:
    rooms = {
        code: (page.notice.size.height, len(page.notice.text.plain.splitlines()))
        async for code, page in shown(TestDesk(), CODES)
    }
    assert {code: rows for code, rows in rooms.items() if rows[0] < rows[1]} == {}


async def test_who_is_signed_in_is_named_where_the_problem_names_nobody() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        page = pilot.app.screen
        assert isinstance(page, Page)
        page.notice.complain(Problem("access.not_approver"))
        await settle(pilot)
        assert "user ID wren.applegarth" in " ".join(screen_text(pilot.app).split())


async def test_on_the_first_screen_whom_to_call_stands_once() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        assert stands_at(pilot, WelcomePage)
        pilot.app.screen.query_one(Notice).complain(Problem("session.idle"))
        await settle(pilot)
        assert screen_text(pilot.app).count(desk.profile.help_desk.phone) == 1
