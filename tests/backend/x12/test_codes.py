from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files

import pytest

from spot_tui.backend.eligibility.inquiry import inquiry_form
from spot_tui.backend.problems import KINDS, Kind
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12 import codes
from spot_tui.backend.x12.codes import (
    TableFault,
    asked_service_types,
    checked_document,
    checked_names,
    names,
    preventive_service,
    preventive_services,
    reject_codes,
    table_date,
    table_sentences,
    word,
    year_amounts,
)
from tests.backend.eligibility.answers import day

TABLES = sorted(
    file.name.removesuffix(".json")
    for file in files(codes).iterdir()
    if file.name.endswith(".json") and "names" in json.loads(file.read_text("utf-8"))
)

REJECT_CODES = (
    *("04", "15", "33", "35", *(str(n) for n in range(41, 59)), *(str(n) for n in range(60, 81))),
    *("95", "97", "98", "AA", "AE", "AF", "AG", "AO", "CI", "E8", "IA", "MA", "T4"),
)
CODE_SETS = {
    "information": "1 2 3 4 5 6 7 8 A B C CB D E F G H I J K L M MC N O P Q R S T U V W X Y",
    "time": "6 7 13 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36",
    "quantity": "99 CA CE D3 DB DY FL HS LA LE M2 MN P6 QA S7 S8 VS YY",
    "msp": "12 13 14 15 16 41 42 43 47 WC AP LT",
    "plan": "HM HN IN PR PS",
    "bill_option": "A 1 B 2 C",
    "revocation": "0 1 2 3",
    "reason": "0 1 2 3",
    "date": ("096 102 193 194 198 290 291 292 304 307 318 346 347 348 349 356 357 435 442 472 636"),
    "reference": "18 1L 1W 6P F6 IG N6 NQ SY EJ",
    "ta1": " ".join(f"{n:03}" for n in range(32)),
    "segment_error": "1 2 3 4 5 6 7 8 I4 I6 I7 I8 I9",
    "element_error": "1 2 3 4 5 6 7 8 9 10 12 13 I6 I9 I10 I11 I12 I13",
    "set_error": "1 2 3 4 5 6 7 23 I5 I6",
    "group_error": "1 2 3 4 5",
    "aaa_action": "C N P R S W X Y",
    "status_category": (
        "A0 A1 A2 A3 A4 A5 A6 A7 A8 P0 P1 P2 P3 P4 P5 F0 F1 F2 F3 F3F F3N F4 RQ D0 E0 E1 E2 E3 E4 X0 R0 R1 "
        "R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 R16 R17"
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_dated_sourced_and_worded(table: str) -> None:
    assert names(table)
    assert table_date(table) > day("2020-01-01")


@pytest.mark.parametrize("table", CODE_SETS)
def test_a_table_has_its_whole_code_set(table: str) -> None:
    assert set(CODE_SETS[table].split()) <= names(table).keys()


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert word("time", "7") == "per day"
    assert word("time", "ZZ") == "ZZ"
    assert word("time", "") == ""


def test_every_reject_code_is_there() -> None:
    assert set(REJECT_CODES) - {"59"} == reject_codes().keys()


@pytest.mark.parametrize("code", reject_codes())
def test_a_reject_code_has_a_kind_a_cause_and_advice(code: str) -> None:
    told = reject_codes()[code]
    assert KINDS[f"aaa.{told.kind}"] == Kind(told.kind)
    assert told.cause.endswith(".")
    assert told.advice.format(back=48, ahead=4).endswith(".")


def test_only_passing_faults_are_repeated_by_machine() -> None:
    assert {code for code, told in reject_codes().items() if told.retry} == {"42", "80"}


def test_birth_after_service_is_matching_and_a_bad_patient_number_is_format() -> None:
    assert (reject_codes()["60"].kind, reject_codes()["64"].kind) == ("matching", "format")


def test_the_fields_that_rejects_mark_are_fields_of_the_inquiry() -> None:
    form = inquiry_form(day("2026-11-25"), EligibilityRules())
    marked = {name for told in reject_codes().values() for name in told.fields}
    assert marked <= {field.name for field in form.fields}


def test_amounts_are_those_of_their_year_and_none_where_unknown() -> None:
    assert year_amounts(2026).part_b_deductible == Decimal(283)
    assert year_amounts(2021).part_b_deductible is None
    assert year_amounts(1999).therapy_threshold is None


def test_preventive_codes_are_asked_for_and_unknown_ones_have_no_words() -> None:
    assert preventive_service("G0101").words
    assert preventive_service("99483").assumed
    assert preventive_service("G0999").words == ""
    assert len(preventive_services()) == len(set(preventive_services()))


def test_what_is_asked_is_the_published_set_with_dialysis_and_pharmacy() -> None:
    published = "10 14 30 42 45 48 67 A7 AD AE AG BF BG"
    assert set(asked_service_types()) == {*published.split(), "15", "88"}


RIGHT: dict[str, object] = {"about": "a", "date": "2026-01-01", "source": "s", "names": {"1": "one"}}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("date", "yesterday"),
        ("date", None),
        ("source", ""),
        ("about", ""),
        ("names", {}),
        ("names", ["1"]),
        ("names", {"1": ""}),
        ("names", {"1": 1}),
        ("names", {"": "x"}),
    ],
)
def test_a_table_out_of_form_is_refused(key: str, value: object) -> None:
    assert checked_names("time", checked_document("time", RIGHT))
    with pytest.raises(TableFault):
        checked_names("time", checked_document("time", {**RIGHT, key: value}))


def test_translators_get_every_text_of_the_tables() -> None:
    found = set(table_sentences())
    assert ("time", "per day") in found
    assert ("aaa", reject_codes()["72"].advice) in found
    assert ("preventive", preventive_service("G0101").words) in found
    assert all(sentence for _, sentence in found)
