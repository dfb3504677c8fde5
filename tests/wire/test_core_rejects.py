"""Every AAA code, by its number and by its own way; and what a machine may ask again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.backend.x12.codes import reject_codes
from spot_tui.sandbox.core_rules import RejectRule, core_rules
from spot_tui.sandbox.people import people
from tests.wire.core_desk import CoreDesk, Question, Row, answer_to, code, core_desk, patient, reject_of
from tests.wire.portal import Portal

NUMBERED = [rule for rule in core_rules().reject if not rule.once]
RETRIED = {"80"}


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store") as desk:
        yield desk


def test_there_is_a_number_for_every_code_and_all_actions_occur() -> None:
    rules = core_rules().reject
    assert {rule.code for rule in rules} == set(reject_codes())
    assert {rule.action for rule in rules} == set("CNPRSWXY")


@pytest.mark.parametrize("rule", NUMBERED, ids=lambda rule: rule.code)
async def test_a_reserved_number_gets_its_code(desk: CoreDesk, rule: RejectRule) -> None:
    with pytest.raises(Problem) as refused:
        await desk.check_number(rule.mbi)
    problem = refused.value
    assert problem.reference == f"AAA {rule.code} {rule.action} {rule.loop}"
    assert problem.code == f"aaa.{reject_codes()[rule.code].kind}"
    assert desk.attempts == ([1, 2, 3] if rule.code in RETRIED else [1])


def npi(number: str) -> Row:
    return ("NM1", "1P", "2", "CLINIC", "", "", "", "", "XX", number)


def payer(name: str, number: str) -> Row:
    return ("NM1", "PR", "2", name, "", "", "", "", "PI", number)


def service(qualifier: str, dates: str) -> Row:
    return ("DTP", "291", qualifier, dates)


def born(text: str, sex: str = "") -> Row:
    return ("DMG", "D8", text, sex)


OWN_WAYS: list[tuple[str, dict[str, Row | None]]] = [
    ("15", {"patient": patient(first=""), "DMG": None}),
    ("41", {"provider": npi("1000000004")}),
    ("43", {"provider": npi("1234567890")}),
    ("44", {"provider": ("NM1", "1P", "2", "", "", "", "", "", "XX", "1234567893")}),
    ("50", {"provider": npi("1000000012")}),
    ("51", {"provider": npi("1003000126")}),
    ("52", {"provider": npi("1000000020"), "DTP": service("D8", "20251231")}),
    ("54", {"EQ": code("AD", "D0120")}),
    ("55", {"EQ": code("HC", "G01")}),
    ("56", {"DTP": service("RD8", "20261120-20261101")}),
    ("57", {"DTP": service("D8", "20260230")}),
    ("58", {"DMG": born("19480230")}),
    ("60", {"DMG": born("20261121"), "DTP": service("D8", "20261101")}),
    ("62", {"DTP": service("D8", "20221121")}),
    ("63", {"DTP": service("D8", "20270323")}),
    ("71", {"DMG": born("19480303")}),
    ("72", {"patient": patient(mbi="1SA0AA0AA01")}),
    ("73", {"patient": patient(last="QUILL")}),
    ("73", {"patient": patient(first="ALMINA")}),
    ("74", {"DMG": born("19480302", "M")}),
    ("75", {"patient": patient(mbi="1AA0AA0AA31")}),
    ("75", {"patient": patient(mbi="1EG4TE5MK73")}),
    ("79", {"payer": payer("CMS", "ELSEWHERE")}),
    ("T4", {"payer": payer("", "")}),
]


@pytest.mark.parametrize(("wanted", "rows"), OWN_WAYS)
async def test_a_wrong_question_gets_the_code_by_itself(
    desk: CoreDesk, wanted: str, rows: dict[str, Row | None]
) -> None:
    reject = await reject_of(desk, Question(desk.clock, rows=rows))
    rule = next(rule for rule in core_rules().reject if rule.code == wanted)
    assert (reject.code, reject.loop, reject.action) == (wanted, rule.loop, rule.action)


async def test_two_patients_in_one_interchange_are_refused(desk: CoreDesk) -> None:
    more: tuple[Row, ...] = (("HL", "4", "2", "22", "0"), patient("1AA0AA0AA02"), ("EQ", "30"))
    assert (await reject_of(desk, Question(desk.clock, more=more))).code == "04"


async def test_a_receiver_that_is_not_known_is_refused(desk: CoreDesk) -> None:
    assert (await reject_of(desk, Question(desk.clock, receiver="ELSEWHERE"))).code == "79"


@pytest.mark.parametrize("edge", ["20221122", "20270322"])
async def test_the_first_and_the_last_day_of_the_window_are_answered(desk: CoreDesk, edge: str) -> None:
    answer = await answer_to(desk, Question(desk.clock, rows={"DTP": service("D8", edge)}))
    assert not answer.rejects


ACCEPTED_NAMES = [
    ("1AA0AA0AA09", "HOLLOWELL FENNICK", "HORACE", "19550211"),
    ("1AA0AA0AA09", "HOLLOWELL-FENNICK JR", "HORACE", "19550211"),
    ("1AA0AA0AA26", "ODAPPLEGRIM", "AURELIAN", "19450404"),
    ("1AA0AA0AA26", "O'DAPPLEGRIM", "AURELIUS", "19450404"),
    ("1AA0AA0AA27", "FEATHERLINGHAMOVERTHEWATER", "CORNELIA WILHELMINA", "19400721"),
]


@pytest.mark.parametrize(("mbi", "last", "first", "birth"), ACCEPTED_NAMES)
async def test_hyphens_blanks_and_apostrophes_of_a_name_do_not_matter(
    desk: CoreDesk, mbi: str, last: str, first: str, birth: str
) -> None:
    rows: dict[str, Row | None] = {"patient": patient(mbi, last, first), "DMG": born(birth)}
    answer = await answer_to(desk, Question(desk.clock, rows=rows))
    assert not answer.rejects


async def test_first_names_match_by_initial_where_it_is_switched_so(portal: Portal, desk: CoreDesk) -> None:
    portal.switch("core_first_names", "first-initial")
    answer = await answer_to(desk, Question(desk.clock, rows={"patient": patient(first="ALMINA")}))
    assert not answer.rejects


async def test_a_birth_date_alone_is_enough_and_so_is_a_first_name(desk: CoreDesk) -> None:
    by_birth = await answer_to(desk, Question(desk.clock, rows={"patient": patient(first="")}))
    by_name = await answer_to(desk, Question(desk.clock, control=2, rows={"DMG": None}))
    assert not by_birth.rejects
    assert not by_name.rejects


async def test_a_clearinghouse_wraps_a_syntax_error_with_its_text(desk: CoreDesk) -> None:
    with pytest.raises(Problem) as refused:
        await desk.check_number("9AA0AA0AA33")
    assert "syntax error" in refused.value.upstream_words


async def test_a_passing_fault_is_asked_again_and_then_answered(desk: CoreDesk) -> None:
    answer = await desk.check_number("9AA0AA0AA42")
    assert desk.attempts == [1, 2]
    assert desk.waits == [1.0]
    assert answer.attempts == 2
    assert answer.eligibility.deductibles


async def test_no_answer_is_asked_for_three_times_and_then_refused(portal: Portal, desk: CoreDesk) -> None:
    with pytest.raises(Problem):
        await desk.check_number("9AA0AA0AA80")
    assert portal.posts("/soap") == 3
    assert desk.waits == [1.0, 3.0]


async def test_a_passing_fault_comes_again_after_a_minute(desk: CoreDesk) -> None:
    assert (await desk.check_number("9AA0AA0AA42")).attempts == 2
    desk.clock.forward(seconds=61)
    assert (await desk.check_number("9AA0AA0AA42")).attempts == 2


async def test_a_refusal_marks_the_fields_and_carries_nothing_of_the_person(desk: CoreDesk) -> None:
    alma = people()[1]
    with pytest.raises(Problem) as refused:
        await desk.check(alma, birth_date=date(1948, 3, 3))
    problem = refused.value
    assert problem.kind is Kind.MATCHING
    assert "birth_date" in problem.fields
    said = f"{problem.parameters} {problem.upstream_words} {problem.reference}".upper()
    assert not [secret for secret in (alma.mbi, "QUILLFEATHER", "PRACTICE WAY") if secret in said]


async def test_a_provider_that_is_not_tied_to_the_office_is_a_matter_of_permission(desk: CoreDesk) -> None:
    other = Provider(organisation="Other", npi="1000000004")
    with pytest.raises(Problem) as refused:
        await desk.check_number("1AA0AA0AA01", other)
    assert refused.value.kind is Kind.PERMISSION
