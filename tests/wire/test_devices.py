"""A person's own devices after the sign-in, against the practice portal on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyotp
import pytest

from spot_tui.backend.identity.devices import DeviceDesk, RegisteredDevice
from spot_tui.backend.identity.organisation import identity_client
from spot_tui.backend.identity.prompts import Device, DeviceKind, Done, Enrol, EnrolDetails, EnrolPhone
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.sandbox import passcodes, staff_devices
from tests.wire.portal import Portal
from tests.wire.staff_desk import OTIS, WREN, StaffDesk, desk_at, signed_in, to_passcode

HUGO = "hugo.dandelmere"
IDA = "ida.corriveld"
NUMBER = "(555) 201-0177"


class Seat:
    """A terminal with somebody signed in, and her devices."""

    def __init__(self, portal: Portal, desk: StaffDesk, session: Session, devices: DeviceDesk) -> None:
        self.portal = portal
        self.desk = desk
        self.session = session
        self.devices = devices

    async def listed(self) -> tuple[RegisteredDevice, ...]:
        return await self.devices.registered(self.session)

    async def device(self, kind: DeviceKind) -> Device:
        return next(each.device for each in await self.listed() if each.device.kind is kind)

    def code(self, user_id: str) -> str:
        """Return the code that was sent to the device that is being registered."""
        with self.portal.world.transaction() as moment:
            begun = staff_devices.begun(moment, user_id)
            assert begun is not None
            shown = passcodes.shown(moment, begun)
        assert shown is not None
        return shown.code


@asynccontextmanager
async def seat(
    portal: Portal, store: Path, user_id: str = WREN, kind: DeviceKind | None = None, **changes: Any
) -> AsyncIterator[Seat]:
    changes = {"device_changes": "factors"} | changes
    async with desk_at(portal, store, **changes) as desk:
        session = await signed_in(portal, desk.sign_in, user_id, kind)
        upstream = portal.identity(**changes)
        client = identity_client(upstream)
        try:
            yield Seat(
                portal, desk, session, DeviceDesk(upstream, client, audit=desk.audit, clock=portal.clock)
            )
        finally:
            await client.close()


async def code_of(work: Any) -> str:
    with pytest.raises(Problem) as caught:
        await work
    return caught.value.code


@pytest.mark.parametrize("engine", ["v1", "idx"])
async def test_all_devices_are_listed_masked_with_the_last_used_one_marked(
    portal: Portal, tmp_path: Path, engine: str
) -> None:
    portal.switch("engine", engine)
    async with seat(portal, tmp_path, HUGO, DeviceKind.VOICE) as here:
        listed = await here.listed()
    assert [(each.device.kind, each.device.where, each.is_last_used) for each in listed] == [
        (DeviceKind.SMS, "+1 XXX-XXX-0144", False),
        (DeviceKind.VOICE, "+1 XXX-XXX-0145", True),
    ]
    assert all(each.registered_at is not None for each in listed)


@pytest.mark.parametrize("engine", ["v1", "idx"])
async def test_a_second_and_a_third_device_are_added_and_then_open_a_sign_in(
    portal: Portal, tmp_path: Path, engine: str
) -> None:
    portal.switch("engine", engine)
    async with seat(portal, tmp_path, IDA) as here:
        assert here.session.has_one_device
        work = here.devices.registration(here.session)
        app = await work.enrol(DeviceKind.AUTHENTICATOR)
        assert isinstance(app, EnrolDetails)
        assert app.secret in app.uri
        portal.clock.forward(seconds=60)
        done = await work.activate(pyotp.TOTP(app.secret).at(int(portal.clock.now().timestamp())))
        assert isinstance(done, Enrol)
        assert len(here.session.devices) == 2

        work = here.devices.registration(here.session)
        assert await work.enrol(DeviceKind.SMS) == EnrolPhone(DeviceKind.SMS)
        sms = await work.enrol(DeviceKind.SMS, NUMBER)
        assert isinstance(sms, EnrolDetails)
        assert sms.where == "+1 XXX-XXX-0177"
        await work.activate(here.code(IDA))
        kinds = [each.device.kind for each in await here.listed()]
        assert kinds == [DeviceKind.EMAIL, DeviceKind.AUTHENTICATOR, DeviceKind.SMS]
        await here.session.end()

        portal.clock.forward(seconds=60)
        asked = await to_passcode(here.desk.sign_in, IDA, DeviceKind.AUTHENTICATOR)
        assert asked.device.kind is DeviceKind.AUTHENTICATOR
        now = int(portal.clock.now().timestamp())
        assert isinstance(await here.desk.sign_in.enter(pyotp.TOTP(app.secret).at(now)), Done)


async def test_what_may_be_added_is_one_of_each_kind_that_is_not_there(
    portal: Portal, tmp_path: Path
) -> None:
    async with seat(portal, tmp_path, HUGO) as here:
        kinds = await here.devices.kinds(here.session)
    assert kinds == (DeviceKind.AUTHENTICATOR, DeviceKind.OKTA_VERIFY, DeviceKind.EMAIL)


async def test_a_device_is_removed_and_no_longer_offered(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS) as here:
        voice = await here.device(DeviceKind.VOICE)
        await here.devices.remove(here.session, voice)
        assert here.session.has_one_device
        assert [each.device.kind for each in await here.listed()] == [DeviceKind.SMS]
        assert ("auth.mfa.remove", "success", "") in here.desk.recorded()
        assert await code_of(here.devices.remove(here.session, voice)) == "devices.gone"


async def test_a_number_is_replaced_by_removing_it_and_registering_the_new_one(
    portal: Portal, tmp_path: Path
) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.VOICE) as here:
        await here.devices.remove(here.session, await here.device(DeviceKind.SMS), reason="replaced")
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.SMS, NUMBER)
        await work.activate(here.code(HUGO))
        assert (await here.device(DeviceKind.SMS)).where == "+1 XXX-XXX-0177"


async def test_a_code_of_another_persons_device_registers_nothing(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, IDA) as here:
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.AUTHENTICATOR)
        portal.clock.forward(seconds=60)
        assert await code_of(work.activate(portal.passcode("uftpractice000003"))) == "identity.passcode_wrong"
        assert here.session.has_one_device
        assert [each.device.kind for each in await here.listed()] == [DeviceKind.EMAIL]


@pytest.mark.parametrize("engine", ["v1", "idx"])
async def test_a_code_of_another_persons_device_does_not_sign_in(
    portal: Portal, tmp_path: Path, engine: str
) -> None:
    portal.switch("engine", engine)
    async with desk_at(portal, tmp_path) as desk:
        await to_passcode(desk.sign_in, WREN, DeviceKind.AUTHENTICATOR)
        of_otis = portal.passcode("uftpractice000003")
        assert await code_of(desk.sign_in.enter(of_otis)) == "identity.passcode_wrong"


async def test_a_code_is_sent_once(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, IDA) as here:
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.AUTHENTICATOR)
        assert await code_of(work.activate("000000")) == "identity.passcode_wrong"
        assert await code_of(work.activate("000000")) == "identity.passcode_used"
        assert portal.posts("/lifecycle/activate") == 1


async def test_another_code_waits_its_time(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, IDA) as here:
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.SMS, NUMBER)
        assert await code_of(work.resend()) == "identity.resend_wait"
        portal.clock.forward(seconds=31)
        assert isinstance(await work.resend(), EnrolDetails)
        await work.activate(here.code(IDA))


async def test_what_was_begun_and_given_up_is_taken_back(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, IDA) as here:
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.SMS, NUMBER)
        await work.cancel()
        with portal.world.transaction() as moment:
            assert staff_devices.begun(moment, IDA) is None


async def test_an_old_sign_in_may_look_but_not_change(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS) as here:
        portal.clock.forward(seconds=901)
        voice = await here.device(DeviceKind.VOICE)
        with pytest.raises(Problem) as caught:
            await here.devices.remove(here.session, voice)
        assert (caught.value.code, caught.value.parameters["minutes"]) == ("devices.sign_in_again", 15)
        assert len(await here.listed()) == 2


async def test_a_token_without_the_scope_leads_to_the_account_page(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path) as desk:
        session = await signed_in(portal, desk.sign_in, HUGO, DeviceKind.SMS)
        upstream = portal.identity(device_changes="factors")
        client = identity_client(upstream)
        devices = DeviceDesk(upstream, client, audit=desk.audit, clock=portal.clock)
        with pytest.raises(Problem) as caught:
            await devices.registered(session)
        await client.close()
    assert caught.value.code == "devices.not_here"
    assert caught.value.parameters["page"] == upstream.account_page


async def test_a_token_that_ended_asks_for_a_new_sign_in(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS) as here:
        with portal.world.transaction() as moment:
            moment.db.execute("UPDATE token SET revoked = 1")
        assert await code_of(here.listed()) == "gateway.token"


async def test_a_number_that_the_organisation_refuses_is_told_at_its_field(
    portal: Portal, tmp_path: Path
) -> None:
    async with seat(portal, tmp_path, IDA) as here:
        work = here.devices.registration(here.session)
        with pytest.raises(Problem) as caught:
            await work.enrol(DeviceKind.SMS, "+4930123456")
    assert (caught.value.code, caught.value.fields) == ("identity.phone", ("phone",))


async def test_a_kind_that_is_there_already_is_refused(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS) as here:
        work = here.devices.registration(here.session)
        assert await code_of(work.enrol(DeviceKind.VOICE, NUMBER)) == "devices.already"


async def test_where_the_browser_is_the_place_nothing_is_asked_and_nothing_changed(
    portal: Portal, tmp_path: Path
) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS, device_changes="browser") as here:
        listed = await here.listed()
        assert [(each.device.kind, each.is_last_used) for each in listed] == [
            (DeviceKind.SMS, True),
            (DeviceKind.VOICE, False),
        ]
        assert await code_of(here.devices.remove(here.session, listed[0].device)) == "devices.not_here"
        with pytest.raises(Problem):
            here.devices.registration(here.session)
    assert not [path for _, path in portal.calls if "/users/me" in path]


async def test_faults_of_the_organisation_are_problems(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, OTIS, DeviceKind.SMS) as here:
        for fault, code in (
            ("identity.500", "upstream.down"),
            ("identity.429", "identity.rate_limited"),
            ("identity.page", "upstream.page"),
        ):
            portal.fault(fault, "/api/v1/users/me", 1)
            assert await code_of(here.listed()) == code


async def test_changes_of_devices_stand_in_the_audit_log(portal: Portal, tmp_path: Path) -> None:
    async with seat(portal, tmp_path, HUGO, DeviceKind.SMS) as here:
        await here.devices.remove(here.session, await here.device(DeviceKind.VOICE))
        work = here.devices.registration(here.session)
        await work.enrol(DeviceKind.AUTHENTICATOR)
        await code_of(work.activate("000000"))
        recorded = here.desk.recorded()
    assert recorded[-6:] == [
        ("auth.mfa.remove", "pending", ""),
        ("auth.mfa.remove", "success", ""),
        ("auth.mfa.enrol", "pending", ""),
        ("auth.mfa.enrol", "success", ""),
        ("auth.mfa.activate", "pending", ""),
        ("auth.mfa.activate", "permission", "identity.passcode_wrong"),
    ]
