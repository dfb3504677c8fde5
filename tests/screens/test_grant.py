"""Signing in with a code in a web browser, on the screens."""

from __future__ import annotations

from typing import Any, cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.identity.device_grant import GrantCode
from spot_tui.backend.identity.prompts import WaitForApproval
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person
from spot_tui.screens.explain import ExplainPage
from spot_tui.screens.grant import GrantPage
from spot_tui.screens.grant_confirm import LONGEST_SECONDS, SETTLE_SECONDS, GrantConfirmPage
from spot_tui.screens.grant_practice import GrantPracticePage
from spot_tui.screens.not_assigned import NotAssignedPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.settings import practice_profile
from spot_tui.widgets.large_letters import large_letters
from tests.screens.desk import PHONE, TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, to_sign_in
from tests.screens.places import GRANT, approval, grant, grant_confirm
from tests.screens.test_qr_code import expected, read, shown, without_zone

WREN = Person("wren.applegarth", "Wren Applegarth", "sub-1")


def flat(app: Any) -> str:
    """Return the text of the screen as one line: sentences are folded."""
    return " ".join(screen_text(app).split())


async def test_address_code_and_countdown_are_shown() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        seen = screen_text(pilot.app)
        assert "https://idm.cms.gov/activate" in seen
        assert "WDJB-MJHT" in seen
        assert "good for 10:00 more" in seen
        assert "Enter no code that was sent to you." in seen
        assert all(row.rstrip() in seen for group in ("WDJB", "MJHT") for row in large_letters(group))


async def test_the_square_holds_the_address_with_the_code() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        modules = expected(GRANT.link)
        zone = (len(shown(pilot.app)[0]) - len(modules)) // 2
        assert without_zone(read(shown(pilot.app)), zone, len(modules)) == modules


async def test_an_organisation_without_such_an_address_gets_no_square() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk, GrantCode(GRANT.user_code, GRANT.address, "", GRANT.host))
        seen = screen_text(pilot.app)
        assert "WDJB-MJHT" in seen
        assert "scan" not in seen
        assert "no room" not in seen


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKLM", "wörd", "A", "X" * 40])
async def test_a_code_of_another_make_is_shown_as_it_is(code: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk, GrantCode(code, GRANT.address, GRANT.link, GRANT.host))
        assert code in screen_text(pilot.app).replace("\n", "")  # a long one is broken between rows


async def test_the_countdown_goes_down() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.seconds_left = 59.7
        cast(GrantPage, pilot.app.screen)._tick()
        await settle(pilot)
        assert "good for 0:59 more" in screen_text(pilot.app)


async def test_nobody_is_signed_in_before_she_says_who_she_is() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.told.go_on(WREN)
        await settle(pilot)
        assert stands_at(pilot, GrantConfirmPage)
        assert "Wren Applegarth" in screen_text(pilot.app)
        assert "wren.applegarth" in screen_text(pilot.app)
        assert cast(Kiosk, pilot.app).session is None
        assert desk.device_grant.done == ["start", "wait"]


async def test_who_says_yes_comes_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        desk.clock.forward(SETTLE_SECONDS)
        desk.device_grant.confirmed.answers = [desk.session()]
        await press(pilot, "f7")
        assert stands_at(pilot, ProviderPage)
        assert desk.device_grant.done == ["start", "wait", "confirm"]


async def test_who_says_no_ends_what_was_granted() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        await press(pilot, "f3")
        assert stands_at(pilot, SignInPage)
        assert "Nobody is signed in" in screen_text(pilot.app)
        assert desk.device_grant.done == ["start", "wait", "decline"]


async def test_keys_typed_ahead_confirm_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        assert "that_is_me" not in key_bar(pilot.app)
        await press(pilot, "f7", "f7", "f5", "enter", "y", "space")
        assert stands_at(pilot, GrantConfirmPage)
        assert "confirm" not in desk.device_grant.done


async def test_nobody_answering_ends_what_was_granted() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        desk.clock.forward(LONGEST_SECONDS)
        cast(GrantConfirmPage, pilot.app.screen).look_at_time()
        await settle(pilot)
        assert stands_at(pilot, SignInPage)
        assert "Nobody said who it was" in flat(pilot.app)
        assert desk.device_grant.done == ["start", "wait", "decline"]


async def test_nobody_answering_while_the_help_is_open_ends_it_at_once() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        page = cast(GrantConfirmPage, pilot.app.screen)
        await press(pilot, "f1")
        desk.clock.forward(LONGEST_SECONDS)
        page.look_at_time()
        await settle(pilot)
        assert stands_at(pilot, ExplainPage)
        assert desk.device_grant.done[-1] == "decline"
        await press(pilot, "f3")
        assert stands_at(pilot, SignInPage)


async def test_a_session_that_cannot_be_opened_is_told_at_the_sign_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant_confirm(pilot, desk)
        desk.clock.forward(SETTLE_SECONDS)
        desk.device_grant.confirmed.answers = [Problem("session.second")]
        await press(pilot, "f7")
        assert stands_at(pilot, SignInPage)
        assert screen_text(pilot.app).count("!") >= 1


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("identity.grant_expired", "has run out"),
        ("identity.grant_denied", "was refused in the web browser"),
        ("upstream.timeout", "System unavailable"),
    ],
)
async def test_an_end_without_anybody_takes_the_code_off_the_screen(code: str, told: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.told.fail(Problem(code, (), {"upstream": "Sign-in", "seconds": 1}))
        await settle(pilot)
        seen = flat(pilot.app)
        assert told in seen
        assert "WDJB" not in seen
        assert "█" not in seen
        assert "F4 asks for a new one" in seen
        assert desk.device_grant.done == ["start", "wait"]


async def test_who_has_no_role_is_told_what_that_may_come_from() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.told.fail(Problem("identity.not_assigned"))
        await settle(pilot)
        assert stands_at(pilot, NotAssignedPage)


@pytest.mark.parametrize(("digit", "verb"), [("1", "start_limited"), ("2", "start")])
async def test_who_has_no_role_goes_on_in_the_browser(digit: str, verb: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.told.fail(Problem("identity.not_assigned"))
        await settle(pilot)
        desk.device_grant.begins.answers, desk.device_grant.told.answers = [GRANT], [None]
        await press(pilot, digit)
        assert stands_at(pilot, GrantPage)
        assert desk.device_grant.done[-2:] == [verb, "wait"]
        assert ("for access requests only" in screen_text(pilot.app)) is (verb == "start_limited")


async def test_a_new_code_comes_by_key_only() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        desk.device_grant.told.fail(Problem("identity.grant_expired"))
        await settle(pilot)
        assert key_bar(pilot.app) == ["explain", "back", "new_code", "quit"]
        desk.device_grant.begins.answers = [GrantCode("BCDF-GHJK", GRANT.address, GRANT.link, GRANT.host)]
        desk.device_grant.told.answers = [None]
        await press(pilot, "f4")
        assert "BCDF-GHJK" in screen_text(pilot.app)


async def test_while_it_waits_it_can_be_given_up() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        assert "cancel" in key_bar(pilot.app)
        await press(pilot, "escape")
        assert stands_at(pilot, SignInPage)
        assert "cancel" in desk.device_grant.done
        assert not {"confirm", "decline"} & set(desk.device_grant.done)


async def test_asking_for_a_code_can_be_given_up() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        desk.device_grant.begins.answers = [None]
        await press(pilot, "f6", "f3")
        assert stands_at(pilot, SignInPage)
        assert "WDJB" not in screen_text(pilot.app)


@pytest.mark.parametrize("place", [grant, grant_confirm])
async def test_ending_the_program_ends_it_while_there_is_a_line(place: Any) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await place(pilot, desk)
        pilot.app.exit()
    assert desk.closed
    assert desk.device_grant.done[-1] == "cancel"


async def test_help_opened_while_waiting_does_not_lose_who_came() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        await press(pilot, "f1")
        assert stands_at(pilot, ExplainPage)
        desk.device_grant.told.go_on(WREN)
        await settle(pilot)
        assert stands_at(pilot, ExplainPage)
        await press(pilot, "f3")
        assert stands_at(pilot, GrantConfirmPage)


async def test_a_password_typed_before_is_gone() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await press(pilot, "f2")
        desk.device_grant.begins.answers = [GRANT]
        desk.device_grant.told.answers = [None]
        await press(pilot, "f6")
        assert stands_at(pilot, GrantPage)
        assert not [page for page in pilot.app.screen_stack if isinstance(page, SignInPage)]


async def test_where_it_is_not_set_up_no_key_offers_it() -> None:
    profile = practice_profile()
    without = profile.model_copy(
        update={"identity": profile.identity.model_copy(update={"device_grant": False})}
    )
    desk = TestDesk(without)
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        assert "browser" not in key_bar(pilot.app)
        await press(pilot, "f6")
        assert stands_at(pilot, SignInPage)


@pytest.mark.parametrize(("keys", "approve"), [(("2",), True), (("down", "f4"), False)])
async def test_in_practice_somebody_enters_the_code_or_refuses_it(
    keys: tuple[str, ...], *, approve: bool
) -> None:
    desk = TestDesk()
    assert desk.practice is not None
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        await press(pilot, "f2")
        assert stands_at(pilot, GrantPracticePage)
        await press(pilot, *keys)
        assert desk.practice.done == [("WDJB-MJHT", "otis.barnabeck", approve)]
        assert stands_at(pilot, GrantPage)


async def test_outside_practice_nobody_plays_the_browser() -> None:
    desk = TestDesk()
    desk.practice = None
    async with kiosk(desk) as pilot:
        await grant(pilot, desk)
        assert "play_browser" not in key_bar(pilot.app)


@pytest.mark.parametrize(
    ("key", "done"), [("f2", ("wren.applegarth", "push1", "0")), ("f4", ("wren.applegarth", "push1", False))]
)
async def test_in_practice_the_phone_s_buttons_are_keys(key: str, done: tuple[object, ...]) -> None:
    desk = TestDesk()
    assert desk.practice is not None
    desk.practice.can_press = True
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        await press(pilot, key)
        assert desk.practice.done == [done]


async def test_a_phone_that_was_refused_has_no_buttons_any_more() -> None:
    desk = TestDesk()
    assert desk.practice is not None
    desk.practice.can_press = True
    async with kiosk(desk) as pilot:
        await approval(pilot, desk)
        desk.sign_in.prompt = WaitForApproval(PHONE, "42")
        desk.sign_in.told.fail(Problem("identity.push_rejected"))
        await settle(pilot)
        assert not {"play_approval", "play_refusal"} & set(key_bar(pilot.app))
