"""Claims on the screen: searched, put in order, narrowed down, opened, explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from spot_tui.backend.claims.model import AppealStatus, Patient
from spot_tui.backend.claims.search import ClaimSearch
from spot_tui.backend.claims.service import ClaimList
from spot_tui.backend.formats import ServiceDates, show_date
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from spot_tui.screens.appeal import AppealPage
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.claim_list import ClaimListPage
from spot_tui.screens.claim_search import ClaimSearchPage
from spot_tui.screens.claim_status import ClaimStatusPage
from spot_tui.screens.claims_home import ClaimsHomePage
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.explain import ExplainPage
from spot_tui.screens.licence import LicencePage
from spot_tui.screens.next_step import NextStepPage
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.lined import Lined
from tests.screens.appeals import ToldAppeals, appeal_form, filed
from tests.screens.claims import (
    IN_PART,
    ToldStatus,
    claim,
    claim_list,
    claim_search,
    claim_status,
    found,
    licence,
    one_claim,
    shown,
    with_claims,
)
from tests.screens.desk import MORNING, TestDesk
from tests.screens.documents import ToldDocuments, ToldOutbox, ToldPapers
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at, to_home, write

OWNERS = "CPT (c) American Medical Association.  CDT (c) American Dental"
RECORDS_WANTED = "9926000000134"


def panel(pilot: Any) -> FormPanel:
    """Return the form."""
    found: FormPanel = pilot.app.screen.query_one(FormPanel)
    return found


def listed(pilot: Any) -> list[str]:
    """Return the numbers in the table, from the top."""
    numbers = (choice.cells[0] for choice in pilot.app.screen.query_one(Choices).choices)
    return [number[-3:] for number in numbers]


async def test_a_search_is_sent_once_it_is_right_and_lists_what_was_found() -> None:
    desk = TestDesk()
    service = with_claims(desk)
    async with kiosk(desk) as pilot:
        await claim_search(pilot, desk)
        assert "2-3 business days" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert "! Part is empty" in screen_text(pilot.app)
        await write(pilot, "b")
        await press(pilot, "f5")
        assert "Nothing to look for" in screen_text(pilot.app)
        assert service.asked == []
        assert panel(pilot).here == "service_from"
        await write(pilot, "11/01/2026")
        service.told.answers = [Problem("claims.not_yours"), found()]
        await press(pilot, "f5")
        assert "You have no role for this provider" in screen_text(pilot.app)
        await press(pilot, "f5")
        assert stands_at(pilot, ClaimListPage)
        day = date(2026, 11, 1)
        assert service.asked == [ClaimSearch("B", ServiceDates(day, day))] * 2
        assert "9 claims" in screen_text(pilot.app)
        await press(pilot, "f3")
        assert panel(pilot).typed["service_from"] == "11/01/2026"


async def test_the_list_is_put_in_order_narrowed_down_and_opened_by_key() -> None:
    desk = TestDesk()
    service = with_claims(desk)
    async with kiosk(desk) as pilot:
        await claim_list(pilot, desk)
        newest = ["123", "122", "106", "101", "150", "134", "103", "107", "153"]
        assert listed(pilot) == newest
        await press(pilot, "s")
        assert listed(pilot) == newest[::-1]
        await press(pilot, "s")
        assert "all, by patient" in screen_text(pilot.app)
        assert listed(pilot)[0] == "150"
        await press(pilot, "s", "s")
        assert listed(pilot)[0] == "134"
        await press(pilot, "s", "g")
        assert (listed(pilot), "1 of 9 claims  Received, " in screen_text(pilot.app)) == (
            ["123"],
            True,
        )
        await press(pilot, *["g"] * 4)
        assert listed(pilot) == ["107", "153"]
        await press(pilot, "down")
        assert "Lindenbrook, Lionel  1AA0-AA0-AA13" in screen_text(pilot.app)
        await press(pilot, "f1")
        assert stands_at(pilot, ExplainPage)
        assert "paid nothing" in screen_text(pilot.app)
        assert "2  Denied" in screen_text(pilot.app)
        await press(pilot, "f3", "g", "g")
        assert len(listed(pilot)) == 9
        service.told.answers = [Problem("claims.none"), shown()]
        await press(pilot, "7")
        assert "No such claim" in screen_text(pilot.app)
        await press(pilot, "7")
        assert stands_at(pilot, ClaimPage)
        assert service.asked[1:] == [IN_PART, IN_PART]
        await press(pilot, "f3")
        assert stands_at(pilot, ClaimListPage)
        await press(pilot, "f4")
        assert stands_at(pilot, ClaimSearchPage)
        assert panel(pilot).typed["service_from"] == ""


async def test_nothing_found_says_when_claims_show_and_offers_another_search() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await claim_list(pilot, desk, ())
        text = screen_text(pilot.app)
        assert "A new claim shows 2-3 business days after it was sent" in text
        assert not {"sort_claims", "filter_claims", "page_down"} & set(key_bar(pilot.app))
        await press(pilot, "enter")
        assert stands_at(pilot, ClaimListPage)


async def test_a_claim_shows_its_tabs_and_f1_explains_its_codes() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk)
        text = screen_text(pilot.app)
        assert "*** Paid in part" in text
        assert "9926000000103  Thistlewick, Bertram" in text
        assert "CO 97  Do not bill it apart" in text
        await press(pilot, "2")
        assert "1  10/15/2026  11   99214" in screen_text(pilot.app)
        lines = pilot.app.screen.query_one(Lined)
        at = next(n for n, line in enumerate(lines.lines) if "CO 97" in line[0][0])
        await press(pilot, *["down"] * at, "f1")
        told = screen_text(pilot.app)
        assert "Reason (CARC) 97" in told
        assert "Group CO: contractual" in told
        assert "What to do:" in told
        await press(pilot, "f3", "right")
        assert "EFT no." in screen_text(pilot.app) or "Check no." in screen_text(pilot.app)
        await press(pilot, "4")
        assert "No correction or appeal of this claim is known." in screen_text(pilot.app)


async def test_an_appeal_on_a_claim_is_opened_from_its_line() -> None:
    desk = TestDesk()
    desk.corrections = object()
    desk.appeals = ToldAppeals([filed("PRA-0128-1", AppealStatus.PARTLY_FAVORABLE)])
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk, "9926000000128")
        await press(pilot, "4")
        assert "open_filed" not in key_bar(pilot.app)
        await press(pilot, "down", "down")
        assert "open_filed" in key_bar(pilot.app)
        await press(pilot, "enter")
        assert stands_at(pilot, AppealPage), screen_text(pilot.app)


def _text(line: Any) -> str:
    return "".join(text for text, _ in line)


async def test_a_road_is_explained_by_its_rule_and_a_broken_file_of_rules_hides_no_claim() -> None:
    desk = TestDesk()
    with_claims(desk)
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk, "9926000000107")
        lines = pilot.app.screen.query_one(Lined)
        row = next(place for place, each in enumerate(lines.lines) if "Redetermination" in _text(each))
        await press(pilot, *["down"] * (row - lines.cursor), "f1")
        assert stands_at(pilot, ExplainPage)
        assert "Rule R54" in screen_text(pilot.app)

    class Broken(TestDesk):
        @property
        def rule_book(self) -> Any:
            raise Problem("rules.file", (), {"file": "lists.toml", "reason": "no list"})

        @rule_book.setter
        def rule_book(self, book: Any) -> None:
            """Take what the desk was made with, and never give it."""

    broken = Broken()
    with_claims(broken)
    async with kiosk(broken) as pilot:
        await one_claim(pilot, broken)
        assert stands_at(pilot, ClaimPage)
        assert "lists.toml cannot be used" in screen_text(pilot.app)
        assert "Billed" in screen_text(pilot.app)


async def test_procedure_codes_are_shown_once_their_notices_are_accepted() -> None:
    desk = TestDesk()
    service = with_claims(desk)
    async with kiosk(desk) as pilot:
        await licence(pilot, desk)
        assert stands_at(pilot, LicencePage)
        assert "American Medical Association" in screen_text(pilot.app)
        await press(pilot, "f3")
        assert stands_at(pilot, ClaimListPage)
        assert "You declined" in screen_text(pilot.app)
        assert desk.licences.decided == [("wren.applegarth", "cpt", False)]
        await press(pilot, "enter", "f5")
        assert "American Dental Association" in screen_text(pilot.app)
        service.told.answers = [shown()]
        await press(pilot, "f5")
        assert stands_at(pilot, ClaimPage)
        assert OWNERS in screen_text(pilot.app)
        desk.licences.told = {"99214": "Words of the owner"}
        await press(pilot, "2", "down", "f1")
        assert "Procedure code 99214" in screen_text(pilot.app)
        assert "Licensed words: Words of the owner" in screen_text(pilot.app)
        assert OWNERS in screen_text(pilot.app)
        await press(pilot, "f3", "f3", "f1")
        assert stands_at(pilot, ExplainPage)
        assert OWNERS not in screen_text(pilot.app)


async def test_an_appeal_says_whose_the_codes_are_where_it_names_the_services() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await appeal_form(pilot, desk)
        assert "82306" in screen_text(pilot.app)
        assert OWNERS in screen_text(pilot.app)
        await press(pilot, "f7")
        assert OWNERS not in screen_text(pilot.app)


async def test_a_letter_that_asks_for_records_is_answered_from_the_claim() -> None:
    desk = TestDesk()
    desk.documents, desk.papers, desk.outbox = ToldDocuments(), ToldPapers(), ToldOutbox()
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk, RECORDS_WANTED)
        await press(pilot, "f5")
        assert "a letter takes one answer" in screen_text(pilot.app)
        await press(pilot, "enter")
        assert stands_at(pilot, DocumentFormPage)
        wanted, typed = claim(RECORDS_WANTED).wanted, panel(pilot).typed
        assert wanted is not None
        assert (typed["letter"], typed["letter_date"]) == (wanted.letter, show_date(wanted.letter_on))
        assert (typed["claim_number"], typed["asked_by"]) == (RECORDS_WANTED, "review")
        assert typed["mbi"] == claim(RECORDS_WANTED).patient.mbi


async def test_a_road_that_is_gone_elsewhere_says_where_the_way_is_told() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk, "226000000201PRA")
        await press(pilot, "f5", "enter")
        assert stands_at(pilot, NextStepPage)
        assert "In the claim system (FISS)" in screen_text(pilot.app)
        assert "do what is said above" in screen_text(pilot.app)
        await press(pilot, "2", "enter")
        assert "the rule that stands above says why" in screen_text(pilot.app)


async def test_the_payer_itself_is_asked_about_one_claim() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await claim_status(pilot, desk)
        service = desk.claim_status
        await press(pilot, "f5")
        assert "Nothing was asked" in screen_text(pilot.app)
        for value in ("B", "1AA0AA0AA02", "Bertram", "Thistlewick", "07/19/1951", "10/15/2026"):
            await write(pilot, value)
            await press(pilot, "tab")
        service.told.answers = [ClaimList((), "Claim status", MORNING, has_detail=True)]
        await press(pilot, "f5")
        assert "The payer knows no such claim" in screen_text(pilot.app)
        assert service.asked[0].last_name == "Thistlewick"
        await press(pilot, "f3")
        service.told.answers = [ClaimList((claim(IN_PART),), "Claim status", MORNING, has_detail=True)]
        await press(pilot, "f5", "enter")
        assert stands_at(pilot, ClaimPage)
        assert "Claim status, 09:41 today" in screen_text(pilot.app)


async def test_without_a_gateway_the_payer_is_asked_and_nothing_else_is_offered() -> None:
    desk = TestDesk()
    desk.claim_status = ToldStatus()
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await press(pilot, COMMANDS["claims"].key)
        text = screen_text(pilot.app)
        assert "Status of a claim" in text
        assert "Search claims" not in text
        await press(pilot, "1")
        assert stands_at(pilot, ClaimsHomePage)
        await press(pilot, "2")
        assert stands_at(pilot, ClaimStatusPage)


async def test_a_claim_that_is_shown_is_asked_about_again_by_one_key() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk)
        assert "ask_status" in key_bar(pilot.app)
        other = replace(claim(IN_PART), patient=Patient(mbi="1AA0AA0AA02"))
        answer = ClaimList((other,), "Claim status", MORNING, has_detail=True)
        desk.claim_status.told.answers = [
            Problem("claims.away", (), {"upstream": "x", "meaning": "y"}),
            answer,
        ]
        await press(pilot, "a")
        assert "does not answer" in screen_text(pilot.app)
        await press(pilot, "a")
        assert "Claim status, 09:41 today" in screen_text(pilot.app)
        assert "ask_status" not in key_bar(pilot.app)
        assert desk.claim_status.asked[0].number == IN_PART


async def test_who_works_for_another_provider_meanwhile_is_told_for_whom_was_searched() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await claim_list(pilot, desk)
        await press(pilot, "ctrl+o", "2")
        assert "Asked for Practice Family Clinic (NPI 1234567893)" in screen_text(pilot.app)
        await press(pilot, "f3")
        await press(pilot, "f4")
        assert panel(pilot).typed["part"] == "B"
