"""Claims on the real program and the practice portal: from the home screen to the payer's own answer."""

from __future__ import annotations

import json
from pathlib import Path

from spot_tui.commands import COMMANDS
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.claim_list import ClaimListPage
from spot_tui.screens.claim_search import ClaimSearchPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.licence import LicencePage
from tests.backend.store.builders import records
from tests.screens.looking import stands_at
from tests.screens.practice import Office, office
from tests.wire.core_desk import new_uuids

CLERK = "wren.applegarth"


async def to_home(at: Office) -> None:
    await at.to_sign_in()
    await at.sign_in(CLERK)
    await at.press("1", "f7")
    assert stands_at(at.pilot, HomePage)


async def to_claims(at: Office) -> None:
    await to_home(at)
    await at.press(COMMANDS["claims"].key, "1")


async def test_a_clerk_finds_a_denied_claim_and_asks_the_payer_about_it(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        at.desk.new_id = new_uuids("claims")
        await to_claims(at)
        await at.fill("B", "", "", "1AA0AA0AA02")
        await at.press("f5")
        assert stands_at(at.pilot, ClaimListPage)
        assert "4 claims" in at.text
        await at.press("g", "enter")
        assert stands_at(at.pilot, LicencePage)
        await at.press("f5", "f5")
        assert stands_at(at.pilot, ClaimPage)
        assert "Paid in part" in at.text
        await at.press("2")
        assert "99214" in at.text
        await at.press("a")
        assert "Practice status" in at.text
        assert "THISTLEWICK" in at.text
        await at.press("f3", "f3", "f4")
        assert stands_at(at.pilot, ClaimSearchPage)
        await at.press("tab", "tab", "tab")
        await at.write("1AA0AA0AA02")
        assert "Medicare number (MBI) (optional) 1AA0AA0AA02" in at.text
        written = records(tmp_path / "store")
    told = [(r["event"], r.get("details", {}).get("view", "")) for r in written if r["outcome"] == "success"]
    asked = [one for one in told if one[0].startswith(("record.", "licence."))]
    assert [one for one in asked if one[0] != "record.draft" and one[1] != "waiting"] == [
        ("record.search", "claims B"),
        ("licence.notice", ""),
        ("licence.notice", ""),
        ("record.view", "claim"),
        ("record.search", "claim status B"),
    ]
    assert "1AA0AA0AA02" not in json.dumps(written)


async def test_two_hundred_claims_are_sorted_narrowed_down_and_paged_by_key(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.to_sign_in()
        await at.sign_in(CLERK)
        await at.press("2", "f7", COMMANDS["claims"].key, "1")
        await at.fill("", "08/01/2026", "11/22/2026")
        await at.press("f5")
        assert "202 claims  all, newest first  Lines 1-13 of 202" in at.text
        await at.press("g", "g", "g")
        assert "200 of 202 claims  Denied, newest first" in at.text
        await at.press("s")
        assert "Denied, oldest first  Lines 1-13 of 200" in at.text
        await at.press("f8")
        assert "Lines 1-13" not in at.text
        assert "F7 Up" in at.text
        await at.press("end")
        assert "-200 of 200" in at.text
        assert "F8 Down" not in at.text
