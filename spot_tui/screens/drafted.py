"""The screens that drafts are gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.age import show_moment
from spot_tui.backend.draft_words import draft_words
from spot_tui.backend.drafts import ending_soon
from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from spot_tui.backend.drafts import Draft, DraftEntry
    from spot_tui.backend.session import Session
    from spot_tui.screens.form_page import FormPage


def page_of(draft: Draft) -> FormPage:
    """Return the screen that goes on with `draft`. Raises `Problem` ``draft.unknown`` where there is none."""
    match draft.form:
        case "inquiry":
            from spot_tui.screens.inquiry import InquiryPage

            return InquiryPage(draft)
        case "access_request":
            from spot_tui.screens.access_request import RequestPage

            return RequestPage(draft)
        case "mbi_lookup":
            from spot_tui.screens.mbi_lookup import MbiLookupPage

            return MbiLookupPage(draft)
        case "claim_status":
            from spot_tui.screens.claim_status import ClaimStatusPage

            return ClaimStatusPage(draft)
        case "claim_search":
            from spot_tui.screens.claim_search import ClaimSearchPage

            return ClaimSearchPage(draft)
        case "correction":
            from spot_tui.screens.correction_start import CorrectionStartPage

            return CorrectionStartPage(None, None, draft)
        case "redetermination" | "reconsideration":
            from spot_tui.backend.claims.model import AppealLevel
            from spot_tui.screens.appeal_form import AppealFormPage

            return AppealFormPage(AppealLevel(draft.form), None, None, draft)
        case "bulk_correction":
            from spot_tui.screens.bulk_change import BulkChangePage

            return BulkChangePage(None, draft)
        case _:
            return _document_page(draft)


def _document_page(draft: Draft) -> FormPage:
    """Return the screen that goes on with a form of documents. Raises as `page_of` does."""
    from spot_tui.backend.documents.forms import DRAFTED_FORMS
    from spot_tui.screens.document_form import DocumentFormPage

    if draft.form not in DRAFTED_FORMS:
        raise Problem("draft.unknown")
    return DocumentFormPage(DRAFTED_FORMS[draft.form], draft=draft)


def form_name(draft: DraftEntry) -> str:
    """Return what a draft is of, in words."""
    return draft_words(draft.form)


def summary(drafts: Sequence[DraftEntry], now: datetime, zone: ZoneInfo) -> str:
    """Return what waits: of one draft what it is and when it was saved, else how many there are."""
    if len(drafts) != 1:
        return say("home.drafts", count=len(drafts))
    return say("home.draft", form=form_name(drafts[0]), moment=show_moment(drafts[0].saved_at, now, zone))


def ending(drafts: Sequence[DraftEntry], now: datetime, zone: ZoneInfo) -> str:
    """Return the warning of those that are removed soon, empty where none is."""
    soon = ending_soon(drafts, now)
    if not soon:
        return ""
    key = "home.draft_ends" if len(soon) == 1 else "home.drafts_end"
    return say(key, count=len(soon), moment=show_moment(soon[0].expires_at, now, zone))


def fits(draft: DraftEntry, session: Session) -> bool:
    """Tell whether a draft belongs to the provider that the person works for now, or to none."""
    now = session.provider.npi if session.provider else ""
    return draft.provider_npi in ("", now)
