"""Claims from the search to the detail, over the wire, with their audit trail."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from spot_tui.backend.claims.model import Group
from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.claims.search import ClaimSearch
from spot_tui.backend.claims.service import ClaimsDesk
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from tests.backend.store.builders import records
from tests.wire.gateway import CLERK, CLINIC, OTHER_CLERK, Gateway, practice_gateway

TODAY = date(2026, 11, 22)
SAN_JUAN = Provider(organisation="Practice Clinic of San Juan", npi="1000000020", ptan="PR0002")
EVERY_DAY = ServiceDates(date(2020, 1, 1), TODAY)


class Desk:
    """The claims service over a practice gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.seen: list[tuple[str, Problem | None]] = []
        self.service = ClaimsDesk(
            gateway.client,
            ClaimRules(),
            audit=gateway.audit,
            clock=gateway.clock,
            saw=lambda name, problem: self.seen.append((name, problem)),
        )

    async def numbers(self, wanted: ClaimSearch, provider: Provider = CLINIC, user: str = CLERK) -> list[str]:
        found = await self.service.search(self.gateway.token(user), provider, wanted, TODAY)
        return [claim.number for claim in found.claims]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with practice_gateway(tmp_path, page_size=7) as gateway:
        yield Desk(gateway)


async def test_all_pages_of_a_part_come_the_last_service_first(desk: Desk) -> None:
    found = await desk.service.search(desk.gateway.token(CLERK), CLINIC, ClaimSearch("B", EVERY_DAY), TODAY)
    assert len(found.claims) > 45
    assert {claim.part for claim in found.claims} == {"B"}
    days = [claim.first for claim in found.claims]
    assert days == sorted(days, key=lambda day: day or TODAY, reverse=True)
    assert (found.since, found.source) == (date(2024, 11, 22), "Practice gateway")
    assert {claim.standing.group for claim in found.claims} == set(Group)
    assert desk.seen == [("claims_b", None)]


async def test_patient_dates_and_number_narrow_it_down(desk: Desk) -> None:
    alma = Mbi("1AA0AA0AA01")
    assert await desk.numbers(ClaimSearch("B", EVERY_DAY, alma)) == [
        "9926000000111",
        "9926000000101",
        "9926000000102",
        "9926000000147",
    ]
    day = ServiceDates(date(2026, 10, 20), date(2026, 10, 21))
    assert await desk.numbers(ClaimSearch("B", day, alma)) == ["9926000000102"]
    stay = ServiceDates(date(2026, 9, 26), date(2026, 9, 26))
    assert await desk.numbers(ClaimSearch("A", stay)) == [
        "226000000201PRA",
        "226000000210PRA",
        "226000000209PRA",
        "226000000205PRA",
    ]
    assert await desk.numbers(ClaimSearch("B", number="9926000000119")) == ["9926000000119"]


async def test_the_look_back_hides_an_old_decision_but_not_from_who_knows_its_number(desk: Desk) -> None:
    old = "226000000208PRA"
    assert old not in await desk.numbers(ClaimSearch("A", EVERY_DAY))
    assert await desk.numbers(ClaimSearch("A", EVERY_DAY, number=old)) == [old]
    shown = await desk.service.show(desk.gateway.token(CLERK), CLINIC, old)
    assert shown.claim.number == old


async def test_each_provider_has_its_own_claims_and_staff(desk: Desk) -> None:
    there = await desk.numbers(ClaimSearch("B", EVERY_DAY), SAN_JUAN)
    assert {"9926000000302", "9926000000301"} < set(there)
    assert not set(there) & set(await desk.numbers(ClaimSearch("B", EVERY_DAY)))
    with pytest.raises(Problem) as caught:
        await desk.numbers(ClaimSearch("B", EVERY_DAY), SAN_JUAN, OTHER_CLERK)
    assert caught.value.code == "claims.not_yours"


@pytest.mark.parametrize("number", ["9926000000999", "9926000000301"])
async def test_a_claim_that_is_not_there_is_none(desk: Desk, number: str) -> None:
    with pytest.raises(Problem) as caught:
        await desk.service.show(desk.gateway.token(CLERK), CLINIC, number)
    assert caught.value.code == "claims.none"


async def test_more_claims_than_a_list_may_have_are_a_problem_and_not_a_part_of_them(tmp_path: Path) -> None:
    async with practice_gateway(tmp_path, page_size=5, most_pages=3) as gateway:
        with pytest.raises(Problem) as caught:
            await Desk(gateway).numbers(ClaimSearch("B", EVERY_DAY))
    assert (caught.value.code, caught.value.fields[0]) == ("claims.too_many", "service_from")


async def test_searching_and_viewing_is_on_record_without_patient_or_number(desk: Desk) -> None:
    await desk.numbers(ClaimSearch("B", EVERY_DAY, Mbi("1AA0AA0AA02")))
    await desk.service.show(desk.gateway.token(CLERK), CLINIC, "9926000000106")
    written = records(desk.gateway.audit.folder)
    events = [(r["event"], r["outcome"]) for r in written if r["event"].startswith("record.")]
    assert events == [
        ("record.search", "pending"),
        ("record.search", "success"),
        ("record.view", "pending"),
        ("record.view", "success"),
    ]
    searched, viewed = written[-3], written[-1]
    assert searched["details"]["records"] == 4
    assert viewed["claim_ref"] == written[-2]["claim_ref"]
    assert viewed["patient_ref"] == searched["patient_ref"]
    assert "patient_ref" not in written[-2]
    text = json.dumps(written)
    for secret in ("1AA0AA0AA02", "9926000000106", "Thistlewick"):
        assert secret not in text


async def test_a_gateway_that_is_away_is_noted_and_recorded(desk: Desk) -> None:
    desk.gateway.switch_on("gateway.500")
    with pytest.raises(Problem) as caught:
        await desk.numbers(ClaimSearch("A", EVERY_DAY))
    assert caught.value.kind.value == "unavailable"
    [(system, problem)] = desk.seen
    assert (system, problem) == ("claims_a", caught.value)
    assert records(desk.gateway.audit.folder)[-1]["outcome"] == "unavailable"
