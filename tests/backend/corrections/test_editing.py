"""A correction while it is made: edited, undone, warned of, gone past, kept and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.corrections.changes import Changes, read_changes
from spot_tui.backend.corrections.editing import Editing, changes_of, draft_form, draft_values, made_of
from spot_tui.backend.corrections.review import receipt_words, review_sections
from spot_tui.backend.problems import Problem
from tests.screens.claims import claim
from tests.screens.desk import MORNING

TODAY = date(2026, 11, 24)
IN_PART = "9926000000103"


def editing(number: str = IN_PART, of: Claim | None = None) -> Editing:
    return Editing(of or claim(number), TODAY, shipped_book())


def named(number: str = IN_PART) -> Editing:
    made = editing(number)
    patient = made.claim.patient
    return made.named(patient.first_name, patient.last_name, history=False)


def test_only_what_differs_is_kept_and_undoing_a_line_leaves_nothing() -> None:
    made, line = editing(), claim(IN_PART).lines[0]
    typed = made.line_typed(line)
    changed = made.with_line(line, {**typed, "modifier_1": "25"})
    assert changed.changes.lines == {1: {"modifier_1": "25"}}
    assert changed.line_typed(line) == {**typed, "modifier_1": "25"}
    assert changed.with_line(line, typed).is_empty


def test_a_draft_holds_every_edited_line_and_gives_it_back() -> None:
    made = named()
    for line in made.claim.lines:
        made = made.with_line(line, {**made.line_typed(line), "place": "22"})
    kept = draft_form().keepable(draft_values(made))
    assert changes_of(kept) == made.changes
    assert set(made.changes.lines) == {1, 2}
    assert draft_values(editing()) == {}


def test_a_warning_wants_a_yes_and_asks_anew_once_its_facts_change() -> None:
    made, line = named(), claim(IN_PART).lines[0]
    typed = made.line_typed(line)
    warned = made.with_line(line, {**typed, "modifier_1": "24"})
    [finding] = warned.judged(MORNING).to_confirm
    assert finding.rule == "R50"
    passed = warned.confirming(finding)
    judged = passed.judged(MORNING)
    assert (judged.to_confirm, judged.overrides) == ((), ("R50",))
    assert [each.rule for each in passed.confirming(finding).judged(MORNING).to_confirm] == ["R50"]
    other = passed.with_line(line, {**typed, "modifier_1": "23"})
    assert {each.rule for each in other.judged(MORNING).to_confirm} == {"R48", "R50"}


def test_what_would_be_received_after_the_last_day_wants_a_yes() -> None:
    """Sent in the evening of the last day, it counts as received on the next one."""
    evening = datetime(2026, 11, 24, 18, 30, tzinfo=ZoneInfo("America/New_York"))
    last_day = replace(claim(IN_PART), determined_on=date(2025, 11, 24))
    made = editing(of=last_day)
    made = made.named(last_day.patient.first_name, last_day.patient.last_name, history=True)
    assert [each.rule for each in made.judged(evening).to_confirm] == ["R75"]
    assert made.judged(evening.replace(hour=17)).findings == ()


def test_a_hospice_modifier_goes_into_the_first_empty_slot_and_gives_way_to_the_other() -> None:
    made, line = named(), claim(IN_PART).lines[0]
    added = made.adding(line, "GV")
    assert added.changes.lines == {1: {"modifier_1": "GV"}}
    assert added.adding(line, "GW").changes.lines == {1: {"modifier_1": "GW"}}
    typed = made.line_typed(line)
    with pytest.raises(Problem, match="R47"):
        made.with_line(line, {**typed, "modifier_1": "25"}).adding(line, "GV")
    full = replace(line, modifiers=("25", "59", "76", "77"))
    with pytest.raises(Problem, match="R45"):
        made.adding(full, "GV")


def test_a_value_that_cannot_be_read_stays_typed_and_is_refused() -> None:
    made, line = named(), claim(IN_PART).lines[0]
    wrong = made.with_line(line, {**made.line_typed(line), "modifier_1": "2!"})
    assert wrong.line_typed(line)["modifier_1"] == "2!"
    assert "R53" in [each.rule for each in wrong.judged(MORNING).refused]


def test_the_review_shows_what_changes_and_nothing_else() -> None:
    made, line = named(), claim(IN_PART).lines[0]
    asked = made.with_line(line, {**made.line_typed(line), "billed": "250.00"}).judged(MORNING).correction
    [section] = review_sections(made.claim, asked)
    assert [row.cells for row in section.rows] == [("Billed", "210.00", "250.00")]
    assert section.title.endswith("Billed amount")
    assert asked.lines[1].billed == Decimal("250.00")


def test_the_day_of_receipt_and_the_days_left_are_told() -> None:
    made = editing()
    told = receipt_words(made.book.calendar, MORNING, made.deadline, TODAY)
    assert "received on 11/24/2026" in told
    assert "days left" in told
    assert "received on 11/24/2026." in receipt_words(made.book.calendar, MORNING, None, TODAY)


def test_an_unknown_draft_is_refused() -> None:
    with pytest.raises(Problem, match=r"changes\.file"):
        changes_of({"changes": "{"})
    assert changes_of({}) == Changes()


def test_what_a_sent_correction_was_made_with_is_the_same_correction_again() -> None:
    made = named()
    first, second = made.claim.lines[:2]
    made = made.with_line(first, {**made.line_typed(first), "modifier_1": "25", "service_from": "09/01/2026"})
    made = made.with_line(second, {**made.line_typed(second), "place": "22", "billed": "150.00"})
    made = made.with_header({**made.header_typed(), "referring_name": "Otis Barnabeck"})
    asked = made.judged(MORNING).correction
    again = made_of(made.claim, asked)
    assert again.form == draft_form().name
    assert draft_form().keepable(again.typed) == draft_values(made)
    assert read_changes(made.claim, changes_of(again.typed)).correction == asked
