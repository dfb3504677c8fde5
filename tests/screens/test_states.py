"""Every state of an account on both engines of the practice portal: its words and its next step."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.sandbox.accounts import SHOW_LOCKOUT
from spot_tui.sandbox.staff import staff
from spot_tui.screens.device import DevicePage
from spot_tui.screens.enrol import EnrolPage
from spot_tui.screens.not_assigned import NotAssignedPage
from spot_tui.screens.password import PasswordPage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.screens.way import WayPage
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.looking import key_bar, stands_at
from tests.screens.practice import NEXT_CODE_SECONDS, Office, office

ENGINES = ("v1", "idx")
WREN, LENA, MILO, NORA = "wren.applegarth", "lena.elderquist", "milo.fenwhistle", "nora.garlandry"
WILF = "wilf.pettigrove"
SVEN, TILDA, UGO = "sven.lumbergate", "tilda.mossbridge", "ugo.nettleship"

WRONG, NEW = "not her password", "Willow-Bridge-2027"

State = Callable[[Office], Awaitable[None]]


def seen(there: Office) -> str:
    """Return the screen's words, wherever its rows break."""
    return " ".join(there.text.split())


def shows_lockouts(there: Office) -> None:
    """Let the organisation tell who is locked."""
    with there.world.transaction() as moment:
        moment.set_switch(SHOW_LOCKOUT, "1")


async def wrong_three_times(there: Office) -> None:
    """The last of three is asked about first, and then the account may be locked: that is hidden."""
    for number, value in enumerate((WREN, WRONG, WRONG, WRONG)):
        await there.write(value)
        await there.press("f5" if number else "tab")
        if number == 1:
            assert "The user ID or the password is not right." in seen(there)
            assert "a locked or suspended account gets this same answer" in seen(there)
    assert "a third wrong one locks the account" in seen(there)
    await there.press("f5")
    assert "after 3 tries the account is probably locked" in seen(there)
    opens = (there.clock.now() + timedelta(hours=1)).astimezone(there.desk.zone)
    assert f"Do not try before about {opens:%I:%M %p %Z}".replace("about 0", "about ") in seen(there)
    assert "F8 opens a locked account now" in seen(there)
    assert there.desk.profile.help_desk.phone in seen(there)


async def wrong_a_fourth_time(there: Office) -> None:
    """Each further try is asked about anew, for it may suspend the account."""
    await wrong_three_times(there)
    for _ in range(2):
        there.clock.forward(seconds=1)
        sent = tries_at_the_portal(there, WREN)
        await there.write(WRONG)
        await there.press("f5")
        assert "the account is probably locked until about" in seen(there)
        assert "more tries may suspend the account" in seen(there)
        assert f"Have ready: user ID {WREN}" in seen(there)
        assert tries_at_the_portal(there, WREN) == sent
        await there.press("f5")
        assert tries_at_the_portal(there, WREN) == sent + 1


def tries_at_the_portal(there: Office, user_id: str) -> int:
    """Return how many refused tries the organisation has counted."""
    with there.world.transaction() as moment:
        query = "SELECT failures FROM account WHERE who = ?"
        return int(moment.db.execute(query, (user_id,)).fetchone()[0])


async def locked_and_hidden(there: Office) -> None:
    """The right password is refused like a wrong one."""
    await there.sign_in(LENA)
    assert "a locked or suspended account gets this same answer" in seen(there)
    assert "F8 opens a locked account now" in seen(there)
    assert there.desk.profile.help_desk.phone in seen(there)
    assert f"Have ready: user ID {LENA}" in seen(there)


async def locked_by_passcodes(there: Office) -> None:
    """A lock that the organisation told of is remembered: the next password is not sent at one press."""
    await there.fill(WILF, staff().password)
    await there.press("f5")
    await there.press(sms_digit(there))
    for code in ("1111", "2222", "3333"):
        await there.write(code)
        await there.press("f5")
        if "a third wrong one locks" in seen(there):
            await there.press("f5")
    assert "The account is locked." in seen(there)
    await there.write(staff().password)
    await there.press("f5")
    assert "? The account is locked until about" in seen(there)
    assert "Two tries" not in seen(there)
    assert stands_at(there.pilot, SignInPage)


def sms_digit(there: Office) -> str:
    """Return the digit of the text message in the list of devices."""
    page = there.pilot.app.screen
    assert isinstance(page, DevicePage)
    kinds = [device.kind for device in page.devices]
    return str(kinds.index(DeviceKind.SMS) + 1)


async def only_a_security_key(there: Office) -> None:
    await there.sign_in("yann.rushcombe")
    assert "None of your devices can give a code that is typed here." in seen(there)
    assert "F6 signs in with a web browser, where a security key works." in seen(there)


async def locked_and_told(there: Office) -> None:
    shows_lockouts(there)
    await there.sign_in(LENA)
    assert "The account is locked." in seen(there)
    assert "do not try before: more tries may suspend it" in seen(there)
    assert "F8 opens a locked account now" in seen(there)
    assert there.desk.profile.help_desk.phone in seen(there)
    assert f"user ID {LENA}" in seen(there)


async def password_expired(there: Office) -> None:
    await there.sign_in(SVEN)
    assert stands_at(there.pilot, PasswordPage)
    assert "Your password has expired." in seen(there)
    assert "no At least 15 characters" in seen(there)
    assert "later" not in key_bar(there.pilot.app)


async def password_warned(there: Office) -> None:
    await there.sign_in(TILDA)
    assert stands_at(there.pilot, PasswordPage)
    assert "Your password expires in 5 days." in seen(there)
    await there.press("f4")
    assert stands_at(there.pilot, ProviderPage)


async def no_device(there: Office) -> None:
    await there.sign_in(UGO)
    assert stands_at(there.pilot, EnrolPage)
    assert "Authenticator app" in seen(there)


async def no_role(there: Office) -> None:
    await there.sign_in("owen.hartlebury")
    assert stands_at(there.pilot, NotAssignedPage)
    assert "choose" in [command.id for command in there.pilot.app.screen.working()]  # type: ignore[attr-defined]
    assert there.desk.profile.help_desk.phone in seen(there)
    assert "owen.hartlebury" in seen(there)


async def inactive(there: Office) -> None:
    await there.sign_in(NORA)
    assert "over 30 days" in seen(there)
    assert "F7 sets a new password now" in seen(there)


async def suspended_and_told(there: Office) -> None:
    shows_lockouts(there)
    await there.sign_in(MILO)
    assert "The account is not active." in seen(there)
    assert there.desk.profile.help_desk.phone in seen(there)
    assert f"user ID {MILO}" in seen(there)


STATES: tuple[State, ...] = (
    wrong_three_times,
    wrong_a_fourth_time,
    locked_and_told,
    locked_and_hidden,
    locked_by_passcodes,
    only_a_security_key,
    password_expired,
    password_warned,
    no_device,
    no_role,
    inactive,
    suspended_and_told,
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_a_state_has_its_words_and_a_next_step(state: State, engine: str, tmp_path: Path) -> None:
    async with office(tmp_path, engine) as there:
        await there.to_sign_in()
        await state(there)


async def by(there: Office, way: str) -> None:
    """Take a way to prove whose account it is, and type what it brings."""
    assert stands_at(there.pilot, WayPage)
    (row,) = [row for row in there.text.splitlines() if way in row]
    await there.press(row.strip("> ")[0], "f2")
    shown = re.search(r"shows (\d+) now", there.text)
    if shown:
        await there.write(shown[1])
    await there.press("f5")
    await there.write(staff().answer)
    await there.press("f5")


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_forgotten_password_is_set_anew_and_signs_in_who_was_away_too_long(
    engine: str, tmp_path: Path
) -> None:
    async with office(tmp_path, engine) as there:
        await there.to_sign_in()
        await there.write(NORA)
        await there.press("f7", "f5")
        await by(there, "SMS to your phone")
        assert stands_at(there.pilot, PasswordPage)
        await there.fill(NEW, NEW)
        await there.send_password()
        assert stands_at(there.pilot, ProviderPage)


@pytest.mark.parametrize(("engine", "way"), [("v1", "E-mail to your address"), ("idx", "SMS to your phone")])
async def test_a_locked_account_is_opened_and_signs_in(engine: str, way: str, tmp_path: Path) -> None:
    async with office(tmp_path, engine) as there:
        await there.to_sign_in()
        await there.write(LENA)
        await there.press("f8", "f5")
        await by(there, way)
        assert stands_at(there.pilot, SignInPage)
        assert "The account is open again." in seen(there)
        assert there.pilot.app.screen.query_one(FormPanel).typed["user_id"] == LENA
        there.clock.forward(seconds=NEXT_CODE_SECONDS)
        await there.write(staff().password)
        await there.send_password()
        assert stands_at(there.pilot, ProviderPage)
