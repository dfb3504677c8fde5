"""The devices of who is signed in: list, add, replace, remove, or directions to the account page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.identity.device_wire import RegisteredDevice
from spot_tui.backend.identity.prompts import Device, DeviceKind, Enrol, EnrolDetails, EnrolPhone
from spot_tui.backend.problems import Problem
from spot_tui.screens.add_device import AddDetailsPage, AddDevicePage, AddPhonePage
from spot_tui.screens.devices import DevicesPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.lock import LockPage
from tests.screens.desk import AUTHENTICATOR, PHONE, TestDesk
from tests.screens.looking import (
    key_bar,
    kiosk,
    open_job,
    press,
    screen_text,
    settle,
    stands_at,
    to_home,
    write,
)

EMAIL = Device("emf9", DeviceKind.EMAIL, "w***h@practice.example")
PUSH = Device("opf7", DeviceKind.PUSH, "Wren's phone")
SECRET = "JBSWY3DPEHPK3PXP"


def only(desk: TestDesk, device: Device) -> None:
    """Let the person have this device and no other."""
    desk.devices.has = (RegisteredDevice(device, datetime(2026, 3, 2, tzinfo=UTC), is_last_used=True),)


async def to_devices(pilot: Any, desk: TestDesk) -> None:
    await to_home(pilot, desk)
    await open_job(pilot, "account", "devices")


def told(pilot: Any, *words: str) -> list[str]:
    """Return those of `words` that do not stand on the screen, however it is folded."""
    seen = " ".join(screen_text(pilot.app).split())
    return [each for each in words if each not in seen]


async def test_each_device_stands_with_its_masked_number_its_day_and_the_last_used_one_marked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        rows = screen_text(pilot.app).splitlines()
    assert "> 1  Authenticator app (wren.applegarth)  last used, registered 03/02/2026" in rows
    assert "  2  SMS to +1 XXX-XXX-0111  registered 10/01/2026" in rows


async def test_the_rule_on_other_peoples_devices_stands_there() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert told(pilot, "a code of another person's device is refused") == []


async def test_email_is_said_to_be_slow() -> None:
    desk = TestDesk()
    only(desk, EMAIL)
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert told(pilot, "Codes by e-mail can take minutes.", "This is your only device.") == []


async def test_a_device_is_added_in_the_steps_of_the_sign_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [
            (DeviceKind.VOICE, DeviceKind.EMAIL),
            EnrolPhone(DeviceKind.VOICE),
            EnrolDetails(DeviceKind.VOICE, where="+1 XXX-XXX-0177", can_resend_after=30),
            Enrol((), may_skip=True, registered=(DeviceKind.VOICE,)),
        ]
        await press(pilot, "f2")
        assert stands_at(pilot, AddDevicePage)
        await press(pilot, "1")
        assert stands_at(pilot, AddPhonePage)
        await write(pilot, "5552010177")
        await press(pilot, "f5")
        assert stands_at(pilot, AddDetailsPage)
        desk.devices.has = (
            *desk.devices.has,
            RegisteredDevice(Device("clf1", DeviceKind.VOICE, "+1 XXX-XXX-0177")),
        )
        await write(pilot, "123456")
        await press(pilot, "f5")
        assert stands_at(pilot, DevicesPage)
        assert (
            told(pilot, "Registered. At the next sign-in you may choose it.", "Voice call to +1 XXX-XXX-0177")
            == []
        )
    assert desk.devices.sent == [
        ("enrol", "voice"),
        ("enrol", "voice", "5552010177"),
        ("activate", "123456"),
    ]


async def test_who_leaves_before_the_code_is_told_that_nothing_was_registered() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [
            (DeviceKind.OKTA_VERIFY,),
            EnrolDetails(DeviceKind.OKTA_VERIFY, SECRET),
        ]
        await press(pilot, "f2", "1", "f3")
        assert stands_at(pilot, DevicesPage)
        assert told(pilot, "Nothing was registered.") == []
        assert SECRET[:4] not in screen_text(pilot.app)
    assert desk.devices.sent[-1] == ("cancel",)


async def test_a_wrong_first_code_is_told_beside_the_field_and_another_may_be_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [
            (DeviceKind.AUTHENTICATOR,),
            EnrolDetails(DeviceKind.AUTHENTICATOR, SECRET),
            Problem("identity.passcode_wrong", ("passcode",)),
        ]
        await press(pilot, "f2", "1")
        await write(pilot, "000000")
        await press(pilot, "f5")
        assert stands_at(pilot, AddDetailsPage)
        assert told(pilot, "The passcode is not right.", "another person is refused") == []


async def test_a_wait_for_a_new_device_can_be_cancelled() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [(DeviceKind.AUTHENTICATOR,), None]
        await press(pilot, "f2", "1")
        assert "cancel" in key_bar(pilot.app)
        await press(pilot, "f3")
        assert stands_at(pilot, DevicesPage)


async def test_nothing_is_added_where_every_kind_is_there() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [()]
        await press(pilot, "f2")
        assert told(pilot, "Every kind that can be registered here is registered already.") == []


async def test_removing_asks_by_the_devices_name_and_any_other_key_keeps_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        await press(pilot, "down", "f8")
        assert told(pilot, "Remove SMS to +1 XXX-XXX-0111?") == []
        await press(pilot, "x")
        assert desk.devices.sent == []
        await press(pilot, "f8", "f8")
        assert desk.devices.sent == [("remove", "sms2", "asked")]
        assert told(pilot, "Removed: SMS to +1 XXX-XXX-0111.") == []
        assert "  2  SMS" not in screen_text(pilot.app)


async def test_removing_the_only_device_warns_of_what_that_means() -> None:
    desk = TestDesk()
    only(desk, AUTHENTICATOR)
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        await press(pilot, "f8")
        assert told(pilot, "is your ONLY device", "only to register a new device") == []
        await press(pilot, "f8")
        assert told(pilot, "No device is registered. Add one now") == []


async def test_replacing_removes_the_device_and_registers_a_new_one_of_its_kind() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [EnrolPhone(DeviceKind.SMS)]
        await press(pilot, "down", "f4")
        assert told(pilot, "Replace SMS to +1 XXX-XXX-0111? It is removed now") == []
        await press(pilot, "f4")
        assert stands_at(pilot, AddPhonePage)
    assert desk.devices.sent[:2] == [("remove", "sms2", "replaced"), ("enrol", "sms")]


async def test_replacing_the_only_device_advises_another_kind_first() -> None:
    desk = TestDesk()
    only(desk, PHONE)
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        await press(pilot, "f4")
        assert told(pilot, "Safer: add another kind first.") == []
        await press(pilot, "x")
    assert desk.devices.sent == []


async def test_a_kind_that_only_a_browser_registers_is_removed_but_not_replaced() -> None:
    desk = TestDesk()
    only(desk, PUSH)
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert "remove_device" in key_bar(pilot.app)
        assert "replace_device" not in key_bar(pilot.app)


async def test_a_sign_in_that_is_too_old_says_what_to_do_and_changes_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.problem = Problem("devices.sign_in_again", (), {"minutes": 15})
        await press(pilot, "f8", "f8")
        assert told(pilot, "Devices may be changed only within 15 minutes", "Press F9 twice") == []
        assert "> 1  Authenticator app" in screen_text(pilot.app)


async def test_where_the_wire_does_not_allow_it_the_account_page_is_named() -> None:
    desk = TestDesk()
    desk.devices.can_change = False
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert (
            told(
                pilot, "https://account.example", "Manage MFA and Recovery Devices", "SMS to +1 XXX-XXX-0111"
            )
            == []
        )
        assert not {"add_device", "replace_device", "remove_device"} & set(key_bar(pilot.app))


async def test_who_signed_in_with_a_browser_is_told_why_no_device_is_listed() -> None:
    desk = TestDesk()
    desk.devices.can_change = False
    desk.devices.has = ()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert told(pilot, "you signed in with a web browser", "https://account.example") == []


async def test_the_lock_covers_a_secret_and_brings_it_back_to_its_owner() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        desk.devices.told.answers = [
            (DeviceKind.AUTHENTICATOR,),
            EnrolDetails(DeviceKind.AUTHENTICATOR, SECRET),
        ]
        await press(pilot, "f2", "1")
        assert "JBSW" in screen_text(pilot.app)
        await press(pilot, "f10")
        assert stands_at(pilot, LockPage)
        assert "JBSW" not in screen_text(pilot.app)


@pytest.mark.parametrize(
    ("can_change", "words"),
    [
        (True, "Press 9, 2 and add a second"),
        (False, "Add a second at https://account.example; 9, 2 tells how."),
    ],
)
async def test_home_tells_who_has_one_device_which_key_or_page_adds_a_second(
    can_change: bool, words: str
) -> None:
    desk = TestDesk()
    desk.devices.can_change = can_change
    session = desk.session()
    session.devices = (AUTHENTICATOR,)
    async with kiosk(desk) as pilot:
        cast(Kiosk, pilot.app).enter(session)
        await settle(pilot)
        await press(pilot, "1")
        assert told(pilot, words) == []


async def test_once_a_second_device_is_there_home_says_nothing_of_it() -> None:
    desk = TestDesk()
    session = desk.session()
    session.devices = (AUTHENTICATOR,)
    async with kiosk(desk) as pilot:
        cast(Kiosk, pilot.app).enter(session)
        await settle(pilot)
        await press(pilot, "1", "9", "2", "f3", "f3")
        assert stands_at(pilot, HomePage)
        assert told(pilot, "one device only") == ["one device only"]


async def test_a_name_too_long_for_its_row_stands_whole_beneath_the_list() -> None:
    desk = TestDesk()
    name = "a-rather-long-user-id-of-a-large-group-practice@hospital.example"
    only(desk, replace(AUTHENTICATOR, where=name))
    async with kiosk(desk) as pilot:
        await to_devices(pilot, desk)
        assert name in screen_text(pilot.app).replace("\n", "").replace("  ", "")
