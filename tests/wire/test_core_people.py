"""Every made-up person over real HTTP: the rows that the data file promises are in the answer."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.eligibility.model import Eligibility, Layout, Measure, Part, Period
from spot_tui.backend.eligibility.service_days import entitled_days, part_b_id_in, plans_in, qmb_in
from spot_tui.backend.formats import months_later
from spot_tui.backend.problems import Problem
from spot_tui.sandbox.core_rules import core_rules
from spot_tui.sandbox.people import Person, people
from tests.wire.core_desk import (
    CLINIC,
    CoreDesk,
    Question,
    Row,
    about,
    answer_to,
    code,
    core_desk,
    patient,
)
from tests.wire.portal import Portal

TODAY = date(2026, 11, 22)
ON_TODAY = Period(TODAY, TODAY)
DIED = TODAY - timedelta(days=45)
LIVING = [n for n in people() if n != 3]
ODD_ONE = 27


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store") as desk:
        yield desk


def measures(answer: Eligibility, setting: str) -> set[tuple[Measure, bool]]:
    return {(i.measure, i.spell) for i in answer.stay_days if i.setting == setting}


def amount(answer: Eligibility, part: str, measure: Measure) -> Decimal | None:
    return next(
        d.amount
        for d in answer.deductibles
        if d.part == part and d.measure == measure and "30" in d.service_types
    )


def sessions(answer: Eligibility, programme: str) -> list[tuple[str, object, object]]:
    return [(s.side, s.used, s.remaining) for s in answer.sessions if s.programme == programme]


def is_entitled(answer: Eligibility, part: Part, on: date = TODAY) -> bool:
    return bool(entitled_days(answer, part, Period(on, on)))


def msp_types(answer: Eligibility) -> dict[str, bool]:
    """Return the types of other insurers, and whether each is still open."""
    return {item.type: item.periods[0].last is None for item in answer.msp}


def plan_facts(answer: Eligibility, kind: str) -> list[tuple[str, str, str]]:
    return [(p.type, p.contract, p.number) for p in answer.plans if p.kind == kind]


Check = Callable[[Eligibility], bool]

# One check for each row that the data file says a person covers.
CHECKS: dict[str, Check] = {
    "BEN1": lambda a: bool(
        a.beneficiary and (a.beneficiary.last_name, a.beneficiary.suffix) == ("HOLLOWELL-FENNICK", "JR")
    ),
    "BEN2": lambda a: bool(
        a.beneficiary and a.beneficiary.corrected and a.beneficiary.first_name == "AURELIAN"
    ),
    "BEN4": lambda a: bool(
        a.beneficiary and a.beneficiary.sex == "U" and a.beneficiary.birth_date == date(1945, 4, 4)
    ),
    "BEN6": lambda a: bool(a.asked and a.asked.first == TODAY),
    "BEN7": lambda a: [t.kind for t in a.traces] == ["2", "1"],
    "ELG1": lambda a: is_entitled(a, "A"),
    "ELG2": lambda a: is_entitled(a, "B"),
    "ELG3": lambda a: (
        any(i.insurance_type == "MA" and not i.periods for i in a.inactive) and not is_entitled(a, "A")
    ),
    "ELG4": lambda a: any(i.periods for i in a.inactive),
    "ELG5": lambda a: any(e.part == "A" and e.reason for e in a.entitlements),
    "ELG6": lambda a: {t for n in a.not_covered for t in n.service_types} == {"41", "54", "68", "82"},
    "ELG7": lambda a: bool(a.drug_benefits) and not plan_facts(a, "D"),
    "ELG8": lambda a: (
        a.coverage[0].service_types == ("1", "33", "35", "47", "86", "88", "98", "AL", "MH", "UC")
    ),
    "ELG9": lambda a: part_b_id_in(a, ON_TODAY) is not None and not is_entitled(a, "B"),
    "ELG10": lambda a: (
        {"2", "3", "4", "5"} < {e.activity for e in a.entitlements}
        and {"7", "8"} == {i.activity for i in a.inactive}
    ),
    "DED1": lambda a: amount(a, "A", Measure.TOTAL) == 1736,
    "DED2": lambda a: amount(a, "A", Measure.REMAINING) == 1736,
    "DED3": lambda a: [d.amount for d in a.deductibles if d.spell] == [0, 0],
    "DED4": lambda a: any(d.service_types == ("42", "45") and d.amount == 0 for d in a.deductibles),
    "DED5": lambda a: amount(a, "B", Measure.TOTAL) == 283,
    "DED6": lambda a: amount(a, "B", Measure.REMAINING) == 183,
    "DED7": lambda a: any(c.rate == Decimal(".2") and c.service_types == ("30",) for c in a.coinsurance),
    "DED8": lambda a: any(c.rate == 0 and c.service_types == ("42", "67", "AJ") for c in a.coinsurance),
    "DED9": lambda a: any(
        "A4" in c.service_types and c.rate in {Decimal(".2"), Decimal(".4")} for c in a.coinsurance
    ),
    "DED10": lambda a: a.blood[0].remaining in {1, 2, 3},
    "DED11": lambda a: [t.amount for t in a.therapy if t.discipline == "OT"] == [2450, 0],
    "DED12": lambda a: [t.amount for t in a.therapy if t.discipline == "PT-SLP"] == [3250, 0],
    "DED13": lambda a: {t.measure for t in a.therapy} == {Measure.REPORTED},
    "DED14": lambda a: len([d for d in a.deductibles if d.part == "B"]) == 3,
    "REH1": lambda a: sessions(a, "pulmonary") == [("technical", None, 30), ("professional", None, 30)],
    "REH2": lambda a: sessions(a, "cardiac") == [("technical", 12, None), ("professional", 12, None)],
    "REH3": lambda a: sessions(a, "intensive-cardiac") == [("technical", 6, None), ("professional", 6, None)],
    "REH4": lambda a: [r for *_, r in sessions(a, "smoking")] in ([5], [6]),
    "REH5": lambda a: sessions(a, "acupuncture") == [("", None, 9)],
    "REH6": lambda a: {p.code for p in a.preventive if p.assumed} >= {"G9886", "G9887", "99483"},
    "PRV1": lambda a: TODAY in {d for p in a.preventive for d in p.next_dates},
    "PRV2": lambda a: (
        {p.side for p in a.preventive if p.code == "77080" and p.next_dates} == {"technical", "professional"}
    ),
    "PRV3": lambda a: (
        {p.amount for p in a.preventive if p.measure in {Measure.TOTAL, Measure.REMAINING}} == {0, 283}
    ),
    "PRV4": lambda a: (
        {p.rate for p in a.preventive if p.measure is Measure.RATE} == {Decimal(0), Decimal(".2")}
    ),
    "PRV5": lambda a: any(p.modifiers == ("QW", "33") for p in a.preventive),
    "MSP1": lambda a: msp_types(a) == {"12": True} and bool(a.msp[0].insurer and a.msp[0].insurer.city),
    "MSP2": lambda a: msp_types(a) == {"13": True},
    "MSP3": lambda a: msp_types(a)["14"],
    "MSP4": lambda a: not msp_types(a)["15"],
    "MSP5": lambda a: not msp_types(a)["16"],
    "MSP6": lambda a: msp_types(a)["41"],
    "MSP7": lambda a: not msp_types(a)["42"],
    "MSP8": lambda a: msp_types(a)["43"],
    "MSP9": lambda a: any(m.type == "47" and not m.policy_number for m in a.msp),
    "MSP10": lambda a: msp_types(a)["WC"],
    "MSP11": lambda a: msp_types(a)["AP"],
    "MSP12": lambda a: not msp_types(a)["LT"],
    "MSP13": lambda a: [m.diagnoses for m in a.msp if m.type == "14"] == [("S134XXA", "S8002XA")],
    "MSP14": lambda a: a.msp[0].type == "12" and "PRACTICE EMPLOYER PLAN" in " ".join(a.msp[0].raw).upper(),
    "PLN1": lambda a: plan_facts(a, "MA") == [("HM", "H0000", "999")] and a.source.layout is Layout.Y2014,
    "PLN2": lambda a: a.source.layout is Layout.Y2018 and bool(plans_in(a, ON_TODAY)),
    "PLN3": lambda a: [p[1:] for p in plan_facts(a, "D")] == [("S0000", "999")],
    "PLN4": lambda a: bool(plan_facts(a, "D")) and a.source.layout is Layout.Y2018,
    "PLN5": lambda a: {p.type for p in a.plans if p.kind == "MA"} <= {"HM", "HN", "IN", "PR", "PS"},
    "PLN6": lambda a: all(p.bill_option for p in a.plans if p.kind == "MA"),
    "HHH1": lambda a: bool(a.home_health) and all(h.period and h.provider for h in a.home_health),
    "HHH2": lambda a: (
        (h := a.home_health[0]).first_billed == TODAY - timedelta(days=88)
        and h.last_billed == TODAY - timedelta(days=40)
    ),
    "HHH3": lambda a: (
        {c.code: len(c.dates) for c in a.certifications}
        in ({"G0180": 1, "G0179": 3}, {"G0180": 1, "G0179": 1})
    ),
    "HHH4": lambda a: len(a.hospice) >= 2,
    "HHH5": lambda a: [h.revocation for h in a.hospice] in (["0", "1"], ["3", "2", "1"]),
    "HHH6": lambda a: a.hospice_elections[0].count in {0, 2, 3},
    "INP1": lambda a: (
        {
            (s.first_day, s.last_day)
            for s in a.stay_days
            if s.setting == "hospital" and s.measure is Measure.TOTAL
        }
        == {(1, 60), (61, 90)}
    ),
    "INP2": lambda a: {m for m, _ in measures(a, "hospital")} == {Measure.TOTAL, Measure.REMAINING},
    "INP3": lambda a: {m for m, _ in measures(a, "snf")} == {Measure.TOTAL, Measure.REMAINING},
    "INP4": lambda a: (
        {(d.measure, d.days) for d in a.lifetime_days if d.kind == "reserve" and d.days is not None}
        >= {(Measure.TOTAL, 60)}
    ),
    "INP5": lambda a: {d.days for d in a.lifetime_days if d.kind == "psychiatric"} in ({190}, {190, 12}),
    "INP6": lambda a: [s.days for s in a.stay_days if s.setting == "hospital"] == [44, 30],
    "INP7": lambda a: [s.days for s in a.stay_days if s.setting == "snf"] == [12, 80],
    "QMB1": lambda a: qmb_in(a, ON_TODAY) is not None and len(a.qmb) == 2,
    "QMB2": lambda a: {c.kind for c in a.qmb_cost_shares} == {"C", "B", "A"},
    "ESR1": lambda a: bool(a.esrd) and all(e.effective for e in a.esrd),
    "ESR2": lambda a: a.esrd[0].transplants == (months_later(TODAY, -20),),
    "OTH1": lambda a: {o.information for o in a.other} == {"Y", "M", "G"},
}

BY_ANOTHER_DATE = {(3, "BEN5"), (5, "ELG5"), (25, "BEN10")}
ROWS = [(n, row) for n, p in people().items() for row in p.rows if (n, row) not in BY_ANOTHER_DATE]


@pytest.fixture(scope="module")
def answers() -> dict[int, Eligibility]:
    """Keep the answers of the module, since each serves several rows."""
    return {}


@pytest.mark.parametrize(("number", "row"), ROWS)
async def test_a_person_shows_each_promised_row(
    desk: CoreDesk, answers: dict[int, Eligibility], number: int, row: str
) -> None:
    if number not in answers:
        answers[number] = (await desk.check(people()[number])).eligibility
    assert CHECKS[row](answers[number])


@pytest.mark.parametrize("number", LIVING)
async def test_an_answer_is_whole_and_names_the_person(desk: CoreDesk, number: int) -> None:
    person = people()[number]
    answer = (await desk.check(person)).eligibility
    assert answer.beneficiary is not None
    assert answer.beneficiary.mbi == person.mbi
    assert answer.beneficiary.address
    assert answer.source.notes == ()
    assert answer.source.payer is not None
    assert len(answer.source.payer.urls) == 2
    assert answer.source.provider is not None
    assert answer.source.provider.id == "1234567893"
    assert bool(answer.other) == (number == ODD_ONE)


async def test_the_dead_are_refused_after_their_death_and_answered_before(desk: CoreDesk) -> None:
    with pytest.raises(Problem) as refused:
        await desk.check(people()[3])
    assert refused.value.parameters["code"] == "61"
    answer = (await desk.check(people()[3], DIED)).eligibility
    assert answer.beneficiary is not None
    assert answer.beneficiary.died == DIED
    assert is_entitled(answer, "A", DIED)
    assert not is_entitled(answer, "A", DIED + timedelta(days=1))


async def test_an_ended_entitlement_tells_its_reason_for_a_date_within(desk: CoreDesk) -> None:
    answer = (await desk.check(people()[5], date(2025, 6, 1))).eligibility
    assert [(e.part, e.reason) for e in answer.entitlements] == [("A", "1")]


async def test_a_replaced_number_answers_for_its_time_with_its_end(desk: CoreDesk) -> None:
    zelda, ended = people()[25], months_later(TODAY, -6)
    old = about(zelda, ended - timedelta(days=3), mbi=zelda.replaced_mbi)
    answer = (await desk.desk.check(old, CLINIC)).eligibility
    assert answer.beneficiary is not None
    assert answer.beneficiary.old_mbi_ended == ended
    with pytest.raises(Problem) as refused:
        await desk.desk.check(about(zelda, TODAY, mbi=zelda.replaced_mbi), CLINIC)
    assert refused.value.parameters["code"] == "72"


async def test_the_long_answer_has_about_640_segments(desk: CoreDesk) -> None:
    answer = (await desk.check(people()[ODD_ONE])).eligibility
    assert 620 <= answer.source.segments <= 660
    assert len(answer.home_health) == 14
    assert len({p.code for p in answer.preventive}) == 40


ENVELOPE = {"source", "beneficiary", "asked", "traces"}
ALONE = {
    ("10", 1): {"blood", "entitlements"},
    ("14", 10): {"esrd", "entitlements"},
    ("42", 19): {"home_health", "certifications", "entitlements", "deductibles", "coinsurance"},
    ("45", 17): {"hospice", "hospice_elections", "entitlements", "deductibles"},
    ("48", 1): {"stay_days", "lifetime_days", "entitlements"},
    ("67", 23): {"sessions", "entitlements", "deductibles", "coinsurance"},
    ("A7", 1): {"lifetime_days", "entitlements"},
    ("AD", 22): {"therapy", "entitlements"},
    ("AG", 1): {"stay_days", "entitlements"},
    ("BF", 23): {"sessions", "entitlements"},
    ("88", 6): {"plans", "drug_benefits"},
}


@pytest.mark.parametrize(("types", "number"), ALONE)
async def test_only_what_was_asked_comes_back(desk: CoreDesk, types: str, number: int) -> None:
    answer = await answer_to(desk, question_about(desk, people()[number], ("EQ", types)))
    filled = {f.name for f in dataclasses.fields(answer) if getattr(answer, f.name)}
    assert filled - ENVELOPE == ALONE[types, number]


def question_about(desk: CoreDesk, person: Person, asked: Row) -> Question:
    rows: dict[str, Row | None] = {
        "patient": patient(person.mbi, person.last, person.first),
        "DMG": ("DMG", "D8", f"{person.born:%Y%m%d}"),
        "EQ": asked,
    }
    return Question(desk.clock, rows=rows)


async def test_a_code_comes_back_only_when_it_is_asked(desk: CoreDesk) -> None:
    answer = await answer_to(desk, question_about(desk, people()[24], code("HC", "77080")))
    assert {p.code for p in answer.preventive} == {"77080", "G0999"}
    assert not answer.deductibles


async def test_a_clearinghouse_answers_with_its_own_payer_and_trace(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOT_TUI_CORE_PASSWORD", core_rules().password)
    hub: dict[str, Any] = {
        **dict.fromkeys(("sender_id", "receiver_id", "payer_id"), "PRACTICEHUB"),
        "payer_name": "Practice Hub for Medicare",
        "component_separator": ":",
        "username": core_rules().username,
        "password": {"environment": "SPOT_TUI_CORE_PASSWORD"},
    }
    async with core_desk(portal, tmp_path / "hub", **hub) as desk:
        answer = (await desk.check(people()[30])).eligibility
    assert answer.source.payer is not None
    assert (answer.source.payer.name, answer.source.payer.id) == ("PRACTICE HUB FOR MEDICARE", "PRACTICEHUB")
    assert [trace.kind for trace in answer.traces] == ["2", "1"]
    assert answer.source.sender == "PRACTICEHUB"


async def test_the_layout_is_a_switch_and_people_of_their_own_layout_keep_it(
    portal: Portal, desk: CoreDesk
) -> None:
    portal.switch("core_layout", "hets-2014")
    edwina = (await desk.check(people()[6])).eligibility
    assert edwina.source.layout is Layout.Y2014
    assert plan_facts(edwina, "MA") == [("HN", "H0000", "006")]
    assert (await desk.check(people()[28])).eligibility.source.layout is Layout.Y2012
    assert (await desk.check(people()[29])).eligibility.source.version == "004010X092A1"


@pytest.mark.parametrize("moment", ["2026-01-01T15:00:00", "2027-02-28T15:00:00", "2028-02-29T15:00:00"])
async def test_dates_move_with_the_clock(portal: Portal, desk: CoreDesk, moment: str) -> None:
    portal.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    for number in (4, 8, 15, 16, 17, 20, 22):
        answer = (await desk.check(people()[number])).eligibility
        assert answer.asked is not None
        assert answer.asked.first == desk.today
        assert not [note for note in answer.source.notes if note.code == "date_unreadable"]
