"""May these documents be sent? Each rule on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.documents.rules import (
    MEGABYTE,
    DocumentForm,
    Paper,
    Sending,
    Submission,
    check_submission,
    received_on,
)
from spot_tui.backend.documents.settings import DocumentRules

LETTER = Paper("letter.pdf", MEGABYTE, is_letter=True)
RECORD = Paper("notes.pdf", MEGABYTE)
ANSWER = Submission(DocumentForm.RECORDS, (LETTER, RECORD), letter="PRADR-1", letter_on=date(2026, 11, 2))
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("America/New_York"))


def sending(moment: datetime = NOON, *papers: Paper, **changes: Any) -> Sending:
    sent = replace(ANSWER, papers=papers or ANSWER.papers)
    return Sending(replace(sent, **changes), moment, DocumentRules(), shipped_book())


def rules(*papers: Paper, moment: datetime = NOON, **changes: Any) -> set[str]:
    return {finding.rule for finding in check_submission(sending(moment, *papers, **changes))}


def test_an_answer_with_its_letter_and_records_has_nothing_wrong() -> None:
    assert rules() == set()


def test_r63_all_files_together_have_a_limit() -> None:
    assert rules(LETTER, replace(RECORD, size=199 * MEGABYTE)) == set()
    over = check_submission(sending(NOON, LETTER, replace(RECORD, size=199 * MEGABYTE + 1)))
    assert [finding.rule for finding in over] == ["R63"]
    assert over[0].problem.parameters == {"over": "0.1", "most": 200}


def test_r64_a_file_has_no_password() -> None:
    assert rules(LETTER, replace(RECORD, is_locked=True)) == {"R64"}
    assert "R64" not in rules(LETTER, RECORD)


def test_r65_a_file_is_of_a_kind_that_is_taken() -> None:
    assert rules(LETTER, replace(RECORD, name="scan.TIF")) == set()
    assert rules(LETTER, replace(RECORD, name="scan.docx")) == {"R65"}


def test_r66_the_letter_goes_along() -> None:
    assert rules(RECORD) == {"R66"}
    assert "R66" not in rules(LETTER, RECORD)


def test_r67_the_records_go_along() -> None:
    assert rules(LETTER) == {"R67"}
    assert "R67" not in rules(LETTER, RECORD)


def test_r68_a_letter_is_answered_once() -> None:
    assert rules(answered_on=date(2026, 11, 10)) == {"R68"}
    assert "R68" not in rules(answered_on=None)


def test_r69_an_answer_after_45_days_is_warned_of() -> None:
    assert rules(letter_on=date(2026, 10, 6)) == set()
    late = check_submission(sending(letter_on=date(2026, 10, 5)))
    assert [(finding.rule, finding.refuses) for finding in late] == [("R69", False)]


def test_r70_the_form_for_records_answers_a_letter() -> None:
    assert rules(letter="") == {"R70"}
    assert "R70" not in rules(letter="PRADR-1")


def test_r71_an_appeal_answers_no_letter() -> None:
    assert rules(form=DocumentForm.APPEAL) == {"R71"}
    assert rules(form=DocumentForm.APPEAL, letter="", letter_on=None) == set()


def test_r72_papers_of_several_claims_are_apart() -> None:
    assert rules(LETTER, replace(RECORD, claims=("1", "2"))) == {"R72"}
    assert rules(LETTER, replace(RECORD, claims=("1",))) == set()


def test_r73_expedited_needs_a_reason() -> None:
    prior = DocumentForm.PRIOR_AUTHORIZATION
    assert rules(form=prior, letter_on=None, is_expedited=True) == {"R73"}
    assert rules(form=prior, letter_on=None) == set()


def test_r74_receipt_is_shown_before_sending() -> None:
    assert received_on(sending()) == date(2026, 11, 20)
    assert received_on(sending(NOON.replace(hour=19))) == date(2026, 11, 23)


def test_r75_what_would_arrive_too_late_is_warned_of() -> None:
    ends_on_friday = date(2026, 10, 6)
    assert rules(moment=NOON.replace(hour=18), letter_on=ends_on_friday) == set()
    late = check_submission(sending(NOON.replace(hour=19), letter_on=ends_on_friday))
    assert [finding.rule for finding in late] == ["R75"]
    assert late[0].problem.parameters == {"date": "11/23/2026", "days": 3}
