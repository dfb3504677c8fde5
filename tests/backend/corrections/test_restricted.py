"""Lists with limits: dated, with their origin, replaceable; an own list refuses, a borrowed one warns."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.corrections.restricted import read_restricted
from spot_tui.backend.problems import Problem
from tests.backend.corrections.cases import book, claim, findings, line, practice, refused, warned

LIST = """
[[list]]
name = "Ours"
kind = "{kind}"
effect = "{effect}"
own = {own}
contractor = "Our contractor"
source = "a letter"
source_date = "2026-01"
evidence = "stated"
loaded_on = 2026-11-26
values = {values}
"""


def written(folder: Path, kind: str, effect: str, values: str, *, own: str = "true") -> Path:
    path = folder / "lists.toml"
    path.write_text(LIST.format(kind=kind, effect=effect, own=own, values=values), encoding="utf-8")
    return path


def test_shipped_lists_say_where_they_come_from() -> None:
    lists = read_restricted(None).list
    assert all(each.source and each.source_date and each.loaded_on and each.contractor for each in lists)
    assert {each.name for each in lists if each.own} == {"Denials of medical review or for records"}


def test_an_own_list_refuses_and_a_borrowed_one_warns(tmp_path: Path) -> None:
    for own, speaks in (("true", refused), ("false", warned)):
        by = book(restricted_lists=written(tmp_path, "modifier", "excluded", '["25"]', own=own))
        found = findings(claim(), {"modifier_1": "25"}, by=by)
        assert speaks(found) == {"R48"}
        assert found[0].problem.parameters["list"] == "Ours"


def test_r49_and_r50_refuse_by_an_own_list(tmp_path: Path) -> None:
    by = book(restricted_lists=written(tmp_path, "procedure", "excluded", '["99200-99299"]'))
    assert refused(findings(claim(), {"units": "2"}, by=by)) == {"R49"}
    only = book(restricted_lists=written(tmp_path, "modifier", "allowed", '["26"]'))
    assert refused(findings(claim(), {"modifier_1": "25"}, by=only)) == {"R50"}
    assert findings(claim(), {"modifier_1": "26"}, by=only) == ()


@pytest.mark.parametrize("value", ["CO B7", "B7", "N570"])
def test_r52_refuses_a_denial_that_an_own_list_excludes(tmp_path: Path, value: str) -> None:
    by = book(restricted_lists=written(tmp_path, "denial", "excluded", f'["{value}"]'))
    assert refused(findings(practice("9926000000115"), {"units": "2"}, by=by)) == {"R52"}
    assert findings(practice("9926000000102"), {"units": "2"}, by=by) == ()


def test_r52_closes_one_denied_line_of_a_paid_claim(tmp_path: Path) -> None:
    by = book(restricted_lists=written(tmp_path, "denial", "excluded", '["151"]'))
    mixed = practice("9926000000150")
    assert refused(findings(mixed, {"units": "2"}, number=5, by=by)) == {"R52"}
    assert findings(mixed, {"units": "2"}, number=1, by=by) == ()


def test_a_list_that_is_kept_for_reference_says_nothing() -> None:
    found = findings(claim(line(modifiers=("24",))), {"modifier_1": "25"})
    lists = {finding.problem.parameters["list"] for finding in found}
    assert lists == {"Palmetto, modifiers that may be corrected"}


@pytest.mark.parametrize(
    ("kind", "effect", "values"),
    [
        ("modifier", "excluded", '["255"]'),
        ("procedure", "excluded", '["99299-99200"]'),
        ("procedure", "excluded", '["99200-"]'),
        ("denial", "allowed", '["B7"]'),
        ("colour", "excluded", "[]"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason(
    tmp_path: Path, kind: str, effect: str, values: str
) -> None:
    path = written(tmp_path, kind, effect, values)
    with pytest.raises(Problem) as raised:
        read_restricted(path)
    assert raised.value.code == "rules.file"
    assert raised.value.parameters["file"] == path
    assert raised.value.parameters["reason"]


def test_a_missing_file_and_one_that_is_no_toml_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path / "odd.toml"):
        if path.name == "odd.toml":
            path.write_bytes(b"\xff[[")
        with pytest.raises(Problem, match=r"rules\.file"):
            read_restricted(path)
