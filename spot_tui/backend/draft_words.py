"""What a draft is of, in words: the same for screens and for the board of deadlines."""

from __future__ import annotations

from spot_tui.backend.documents.forms import FormId
from spot_tui.words import knows, say

DOCUMENT_FORMS = {f"document_{form}": form for form in FormId}
"""The forms of documents, by the names of their drafts."""


def draft_words(form: str) -> str:
    """Return what the draft of a form is of; of a form that is not known, its name."""
    key = f"documents.form.{DOCUMENT_FORMS[form]}" if form in DOCUMENT_FORMS else f"draft.form.{form}"
    return say(key) if knows(key) else form
