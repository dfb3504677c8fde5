"""The rules for a new password, checked while it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.identity.password_rules import NO_RULES, PasswordRules

IDM = PasswordRules(
    least_length=15,
    most_length=60,
    lower=1,
    upper=1,
    digits=1,
    no_user_id=True,
    names=("Wren", "Applegarth"),
    no_names=True,
    remembered=6,
    least_age_minutes=1440,
)
USER = "wren.applegarth"


def met(password: str, rules: PasswordRules = IDM) -> dict[str, bool | None]:
    return {check.rule: check.is_met for check in rules.check(password, USER)}


def test_a_good_password_meets_all_that_can_be_told_here() -> None:
    assert IDM.allows("Bicycle-Garden-42", USER)
    assert {rule for rule, is_met in met("Bicycle-Garden-42").items() if is_met is None} == {
        "remembered",
        "least_age",
    }


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("Bicycle-42", "least_length"),
        ("Bicycle-42" * 7, "most_length"),
        ("BICYCLE-GARDEN-42", "lower"),
        ("bicycle-garden-42", "upper"),
        ("Bicycle-Garden-xx", "digits"),
        ("Bicycle-aPPLEgarth-42", "no_names"),
        ("xWREN.APPLEGARTHx-1a", "no_user_id"),
        ("Bicycle-Wren-Garden-4", "no_names"),
    ],
)
def test_each_broken_rule_is_told(password: str, rule: str) -> None:
    assert met(password)[rule] is False
    assert not IDM.allows(password, USER)


@pytest.mark.parametrize("part", ["anna", "mossbridge"])
def test_parts_of_a_user_id_count_from_four_letters_on(part: str) -> None:
    rules = PasswordRules(no_user_id=True)
    assert not rules.allows(f"x-{part.upper()}-x", "anna_mossbridge-jo@example")
    assert rules.allows("x-jo-x", "anna_mossbridge-jo@example")


def test_symbols_are_what_is_neither_letter_nor_digit() -> None:
    assert met("ab1", PasswordRules(symbols=1)) == {"symbols": False}
    assert met("ab!", PasswordRules(symbols=1)) == {"symbols": True}


def test_names_that_are_not_known_are_left_to_the_organisation() -> None:
    assert met("Wren", PasswordRules(no_names=True)) == {"no_names": None}


def test_every_rule_has_its_sentence_with_its_number() -> None:
    sentences = [check.sentence for check in IDM.check("", USER)]
    assert "At least 15 characters" in sentences
    assert "Not changed within the last 24 hours" in sentences
    assert len(set(sentences)) == len(sentences)


@given(password=st.text(max_size=80))
def test_without_rules_everything_goes(password: str) -> None:
    assert NO_RULES.allows(password, USER)
    assert NO_RULES.check(password, USER) == ()
