"""May these documents be sent? Each rule on both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.documents.checks import Judged, judge
from spot_tui.backend.documents.forms import FORMS, FormId, Role
from spot_tui.backend.documents.limits import MEGABYTE, PaperKind, read_limits
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.rules import (
    Sending,
    check_submission,
    letter_deadline,
    received_on,
)
from spot_tui.backend.explanations import explain

LETTER = Paper("letter.pdf", MEGABYTE, PaperKind.PDF, Role.LETTER)
RECORD = Paper("notes.pdf", MEGABYTE, PaperKind.PDF)
VALUES = {"asked_by": "review", "letter": "PRADR-1", "letter_date": date(2026, 11, 2)}
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("America/New_York"))
LIMITS = read_limits(None, "First Coast")


def sending(
    *papers: Paper,
    form: FormId = FormId.RECORDS,
    moment: datetime = NOON,
    answered_on: date | None = None,
    due_on: date | None = None,
    **values: Any,
) -> Sending:
    held = papers or (LETTER, RECORD)
    return Sending(FORMS[form], VALUES | values, held, moment, LIMITS, shipped_book(), answered_on, due_on)


def rules(*papers: Paper, **changes: Any) -> set[str]:
    """Return the rules that speak, each of which has its words."""
    found = check_submission(sending(*papers, **changes))
    assert all(explain(finding.problem).what for finding in found)
    return {finding.rule for finding in found}


def test_an_answer_with_its_letter_and_records_has_nothing_wrong() -> None:
    assert rules() == set()


def test_r63_all_files_together_have_a_limit() -> None:
    assert rules(LETTER, replace(RECORD, size=199 * MEGABYTE)) == set()
    over = check_submission(sending(LETTER, replace(RECORD, size=199 * MEGABYTE + 1)))
    assert [finding.rule for finding in over] == ["R63"]
    assert over[0].problem.parameters == {"over": "0.1", "most": 200}


def test_r64_a_file_has_no_password() -> None:
    assert rules(LETTER, replace(RECORD, is_locked=True)) == {"R64"}
    assert "R64" not in rules(LETTER, RECORD)


def test_r65_a_file_is_of_a_kind_that_is_taken() -> None:
    assert rules(LETTER, replace(RECORD, name="scan", kind=PaperKind.TIFF)) == set()
    assert rules(LETTER, replace(RECORD, name="scan.pdf", kind=None)) == {"R65"}


def test_r66_the_letter_goes_along() -> None:
    assert rules(RECORD) == {"R66"}
    assert rules(RECORD, form=FormId.RECORDS_TPE) == {"R66"}
    assert "R66" not in rules(RECORD, form=FormId.INQUIRY)


def test_r67_the_records_go_along() -> None:
    assert rules(LETTER) == {"R67"}
    assert "R67" not in rules(LETTER, RECORD)


def test_r68_a_letter_is_answered_once() -> None:
    assert rules(answered_on=date(2026, 11, 10)) == {"R68"}
    assert "R68" not in rules(answered_on=None)


def test_r69_an_answer_after_45_days_is_warned_of() -> None:
    assert rules(letter_date=date(2026, 10, 6)) == set()
    late = check_submission(sending(letter_date=date(2026, 10, 5)))
    assert [(finding.rule, finding.refuses) for finding in late] == [("R69", False)]


def test_r69_days_are_counted_from_the_letter_to_the_45th() -> None:
    until = letter_deadline(sending(letter_date=date(2026, 1, 5)))
    assert until is not None
    assert until.last_day == date(2026, 2, 19)
    assert [until.counted_day(day) for day in (date(2026, 1, 6), date(2026, 2, 19))] == [1, 45]
    assert (until.days_left(date(2026, 2, 19)), until.is_open(date(2026, 2, 20))) == (0, False)
    assert letter_deadline(sending(form=FormId.INQUIRY)) is None


def test_r70_the_form_for_records_is_for_medical_review_alone() -> None:
    assert {who: rules(asked_by=who) for who in ("department", "contractor", "pwk")} == {
        "department": {"R70"},
        "contractor": {"R70"},
        "pwk": {"R70"},
    }
    assert rules(asked_by="review") == set()


def test_r71_an_appeal_answers_no_letter() -> None:
    assert rules(LETTER, RECORD, form=FormId.APPEAL) == {"R71"}
    assert rules(RECORD, form=FormId.APPEAL) == set()


def test_r72_papers_of_several_claims_are_apart() -> None:
    assert rules(several_claims=True) == {"R72"}
    assert rules(several_claims=False) == set()


def test_r73_expedited_needs_a_reason() -> None:
    assert rules(RECORD, form=FormId.PRIOR_AUTHORIZATION, expedited=True) == {"R73"}
    assert rules(RECORD, form=FormId.PRIOR_AUTHORIZATION) == set()


def test_r74_receipt_is_shown_before_sending() -> None:
    assert received_on(sending()) == date(2026, 11, 20)
    assert received_on(sending(moment=NOON.replace(hour=19))) == date(2026, 11, 23)


def test_r75_what_would_arrive_too_late_is_warned_of() -> None:
    ends_on_friday = date(2026, 10, 6)
    assert rules(moment=NOON.replace(hour=18), letter_date=ends_on_friday) == set()
    late = check_submission(sending(moment=NOON.replace(hour=19), letter_date=ends_on_friday))
    assert [finding.rule for finding in late] == ["R75"]
    assert late[0].problem.parameters == {"date": "11/23/2026", "days": 3}
    assert rules(RECORD, form=FormId.AUDIT, due_on=date(2026, 11, 19)) == {"R75"}


TYPED = {
    "asked_by": "rev",
    "letter": "pradr-1",
    "letter_date": "11/02/2026",
    "claim_number": "9926000000102",
    "mbi": "1AA0AA0AA01",
    "contact": "Wren Applegarth",
    "phone": "555-555-0111",
}


def judged(*papers: Paper, form: FormId = FormId.RECORDS, **typed: str) -> Judged:
    return judge(FORMS[form], TYPED | typed, papers, moment=NOON, limits=LIMITS, book=shipped_book())


def told(found: Judged) -> list[str]:
    assert all(explain(problem).next for problem in found.stops())
    return [problem.code for problem in found.stops()]


def test_all_that_stands_in_the_way_is_told_at_once() -> None:
    fine = judged(LETTER, RECORD)
    assert told(fine) == []
    assert (fine.exit_code, fine.received_on, fine.values["asked_by"]) == (0, date(2026, 11, 20), "review")
    assert fine.deadline is not None
    assert fine.deadline.days_left(fine.today) == 27
    much = judged(letter_date="11/31/2026", mbi="")
    assert told(much) == ["date.calendar", "field.missing", "rule.R66", "rule.R67"]
    assert much.exit_code == 4
    assert [problem.fields[0] for problem in much.stops()] == ["letter_date", "mbi", "files", "files"]


def test_a_warning_wants_a_yes_and_is_no_refusal() -> None:
    found = judged(LETTER, RECORD, several_claims="y")
    assert told(found) == ["rule.R72"]
    assert (found.stops({"R72"}), found.exit_code) == ((), 0)


def test_files_that_are_the_same_or_too_many_are_named() -> None:
    value = LIMITS.total_megabytes.model_copy(update={"value": 1})
    small = LIMITS.model_copy(update={"most_files": value})
    same = replace(RECORD, name="again.pdf", sha256="a" * 64)
    papers = (replace(RECORD, sha256="a" * 64), same)
    found = judge(FORMS[FormId.AUDIT], {}, papers, moment=NOON, limits=small, book=shipped_book())
    of_files = [problem for problem in found.problems if problem.fields == ("files",)]
    assert [problem.code for problem in of_files] == ["documents.too_many", "paper.twice"]
    assert of_files[1].parameters == {"file": "again.pdf", "other": "notes.pdf"}
    assert told(judged(form=FormId.CREDIT_BALANCE))[-1] == "documents.none"
    assert told(judged(LETTER, form=FormId.CREDIT_BALANCE))[-1] == "documents.no_letter"
    feedback = judged(RECORD, form=FormId.FEEDBACK, subject="Keys", message="Good ones.")
    assert told(feedback) == ["documents.takes_none"]
