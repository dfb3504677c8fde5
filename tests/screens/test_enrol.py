"""Registering a device on the screens: a secret that is shown once, and the first code."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.identity.prompts import Device, DeviceKind, Done, EnrolDetails, EnterCode
from spot_tui.backend.problems import Problem
from spot_tui.screens.enrol_details import EnrolDetailsPage, grouped_secret
from spot_tui.screens.passcode import PasscodePage
from spot_tui.screens.provider import ProviderPage
from spot_tui.screens.sign_in import SignInPage
from spot_tui.terminal.crash import Incidents
from spot_tui.widgets.qr_code import QrCode
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, stands_at, write
from tests.screens.places import asked, enrol_details

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHOWN = "JBSW Y3DP EHPK 3PXP"
WRONG = Problem("identity.passcode_wrong", ("passcode",), {}, "Invalid Passcode", "req-1")


def has_secret(pilot: Any) -> bool:
    """Tell whether the secret is on the screen, as text or as picture."""
    seen = screen_text(pilot.app)
    return SHOWN in seen or SECRET in seen.replace(" ", "") or bool(set(seen) & set("▀▄█"))


def test_a_long_secret_stands_in_rows_of_four_groups() -> None:
    assert grouped_secret(SECRET) == f"{SHOWN}\n{SHOWN}"
    assert grouped_secret("ABCDEF") == "ABCD EF"


async def test_the_secret_is_drawn_and_can_be_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        assert pilot.app.screen.query_one(QrCode).display
        assert screen_text(pilot.app).count(SHOWN) == 2
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "passcode"


async def test_a_secret_without_an_address_is_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await asked(pilot, desk, EnrolDetails(DeviceKind.OKTA_VERIFY, SECRET))
        seen = screen_text(pilot.app)
        assert "by its setup key" in seen
        assert "QR code" not in seen
        assert seen.count(SHOWN) == 2


async def test_after_a_wrong_first_code_the_secret_still_stands_whole() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        before = pilot.app.screen.query_one(QrCode).region
        drawn = [row[before.x :] for row in screen_text(pilot.app).split("\n")[before.y : before.bottom]]
        desk.sign_in.told.answers = [WRONG]
        desk.sign_in.prompt = EnrolDetails(DeviceKind.AUTHENTICATOR, SECRET)
        await write(pilot, "000000")
        await press(pilot, "f5")
        seen = screen_text(pilot.app)
        assert "! The passcode is not right." in seen
        assert "> Passcode" in seen
        assert [row[before.x :] for row in seen.split("\n")[before.y : before.bottom]] == drawn


async def test_once_registered_nothing_of_the_secret_is_left() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        assert has_secret(pilot)
        desk.sign_in.told.answers = [Done(desk.session())]
        await write(pilot, "123456")
        await press(pilot, "f5")
        assert stands_at(pilot, ProviderPage)
        assert not has_secret(pilot)


async def test_a_registration_given_up_hides_the_secret_before_anybody_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = TestDesk()
    answered = asyncio.Event()
    monkeypatch.setattr(desk.sign_in, "cancel", answered.wait)
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        page = cast(EnrolDetailsPage, pilot.app.screen)
        leaving = asyncio.create_task(page.do_cancel())
        await settle(pilot)
        assert not has_secret(pilot)
        assert stands_at(pilot, EnrolDetailsPage)
        answered.set()
        await leaving
        await settle(pilot)
        assert stands_at(pilot, SignInPage)


async def test_the_terminal_is_wiped_when_a_secret_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    wiped: list[object] = []
    monkeypatch.setattr("spot_tui.screens.enrol_details.wipe_screen", wiped.append)
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        await press(pilot, "f3")
        assert wiped == [pilot.app]


async def test_no_title_and_no_name_holds_the_secret() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        page = cast(EnrolDetailsPage, pilot.app.screen)
        said = f"{pilot.app.title} {pilot.app.sub_title} {page.title} {page!r} {page._prompt!r}"
        assert SECRET not in said + repr(list(page.walk_children()))


def reports(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.glob("*.txt")]


async def test_the_report_of_an_error_does_not_hold_the_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(page: EnrolDetailsPage) -> None:
        secret = page._prompt.secret
        raise RuntimeError(len(secret))

    async def crash() -> None:
        async with kiosk(desk) as pilot:
            cast(Kiosk, pilot.app).incidents = Incidents(tmp_path)
            await enrol_details(pilot, desk)
            await press(pilot, "f5")

    monkeypatch.setattr(EnrolDetailsPage, "do_send", fail)
    desk = TestDesk()
    with pytest.raises(RuntimeError):
        await crash()
    (report,) = reports(tmp_path)
    assert "RuntimeError" in report
    assert SECRET not in report
    assert SHOWN not in report


async def test_a_code_that_was_sent_can_be_sent_again_once_the_time_is_over() -> None:
    desk = TestDesk()
    desk.sign_in.resend_wait = 30.0
    async with kiosk(desk) as pilot:
        prompt = EnrolDetails(DeviceKind.SMS, where="+1 XXX-XXX-0111", can_resend_after=30)
        await asked(pilot, desk, prompt)
        assert "A new code can be sent in 30 s." in screen_text(pilot.app)
        assert "resend" not in key_bar(pilot.app)
        desk.sign_in.resend_wait = 0.0
        cast(EnrolDetailsPage, pilot.app.screen).count_down()
        await settle(pilot)
        assert "resend" in key_bar(pilot.app)
        desk.sign_in.told.answers = [prompt]
        await press(pilot, "f4")
        assert desk.sign_in.sent[-1] == ("resend",)


async def test_in_practice_a_key_shows_what_the_new_device_shows() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await enrol_details(pilot, desk)
        await press(pilot, "f2")
        assert "123456" in screen_text(pilot.app)
        assert stands_at(pilot, EnrolDetailsPage)


async def test_a_yubikey_s_letters_fit_their_field_and_its_enter_sends_them() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await asked(pilot, desk, EnterCode(Device("ykf1", DeviceKind.YUBIKEY)))
        assert stands_at(pilot, PasscodePage)
        desk.sign_in.told.answers = [Done(desk.session())]
        await write(pilot, "cbdefghijkln" * 3 + "cbdefghi")
        await press(pilot, "enter")
        assert desk.sign_in.sent[-1] == ("enter", "cbdefghijkln" * 3 + "cbdefghi")
