"""What goes out of a form, and which answers to a letter count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.documents.answered import answered_on
from spot_tui.backend.documents.checks import judge
from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.documents.filling import filled_form
from spot_tui.backend.documents.forms import FORMS, FormId
from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.made import Made
from spot_tui.backend.outbox.model import Kind, State, Submission
from tests.backend.documents.test_forms import FILLED
from tests.backend.documents.test_rules import LETTER, LIMITS, NOON, RECORD, TYPED, judged

ZONE = ZoneInfo("America/New_York")
SENT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def test_values_go_as_text_and_the_letter_is_told_by_its_hash() -> None:
    letter = replace(LETTER, sha256="a" * 64, path=Path("/scans/letter.pdf"))
    papers = (letter, replace(RECORD, sha256="b" * 64, path=Path("/scans/notes.pdf")))
    filled = filled_form(FORMS[FormId.RECORDS], judged(*papers, several_claims="yes"), papers, {"R72"})
    assert filled.fields == {
        "asked_by": "review",
        "letter": "PRADR-1",
        "letter_date": "2026-11-02",
        "claim_number": "9926000000102",
        "mbi": "1AA0AA0AA01",
        "several_claims": "true",
        "contact": "Wren Applegarth",
        "phone": "+15555550111",
        "letter_files": "a" * 64,
    }
    assert (filled.form, filled.patient, filled.claim) == ("records", "1AA0AA0AA01", "9926000000102")
    assert (filled.deadline, filled.overrides) == (date(2026, 12, 17), ("R72",))
    assert filled.made == Made(
        "document_records",
        {
            **TYPED,
            "several_claims": "yes",
            "files": '[["letter", "/scans/letter.pdf"], ["records", "/scans/notes.pdf"]]',
        },
    )
    size = LETTER.size
    assert filled.files[0] == LocalFile(letter.path, "application/pdf", size, "a" * 64)


def test_dollars_go_with_cents_and_what_is_late_all_the_same() -> None:
    form = FORMS[FormId.MSP_REFUND]
    refund = judge(form, FILLED[form.id], (), moment=NOON, limits=LIMITS, book=shipped_book())
    filled = filled_form(form, refund, (), ())
    assert (filled.fields["amount"], filled.fields["refund_lines"]) == ("55.00", "99213 45.00, 85025 10.00")
    assert filled.deadline is None
    late = judged(LETTER, RECORD, letter_date="09/01/2026")
    assert filled_form(FORMS[FormId.RECORDS], late, (LETTER, RECORD), {"R69"}).deadline is None


def filed(**changes: Any) -> FiledSubmission:
    usual = FiledSubmission(
        number="PD-1",
        form="records",
        npi="1234567893",
        status="Received",
        submitted_by="Otis Barnabeck",
        is_mine=False,
        submitted_at=SENT,
        received_on=date(2026, 11, 23),
        fields={"letter": "PRADR-1"},
        files=(),
    )
    return replace(usual, **changes)


def waiting(**changes: Any) -> Submission:
    usual = Submission(
        kind=Kind.DOCUMENTS,
        path="/submissions",
        content='{"form": "records_tpe", "fields": {"letter": "PRADR-1"}}',
        id="1",
        key="1",
        owner="sub-wren",
        provider_npi="1234567893",
        created_at=SENT,
        next_at=SENT,
    )
    return replace(usual, **changes)


def test_r68_an_answer_counts_that_is_on_file_or_on_its_way() -> None:
    assert answered_on("PRADR-1", [filed()], [waiting()], ZONE) == date(2026, 11, 19), "her day"
    assert answered_on("PRADR-1", [filed()], [], ZONE) == date(2026, 11, 23)
    assert answered_on("PRADR-2", [filed()], [waiting()], ZONE) is None
    other = '{"form": "inquiry", "fields": {"letter": "PRADR-1"}}'
    failed = [waiting(state=State.REFUSED), waiting(state=State.EXPIRED), waiting(content=other)]
    failed += [waiting(content="", state=State.CONFIRMED), waiting(kind=Kind.APPEAL)]
    assert answered_on("PRADR-1", [filed(form="inquiry")], failed, ZONE) is None
    assert TYPED["letter"].upper() == "PRADR-1"
