"""The outbox in words, the same for screens and commands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.listing import next_try
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.words import say

ID_LENGTH = 8
"""So many characters tell a person's submissions apart."""
_COLUMNS = ("id", "what", "claim", "made", "state", "about")


def outbox_section(submissions: Iterable[Submission], now: datetime, zone: ZoneInfo) -> Section:
    """Return the table of these submissions; moments are told in `zone`."""
    rows = tuple(_row(each, now, zone) for each in submissions)
    return Section("", rows, tuple(say(f"outbox.column.{name}") for name in _COLUMNS))


def told(submission: Submission) -> str:
    """Return in a sentence how a submission stands."""
    receipt = submission.receipt
    if receipt is not None and receipt.received_on is not None:
        on = show_date(receipt.received_on)
        return say("outbox.told.confirmed.day", number=receipt.number, date=on)
    number = receipt.number if receipt else ""
    last = show_date(submission.deadline) if submission.deadline else ""
    return say(f"outbox.told.{submission.state}", number=number, date=last)


def _row(submission: Submission, now: datetime, zone: ZoneInfo) -> Row:
    return Row(
        (
            submission.id[:ID_LENGTH],
            say(f"outbox.kind.{submission.kind}"),
            submission.claim,
            show_moment(submission.created_at, now, zone),
            say(f"outbox.state.{submission.state}"),
            _about(submission, now, zone),
        )
    )


def _about(submission: Submission, now: datetime, zone: ZoneInfo) -> str:
    if submission.receipt is not None:
        return submission.receipt.number
    if submission.state is State.EXPIRED and submission.deadline is not None:
        return show_date(submission.deadline)
    again = next_try(submission)
    return show_moment(max(again, now), now, zone) if again else ""
