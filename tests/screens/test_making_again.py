"""What was refused and left is its form again: fields and files as they were, the refusal beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

from spot_tui.app import Kiosk
from spot_tui.backend.made import Made
from spot_tui.backend.outbox.model import State
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from spot_tui.screens.appeal_form import AppealFormPage
from spot_tui.screens.appeal_sent import AppealSentPage
from spot_tui.screens.appeals import AppealsPage
from spot_tui.screens.correction import CorrectionPage
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.outbox_item import OutboxItemPage
from tests.screens.cut_line import Refusing
from tests.screens.desk import TestDesk
from tests.screens.documents import LETTER, NOTES, ON_ITS_WAY, ToldDocuments, ToldPapers
from tests.screens.looking import key_bar, kiosk, open_job, press, screen_text, settle, stands_at, to_home
from tests.screens.outbox import HeldOutbox
from tests.screens.practice import office
from tests.screens.test_appeals_journey import DENIED, to_review
from tests.screens.test_corrections_journey import to_claim, to_correction

TO_HOME = ["f3"] * 8
TYPED = {"letter": "PRADR-0205", "letter_date": "11/14/2026", "contact": "Wren Applegarth"}
FILES = f'[["letter", "{LETTER}"], ["records", "{NOTES}"]]'
UNKNOWN_LETTER = Problem(
    "gateway.format", ("letter",), {"upstream": "Gateway"}, "We sent no such letter.", "gw-7"
)
REFUSED = replace(
    ON_ITS_WAY,
    state=State.REFUSED,
    problem=UNKNOWN_LETTER,
    made=Made("document_records", {**TYPED, "files": FILES}),
)


async def test_refused_documents_are_made_again_with_their_files_and_go_on_as_one_draft(
    tmp_path: Path,
) -> None:
    desk = TestDesk()
    desk.keep_drafts(tmp_path)
    desk.documents, desk.papers, desk.outbox = ToldDocuments(), ToldPapers(), HeldOutbox(REFUSED)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await open_job(pilot, "documents", "outbox")
        await press(pilot, "enter")
        assert {"make_again", "print_sent"} <= set(key_bar(pilot.app))
        assert "send_now" not in key_bar(pilot.app)
        for _ in range(2):
            await press(pilot, "f5")
            await pilot.app.workers.wait_for_complete()
            await settle(pilot)
            page = cast(DocumentFormPage, pilot.app.screen)
            assert stands_at(pilot, DocumentFormPage), screen_text(pilot.app)
            assert "We sent no such letter." in screen_text(pilot.app)
            assert "PRADR-0205" in screen_text(pilot.app)
            assert page.panel.here == "letter"
            assert [(each.role, each.path) for each in page.made.chosen] == [
                ("letter", LETTER),
                ("records", NOTES),
            ]
            await press(pilot, "f3")
        assert desk.work is not None
        (draft,) = await desk.work.find()
    assert (draft.form, draft.provider_npi) == ("document_records", REFUSED.provider_npi)


async def test_what_is_of_another_provider_or_of_no_known_form_is_not_made_again() -> None:
    desk = TestDesk()
    other = replace(REFUSED, id="two", provider_npi="1000000020")
    desk.documents, desk.papers = ToldDocuments(), ToldPapers()
    desk.outbox = HeldOutbox(replace(REFUSED, made=None), other)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await open_job(pilot, "documents", "outbox")
        for _ in range(2):
            await press(pilot, "enter")
            assert stands_at(pilot, OutboxItemPage)
            assert "make_again" not in key_bar(pilot.app)
            await press(pilot, "f3", "down")


async def test_a_refused_appeal_is_opened_from_its_list_and_sent_once_it_is_right(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        refusing = Refusing(at.desk.__dict__["_transport"])
        at.desk.__dict__["_transport"] = refusing
        refusing.told = {"detail": "Give more than this.", "errors": [{"pointer": "/reason"}]}
        await to_review(at, DENIED)
        refusing.path = "/appeals"
        await at.press("f5")
        assert "Give more than this." in at.text
        await at.press(*TO_HOME, COMMANDS["claims"].key, COMMANDS["my_appeals"].key)
        assert stands_at(at.pilot, AppealsPage), at.text
        await at.press("enter")
        assert stands_at(at.pilot, OutboxItemPage), at.text
        await at.press("f2")
        assert "Print" in at.text
        await at.press("f5", "f5")
        assert stands_at(at.pilot, AppealFormPage), at.text
        assert "The record shows that it was needed." in at.text
        assert "Give more than this." in at.text
        refusing.path = ""
        await at.press("f5", "f5")
        assert stands_at(at.pilot, AppealSentPage), at.text
        session = cast(Kiosk, at.pilot.app).session
        assert session is not None
        assert at.desk.outbox is not None
        found = await at.desk.outbox.find(session.person.subject)
        assert [each.state for each in found] == [State.CONFIRMED]


async def test_a_refused_correction_goes_on_with_its_changes(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        refusing = Refusing(at.desk.__dict__["_transport"])
        at.desk.__dict__["_transport"] = refusing
        refusing.told = {"detail": "Not this modifier.", "errors": [{"pointer": "/lines/0/modifier_1"}]}
        await to_claim(at)
        await to_correction(at)
        await at.press("enter", "f8")
        await at.write("25")
        await at.press("f5")
        refusing.path = "/corrections"
        await at.press("f5", "f5")
        assert "Not this modifier." in at.text
        await at.press(*TO_HOME, COMMANDS["claims"].key, COMMANDS["outbox"].key, "enter")
        assert stands_at(at.pilot, OutboxItemPage), at.text
        await at.press("f5")
        assert stands_at(at.pilot, CorrectionPage), at.text
        assert "Not this modifier." in at.text
        assert "25" in at.text
        session = cast(Kiosk, at.pilot.app).session
        assert session is not None
        assert session.work is not None
        assert len(await session.work.find()) == 1
