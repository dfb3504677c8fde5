from __future__ import annotations

import dataclasses
import os
import string
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.eligibility.model import Eligibility, OtherBenefit
from spot_tui.backend.eligibility.presentation import TAB_IDS, Viewing, present
from spot_tui.backend.eligibility.sheet import WIDTH, tab_lines
from tests.backend.eligibility.answers import answer_of, day
from tests.backend.eligibility.rows import ROWS

EXAMPLES = 2000 if os.environ.get("SPOT_TUI_SOAK") else 120

INFORMATION = st.sampled_from(["1", "3", "6", "8", *"ABCDEFIKRUVXYZ", "", "CB"])
TYPES = st.sampled_from(
    ["", "30", "10", "14", "42", "45", "47", "64", "67", "88", "A7", "AD", "AE", "AG", "BF", "BG", "30^42^AG"]
)
INSURANCE = st.sampled_from(["", "MA", "MB", "QM", "HM", "HN", "12", "47", "WC", "OT", "IND"])
TIMES = st.sampled_from(["", "7", "22", "23", "26", "27", "29", "32", "33"])
NUMBERS = st.sampled_from(["", "0", ".2", "1736", "x", "-5"])
COUNTED = st.sampled_from(["", "99", "CA", "DB", "DY", "LA", "P6", "VS"])
PROCEDURES = st.sampled_from(["", "HC|G0179", "HC|G0101", "HC|77080|TC", "AD|D0120", "HC"])
OWNED = st.sampled_from(
    [
        "DTP*291*D8*20130301",
        "DTP*291*RD8*20260101-20261231",
        "DTP*307*RD8*20260101-20260131",
        "DTP*348*D8*20270101",
        "DTP*435*RD8*20251220-20260210",
        "DTP*472*D8*nonsense",
        "DTP",
        "HSD***DA**29*12",
        "HSD***DA**31*90",
        "HSD*FL*2***29",
        "HSD",
        "REF*18*H0000 001",
        "REF*N6*001*PLAN",
        "REF*IG*P-1",
        "REF",
        "AAA*N**33*C",
        "MSG*Technical",
        "MSG*0-Age",
        "MSG*Used Amount",
        "MSG",
        "III*ABK*S134XXA",
        "III",
        "LS*2120",
        "NM1*PRP*2*PLAN",
        "NM1",
        "N3*1 PLAZA",
        "PER*IC**TE",
        "LE*2120",
        "ZZZ*1",
    ]
)


@st.composite
def benefits(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw an EB and what follows it: any mixture of what the rules look at."""
    eb = "*".join(
        (
            "EB",
            draw(INFORMATION),
            draw(st.sampled_from(["", "IND"])),
            draw(TYPES),
            draw(INSURANCE),
            draw(st.sampled_from(["", "PLAN"])),
            draw(TIMES),
            draw(NUMBERS),
            draw(NUMBERS),
            draw(COUNTED),
            draw(NUMBERS),
            "",
            "",
            draw(PROCEDURES),
        )
    ).rstrip("*")
    return (eb, *draw(st.lists(OWNED, max_size=6)))


def items_of(answer: Eligibility) -> list[object]:
    parts = [f.name for f in dataclasses.fields(answer) if f.name not in {"source", "beneficiary", "asked"}]
    return [item for part in parts for item in getattr(answer, part)]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(benefits(), max_size=8))
def test_no_benefit_is_lost(drawn: list[tuple[str, ...]]) -> None:
    answer = answer_of(*(segment for benefit in drawn for segment in benefit))
    claimed = {item.raw for item in items_of(answer) if getattr(item, "raw", ())}  # type: ignore[attr-defined]
    assert answer.source.benefits == len(drawn)
    assert {benefit for benefit in drawn if benefit[0] != "EB"} <= claimed


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(benefits(), max_size=8))
def test_a_benefit_is_either_claimed_by_a_rule_or_an_other_benefit(drawn: list[tuple[str, ...]]) -> None:
    answer = answer_of(*(segment for benefit in drawn for segment in benefit))
    others = Counter(item.raw for item in items_of(answer) if isinstance(item, OtherBenefit))
    ruled = {
        item.raw  # type: ignore[attr-defined]
        for item in items_of(answer)
        if not isinstance(item, OtherBenefit) and type(item).__name__ not in {"Reject", "Trace"}
    }
    assert not ruled & others.keys()
    repeated = Counter(drawn)
    assert all(count == repeated[raw] for raw, count in others.items())


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(benefits(), max_size=8), st.dates(day("2024-01-01"), day("2027-12-31")))
def test_every_answer_can_be_shown_in_78_columns_with_all_tabs(
    drawn: list[tuple[str, ...]], on: object
) -> None:
    answer = answer_of(*(segment for benefit in drawn for segment in benefit))
    sheet = present(answer, Viewing(on, day("2026-11-25")))  # type: ignore[arg-type]
    assert tuple(tab.id for tab in sheet.tabs) == TAB_IDS
    lines = [line for tab in (sheet.summary, *sheet.tabs) for line in tab_lines(tab)]
    assert all(len(line.text) <= WIDTH for line in lines)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(sorted(ROWS)), st.data())
def test_a_real_benefit_with_a_changed_element_is_read_without_a_fault(row: str, data: st.DataObject) -> None:
    segments = list(ROWS[row].segments) or ["EB*1**30*MA"]
    place = data.draw(st.integers(0, len(segments) - 1))
    elements = segments[place].split("*")
    number = data.draw(st.integers(1, max(1, len(elements) - 1)))
    text = data.draw(st.text(string.ascii_letters + string.digits + " .,-^|:\u2013\u202e\u00e9", max_size=30))
    elements[number : number + 1] = [text]
    segments[place] = "*".join(elements)
    answer = answer_of(*segments, version=ROWS[row].version)
    present(answer, Viewing(day("2026-06-01"), day("2026-06-01")))
