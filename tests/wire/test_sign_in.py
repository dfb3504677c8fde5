from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import (
    ChangePassword,
    ChooseDevice,
    DeviceKind,
    Done,
    EnterCode,
)
from spot_tui.backend.identity.refused_tries import Risk
from spot_tui.backend.problems import Kind, Problem
from tests.refusals import refusal
from tests.wire.portal import PASSWORD, Portal
from tests.wire.staff_desk import OTIS, WREN, StaffDesk, desk_at, signed_in, to_passcode

WRONG = "Not-The-Password-15"


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[StaffDesk]:
    async with desk_at(portal, tmp_path / "store") as desk:
        yield desk


@pytest.mark.parametrize("kind", sorted(set(DeviceKind) - {DeviceKind.PUSH, DeviceKind.OTHER}))
async def test_every_kind_of_device_that_gives_a_code_signs_in(
    portal: Portal, desk: StaffDesk, kind: DeviceKind
) -> None:
    session = await signed_in(portal, desk.sign_in, OTIS, kind)
    assert (session.person.user_id, session.person.name) == (OTIS, "Otis Barnabeck")
    assert session.is_open


async def test_devices_are_listed_with_the_unusable_ones_last(desk: StaffDesk) -> None:
    prompt = await desk.sign_in.start(OTIS, PASSWORD)
    assert isinstance(prompt, ChooseDevice)
    assert [device.label for device in prompt.devices] == [
        "Authenticator app (otis.barnabeck)",
        "Okta Verify code (otis.barnabeck)",
        "SMS to +1 XXX-XXX-0122",
        "Voice call to +1 XXX-XXX-0123",
        "E-mail to o***k@practice.example",
        "Okta Verify request on Otis's phone",
        "YubiKey (otis.barnabeck)",
        "Security key, Blue key (cannot be used here)",
    ]


async def test_an_unusable_device_is_not_chosen(portal: Portal, desk: StaffDesk) -> None:
    prompt = await desk.sign_in.start(OTIS, PASSWORD)
    assert isinstance(prompt, ChooseDevice)
    problem = await refusal(desk.sign_in.choose(prompt.devices[-1].id))
    assert problem.code == "identity.device_off"
    assert desk.sign_in.prompt == prompt
    assert portal.posts("/verify") == 0


async def test_the_device_used_last_comes_first(portal: Portal, desk: StaffDesk) -> None:
    await signed_in(portal, desk.sign_in, OTIS, DeviceKind.EMAIL)
    prompt = await desk.sign_in.start(OTIS, PASSWORD)
    assert isinstance(prompt, ChooseDevice)
    assert prompt.devices[0].kind is DeviceKind.EMAIL


async def test_the_session_knows_the_sign_in_before(portal: Portal, desk: StaffDesk) -> None:
    first = await signed_in(portal, desk.sign_in)
    portal.clock.forward(hours=1)
    second = await signed_in(portal, desk.sign_in)
    assert first.last_sign_in is None
    assert second.last_sign_in == first.signed_in_at
    assert second.id != first.id


async def test_a_wrong_password_is_sent_once(portal: Portal, desk: StaffDesk) -> None:
    problem = await refusal(desk.sign_in.start(WREN, WRONG))
    assert (problem.code, problem.kind, problem.fields) == (
        "identity.credentials",
        Kind.PERMISSION,
        ("password",),
    )
    assert problem.upstream_words == "Authentication failed"
    assert problem.reference
    assert portal.posts("/api/v1/authn") == 1


async def test_an_unknown_user_reads_like_a_wrong_password(desk: StaffDesk) -> None:
    unknown = await refusal(desk.sign_in.start("nobody.here", WRONG))
    wrong = await refusal(desk.sign_in.start(WREN, WRONG))
    assert (unknown.code, unknown.upstream_words) == (wrong.code, wrong.upstream_words)


async def test_the_third_wrong_password_is_asked_about_and_then_says_until_when_to_wait(
    portal: Portal, desk: StaffDesk
) -> None:
    asked = []
    for _ in range(3):
        asked.append(desk.sign_in.caution(WREN))
        problem = await refusal(desk.sign_in.start(WREN, WRONG))
    assert [each and each.risk for each in asked] == [None, None, Risk.LOCKS]
    assert problem.code == "identity.maybe_locked"
    assert problem.parameters["until"] == "10:00 AM EST"
    assert problem.parameters["tries"] == 3


async def test_three_wrong_tries_lock_for_an_hour(portal: Portal, desk: StaffDesk) -> None:
    for _ in range(3):
        await refusal(desk.sign_in.start(WREN, WRONG))
    portal.clock.forward(minutes=59)
    problem = await refusal(desk.sign_in.start(WREN, PASSWORD))
    assert problem.code == "identity.maybe_locked"
    portal.clock.forward(minutes=61)
    assert isinstance(await desk.sign_in.start(WREN, PASSWORD), ChooseDevice)


async def test_further_tries_suspend(portal: Portal, desk: StaffDesk) -> None:
    portal.switch("show_lockout", "1")
    for _ in range(7):
        problem = await refusal(desk.sign_in.start(WREN, WRONG))
        portal.clock.forward(seconds=2)
    assert problem.code == "identity.suspended"
    portal.clock.forward(days=2)
    assert (await refusal(desk.sign_in.start(WREN, PASSWORD))).code == "identity.suspended"


async def test_a_lock_that_is_shown_names_its_end(portal: Portal, desk: StaffDesk) -> None:
    portal.switch("show_lockout", "1")
    problem = await refusal(desk.sign_in.start("lena.elderquist", PASSWORD))
    assert (problem.code, problem.parameters["until"]) == ("identity.locked", "10:00 AM EST")


@pytest.mark.parametrize("user_id", ["lena.elderquist", "milo.fenwhistle"])
async def test_a_lock_is_hidden_by_default(desk: StaffDesk, user_id: str) -> None:
    assert (await refusal(desk.sign_in.start(user_id, PASSWORD))).code == "identity.credentials"


@pytest.mark.parametrize(
    "user_id", ["owen.hartlebury", "petra.islingwood", "quinn.jesselmore", "rhea.kestrelton"]
)
async def test_without_an_approved_role_the_exact_words_are_told(
    portal: Portal, desk: StaffDesk, user_id: str
) -> None:
    asked = await to_passcode(desk.sign_in, user_id)
    problem = await refusal(desk.sign_in.enter(portal.passcode(asked.device.id)))
    assert problem.code == "identity.not_assigned"
    assert problem.upstream_words == "User is not assigned to the client application."
    assert desk.sign_in.prompt is None
    assert ("role.denied", "permission", "identity.not_assigned") in desk.recorded()


async def test_who_was_away_too_long_is_refused_with_the_portals_words(
    portal: Portal, desk: StaffDesk
) -> None:
    asked = await to_passcode(desk.sign_in, "nora.garlandry")
    problem = await refusal(desk.sign_in.enter(portal.passcode(asked.device.id)))
    assert (problem.code, problem.parameters["days"]) == ("identity.inactive", 30)
    assert problem.upstream_words == "Access denied. You are not authorized to access this page"


async def test_a_password_about_to_expire_can_be_left(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, "tilda.mossbridge")
    prompt = await desk.sign_in.enter(portal.passcode(asked.device.id))
    assert isinstance(prompt, ChangePassword)
    assert (prompt.may_skip, prompt.days_left, prompt.needs_old) == (True, 5, True)
    assert isinstance(await desk.sign_in.skip(), Done)


async def test_an_expired_password_is_told_after_the_passcode(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, "sven.lumbergate")
    prompt = await desk.sign_in.enter(portal.passcode(asked.device.id))
    assert isinstance(prompt, ChangePassword)
    assert (prompt.may_skip, prompt.days_left, prompt.needs_old) == (False, None, True)


async def test_a_passcode_may_be_pasted_with_blanks(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN)
    code = portal.passcode(asked.device.id)
    assert isinstance(await desk.sign_in.enter(f" {code[:3]} {code[3:]} "), Done)


async def test_a_wrong_passcode_leaves_the_sign_in_where_it_was(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN)
    problem = await refusal(desk.sign_in.enter(other_than(portal.passcode(asked.device.id))))
    assert (problem.code, problem.fields) == ("identity.passcode_wrong", ("passcode",))
    assert problem.upstream_words.startswith("Invalid Passcode/Answer")
    assert desk.sign_in.prompt == asked
    assert isinstance(await desk.sign_in.enter(portal.passcode(asked.device.id)), Done)


async def test_passwords_and_passcodes_lock_together(portal: Portal, desk: StaffDesk) -> None:
    await refusal(desk.sign_in.start(WREN, WRONG))
    asked = await to_passcode(desk.sign_in, WREN)
    right = portal.passcode(asked.device.id)
    assert desk.sign_in.caution() is None
    await refusal(desk.sign_in.enter(other_than(right)))
    caution = desk.sign_in.caution()
    assert caution is not None
    assert caution.risk is Risk.LOCKS
    assert desk.sign_in.caution("somebody.else") is None
    problem = await refusal(desk.sign_in.enter(other_than(right, 2)))
    assert (problem.code, problem.upstream_words) == ("identity.locked", "User Locked")
    assert desk.sign_in.prompt is None
    assert ("auth.lock", "permission", "identity.locked") in desk.recorded()


async def test_the_same_passcode_is_never_sent_twice(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN)
    wrong = other_than(portal.passcode(asked.device.id))
    await refusal(desk.sign_in.enter(wrong))
    sent = portal.posts("/verify")
    assert (await refusal(desk.sign_in.enter(wrong))).code == "identity.passcode_used"
    assert portal.posts("/verify") == sent


async def test_an_authenticator_code_opens_once(portal: Portal, desk: StaffDesk) -> None:
    await signed_in(portal, desk.sign_in)
    asked = await to_passcode(desk.sign_in, WREN)
    problem = await refusal(desk.sign_in.enter(portal.passcode(asked.device.id)))
    assert problem.code == "identity.passcode_used"
    assert problem.upstream_words.startswith("Each code can only be used once.")
    portal.clock.forward(seconds=30)
    assert isinstance(await desk.sign_in.enter(portal.passcode(asked.device.id)), Done)


@pytest.mark.parametrize(("age", "code"), [(60, "identity.passcode_late"), (360, "identity.passcode_wrong")])
async def test_an_old_authenticator_code_is_refused(
    portal: Portal, desk: StaffDesk, age: int, code: str
) -> None:
    old = portal.passcode("uftpractice000001")
    portal.clock.forward(seconds=age)
    await to_passcode(desk.sign_in, WREN, DeviceKind.AUTHENTICATOR)
    assert (await refusal(desk.sign_in.enter(old))).code == code


async def test_the_authenticator_code_of_the_step_before_still_opens(portal: Portal, desk: StaffDesk) -> None:
    await to_passcode(desk.sign_in, WREN, DeviceKind.AUTHENTICATOR)
    old = portal.passcode("uftpractice000001")
    portal.clock.forward(seconds=30)
    assert isinstance(await desk.sign_in.enter(old), Done)


async def test_a_code_is_sent_again_only_after_its_waiting_time(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN, DeviceKind.SMS)
    assert asked.can_resend_after == 30
    early = await refusal(desk.sign_in.resend())
    assert early.code == "identity.resend_wait"
    assert portal.posts("/resend") == 0
    first = portal.passcode(asked.device.id)
    portal.clock.forward(seconds=31)
    assert desk.sign_in.resend_wait == 0
    await desk.sign_in.resend()
    assert portal.posts("/resend") == 1
    assert isinstance(await desk.sign_in.enter(first), Done), "the older code stays valid"


async def test_a_code_on_its_way_is_waited_for_instead_of_sent_again(portal: Portal, desk: StaffDesk) -> None:
    first = await to_passcode(desk.sign_in, WREN, DeviceKind.SMS)
    code = portal.passcode(first.device.id)
    await desk.sign_in.back()
    asked = await desk.sign_in.choose(first.device.id)
    assert asked == EnterCode(first.device, can_resend_after=30)
    portal.clock.forward(seconds=31)
    await desk.sign_in.resend()
    assert portal.passcode(first.device.id) != code
    assert isinstance(await desk.sign_in.enter(code), Done)


async def test_a_code_that_was_sent_is_good_for_five_minutes(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN, DeviceKind.SMS)
    code = portal.passcode(asked.device.id)
    portal.clock.forward(seconds=200)
    await desk.sign_in.resend()
    portal.clock.forward(seconds=101)
    assert (await refusal(desk.sign_in.enter(code))).code == "identity.passcode_late"


async def test_a_sign_in_left_alone_expires(portal: Portal, desk: StaffDesk) -> None:
    asked = await to_passcode(desk.sign_in, WREN)
    portal.clock.forward(minutes=6)
    problem = await refusal(desk.sign_in.enter(portal.passcode(asked.device.id)))
    assert (problem.code, problem.upstream_words) == ("identity.expired", "Invalid token provided")
    assert desk.sign_in.prompt is None


async def test_another_device_can_be_chosen_instead(portal: Portal, desk: StaffDesk) -> None:
    await to_passcode(desk.sign_in, WREN, DeviceKind.SMS)
    prompt = await desk.sign_in.back()
    assert isinstance(prompt, ChooseDevice)
    asked = await desk.sign_in.choose(prompt.devices[0].id)
    assert isinstance(asked, EnterCode)
    assert asked.device.kind is DeviceKind.AUTHENTICATOR


async def test_giving_up_tells_the_organisation(portal: Portal, desk: StaffDesk) -> None:
    await to_passcode(desk.sign_in, WREN)
    await desk.sign_in.cancel()
    assert portal.posts("/cancel") == 1
    assert (await refusal(desk.sign_in.enter("123456"))).code == "identity.expired"


async def test_giving_up_stops_what_is_under_way(portal: Portal, desk: StaffDesk) -> None:
    portal.fault("identity.slow", "/api/v1/authn")
    waiting = asyncio.create_task(desk.sign_in.start(WREN, PASSWORD))
    while not portal.posts("/api/v1/authn"):  # noqa: ASYNC110 - the portal runs in another thread
        await asyncio.sleep(0)
    assert (await refusal(desk.sign_in.start(WREN, PASSWORD))).code == "identity.busy"
    await desk.sign_in.cancel()
    assert (await refusal(waiting)).code == "identity.cancelled"
    assert desk.recorded()[-1][:2] == ("auth.primary", "cancelled")


async def test_too_many_calls_say_how_long_to_wait(portal: Portal, desk: StaffDesk) -> None:
    for _ in range(4):
        await desk.sign_in.start(WREN, PASSWORD)
    problem = await refusal(desk.sign_in.start(WREN, PASSWORD))
    assert (problem.code, problem.kind) == ("identity.rate_limited", Kind.UNAVAILABLE)
    assert problem.parameters["seconds"] == 1


async def test_a_whole_sign_in_is_this_many_requests(portal: Portal, desk: StaffDesk) -> None:
    await signed_in(portal, desk.sign_in, WREN, DeviceKind.SMS)
    assert [path.rpartition("/")[2] for _, path in portal.calls] in (
        ["okta-organization", "openid-configuration", *REST],
        ["openid-configuration", "okta-organization", *REST],
    )


REST = ["authn", "verify", "verify", "authorize", "token", "keys"]


async def test_what_happened_is_recorded_intent_before_outcome(portal: Portal, desk: StaffDesk) -> None:
    await refusal(desk.sign_in.start(WREN, WRONG))
    session = await signed_in(portal, desk.sign_in)
    await session.end("asked")
    assert desk.recorded() == [
        ("auth.primary", "pending", ""),
        ("auth.primary", "permission", "identity.credentials"),
        ("auth.primary", "pending", ""),
        ("auth.primary", "success", ""),
        ("auth.mfa.select", "pending", ""),
        ("auth.mfa.select", "success", ""),
        ("auth.mfa.verify", "pending", ""),
        ("auth.mfa.verify", "success", ""),
        ("auth.token", "pending", ""),
        ("auth.token", "success", ""),
        ("session.start", "success", ""),
        ("session.end", "pending", ""),
        ("session.end", "success", ""),
    ]


async def test_signing_out_ends_the_token_at_the_organisation(portal: Portal, desk: StaffDesk) -> None:
    session = await signed_in(portal, desk.sign_in)
    await session.end()
    with portal.world.transaction() as moment:
        rows = moment.db.execute("SELECT revoked FROM token").fetchall()
    assert [row["revoked"] for row in rows] == [1]
    assert not session.is_open
    with pytest.raises(Problem, match=r"session\.ended"):
        session.access_token()


async def test_signing_out_works_without_a_line(portal: Portal, desk: StaffDesk) -> None:
    session = await signed_in(portal, desk.sign_in)
    portal.fault("identity.drop")
    await session.end()
    assert not session.is_open
    assert desk.recorded()[-1] == ("session.end", "success", "")


async def test_a_session_ends_with_its_token(portal: Portal, desk: StaffDesk) -> None:
    session = await signed_in(portal, desk.sign_in)
    assert session.expires_at - session.signed_in_at == timedelta(hours=12)
    portal.clock.forward(hours=12, seconds=1)
    assert not session.is_open


async def test_a_difference_of_clocks_is_reported_and_survived(portal: Portal, desk: StaffDesk) -> None:
    portal.fault("identity.skew")
    session = await signed_in(portal, desk.sign_in)
    assert session.is_open
    difference = desk.sign_in.clock_difference
    assert difference is not None
    assert abs(difference - timedelta(minutes=10)) < timedelta(seconds=2)


async def test_a_script_is_stopped_until_a_person_has_signed_in(portal: Portal, desk: StaffDesk) -> None:
    desk.marks.require_unrefused(WREN)
    await refusal(desk.sign_in.start(WREN, WRONG))
    with pytest.raises(Problem, match=r"identity\.refused_before"):
        desk.marks.require_unrefused(WREN.upper())
    await signed_in(portal, desk.sign_in)
    desk.marks.require_unrefused(WREN)


def other_than(code: str, by: int = 1) -> str:
    return f"{(int(code) + by) % 10**6:06}"
