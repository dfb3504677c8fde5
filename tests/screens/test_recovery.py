"""A forgotten password and a locked account: from the sign-in by key, and back to it."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    Direction,
    Done,
    EnterCode,
    EnterMailToken,
    Message,
    Prompt,
    Recovery,
)
from spot_tui.backend.problems import Problem
from spot_tui.screens.directions import DirectionsPage
from spot_tui.screens.mail_token import MailTokenPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.question import QuestionPage
from spot_tui.screens.recovery import RecoveryPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.screens.way import WayPage
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import MAY_LOCK, PHONE, TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, to_sign_in, write
from tests.screens.places import WAYS, mail_token, password, question, recovery, way
from tests.screens.places import directions as to_directions

WREN = "wren.applegarth"
NEW = "Ample-Practice-27"


def seen(pilot: Any) -> str:
    """Return the screen's words, wherever its rows break."""
    return " ".join(screen_text(pilot.app).split())


def typed(pilot: Any) -> dict[str, str]:
    return dict(pilot.app.screen.query_one(FormPanel).typed)


@pytest.mark.parametrize(("key", "verb"), [("f7", "forgot"), ("f8", "unlock")])
async def test_by_its_key_the_user_id_goes_along_and_nothing_is_sent_before_the_form(
    key: str, verb: str
) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await write(pilot, WREN)
        await press(pilot, key)
        assert stands_at(pilot, RecoveryPage)
        assert desk.sign_in.sent == []
        desk.sign_in.told.answers = [ChooseWay(WAYS)]
        await press(pilot, "f5")
        assert stands_at(pilot, WayPage)
    assert desk.sign_in.sent == [(verb, WREN)]


async def test_without_a_user_id_it_is_asked_for() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        await press(pilot, "f7", "f5")
        assert "User ID is empty." in seen(pilot)
    assert desk.sign_in.sent == []


async def test_from_code_over_question_to_the_new_password_and_onwards() -> None:
    desk = TestDesk()
    told = desk.sign_in.told
    async with kiosk(desk) as pilot:
        await way(pilot, desk)
        told.answers = [EnterCode(WAYS[0], 30), AnswerQuestion("First bicycle?")]
        await press(pilot, "1")
        await write(pilot, "123 456")
        await press(pilot, "f5")
        assert stands_at(pilot, QuestionPage)
        told.answers = [ChangePassword(may_skip=False, needs_old=False), Done(desk.session())]
        await write(pilot, "practice")
        await press(pilot, "f5")
        await write(pilot, NEW)
        await press(pilot, "tab")
        await write(pilot, NEW)
        await press(pilot, "f5")
        assert stands_at(pilot, ProviderPage)
    assert desk.sign_in.sent[1:] == [
        ("choose", "SMS"),
        ("enter", "123456"),
        ("answer", "practice"),
        ("change_password", "", NEW),
    ]


async def test_mail_is_said_to_be_slow_where_the_way_is_chosen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await way(pilot, desk)
        (row,) = [row for row in screen_text(pilot.app).splitlines() if "E-mail to your address" in row]
        assert "can take minutes" in row


@pytest.mark.parametrize("direction", [Direction.UNLOCKED, Direction.CHANGED])
async def test_what_ends_well_leads_to_the_sign_in_with_the_user_id(direction: Direction) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await way(pilot, desk)
        desk.sign_in.told.answers = [Message("Done.", direction)]
        await press(pilot, "1")
        assert stands_at(pilot, SignInPage)
        assert typed(pilot) == {"user_id": WREN, "password": ""}
        assert pilot.app.screen.query_one(FormPanel).here == "password"
        assert "Sign in now" in seen(pilot)


async def test_the_mail_s_link_is_pasted_and_only_its_token_is_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mail_token(pilot, desk)
        pilot.app.post_message(events.Paste(" https://idm.example.org/signin/reset-password/VBQ0gwBp5Lyz \n"))
        await settle(pilot)
        desk.sign_in.told.answers = [AnswerQuestion("First bicycle?")]
        await press(pilot, "f5")
        assert stands_at(pilot, QuestionPage)
    assert desk.sign_in.sent[-1] == ("prove_by_mail", "VBQ0gwBp5Lyz")


async def test_what_is_no_token_is_told_beside_the_field_and_not_sent() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mail_token(pilot, desk)
        await write(pilot, "none")
        await press(pilot, "f5")
        assert "neither the token nor the link" in seen(pilot)
    assert desk.sign_in.sent[-1][0] == "choose"


async def test_a_token_that_is_not_taken_can_be_typed_again() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mail_token(pilot, desk)
        here = desk.sign_in.prompt
        desk.sign_in.told.answers = [Problem("identity.mail_token", ("mail_token",))]
        await write(pilot, "VBQ0gwBp5Lyz")
        await press(pilot, "f5")
        assert desk.sign_in.prompt == here
        assert stands_at(pilot, MailTokenPage)
        assert "does not take this token" in seen(pilot)
        assert typed(pilot) == {"mail_token": ""}


async def test_in_practice_a_key_looks_into_the_made_up_mailbox() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mail_token(pilot, desk)
        await press(pilot, "f2")
        assert typed(pilot) == {"mail_token": "VBQ0gwBp5LyJJFdbmWCM"}


async def test_in_production_there_is_no_made_up_mailbox() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mail_token(pilot, desk)
        desk.practice = None
        pilot.app.screen.tell_keys()  # type: ignore[attr-defined]
        assert "show_mail" not in key_bar(pilot.app)


@pytest.mark.parametrize(("place", "page"), [(mail_token, MailTokenPage), (way, WayPage)])
async def test_one_can_turn_back_and_the_user_id_is_kept(place: Any, page: type) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await place(pilot, desk)
        assert stands_at(pilot, page)
        await press(pilot, "f3")
        assert stands_at(pilot, SignInPage)
        assert typed(pilot)["user_id"] == WREN
    assert desk.sign_in.cancelled >= 1


@pytest.mark.parametrize(("digit", "prompt"), [("1", EnterCode(WAYS[0], 30)), ("3", EnterMailToken())])
async def test_another_way_can_be_taken(digit: str, prompt: Prompt) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await way(pilot, desk)
        desk.sign_in.told.answers = [prompt]
        await press(pilot, digit)
        assert "other_way" in key_bar(pilot.app)
        assert "other_device" not in key_bar(pilot.app)
        desk.sign_in.told.answers = [ChooseWay(WAYS)]
        await press(pilot, "f6")
        assert stands_at(pilot, WayPage)
    assert desk.sign_in.sent[-1] == ("back",)


async def test_after_the_recovery_there_are_devices_again() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await way(pilot, desk)
        desk.sign_in.told.answers = [ChooseDevice((PHONE,)), EnterCode(PHONE, 30)]
        await press(pilot, "1", "1")
        assert "other_device" in key_bar(pilot.app)
        assert "other_way" not in key_bar(pilot.app)


async def test_beginning_can_be_cancelled_while_it_waits() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await recovery(pilot, desk)
        desk.sign_in.told.answers = [None]
        await press(pilot, "f5")
        assert key_bar(pilot.app) == ["cancel"]
        await press(pilot, "f3")
        assert stands_at(pilot, SignInPage)
        assert typed(pilot)["user_id"] == WREN


async def test_a_service_that_is_down_leaves_the_form_to_be_sent_again() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await recovery(pilot, desk)
        desk.sign_in.told.answers = [Problem("upstream.down", (), {"upstream": "IDM", "status": 503})]
        await press(pilot, "f5")
        assert stands_at(pilot, RecoveryPage)
        assert "not working now" in seen(pilot)
        assert typed(pilot) == {"user_id": WREN}


async def test_what_the_organisation_does_not_allow_has_directions_under_the_same_key() -> None:
    desk = TestDesk()
    desk.sign_in.self_service.told = frozenset({Recovery.UNLOCK})
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        keys = key_bar(pilot.app)
        assert "forgot" not in keys
        assert "forgot_directions" in keys
        assert "unlock_account" in keys
        assert "unlock_directions" not in keys


async def test_directions_tell_where_whom_to_call_and_what_to_quote() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_directions(pilot, desk)
        assert stands_at(pilot, DirectionsPage)
        told = seen(pilot)
        profile = desk.profile
        assert profile.identity.account_page in told
        assert profile.help_desk.phone in told
        assert profile.help_desk.email in told
        assert WREN in told
        await press(pilot, "f3")
        assert stands_at(pilot, SignInPage)
        assert typed(pilot)["user_id"] == WREN


async def test_what_is_refused_at_once_leads_to_directions_with_the_organisation_s_words() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await recovery(pilot, desk)
        desk.sign_in.told.answers = [Problem("identity.recovery", (), {}, "Reset is not allowed.")]
        await press(pilot, "f5")
        assert stands_at(pilot, DirectionsPage)
        assert "Reset is not allowed." in seen(pilot)
        assert desk.profile.help_desk.phone in seen(pilot)


@pytest.mark.parametrize(
    ("code", "key", "title"),
    [
        ("identity.locked", "f8", "Unlock account"),
        ("identity.maybe_locked", "f8", "Unlock account"),
        ("identity.inactive", "f7", "Forgot password"),
        ("identity.password_expired", "f7", "Forgot password"),
        ("identity.credentials", "f7", "Forgot password"),
        ("identity.credentials", "f8", "Unlock account"),
    ],
)
async def test_where_a_recovery_helps_its_key_is_named_and_works(code: str, key: str, title: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        fields = ("password",) if code in {"identity.maybe_locked", "identity.credentials"} else ()
        given = {"until": "10:41 AM", "tries": 3, "days": 30, "user_id": WREN}
        desk.sign_in.told.answers = [Problem(code, fields, given, "Failed", "req-1")]
        await press(pilot, "f2", "f5")
        assert f" {key.upper()} " in screen_text(pilot.app).split("! Permission", 1)[1].split(" F1 ", 1)[0]
        assert desk.profile.help_desk.phone in seen(pilot)
        await press(pilot, key)
        assert title in screen_text(pilot.app).splitlines()[0]
        assert typed(pilot) == {"user_id": WREN}


async def test_a_key_that_is_not_allowed_is_not_offered_after_a_lock() -> None:
    desk = TestDesk()
    desk.sign_in.self_service.told = frozenset()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        desk.sign_in.told.answers = [Problem("identity.locked", (), {"until": "10:41 AM"})]
        await press(pilot, "f2", "f5")
        assert "opens a locked account now" not in seen(pilot)


async def test_before_the_answer_that_may_lock_she_is_asked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await question(pilot, desk)
        desk.sign_in.cautions = {"": MAY_LOCK}
        await write(pilot, "Elm Street")
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1][0] == "start"
        assert "locks the account" in seen(pilot)
        desk.sign_in.told.answers = [Done(desk.session())]
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1] == ("answer", "Elm Street")


async def test_before_the_old_password_that_may_lock_she_is_asked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await password(pilot, desk)
        desk.sign_in.cautions = {"": MAY_LOCK}
        for value in ("Old", NEW, NEW):
            await write(pilot, value)
            await press(pilot, "tab")
        await press(pilot, "f5")
        assert desk.sign_in.sent[-1][0] == "start"
        desk.sign_in.told.answers = [Done(desk.session())]
        await press(pilot, "f5")
    assert desk.sign_in.sent[-1][0] == "change_password"
