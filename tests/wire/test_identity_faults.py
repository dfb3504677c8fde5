"""Every fault of the practice portal, at every step of a sign-in: a clear problem, nothing sent twice."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from spot_tui.backend.identity.practice import practice_help
from spot_tui.backend.identity.prompts import Done, EnterCode
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import HttpLimits
from spot_tui.words import say
from tests.wire.portal import PASSWORD, Portal
from tests.wire.staff_desk import WREN, StaffDesk, desk_at, to_passcode

CODES = {
    "429": "identity.rate_limited",
    "500": "upstream.down",
    "503": "upstream.down",
    "page": "upstream.page",
    "type": "upstream.unreadable",
    "cut": "upstream.unreadable",
    "break": "upstream.dropped",
    "drop": "upstream.dropped",
    "slow": "upstream.timeout",
    "huge": "upstream.too_large",
}
WITHOUT_BODY = {"cut", "break"}
IMPATIENT = HttpLimits(connect_seconds=5, read_seconds=0.5, most_bytes=64 * 1024)


def limits_for(kind: str) -> dict[str, HttpLimits]:
    """Wait short only where nothing comes: a busy machine is no fault."""
    return {"limits": IMPATIENT} if kind in {"slow", "huge"} else {}


async def problem_of(desk: StaffDesk, portal: Portal, step: str) -> Problem:
    work = (
        desk.sign_in.start(WREN, PASSWORD)
        if step in {"okta-organization", "openid-configuration", "/api/v1/authn"}
        else desk.sign_in.enter(portal.passcode("uftpractice000001"))
    )
    with pytest.raises(Problem) as caught:
        await work
    return caught.value


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("step", ["okta-organization", "openid-configuration", "/api/v1/authn"])
async def test_a_fault_before_the_device_is_a_clear_problem(
    portal: Portal, tmp_path: Path, step: str, kind: str
) -> None:
    async with desk_at(portal, tmp_path / "store", **limits_for(kind)) as desk:
        portal.fault(f"identity.{kind}", step)
        problem = await problem_of(desk, portal, step)
        assert (problem.code, problem.kind) == (CODES[kind], Kind.UNAVAILABLE)
        assert desk.sign_in.prompt is None
        assert portal.posts("/api/v1/authn") == (step == "/api/v1/authn")
        assert desk.recorded()[-1] == ("auth.primary", "unavailable", CODES[kind])


@pytest.mark.parametrize("kind", CODES)
async def test_a_fault_at_the_passcode_leaves_the_sign_in_where_it_was(
    portal: Portal, tmp_path: Path, kind: str
) -> None:
    async with desk_at(portal, tmp_path / "store", **limits_for(kind)) as desk:
        asked = await to_passcode(desk.sign_in, WREN)
        portal.fault(f"identity.{kind}", "/verify")
        problem = await problem_of(desk, portal, "/verify")
        assert problem.code == CODES[kind]
        assert desk.sign_in.prompt == asked
        assert portal.posts("/verify") == 1


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (step, kind)
        for step in ("/v1/authorize", "/v1/token", "/v1/keys")
        for kind in CODES
        if step != "/v1/authorize" or kind not in WITHOUT_BODY
    ],
)
async def test_a_fault_on_the_way_to_the_tokens_ends_the_sign_in(
    portal: Portal, tmp_path: Path, step: str, kind: str
) -> None:
    async with desk_at(portal, tmp_path / "store", **limits_for(kind)) as desk:
        await to_passcode(desk.sign_in, WREN)
        portal.fault(f"identity.{kind}", step)
        problem = await problem_of(desk, portal, step)
        assert problem.code == CODES[kind]
        assert desk.sign_in.prompt is None
        assert portal.posts("/token") <= 1
        assert ("session.start", "success", "") not in desk.recorded()


@pytest.mark.parametrize("kind", CODES)
async def test_a_sign_in_works_again_once_the_fault_is_over(
    portal: Portal, tmp_path: Path, kind: str
) -> None:
    async with desk_at(portal, tmp_path / "store", **limits_for(kind)) as desk:
        portal.fault(f"identity.{kind}", "/api/v1/authn", times=1)
        await problem_of(desk, portal, "/api/v1/authn")
        asked = await to_passcode(desk.sign_in, WREN)
        assert isinstance(await desk.sign_in.enter(portal.passcode(asked.device.id)), Done)


async def test_a_fault_names_its_upstream_and_says_what_to_do(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path / "store") as desk:
        portal.fault("identity.503")
        problem = await problem_of(desk, portal, "okta-organization")
        parameters = problem.parameters
        assert say(f"problem.{problem.code}", **parameters) == "Sign-in (IDM) is not working now (HTTP 503)."
        assert say(f"problem.{problem.code}.next", **parameters)


async def test_a_rate_limit_says_how_long_by_the_organisations_clock(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path / "store") as desk:
        portal.fault("identity.429", "/api/v1/authn")
        problem = await problem_of(desk, portal, "/api/v1/authn")
        assert problem.parameters["seconds"] == 30


async def test_delay_alone_is_no_fault(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path / "store") as desk:
        portal.switch("latency_ms", "20")
        assert isinstance(await to_passcode(desk.sign_in, WREN), EnterCode)


async def test_nobody_listening_is_told_as_unreachable(portal: Portal, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    nowhere = f"http://127.0.0.1:{port}"
    changes = {"organisation_url": nowhere, "issuer": f"{nowhere}/oauth2/practice"}
    async with desk_at(portal, tmp_path / "store", **changes) as desk:
        assert (await problem_of(desk, portal, "okta-organization")).code == "upstream.unreachable"


async def test_practice_help_lists_people_and_shows_codes(portal: Portal) -> None:
    helper = practice_help(portal.identity())
    assert helper is not None
    people = await helper.people()
    assert [person.user_id for person in people][:2] == [WREN, "otis.barnabeck"]
    assert people[0].password == PASSWORD
    code = await helper.passcode(WREN, "uftpractice000001")
    assert code.passcode == portal.passcode("uftpractice000001")
    assert (await helper.passcode(WREN, "smspractice000002")).passcode == ""
    assert (await helper.passcode("nobody.here", "x")).passcode == ""
    await helper.close()


def test_a_profile_without_practice_addresses_has_no_such_help(portal: Portal) -> None:
    assert practice_help(portal.identity(practice_people_url=None)) is None


async def test_audit_that_cannot_be_written_stops_the_sign_in(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path / "store") as desk:
        await to_passcode(desk.sign_in, WREN)
        (tmp_path / "store" / "audit").rename(tmp_path / "store" / "gone")
        (tmp_path / "store" / "audit").write_text("in the way")
        desk.audit.close()
        with pytest.raises(Problem, match=r"audit\."):
            await desk.sign_in.enter(portal.passcode("uftpractice000001"))
        assert portal.posts("/verify") == 0, "the intent comes before the wire"


async def test_two_sign_ins_at_once_share_one_world(portal: Portal, tmp_path: Path) -> None:
    async with desk_at(portal, tmp_path / "one") as one, desk_at(portal, tmp_path / "two") as two:
        await asyncio.gather(to_passcode(one.sign_in, WREN), to_passcode(two.sign_in, "tilda.mossbridge"))
        assert isinstance(await one.sign_in.enter(portal.passcode("uftpractice000001")), Done)
