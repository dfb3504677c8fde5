"""An appeal on the real program and the practice portal: from a denial to its letter and the next level."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.sandbox import submissions
from spot_tui.screens.appeal import AppealPage
from spot_tui.screens.appeal_form import AppealFormPage
from spot_tui.screens.appeal_review import AppealReviewPage
from spot_tui.screens.appeal_sent import AppealSentPage
from spot_tui.screens.appeals import AppealsPage
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.document_review import DocumentReviewPage
from spot_tui.screens.letter import LetterPage
from spot_tui.screens.next_step import NextStepPage
from tests.backend.documents.files import pdf
from tests.backend.store.builders import records
from tests.screens.looking import key_bar, stands_at
from tests.screens.practice import Office, office
from tests.screens.test_corrections_journey import to_claim
from tests.screens.test_documents_journey import until_sent

DENIED, UNDATED = "9926000000107", "9926000000121"
CLINIC_NPI = "1234567893"


async def to_review(at: Office, number: str, about: str = "coverage") -> None:
    """Fill the redetermination of a claim in, from the claim."""
    await to_claim(at, number)
    await at.press("f5")
    road = next(line for line in at.text.splitlines() if "Redetermination" in line)
    await at.press(road.strip("> ")[0])
    assert stands_at(at.pilot, AppealFormPage), at.text
    await at.press("f8")
    await at.fill("", about, "The record shows that it was needed.", "", "Wren Applegarth")
    await at.press("f5")


async def test_a_denial_is_appealed_with_papers_and_followed_to_its_letter_and_the_next_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "desk"))
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "records.pdf").write_bytes(pdf())
    async with office(tmp_path) as at:
        await to_review(at, DENIED, "refund")
        assert stands_at(at.pilot, AppealFormPage), at.text
        assert "! Money is not given back by an appeal." in at.text
        await at.press(*["backspace"] * 6)
        await at.write("coverage")
        await at.press("f3", "f3", "f3", "f3", "f3", "f3", "8")
        assert stands_at(at.pilot, AppealFormPage), at.text
        await at.press("f5")
        assert stands_at(at.pilot, AppealReviewPage), at.text
        assert "counts as received on" in at.text
        assert "Line 1  82306" in at.text

        await at.press("f5")
        assert stands_at(at.pilot, AppealSentPage), at.text
        assert "Confirmation number: PA-10001" in at.text
        await at.press("f2", "f5")
        assert "Written:" in at.text
        (printed,) = (tmp_path / "store" / "prints").glob("confirmation-*.pdf")
        assert printed.stat().st_mode & 0o777 == 0o600

        await at.press("4")
        assert stands_at(at.pilot, AppealsPage), at.text
        await at.press("enter")
        assert stands_at(at.pilot, AppealPage)
        assert "d Add papers" in at.text
        assert "l Letter" not in at.text, "there is none yet"
        await at.press("f5")
        assert "(R55)" in at.text

        await at.press("d")
        assert stands_at(at.pilot, DocumentFormPage), at.text
        assert "Papers for an appeal" in at.text
        await at.press("f5", "f2", "enter", "space", "f5", "f5")
        assert stands_at(at.pilot, DocumentReviewPage), at.text
        await at.press("f5")
        await until_sent(at)
        assert "PD-10001" in at.text
        await at.press("f3")
        assert stands_at(at.pilot, AppealPage), at.text
        assert "records.pdf" in at.text

        at.clock.forward(seconds=200)
        await at.press("f3", "f5")
        assert "Level 2 can be asked for until" in at.text
        await at.press("enter", "l")
        assert stands_at(at.pilot, LetterPage), at.text
        assert "fully in your favor" in at.text
        await at.press("f3")
        assert "d Add papers" not in at.text, "it is decided"
        await at.press("f5")
        assert stands_at(at.pilot, AppealFormPage), at.text
        assert "2 Reconsideration" in at.text
        written = records(tmp_path / "store")
    seen = [
        r["details"]["view"]
        for r in written
        if r["event"] == "record.view" and r["outcome"] == "success" and r["details"]["view"] != "waiting"
    ]
    assert seen == [
        *("claim", "claim", "appeal", "claim", "claim"),
        *("appeal", "appeal", "appeal", "letter", "claim"),
    ]
    sent = [r["outcome"] for r in written if r["event"] == "record.submit"]
    assert sent == ["pending", "success"] * 2


async def test_a_warning_wants_a_yes_and_what_the_contractor_refuses_is_told(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_review(at, UNDATED)
        assert stands_at(at.pilot, AppealReviewPage), at.text
        assert "(R04)" in at.text
        assert "send_appeal" not in key_bar(at.pilot.app)
        await at.press("y", "f5")
        assert stands_at(at.pilot, AppealReviewPage)
        assert "R05" in at.text
        await at.press("f3", "f3")
        assert stands_at(at.pilot, NextStepPage)
        await at.press("f3")
        assert stands_at(at.pilot, ClaimPage)


async def test_a_colleague_who_was_faster_costs_nothing_of_what_was_typed(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_review(at, DENIED)
        with at.world.transaction() as moment:
            submissions.add(moment, "correction", "ida.corriveld", CLINIC_NPI, {"claim": DENIED})
        await at.press("f5")
        assert stands_at(at.pilot, AppealReviewPage), at.text
        assert "Correction PC-10001" in at.text
        assert "Ida" in at.text
        assert "what you typed stays" in at.text
        assert "reload_claim" in key_bar(at.pilot.app)
        assert "send_appeal" not in key_bar(at.pilot.app)
        await at.press("f4")
        assert "Nothing was sent." not in at.text
        assert "The record shows that it was needed." in at.text
        await at.press("f3")
        assert stands_at(at.pilot, AppealFormPage)
        assert "The record shows that it was needed." in at.text
        assert "coverage" in at.text
        await at.press("f5", "f5")
        assert stands_at(at.pilot, AppealSentPage), at.text
        assert "Confirmation number: PA-10001" in at.text


async def test_a_claim_that_was_appealed_says_that_its_roads_are_older_until_it_is_opened_anew(
    tmp_path: Path,
) -> None:
    async with office(tmp_path) as at:
        await to_review(at, DENIED)
        await at.press("f5", "f5")
        assert stands_at(at.pilot, ClaimPage), at.text
        assert "As they were before what you submitted since" in at.text
        await at.press("f3", "enter")
        assert stands_at(at.pilot, ClaimPage), at.text
        assert "Roads from here" in at.text
        assert "As they were before" not in at.text
        await at.press("f5")
        assert stands_at(at.pilot, NextStepPage), at.text
        assert "name the files that prove the appeal" in at.text
