"""Documents on the real program and the practice portal: from a request in the mailbox to its receipt."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.documents import upload_flow
from spot_tui.commands import COMMANDS
from spot_tui.screens.document_files import DocumentFilesPage
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.document_picker import DocumentPickerPage
from spot_tui.screens.document_receipt import DocumentReceiptPage
from spot_tui.screens.document_review import DocumentReviewPage
from spot_tui.screens.document_sending import DocumentSendingPage
from spot_tui.screens.documents_sent import DocumentsSentPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.message import MessagePage
from tests.backend.documents.files import draws_at_length, pdf, tiff
from tests.backend.store.builders import records
from tests.screens.looking import fill, key_bar, press, settle, stands_at
from tests.screens.practice import Office, office
from tests.screens.test_claims_journey import to_home

MBI, OTHER_MBI = "1AA0AA0AA30", "1AA0AA0AA01"
STEERS = "lab \x1b[31mresults.pdf"


async def to_request(at: Office) -> None:
    """Open the first request that wants an answer."""
    await at.press(COMMANDS["mailbox"].key, "g", "g", "1")
    assert stands_at(at.pilot, MessagePage), at.text


async def until_sent(at: Office) -> None:
    """Look at what is on its way until it is over there; the screen does so by itself every second."""
    if stands_at(at.pilot, DocumentSendingPage):
        cast(DocumentSendingPage, at.pilot.app.screen).look()
        await at.rest()
    assert stands_at(at.pilot, DocumentReceiptPage), at.text


async def test_a_request_is_answered_with_its_letter_and_records_and_is_off_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "desk"))
    june = tmp_path / "desk" / "June"
    june.mkdir(parents=True)
    (june / "visit.pdf").write_bytes(pdf())
    (june.parent / STEERS).write_bytes(tiff()[:-60])
    async with office(tmp_path) as at:
        await to_home(at)
        await to_request(at)
        letter = next(line for line in at.text.splitlines() if "  Letter " in line).split()[-1]
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        assert letter in at.text
        assert "of 45." in at.text
        await at.press("f5")
        assert "! Contact is empty." in at.text
        assert "3 to correct" in at.text
        await at.fill(MBI, "", "Wren Applegarth", "555-555-0100")
        assert "to correct" not in at.text
        cast(Kiosk, at.pilot.app).keep_typed()
        await at.rest()
        assert "draft saved" in at.text
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFilesPage), at.text
        assert "ok, 1 page" in at.text
        assert "The records are missing." in at.text

        await at.press("f2")
        assert stands_at(at.pilot, DocumentPickerPage), at.text
        assert "Saved papers and prints" in at.text
        await at.press("enter")
        assert "\x1b" not in at.text
        await at.press("down", "space", "home", "enter", "space")
        assert "2 files marked." in at.text
        assert "folder_up" in key_bar(at.pilot.app)
        await at.press("f5")
        assert "wrong, see below" in at.text
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFilesPage), at.text

        await at.press("f3", "f3", "f3", "f3", "d")
        assert "Draft: Medical records" in at.text
        await at.press("f3", "8")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        await at.press("f5")
        (june.parent / STEERS).write_bytes(tiff())
        wrong = next(line for line in at.text.splitlines() if "wrong, see" in line)
        await at.press("f5")
        assert "! Data format" in at.text
        await at.press(wrong.strip("> ")[0], "f4")
        assert "! Data format" not in at.text
        await at.press("f2", "enter", "down", "space", "f5")
        assert "letter " in at.text
        assert "ok, 3 pages" in at.text
        await at.press("f5")
        assert stands_at(at.pilot, DocumentReviewPage), at.text
        assert "counts as received on" in at.text
        assert "last day" in at.text

        await at.press("f5")
        await until_sent(at)
        assert "PD-10001" in at.text
        assert at.text.count("SHA-256") == 3
        await at.press("f2", "f5")
        assert len(list((tmp_path / "store" / "prints").iterdir())) == 2
        await at.press("h")
        assert "1 submission: 1 Received." in at.text
        await at.press("enter")
        assert stands_at(at.pilot, DocumentReceiptPage), at.text
        assert letter in at.text
        await at.press("f3", "s")
        await at.write(letter.lower())
        await at.press("f5")
        assert stands_at(at.pilot, DocumentsSentPage), at.text
        assert "PD-10001" in at.text
        await at.press("s")
        await at.write("x")
        await at.press("f5")
        assert "PD-10001" not in at.text

        await at.press("f3")
        assert stands_at(at.pilot, HomePage), at.text
        await to_request(at)
        assert letter not in at.text
        assert "submission_of_it" not in key_bar(at.pilot.app)
        await at.press("f3", "g")
        answered = next(line for line in at.text.splitlines() if "answered" in line)
        await at.press(answered.strip("> ")[0], "s")
        assert stands_at(at.pilot, DocumentReceiptPage), at.text
        assert letter in at.text
        written = records(tmp_path / "store")
    outcomes = [
        r.get("reason") for r in written if r["event"] == "record.upload" and r["outcome"] == "success"
    ]
    assert outcomes == ["uploaded"] * 3 + ["confirmed"] * 3
    assert "record.draft dropped" in {f"{r['event']} {r.get('reason', '')}" for r in written}


async def test_an_upload_outlasts_a_session_and_goes_on_at_its_owners_next_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "desk"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "records.pdf").write_bytes(pdf(draws_at_length))
    waits = asyncio.Event()

    async def long_pause(_: float) -> None:
        waits.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(upload_flow, "Timing", partial(upload_flow.Timing, pause=long_pause))

    def stored() -> list[int]:
        return [each.stat().st_size for each in (tmp_path / "world.sqlite.uploads").iterdir()]

    async with office(tmp_path) as at:
        await to_home(at)
        await at.press("6", "9")
        await fill(at.pilot, "A question", "How is this sent?", "", "", "Wren Applegarth", "555-555-0100")
        await at.press("f5", "f2", "space", "f5", "f5")
        with at.world.transaction() as moment:
            moment.set_switch("upload_drop_bytes", "400000")
        await press(at.pilot, "f5")
        await waits.wait()
        page = cast(DocumentSendingPage, at.pilot.app.screen)
        page.look()
        await settle(at.pilot)
        assert "waiting" in at.text
        await press(at.pilot, "f9")
        assert "Your upload pauses and goes on at your next sign-in." in " ".join(at.text.split())
        await at.press("f9")
        assert (stored(), cast(Kiosk, at.pilot.app).is_bringing) == ([400_000], False)

        with at.world.transaction() as moment:
            moment.set_switch("upload_drop_bytes", "0")
        await at.to_sign_in()
        await at.sign_in("otis.barnabeck")
        await at.press("1", "f7")
        assert stands_at(at.pilot, HomePage), at.text
        assert stored() == [400_000]  # somebody else's stays where it is
        await at.press("f9", "f9")

        await to_home(at)
        await at.press("6", "h", "enter")
        await until_sent(at)
        assert "PD-10001" in at.text
        assert stored() == []
    written = records(tmp_path / "store")
    told = [(r["outcome"], r.get("reason")) for r in written if r["event"] == "record.upload"]
    assert [outcome for outcome, _ in told] == ["pending", "cancelled", "pending", "success", "success"]


async def test_a_number_that_is_not_of_the_patient_of_the_claim_is_told_once(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_home(at)
        await to_request(at)
        await at.press("f5", "f5")
        await at.fill(OTHER_MBI, "", "Wren Applegarth", "555-555-0100")
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        assert "The claim is of another patient" in " ".join(at.text.split())
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFilesPage), at.text


async def test_an_answer_that_was_begun_is_gone_on_with_from_its_request(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_home(at)
        await to_request(at)
        await at.press("f5", "f8")
        await at.write(MBI)
        await at.press("f3", "f5", "f8")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        assert MBI in at.text
        await at.press("f5")
        assert "2 to correct" in at.text
        await at.press("f3", "f3", "f3")
        assert "Medical records (ADR)" in at.text
    assert len(list((tmp_path / "store" / "prints").iterdir())) == 1


async def test_a_paused_upload_waits_until_it_is_gone_on_with_or_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "desk"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "question.pdf").write_bytes(pdf())
    async with office(tmp_path) as at:
        app = cast(Kiosk, at.pilot.app)
        await to_home(at)
        for leave in ("f4", "f5"):
            await at.press("6", "9")
            await fill(at.pilot, "A question", "How is this sent?", "", "", "Wren Applegarth", "555-555-0100")
            await at.press("f5", "f2", "space", "f5", "f5")
            monkeypatch.setattr(app, "bring_documents", lambda **_: None)
            await at.press("f5")
            assert stands_at(at.pilot, DocumentSendingPage), at.text
            monkeypatch.undo()
            monkeypatch.setenv("HOME", str(tmp_path / "desk"))
            await app.rest_documents()
            app.look_into_outbox()
            await at.rest()
            cast(DocumentSendingPage, app.screen).look()
            await at.rest()
            assert "Paused." in at.text
            assert not app.is_bringing
            if leave == "f4":
                await at.press("f4", "f4")
                assert "question.pdf" in at.text
                assert stands_at(at.pilot, DocumentFilesPage), at.text
                await at.press("f3", "f3", "f3")
        await at.press("f3", "u")
        assert stands_at(at.pilot, DocumentSendingPage), at.text
        await at.press("p")
        await until_sent(at)
        assert "PD-10001" in at.text


async def test_papers_go_to_an_appeal_that_is_pending_and_of_the_claim_named(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_home(at)
        await at.press("6", "4")
        await at.fill("9926000000126", "Yorick", "Yarrowdale", "1AA0AA0AA24")
        await at.press("f8")
        await at.fill("PRA-0126-1", "Wren Applegarth")
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        assert "! This appeal is decided" in at.text
        await at.press(*["backspace"] * 6)
        await at.write("0125-1")
        await at.press("f5")
        assert "! This appeal is about another claim." in at.text
        await at.press("f7", *["backspace"] * 3)
        await at.write("125")
        await at.press("f5")
        assert stands_at(at.pilot, DocumentFilesPage), at.text
