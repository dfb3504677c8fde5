"""The second way to sign in: a code shown here, entered in a browser (RFC 8628), over real HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from spot_tui.backend.identity.device_grant import grouped
from spot_tui.backend.identity.practice import practice_help
from spot_tui.backend.terms import record_terms
from spot_tui.sandbox import device_requests
from tests.backend.store.builders import records
from tests.refusals import refusal
from tests.wire.idx_desk import IdxDesk, idx_desk
from tests.wire.portal import PASSWORD, Portal
from tests.wire.staff_desk import OTIS, WREN


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[IdxDesk]:
    async with idx_desk(portal, tmp_path / "store") as desk:
        yield desk


def deciding(portal: Portal, user_code: str, user_id: str, *, approve: bool = True) -> Callable[[], None]:
    """Return what a made-up person does in her browser."""

    def decide() -> None:
        asked = {"user_code": user_code, "user": user_id, "approve": approve}
        httpx.post(f"{portal.url}/practice/grant", json=asked).raise_for_status()

    return decide


async def test_who_entered_the_code_is_confirmed_before_the_session_opens(
    portal: Portal, desk: IdxDesk
) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [None, deciding(portal, code.user_code, WREN)]
    person = await desk.grant.wait()
    assert (person.user_id, person.name) == (WREN, "Wren Applegarth")
    assert "session.start" not in [event for event, *_ in desk.recorded()]
    session = await desk.grant.confirm()
    assert (session.person, session.is_open) == (person, True)
    assert "session.start" in [event for event, *_ in desk.recorded()]
    await session.end()


async def test_what_is_shown_is_the_organisation_s_own_address(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    assert re.fullmatch(r"[B-Z]{4}-[B-Z]{4}", code.user_code)
    assert code.address == f"{portal.url}/activate"
    assert code.link == f"{portal.url}/activate?user_code={code.user_code.replace('-', '')}"
    assert (code.host, code.origin) == ("127.0.0.1", portal.url)
    assert desk.grant.seconds_left == 600


async def test_nothing_is_asked_before_a_code_is_wanted(portal: Portal, desk: IdxDesk) -> None:
    assert portal.posts("/device/authorize") == 0
    await desk.grant.start()
    assert portal.posts("/device/authorize") == 1


async def test_who_came_in_and_gave_up_is_named_by_no_later_record(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [deciding(portal, code.user_code, OTIS)]
    await desk.grant.wait()
    await desk.grant.cancel()
    await record_terms(desk.audit, accepted=True)
    told = {r["event"]: r.get("idm_user", "") for r in records(desk.store)}
    assert (told["auth.token"], told["auth.terms"]) == (OTIS, "")


async def test_another_person_is_declined_and_her_tokens_end(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [deciding(portal, code.user_code, OTIS)]
    await desk.grant.wait()
    await desk.grant.decline()
    assert portal.posts("/revoke") == 1
    with portal.world.transaction() as moment:
        assert moment.db.execute("SELECT count(*) FROM token WHERE revoked = 0").fetchone()[0] == 0
    assert (await refusal(desk.grant.confirm())).code == "identity.grant_expired"


async def test_a_refusal_in_the_browser_is_told(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [deciding(portal, code.user_code, WREN, approve=False)]
    assert (await refusal(desk.grant.wait())).code == "identity.grant_denied"


async def test_a_person_without_a_role_gets_in_for_access_requests_only(
    portal: Portal, tmp_path: Path
) -> None:
    async with idx_desk(portal, tmp_path / "store", onboarding_client_id="spot-tui-onboarding") as desk:
        code = await desk.grant.start_limited()
        desk.meanwhile = [deciding(portal, code.user_code, "owen.hartlebury")]
        await desk.grant.wait()
        session = await desk.grant.confirm()
        assert session.is_limited
        with portal.world.transaction() as moment:
            assert [row[0] for row in moment.db.execute("SELECT client FROM token")] == [
                "spot-tui-onboarding"
            ]
        await session.end()


async def test_without_the_second_client_there_is_no_code_for_it(portal: Portal, desk: IdxDesk) -> None:
    problem = await refusal(desk.grant.start_limited())
    assert (problem.code, problem.parameters["page"]) == (
        "access.no_onboarding",
        "https://home.idm.cms.gov",
    )
    assert portal.posts("/device/authorize") == 0


async def test_a_person_without_a_role_is_told_so(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [deciding(portal, code.user_code, "owen.hartlebury")]
    assert (await refusal(desk.grant.wait())).code == "identity.not_assigned"
    assert ("role.denied", "permission", "identity.not_assigned") in desk.recorded()


async def test_a_code_runs_out_after_ten_minutes_and_no_other_is_asked_for(
    portal: Portal, desk: IdxDesk
) -> None:
    await desk.grant.start()
    assert (await refusal(desk.grant.wait())).code == "identity.grant_expired"
    assert sum(desk.waits) <= 600
    assert portal.posts("/device/authorize") == 1
    assert desk.grant.seconds_left == 0


async def test_it_asks_at_the_organisation_s_pace(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    desk.meanwhile = [None, None, deciding(portal, code.user_code, WREN)]
    await desk.grant.wait()
    assert desk.waits == [5.0, 5.0, 5.0]


async def test_slow_down_makes_every_later_pause_longer(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    # The portal counts from the last question; one that came just now makes ours too early.
    with portal.world.transaction() as moment:
        later = moment.now + 3
        moment.db.execute("UPDATE device_request SET polled_at = ?", (later,))
    desk.meanwhile = [None, None, deciding(portal, code.user_code, WREN)]
    await desk.grant.wait()
    assert desk.waits == [5.0, 10.0, 10.0]


async def test_trouble_on_the_line_doubles_the_pause_and_is_got_over(portal: Portal, desk: IdxDesk) -> None:
    code = await desk.grant.start()
    portal.fault("identity.drop", "/v1/token", times=2)
    desk.meanwhile = [None, None, None, deciding(portal, code.user_code, WREN)]
    await desk.grant.wait()
    assert desk.waits == [5.0, 10.0, 20.0, 5.0]


async def test_too_many_codes_stop_it(portal: Portal, desk: IdxDesk) -> None:
    with portal.world.transaction() as moment:
        for number in range(100):
            moment.db.execute(
                "INSERT INTO device_request (device_code, user_code, client, scope, pause, expires_at)"
                " VALUES (?, ?, 'spot-tui-practice', 'openid', 5, ?)",
                (f"d{number}", f"u{number}", moment.now + 600),
            )
    assert (await refusal(desk.grant.start())).code == "identity.rate_limited"


async def test_it_is_not_offered_where_the_profile_has_no_such_grant(portal: Portal, tmp_path: Path) -> None:
    async with idx_desk(portal, tmp_path / "other", device_grant=False) as desk:
        assert (await refusal(desk.grant.start())).code == "identity.grant_off"
    assert portal.posts("/device/authorize") == 0


async def test_giving_up_ends_the_wait(portal: Portal, desk: IdxDesk) -> None:
    await desk.grant.start()
    never = asyncio.Event()
    desk.sleep = lambda seconds: never.wait()  # type: ignore[method-assign, assignment, return-value]
    waiting = asyncio.create_task(desk.grant.wait())
    await asyncio.sleep(0)
    await desk.grant.cancel()
    assert (await refusal(waiting)).code == "identity.cancelled"


async def test_practice_help_enters_a_code_like_a_person(portal: Portal, desk: IdxDesk) -> None:
    help_ = practice_help(portal.identity(practice_grant_url=f"{portal.url}/practice/grant"))
    assert help_ is not None
    code = await desk.grant.start()
    await help_.decide(code.user_code, WREN, approve=True)
    assert (await desk.grant.wait()).user_id == WREN
    await help_.close()


@pytest.mark.parametrize("place", ["WDJBMJHT", "WDJB-MJHT", "AB12CD", "ABCDEFGHJ"])
def test_a_code_is_grouped_without_changing_it(place: str) -> None:
    shown = grouped(place)
    assert shown.replace("-", "") == place.replace("-", "")
    assert all(len(part) <= 4 for part in shown.split("-"))


class TestPage:
    def look(self, address: str) -> str:
        return httpx.get(address).text

    def enter(self, portal: Portal, **given: str) -> httpx.Response:
        form = {"user_id": WREN, "password": PASSWORD, "decision": "approve", **given}
        return httpx.post(f"{portal.url}/activate", data=form)

    async def test_a_person_signs_in_on_the_page(self, portal: Portal, desk: IdxDesk) -> None:
        code = await desk.grant.start()
        assert code.user_code.replace("-", "") in self.look(code.link)
        page = self.enter(portal, user_code=code.user_code.lower(), passcode=desk.code(WREN, "google"))
        assert page.status_code == 200
        assert (await desk.grant.wait()).user_id == WREN

    async def test_a_wrong_passcode_signs_nobody_in_and_counts(self, portal: Portal, desk: IdxDesk) -> None:
        code = await desk.grant.start()
        assert self.enter(portal, user_code=code.user_code, passcode="0000").status_code == 403
        with portal.world.transaction() as moment:
            row = moment.db.execute("SELECT failures FROM account WHERE who = ?", (WREN,)).fetchone()
        assert row["failures"] == 1

    async def test_a_code_is_good_once(self, portal: Portal, desk: IdxDesk) -> None:
        code = await desk.grant.start()
        self.enter(portal, user_code=code.user_code, passcode=desk.code(WREN, "google"))
        assert self.enter(portal, user_code=code.user_code).status_code == 400

    async def test_a_refusal_needs_no_passcode(self, portal: Portal, desk: IdxDesk) -> None:
        code = await desk.grant.start()
        self.enter(portal, user_code=code.user_code, decision="deny")
        assert (await refusal(desk.grant.wait())).code == "identity.grant_denied"

    def test_what_is_typed_is_never_markup(self, portal: Portal) -> None:
        page = httpx.get(f"{portal.url}/activate", params={"user_code": '"><script>'})
        assert "<script>" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]


def test_user_codes_have_consonants_only() -> None:
    assert not set(device_requests.LETTERS) & set("AEIOUY")
