"""An answer that is shown again: what it says of itself, asking again, and what changed."""

from __future__ import annotations

from dataclasses import replace

from spot_tui.backend.problems import Problem
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.changes import ChangesPage
from spot_tui.screens.inquiry import InquiryPage
from tests.screens.answers import answer
from tests.screens.desk import TestDesk
from tests.screens.kept import NEWS, fill_in
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at, write


async def test_from_the_kept_answer_to_a_new_one_with_what_changed() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    told = desk.eligibility.told
    async with kiosk(desk) as pilot:
        kept = replace(answer(), is_kept=True, asked_by="otis.barnabeck", **NEWS)
        await fill_in(pilot, desk)
        told.answers = [kept]
        await press(pilot, "f5")
        seen = screen_text(pilot.app)
        assert "Asked at 09:41 today by otis.barnabeck; this is that answer. F5 asks again." in seen
        assert "*** Changed since 09:41 on 11/02/2026: Plan, MSP" in seen

        await press(pilot, "c")
        assert stands_at(pilot, ChangesPage)
        seen = " ".join(screen_text(pilot.app).split())
        for words in (
            "QUILLFEATHER",
            "SUN H0001",
            "MOON H0002",
            "not returned",
            "Dates of service then: 11/02/2026",
        ):
            assert words in seen
        assert "The dates of service differ" in seen
        await press(pilot, "f3")

        told.answers = [Problem("upstream.dropped", (), {"upstream": "HETS"})]
        await press(pilot, "f5")  # a kept answer: no second press is wanted
        assert desk.eligibility.again == [False, True]
        assert "this is that answer" in screen_text(pilot.app)

        told.answers = [Problem("aaa.matching", ("mbi",), REJECTED)]
        await press(pilot, "f5")
        assert "Asked again at 09:41 today and refused" in screen_text(pilot.app)
        assert stands_at(pilot, AnswerPage)

        told.answers = [answer()]
        await press(pilot, "f5")
        seen = screen_text(pilot.app)
        assert "this is that answer" not in seen
        assert "refused" not in seen
        assert "changes" not in key_bar(pilot.app)

        asked = len(desk.eligibility.asked)
        await press(pilot, "f5")  # this one came just now
        assert "Press F5 again" in screen_text(pilot.app)
        await press(pilot, "x")
        assert len(desk.eligibility.asked) == asked
        told.answers = [replace(answer(), compared_with=NEWS["compared_with"])]
        await press(pilot, "f5", "f5")
        assert len(desk.eligibility.asked) == asked + 1
        assert "Nothing that is watched has changed since 09:41 on 11/02/2026." in screen_text(pilot.app)
        await press(pilot, "f3")
        assert stands_at(pilot, InquiryPage)


REJECTED = {
    "code": "72",
    "loop": "2100C",
    "action": "correct it",
    "cause": "No such number.",
    "advice": "Check it.",
    "moment": "09:20 today",
}


async def test_a_rejected_inquiry_is_sent_again_by_a_second_press_while_it_is_unchanged() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    told = desk.eligibility.told
    guarded = Problem("kept.rejected", ("mbi",), REJECTED)
    async with kiosk(desk) as pilot:
        await fill_in(pilot, desk)
        told.answers = [guarded]
        await press(pilot, "f5")
        assert "rejected at 09:20 today (AAA 72)" in " ".join(screen_text(pilot.app).split())
        told.answers = [Problem("aaa.matching", ("mbi",), REJECTED)]
        await press(pilot, "f5")
        told.answers = [guarded]
        await press(pilot, "f5")
        told.answers = [answer()]
        await press(pilot, "tab")
        await write(pilot, "x")
        await press(pilot, "f5")
        assert desk.eligibility.again == [False, True, False, False]


async def test_for_another_provider_than_now_nothing_is_asked_again() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    async with kiosk(desk) as pilot:
        await fill_in(pilot, desk)
        desk.eligibility.told.answers = [answer()]
        await press(pilot, "f5")
        assert "ask_again" in key_bar(pilot.app)
        await press(pilot, "ctrl+o", "2")
        assert "ask_again" not in key_bar(pilot.app)


async def test_that_answers_cannot_be_kept_is_told_with_the_answer() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    problem = Problem("kept.broken", (), {"where": "/store/vault/x.vault", "reason": "line"})
    async with kiosk(desk) as pilot:
        await fill_in(pilot, desk)
        desk.eligibility.told.answers = [replace(answer(), kept_problem=problem)]
        await press(pilot, "f5")
        seen = " ".join(screen_text(pilot.app).split())
        assert "not as they were written (/store/vault/x.vault)" in seen
        assert "Can I bill Medicare?" in seen
