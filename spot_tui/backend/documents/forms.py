"""Forms of documents, declared: what each asks, who may use it, and which papers go along.

The contractor publishes the list of forms and some of their rules, not their fields: those here hold what its
letters and pages ask for (SPOT User Guide, section 8; First Coast, overpayment request reminders; CMS-838).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from spot_tui.backend.corrections.appeal_forms import appeal_documents_fields
from spot_tui.backend.corrections.catalogue import Tag
from spot_tui.backend.documents import form_fields as ask
from spot_tui.backend.draft_words import OF_DOCUMENTS
from spot_tui.backend.forms import Field, Form, Values
from spot_tui.backend.line_formats import PROCEDURE_LENGTH, read_procedure
from spot_tui.backend.problems import Problem

Part = Literal["A", "B"]

ASKED_BY = ("review", "department", "contractor", "pwk")
"""Who asks for records: medical review; another department (EDI, enrollment); another contractor; PWK."""
MEDICAL_REVIEW = ASKED_BY[0]
SCOPES = ("whole", "lines")
AUDIT_PAPERS = ("report", "audit", "other")
ROUNDS = ("1", "2", "3")
PRIMARIES = ("group", "liability", "nofault", "compensation", "other")


class FormId(StrEnum):
    """Which form it is. Words: ``documents.form.NAME`` and ``documents.form.NAME.help``."""

    RECORDS = "records"
    RECORDS_TPE = "records_tpe"
    PRIOR_AUTHORIZATION = "prior_authorization"
    APPEAL = "appeal"
    MSP_REFUND = "msp_refund"
    REFUND = "refund"
    AUDIT = "audit"
    CREDIT_BALANCE = "credit_balance"
    INQUIRY = "inquiry"
    FEEDBACK = "feedback"

    @property
    def answers_letter(self) -> bool:
        """Whether it answers a letter that asks for records (ADR)."""
        return self in {FormId.RECORDS, FormId.RECORDS_TPE}


DRAFTED_FORMS = {f"{OF_DOCUMENTS}{form}": form for form in FormId}
"""The forms by the names of their drafts."""


class Role(StrEnum):
    """What a file is in a submission. Words: ``documents.role.NAME``."""

    LETTER = "letter"
    """The copy of the contractor's letter that asks for records."""
    RECORDS = "records"
    """What the form is for: records, reports, proof."""


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """One form. `parts` are the parts of Medicare that it is for; `form` asks, `today` being a given day.

    `least_papers` is how many files besides a letter go along at least, `takes_papers` whether any do.
    `evidence` is how good the source is that this form exists.
    """

    id: FormId
    parts: tuple[Part, ...]
    fields: Callable[[date], tuple[Field, ...]]
    evidence: Tag
    checks: tuple[Callable[[Values], Iterator[Problem]], ...] = ()
    breaks: tuple[str, ...] = ()
    least_papers: int = 1
    takes_papers: bool = True

    def form(self, today: date) -> Form:
        """Return what it asks; no day in it lies after `today`."""
        return Form(f"document_{self.id}", self.fields(today), self.checks, drafted=True, breaks=self.breaks)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(field.name for field in self.fields(date.min))

    @property
    def roles(self) -> tuple[Role, ...]:
        """What a file may be in it. An appeal has letters too, so that one put there is told of (R71)."""
        if not self.takes_papers:
            return ()
        with_letter = self.id.answers_letter or self.id is FormId.APPEAL
        return (Role.LETTER, Role.RECORDS) if with_letter else (Role.RECORDS,)


def find_form(name: str) -> DocumentForm:
    """Return the form called `name`, with dashes or underscores. Raises ``documents.no_form``."""
    try:
        return FORMS[FormId(name.strip().casefold().replace("-", "_"))]
    except ValueError:
        raise Problem("documents.no_form", (), {"given": name, "known": ", ".join(FORMS)}) from None


def forms_for(parts: tuple[Part, ...]) -> tuple[DocumentForm, ...]:
    """Return the forms for a provider of these parts of Medicare."""
    return tuple(form for form in FORMS.values() if set(form.parts) & set(parts))


def check_parts(form: DocumentForm, parts: tuple[Part, ...]) -> None:
    """Raise `Problem` ``documents.other_part`` unless `form` is for a provider of these parts."""
    if not set(form.parts) & set(parts):
        raise Problem("documents.other_part", (), {"part": " ".join(form.parts), "parts": " ".join(parts)})


def _records(today: date) -> tuple[Field, ...]:
    return (
        ask.choice("asked_by", ASKED_BY),
        ask.letter(),
        ask.day("letter_date", ask.read_past_date, today),
        ask.claim_number(),
        ask.mbi(),
        ask.yes_or_no("several_claims", required=False),
        *ask.contact(),
        ask.note(),
    )


def _records_tpe(today: date) -> tuple[Field, ...]:
    first, *others = _records(today)
    return first, ask.choice("round", ROUNDS), *others


def _prior_authorization(today: date) -> tuple[Field, ...]:
    return (
        ask.mbi(),
        ask.person("first_name"),
        ask.person("last_name"),
        Field("procedure", read_procedure, PROCEDURE_LENGTH, upper=True),
        ask.yes_or_no("expedited", required=False),
        *ask.contact(),
        ask.note(),
    )


def _refund(today: date) -> tuple[Field, ...]:
    return (
        ask.mbi(),
        ask.claim_number(),
        ask.day("service_from", ask.read_past_date, today, "line_from"),
        ask.words("refund_reason", ask.NOTE_LENGTH),
        ask.choice("scope", SCOPES),
        ask.dollars("amount"),
        Field("refund_lines", ask.read_refund_lines, ask.LINES_LENGTH, required=False, upper=True),
        *ask.contact(),
    )


def _msp_refund(today: date) -> tuple[Field, ...]:
    number, claim, *others = _refund(today)
    primary = (ask.choice("primary_kind", PRIMARIES), ask.words("primary_payer", ask.SUBJECT_LENGTH))
    return number, claim, *primary, *others


def _audit(today: date) -> tuple[Field, ...]:
    year = ask.day("fiscal_year_end", ask.read_past_date, today)
    return year, ask.choice("audit_papers", AUDIT_PAPERS), *ask.contact(), ask.note()


def _credit_balance(today: date) -> tuple[Field, ...]:
    return (
        ask.day("quarter_end", ask.read_quarter_end, today),
        ask.yes_or_no("has_credit"),
        ask.dollars("amount", required=False),
        *ask.contact(),
        ask.person("signature"),
    )


def _appeal(today: date) -> tuple[Field, ...]:
    return appeal_documents_fields()


def _inquiry(today: date) -> tuple[Field, ...]:
    return (
        ask.words("subject", ask.SUBJECT_LENGTH),
        ask.words("message", ask.MESSAGE_LENGTH),
        ask.claim_number(required=False),
        ask.mbi(required=False),
        *ask.contact(),
    )


def _feedback(today: date) -> tuple[Field, ...]:
    return ask.words("subject", ask.SUBJECT_LENGTH), ask.words("message", ask.MESSAGE_LENGTH)


def _lines_are_named(values: Values) -> Iterator[Problem]:
    """Lines are named where only some are paid back, and their dollars are those paid back."""
    if values.get("scope") != "lines" or "refund_lines" not in values:
        return
    lines = values["refund_lines"]
    if not isinstance(lines, tuple):
        yield Problem("field.missing", ("refund_lines",))
    elif "amount" in values and sum(dollars for _, dollars in lines) != values["amount"]:
        yield Problem("refund_lines.sum", ("amount", "refund_lines"))


def _credit_is_named(values: Values) -> Iterator[Problem]:
    if values.get("has_credit") is True and "amount" in values and not values["amount"]:
        yield Problem("field.missing", ("amount",))


_BOTH: tuple[Part, ...] = ("A", "B")
_DECLARED = (
    DocumentForm(FormId.RECORDS, _BOTH, _records, Tag.STATED, breaks=("mbi",)),
    DocumentForm(FormId.RECORDS_TPE, _BOTH, _records_tpe, Tag.OLD, breaks=("mbi",)),
    DocumentForm(FormId.PRIOR_AUTHORIZATION, _BOTH, _prior_authorization, Tag.OLD, breaks=("expedited",)),
    DocumentForm(FormId.APPEAL, _BOTH, _appeal, Tag.STATED, breaks=("appeal_number",)),
    DocumentForm(
        FormId.MSP_REFUND,
        ("B",),
        _msp_refund,
        Tag.STATED,
        (_lines_are_named,),
        ("refund_reason",),
        least_papers=0,
    ),
    DocumentForm(FormId.REFUND, ("B",), _refund, Tag.STATED, (_lines_are_named,), ("scope",), least_papers=0),
    DocumentForm(FormId.AUDIT, ("A",), _audit, Tag.OLD),
    DocumentForm(FormId.CREDIT_BALANCE, ("A",), _credit_balance, Tag.STATED, (_credit_is_named,)),
    DocumentForm(FormId.INQUIRY, _BOTH, _inquiry, Tag.STATED, breaks=("claim_number",), least_papers=0),
    DocumentForm(FormId.FEEDBACK, _BOTH, _feedback, Tag.OLD, least_papers=0, takes_papers=False),
)

FORMS: Mapping[FormId, DocumentForm] = MappingProxyType({form.id: form for form in _DECLARED})
"""All of them, in the order of a dashboard."""
