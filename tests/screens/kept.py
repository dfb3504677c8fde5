"""Answers that were kept and inquiries of today, and how to get to where they are shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from spot_tui.backend.eligibility.answered import Compared
from spot_tui.backend.eligibility.changes import Change, Topic
from spot_tui.backend.eligibility.history import Entry, Outcome
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.model import Period
from spot_tui.backend.eligibility.reject_meter import MeterReading
from spot_tui.backend.formats import Mbi, ServiceDates
from tests.screens.answers import answer
from tests.screens.desk import MORNING, TestDesk
from tests.screens.looking import fill, open_job, press, to_home, to_inquiry
from tests.screens.test_answer import ALMA

THEN = MORNING - timedelta(days=22)
NEWS: dict[str, Any] = {
    "changes": (
        Change(Topic.PLAN, "changed", "SUN H0001 01/01/2026 - open", "MOON H0002 11/15/2026 - open"),
        Change(Topic.MSP, "not_returned", "working aged, GROUP 02/01/2020 - open", "not returned"),
    ),
    "compared_with": Compared(THEN, Period(date(2026, 11, 2), date(2026, 11, 2))),
}


async def fill_in(pilot: Any, desk: TestDesk) -> None:
    await to_inquiry(pilot, desk)
    await fill(pilot, *ALMA)


DAY = date(2026, 11, 24)
HIGH = MeterReading(7, 40, {"72": 4, "43": 1}, warn_percent=10, least=20)


def entry(number: int, outcome: Outcome, name: str, words: str, **more: Any) -> Entry:
    mbi = Mbi(f"1AA0AA0AA{number:02}")
    inquiry = Inquiry(mbi, "Alma", "Quillfeather", date(1948, 3, 2), ServiceDates(DAY, DAY))
    made = Entry(
        id=f"e{number}",
        at=MORNING - timedelta(minutes=number),
        day=DAY,
        npi="1234567893",
        inquiry=inquiry,
        name=name,
        outcome=outcome,
        words=words,
    )
    return replace(made, **more)


ENTRIES = [
    entry(1, Outcome.ANSWERED, "ALMA QUILLFEATHER", "QMB: never bill the patient.", answer_id="a1"),
    entry(2, Outcome.REJECTED, "Greta Bramblecote", "The name does not match.", code="73"),
    entry(3, Outcome.FAILED, "Hugo Thistlewick", "HETS cannot be reached."),
    entry(4, Outcome.ANSWERED, "IDA " + "VERYLONGNAME" * 4, "No warnings", answer_id="a4", npi="1000000020"),
]


async def to_today(pilot: Any, desk: TestDesk) -> None:
    """Come in and open the list."""
    if not desk.answer_book.entries:
        desk.answer_book.entries = list(ENTRIES)
        desk.answer_book.measured = HIGH
    await to_home(pilot, desk)
    await open_job(pilot, "today")


async def answer_kept(pilot: Any, desk: TestDesk) -> None:
    """Ask for Alma and be shown the answer of before."""
    await fill_in(pilot, desk)
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [replace(answer(), is_kept=True, **NEWS)]
    await press(pilot, "f5")


async def changes(pilot: Any, desk: TestDesk) -> None:
    """See what changed in it."""
    await answer_kept(pilot, desk)
    await press(pilot, "c")


async def to_prints(pilot: Any, desk: TestDesk) -> None:
    """Go from an answer to where it is printed."""
    await fill_in(pilot, desk)
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [answer()]
    await press(pilot, "f5", "f2")


KEPT_PLACES: dict[str, Callable[[Any, TestDesk], Awaitable[None]]] = {
    "answer_kept": answer_kept,
    "changes": changes,
    "prints": to_prints,
    "today": to_today,
}
