"""The look-up of a Medicare number: what is typed, what is shown of it, and where the number goes."""

from __future__ import annotations

from typing import Any, cast

from spot_tui.backend.problems import Problem
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.mbi_lookup import MbiLookupPage
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import TestDesk
from tests.screens.looking import kiosk, open_job, press, screen_text, settle, stands_at, to_home, write
from tests.screens.lookups import FOUND, NAMED, NOBODY, SSN, ToldLookup, mbi_lookup, mbi_lookup_refused


def typed(pilot: Any) -> dict[str, str]:
    return cast("dict[str, str]", pilot.app.screen.query_one(FormPanel).typed)


async def test_the_number_found_stands_in_the_inquiry_with_the_names_on_record() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mbi_lookup(pilot, desk, FOUND)
        await press(pilot, "f5")
        assert stands_at(pilot, InquiryPage)
        assert typed(pilot) == {
            "mbi": "1AA0AA0AA01",
            "first_name": "ALMA",
            "last_name": "QUILLFEATHER",
            "birth_date": "03/02/1948",
            "service_date": "",
            "service_date_to": "",
        }
        assert pilot.app.screen.query_one(FormPanel).here == "service_date"
        assert "Found by Practice gateway" in screen_text(pilot.app)
        assert [subject.ssn.digits for subject in desk.mbi_lookup.asked] == ["666000001"]


async def test_the_question_is_gone_once_it_is_answered() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mbi_lookup(pilot, desk, FOUND)
        await press(pilot, "f5", "f3")
        assert stands_at(pilot, MbiLookupPage)
        assert set(typed(pilot).values()) == {""}


async def test_nothing_of_the_social_security_number_is_seen_or_drafted() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mbi_lookup(pilot, desk, NOBODY)
        page = pilot.app.screen
        seen = [screen_text(pilot.app)]
        await press(pilot, "f1")
        seen.append(screen_text(pilot.app))
        await press(pilot, "f3", "f5")
        seen.append(screen_text(pilot.app))
        text = "\n".join((*seen, str(pilot.app.title), str(pilot.app.sub_title), repr(desk.mbi_lookup.asked)))
        assert "***********" in text
        assert not [part for part in ("666", "000001", "0001") if part in text]
        assert typed(pilot)["ssn"] == SSN
        drafted = page.query_one(FormPanel).form.keepable(typed(pilot))
        assert drafted == dict(zip(("first_name", "last_name", "birth_date"), NAMED, strict=True))


async def test_nobody_found_blames_no_field_and_keeps_what_was_typed() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await mbi_lookup_refused(pilot, desk)
        assert stands_at(pilot, MbiLookupPage)
        assert pilot.app.screen.query_one(FormPanel).problems == {}
        assert typed(pilot)["ssn"] == SSN
        assert "Nobody on Medicare" in screen_text(pilot.app)


async def test_a_rejected_number_is_looked_up_from_the_inquiry_and_comes_back_into_it() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        desk.mbi_lookup = ToldLookup(FOUND)
        await to_home(pilot, desk)
        await open_job(pilot, "eligibility")
        for value in ("1AA0AA0AA25", *NAMED, "11/02/2026"):
            await write(pilot, value)
            await press(pilot, "tab")
        reject = {"code": "72", "loop": "2100C", "action": "", "cause": "wrong.", "advice": "Compare it."}
        assert desk.eligibility is not None
        desk.eligibility.told.answers = [Problem("aaa.matching", ("mbi",), reject)]
        await press(pilot, "f5")
        assert pilot.app.screen.query_one(FormPanel).here == "mbi"
        await press(pilot, "f7")
        assert stands_at(pilot, MbiLookupPage)
        assert pilot.app.screen.query_one(FormPanel).here == "ssn"
        await write(pilot, SSN)
        await press(pilot, "f5")
        await settle(pilot)
        assert stands_at(pilot, InquiryPage)
        assert (typed(pilot)["mbi"], typed(pilot)["service_date"]) == ("1AA0AA0AA01", "11/02/2026")
        assert pilot.app.screen.query_one(FormPanel).problems == {}


async def test_without_a_way_to_look_up_it_is_not_offered() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        assert "Find a Medicare number" not in screen_text(pilot.app)
