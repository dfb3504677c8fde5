"""A person at the terminal answers all that an organisation may ask, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.cli.browser import Browser
from spot_tui.cli.choices import Choices
from spot_tui.cli.person import Person
from spot_tui.cli.sign_in import answer_all
from spot_tui.sandbox import accounts
from spot_tui.sandbox.staff import staff
from spot_tui.terminal.prompts import Prompts
from tests.wire.classic_desk import classic_desk
from tests.wire.idx_desk import VERA, WILF, IdxDesk, idx_desk
from tests.wire.portal import PASSWORD, Portal

NEW = "Willow-Bridge-2027"
SVEN, TILDA, UGO, ZORA, LENA = (
    "sven.lumbergate",
    "tilda.mossbridge",
    "ugo.nettleship",
    "zora.silverbeck",
    "lena.elderquist",
)
HUGO, WREN, XENIA = "hugo.dandelmere", "wren.applegarth", "xenia.quarrington"
TYPE_THE_KEY = "Type this setup key (based on time) into the authenticator app:"
PAGE = "https://account.practice.example"

Answer = str | Callable[[], str]


class Keyboard:
    """What she types, line by line; a code is looked up when it is asked for. Remembers what was shown."""

    def __init__(self, *answers: Answer) -> None:
        self._answers: Iterator[Answer] = iter(answers)
        self.shown: list[str] = []
        self.silent: list[str] = []
        self.prompts = Prompts(self._read, self._read_silently, self.shown.append)

    @property
    def text(self) -> str:
        return "\n".join(self.shown)

    def number_of(self, option: str) -> str:
        """Return the number at which an option was shown last."""
        lines = [line.split(maxsplit=1) for line in reversed(self.shown) if option in line]
        return lines[0][0]

    def fitting(self, old: str, new: str) -> str:
        """Return the old password where that is asked now, else the new one."""
        return old if self.shown[-1].startswith("Old password") else new

    def is_all_typed(self) -> bool:
        return next(self._answers, None) is None

    def _read(self, question: str) -> str:
        self.shown.append(question)
        try:
            answer = next(self._answers)
        except StopIteration:
            raise AssertionError(f"nothing left to type:\n{self.text}") from None
        return answer if isinstance(answer, str) else answer()

    def _read_silently(self, question: str) -> str:
        typed = self._read(question)
        self.silent.append(typed)
        return typed


@pytest.fixture(params=["v1", "idx"])
async def desk(request: pytest.FixtureRequest, portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    made = classic_desk if request.param == "v1" else idx_desk
    async with made(portal, tmp_path / "store") as desk:
        yield desk


@pytest.fixture
async def classic(portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    async with classic_desk(portal, tmp_path / "store") as desk:
        yield desk


def person(desk: IdxDesk, keyboard: Keyboard, user: str = "", device: str = "") -> Person:
    return Person(keyboard.prompts, desk.sign_in, PAGE, user, True, Choices(device, ""))


async def typed(desk: IdxDesk, user: str, keyboard: Keyboard, device: str = "") -> Session:
    """Sign in with everything typed; nothing may be left over."""
    session = await answer_all(desk.sign_in, person(desk, keyboard, user, device))
    assert session.person.user_id == user
    assert keyboard.is_all_typed()
    return session


async def refused(desk: IdxDesk, user: str, keyboard: Keyboard, device: str = "") -> Problem:
    with pytest.raises(Problem) as caught:
        await answer_all(desk.sign_in, person(desk, keyboard, user, device))
    assert keyboard.is_all_typed()
    assert desk.sign_in.prompt is None
    return caught.value


def code(desk: IdxDesk, user: str, kind: str) -> Callable[[], str]:
    return lambda: desk.code(user, kind)


async def test_the_number_zero_is_shown_and_the_approval_signs_in(desk: IdxDesk) -> None:
    keyboard = Keyboard(PASSWORD)
    desk.meanwhile = [lambda: desk.press(VERA, approve=True, number=0)]
    await typed(desk, VERA, keyboard)
    assert "Pick the number 0 there" in keyboard.text


async def test_a_new_request_is_sent_only_when_she_asks_for_it(desk: IdxDesk) -> None:
    keyboard = Keyboard(PASSWORD, "1")
    desk.meanwhile = [
        lambda: desk.press(VERA, approve=False),
        lambda: desk.press(VERA, approve=True, number=0),
    ]
    await typed(desk, VERA, keyboard)
    assert "Somebody pressed No" in keyboard.text
    assert desk.pushes(VERA) == 2


async def test_after_a_request_another_device_may_be_taken(desk: IdxDesk) -> None:
    keyboard = Keyboard(PASSWORD, "2", "2", code(desk, WILF, "sms"))
    desk.meanwhile = [lambda: desk.press(WILF, approve=False)]
    await typed(desk, WILF, keyboard, device="push")
    assert desk.pushes(WILF) == 1


async def test_she_may_end_it_after_a_request(desk: IdxDesk) -> None:
    desk.meanwhile = [lambda: desk.press(VERA, approve=False)]
    assert (await refused(desk, VERA, Keyboard(PASSWORD, "3"))).code == "identity.push_rejected"
    assert desk.pushes(VERA) == 1


async def test_a_dash_takes_another_device(desk: IdxDesk) -> None:
    keyboard = Keyboard(PASSWORD, "1", "-", "2", code(desk, WREN, "sms"))
    await typed(desk, WREN, keyboard)


async def test_the_letters_of_a_key_are_taken(classic: IdxDesk) -> None:
    await typed(classic, XENIA, Keyboard(PASSWORD, "123456", code(classic, XENIA, "yubikey")))


async def test_a_password_that_must_be_changed_is_asked_twice_without_echo(classic: IdxDesk) -> None:
    passwords = (PASSWORD, "short", "short", PASSWORD, NEW, f"{NEW}x", NEW, NEW)
    keyboard = Keyboard(PASSWORD, code(classic, SVEN, "google"), *passwords)
    await typed(classic, SVEN, keyboard)
    assert keyboard.silent == [PASSWORD, *passwords]
    assert "does not meet the rules" in keyboard.text
    assert keyboard.text.count("  At least 15 characters") == 2
    assert "not the same both times" in keyboard.text


async def test_the_old_password_is_asked_only_where_it_is_needed(desk: IdxDesk) -> None:
    def fitting() -> str:
        return keyboard.fitting(PASSWORD, NEW)

    keyboard: Keyboard = Keyboard(PASSWORD, code(desk, SVEN, "google"), fitting, fitting, fitting)
    session = await answer_all(desk.sign_in, person(desk, keyboard, SVEN))
    assert session.person.user_id == SVEN
    assert keyboard.silent.count(NEW) == 2


async def test_a_refused_old_password_is_asked_again(classic: IdxDesk) -> None:
    keyboard = Keyboard(
        PASSWORD, code(classic, SVEN, "google"), "Not-Hers-At-All-1", NEW, NEW, PASSWORD, NEW, NEW
    )
    await typed(classic, SVEN, keyboard)
    assert "The old password is not right" in keyboard.text


async def test_a_password_about_to_expire_may_wait(desk: IdxDesk) -> None:
    keyboard = Keyboard(PASSWORD, "1", code(desk, TILDA, "google"), "no")
    await typed(desk, TILDA, keyboard)
    assert "expires in 5 days" in keyboard.text


async def test_an_authenticator_is_registered_by_a_key_in_groups_of_four(desk: IdxDesk) -> None:
    def none_now() -> str:
        return keyboard.number_of("None now")

    keyboard = Keyboard(PASSWORD, code(desk, ZORA, "sms"), "1", code(desk, ZORA, "google"), none_now)
    # Only the Classic engine offers a third device.
    session = await answer_all(desk.sign_in, person(desk, keyboard, ZORA))
    assert session.person.user_id == ZORA
    groups = keyboard.shown[keyboard.shown.index(TYPE_THE_KEY) + 1].split(" ")
    assert len(groups) > 3
    assert {len(group) for group in groups[:-1]} == {4}


async def test_nothing_is_drawn_or_cleared_where_the_prompts_have_no_terminal(desk: IdxDesk) -> None:
    def none_now() -> str:
        return keyboard.number_of("None now")

    keyboard = Keyboard(PASSWORD, code(desk, ZORA, "sms"), "1", code(desk, ZORA, "google"), none_now)
    await answer_all(desk.sign_in, person(desk, keyboard, ZORA))
    assert not set("\x1b▀▄█") & set(keyboard.text)


async def test_a_telephone_is_registered_by_its_number_and_the_rest_left_for_later(classic: IdxDesk) -> None:
    keyboard = Keyboard(
        PASSWORD,
        lambda: keyboard.number_of("SMS to your phone"),
        *("12", "904-555-0111", code(classic, UGO, "sms")),
        lambda: keyboard.number_of("None now"),
    )
    await typed(classic, UGO, keyboard)
    assert "its way to" in keyboard.text


async def test_a_forgotten_password_is_set_anew(classic: IdxDesk) -> None:
    keyboard = Keyboard(
        *("", "yes", "1", code(classic, HUGO, "sms"), "wrong", staff().answer, NEW, NEW),
        *("1", code(classic, HUGO, "sms")),
    )
    await typed(classic, HUGO, keyboard)
    assert "The answer to the question is not right" in keyboard.text
    assert keyboard.silent[-2:] == [NEW, NEW]


async def test_a_mail_ends_the_sign_in_with_what_to_do(classic: IdxDesk) -> None:
    keyboard = Keyboard("", "yes", lambda: keyboard.number_of("E-mail to"), "")
    problem = await refused(classic, HUGO, keyboard)
    assert problem.code == "identity.ended_by_message"
    assert "A mail is on its way" in keyboard.text


async def test_a_locked_account_is_opened_on_request(classic: IdxDesk) -> None:
    classic.portal.switch("show_lockout", "1")
    keyboard = Keyboard(
        *(
            PASSWORD,
            "yes",
            "1",
            code(classic, LENA, "sms"),
            staff().answer,
            PASSWORD,
            code(classic, LENA, "sms"),
        )
    )
    await typed(classic, LENA, keyboard)
    assert "The account is open" in keyboard.text


async def test_a_locked_account_stays_when_she_does_not_ask(classic: IdxDesk) -> None:
    classic.portal.switch("show_lockout", "1")
    assert (await refused(classic, LENA, Keyboard(PASSWORD, "no"))).code == "identity.locked"


def entering(desk: IdxDesk, keyboard: Keyboard) -> Callable[[], None]:
    """Return what she does in her browser with the code that is shown."""

    def enter() -> None:
        user_code = keyboard.text.partition("Enter this code there: ")[2].split()[0]
        asked = {"user_code": user_code, "user": WREN, "approve": True}
        httpx.post(f"{desk.portal.url}/practice/grant", json=asked).raise_for_status()

    return enter


async def test_who_came_in_by_a_browser_is_confirmed(desk: IdxDesk) -> None:
    keyboard = Keyboard("yes")
    desk.meanwhile = [None, entering(desk, keyboard)]
    session = await answer_all(desk.sign_in, Browser(person(desk, keyboard), desk.grant))
    assert session.person.user_id == WREN
    assert f"{desk.portal.url}/activate" in keyboard.text
    assert "Wren Applegarth, user ID wren.applegarth. Is that you?" in keyboard.text


async def test_somebody_else_who_came_in_opens_no_session(desk: IdxDesk) -> None:
    keyboard = Keyboard("no")
    desk.meanwhile = [entering(desk, keyboard)]
    with pytest.raises(Problem) as caught:
        await answer_all(desk.sign_in, Browser(person(desk, keyboard), desk.grant))
    assert caught.value.code == "identity.cancelled"
    assert "session.start" not in [event for event, *_ in desk.recorded()]


async def test_a_code_that_ran_out_is_asked_for_anew_on_request(desk: IdxDesk) -> None:
    keyboard = Keyboard("yes", "no")
    with pytest.raises(Problem) as caught:
        await answer_all(desk.sign_in, Browser(person(desk, keyboard), desk.grant))
    assert caught.value.code == "identity.grant_expired"
    assert keyboard.is_all_typed()
    assert keyboard.text.count("Enter this code there") == 2


async def refused_three_times(desk: IdxDesk) -> None:
    for _ in range(3):
        with pytest.raises(Problem):
            await desk.sign_in.start(HUGO, "Not-Hers-At-All-1")
        desk.portal.clock.forward(seconds=1)


def passwords_sent(desk: IdxDesk) -> int:
    return desk.portal.posts("/api/v1/authn") + desk.portal.posts("/idx/identify")


async def test_the_third_wrong_password_ends_with_a_question_before_the_fourth(desk: IdxDesk) -> None:
    wrong = "Not-Hers-At-All-1"
    # Three passwords, the third one only when asked; the account is left as it is, and nothing more tried.
    keyboard = Keyboard(wrong, wrong, "yes", wrong, "no", "no")
    problem = await refused(desk, HUGO, keyboard)
    assert (problem.code, problem.parameters["until"]) == ("identity.not_tried", "10:00 AM EST")
    assert keyboard.text.count("Two tries were refused") == 1
    assert "probably locked until about 10:00 AM EST" in keyboard.text
    assert "More tries may suspend the account" in keyboard.text
    assert passwords_sent(desk) == 3


async def test_a_command_started_later_asks_before_it_takes_a_password(desk: IdxDesk) -> None:
    await refused_three_times(desk)
    problem = await refused(desk, HUGO, Keyboard("no", "no"))
    assert problem.code == "identity.not_tried"
    assert passwords_sent(desk) == 3


async def test_a_probably_locked_account_is_opened_instead_of_tried(desk: IdxDesk) -> None:
    await refused_three_times(desk)

    def text_message() -> str:
        desk.portal.clock.forward(seconds=31)
        return keyboard.number_of("SMS to")

    keyboard: Keyboard = Keyboard(
        *("yes", text_message, code(desk, HUGO, "sms"), staff().answer),
        *(PASSWORD, text_message, code(desk, HUGO, "sms")),
    )
    await typed(desk, HUGO, keyboard)
    assert keyboard.silent.count(PASSWORD) == 1


async def test_a_right_password_is_tried_all_the_same_when_she_says_so(desk: IdxDesk) -> None:
    await refused_three_times(desk)
    with desk.portal.world.transaction() as moment:
        accounts.clear_failures(moment, HUGO)
    keyboard = Keyboard("no", "yes", PASSWORD, "1", code(desk, HUGO, "sms"), "yes")
    await typed(desk, HUGO, keyboard)


async def test_an_expired_password_is_said_to_have_expired(desk: IdxDesk) -> None:
    def fitting() -> str:
        return keyboard.fitting(PASSWORD, NEW)

    keyboard: Keyboard = Keyboard(PASSWORD, code(desk, SVEN, "google"), fitting, fitting, fitting)
    await answer_all(desk.sign_in, person(desk, keyboard, SVEN))
    assert "Your password has expired." in keyboard.text
