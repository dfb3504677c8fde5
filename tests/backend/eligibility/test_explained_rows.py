"""F1 has words of our own for every row of every tab, and for every code in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.eligibility.presentation import present
from spot_tui.backend.eligibility.sheet import Viewing, tab_lines
from spot_tui.backend.eligibility.verdict.finding import Topic
from spot_tui.backend.results import read_results
from spot_tui.backend.x12.codes import names
from spot_tui.words import knows
from tests.backend.eligibility.answers import answer_of, day
from tests.backend.eligibility.explained import unexplained
from tests.backend.eligibility.rows import ROWS

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "x12" / "271"
ON = day("2026-11-25")


@pytest.mark.parametrize("name", ROWS)
def test_every_row_that_the_mapping_knows_is_explained(name: str) -> None:
    sample = ROWS[name]
    assert unexplained(answer_of(*sample.segments, head=sample.head, version=sample.version), ON) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples here")
def test_every_row_of_the_samples_is_explained() -> None:
    answers = [
        answer
        for file in sorted(SAMPLES.iterdir())
        for result in read_results(file.read_bytes(), file.name, "00")
        for answer in result.eligibility
    ]
    assert answers
    assert [row for answer in answers for row in unexplained(answer, ON)] == []


@pytest.mark.parametrize(
    ("table", "key"), [("msp", "row.msp"), ("bill_option", "row.option"), ("revocation", "row.revocation")]
)
def test_every_code_of_a_table_has_an_explanation_of_its_own(table: str, key: str) -> None:
    assert [code for code in names(table) if not knows(f"{key}.{code}")] == []


def test_every_topic_of_a_verdict_is_explained() -> None:
    assert [topic for topic in Topic if not knows(f"row.{topic}")] == []


def lines(tab: str, *segments: str) -> str:
    found = present(answer_of(*segments), Viewing(ON, ON))
    shown = next(each for each in found.tabs if each.id == tab)
    return " ".join(told for line in tab_lines(shown) for told in line.about)


@pytest.mark.parametrize(
    ("tab", "segments", "told"),
    [
        ("eligibility", ("EB*6**30*MB", "DTP*307*RD8*20261101-20261130"), "the patient keeps Medicare"),
        ("inpatient", ("EB*K**30*MA**33***DY*45",), "60 in a lifetime"),
        ("inpatient", ("EB*K**A7*MA**33***DY*45",), "190 in a lifetime"),
        ("msp", ("EB*R**30*47",), "somebody else is liable"),
        ("map", ("EB*U**30*HN", "MSG*MCO Bill Option Code - C"), "all Part A and Part B claims"),
        ("map", ("EB*U**30*HN",), "Ask the plan who processes"),
        ("hospice", ("EB*X**45*MA**26", "MSG*Revocation Code - 3"), "occurrence code 23"),
        ("hospice", ("EB*X**42***26", "DTP*472*RD8*20260509-20260707"), "patient's status"),
        (
            "deductibles",
            ("EB*D**AD*MB***500", "DTP*292*RD8*20260101-20261231", "MSG*Used Amount"),
            "The threshold of 2026 is $2,480.00",
        ),
        (
            "deductibles",
            ("EB*D**AD*MB***500", "DTP*292*RD8*20270101-20271231", "MSG*Used Amount"),
            "not known for this year",
        ),
    ],
)
def test_a_line_carries_what_explains_it(tab: str, segments: tuple[str, ...], told: str) -> None:
    assert told in lines(tab, *segments)
