from __future__ import annotations

import re

import pytest

from spot_tui.backend.x12.codes import TableFault, table_date, table_sentences
from spot_tui.backend.x12.codes.adjustments import (
    GROUPS,
    REASONS,
    REMARKS,
    Road,
    checked_entries,
    explain_group,
    explain_reason,
    explain_remark,
    known_reasons,
    known_remarks,
)
from tests.backend.eligibility.answers import day

COMMON_REASONS = (
    "1 2 3 4 5 6 7 8 9 10 11 12 13 16 18 19 20 21 22 23 24 26 27 29 31 35 39 40 45 49 50 55 58 59 66 78 "
    "89 94 96 97 107 108 109 110 111 112 116 117 119 129 140 144 146 147 150 151 163 164 167 170 171 "
    "172 181 182 183 184 185 189 190 193 197 198 199 204 206 207 208 209 222 223 226 227 231 234 236 "
    "237 246 252 253 256 258 272 A1 A6 B7 B9 B10 B11 B13 B14 B15 B16 B20"
)
COMMON_REMARKS = (
    "M15 M20 M25 M27 M38 M39 M44 M45 M46 M49 M50 M51 M52 M53 M54 M59 M62 M64 M76 M77 M79 M80 M81 M86 "
    "M119 M127 MA01 MA04 MA07 MA13 MA18 MA27 MA30 MA36 MA43 MA61 MA63 MA65 MA67 MA120 MA130 N4 N19 N20 "
    "N30 N32 N56 N58 N70 N95 N102 N104 N105 N106 N111 N115 N130 N174 N179 N211 N256 N257 N264 N265 N285 "
    "N286 N290 N350 N362 N382 N386 N425 N435 N519 N522 N525 N570 N574 N575 N620 N640 N657 N702 N704 "
    "N706 N781 N782"
)


@pytest.mark.parametrize("table", [REASONS, REMARKS, GROUPS])
def test_every_table_is_dated(table: str) -> None:
    assert table_date(table) > day("2026-01-01")


def test_the_codes_an_office_meets_most_have_words() -> None:
    assert set(COMMON_REASONS.split()) <= known_reasons()
    assert set(COMMON_REMARKS.split()) <= known_remarks()


def test_every_code_is_well_formed() -> None:
    assert all(re.fullmatch(r"\d{1,3}|[A-Z]\d{1,2}", code) for code in known_reasons())
    assert all(re.fullmatch(r"M\d{1,3}|MA\d{2,3}|N\d{1,4}", code) for code in known_remarks())


def test_words_are_a_short_phrase_and_the_next_step_is_sentences() -> None:
    told = [*map(explain_reason, known_reasons()), *map(explain_remark, known_remarks())]
    for code in told:
        assert len(code.words) <= 80, code
        assert not code.words.endswith("."), code
        assert code.next.endswith("."), code
        assert len(code.next) <= 180, code


def test_an_unknown_code_stands_for_itself() -> None:
    assert explain_reason("999").code == "999"
    assert explain_reason("999").words == ""
    assert explain_remark("N99999").road is None
    assert not explain_group("ZZ").patient


def test_only_the_patients_share_may_be_billed_to_the_patient() -> None:
    assert [code for code in ("CO", "PR", "OA", "PI", "CR") if explain_group(code).patient] == ["PR"]


def test_who_bears_it_decides_the_next_step() -> None:
    assert "may not be billed" in explain_reason("50", "CO").next
    assert "bill the patient" in explain_reason("50", "PR").next
    assert explain_reason("50", "OA").next == explain_reason("50").next


@pytest.mark.parametrize(
    ("code", "road"),
    [
        ("253", Road.SETTLE),
        ("45", Road.SETTLE),
        ("29", Road.SETTLE),
        ("24", Road.OTHER_PAYER),
        ("22", Road.OTHER_PAYER),
        ("50", Road.APPEAL),
        ("4", Road.CORRECT),
        ("16", Road.NEW_CLAIM),
        ("1", Road.PATIENT),
    ],
)
def test_a_reason_leads_the_right_way(code: str, road: Road) -> None:
    assert explain_reason(code).road is road


def test_an_unprocessable_claim_leads_to_a_new_one() -> None:
    told = explain_remark("MA130")
    assert told.road is Road.NEW_CLAIM
    assert "neither appealed nor reopened" in told.next


def test_translators_get_every_text() -> None:
    found = set(table_sentences())
    assert ("carc", explain_reason("50", "PR").next) in found
    assert ("rarc", explain_remark("N115").words) in found
    assert ("adjustment_group", explain_group("CO").next) in found


@pytest.mark.parametrize(
    "row",
    [
        {"words": "x", "next": "Y."},
        {"words": "x", "next": "Y.", "road": "moon"},
        {"words": "", "next": "Y.", "road": "check"},
        {"words": "x", "next": " Y.", "road": "check"},
        {"words": "x", "next": "Y.", "road": "check", "more": 1},
        "x",
    ],
)
def test_an_entry_out_of_form_is_refused(row: object) -> None:
    with pytest.raises(TableFault):
        checked_entries("carc", {"1": row})
