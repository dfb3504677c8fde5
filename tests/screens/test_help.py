"""Help: the page of a screen, and the search, before the sign-in too."""

from __future__ import annotations

from spot_tui.backend.help.book import help_book
from spot_tui.screens.help_search import HelpSearchPage
from spot_tui.screens.help_topic import HelpTopicPage
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, stands_at, write
from tests.screens.places import help_search, help_topic


async def test_f1_leads_to_the_help_page_of_the_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await help_topic(pilot, desk)
        assert help_book().page_for("sign_in").title in screen_text(pilot.app)


async def test_a_page_is_found_by_its_words_and_opened_before_the_sign_in() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await help_search(pilot, desk)
        await write(pilot, "QMB")
        await press(pilot, "enter", "1")
        assert stands_at(pilot, HelpTopicPage)
        assert help_book().search("QMB")[0].page.title in screen_text(pilot.app)


async def test_words_of_no_page_are_told() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await help_search(pilot, desk)
        await write(pilot, "zzzzz")
        await press(pilot, "enter")
        assert stands_at(pilot, HelpSearchPage)
        assert "No page has these words" in screen_text(pilot.app)
