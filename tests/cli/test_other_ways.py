"""What else may be typed after a problem: only what the profile allows and was not typed."""

from __future__ import annotations

import argparse

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.cli.other_ways import other_ways
from spot_tui.settings import Profile, choose_profile, load

TURNED_AWAY = ("identity.not_assigned", "identity.still_not_assigned")


def profile(**identity: object) -> Profile:
    practice = choose_profile(load(None), "practice")
    return practice.model_copy(update={"identity": practice.identity.model_copy(update=identity)})


def told(code: str, profile: Profile, **arguments: object) -> list[str]:
    return list(other_ways(Problem(code), profile, argparse.Namespace(profile="clinic", **arguments)))


@pytest.mark.parametrize("code", TURNED_AWAY)
def test_who_has_no_role_may_look_and_ask_without_one(code: str) -> None:
    (line,) = told(code, profile())
    assert "spot-tui --profile clinic access list --no-role shows" in line
    assert "spot-tui --profile clinic access request --no-role asks" in line


@pytest.mark.parametrize("code", TURNED_AWAY)
def test_nothing_is_said_of_it_where_requests_without_a_role_are_not_set_up(code: str) -> None:
    assert told(code, profile(onboarding_client_id="")) == []


def test_nothing_is_said_of_what_was_typed_already() -> None:
    assert told("identity.not_assigned", profile(), no_role=True) == []


def test_who_has_a_security_key_only_may_sign_in_with_a_browser() -> None:
    (line,) = told("identity.no_usable_device", profile())
    assert "--device-grant" in line


def test_nothing_is_said_of_the_browser_where_the_profile_has_none() -> None:
    assert told("identity.no_usable_device", profile(device_grant=False)) == []


def test_other_problems_have_no_other_way() -> None:
    assert told("identity.credentials", profile()) == []
