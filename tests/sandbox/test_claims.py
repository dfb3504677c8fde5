"""The made-up claims keep their form, their money fits together, and each rule has claims to try it on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from spot_tui.backend.claims.model import Claim, Group
from spot_tui.backend.claims.wire import read_claim, read_summary
from spot_tui.backend.x12.codes.adjustments import known_reasons, known_remarks
from spot_tui.sandbox.claims import SUMMARY, body, claims, made_up

TODAY = date(2026, 11, 22)
LEAP_DAY = date(2028, 2, 29)
NUMBERS = tuple(claim.number for claim in made_up().different)
OF_THE_FORM = {f"R{number:02}" for number in (9, 10, 18, 19, 20, 25, 26, 28, 30)}
"""Rules on what is typed or switched, which any claim will do for."""
FROM_PART_B_ON = {f"R{number:02}" for number in range(1, 63)} - OF_THE_FORM


def shown(number: str, today: date = TODAY) -> Claim:
    return read_claim(body(claims()[number], today), "Practice gateway")


@pytest.mark.parametrize("today", [TODAY, LEAP_DAY])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_claim_is_read_and_its_dates_follow_each_other(number: str, today: date) -> None:
    claim = shown(number, today)
    whole = body(claims()[number], today)
    assert read_summary({name: whole[name] for name in SUMMARY}, "x").number == number
    assert claim.first is not None
    assert claim.last is not None
    assert claim.received_on is not None
    assert claim.first <= claim.last <= claim.received_on <= today
    for decided in (claim.determined_on, claim.revised_on):
        assert decided is None or claim.received_on <= decided <= today
    for appeal in claim.appeals:
        assert claim.determined_on is not None
        assert claim.determined_on <= appeal.filed_on <= (appeal.decided_on or today) <= today


@pytest.mark.parametrize("number", NUMBERS)
def test_what_was_billed_less_what_was_taken_off_was_paid(number: str) -> None:
    claim = shown(number)
    assert claim.billed == sum((line.billed or 0 for line in claim.lines), Decimal(0))
    if claim.paid is None:
        assert not claim.reasons
        assert not claim.standing.group.is_final
        return
    assert claim.billed is not None
    assert claim.billed - sum(a.amount for a in claim.reasons) == claim.paid
    assert (claim.paid > 0) == (claim.standing.group is Group.PAID)
    for line in claim.lines:
        if line.paid is not None:
            assert line.billed is not None
            assert line.billed - sum(a.amount for a in line.adjustments) == line.paid
            assert line.allowed is not None
            assert 0 <= line.paid <= line.allowed <= line.billed


@pytest.mark.parametrize("number", NUMBERS)
def test_its_codes_have_words(number: str) -> None:
    claim = shown(number)
    assert {adjustment.code for adjustment in claim.reasons} <= known_reasons()
    assert set(claim.all_remarks) <= known_remarks()


def test_numbers_name_a_day_that_no_real_claim_has() -> None:
    for number, claim in claims().items():
        at = 4 if claim.part == "B" else 3
        assert number[at : at + 3] == "000"
        assert len(number) == (13 if claim.part == "B" else 15)


def test_adjusted_claims_name_each_other() -> None:
    for number, claim in claims().items():
        if claim.replaced_by:
            assert claims()[claim.replaced_by].replaces == number
        if claim.replaces:
            assert claims()[claim.replaces].replaced_by == number


def test_every_state_is_there_in_part_b_and_nearly_every_one_in_part_a() -> None:
    of_part: dict[str, set[Group]] = {"A": set(), "B": set()}
    for claim in claims().values():
        of_part[claim.part].add(claim.group)
    assert of_part["B"] == set(Group)
    assert set(Group) - of_part["A"] == {Group.RECEIVED}


def test_every_rule_on_claims_has_one_that_invites_it() -> None:
    tried = {mark[:3] for claim in claims().values() for mark in claim.tries}
    assert sorted(FROM_PART_B_ON - tried) == []


@pytest.mark.parametrize(
    "rule", ["R01", "R02", "R03", "R05", "R12", "R32", "R33", "R34", "R36", "R41", "R43", "R54", "R56"]
)
def test_a_rule_that_can_go_both_ways_has_claims_for_both(rule: str) -> None:
    tried = {mark for claim in claims().values() for mark in claim.tries}
    assert {f"{rule}+", f"{rule}-"} <= tried


def test_the_claims_of_a_rule_are_what_the_rule_is_about() -> None:
    def of(mark: str) -> list[Any]:
        return [shown(number) for number, claim in claims().items() if mark in claim.tries]

    assert all(claim.part == "A" for claim in of("R01-"))
    assert all("MA130" in claim.all_remarks for claim in of("R02-"))
    year_ago = TODAY - timedelta(days=365)
    assert all(claim.determined_on < year_ago for claim in of("R03-"))
    assert all(claim.determined_on is None and claim.standing.group.is_final for claim in of("R04-"))
    assert all(not claim.standing.group.is_final for claim in of("R05-"))
    assert all(claim.appeals or claim.replaced_by for claim in of("R06-"))
    assert all(claim.review for claim in of("R07-"))
    assert all(claim.correctable is False for claim in of("R11-"))
    assert all(any(line.correctable is False for line in claim.lines) for claim in of("R12-"))
    assert all(any(len(line.modifiers) == 4 for line in claim.lines) for claim in of("R45-"))
    late = TODAY - timedelta(days=125)
    assert all(claim.determined_on >= late for claim in of("R54+"))
    assert all(claim.determined_on < late for claim in of("R54-"))
