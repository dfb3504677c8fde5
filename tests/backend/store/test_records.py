import os
from typing import get_args

import pytest

from spot_tui.backend.problems import Kind
from spot_tui.backend.store.records import EVENTS, OUTCOMES, action_of, facts_of_this_process, masked
from spot_tui.words import knows


def test_every_kind_of_problem_is_an_outcome() -> None:
    assert {kind.value for kind in Kind} < OUTCOMES


def test_every_outcome_has_its_words() -> None:
    assert all(knows(f"audit.outcome.{outcome}") for outcome in OUTCOMES)


def test_actions_are_those_of_the_standard() -> None:
    assert {action_of(event) for event in EVENTS} <= set("CRUDE")


def test_every_damage_has_its_words() -> None:
    from spot_tui.backend.store.lines import Reason

    assert all(knows(f"audit.damage.{reason}") for reason in get_args(Reason))


def test_the_account_is_the_systems_and_not_what_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = facts_of_this_process().os_user
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert facts_of_this_process().os_user == before


def test_the_address_of_the_ssh_client_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.1 22")
    facts = facts_of_this_process()
    assert (facts.source, facts.pid) == ("192.0.2.7", os.getpid())


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        ("trace-0001", "trace-0001"),
        ("000000905", "000000905"),
        ("7f6d1a52-4c1e-4b0a-9d51-0a5d2c7d1c55", "7f6d1a52-4c1e-4b0a-9d51-0a5d2c7d1c55"),
        ("about 1EG4-TE5-MK73.", "about [masked]."),
        ("1eg4te5mk73,2EG4TE5MK74", "[masked],[masked]"),
        ("078-05-1120", "[masked]"),
        ("a\x1b[2J\nb", "a\N{REPLACEMENT CHARACTER}[2J b"),
        ("x" * 200, "x" * 119 + "…"),
    ],
)
def test_a_foreign_text_is_cleaned_cut_and_masked(text: str, stored: str) -> None:
    assert masked(text) == stored
