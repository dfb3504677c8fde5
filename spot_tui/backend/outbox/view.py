"""The outbox in words, the same for screens and commands."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.eligibility.sheet import Row, Section, Tab
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.listing import next_try
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.waiting import in_order, is_urgent
from spot_tui.words import say

ID_LENGTH = 8
"""So many characters tell a person's submissions apart."""
_LONG_WAIT_SECONDS = 3600
_COLUMNS = ("id", "what", "claim", "made", "state", "about")


def outbox_section(
    submissions: Iterable[Submission], now: datetime, zone: ZoneInfo, rules: OutboxRules
) -> Section:
    """Return the table of these submissions, urgent ones first and marked; moments are told in `zone`."""
    day = now.astimezone(zone).date()
    rows = tuple(
        _row(each, now, zone, is_first=is_urgent(each, day, rules))
        for each in in_order(submissions, day, rules)
    )
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


def state_words(submission: Submission, percent: int | None = None) -> str:
    """Return the state in a word or two; `percent` is how much of its files has arrived, where known."""
    words = say(f"outbox.state.{submission.state}")
    if submission.state is not State.UPLOADING or percent is None:
        return words
    return say("outbox.percent", state=words, percent=percent)


def made_words(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return when it was submitted, short: today's by the clock, others by their date."""
    there = moment.astimezone(zone)
    is_today = there.date() == now.astimezone(zone).date()
    return f"{there:%H:%M}" if is_today else show_date(there.date())


def next_words(submission: Submission, now: datetime, zone: ZoneInfo) -> str:
    """Return when it is tried again by itself: in minutes and seconds, a far one by the clock; or nothing."""
    again = next_try(submission)
    if again is None:
        return ""
    seconds = math.ceil((again - now).total_seconds())
    if seconds <= 0:
        return say("outbox.next.now")
    if seconds >= _LONG_WAIT_SECONDS:
        return say("outbox.next.at", time=f"{again.astimezone(zone):%H:%M}")
    return say("outbox.next.in", time=f"{seconds // 60}:{seconds % 60:02}")


def submission_sections(submission: Submission, now: datetime, zone: ZoneInfo) -> tuple[Section, ...]:
    """Return what there is to know of one: how it stands, why it waits, what the gateway said."""
    return tuple(
        each
        for each in (
            _facts(submission, now, zone),
            _why(submission),
            _confirmed(submission, now, zone),
        )
        if each.rows
    )


def submission_tab(submission: Submission, now: datetime, zone: ZoneInfo) -> Tab:
    """Return what there is to know of one as it is printed: what it is and how it stands, then the rest."""
    stands = Section("", (Row((told(submission),)),))
    label = say(f"outbox.kind.{submission.kind}")
    return Tab("submission", label, (stands, *submission_sections(submission, now, zone)))


def _facts(submission: Submission, now: datetime, zone: ZoneInfo) -> Section:
    last_try = show_moment(submission.tried_at, now, zone) if submission.tried_at else ""
    last_day = show_date(submission.deadline) if submission.deadline else ""
    told = (
        ("state", state_words(submission)),
        ("next", next_words(submission, now, zone)),
        ("last_day", last_day),
        ("made", show_moment(submission.created_at, now, zone)),
        ("tries", say("outbox.tries", count=submission.tries) if submission.tries else ""),
        ("tried", last_try),
        ("provider", submission.provider_npi),
        ("rules", ", ".join(submission.overrides)),
        ("id", submission.id[:ID_LENGTH]),
    )
    return _labelled("", told)


def _why(submission: Submission) -> Section:
    problem = submission.problem
    if problem is None:
        return Section("", ())
    why = explain(problem)
    told = (
        ("what", why.what),
        ("next_step", why.next),
        ("words", problem.upstream_words),
        ("reference", problem.reference),
    )
    return _labelled(say("outbox.section.why"), told)


def _confirmed(submission: Submission, now: datetime, zone: ZoneInfo) -> Section:
    receipt = submission.receipt
    if receipt is None:
        return Section("", ())
    told = [
        ("number", receipt.number),
        ("received", show_date(receipt.received_on) if receipt.received_on else ""),
        ("confirmed", show_moment(receipt.confirmed_at, now, zone)),
    ]
    for file in receipt.files:
        told += [("file", file.name), ("sha256", file.sha256)]
    return _labelled(say("outbox.section.receipt"), told)


def _labelled(title: str, told: Iterable[tuple[str, str]]) -> Section:
    rows = tuple(Row((say(f"outbox.fact.{name}"), words)) for name, words in told if words)
    return Section(title, rows)


def _row(submission: Submission, now: datetime, zone: ZoneInfo, *, is_first: bool) -> Row:
    kind = say(f"outbox.kind.{submission.kind}")
    return Row(
        (
            submission.id[:ID_LENGTH],
            say("outbox.urgent", what=kind) if is_first else kind,
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
