"""What a draft is of, in words: the same for screens and for the board of deadlines."""

from __future__ import annotations

from spot_tui.words import knows, say

OF_DOCUMENTS = "document_"
"""What names of drafts of documents' forms begin with; the form's own name follows."""


def draft_words(form: str) -> str:
    """Return what the draft of a form is of; of a form that is not known, its name."""
    of_documents = form.startswith(OF_DOCUMENTS)
    key = f"documents.form.{form.removeprefix(OF_DOCUMENTS)}" if of_documents else f"draft.form.{form}"
    return say(key) if knows(key) else form
