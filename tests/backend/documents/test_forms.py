"""Forms of documents: each has its words, is for its parts, and reads what a person types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from spot_tui.backend.documents.forms import FORMS, DocumentForm, FormId, check_parts, find_form, forms_for
from spot_tui.backend.documents.limits import MEGABYTE, megabytes_over, read_limits
from spot_tui.backend.problems import Problem
from spot_tui.words import knows

TODAY = date(2026, 11, 20)
CONTACT = {"contact": "Wren Applegarth", "phone": "555-555-0111"}
PATIENT = {"mbi": "1AA0AA0AA01"}
CLAIM = {"claim_number": "9926000000102"}
NAMES = {"first_name": "Ada", "last_name": "Byford"}
LETTER = {"asked_by": "review", "letter": "PRADR 1", "letter_date": "11/02/2026", **CLAIM, **PATIENT}
REFUND = {**PATIENT, **CLAIM, "service_from": "10/01/2026", "refund_reason": "Billed twice", **CONTACT}
LINES = {"scope": "lines", "amount": "55.00", "refund_lines": "99213 45.00, 85025 10"}

FILLED: dict[FormId, dict[str, str]] = {
    FormId.RECORDS: {**LETTER, **CONTACT},
    FormId.RECORDS_TPE: {**LETTER, **CONTACT, "round": "2"},
    FormId.PRIOR_AUTHORIZATION: {**PATIENT, **NAMES, **CONTACT, "procedure": "15820"},
    FormId.APPEAL: {**CLAIM, **PATIENT, **NAMES, "appeal_number": "A-1", "requestor": "Wren Applegarth"},
    FormId.MSP_REFUND: {**REFUND, **LINES, "primary_kind": "group", "primary_payer": "Made-up Mutual"},
    FormId.REFUND: {**REFUND, "scope": "w", "amount": "145"},
    FormId.AUDIT: {**CONTACT, "fiscal_year_end": "06/30/2026", "audit_papers": "report"},
    FormId.CREDIT_BALANCE: {
        **CONTACT,
        "quarter_end": "09/30/2026",
        "has_credit": "no",
        "signature": "Wren Applegarth",
    },
    FormId.INQUIRY: {**CONTACT, "subject": "Telehealth", "message": "Which places count?"},
    FormId.FEEDBACK: {"subject": "Keys", "message": "Good ones."},
}


def problems(form: FormId, **typed: str) -> list[tuple[str, tuple[str, ...]]]:
    reading = FORMS[form].form(TODAY).read(FILLED[form] | typed)
    return [(problem.code, problem.fields) for problem in reading.problems]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_has_its_words_and_takes_what_fills_it(form: DocumentForm) -> None:
    asked = form.form(TODAY)
    missing = [
        f"field.{field.name}.label" for field in asked.fields if not knows(f"field.{field.name}.label")
    ]
    missing += [field.help_key for field in asked.fields if not knows(field.help_key)]
    missing += [
        key for key in (f"documents.form.{form.id}", f"documents.form.{form.id}.help") if not knows(key)
    ]
    missing += [f"documents.role.{role}" for role in form.roles if not knows(f"documents.role.{role}")]
    assert missing == []
    assert problems(form.id) == []
    assert all(len(part) <= 8 for part in asked.parts), "a part fits a small screen"
    empty = {problem.fields[0] for problem in asked.read({}).problems}
    assert empty == {field.name for field in asked.fields if field.required}


def test_a_form_is_for_its_parts() -> None:
    in_a, in_b = ({form.id for form in forms_for((part,))} for part in ("A", "B"))
    assert in_a - in_b == {FormId.AUDIT, FormId.CREDIT_BALANCE}
    assert in_b - in_a == {FormId.MSP_REFUND, FormId.REFUND}
    assert {form.id for form in forms_for(("A", "B"))} == set(FormId)
    check_parts(FORMS[FormId.AUDIT], ("A", "B"))
    with pytest.raises(Problem) as other:
        check_parts(FORMS[FormId.AUDIT], ("B",))
    assert other.value.code == "documents.other_part"
    assert find_form("Msp-Refund").id is FormId.MSP_REFUND
    with pytest.raises(Problem) as none:
        find_form("letter")
    assert none.value.code == "documents.no_form"


def test_what_does_not_fit_is_told_beside_its_field() -> None:
    assert problems(FormId.RECORDS, letter="A;1") == [("letter.shape", ("letter",))]
    assert problems(FormId.RECORDS, letter_date="11/21/2026") == [("date.ahead", ("letter_date",))]
    assert problems(FormId.RECORDS, asked_by="nobody") == [("choice.unknown", ("asked_by",))]
    assert problems(FormId.CREDIT_BALANCE, quarter_end="09/29/2026") == [("date.quarter", ("quarter_end",))]
    assert problems(FormId.CREDIT_BALANCE, has_credit="yes") == [("field.missing", ("amount",))]
    assert problems(FormId.CREDIT_BALANCE, has_credit="yes", amount="10") == []


def test_lines_paid_back_add_up_to_the_amount() -> None:
    values = FORMS[FormId.MSP_REFUND].form(TODAY).read(FILLED[FormId.MSP_REFUND]).values
    assert values["refund_lines"] == (("99213", Decimal("45.00")), ("85025", Decimal("10.00")))
    both = ("amount", "refund_lines")
    assert problems(FormId.MSP_REFUND, amount="54.00") == [("refund_lines.sum", both)]
    assert problems(FormId.MSP_REFUND, refund_lines="") == [("field.missing", ("refund_lines",))]
    assert problems(FormId.MSP_REFUND, refund_lines="99213") == [("refund_lines.shape", ("refund_lines",))]
    assert problems(FormId.REFUND, refund_lines="") == []


def test_limits_are_dated_data_that_an_operator_replaces(tmp_path: Path) -> None:
    shipped = read_limits(None, "First Coast")
    assert (shipped.total, shipped.total_megabytes.evidence) == (200 * MEGABYTE, "stated")
    assert [kind.media_type for kind in shipped.kinds.value] == ["application/pdf", "image/tiff"]
    assert megabytes_over([shipped.total, 1], shipped) == Decimal("0.1")
    assert megabytes_over([shipped.total], shipped) is None
    own = tmp_path / "limits.toml"
    told = 'source = "a letter"\nsource_date = "2026-01-02"\nevidence = "stated"\n'
    own.write_text(
        '[[contractor]]\nname = "Made-up"\nloaded_on = 2026-11-26\n'
        f"[contractor.total_megabytes]\nvalue = 50\n{told}"
        f'[contractor.kinds]\nvalue = ["pdf"]\n{told}'
        f"[contractor.most_files]\nvalue = 10\n{told}",
        encoding="utf-8",
    )
    limits = read_limits(own, "Made-up")
    assert limits.most_files is not None
    assert (limits.total, limits.most_files.value, limits.file_megabytes) == (50 * MEGABYTE, 10, None)
    with pytest.raises(Problem) as other:
        read_limits(own, "First Coast")
    assert other.value.code == "rules.file"
