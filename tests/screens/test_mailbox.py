"""The mailbox on the real program and the practice portal: a letter, its papers, the deadlines."""

from __future__ import annotations

from pathlib import Path

from spot_tui.commands import COMMANDS
from spot_tui.screens.appeal import AppealPage
from spot_tui.screens.claim import ClaimPage
from spot_tui.screens.deadlines import DeadlinesPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.mailbox import MailboxPage
from spot_tui.screens.message import MessagePage
from tests.screens.looking import stands_at
from tests.screens.practice import office
from tests.screens.test_claims_journey import to_home


async def test_a_decision_letter_leads_to_its_appeal(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_home(at)
        await at.press(COMMANDS["mailbox"].key)
        letter = next(line for line in at.text.splitlines() if "Decision about claim" in line)
        await at.press(letter.strip("> ")[0])
        number = next(line for line in at.text.splitlines() if "Confirmation number" in line).split()[-1]
        await at.press("s")
        assert stands_at(at.pilot, AppealPage), at.text
        assert number in at.text


async def test_a_request_is_read_kept_and_on_the_deadline_board(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await to_home(at)
        assert "records wanted within 1 day" in at.text
        assert "Practice notice: offices are closed" in at.text
        await at.press(COMMANDS["mailbox"].key)
        assert stands_at(at.pilot, MailboxPage), at.text
        await at.press("g", "g")
        assert "Requests that want an answer" in at.text
        assert "> 1* " in at.text
        await at.press("1")
        assert stands_at(at.pilot, MessagePage), at.text
        assert "Records for claim" in at.text
        await at.press("f4")
        kept = list((tmp_path / "store" / "prints").iterdir())
        assert [path.suffix for path in kept] == [".pdf"]
        assert kept[0].name in at.text.replace("\n", "").replace(" ", "")
        await at.press("c", "f5", "f5")
        assert stands_at(at.pilot, ClaimPage), at.text
        await at.press("f3", "f3")
        assert stands_at(at.pilot, MailboxPage), at.text
        assert "> 1  " in at.text
        assert "  2* " in at.text
        await at.press("d")
        assert stands_at(at.pilot, DeadlinesPage), at.text
        first, *rest = (line for line in at.text.split("\n") if "Records are wanted" in line)
        assert "1 day " in first
        assert "33 days " in rest[-1]
        assert "To count as received in time it must be sent by" in at.text
        await at.press("f3", "f3")
        assert stands_at(at.pilot, HomePage), at.text
        await at.press("n")
        assert "What arrives on the holiday" in at.text
