"""What of an answer, a claim, an appeal or a letter is printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.sheet import Tab, Viewing, has_procedures
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.backend.prints.printout import Leaf, Printout
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import datetime

    from spot_tui.backend.appeals.model import DecisionLetter, FiledAppeal
    from spot_tui.backend.claims.service import ClaimShown
    from spot_tui.backend.claims.sheet import ClaimViewing
    from spot_tui.backend.corrections.bulk import BulkClaim
    from spot_tui.backend.corrections.filed import FiledCorrection
    from spot_tui.backend.documents.filed import FiledSubmission
    from spot_tui.backend.eligibility.answered import EligibilityAnswer
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.mailbox.model import Message
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.upstreams import Provider


def eligibility_printout(
    answer: EligibilityAnswer,
    viewing: Viewing,
    inquiry: Inquiry,
    provider: Provider | None,
    owners: str,
    only: Collection[str] = (),
) -> Printout:
    """Return the tabs `only` of an answer, all without them, under the warnings that belong to each.

    `owners` is the copyright line of procedure codes.
    """
    from spot_tui.backend.eligibility.presentation import present

    sheet = present(answer.eligibility, viewing)
    tabs = tuple(tab for tab in (sheet.summary, *sheet.tabs) if not only or tab.id in only)
    person = answer.eligibility.beneficiary
    names = (person.first_name, person.last_name, person.suffix) if person else ()
    name = " ".join(filter(None, names)) or f"{inquiry.first_name} {inquiry.last_name}"
    first, last = (show_date(day) for day in (inquiry.service.first, inquiry.service.last))
    facts = (
        _patient(name, show_mbi(inquiry.mbi), inquiry.birth_date),
        *_provider(provider),
        say("prints.source", source=answer.source),
        say("prints.service", service=first if first == last else say("claims.span", first=first, last=last)),
    )

    def document() -> object:
        from spot_tui.backend.json_document import as_json
        from spot_tui.backend.results import eligibility_document

        return as_json(eligibility_document(answer, viewing))

    return Printout(
        kind="eligibility",
        title=say("prints.title.eligibility"),
        facts=facts,
        leaves=tuple(Leaf(tab, owners if has_procedures(tab) else "") for tab in tabs),
        received_at=answer.received_at,
        document=document,
        warnings=tuple(banner.text for banner in sheet.banners),
        patient=inquiry.mbi,
        provider_npi=provider.npi if provider else "",
    )


def claim_printout(
    shown: ClaimShown,
    provider: Provider,
    viewing: ClaimViewing,
    owners: str,
    only: Collection[str] = (),
) -> Printout:
    """Return the tabs `only` of a claim, all without them; `owners` as above."""
    from spot_tui.backend.claims.sheet import claim_tabs

    claim = shown.claim
    patient = claim.patient
    number = f"number.{claim.part}" if claim.part else "number"
    facts = (
        _patient(patient.name, show_mbi(patient.mbi) if patient.mbi else "", patient.birth_date),
        f"{say(f'claims.row.{number}')}: {claim.number}",
        *_provider(provider),
        say("prints.source", source=shown.source),
    )

    def document() -> object:
        from spot_tui.backend.claims.document import claim_document
        from spot_tui.backend.json_document import as_json

        return as_json(claim_document(shown, viewing))

    tabs = (tab for tab in claim_tabs(claim, viewing) if not only or tab.id in only)
    return Printout(
        kind="claim",
        title=say("prints.title.claim"),
        facts=facts,
        leaves=tuple(Leaf(tab, owners) for tab in tabs),
        received_at=shown.received_at,
        document=document,
        patient=patient.mbi,
        claim=claim.number,
        provider_npi=provider.npi,
    )


def message_printout(message: Message, tab: Tab, provider: Provider | None) -> Printout:
    """Return a message as it is shown in `tab`; a letter may name a patient, its title here does not."""

    def document() -> object:
        from spot_tui.backend.json_document import as_json
        from spot_tui.backend.mailbox.document import VERSION, MessagesDocument

        return as_json(MessagesDocument(VERSION, (message,)))

    return Printout(
        kind=message.kind.value,
        title=tab.label,
        facts=_provider(provider),
        leaves=(Leaf(tab),),
        received_at=message.received_at,
        document=document,
        claim=message.claim,
        provider_npi=provider.npi if provider else "",
    )


def bulk_printout(found: Sequence[BulkClaim], provider: Provider | None, now: datetime) -> Printout:
    """Return what became of the same change on many claims; it shows no procedures."""
    from spot_tui.backend.corrections.bulk_view import report_tab, report_table
    from spot_tui.backend.corrections.document import VERSION, SubmittedDocument, submitted
    from spot_tui.backend.json_document import as_json

    def document() -> object:
        told = (submitted(one.number, one.findings, one.submission, one.problem) for one in found)
        return as_json(SubmittedDocument(VERSION, tuple(told)))

    return Printout(
        kind="corrections",
        title=say("prints.title.corrections"),
        facts=_provider(provider),
        leaves=(Leaf(report_tab(found)),),
        received_at=now,
        document=document,
        provider_npi=provider.npi if provider else "",
        table=report_table(found),
        subjects=tuple((one.claim.patient.mbi if one.claim else "", one.number) for one in found),
    )


def appeal_printout(
    appeal: FiledAppeal, tab: Tab, provider: Provider | None, received_at: datetime
) -> Printout:
    """Return how an appeal stands, as `tab` tells it."""

    def document() -> object:
        from spot_tui.backend.appeals.document import VERSION, AppealsDocument
        from spot_tui.backend.json_document import as_json

        return as_json(AppealsDocument(VERSION, (appeal,)))

    return Printout(
        kind="appeal",
        title=say("prints.title.appeal"),
        facts=(_claim(appeal.claim), *_provider(provider)),
        leaves=(Leaf(tab),),
        received_at=received_at,
        document=document,
        claim=appeal.claim,
        provider_npi=provider.npi if provider else "",
    )


def documents_printout(
    filed: FiledSubmission, tab: Tab, provider: Provider | None, received_at: datetime
) -> Printout:
    """Return the receipt of documents, as `tab` tells it."""

    def document() -> object:
        from spot_tui.backend.documents.sent_document import VERSION, SubmissionsDocument
        from spot_tui.backend.json_document import as_json

        return as_json(SubmissionsDocument(VERSION, (filed,)))

    return Printout(
        kind="submission",
        title=say("prints.title.submission"),
        facts=_provider(provider),
        leaves=(Leaf(tab),),
        received_at=received_at,
        document=document,
        patient=filed.fields.get("mbi", ""),
        claim=filed.fields.get("claim_number", ""),
        provider_npi=provider.npi if provider else "",
    )


def letter_printout(letter: DecisionLetter, provider: Provider | None, received_at: datetime) -> Printout:
    """Return a decision letter."""
    from spot_tui.backend.appeals.view import letter_head, letter_tab

    def document() -> object:
        from spot_tui.backend.appeals.document import VERSION, LetterDocument
        from spot_tui.backend.json_document import as_json

        return as_json(LetterDocument(VERSION, letter))

    return Printout(
        kind="letter",
        title=say("prints.title.letter"),
        facts=(*letter_head(letter), *_provider(provider)),
        leaves=(Leaf(letter_tab(letter)),),
        received_at=received_at,
        document=document,
        claim=letter.claim,
        provider_npi=provider.npi if provider else "",
    )


def correction_printout(
    filed: FiledCorrection, provider: Provider | None, received_at: datetime, owners: str
) -> Printout:
    """Return how a correction stands and what was asked for; `owners` is the copyright line of its codes."""
    from spot_tui.backend.corrections.following import filed_tab

    def document() -> object:
        from spot_tui.backend.corrections.document import VERSION, CorrectionsDocument
        from spot_tui.backend.json_document import as_json

        return as_json(CorrectionsDocument(VERSION, (filed,)))

    return Printout(
        kind="correction",
        title=say("correction_filed.title"),
        facts=(_claim(filed.claim), *_provider(provider)),
        leaves=(Leaf(filed_tab(filed), owners),),
        received_at=received_at,
        document=document,
        claim=filed.claim,
        provider_npi=provider.npi if provider else "",
    )


def submission_printout(
    submission: Submission, tab: Tab, provider: Provider | None, owners: str = ""
) -> Printout:
    """Return the confirmation of something submitted, or how it stands without one, as `tab` tells it.

    `owners` is the copyright line of the procedure codes on it.
    """

    def document() -> object:
        from spot_tui.backend.json_document import as_json
        from spot_tui.backend.outbox.listing import outbox_document

        return as_json(outbox_document((submission,)))

    receipt = submission.receipt
    return Printout(
        kind="confirmation",
        title=say("prints.title.confirmation" if receipt else "prints.title.outbox"),
        facts=(*((_claim(submission.claim),) if submission.claim else ()), *_provider(provider)),
        leaves=(Leaf(tab, owners),),
        received_at=receipt.confirmed_at if receipt else submission.created_at,
        document=document,
        patient=submission.patient,
        claim=submission.claim,
        provider_npi=submission.provider_npi,
    )


def _claim(number: str) -> str:
    return f"{say('claims.row.number')}: {number}"


def _patient(name: str, mbi: str, born: date | None) -> str:
    told = (name, mbi, say("prints.born", date=show_date(born)) if born else "")
    return say("prints.patient", patient=", ".join(filter(None, told)))


def _provider(provider: Provider | None) -> tuple[str, ...]:
    if provider is None:
        return ()
    return (say("prints.provider", provider=provider.organisation, npi=provider.npi),)
