"""Whether a letter that asks for records was answered before (R68): each letter takes one answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.documents.filed import FiledSubmission
from spot_tui.backend.documents.form_fields import read_letter
from spot_tui.backend.documents.forms import DocumentForm, FormId
from spot_tui.backend.forms import Typed
from spot_tui.backend.outbox.model import Kind, Sender, State, Submission
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.documents.desk import DocumentsDesk
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.upstreams import Provider

_GONE = frozenset({State.REFUSED, State.EXPIRED})
_ANSWERS = frozenset(form for form in FormId if form.answers_letter)


async def find_answer(
    form: DocumentForm,
    typed: Typed,
    sender: Sender,
    provider: Provider,
    *,
    documents: DocumentsDesk,
    outbox: Outbox,
    zone: ZoneInfo,
) -> date | None:
    """Ask the gateway and her outbox whether the letter typed into `form` was answered, and on which day.

    Anybody of the provider may have. Raises as `DocumentsDesk.list` and `Outbox.find` do.
    """
    if not form.id.answers_letter:
        return None
    try:
        letter = read_letter(typed.get("letter", ""))
    except Problem:
        return None
    filed = await documents.list(sender.bearer, provider, everybody=True)
    return answered_on(letter, filed, await outbox.find(sender.owner), zone)


def answered_on(
    letter: str, filed: Iterable[FiledSubmission], waiting: Iterable[Submission], zone: ZoneInfo
) -> date | None:
    """Return the first day on which a letter was answered: by what is on file, or what is in the outbox."""
    days = [
        each.received_on for each in filed if each.form in _ANSWERS and each.fields.get("letter") == letter
    ]
    days += [each.created_at.astimezone(zone).date() for each in waiting if _letter_of(each) == letter]
    return min(days, default=None)


def _letter_of(submission: Submission) -> str:
    """Return the letter that a submission of the outbox answers, empty for none or one that failed."""
    if submission.kind is not Kind.DOCUMENTS or submission.state in _GONE or not submission.content:
        return ""
    body = json.loads(submission.content)
    return str(body["fields"].get("letter", "")) if body["form"] in _ANSWERS else ""
