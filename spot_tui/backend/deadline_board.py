"""The deadline board: what has a last day in mailbox, drafts and outbox, the first to end first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from spot_tui.backend.draft_words import draft_words
from spot_tui.backend.drafts import DraftEntry
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import Message
from spot_tui.backend.outbox.model import Submission
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.calendar import Calendar


class Source(StrEnum):
    """Where something with a last day waits. Words: ``deadlines.source.NAME``."""

    REQUEST = "request"
    OUTBOX = "outbox"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing with a last day. `of` is the kind of submission or the form of the draft, or empty.

    `about` is its claim, or what tells a draft apart; `id` is the message's number, the submission's or the
    draft's id.
    """

    last_day: date
    source: Source
    of: str
    about: str
    id: str

    def days_left(self, today: date) -> int:
        """Return the days after `today` that are left: 0 on the last day, negative when it is over."""
        return (self.last_day - today).days


@dataclass(frozen=True, slots=True)
class DeadlinesDocument:
    """What has a last day as one JSON document (docs/json.md), the first to end first."""

    version: int
    deadlines: tuple[Due, ...]


def deadline_board(
    requests: Iterable[Message], submissions: Iterable[Submission], drafts: Iterable[DraftEntry]
) -> tuple[Due, ...]:
    """Return all that has a last day and is not done, the first to end first."""
    found = (*_requests(requests), *_unsent(submissions), *_drafted(drafts))
    order = list(Source)
    return tuple(sorted(found, key=lambda due: (due.last_day, order.index(due.source), due.about, due.id)))


def _requests(messages: Iterable[Message]) -> Iterator[Due]:
    for each in messages:
        if each.is_open and each.due_on is not None:
            yield Due(each.due_on, Source.REQUEST, "", each.claim or each.subject, each.number)


def _unsent(submissions: Iterable[Submission]) -> Iterator[Due]:
    for each in submissions:
        if each.deadline is not None and not each.state.is_settled:
            yield Due(each.deadline, Source.OUTBOX, each.kind.value, each.claim, each.id)


def _drafted(drafts: Iterable[DraftEntry]) -> Iterator[Due]:
    for each in drafts:
        if each.deadline is not None:
            yield Due(each.deadline, Source.DRAFT, each.form, each.about, each.id)


def board_section(board: Iterable[Due], calendar: Calendar, now: datetime) -> Section:
    """Return the table of what has a last day, each with until when it is to be sent."""
    today = now.astimezone(calendar.zone).date()
    rows = tuple(
        Row(
            (show_date(due.last_day), left_words(due, today), what_words(due), due.about),
            note=send_by_words(due, calendar, now),
        )
        for due in board
    )
    return Section(
        "", rows, tuple(say(f"deadlines.column.{name}") for name in ("day", "left", "what", "about"))
    )


def left_words(due: Due, today: date) -> str:
    """Return how many days are left."""
    left = due.days_left(today)
    key = "deadlines.over" if left < 0 else "deadlines.today" if left == 0 else "deadlines.left"
    return say(key, days=left)


def send_by_words(due: Due, calendar: Calendar, now: datetime) -> str:
    """Return until when to send it for it to count as received on its last day, empty once that is over.

    Source: SPOT status page and SPOT User Guide, section 8 (R74): business days, until the cut-off hour.
    """
    if due.days_left(now.astimezone(calendar.zone).date()) < 0:
        return ""
    until = calendar.last_safe_moment(due.last_day)
    told = {"date": show_date(until.date()), "time": f"{until:%H:%M %Z}"}
    return say("deadlines.send_by" if now <= until else "deadlines.too_late", **told)


def what_words(due: Due) -> str:
    """Return what it is: a request, a submission not sent, a draft."""
    of = ""
    if due.source is Source.OUTBOX:
        of = say(f"outbox.kind.{due.of}")
    elif due.source is Source.DRAFT:
        of = draft_words(due.of)
    return say(f"deadlines.source.{due.source}", of=of)
