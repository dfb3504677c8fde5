"""The rules of use on the screen: before the first inquiry, and before whatever else asks the service."""

from __future__ import annotations

from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.use_rules import UseRulesPage
from tests.screens.answers import answer
from tests.screens.desk import TestDesk
from tests.screens.kept import fill_in
from tests.screens.looking import kiosk, press, screen_text, stands_at, to_use_rules


async def test_they_stand_before_the_first_inquiry_and_f5_goes_on_to_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_use_rules(pilot, desk)
        assert stands_at(pilot, UseRulesPage)
        assert "fee for service" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert stands_at(pilot, InquiryPage)
        assert desk.use_rules.decided == [True]
        await press(pilot, "f3", COMMANDS["eligibility"].key)
        assert stands_at(pilot, InquiryPage)


async def test_who_declines_stays_where_she_was_and_is_asked_again() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_use_rules(pilot, desk)
        await press(pilot, "f3")
        assert stands_at(pilot, HomePage)
        assert "Medicare is not asked" in screen_text(pilot.app)
        await press(pilot, COMMANDS["eligibility"].key)
        assert stands_at(pilot, UseRulesPage)


async def test_what_cannot_be_recorded_is_not_accepted() -> None:
    desk = TestDesk()

    async def fail(*, accepted: bool) -> None:
        raise Problem("audit.unwritable", (), {"reason": "full"})

    async with kiosk(desk) as pilot:
        await to_use_rules(pilot, desk)
        desk.use_rules.decide = fail
        await press(pilot, "f5")
        assert stands_at(pilot, UseRulesPage)


async def test_a_form_filled_in_before_midnight_is_sent_once_they_are_accepted() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    async with kiosk(desk) as pilot:
        await fill_in(pilot, desk)
        desk.use_rules.pending = True
        desk.eligibility.told.answers = [answer(), answer()]
        await press(pilot, "f5")
        assert stands_at(pilot, UseRulesPage)
        assert desk.eligibility.asked == []
        await press(pilot, "f5")
        assert stands_at(pilot, AnswerPage)
        desk.use_rules.pending = True
        await press(pilot, "f5", "f5")
        assert stands_at(pilot, UseRulesPage)
        await press(pilot, "f5")
        assert stands_at(pilot, AnswerPage)
        assert desk.eligibility.again == [False, True]
