"""The same change on many claims: on the real program and the practice portal, and where it is stopped."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

from spot_tui.commands import COMMANDS
from spot_tui.sandbox import faults
from spot_tui.sandbox.claims import made_up
from spot_tui.screens.bulk_change import BulkChangePage
from spot_tui.screens.bulk_claim import BulkClaimPage
from spot_tui.screens.bulk_preview import BulkPreviewPage
from spot_tui.screens.bulk_report import BulkReportPage
from spot_tui.screens.claim_list import ClaimListPage
from spot_tui.screens.home import HomePage
from tests.backend.corrections.bulk_portal import MISSING, Portal
from tests.backend.store.builders import records
from tests.screens.bulk import WARNED, bulk_preview
from tests.screens.claims import claim_list
from tests.screens.desk import TestDesk
from tests.screens.looking import fill, key_bar, kiosk, press, screen_text, settle, stands_at
from tests.screens.practice import Office, office
from tests.screens.test_claims_journey import to_claims
from tests.wire.core_desk import new_uuids


async def to_change(at: Office, *search: str) -> None:
    """Find claims, mark all of them, and choose to add a modifier."""
    at.desk.new_id = new_uuids("bulk")
    await to_claims(at)
    await at.fill("B", *search)
    await at.press("f5", "space", "a")
    assert stands_at(at.pilot, ClaimListPage), at.text
    assert "15 marked" in at.text
    await at.press("f5", "f5", "f5", "6")
    assert stands_at(at.pilot, BulkChangePage), at.text


async def test_a_draft_of_one_change_is_sent_for_all_marked_claims_but_those_refused(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_change(at, "10/20/2026", "11/10/2026")
        await at.press("f5")
        assert "! Lines is empty" in at.text
        await at.write("1!")
        await at.press("tab")
        assert "neither the number of a line" in at.text
        await at.press("up", "backspace", "tab")
        await at.write("59")
        await at.press(*["f3"] * 5, COMMANDS["go_on_with_draft"].key, "f5")
        assert stands_at(at.pilot, BulkPreviewPage), at.text
        assert "Refused 3   Warned 1   May be sent 11" in at.text
        await at.press("down", "down", "down", "enter")
        assert stands_at(at.pilot, BulkClaimPage)
        assert "Modifier 2  (empty)  59" in at.text
        assert "(R48)" in at.text
        await at.press("f3", "y", "f5")
        assert "Send 12 corrections? 3 stay behind." in at.text
        await at.press("f5")
        assert stands_at(at.pilot, BulkReportPage), at.text
        assert "Refused 3   Received 12" in at.text
        await at.press("f2", "2", "2", "2", "f5")
        (report,) = (tmp_path / "store" / "prints").glob("corrections-*.csv")
        rows = list(csv.DictReader(report.read_text("utf-8").splitlines()))
        assert [row["outcome"] for row in rows] == ["refused"] * 3 + ["confirmed"] * 12
        assert (rows[0]["rules"], rows[3]["confirmation"]) == ("R02", "PC-10001")
        await at.press("f3")
        assert stands_at(at.pilot, HomePage)
        written = records(tmp_path / "store")
    submitted = [r for r in written if r["event"] == "record.submit" and r["outcome"] == "success"]
    assert len({r["claim_ref"] for r in submitted}) == 12
    assert [r["details"]["overrides"] for r in submitted if "overrides" in r["details"]] == ["R48"]
    viewed = [r for r in written if r["event"] == "record.view" and r["outcome"] == "success"]
    assert sum(r["details"].get("view") == "claim" for r in viewed) == 15
    exported = [r for r in written if r["event"] == "record.export" and r["outcome"] == "success"]
    assert {r["claim_ref"] for r in exported} == {r["claim_ref"] for r in viewed if "claim_ref" in r}
    assert "record.draft dropped" in {f"{r['event']} {r.get('reason', '')}" for r in written}


async def test_two_hundred_claims_are_marked_previewed_and_sent() -> None:
    desk = TestDesk()
    numbers = [claim.number for series in made_up().series for claim in series.claims()]
    portal = Portal(*numbers)
    desk.bulk = portal.desk
    async with kiosk(desk) as pilot:
        await claim_list(pilot, desk, numbers)
        await press(pilot, "a")
        assert "200 claims  all, newest first  200 marked  Lines 1-" in screen_text(pilot.app)
        await press(pilot, "f5", "6")
        await fill(pilot, "1", "59")
        await press(pilot, "f5")
        assert "Refused 16   May be sent 184" in screen_text(pilot.app)
        await press(pilot, "f8", "f5", "f5")
        assert "Refused 16   Received 184" in screen_text(pilot.app)
    assert len({number for number, _, _ in portal.sent}) == len(portal.sent) == 184


async def test_while_the_line_is_away_all_wait_in_the_outbox_and_leave_the_marks(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_change(at, "10/20/2026", "11/10/2026")
        await at.fill("99213", "59")
        await at.press("f5")
        with at.world.transaction() as moment:
            faults.switch_on(moment, "gateway.503", "/corrections")
        await at.press("f5", "f5")
        assert stands_at(at.pilot, BulkReportPage), at.text
        assert "Outbox 3" in at.text
        await at.press("f3")
        assert stands_at(at.pilot, ClaimListPage), at.text
        assert "12 marked" in at.text
        written = records(tmp_path / "store")
    assert [r["reason"] for r in written if r["event"] == "record.outbox"] == ["queued", "queued"]


async def test_f3_stops_after_the_one_on_the_wire_and_f5_sends_the_rest() -> None:
    desk = TestDesk()
    async with kiosk(desk) as pilot:
        portal = await bulk_preview(pilot, desk)
        portal.gate = asyncio.Event()
        await press(pilot, "y", "f5", "f5", "f3")
        assert "Stopping after this one" in screen_text(pilot.app)
        portal.gate.set()
        await settle(pilot)
        assert stands_at(pilot, BulkReportPage)
        assert "It was stopped: F5 sends the rest." in screen_text(pilot.app)
        await press(pilot, "ctrl+o", "2", "f5", "f5")
        assert "made for another provider (NPI 1234567893)" in screen_text(pilot.app)
        await press(pilot, "ctrl+o", "1", "f5", "f5")
        assert [number for number, _, _ in portal.sent] == [WARNED, MISSING]
        assert "send_bulk" not in key_bar(pilot.app)
