"""The inquiry: errors beside the fields, and what is on the screen while it is asked and refused."""

import re
from typing import Any

import pytest
from textual import events

from spot_tui.backend.eligibility.model import Reject
from spot_tui.backend.eligibility.rejects import reject_problem
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.widgets.entry import Entry
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.answers import answer
from tests.screens.desk import MORNING, TestDesk
from tests.screens.looking import key_bar, kiosk, press, screen_text, settle, to_inquiry, write

ALMA = ("1AA0AA0AA01", "Alma", "Quillfeather", "03/02/1948")


def shown(pilot: Any) -> dict[str, str]:
    """Return the problem codes that stand beside the fields."""
    problems = pilot.app.screen.query_one(FormPanel).problems
    return {name: problem.code for name, problem in problems.items()}


def here(pilot: Any) -> str:
    """Return the field with the cursor."""
    return str(pilot.app.screen.query_one(FormPanel).here)


async def fill_in(pilot: Any, *values: str) -> None:
    """Type the values into the fields, one after the other."""
    for value in values:
        await write(pilot, value)
        await press(pilot, "tab")


async def test_an_error_shows_when_the_field_is_left_not_before() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, "1AA0AA0AA0")
        assert shown(pilot) == {}
        await press(pilot, "tab")
        assert shown(pilot) == {"mbi": "mbi.length"}
        assert "has 10 characters" in screen_text(pilot.app)


async def test_an_error_goes_as_soon_as_the_value_is_right() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, "1AA0AA0AA0")
        await press(pilot, "shift+tab")
        await write(pilot, "1")
        assert shown(pilot) == {}


async def test_a_field_left_empty_is_not_complained_of() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "tab", "tab", "tab")
        assert shown(pilot) == {}


async def test_sending_goes_to_the_first_gap_and_sends_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, ALMA[0])
        await press(pilot, "f5")
        assert here(pilot) == "first_name"
        assert set(shown(pilot).values()) == {"field.missing"}
        assert "Nothing was sent: 3" in screen_text(pilot.app)
    assert desk.eligibility is not None
    assert desk.eligibility.asked == []


async def test_how_much_is_to_correct_is_counted_down_and_then_said_no_more() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "f5")
        counts = []
        for value in ALMA:
            found = re.search(r"Nothing was sent: (\d)", screen_text(pilot.app))
            counts.append(found[1] if found else "")
            await write(pilot, value)
            await press(pilot, "tab")
        assert counts[:2] == ["4", "3"]
        assert "Nothing was sent" not in screen_text(pilot.app)


async def test_the_mbi_is_shown_in_capitals_as_it_is_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, "1aa0aa0aa01")
        assert "1AA0AA0AA01" in screen_text(pilot.app)


async def test_one_key_removes_the_dashes() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, "1AA0-AA0-AA01")
        assert shown(pilot) == {"mbi": "mbi.dash"}
        assert "remove_dashes" in key_bar(pilot.app)
        await press(pilot, "f2")
        assert shown(pilot) == {}
        assert "remove_dashes" not in key_bar(pilot.app)
        assert pilot.app.screen.query_one(FormPanel).typed["mbi"] == "1AA0AA0AA01"


async def test_values_that_do_not_fit_are_told_beside_both_fields() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA, "10/10/2026", "10/09/2026")
        assert shown(pilot) == {"service_date": "dates.order", "service_date_to": "dates.order"}


async def test_values_that_fit_again_lose_the_error_in_both_fields() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA, "10/10/2026", "10/09/2026")
        pilot.app.screen.query_one(FormPanel).focus_field("service_date_to")
        await settle(pilot)
        await press(
            pilot, "backspace", "backspace", "backspace", "backspace", "backspace", "backspace", "backspace"
        )
        await write(pilot, "1/2026")
        assert shown(pilot) == {}


async def test_an_inquiry_is_sent_from_the_last_field_by_enter() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [answer()]
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        for value in ALMA:
            await write(pilot, value)
            await press(pilot, "enter")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, AnswerPage)
    inquiry = desk.eligibility.asked[0]
    assert (inquiry.mbi, inquiry.first_name, inquiry.last_name) == ALMA[:3]
    assert inquiry.service == ServiceDates(MORNING.date(), MORNING.date())


async def test_pasted_blanks_are_dropped_and_a_line_end_sends_nothing() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        pilot.app.post_message(events.Paste("  1AA0AA0AA01 \r\nAlma\r\n"))
        await settle(pilot)
        assert pilot.app.screen.query_one(FormPanel).typed["mbi"] == "1AA0AA0AA01"
        assert here(pilot) == "mbi"


async def test_a_paste_cannot_put_controls_into_a_field() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "tab")
        pilot.app.post_message(events.Paste("Al\x1b[2Jma\x07"))
        await settle(pilot)
        assert pilot.app.screen.query_one("#first_name", Entry).value.isprintable()


async def refused(pilot: Any, desk: TestDesk, problem: Problem) -> None:
    """Send an inquiry that is refused."""
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [problem]
    await fill_in(pilot, *ALMA)
    await press(pilot, "f5")


async def test_a_refusal_keeps_the_form_filled_and_names_the_fields() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await refused(pilot, desk, Problem("aaa.matching", ("first_name", "last_name"), AAA_73, "", "AAA 73"))
        assert isinstance(pilot.app.screen, InquiryPage)
        assert tuple(pilot.app.screen.panel.typed.values())[:4] == ALMA
        assert shown(pilot).keys() == {"first_name", "last_name"}
        seen = " ".join(screen_text(pilot.app).split())
        assert "Data matching" in seen
        assert "AAA 73" in seen


AAA_73 = {"code": "73", "cause": "the name does not match.", "advice": "Check the suffix."}


async def test_while_an_inquiry_stands_refused_the_last_patient_is_gone() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        desk.eligibility.told.answers = [answer()]
        await fill_in(pilot, *ALMA)
        await press(pilot, "f5")
        assert "QUILLFEATHER" in screen_text(pilot.app)
        await press(pilot, "f4")
        desk.eligibility.told.answers = [Problem("aaa.matching", ("last_name",), AAA_73)]
        await fill_in(pilot, "1AA0AA0AA02", "Bertram", "Wrong", "07/19/1951")
        await press(pilot, "f5")
        seen = screen_text(pilot.app)
        assert "QUILLFEATHER" not in seen.upper()
        assert "entitled" not in seen
        assert not [page for page in pilot.app.screen_stack if isinstance(page, AnswerPage)]


async def test_without_an_audit_entry_nothing_of_the_patient_is_shown_and_the_screen_says_why() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await refused(pilot, desk, Problem("audit.unwritable", parameters={"reason": "disk full"}))
        assert isinstance(pilot.app.screen, InquiryPage)
        assert "cannot be written (disk full), so no patient data is shown" in " ".join(
            screen_text(pilot.app).split()
        )


async def test_a_service_that_is_away_is_noted_for_the_status_screen() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await refused(pilot, desk, Problem("upstream.timeout", (), {"upstream": "HETS", "seconds": 60}))
        assert desk.status.status("eligibility").health == "down"


async def test_waiting_can_be_cancelled_and_the_form_stays() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [None]
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA)
        await press(pilot, "f5", "f5", "enter")
        assert "Asking HETS" in screen_text(pilot.app)
        assert key_bar(pilot.app) == ["cancel", "lock"]
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, InquiryPage)
        assert tuple(pilot.app.screen.panel.typed.values())[:4] == ALMA
    assert len(desk.eligibility.asked) == 1


async def test_a_second_try_is_told() -> None:
    desk = TestDesk()
    assert desk.eligibility is not None
    desk.eligibility.told.answers = [None]
    desk.eligibility.tries = 2
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA)
        await press(pilot, "f5")
        assert "try 2" in screen_text(pilot.app)


async def test_a_key_clears_the_form_for_the_next_patient() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA)
        await press(pilot, "f4")
        assert set(pilot.app.screen.query_one(FormPanel).typed.values()) == {""}
        assert here(pilot) == "mbi"


async def test_help_explains_the_field_under_the_cursor() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "tab", "tab", "tab", "f1")
        assert "Date of birth" in screen_text(pilot.app)
        assert "MM/DD/YYYY" in screen_text(pilot.app)
        await press(pilot, "f3")
        assert here(pilot) == "birth_date"


@pytest.mark.parametrize("key", ["down", "tab", "enter"])
async def test_keys_that_go_to_the_next_field(key: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, key)
        assert here(pilot) == "first_name"


@pytest.mark.parametrize("key", ["up", "shift+tab"])
async def test_keys_that_go_to_the_field_before(key: str) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await press(pilot, "tab", key)
        assert here(pilot) == "mbi"


@pytest.mark.parametrize(
    ("letters", "dates"),
    [
        ("t", ("11/24/2026", "")),
        ("y", ("11/23/2026", "")),
        ("f", ("11/01/2026", "")),
        ("m", ("11/01/2026", "11/24/2026")),
        ("l", ("10/01/2026", "10/31/2026")),
        ("today", ("11/24/2026", "")),
        ("ty", ("11/23/2026", "")),
    ],
)
async def test_a_letter_puts_in_the_dates_of_every_day(letters: str, dates: tuple[str, str]) -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA)
        assert "y yesterday" in screen_text(pilot.app)
        await write(pilot, letters)
        typed = pilot.app.screen.query_one(FormPanel).typed
        assert (typed["service_date"], typed["service_date_to"]) == dates


async def test_a_reject_leads_back_to_its_field_with_what_to_do() -> None:
    fields = {"72": "mbi", "73": "first_name", "71": "birth_date", "58": "birth_date"}
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await fill_in(pilot, *ALMA)
        assert desk.eligibility is not None
        for code, field in fields.items():
            reject = Reject(code=code, loop="2100C", action="C", valid_request=False)
            desk.eligibility.told.answers = [reject_problem([reject], EligibilityRules())]
            await press(pilot, "f5")
            assert (code, here(pilot)) == (code, field)
            assert "Correct it and send again." in " ".join(screen_text(pilot.app).split())
