"""The answer: summary, tabs, banners, explanation."""

import gc
import weakref
from typing import Any

import pytest

from spot_tui.backend.eligibility.model import Preventive
from spot_tui.backend.eligibility.presentation import TAB_IDS
from spot_tui.backend.licences.notices import read_notices
from spot_tui.commands import TAB_KEYS
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.explain import ExplainPage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.licence import LicencePage
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.lined import Lined
from spot_tui.words import say
from tests.screens.answers import PART_A, PART_B, PLAN, QMB, answer
from tests.screens.desk import MORNING, TestDesk
from tests.screens.looking import fill, key_bar, kiosk, press, screen_text, stands_at, to_inquiry

ALMA = ("1AA0AA0AA01", "Alma", "Quillfeather", "03/02/1948")


async def to_answer(pilot: Any, desk: TestDesk, **changes: Any) -> None:
    """Ask for Alma and get this answer."""
    assert desk.eligibility is not None
    await to_inquiry(pilot, desk)
    desk.eligibility.told.answers = [answer(**changes)]
    await fill(pilot, *ALMA)
    await press(pilot, "f5")


def test_every_tab_of_an_answer_has_a_key_and_a_short_label() -> None:
    assert tuple(TAB_KEYS) == ("summary", *TAB_IDS)
    assert len(set(TAB_KEYS.values())) == len(TAB_KEYS)
    cells = [f"{key}:{say(f'answer.tab.{tab}')}" for tab, key in TAB_KEYS.items()]
    assert len(" ".join(cells)) + 2 <= 80


async def test_the_summary_comes_first() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        assert [
            told
            for told in [
                "QUILLFEATHER",
                "1AA0-AA0-AA01",
                "03/02/1948",
                "11/24/2026",
                "Part A",
                "Part B",
                "entitled",
                "YES: bill Medicare",
                "Not returned",
            ]
            if told not in screen_text(pilot.app)
        ] == []


async def test_source_and_age_are_shown() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        assert "HETS, 09:41 today" in screen_text(pilot.app)


async def test_all_tabs_are_listed_the_empty_ones_marked() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        row = screen_text(pilot.app).splitlines()[2]
        assert row == "[s:Sum]1:Elig 2-Ded 3-Prev 4-MSP 5-MAP 6-Hosp 7-Inp 8-QMB 9-PBID 0-ACO o-Oth"


async def test_a_tab_opens_by_its_key_and_names_itself() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        for tab, key in reversed(list(TAB_KEYS.items())):
            await press(pilot, key)
            seen = screen_text(pilot.app)
            assert f"[{key}" in seen.splitlines()[2]
            assert tab == "summary" or say(f"command.tab_{tab}.label") in seen


async def test_an_empty_tab_says_that_nothing_was_returned() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "9")
        assert "No data returned." in screen_text(pilot.app)


@pytest.mark.parametrize("tab", ["4", "5"])
async def test_msp_and_map_say_that_supplemental_cover_is_not_here(tab: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, tab)
        assert "supplemental cover" in screen_text(pilot.app)


async def test_tabs_turn_with_left_and_right_and_go_round() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "left")
        assert "[o" in screen_text(pilot.app)
        await press(pilot, "right", "right")
        assert "[1:Elig]" in screen_text(pilot.app)


async def test_the_qmb_banner_stands_on_every_tab() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk, qmb=(QMB,))
        for key in TAB_KEYS.values():
            await press(pilot, key)
            assert "*** QMB" in screen_text(pilot.app)


async def test_without_qmb_there_is_no_banner() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        assert "***" not in screen_text(pilot.app)


async def test_a_long_tab_turns_pages_and_says_how_far() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk, entitlements=(PART_A, PART_B) * 20)
        assert "page_down" not in key_bar(pilot.app)
        await press(pilot, "1")
        assert "F8: more" in screen_text(pilot.app)
        await press(pilot, "f8")
        assert "page_up" in key_bar(pilot.app)
        assert "Lines 1-" not in screen_text(pilot.app)
        await press(pilot, "f7", "f7", "f7")
        assert "Lines 1-" in screen_text(pilot.app)


async def test_another_tab_begins_at_its_top() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk, entitlements=(PART_A, PART_B) * 20)
        await press(pilot, "1", "f8", "2", "1")
        assert "Lines 1-" in screen_text(pilot.app)


async def test_f1_shows_the_segments_behind_the_line_and_plain_words() -> None:
    desk = TestDesk()
    async with kiosk(desk, (80, 50)) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "1")
        lined = pilot.app.screen.query_one(Lined)
        rows = [index for index, line in enumerate(lined.lines) if line[0][0].startswith("A  ")]
        await press(pilot, *["down"] * rows[0], "f1")
        assert isinstance(pilot.app.screen, ExplainPage)
        seen = screen_text(pilot.app)
        for told in ("EB*1**30*MA", "EB01 1: Active", "entitled to Part A and Part B", "Keys of this screen"):
            assert told in seen
        await press(pilot, "f3")
        assert "[1:Elig]" in screen_text(pilot.app)
        assert lined.cursor == rows[0]


async def test_the_summary_answers_first_and_f1_explains_each_line_with_its_segments() -> None:
    desk = TestDesk()
    async with kiosk(desk, (80, 50)) as pilot:
        await to_answer(pilot, desk, plans=(PLAN,))
        assert "Can I bill Medicare? NO: bill the plan" in screen_text(pilot.app)
        await press(pilot, "down", "f1")
        seen = screen_text(pilot.app)
        for told in ("takes Medicare's place", "EB*U**30*HN"):
            assert told in seen


async def test_back_leads_to_the_form_still_filled_and_drops_the_answer() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, InquiryPage)
        assert pilot.app.screen.panel.typed["mbi"] == ALMA[0]
        assert not [page for page in pilot.app.screen_stack if isinstance(page, AnswerPage)]


async def test_the_next_patient_begins_with_an_empty_form() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "f4")
        assert set(pilot.app.screen.query_one(FormPanel).typed.values()) == {""}
        assert "QUILLFEATHER" not in screen_text(pilot.app).upper()


async def test_signing_out_from_an_answer_leaves_nothing_of_the_patient() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        await press(pilot, "f9", "f9")
        assert pilot.app._screen_stacks.keys() == {"entrance"}
        assert "QUILLFEATHER" not in screen_text(pilot.app).upper()


async def test_after_signing_out_no_object_of_the_answer_is_left() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        page = weakref.ref(pilot.app.screen)
        held = weakref.ref(pilot.app.screen.query_one(Lined))
        await press(pilot, "f9", "f9", "f1", "f3")
        gc.collect()
        assert (page(), held()) == (None, None)


async def test_the_terminals_own_cursor_is_on_the_line_under_the_line_cursor() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk)
        before = pilot.app.cursor_position.y
        await press(pilot, "down", "down")
        assert pilot.app.cursor_position.y == before + 2


async def test_the_tab_with_procedure_codes_opens_once_their_notices_are_accepted() -> None:
    desk = TestDesk()
    desk.licences.waiting = list(read_notices())
    async with kiosk(desk) as pilot:
        await to_answer(pilot, desk, preventive=(Preventive("77067", (), (MORNING.date(),)),))
        await press(pilot, "2", "3")
        assert stands_at(pilot, LicencePage)
        await press(pilot, "f3")
        assert "You declined the notice" in screen_text(pilot.app)
        assert "[2" in screen_text(pilot.app)
        await press(pilot, "right", "f5", "f5")
        assert stands_at(pilot, AnswerPage)
        assert "[3" in screen_text(pilot.app)
        await press(pilot, "end")
        assert "CPT (c) American Medical Association." in screen_text(pilot.app)
