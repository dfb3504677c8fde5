"""Printing and exporting from an answer and from a claim."""

from __future__ import annotations

from typing import Any

import pytest

from spot_tui.backend.licences.notices import read_notices
from spot_tui.backend.prints.settings import Prints, Where
from spot_tui.backend.problems import Problem
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.licence import LicencePage
from spot_tui.screens.prints import PrintPage
from spot_tui.settings import practice_profile
from tests.screens.answers import answer
from tests.screens.claims import IN_PART, one_claim
from tests.screens.desk import TestDesk
from tests.screens.kept import answer_kept, fill_in, to_prints
from tests.screens.looking import key_bar, kiosk, press, screen_text, stands_at


def made(desk: TestDesk) -> list[tuple[str, list[str]]]:
    return [(form, [leaf.tab.id for leaf in printout.leaves]) for form, printout in desk.prints.made]


async def test_the_summary_goes_into_a_pdf_unless_she_changes_that() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_prints(pilot, desk)
        assert stands_at(pilot, PrintPage)
        await press(pilot, "f5")
        assert stands_at(pilot, AnswerPage)
        assert "eligibility-20261124-094100-1.pdf" in screen_text(pilot.app)
    assert made(desk) == [("pdf", ["summary"])]
    assert desk.prints.made[0][1].facts[0].startswith("Patient: ALMA QUILLFEATHER")


async def test_digits_change_what_form_and_place() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await to_prints(pilot, desk)
        await press(pilot, "f3", "2", "f2", "1", "2", "f5")
        await press(pilot, "f2", "1", "1", "2", "2", "f5")
        await press(pilot, "f2", "3")
        assert "as the printer takes it" in screen_text(pilot.app)
        await press(pilot, "2", "f5")
        assert "Handed to the printer" in screen_text(pilot.app)
    (first, (json, tabs), last) = made(desk)
    assert first == ("text", ["deductibles"])
    assert (json, len(tabs)) == ("json", 12)
    assert last == ("printer", ["summary"])


async def test_a_kept_answer_is_printed_as_well() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await answer_kept(pilot, desk)
        await press(pilot, "f2", "f5")
    assert made(desk) == [("pdf", ["summary"])]


@pytest.mark.parametrize("code", ["print.failed", "print.no_printer", "print.unwritable"])
async def test_what_fails_is_said_and_may_be_tried_again(code: str) -> None:
    desk = TestDesk()
    desk.prints.problem = Problem(code, (), {"reason": "out of paper", "program": "/usr/bin/lp", "file": "x"})
    async with kiosk(desk) as pilot:
        await to_prints(pilot, desk)
        await press(pilot, "f5")
        assert stands_at(pilot, PrintPage)
        assert "System unavailable" in screen_text(pilot.app)
        desk.prints.problem = None
        await press(pilot, "f5")
    assert made(desk) == [("pdf", ["summary"])]


def desk_that_offers(*wheres: Where) -> TestDesk:
    return TestDesk(practice_profile().model_copy(update={"prints": Prints(offer=wheres)}))


async def test_where_the_operator_offers_nothing_there_is_no_key() -> None:
    desk = desk_that_offers()
    async with kiosk(desk) as pilot:
        await to_prints(pilot, desk)
        assert stands_at(pilot, AnswerPage)
        assert "Print" not in " ".join(key_bar(pilot.app))


async def test_where_he_offers_the_printer_alone_there_is_no_file() -> None:
    desk = desk_that_offers("printer")
    async with kiosk(desk) as pilot:
        await to_prints(pilot, desk)
        await press(pilot, "2", "3", "f5")
    assert made(desk) == [("printer", ["summary"])]


async def test_procedure_codes_wait_for_their_notices_on_paper_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spot_tui.screens.answer.has_procedures", lambda tab: tab.id == "preventive")
    desk = TestDesk()
    desk.licences.waiting = [read_notices()[0]]
    async with kiosk(desk) as pilot:
        await fill_in(pilot, desk)
        assert desk.eligibility is not None
        desk.eligibility.told.answers = [answer()]
        await press(pilot, "f5", "f2", "f5")
        assert len(desk.prints.made) == 1
        await press(pilot, "f2", "1", "f5")
        assert stands_at(pilot, LicencePage)
        await press(pilot, "f3")
        assert stands_at(pilot, PrintPage)
        await press(pilot, "f5", "f5")
        assert stands_at(pilot, AnswerPage)
    assert len(desk.prints.made) == 2


async def test_a_claim_is_printed_with_the_owners_of_its_codes() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        await one_claim(pilot, desk)
        await press(pilot, "f2", "1", "f5")
        assert stands_at(pilot, ClaimPage)
    ((form, printout),) = desk.prints.made
    leaves: list[Any] = list(printout.leaves)
    assert (form, printout.claim, len(leaves)) == ("pdf", IN_PART, 4)
    assert all("American Medical Association" in leaf.owners for leaf in leaves)
