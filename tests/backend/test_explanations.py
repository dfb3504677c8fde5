"""Problems in words."""

import pytest

from spot_tui.backend.explanations import explain, field_label
from spot_tui.backend.problems import KINDS, Problem
from spot_tui.words import knows


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_problem_says_what_is_wrong(code: str) -> None:
    assert knows(f"problem.{code}")


def test_the_field_is_named_by_its_label() -> None:
    assert explain(Problem("field.missing", ("mbi",))).what == "Medicare number (MBI) is empty."


def test_a_name_without_a_label_is_shown_as_it_is() -> None:
    assert field_label("no_such_field") == "no_such_field"


def test_the_other_sides_words_are_quoted_with_their_reference() -> None:
    told = explain(Problem("identity.locked", (), {"until": "10:41"}, "User is locked out", "ref-1"))
    assert told.quote == 'Its own words: "User is locked out" (reference ref-1)'


@pytest.mark.parametrize(
    ("words", "reference", "quoted"), [("", "ref-1", "ref-1"), ("Nope", "", "Nope"), ("", "", "")]
)
def test_only_what_there_is_is_quoted(words: str, reference: str, quoted: str) -> None:
    quote = explain(Problem("identity.credentials", (), {}, words, reference)).quote
    assert quoted in quote
    assert bool(quote) == bool(quoted)


def test_lines_to_print_begin_with_the_category() -> None:
    lines = list(explain(Problem("mbi.dash", ("mbi",))))
    assert lines[0].startswith("Data format: Medicare number (MBI) has dashes")
    assert "" not in lines
