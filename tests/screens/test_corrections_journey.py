"""A correction on the real program and the practice portal: from a denied line to its place in the list."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from spot_tui.app import Kiosk
from spot_tui.commands import COMMANDS
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.correction import CorrectionPage
from spot_tui.screens.correction_fields import CorrectionLinePage
from spot_tui.screens.correction_filed import CorrectionFiledPage
from spot_tui.screens.correction_review import CorrectionReviewPage
from spot_tui.screens.correction_sent import CorrectionSentPage
from spot_tui.screens.correction_start import CorrectionStartPage
from spot_tui.screens.corrections import CorrectionsPage
from spot_tui.screens.next_step import NextStepPage
from tests.backend.store.builders import records
from tests.screens.looking import stands_at
from tests.screens.practice import Office, office
from tests.screens.test_claims_journey import to_claims
from tests.wire.core_desk import new_uuids

IN_PART = "9926000000103"


async def to_claim(at: Office, number: str = IN_PART) -> None:
    """Open a claim by its number."""
    at.desk.new_id = new_uuids("corrections")
    await to_claims(at)
    await at.fill("B", "", "", "", number)
    await at.press("f5", "enter", "f5", "f5")
    await at.rest()
    assert stands_at(at.pilot, ClaimPage), at.text


async def to_correction(at: Office) -> None:
    """Go from the claim to its fields."""
    await at.press("f5")
    assert stands_at(at.pilot, NextStepPage), at.text
    await at.press("1")
    assert stands_at(at.pilot, CorrectionStartPage), at.text
    await at.fill("Bertram", "Thistlewick")
    await at.press("f5")
    assert stands_at(at.pilot, CorrectionPage), at.text


async def test_a_denied_line_is_corrected_reviewed_sent_and_followed(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_claim(at)
        await to_correction(at)
        await at.press("enter")
        assert stands_at(at.pilot, CorrectionLinePage), at.text
        await at.press("f8")
        await at.write("2!")
        await at.press("tab")
        assert "! " in at.text
        await at.press("f4")
        await at.write("25")
        await at.press("f5")
        assert stands_at(at.pilot, CorrectionPage), at.text
        assert "Modifier 1: (empty) -> 25" in at.text
        await at.press("f5")
        assert stands_at(at.pilot, CorrectionReviewPage)
        assert "Modifier added" in at.text
        assert "counts as received on" in at.text

        await at.press("f5")
        assert stands_at(at.pilot, CorrectionSentPage), at.text
        await at.press("f2", "2", "f5")
        (confirmation,) = (tmp_path / "store" / "prints").glob("confirmation-*.txt")
        printed = confirmation.read_text("utf-8")
        assert "PC-10001" in printed
        assert "Modifier 1  (empty)  25" in printed
        assert "CPT (c)" in printed
        assert stands_at(at.pilot, CorrectionSentPage), at.text

        await at.press("3")
        assert stands_at(at.pilot, CorrectionsPage), at.text

        await at.press("enter")
        assert stands_at(at.pilot, CorrectionFiledPage), at.text

        assert "PC-10001" in at.text
        assert "Modifier 1        25" in at.text
        await at.press("f2", "2", "f5")
        assert len(list((tmp_path / "store" / "prints").glob("correction-*.txt"))) == 1

        await at.press("f3", "f3", "4")
        assert stands_at(at.pilot, ClaimPage), at.text
        assert "In your outbox" in at.text
        await at.press("down", "down", "enter")
        assert stands_at(at.pilot, CorrectionFiledPage), at.text

        await at.press("f3", "f3", "enter", "4")
        assert "Corrections so far" in at.text
        assert "Wren Applegarth" in at.text
        assert "In your outbox" not in at.text
        written = records(tmp_path / "store")
    assert "record.draft dropped" in {f"{r['event']} {r.get('reason', '')}" for r in written}
    told = [
        (r["event"], r.get("details", {}).get("view", ""))
        for r in written
        if r["outcome"] == "success"
        and r["event"] in ("record.search", "record.view", "record.submit")
        and r.get("details", {}).get("view") != "waiting"
    ]
    assert told == [
        ("record.search", "claims B"),
        ("record.view", "claim"),
        ("record.search", "corrections"),
        ("record.submit", ""),
        ("record.search", "corrections"),
        ("record.view", "correction"),
        ("record.view", "correction"),
        ("record.view", "claim"),
    ]


async def test_a_draft_holds_all_edited_lines_and_is_gone_on_with(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_claim(at)
        await to_correction(at)
        await at.press("enter", "f8")
        await at.write("25")
        await at.press("f3", "down", "down", "down", "down", "enter")
        assert stands_at(at.pilot, CorrectionLinePage), at.text
        await at.press("f8")
        await at.write("5")
        cast(Kiosk, at.pilot.app).keep_typed()
        await at.rest()
        assert "draft saved 09:00:" in at.text
        await at.press("f3", "f3", "f3", "f3", "f3", "f3", "f3", "f3")
        await at.press(COMMANDS["go_on_with_draft"].key)
        drafts = await at.desk.drafts.find("00uwrenapplegarth000")
        assert [(each.form, bool(each.deadline)) for each in drafts if each.form == "correction"] == [
            ("correction", True)
        ]
        assert stands_at(at.pilot, CorrectionPage), at.text
        assert "Modifier 1: (empty) -> 25" in at.text
        assert "(R53)" in at.text


async def test_once_nothing_is_marked_nothing_is_to_be_corrected(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_claim(at)
        await at.press("f5", "1", "f5")
        assert "Correct what is marked" in at.text
        await at.fill("Bertram", "Thistlewick")
        await at.press("f5")
        assert stands_at(at.pilot, CorrectionPage), at.text
        await at.press("f3")
        assert stands_at(at.pilot, CorrectionStartPage)
        assert "Correct what is marked" not in at.text


async def test_what_of_a_line_stays_as_it_is_is_shown_with_its_rule(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_claim(at, "9926000000150")
        await at.press("f5", "1")
        await at.fill("Horace", "Hollowell-Fennick")
        await at.press("f5")
        assert stands_at(at.pilot, CorrectionPage), at.text
        locked = next(row for row in at.text.splitlines() if "Diagnosis 2" in row)
        assert locked.split() == ["Diagnosis", "2", "I10", "locked", "(R36)"]
        await at.press("down", "enter")
        assert "Diagnosis 2: only the first diagnosis of a line can be changed. (R36)" in at.text
        assert stands_at(at.pilot, CorrectionPage)


async def test_a_road_that_is_closed_names_its_rule(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_claim(at, "9926000000106")
        await at.press("f5")
        assert stands_at(at.pilot, NextStepPage)
        ways = at.text
        await at.press("2")
        assert stands_at(at.pilot, NextStepPage)
    assert "R02" in ways
    assert "New claim" in ways
