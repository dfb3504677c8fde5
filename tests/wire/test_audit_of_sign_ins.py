"""Whom the audit log names in and after a sign-in, and what it says of what was left for later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import ChangePassword, DeviceKind, Done, Enrol
from spot_tui.backend.terms import record_terms
from tests.backend.store.builders import records
from tests.refusals import refusal
from tests.wire.classic_desk import classic_desk
from tests.wire.idx_desk import IdxDesk, idx_desk
from tests.wire.portal import Portal

OWEN, TILDA, WREN, ZORA = "owen.hartlebury", "tilda.mossbridge", "wren.applegarth", "zora.silverbeck"
WRONG = "Not-The-Password-1"

Opening = Callable[[Portal, Path], AbstractAsyncContextManager[IdxDesk]]


@pytest.fixture(params=[classic_desk, idx_desk], ids=["classic", "idx"])
async def desk(request: pytest.FixtureRequest, portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    opening: Opening = request.param
    async with opening(portal, tmp_path / "store") as desk:
        yield desk


def named(desk: IdxDesk, event: str) -> list[tuple[str, str]]:
    """Return outcome and user of the records of an event."""
    return [(r["outcome"], r.get("idm_user", "")) for r in records(desk.store) if r["event"] == event]


async def next_person_accepts(desk: IdxDesk) -> list[tuple[str, str]]:
    """Return what the log says of who accepts the terms now."""
    await record_terms(desk.audit, accepted=True)
    return named(desk, "auth.terms")


async def turn_away_without_a_role(desk: IdxDesk) -> None:
    """The Identity Engine turns away at the password, the Classic one after the passcode."""

    async def sign_in() -> None:
        await desk.to(OWEN, DeviceKind.AUTHENTICATOR)
        await desk.sign_in.enter(desk.code(OWEN, "google"))

    assert (await refusal(sign_in())).code == "identity.not_assigned"


async def test_the_terms_after_somebody_was_turned_away_name_nobody(desk: IdxDesk) -> None:
    await turn_away_without_a_role(desk)
    assert await next_person_accepts(desk) == [("success", "")]
    assert named(desk, "role.denied") == [("permission", OWEN)]


async def test_a_refused_password_names_its_user_and_what_follows_nobody(desk: IdxDesk) -> None:
    await refusal(desk.sign_in.start(WREN, WRONG))
    assert named(desk, "auth.primary") == [("pending", WREN), ("permission", WREN)]
    assert await next_person_accepts(desk) == [("success", "")]


async def test_a_sign_in_that_is_given_up_is_forgotten(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.SMS)
    await desk.sign_in.cancel()
    assert await next_person_accepts(desk) == [("success", "")]


async def test_a_wrong_passcode_leaves_the_user_named(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.SMS)
    await refusal(desk.sign_in.enter("1111"))
    await desk.sign_in.enter(desk.code(WREN, "sms"))
    assert {user for _, user in named(desk, "auth.mfa.verify")} == {WREN}


async def test_a_session_goes_on_naming_its_person_when_the_sign_in_is_given_up(desk: IdxDesk) -> None:
    await desk.to(WREN, DeviceKind.SMS)
    prompt = await desk.sign_in.enter(desk.code(WREN, "sms"))
    assert isinstance(prompt, Done)
    await desk.sign_in.cancel()
    await prompt.session.end()
    assert named(desk, "session.end") == [("pending", WREN), ("success", WREN)]


async def test_a_password_left_for_later_is_recorded_as_that(desk: IdxDesk) -> None:
    await desk.to(TILDA, DeviceKind.AUTHENTICATOR)
    prompt = await desk.sign_in.enter(desk.code(TILDA, "google"))
    assert isinstance(prompt, ChangePassword)
    await desk.sign_in.skip()
    verified = [each for each in named(desk, "auth.mfa.verify") if each[0] != "pending"]
    assert verified == [("success", TILDA)], "one passcode was checked"
    (later,) = [r for r in records(desk.store) if r["event"] == "auth.password" and r["outcome"] != "pending"]
    assert (later["outcome"], later["reason"]) == ("cancelled", "later")


async def test_a_device_left_for_later_is_recorded_as_that(portal: Portal, tmp_path: Path) -> None:
    async with classic_desk(portal, tmp_path / "store") as desk:
        await desk.to(ZORA, DeviceKind.SMS)
        assert isinstance(await desk.sign_in.enter(desk.code(ZORA, "sms")), Enrol)
        await desk.sign_in.enrol(DeviceKind.AUTHENTICATOR)
        prompt = await desk.sign_in.activate(desk.code(ZORA, "google"))
        assert isinstance(prompt, Enrol)
        assert prompt.may_skip
        await desk.sign_in.skip()
        told = [
            (r["outcome"], r.get("reason", ""))
            for r in records(desk.store)
            if r["event"] == "auth.mfa.enrol" and r["outcome"] != "pending"
        ]
        assert told == [("success", ""), ("cancelled", "later")]
