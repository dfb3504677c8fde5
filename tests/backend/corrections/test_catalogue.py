"""Every rule has words, a source, a problem where it speaks, and a test that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from spot_tui.backend.corrections.catalogue import RULES, SOURCES, Outcome, Rule
from spot_tui.backend.corrections.settings import CorrectionRules
from spot_tui.backend.problems import KINDS
from spot_tui.words import knows, sentences

TESTS = Path(__file__).parent.parent
SILENT = {"R53", "R74"}
"""Rules whose sentence is that of the field, or that work something out."""


def named_by_tests() -> set[str]:
    """The rules that tests name (``test_r42_...``)."""
    return {
        f"R{number}"
        for folder in ("corrections", "documents")
        for path in (TESTS / folder).glob("test_*.py")
        for name in re.findall(r"^def test(_r\d\d\w*)", path.read_text(encoding="utf-8"), re.MULTILINE)
        for number in re.findall(r"_r(\d\d)(?=_)", name)
    }


def test_every_rule_has_a_test_that_names_it() -> None:
    assert named_by_tests() == set(RULES)


def test_rules_are_numbered_without_a_gap() -> None:
    assert list(RULES) == [f"R{number:02}" for number in range(1, 76)]


@pytest.mark.parametrize("found", RULES.values(), ids=RULES)
def test_a_rule_says_what_it_looks_at_and_where_it_comes_from(found: Rule) -> None:
    assert knows(f"rule.{found.id}")
    assert knows(f"rule.outcome.{found.outcome}")
    assert knows(f"rule.tag.{found.tag}")
    assert found.sources
    assert set(found.sources) <= set(SOURCES)
    speaks = found.outcome is not Outcome.ALLOW and found.id not in SILENT
    assert (f"rule.{found.id}" in KINDS) == speaks


def test_every_source_is_used_and_every_sentence_belongs_to_a_rule() -> None:
    assert {source for rule in RULES.values() for source in rule.sources} == set(SOURCES)
    told = {key.removeprefix("rule.") for key in sentences("rule") if re.fullmatch(r"rule\.R\d\d", key)}
    assert told == set(RULES)


def test_only_what_the_contractor_does_not_state_can_be_switched_off() -> None:
    assert CorrectionRules(switched_off=("R21",)).switched_off == ("R21",)
    for stated in ("R02", "R22", "R99"):
        with pytest.raises(ValidationError):
            CorrectionRules(switched_off=(stated,))
