"""What comes from outside is drawn as it is: nothing steers the terminal, nothing is markup."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color
from textual.widget import Widget
from textual.widgets import Static

from spot_tui.backend.eligibility.model import OtherBenefit
from spot_tui.backend.identity.practice import PracticePerson
from spot_tui.backend.identity.prompts import Message
from spot_tui.backend.problems import Problem
from spot_tui.screens.other_prompt import OtherPromptPage
from spot_tui.settings import practice_profile
from spot_tui.widgets.cleaning import CleanLines
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.line import fit, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, press, screen_text, settle, to_home, to_provider, to_sign_in
from tests.screens.places import PLACES
from tests.screens.test_answer import to_answer

HOSTILE = {
    "csi": "a\x1b[2Jb",
    "csi_8_bit": "a\x9b2Jb",
    "osc_title": "a\x1b]0;title\x07b",
    "osc_clipboard": "a\x1b]52;c;aGk=\x1b\\b",
    "osc_link": "a\x1b]8;;http://x\x1b\\b",
    "dcs": "a\x1bPq\x1b\\b",
    "apc": "a\x1b_x\x1b\\b",
    "unterminated": "a\x1b]0;",
    "report": "a\x1b[6nb",
    "bell_backspace": "a\x07\x08\rb",
    "bidi": "a\u202eb\u2066c",
    "zero_width": "a\u200bb\u200d",
    "combining": "a" + "\u0301" * 50,
    "wide": "\u65e5\u672c" * 30,
    "surrogate": "a\udc80b",
    "markup": "[b]bold[/b] [/nope] [@click=app.quit]x[/]",
    "link_markup": "[link=http://x]y[/link]",
    "long": "w" * 500,
}


def unsafe(text: str) -> list[str]:
    """Return the characters that could steer a terminal."""
    return [c for c in text if not c.isprintable() and c != "\n"]


def steering(app: Any) -> list[str]:
    """Return the unsafe characters of everything drawn."""
    strips = app.screen._compositor.render_strips()
    return unsafe("".join(segment.text for strip in strips for segment in strip))


async def test_an_upstreams_own_words_are_harmless() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        for text in HOSTILE.values():
            desk.sign_in.told.answers = [Problem("identity.refused", (), {}, text, text)]
            await press(pilot, "f2", "f5")
            assert steering(pilot.app) == []
            assert "Its own words" in screen_text(pilot.app)


async def test_a_prompts_own_words_are_harmless() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        desk.sign_in.told.answers = [Message("\n".join(HOSTILE.values()))]
        await press(pilot, "f2", "f5")
        assert isinstance(pilot.app.screen, OtherPromptPage)
        assert steering(pilot.app) == []


async def test_made_up_users_are_harmless() -> None:
    desk = TestDesk()
    assert desk.practice is not None
    desk.practice.listed = [PracticePerson(text, text, text, text) for text in HOSTILE.values()]
    async with kiosk(desk, (80, 40)) as pilot:
        await to_sign_in(pilot)
        for _ in HOSTILE:
            await press(pilot, "f2")
            assert steering(pilot.app) == []


async def test_providers_are_harmless() -> None:
    provider = practice_profile().providers[0]
    hostile = tuple(
        provider.model_copy(update={"organisation": text, "location": text}) for text in HOSTILE.values()
    )
    desk = TestDesk(practice_profile().model_copy(update={"providers": hostile}))
    async with kiosk(desk, (80, 40)) as pilot:
        await to_provider(pilot, desk)
        for _ in HOSTILE:
            assert steering(pilot.app) == []
            await press(pilot, "down")
        await press(pilot, "1")
        assert steering(pilot.app) == []


async def test_an_answer_is_harmless() -> None:
    desk = TestDesk()
    benefits = tuple(
        OtherBenefit(text, (text,), text, text, text, texts=(text,), raw=(text,)) for text in HOSTILE.values()
    )
    async with kiosk(desk, (80, 60)) as pilot:
        await to_answer(pilot, desk, other=benefits)
        await press(pilot, "o")
        for _ in range(40):
            await press(pilot, "down")
            assert steering(pilot.app) == []
        await press(pilot, "f1")
        assert steering(pilot.app) == []


async def test_what_is_typed_is_harmless() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await PLACES["inquiry"](pilot, desk)
        for text in HOSTILE.values():
            pilot.app.screen.query_one("#first_name", Entry).value = text
            await settle(pilot)
            assert steering(pilot.app) == []


async def test_markup_is_shown_as_it_is_written() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_sign_in(pilot)
        desk.sign_in.told.answers = [Message("[b]bold[/b] [/nope]")]
        await press(pilot, "f2", "f5")
        assert "[b]bold[/b] [/nope]" in screen_text(pilot.app)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_fitted_into_its_width(text: str) -> None:
    assert Segment(fit(text, 20)).cell_length == 20


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_last_gate_cleans_and_keeps_the_width(text: str) -> None:
    segment = Segment(text)
    cleaned = CleanLines().apply([segment], Color(0, 0, 0))
    assert unsafe("".join(part.text for part in cleaned)) == []
    assert sum(part.cell_length for part in cleaned) == segment.cell_length


def test_wrapped_lines_hang_under_the_text_of_a_list() -> None:
    assert wrapped_rows("- one two three four", 10) == ["- one two", "  three", "  four"]


def test_wrapped_lines_break_at_blanks_alone() -> None:
    rows = wrapped_rows("only with: --accept-licenses", 20)
    assert rows == ["only with:", "--accept-licenses"]


def test_wrapped_lines_hang_beside_a_label_as_those_of_a_list_do() -> None:
    assert wrapped_rows("! 1  scan the square on it", 20, "  ") == ["! 1  scan the square", "     on it"]


@given(st.text(alphabet="ab, -\u65e5", max_size=40), st.integers(1, 30))
def test_nothing_of_a_wrapped_text_is_lost_in_any_width(text: str, width: int) -> None:
    assert "".join(wrapped_rows(text, width, "  ")).replace(" ", "") == text.replace(" ", "")


def wrapped_rows(text: str, width: int, indent: str = "") -> list[str]:
    return ["".join(piece for piece, _ in row) for row in wrapped(text, width, indent=indent)]


async def test_no_widget_reads_markup_or_shows_toasts_or_tooltips() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        for page in pilot.app.screen_stack:
            for widget in page.walk_children(Widget):
                assert widget.tooltip is None
                if isinstance(widget, Static | Lined | Plain):
                    assert widget._render_markup is False


async def test_nothing_is_copied_and_nothing_leads_out() -> None:
    async with kiosk(TestDesk()) as pilot:
        app = pilot.app
        app.copy_to_clipboard("secret")
        assert app.clipboard == ""
        assert not app.ALLOW_SELECT
        assert not app.ENABLE_COMMAND_PALETTE
        assert app.animation_level == "none"
        assert "ctrl+q" not in app.active_bindings
