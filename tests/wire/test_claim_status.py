"""Claim status over CORE (276/277): the gateway's claims again, refusals in their layers, the record."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.claims.inquiry import StatusInquiry, inquiry_about
from spot_tui.backend.claims.model import Claim, Group, Part
from spot_tui.backend.claims.service import ClaimList
from spot_tui.backend.claims.status_reply import StatusAsked, read_status_reply
from spot_tui.backend.claims.status_request import write_status_request
from spot_tui.backend.claims.status_service import ClaimStatusDesk
from spot_tui.backend.claims.wire import read_claim
from spot_tui.backend.connectivity.core import CoreClient
from spot_tui.backend.connectivity.request import Numbers
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import ClaimsUpstream, Provider
from spot_tui.sandbox.claims import body, claims
from tests.backend.store.builders import new_log, records
from tests.wire.core_desk import CLINIC, LIMITS, ZONE, new_uuids
from tests.wire.portal import Portal

TODAY = date(2026, 11, 22)
NUMBERS = Numbers(7, "REF-1", "TRACE-1")


def upstream(url: str, form: str = "soap", **changes: Any) -> ClaimsUpstream:
    given = {
        "url": f"{url}/core/{form}",
        "envelope": form,
        "sender_id": "PRACTICE",
        "usage": "T",
        "payer_id": "PRACTICEB",
        "payer_id_a": "PRACTICEA",
        "limits": LIMITS,
    }
    return ClaimsUpstream.model_validate(given | changes)


@dataclass
class StatusDesk:
    """A terminal that asks how claims stand."""

    service: ClaimStatusDesk
    store: Path
    seen: list[tuple[str, Problem | None]]
    waits: list[float]

    def recorded(self) -> list[dict[str, Any]]:
        return [record for record in records(self.store) if record["event"] == "record.search"]

    async def ask(self, inquiry: StatusInquiry, provider: Provider = CLINIC) -> ClaimList:
        return await self.service.ask(inquiry, provider)


@asynccontextmanager
async def status_desk(portal: Portal, store: Path, **changes: Any) -> AsyncIterator[StatusDesk]:
    settings = upstream(portal.url, **changes)
    http = UpstreamClient(settings.name, (settings.url,), settings.limits)
    core = CoreClient(settings, http, clock=portal.clock, new_id=new_uuids("envelope"))
    audit, seen = new_log(store), list[tuple[str, Problem | None]]()
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    service = ClaimStatusDesk(
        core,
        settings,
        audit=audit,
        clock=portal.clock,
        zone=ZONE,
        new_id=new_uuids("question"),
        saw=lambda name, problem: seen.append((name, problem)),
        sleep=wait,
    )
    try:
        yield StatusDesk(service, store, seen, waits)
    finally:
        audit.close()
        await http.close()


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[StatusDesk]:
    async with status_desk(portal, tmp_path / "store") as opened:
        yield opened


def about(number: str) -> StatusInquiry:
    inquiry = inquiry_about(shown(number))
    assert inquiry is not None
    return inquiry


def shown(number: str) -> Claim:
    return read_claim(body(claims()[number], TODAY), "x")


async def problem_of(desk: StatusDesk, inquiry: StatusInquiry, provider: Provider = CLINIC) -> Problem:
    with pytest.raises(Problem) as caught:
        await desk.ask(inquiry, provider)
    return caught.value


async def test_every_made_up_claim_stands_as_the_gateway_shows_it(desk: StatusDesk) -> None:
    for number, made_up in claims().items():
        if made_up.provider != CLINIC.npi:
            continue
        [claim] = (await desk.ask(about(number))).claims
        other = shown(number)
        assert (claim.number, claim.part, claim.first, claim.last) == (
            number,
            other.part,
            other.first,
            other.last,
        )
        assert (claim.billed, claim.paid) == (
            other.billed,
            other.paid if other.standing.group.is_final else None,
        )
        assert (claim.standing.category, claim.standing.code) == (
            other.standing.category,
            other.standing.code,
        )
        assert claim.standing.group is other.standing.group
        assert claim.patient.name.casefold() == other.patient.name.casefold()
        billed = [(line.procedure, line.modifiers, line.billed) for line in other.lines if line.procedure]
        assert [(line.procedure, line.modifiers, line.billed) for line in claim.lines] == billed
        assert (claim.payment and claim.payment.number) == (other.payment and other.payment.number)


@pytest.mark.parametrize("form", ["soap", "mime"])
async def test_without_a_number_all_claims_of_the_dates_come(
    portal: Portal, tmp_path: Path, form: str
) -> None:
    async with status_desk(portal, tmp_path / "store", form=form) as desk:
        inquiry = replace(about("9926000000101"), number="")
        found = await desk.ask(inquiry)
    assert [claim.number for claim in found.claims] == ["9926000000111", "9926000000101"]
    assert len({claim.first for claim in found.claims}) == 1
    assert (found.source, desk.seen) == ("Claim status", [("claims_b", None)])


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "9926000000999"},
        {"part": "A"},
        {"last_name": "Other"},
        {"birth_date": date(1950, 1, 1)},
        {"mbi": Mbi("1EG4TE5MK73")},
        {"number": "", "service": ServiceDates(date(2026, 1, 1), date(2026, 1, 1))},
    ],
)
async def test_what_is_not_there_is_not_found_and_no_problem(
    desk: StatusDesk, changes: dict[str, Any]
) -> None:
    found = await desk.ask(replace(about("9926000000101"), **changes))
    assert found.claims == ()


async def test_a_provider_and_a_payer_that_are_not_known_are_refused(portal: Portal, tmp_path: Path) -> None:
    async with status_desk(portal, tmp_path / "one", payer_id="OTHER") as desk:
        problem = await problem_of(desk, about("9926000000101"))
        assert problem.code == "claims.provider_refused"
        other = CLINIC.model_copy(update={"npi": "1000000004"})
        problem = await problem_of(desk, replace(about("9926000000101"), part="A"), other)
    assert problem.code == "claims.provider_refused"
    assert "not approved as a submitter" in str(problem.parameters["meaning"])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("core.ack-ta1", "ack.ta1"),
        ("core.ack-999", "ack.999"),
        ("core.soap-receiver", "core.fault"),
        ("core.unauthorized", "core.denied"),
        ("core.cut-x12", "answer.cut"),
        ("core.foreign-text", "core.foreign_text"),
        ("core.503", "upstream.down"),
        ("core.drop", "upstream.dropped"),
    ],
)
async def test_each_layer_refuses_in_its_own_words(
    portal: Portal, desk: StatusDesk, fault: str, code: str
) -> None:
    portal.fault(fault, times=1)
    problem = await problem_of(desk, about("9926000000101"))
    assert problem.code == code
    assert desk.seen == [("claims_b", problem)]
    assert [r["outcome"] for r in desk.recorded()] == ["pending", problem.kind.value]


async def test_a_busy_service_is_asked_again_when_it_says(portal: Portal, desk: StatusDesk) -> None:
    portal.fault("core.busy", times=1)
    assert len((await desk.ask(about("9926000000101"))).claims) == 1
    assert len(desk.waits) == 1
    assert [r["outcome"] for r in desk.recorded()] == ["pending", "success"]


async def test_asking_is_on_record_without_patient_or_number(desk: StatusDesk) -> None:
    await desk.ask(about("9926000000101"))
    intent, outcome = desk.recorded()
    assert (intent["outcome"], outcome["outcome"]) == ("pending", "success")
    assert (outcome["details"]["records"], outcome["details"]["view"]) == (1, "claim status B")
    assert intent["patient_ref"] == outcome["patient_ref"]
    assert intent["claim_ref"] == outcome["claim_ref"]
    assert "/" in outcome["corr"]
    written = json.dumps([intent, outcome])
    assert "1AA0AA0AA01" not in written
    assert "9926000000101" not in written


def test_the_request_asks_about_one_claim_of_one_provider() -> None:
    created = datetime(2026, 11, 22, 9, 0, 7)  # noqa: DTZ001 - written as it is
    text = write_status_request(
        about("226000000201PRA"), CLINIC, upstream("https://core.example.org"), NUMBERS, created
    )
    segments = text.split("~")
    assert segments[1] == "GS*HR*PRACTICE*CMS*20261122*090007*1*X*005010X212"
    assert segments[2:-3] == [
        "ST*276*0001*005010X212",
        "BHT*0010*13*REF-1*20261122*090007",
        "HL*1**20*1",
        "NM1*PR*2*CMS*****PI*PRACTICEA",
        "HL*2*1*21*1",
        "NM1*41*2*PRACTICE FAMILY CLINIC*****46*PRACTICE",
        "HL*3*2*19*1",
        "NM1*1P*2*PRACTICE FAMILY CLINIC*****XX*1234567893",
        "HL*4*3*22*0",
        "DMG*D8*19430228",
        "NM1*IL*1*TAMARIND*THEODORA****MI*1AA0AA0AA20",
        "TRN*1*TRACE-1",
        "REF*1K*226000000201PRA",
        "DTP*472*RD8*20260923-20260929",
        "SE*15*0001",
    ]


def reply(*segments: str, reference: str = "REF-1") -> str:
    """Return a 277 written freely."""
    rows = [
        "ST*277*0001*005010X212",
        f"BHT*0010*08*{reference}*20261122*0900*DG",
        "HL*1**20*1",
        "NM1*PR*2*PAYER*****PI*1",
        "HL*2*1*21*1",
        "NM1*41*2*CLINIC*****46*X",
        "HL*3*2*19*1",
        "NM1*1P*2*CLINIC*****XX*1234567893",
        "HL*4*3*22*0",
        *segments,
    ]
    count = len(rows) + 1
    isa = "*".join(
        (
            *("ISA", "00", " " * 10, "00", " " * 10, "ZZ", "CMS".ljust(15), "ZZ", "PRACTICE".ljust(15)),
            *("261122", "0900", "^", "00501", "000000009", "0", "T", ":~"),
        )
    )
    body_text = "~".join((*rows, f"SE*{count}*0001"))
    return f"{isa}GS*HN*CMS*PRACTICE*20261122*0900*9*X*005010X212~{body_text}~GE*1*9~IEA*1*000000009~"


ALMA = "NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01"
ASKED = StatusAsked(about("9926000000101"), NUMBERS, "Claim status")


@pytest.mark.parametrize(
    ("segments", "reference"),
    [
        ((ALMA, "TRN*2*OTHER", "STC*F1:65*20261122**1*1"), "REF-1"),
        ((ALMA.replace("AA01", "AA02"), "TRN*2*TRACE-1", "STC*F1:65*20261122**1*1"), "REF-1"),
        ((ALMA.rpartition("*MI")[0], "TRN*2*TRACE-1", "STC*F1:65*20261122**1*1"), "REF-1"),
        ((ALMA, "TRN*2*TRACE-1", "STC*F1:65*20261122**1*1"), "REF-2"),
    ],
)
def test_an_answer_about_something_else_is_never_shown(segments: tuple[str, ...], reference: str) -> None:
    with pytest.raises(Problem) as caught:
        read_status_reply(reply(*segments, reference=reference), ASKED)
    assert caught.value.code == "answer.mismatch"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("E0:21", "claims.asked_wrong"),
        ("E3:0", "claims.asked_wrong"),
        ("E1:0", "claims.away"),
        ("E2:0", "claims.away"),
    ],
)
def test_an_error_of_the_request_or_of_the_system_is_a_problem(state: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_status_reply(reply(ALMA, "TRN*2*TRACE-1", f"STC*{state}*20261122"), ASKED)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("state", "paid", "group"),
    [
        ("A1:19", "0", Group.RECEIVED),
        ("A2:20", "0", Group.RECEIVED),
        ("A3:21", "0", Group.RETURNED),
        ("A7:562", "0", Group.RETURNED),
        ("P1:45", "0", Group.IN_PROCESS),
        ("P3:317", "0", Group.ACTION_NEEDED),
        ("R4:294", "0", Group.ACTION_NEEDED),
        ("F0:3", "10", Group.PAID),
        ("F1:65", "10", Group.PAID),
        ("F2:104", "0", Group.DENIED),
        ("F3:101", "0", Group.DENIED),
        ("F4:98", "0", Group.DENIED),
        ("X0:0", "0", Group.IN_PROCESS),
        ("ZZ:0", "0", Group.IN_PROCESS),
    ],
)
def test_each_category_has_its_group(state: str, paid: str, group: Group) -> None:
    text = reply(ALMA, "TRN*2*TRACE-1", f"STC*{state}*20261122**150*{paid}", "REF*1K*9926000000101")
    [claim] = read_status_reply(text, ASKED)
    assert claim.standing.group is group


def test_an_answer_without_any_state_or_line_number_is_read_all_the_same() -> None:
    text = reply(ALMA, "TRN*2*TRACE-1", "STC", "SVC*HC:99213*150*0", "STC*F2:1*20261122", "REF*FJ*XYZ")
    [claim] = read_status_reply(text, ASKED)
    assert (claim.standing.group, claim.number, claim.lines[0].number) == (Group.IN_PROCESS, "", 1)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_damaged_answer_never_shows_another_patient(data: st.DataObject) -> None:
    text = reply(ALMA, "TRN*2*TRACE-1", "STC*F1:65*20261122**150*72.44", "SVC*HC:99213*150*72.44")
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, min(begin + 30, len(text))))
    put = data.draw(st.text(st.sampled_from("~*:^ABC019NM1SEHL"), max_size=12))
    try:
        found = read_status_reply(text[:begin] + put + text[end:], ASKED)
    except Problem:
        return
    assert all(claim.patient.mbi == ASKED.inquiry.mbi for claim in found)


def test_a_277_without_claims_is_no_answer() -> None:
    with pytest.raises(Problem) as caught:
        read_status_reply(reply(ALMA), ASKED)
    assert caught.value.code == "answer.kind"


@pytest.mark.parametrize("part", ["A", "B"])
def test_a_claim_that_does_not_tell_who_it_is_about_cannot_be_asked_for(part: Part) -> None:
    claim = replace(shown("9926000000101"), part=part)
    assert inquiry_about(claim) is not None
    known = claim.patient
    for less in (replace(known, mbi=""), replace(known, last_name=""), replace(known, birth_date=None)):
        assert inquiry_about(replace(claim, patient=less)) is None
    assert inquiry_about(replace(claim, first=None)) is None
    assert inquiry_about(replace(claim, part=None)) is None
