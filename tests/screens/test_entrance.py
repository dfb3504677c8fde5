"""The first screen and the terms."""

from hashlib import sha256
from typing import cast

import pytest

from spot_tui import words
from spot_tui.app import Kiosk
from spot_tui.backend.problems import Problem
from spot_tui.screens.sign_in import SignInPage
from spot_tui.screens.status import StatusPage
from spot_tui.screens.terms import TermsPage
from spot_tui.screens.welcome import WelcomePage
from spot_tui.settings import Kiosk as KioskSettings
from spot_tui.settings import practice_profile
from spot_tui.words import say
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle, stands_at, to_home, to_sign_in, write


async def test_the_first_screen_tells_whom_it_is_for_and_whom_to_call() -> None:
    async with kiosk(TestDesk()) as pilot:
        assert [
            told
            for told in [
                "For staff of Medicare providers",
                "Medicare.gov",
                "1-800-MEDICARE",
                "English",
                "855-416-4199",
                "FCSOSpotHelp@fcso.com",
                "PRACTICE",
                "Ctrl+G",
            ]
            if told not in screen_text(pilot.app)
        ] == []


async def test_a_window_that_is_too_small_is_told() -> None:
    async with kiosk(TestDesk(), (59, 18)) as pilot:
        assert "has 59 columns and 18 rows" in " ".join(screen_text(pilot.app).split())


async def test_status_is_readable_before_the_sign_in() -> None:
    async with kiosk(TestDesk()) as pilot:
        await press(pilot, "f4")
        assert stands_at(pilot, StatusPage)
        assert "855-416-4199" in screen_text(pilot.app)
        await press(pilot, "f3")
        assert stands_at(pilot, WelcomePage)


async def test_accepted_terms_are_recorded_with_the_hash_of_their_text() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        assert stands_at(pilot, SignInPage)
    event, outcome, about = desk.audit.records[0]
    assert (event, outcome, about["reason"]) == ("auth.terms", "success", "accepted")
    assert about["details"]["terms_sha256"] == sha256(say("terms.text").encode()).hexdigest()


async def test_declined_terms_are_recorded_and_lead_back() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await press(pilot, "1")
        assert stands_at(pilot, TermsPage)
        await press(pilot, "f3")
        assert stands_at(pilot, WelcomePage)
    assert desk.audit.records[0][1:2] == ("cancelled",)


async def test_terms_are_asked_again_before_the_next_sign_in() -> None:
    async with kiosk(TestDesk()) as pilot:
        await to_sign_in(pilot)
        await press(pilot, "f3", "1")
        assert stands_at(pilot, TermsPage)


async def test_terms_that_cannot_be_recorded_let_nobody_in() -> None:
    desk = TestDesk()
    desk.audit.problem = Problem("audit.unwritable", parameters={"reason": "disk full"})
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        assert stands_at(pilot, TermsPage)
        assert "System unavailable" in screen_text(pilot.app)


async def test_an_audit_log_that_cannot_start_is_told_at_once() -> None:
    desk = TestDesk()
    desk.audit.unusable = Problem(
        "audit.broken", parameters={"where": "audit.log line 3", "reason": "checksum"}
    )
    async with kiosk(desk) as pilot:
        assert "System unavailable" in screen_text(pilot.app)


async def test_the_end_of_the_program_gives_the_desk_back() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await press(pilot, "f9")
        assert "End the program?" in screen_text(pilot.app)
        await press(pilot, "f9")
    assert desk.closed
    assert pilot.app.return_code == 0


async def test_any_other_key_takes_the_question_back_and_does_nothing_else() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await press(pilot, "f9", "1")
        assert stands_at(pilot, WelcomePage)
        assert "End the program?" not in screen_text(pilot.app)
        await press(pilot, "f9")
        assert not desk.closed


@pytest.mark.parametrize(
    ("locked", "leaves"),
    [
        (KioskSettings(), True),
        (KioskSettings(enabled=True), False),
        (KioskSettings(enabled=True, may_leave=True), True),
    ],
)
async def test_nobody_leaves_a_locked_terminal_unless_it_is_allowed(
    locked: KioskSettings, leaves: bool
) -> None:
    desk = TestDesk(practice_profile().model_copy(update={"kiosk": locked}))
    async with kiosk(desk) as pilot:
        await press(pilot, "f9", "f9")
        assert pilot.app._exit == leaves


async def test_a_key_changes_the_language_at_once_and_keeps_the_user_id() -> None:
    async with kiosk(TestDesk()) as pilot:
        await press(pilot, "ctrl+l")
        assert stands_at(pilot, WelcomePage)
        assert "Elija su idioma" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert "Antes de iniciar sesión" in screen_text(pilot.app)
        await press(pilot, "f5")
        await write(pilot, "wren.applegarth")
        await press(pilot, "ctrl+l")
        assert stands_at(pilot, SignInPage)
        assert "Sign in with your CMS identity" in screen_text(pilot.app)
        assert "wren.applegarth" in screen_text(pilot.app)
        await press(pilot, "f3")
        assert "Choose your language" in screen_text(pilot.app)


async def test_the_next_clerk_starts_in_the_operators_language() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await press(pilot, "2")
        await to_home(pilot, desk)
        assert words.language() == "es"
        await press(pilot, "f9", "f9")
        assert stands_at(pilot, WelcomePage)
        assert "Choose your language" in screen_text(pilot.app)


async def test_a_problem_that_ends_the_session_is_told_in_the_operators_language() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await press(pilot, "2")
        await to_home(pilot, desk)
        await cast(Kiosk, pilot.app).leave("upstream", Problem("session.ended"))
        await settle(pilot)
        assert "Choose your language" in screen_text(pilot.app)
        assert words.say("problem.session.ended") in " ".join(screen_text(pilot.app).split())
