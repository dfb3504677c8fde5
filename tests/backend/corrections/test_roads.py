"""Roads from a decision: none is left out, each closed one names its rule, each open one its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from spot_tui.backend.claims.codes import explain_token
from spot_tui.backend.claims.document import claim_document
from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.claims.sheet import ClaimViewing, claim_tabs
from spot_tui.backend.corrections.catalogue import RULES
from spot_tui.backend.corrections.roads import RoadName, Way, roads
from spot_tui.backend.corrections.roads_view import show_road, why_words
from spot_tui.backend.eligibility.sheet import tab_lines
from spot_tui.backend.json_document import as_json
from spot_tui.sandbox.claims import claims, made_up
from tests.backend.corrections.cases import TODAY, book, practice

PART_B = {
    RoadName.CORRECTION,
    RoadName.REDETERMINATION,
    RoadName.RECONSIDERATION,
    RoadName.DOCUMENTS,
    RoadName.NEW_CLAIM,
}


def ways(number: str, today: date = TODAY) -> dict[RoadName, Way]:
    return {way.road: way for way in roads(practice(number), today, book())}


def advised(number: str, today: date = TODAY) -> set[RoadName]:
    return {road for road, way in ways(number, today).items() if way.is_advised}


def is_open(number: str, today: date = TODAY) -> set[RoadName]:
    return {road for road, way in ways(number, today).items() if way.is_open}


@pytest.mark.parametrize("number", [claim.number for claim in made_up().different])
def test_no_road_is_left_out_and_a_closed_one_says_by_which_rule(number: str) -> None:
    found = ways(number)
    assert set(found) == (set(RoadName) if claims()[number].part == "A" else PART_B)
    for way in found.values():
        assert set(way.rules) <= set(RULES)
        assert why_words(way)
        assert way.is_open or way.rules
        assert way.is_open or not way.is_advised
    orders = [(not way.is_advised, not way.is_open) for way in roads(practice(number), TODAY, book())]
    assert orders == sorted(orders)


@pytest.mark.parametrize("number", [claim.number for claim in made_up().different])
def test_roads_fit_the_screen_and_every_rule_behind_them_is_explained(number: str) -> None:
    claim = practice(number)
    summary = claim_tabs(claim, ClaimViewing(TODAY, ways=roads(claim, TODAY, book())))[0]
    lines = tab_lines(summary)
    assert all(len(line.text) <= 78 for line in lines)
    tokens = {token for line in lines for token in line.raw if token.startswith("RULE")}
    assert tokens
    for token in tokens:
        assert len(tuple(explain_token(token))) == 2


@pytest.mark.parametrize(
    ("number", "road"),
    [
        ("9926000000102", RoadName.CORRECTION),
        ("9926000000106", RoadName.NEW_CLAIM),
        ("9926000000107", RoadName.REDETERMINATION),
        ("9926000000126", RoadName.RECONSIDERATION),
        ("9926000000134", RoadName.DOCUMENTS),
        ("9926000000136", RoadName.REDETERMINATION),
        ("9926000000118", RoadName.CORRECTION),
        ("9926000000116", RoadName.CORRECTION),
        ("226000000203PRA", RoadName.REDETERMINATION),
        ("226000000204PRA", RoadName.NEW_CLAIM),
    ],
)
def test_the_codes_of_a_claim_lead_to_one_road(number: str, road: RoadName) -> None:
    assert advised(number) == {road}


def test_a_remark_of_too_many_units_puts_the_correction_before_the_appeal() -> None:
    first, second, *_ = roads(practice("9926000000114"), TODAY, book())
    assert (first.road, second.road) == (RoadName.CORRECTION, RoadName.REDETERMINATION)
    assert first.is_advised
    assert second.is_advised


def test_minutes_of_anesthesia_are_named_where_the_correction_is_offered() -> None:
    way = ways("9926000000118")[RoadName.CORRECTION]
    assert way.rules == ("R03", "R41")
    assert [finding.problem.parameters for finding in way.warnings] == [{"minutes": "75", "units": "5"}]


def test_what_is_undecided_has_no_road_and_what_is_asked_for_has_documents() -> None:
    assert is_open("9926000000122") == set()
    assert is_open("9926000000134") == {RoadName.DOCUMENTS}
    assert ways("9926000000134")[RoadName.REDETERMINATION].rules == ("R71",)


def test_days_are_counted_to_the_last_one_and_beyond() -> None:
    last = ways("9926000000152")[RoadName.REDETERMINATION]
    assert (last.is_open, last.days_left) == (True, 0)
    over = ways("9926000000153")[RoadName.REDETERMINATION]
    assert (over.is_open, over.days_left, over.rules) == (False, -1, ("R54",))
    assert ways("9926000000135")[RoadName.DOCUMENTS].days_left == 1


def test_a_letter_that_was_not_answered_closes_documents_and_opens_the_appeal() -> None:
    documents = ways("9926000000136")[RoadName.DOCUMENTS]
    assert (documents.is_open, documents.rules) == (False, ("R69",))
    still = replace(practice("9926000000135"))
    late = {way.road: way for way in roads(still, TODAY + timedelta(days=3), book())}
    assert late[RoadName.DOCUMENTS].is_open
    assert late[RoadName.DOCUMENTS].warnings[0].rule == "R69"


def test_an_appeal_under_way_takes_more_documents() -> None:
    assert RoadName.DOCUMENTS in is_open("9926000000125")


def test_a_correction_names_the_lines_that_are_open() -> None:
    assert ways("9926000000138")[RoadName.CORRECTION].lines == (1,)


def test_part_a_adjusts_while_it_can_be_filed_and_reopens_after_that() -> None:
    paid = "226000000201PRA"
    assert is_open(paid) == {RoadName.ADJUSTMENT}
    claim = practice(paid)
    assert claim.last is not None
    assert claim.determined_on is not None
    after = claim.last + timedelta(days=366)
    assert is_open(paid, after) == {RoadName.REOPENING}
    assert ways(paid, after)[RoadName.ADJUSTMENT].rules == ("R60",)
    much_later = claim.determined_on + timedelta(days=366)
    assert is_open(paid, much_later) == set()
    late = ways(paid, much_later)
    assert late[RoadName.REOPENING].rules == ("R03",)
    assert why_words(late[RoadName.ADJUSTMENT]) == "The year to adjust the claim is over."


def test_part_a_denied_for_medical_reasons_is_appealed_not_adjusted() -> None:
    found = ways("226000000203PRA")
    assert found[RoadName.ADJUSTMENT].rules == ("R60",)
    assert found[RoadName.CORRECTION].rules == ("R01",)


def test_the_document_of_a_claim_has_its_roads() -> None:
    claim = practice("9926000000107")
    answer = ClaimShown(claim, "gateway", datetime(2026, 11, 22, 15, tzinfo=UTC))
    seen = ClaimViewing(TODAY, ways=roads(claim, TODAY, book()))
    document = cast(dict[str, Any], as_json(claim_document(answer, seen)))
    first = document["roads"][0]
    assert (first["road"], first["advised"], first["last_day"]) == ("redetermination", True, "2027-02-25")
    assert {road["road"] for road in document["roads"]} == {str(road) for road in PART_B}


def test_json_has_dates_and_days_and_the_same_sentence() -> None:
    shown = show_road(ways("9926000000107")[RoadName.REDETERMINATION])
    assert shown.road == "redetermination"
    assert (shown.open, shown.advised) == (True, True)
    assert shown.last_day == TODAY + timedelta(days=95)
    assert shown.safe_day == TODAY + timedelta(days=90)
    assert shown.days_left == 95
    assert shown.rules == ("R54",)
