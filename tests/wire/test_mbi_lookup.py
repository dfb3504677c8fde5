"""Medicare numbers looked up over both wires: a gateway, and a clearinghouse's look-up payer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.connectivity.core import CoreClient
from spot_tui.backend.formats import Ssn
from spot_tui.backend.gateway import GatewayClient
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.mbi_lookup.over_gateway import GatewayDirectory
from spot_tui.backend.mbi_lookup.over_payer import PayerDirectory
from spot_tui.backend.mbi_lookup.service import Directory, FoundMbi, MbiLookupDesk
from spot_tui.backend.mbi_lookup.subject import Subject
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import EligibilityRules, GatewayUpstream, LookupUpstream
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.mbi_directory import departed, directory, ssn_of
from spot_tui.sandbox.people import people
from spot_tui.sandbox.tokens import CLIENT_ID, access_token
from tests.backend.store.builders import failing_sync, new_log, records
from tests.wire.core_desk import LIMITS, new_uuids
from tests.wire.gateway import CLERK, CLINIC, Token
from tests.wire.portal import Portal

ALMA = Subject("Alma", "Quillfeather", date(1948, 3, 2), Ssn("666000001"))
ZONE = ZoneInfo("America/New_York")


@dataclass
class Lookup:
    """A terminal that looks numbers up over one of the wires."""

    desk: MbiLookupDesk
    bearer: Token
    store: Path

    async def find(self, subject: Subject) -> FoundMbi:
        return await self.desk.find(self.bearer, CLINIC, subject)

    def everything_stored(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.store.rglob("*") if path.is_file())


def _desk(wire: Directory, audit: AuditLog, portal: Portal) -> MbiLookupDesk:
    return MbiLookupDesk(wire, audit=audit, clock=portal.clock)


@asynccontextmanager
async def over_gateway(portal: Portal, path: Path) -> AsyncIterator[Lookup]:
    upstream = GatewayUpstream(url=f"{portal.url}/gateway/v1", name="Practice gateway", limits=LIMITS)
    http = UpstreamClient(upstream.name, (upstream.url,), upstream.limits, upstream.trust)
    client = GatewayClient(upstream, http, new_id=new_uuids(path.name))
    audit = new_log(path / "store")
    await audit.start()
    try:
        yield Lookup(_desk(GatewayDirectory(client), audit, portal), token(portal, CLERK), path)
    finally:
        await audit.stop()
        await http.close()


def token(portal: Portal, user_id: str) -> Token:
    """Issue a token as the portal's own sign-in would."""
    with portal.world.transaction() as moment:
        who = {"user_id": user_id, "scope": "openid profile", "client": CLIENT_ID}
        grant = cast("Any", {**who, "signed_in_at": moment.now})
        return Token(access_token(Call(moment, "GET", portal.url, {}, {}, {}, b""), grant))


@asynccontextmanager
async def over_payer(portal: Portal, path: Path, **changes: str) -> AsyncIterator[Lookup]:
    given = {"url": f"{portal.url}/core/mime", "envelope": "mime", "sender_id": "PRACTICE", "usage": "T"}
    payer = {"receiver_id": "PRACTICEHUB", "payer_id": "PRACTICELOOKUP", "limits": LIMITS}
    upstream = LookupUpstream.model_validate({**given, **payer, **changes})
    http = UpstreamClient(upstream.name, (upstream.url,), upstream.limits, upstream.trust)
    core = CoreClient(upstream, http, clock=portal.clock, new_id=new_uuids(path.name))
    audit = new_log(path / "store")
    ids = new_uuids(f"{path.name} lookup")
    wire = PayerDirectory(core, EligibilityRules(), clock=portal.clock, zone=ZONE, new_id=ids)
    await audit.start()
    try:
        yield Lookup(_desk(wire, audit, portal), Token(""), path)
    finally:
        await audit.stop()
        await http.close()


WIRES = {"gateway": over_gateway, "payer": over_payer}


@pytest.fixture(params=WIRES)
async def lookup(request: pytest.FixtureRequest, portal: Portal, tmp_path: Path) -> AsyncIterator[Lookup]:
    async with WIRES[request.param](portal, tmp_path / request.param) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path) -> None:
    for name in WIRES:
        (tmp_path / name).mkdir()


async def test_the_number_is_found_by_all_four_values(lookup: Lookup) -> None:
    found = await lookup.find(ALMA)
    assert (found.entry.mbi, found.entry.first_name.upper()) == ("1AA0AA0AA01", "ALMA")
    assert found.birth_date == ALMA.birth_date
    assert "666" not in repr(found) + repr(ALMA) + str(ALMA.ssn)


async def test_a_replaced_number_leads_to_the_one_in_force(lookup: Lookup) -> None:
    zelda = people()[25]
    found = await lookup.find(Subject(zelda.first, zelda.last, zelda.born, Ssn(ssn_of(25))))
    assert found.entry.mbi == "1AA0AA0AC25" == zelda.mbi != zelda.replaced_mbi


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Alba"},
        {"last_name": "Quill"},
        {"birth_date": date(1948, 3, 3)},
        {"ssn": Ssn("666000002")},
        {"ssn": Ssn("666009999")},
    ],
)
async def test_where_one_value_differs_nobody_is_found(lookup: Lookup, changes: dict[str, object]) -> None:
    with pytest.raises(Problem) as refused:
        await lookup.find(replace(ALMA, **changes))  # type: ignore[arg-type]
    assert refused.value.code == "lookup.none"
    assert refused.value.fields == ()


async def test_a_number_is_given_until_four_years_after_a_death(lookup: Lookup) -> None:
    within, after = (Subject(entry.first, entry.last, entry.born, Ssn(entry.ssn)) for entry in departed())
    assert (await lookup.find(within)).entry.mbi == "1AA0AA0AA91"
    with pytest.raises(Problem) as refused:
        await lookup.find(after)
    assert refused.value.code == "lookup.none"


async def test_the_record_tells_intent_and_outcome_and_hides_everything_else(lookup: Lookup) -> None:
    await lookup.find(ALMA)
    with pytest.raises(Problem):
        await lookup.find(replace(ALMA, ssn=Ssn("666000002")))
    written = [record for record in records(lookup.store / "store") if record["event"] == "record.search"]
    assert [(r["outcome"], r.get("code", "")) for r in written] == [
        *(("pending", ""), ("success", "")),
        *(("pending", ""), ("matching", "lookup.none")),
    ]
    assert ["patient_ref" in record for record in written] == [False, True, False, False]
    assert {record["details"]["view"] for record in written} == {"mbi lookup"}


async def test_nothing_of_the_social_security_number_is_on_any_disk(lookup: Lookup) -> None:
    await lookup.find(ALMA)
    stored = lookup.everything_stored()
    assert stored
    assert not [word for word in (b"666000001", b"666-00-0001", b"Quillfeather", b"QUILL") if word in stored]


async def test_nothing_is_asked_when_the_log_cannot_be_written(portal: Portal, tmp_path: Path) -> None:
    async with over_payer(portal, tmp_path / "payer") as lookup:
        with failing_sync(), pytest.raises(Problem) as refused:
            await lookup.find(ALMA)
        assert refused.value.code == "audit.unwritable"
        assert portal.posts("/mime") == 0


async def test_who_has_no_role_looks_nobody_up(portal: Portal, tmp_path: Path) -> None:
    async with over_gateway(portal, tmp_path / "gateway") as lookup:
        other = CLINIC.model_copy(update={"npi": "1000000038", "ptan": ""})
        with pytest.raises(Problem) as refused:
            await lookup.desk.find(lookup.bearer, other, ALMA)
        assert refused.value.code == "lookup.not_yours"


async def test_a_payer_that_refuses_the_provider_says_why(portal: Portal, tmp_path: Path) -> None:
    async with over_payer(portal, tmp_path / "payer") as lookup:
        other = CLINIC.model_copy(update={"npi": "1000000004"})
        with pytest.raises(Problem) as refused:
            await lookup.desk.find(lookup.bearer, other, ALMA)
        assert refused.value.code == "aaa.permission"


def test_made_up_numbers_are_of_a_group_that_is_never_issued() -> None:
    assert len(directory()) == len(people()) + len(departed())
    assert all(ssn.startswith("66600") for ssn in directory())
    assert not {entry.mbi for entry in departed()} & {person.mbi for person in people().values()}
