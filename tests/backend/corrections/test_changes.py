"""Changes as a file: what is no such file, and what is read of one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.corrections.changes import Changes, parse_changes, read_changes
from spot_tui.backend.corrections.request import LINE_FIELDS, header_values, line_values
from spot_tui.backend.problems import Problem
from tests.backend.corrections.cases import claim, line


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"lines": {"x": {}}}', '{"lines": {"0": {}}}', '{"history": "maybe"}', '{"line": {}}'],
)
def test_what_is_no_file_of_changes_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(Problem) as raised:
        parse_changes(text)
    assert raised.value.code == "changes.file"
    assert raised.value.parameters["reason"]


def test_values_are_read_as_on_the_screens() -> None:
    given = parse_changes('{"header": {"diagnoses": "e11.9, i10"}, "lines": {"1": {"units": "2.50"}}}')
    read = read_changes(claim(), given)
    assert read.findings == ()
    assert read.correction.header == header_values(claim())
    assert read.correction.lines[1].units == Decimal("2.5")
    assert read.correction.lines[1].procedure == "99213"


def test_a_line_shows_its_diagnoses_as_codes() -> None:
    values = line_values(claim(), line(pointers=("B", "A", "Z")))
    assert (values.diagnosis_1, values.diagnosis_2, values.diagnosis_3) == ("I10", "E119", "")


NAMES = st.sampled_from([*LINE_FIELDS, "modifier_5", "rendering_npi", "revenue", ""])
TEXTS = st.text("aB0/.9 é\x1b", max_size=12)


@given(st.dictionaries(st.integers(1, 3), st.dictionaries(NAMES, TEXTS) | st.none()), st.booleans())
def test_any_text_is_read_or_refused_but_never_lost(
    lines: dict[int, dict[str, str] | None], history: bool
) -> None:
    read = read_changes(claim(), Changes(lines=lines, history=history))
    asked = read.correction
    assert {*asked.added, *asked.removed, *asked.lines} == set(lines)
    given = {name for fields in (lines.get(1) or {},) for name in fields}
    locked = {name for _, name in asked.locked_lines}
    told = {name for finding in read.findings for name in finding.problem.fields}
    assert given <= locked | told | set(LINE_FIELDS)
