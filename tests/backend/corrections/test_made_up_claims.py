"""The practice portal's claims are for the rules that they name: what is wrong with each is found."""

from __future__ import annotations

import pytest

from spot_tui.backend.corrections.appeals import check_reconsideration, check_redetermination
from spot_tui.backend.corrections.check import check_claim
from spot_tui.sandbox.claims import claims, made_up
from tests.backend.corrections.cases import TODAY, book, practice

OF_CLAIM = {"R01", "R02", "R03", "R04", "R05", "R06", "R07", "R11", "R13"}
OF_LEVEL_1 = {"R54", "R60"}
OF_LEVEL_2 = {"R55", "R56"}


@pytest.mark.parametrize("number", [claim.number for claim in made_up().different])
def test_a_claim_is_what_its_rules_say_it_is_for(number: str) -> None:
    claim = practice(number)
    found = {
        *((finding.rule, "claim") for finding in check_claim(claim, TODAY, book())),
        *((finding.rule, "1") for finding in check_redetermination(claim, TODAY, book())),
        *((finding.rule, "2") for finding in check_reconsideration(claim, TODAY, book())),
    }
    for named in claims()[number].tries:
        rule, is_refused = named[:-1], named.endswith("-")
        for rules, level in ((OF_CLAIM, "claim"), (OF_LEVEL_1, "1"), (OF_LEVEL_2, "2")):
            if rule in rules:
                assert ((rule, level) in found) == is_refused, named
