"""A raw segment in plain words."""

import pytest

from spot_tui.backend.eligibility.raw_words import meanings


def test_each_coded_element_of_a_benefit_is_told() -> None:
    told = list(meanings("EB*1**30^47*MA"))
    assert [line.split(":")[0] for line in told] == ["EB", "EB01 1", "EB03 30^47", "EB04 MA"]
    assert told[1] == "EB01 1: Active"


def test_a_date_is_told_by_its_qualifier() -> None:
    assert list(meanings("DTP*291*D8*20130301"))[1].startswith("DTP01 291: ")


@pytest.mark.parametrize(
    "segment", ["", "*", "ZZZ*1*2", "EB", "EB****", "EB*??*", "\x1b[2J", "EB*" + "^" * 50]
)
def test_what_no_table_knows_is_left_out(segment: str) -> None:
    assert all(": " in line for line in meanings(segment))


def test_other_separators_are_read_too() -> None:
    assert "EB01 1: Active" in list(meanings("EB|1||30|MA"))
