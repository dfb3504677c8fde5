"""When a submission is tried again: later each time, up to a bound, and not before the gateway allows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.outbox.rules import OutboxRules

_LONGEST_TOLD = timedelta(days=1)
_MOST_DOUBLINGS = 20


def wait_after(tries: int, key: str, rules: OutboxRules) -> timedelta:
    """Return how long to wait after so many tries: doubled each time, half of it spread by the key.

    So the submissions of many terminals do not come back in the same second after an outage.
    """
    doubled = rules.first_wait_seconds * 2 ** min(max(tries - 1, 0), _MOST_DOUBLINGS)
    longest = min(doubled, rules.longest_wait_seconds)
    digest = hashlib.sha256(f"{key} {tries}".encode()).digest()
    return timedelta(seconds=longest * (0.5 + int.from_bytes(digest[:4]) / 2**33))


def left_alone_until(now: datetime, seconds: int | None) -> datetime | None:
    """Return until when the gateway wants to be left alone, a day at most; None where it does not say."""
    return None if seconds is None else now + min(timedelta(seconds=seconds), _LONGEST_TOLD)


def is_due(submission: Submission, now: datetime) -> bool:
    """Tell whether it is time for another try."""
    return may_ask(submission, now) and submission.next_at <= now


def may_ask(submission: Submission, now: datetime) -> bool:
    """Tell whether it waits and the gateway does not want to be left alone."""
    return submission.state.waits and (submission.not_before is None or submission.not_before <= now)


def is_too_late(submission: Submission, today: date) -> bool:
    """Tell whether its last day is over and it never went out.

    One that may have arrived in time is asked again whatever the day: only so its number is learnt.
    """
    late = submission.deadline is not None and today > submission.deadline
    return late and submission.state in {State.UPLOADING, State.QUEUED}


def is_urgent(submission: Submission, today: date, rules: OutboxRules) -> bool:
    """Tell whether it is not sent yet and its last day is near."""
    if submission.state.is_settled or submission.deadline is None:
        return False
    return (submission.deadline - today).days <= rules.urgent_days


def in_order(submissions: Iterable[Submission], today: date, rules: OutboxRules) -> list[Submission]:
    """Return urgent ones, the first to end first; then what waits, oldest first; then what is settled."""
    found = sorted(submissions, key=lambda each: (each.created_at, each.id))
    urgent = sorted((each for each in found if is_urgent(each, today, rules)), key=_last_day)
    waiting = [each for each in found if not each.state.is_settled and not is_urgent(each, today, rules)]
    settled = [each for each in found if each.state.is_settled]
    return [*urgent, *waiting, *reversed(settled)]


def _last_day(submission: Submission) -> date:
    return submission.deadline or date.max


def is_old_receipt(submission: Submission, now: datetime, rules: OutboxRules) -> bool:
    """Tell whether a receipt has been kept long enough."""
    receipt = submission.receipt
    return receipt is not None and receipt.confirmed_at + timedelta(days=rules.keep_days) <= now
