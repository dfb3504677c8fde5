"""Help: the page of a screen, and the search, before the sign-in too."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files

import pytest

from spot_tui.backend.help.book import help_book
from spot_tui.screens.help_search import HelpSearchPage
from spot_tui.screens.help_topic import HelpTopicPage
from spot_tui.screens.page import Page
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, stands_at, write
from tests.screens.places import help_search, help_topic


def screens() -> list[type[Page]]:
    """Return every screen that there is."""
    names = sorted(entry.name.removesuffix(".py") for entry in files("spot_tui.screens").iterdir())
    modules = [import_module(f"spot_tui.screens.{name}") for name in names if not name.startswith("_")]
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return sorted(
        (one for one in found if issubclass(one, Page) and one.NAME), key=lambda one: one.__qualname__
    )


SCREENS = screens()
HELP_ITSELF = {"explain", "help", "help_search"}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_screen_has_a_page_of_its_own_and_f1_that_leads_there(screen: type[Page]) -> None:
    assert screen.NAME in help_book().page_for(screen.NAME).screens
    assert "explain" in screen.KEYS or screen.NAME in HELP_ITSELF


def test_every_screen_that_a_page_names_is_there() -> None:
    named = {name for page in help_book().pages for name in page.screens}
    assert named == {screen.NAME for screen in SCREENS}


async def test_f1_leads_to_the_help_page_of_the_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await help_topic(pilot, desk)
        assert help_book().page_for("sign_in").title in screen_text(pilot.app)


async def test_the_path_tells_the_help_page_from_the_help_on_the_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await help_topic(pilot, desk)
        assert "Help > Help page" in screen_text(pilot.app).splitlines()[0]


def test_the_page_on_inactivity_names_the_key_for_a_new_password() -> None:
    assert any("F7 at the sign-in" in paragraph for paragraph in help_book().page("inactivity").paragraphs)


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
