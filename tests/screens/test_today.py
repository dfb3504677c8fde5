"""Today's inquiries: listed, filtered, opened again, asked again; and the reject meter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from spot_tui.backend.problems import Problem
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.today import TodayPage
from tests.screens.answers import answer
from tests.screens.desk import TestDesk
from tests.screens.kept import ENTRIES, HIGH, to_today
from tests.screens.looking import key_bar, kiosk, open_job, press, screen_text, settle, stands_at, to_home


def row(pilot: Any, words: str) -> str:
    return next(line for line in screen_text(pilot.app).splitlines() if words in line)


async def test_an_inquiry_of_today_opens_again_without_being_asked() -> None:
    desk = TestDesk()
    book = desk.answer_book
    assert desk.eligibility is not None
    async with kiosk(desk) as pilot:
        await to_today(pilot, desk)
        assert stands_at(pilot, TodayPage)
        seen = screen_text(pilot.app)
        assert "1AA0" not in seen
        line = row(pilot, "09:40")
        for words in ("ALMA QUILLFEATHER", "***AA01", "Answered", "QMB: "):
            assert words in line
        assert "Rejected, AAA 73" in row(pilot, "Greta")
        assert "Date of service 11/24/2026 - QMB: never bill the patient." in seen
        assert "Rejects are high: 5 of 40 inquiries (12.5 %, limit 10 %)" in " ".join(seen.split())
        assert max(map(len, seen.splitlines())) <= 80

        book.told.answers = [replace(answer(), is_kept=True)]
        await press(pilot, "enter")
        assert stands_at(pilot, AnswerPage)
        assert book.reopened == ["e1"]
        assert desk.eligibility.asked == []
        await press(pilot, "f3")

        book.told.answers = [Problem("kept.outdated")]
        await press(pilot, "enter")
        assert "not kept any more" in screen_text(pilot.app)
        assert stands_at(pilot, TodayPage)
        await press(pilot, "f5")
        assert "Ask Medicare once more about ALMA QUILLFEATHER?" in " ".join(screen_text(pilot.app).split())
        desk.eligibility.told.answers = [answer()]
        await press(pilot, "f5")
        assert stands_at(pilot, AnswerPage)
        assert desk.eligibility.again == [True]
        assert desk.eligibility.asked == [ENTRIES[0].inquiry]
        await press(pilot, "f3")

        await press(pilot, "g")  # answered only
        assert "Answered only: 2 of 4" in screen_text(pilot.app)
        assert "Greta" not in screen_text(pilot.app)
        await press(pilot, "down")
        assert "For Practice Clinic of San Juan." in screen_text(pilot.app)
        await press(pilot, "f5", "f5")
        assert "Work for that provider" in " ".join(screen_text(pilot.app).split())
        await press(pilot, "g", "enter")  # rejected only
        assert "Rejected only: 1 of 4" in screen_text(pilot.app)
        assert "no answer" in screen_text(pilot.app)
        desk.eligibility.told.answers = [Problem("upstream.dropped", (), {"upstream": "HETS"})]
        await press(pilot, "f5", "f5")
        assert stands_at(pilot, TodayPage)
        await press(pilot, "g", "g")
        assert "All 4" in screen_text(pilot.app)


async def test_home_tells_of_rejects_only_when_they_are_many() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Rejects" not in screen_text(pilot.app)
        desk.answer_book.measured = HIGH
        await open_job(pilot, "today")
        assert "You have asked nothing today" in screen_text(pilot.app)
        assert "filter_today" not in key_bar(pilot.app)
        assert "ask_again" not in key_bar(pilot.app)
        await press(pilot, "f3")
        await settle(pilot)
        assert "Rejects are high: 5 of 40" in screen_text(pilot.app)


async def test_what_cannot_be_read_is_told_beside_what_is_known() -> None:
    desk = TestDesk()
    desk.answer_book.entries = [*ENTRIES[:1]]
    desk.answer_book.problem = Problem("kept.broken", (), {"where": "/store/x.vault", "reason": "line"})
    async with kiosk(desk) as pilot:
        await to_today(pilot, desk)
        seen = " ".join(screen_text(pilot.app).split())
        assert "not as they were written (/store/x.vault)" in seen
        assert "ALMA QUILLFEATHER" in seen
