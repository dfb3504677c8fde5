"""What has a last day is gathered, the first to end first; what is done is not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.deadline_board import Due, Source, deadline_board, send_by_words
from spot_tui.backend.drafts import DraftEntry
from spot_tui.backend.mailbox.model import Message, MessageKind
from spot_tui.backend.outbox.model import Kind, State, Submission

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def request(number: str, due_on: date | None, *, is_open: bool = True) -> Message:
    return Message(
        number, MessageKind.REQUEST, NOW, "Review", "Records", False, is_open, claim=number, due_on=due_on
    )


def submission(number: str, deadline: date | None, state: State = State.QUEUED) -> Submission:
    return Submission(
        kind=Kind.CORRECTION,
        path="/corrections",
        content="{}",
        claim=number,
        deadline=deadline,
        id=number,
        key=number,
        owner="o",
        provider_npi="1234567893",
        created_at=NOW,
        next_at=NOW,
        state=state,
    )


def draft(number: str, deadline: date | None) -> DraftEntry:
    return DraftEntry(
        id=number,
        form="correction",
        owner="o",
        provider_npi="1234567893",
        revision=1,
        saved_at=NOW,
        expires_at=NOW,
        deadline=deadline,
        about=number,
    )


def test_the_first_to_end_stands_first_and_what_is_done_is_not_there() -> None:
    board = deadline_board(
        [request("M2", date(2026, 12, 1)), request("M1", date(2026, 11, 22)), request("M0", None)],
        [
            submission("S1", date(2026, 12, 1), State.UNCONFIRMED),
            submission("S2", date(2026, 11, 23), State.CONFIRMED),
            submission("S3", None),
        ],
        [draft("D1", date(2026, 12, 1)), draft("D2", None)],
    )
    assert [(due.id, due.source) for due in board] == [
        ("M1", Source.REQUEST),
        ("M2", Source.REQUEST),
        ("S1", Source.OUTBOX),
        ("D1", Source.DRAFT),
    ]
    assert board[0].days_left(NOW.date()) == 0
    assert board[1].days_left(date(2026, 12, 3)) == -2


@pytest.mark.parametrize(
    ("last_day", "now", "told"),
    [
        ("2026-11-27", "2026-11-24 09:00", "it must be sent by 11/27/2026, 18:00 EST."),
        ("2026-11-27", "2026-11-27 18:00", "it must be sent by 11/27/2026, 18:00 EST."),
        ("2026-11-27", "2026-11-27 18:01", "after its last day: 11/27/2026, 18:00 EST was the end."),
        ("2026-11-29", "2026-11-24 09:00", "it must be sent by 11/27/2026, 18:00 EST."),
        ("2026-11-26", "2026-11-24 09:00", "it must be sent by 11/25/2026, 18:00 EST."),
        ("2026-11-29", "2026-11-28 09:00", "after its last day: 11/27/2026, 18:00 EST was the end."),
        ("2026-11-23", "2026-11-24 09:00", ""),
    ],
)
def test_the_board_says_until_when_to_send(last_day: str, now: str, told: str) -> None:
    calendar = shipped_book().calendar
    due = Due(date.fromisoformat(last_day), Source.REQUEST, "", "9926000000135", "M1")
    moment = datetime.fromisoformat(now).replace(tzinfo=calendar.zone).astimezone(UTC)
    assert send_by_words(due, calendar, moment).endswith(told)
    assert bool(send_by_words(due, calendar, moment)) is bool(told)


def test_an_answered_request_is_no_deadline() -> None:
    assert deadline_board([request("M1", date(2026, 12, 1), is_open=False)], (), ()) == ()
