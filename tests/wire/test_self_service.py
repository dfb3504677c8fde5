"""What may be done about a forgotten password or a lock: by settings, by the wire, by what was refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.identity.prompts import DeviceKind, Recovery
from tests.refusals import refusal
from tests.wire.classic_desk import classic_desk
from tests.wire.idx_desk import IdxDesk, idx_desk
from tests.wire.portal import Portal

BOTH = frozenset(Recovery)
WREN = "wren.applegarth"


async def test_settings_rule_a_recovery_out(portal: Portal, tmp_path: Path) -> None:
    async with classic_desk(portal, tmp_path, self_service=("unlock",)) as desk:
        assert await desk.sign_in.self_service.look() == {Recovery.UNLOCK}


async def test_an_identity_engine_tells_by_its_first_forms_and_is_asked_once(
    portal: Portal, tmp_path: Path
) -> None:
    async with idx_desk(portal, tmp_path) as desk:
        assert desk.sign_in.self_service.allowed == BOTH
        assert await desk.sign_in.self_service.look() == BOTH
        await desk.sign_in.self_service.look()
    assert portal.posts("/interact") == 1
    assert portal.posts("/idx/cancel") == 1


async def test_looking_leaves_the_sign_in_as_it_stands(portal: Portal, tmp_path: Path) -> None:
    async with idx_desk(portal, tmp_path) as desk:
        before = await desk.to_devices(WREN)
        await desk.sign_in.self_service.look()
        assert desk.sign_in.prompt == before


async def test_an_organisation_that_does_not_answer_is_asked_again(portal: Portal, tmp_path: Path) -> None:
    async with idx_desk(portal, tmp_path) as desk:
        portal.fault("identity.500", "/v1/interact", 1)
        assert (await refusal(desk.sign_in.self_service.look())).code == "upstream.down"
        assert await desk.sign_in.self_service.look() == BOTH


@pytest.mark.parametrize("user_id", [WREN, "nobody.here"])
async def test_classic_tells_before_a_user_id_nothing_and_nothing_of_a_user(
    portal: Portal, tmp_path: Path, user_id: str
) -> None:
    async with classic_desk(portal, tmp_path) as desk:
        assert await desk.sign_in.self_service.look() == BOTH
        await desk.forgot(user_id, DeviceKind.SMS)
        assert desk.sign_in.self_service.allowed == BOTH


async def suspended(desk: IdxDesk) -> str:
    """Ask for a new password for somebody whose state does not allow it, where that is told."""
    desk.portal.switch("show_lockout", "1")
    return (await refusal(desk.forgot("milo.fenwhistle", DeviceKind.SMS))).code


async def test_what_one_user_may_not_is_still_offered_to_the_next(portal: Portal, tmp_path: Path) -> None:
    async with classic_desk(portal, tmp_path) as desk:
        assert await suspended(desk) == "identity.recovery"
        assert desk.sign_in.self_service.allowed == BOTH
