"""What is typed and not sent: saved while it is typed, told, offered again, removed."""

from __future__ import annotations

import asyncio
import gc
import signal
import weakref
from pathlib import Path
from typing import Any, cast

import pytest

from spot_tui.app import Kiosk
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.shelf import DraftEntry, DraftShelf
from spot_tui.commands import COMMANDS
from spot_tui.screens.drafts import DraftsPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.inquiry import InquiryPage
from spot_tui.screens.lock import LockPage
from tests.backend.store.builders import full_disk
from tests.screens.answers import answer
from tests.screens.desk import TestDesk
from tests.screens.looking import (
    kiosk,
    open_job,
    press,
    screen_text,
    settle,
    stands_at,
    to_home,
    to_inquiry,
    write,
)
from tests.screens.test_answer import ALMA
from tests.screens.test_session import settle_checks, tick, unlock

MBI, OTHER_MBI = "1AA0AA0AA01", "2AA0AA0AA02"
GO_ON = "Go on with what was not sent"


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    made = TestDesk()
    made.keep_drafts(tmp_path)
    return made


async def saved(pilot: Any) -> None:
    """Let the second after the last key pass."""
    cast(Kiosk, pilot.app).keep_typed()
    await settle_checks(pilot)


def inquiry(pilot: Any) -> InquiryPage:
    """Return the screen that is seen."""
    return cast(InquiryPage, pilot.app.screen)


async def found(desk: TestDesk, owner: str = "sub-1") -> list[DraftEntry]:
    assert desk.drafts is not None
    return await desk.drafts.find(owner)


async def typed_in(desk: TestDesk, draft_id: str) -> dict[str, str]:
    assert desk.drafts is not None
    return dict((await desk.drafts.get("sub-1", draft_id)).values)


async def leave(pilot: Any) -> None:
    await press(pilot, "f9", "f9")
    await settle_checks(pilot)


async def come_back(pilot: Any, desk: TestDesk, folder: Path, owner: str = "sub-1") -> None:
    """Sign in again, to the home screen with its drafts."""
    desk.keep_drafts(folder, owner)
    await to_home(pilot, desk)
    await settle_checks(pilot)


async def type_two(pilot: Any, desk: TestDesk) -> None:
    """Leave two inquiries unsent and stand at home."""
    await to_inquiry(pilot, desk)
    await write(pilot, MBI)
    await press(pilot, "f3", "1")
    await write(pilot, OTHER_MBI)
    await press(pilot, "f3")
    await settle_checks(pilot)


async def test_what_is_typed_is_saved_and_the_screen_says_when(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        assert "draft saved" not in screen_text(pilot.app)
        await saved(pilot)
        (entry,) = await found(desk)
        assert await typed_in(desk, entry.id) == {"mbi": MBI}
        assert "draft saved 09:41:00" in screen_text(pilot.app)


async def test_a_key_has_the_save_done_without_another_key(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, "1")
        timer = cast(Kiosk, pilot.app)._save_timer
        assert timer is not None
        assert timer._interval < 1
        await write(pilot, "A")
        assert cast(Kiosk, pilot.app)._save_timer is timer


async def test_nothing_is_written_when_nothing_changed(
    desk: TestDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await saved(pilot)
        monkeypatch.delattr(DraftShelf, "save")
        await press(pilot, "tab", "up")
        await saved(pilot)
        assert "draft saved 09:41:00" in screen_text(pilot.app)


async def test_saving_leaves_what_the_notice_says(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f5")
        assert "Nothing was sent" in screen_text(pilot.app)
        await saved(pilot)
        assert "Nothing was sent" in screen_text(pilot.app)


async def test_a_full_disk_is_told_once_and_the_work_goes_on(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        with full_disk(after_bytes=None):
            await write(pilot, "1AA0")
            await saved(pilot)
            told = screen_text(pilot.app)
            assert "Drafts cannot be kept on this machine" in told
            inquiry(pilot).notice.clear()
            await write(pilot, "AA0AA01")
            await saved(pilot)
            told = screen_text(pilot.app)
            assert "Drafts cannot be kept" not in told
            assert "! draft not saved" in told
            assert MBI in told
        await press(pilot, "tab")
        await saved(pilot)
        assert "draft saved" in screen_text(pilot.app)
        assert len(await found(desk)) == 1


async def test_a_full_disk_does_not_take_the_place_of_a_question(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f9")
        asked = screen_text(pilot.app)
        with full_disk(after_bytes=None):
            await saved(pilot)
        assert screen_text(pilot.app).splitlines()[-2:] == asked.splitlines()[-2:]


async def test_what_the_lock_interrupted_is_offered_at_the_next_sign_in(
    desk: TestDesk, tmp_path: Path
) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f10")
        await settle_checks(pilot)
        await tick(pilot, desk, 31)
        await settle_checks(pilot)
        await come_back(pilot, desk, tmp_path)
        assert f"{GO_ON}  Eligibility inquiry, 09:41 today" in screen_text(pilot.app)
        await open_job(pilot, "go_on_with_draft")
        await settle_checks(pilot)
        assert stands_at(pilot, InquiryPage)
        assert MBI in screen_text(pilot.app)


async def test_typing_and_lock_save_once_and_the_text_stands_there_after_the_unlock(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f10")
        await settle_checks(pilot)
        assert stands_at(pilot, LockPage)
        await unlock(pilot)
        assert MBI in screen_text(pilot.app)
        assert "draft saved 09:41:00" in screen_text(pilot.app)
        assert [entry.revision for entry in await found(desk)] == [1]


async def test_another_person_sees_no_draft_of_hers(desk: TestDesk, tmp_path: Path) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f10", "f9", "f9")
        await settle_checks(pilot)
        await come_back(pilot, desk, tmp_path, owner="sub-2")
        assert GO_ON not in screen_text(pilot.app)
        assert await found(desk, "sub-1") != []


async def test_an_answered_inquiry_is_no_draft_and_one_changed_after_it_is(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        assert desk.eligibility is not None
        desk.eligibility.told.answers = [answer()]
        for value in ALMA:
            await write(pilot, value)
            await press(pilot, "tab")
        await saved(pilot)
        assert len(await found(desk)) == 1
        await press(pilot, "f5")
        await settle_checks(pilot)
        assert await found(desk) == []
        await press(pilot, "f3", "tab")
        await saved(pilot)
        assert await found(desk) == []
        assert "draft saved" not in screen_text(pilot.app)
        await write(pilot, "X")
        await saved(pilot)
        assert len(await found(desk)) == 1


async def test_an_emptied_form_is_offered_no_more(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await saved(pilot)
        await press(pilot, "f4")
        await settle_checks(pilot)
        assert "draft saved" not in screen_text(pilot.app)
        await press(pilot, "f3")
        await settle_checks(pilot)
        assert stands_at(pilot, HomePage)
        assert GO_ON not in screen_text(pilot.app)


async def test_a_draft_that_is_opened_and_emptied_is_gone(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f3")
        await settle_checks(pilot)
        await open_job(pilot, "go_on_with_draft")
        await settle_checks(pilot)
        await press(pilot, "f4")
        await settle_checks(pilot)
        assert await found(desk) == []


async def test_dashes_taken_out_by_key_are_out_of_the_draft_too(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, "1AA0-AA0-AA01")
        await saved(pilot)
        await press(pilot, "tab", "f2")
        await saved(pilot)
        (entry,) = await found(desk)
        assert await typed_in(desk, entry.id) == {"mbi": MBI}


async def test_a_form_left_by_key_is_saved_at_once(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f3")
        await settle_checks(pilot)
        assert f"{GO_ON}  Eligibility inquiry" in screen_text(pilot.app)


async def test_a_second_inquiry_does_not_take_the_place_of_the_first(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await type_two(pilot, desk)
        assert f"{GO_ON}  2 drafts" in screen_text(pilot.app)
        await open_job(pilot, "go_on_with_draft")
        await settle_checks(pilot)
        assert stands_at(pilot, DraftsPage)
        assert screen_text(pilot.app).count("Eligibility inquiry") == 2
        assert MBI in screen_text(pilot.app)
        assert OTHER_MBI in screen_text(pilot.app)
        await press(pilot, "2")
        await settle_checks(pilot)
        assert stands_at(pilot, InquiryPage)
        assert MBI in screen_text(pilot.app)


async def test_a_draft_is_removed_from_the_list_after_a_question(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await type_two(pilot, desk)
        await press(pilot, COMMANDS["go_on_with_draft"].key, "f2")
        assert "Remove this draft for good?" in screen_text(pilot.app)
        assert len(await found(desk)) == 2
        await press(pilot, "f2")
        await settle_checks(pilot)
        (left,) = await found(desk)
        assert await typed_in(desk, left.id) == {"mbi": MBI}
        await press(pilot, "f2", "f2")
        await settle_checks(pilot)
        assert stands_at(pilot, HomePage)
        assert GO_ON not in screen_text(pilot.app)


async def test_a_draft_of_another_provider_says_where_it_belongs(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f3", "ctrl+o", "2")
        await settle_checks(pilot)
        await open_job(pilot, "go_on_with_draft")
        await settle_checks(pilot)
        assert stands_at(pilot, DraftsPage)
        await press(pilot, "1")
        assert "belongs to Practice Family Clinic" in screen_text(pilot.app)


async def test_home_warns_of_a_draft_that_ends_within_three_days(desk: TestDesk, tmp_path: Path) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f3")
        await settle_checks(pilot)
        assert "is removed at" not in screen_text(pilot.app)
        await leave(pilot)
        desk.clock.forward(5 * 86_400)
        await come_back(pilot, desk, tmp_path)
        assert "A draft is removed at 09:41 on 12/01/2026" in screen_text(pilot.app)


async def test_expired_drafts_are_removed_at_the_start_and_while_it_runs(
    desk: TestDesk, tmp_path: Path
) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await press(pilot, "f3")
        await settle_checks(pilot)
        await leave(pilot)
        desk.clock.forward(8 * 86_400)
        cast(Kiosk, pilot.app).expire_drafts()
        await settle_checks(pilot)
        assert await found(desk) == []
    assert [about["reason"] for event, _, about in desk.audit.records if event == "record.draft"] == [
        "saved",
        "expired",
    ]


async def test_a_start_removes_what_has_expired(desk: TestDesk, tmp_path: Path) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await leave(pilot)
    desk.clock.forward(8 * 86_400)
    desk.keep_drafts(tmp_path)
    async with kiosk(desk) as pilot:
        await settle_checks(pilot)
        assert await found(desk) == []


async def test_nothing_of_a_form_is_in_memory_after_the_sign_out(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await saved(pilot)
        page, kept = weakref.ref(inquiry(pilot)), inquiry(pilot)._kept
        session = weakref.ref(cast(Kiosk, pilot.app).session)
        await leave(pilot)
        desk.work = None
        for _ in range(20):
            await settle(pilot)
            gc.collect()
            if page() is None and session() is None:
                break  # what ends on its own held them until it had
        assert (page(), session()) == (None, None)
        assert MBI not in repr(vars(kept))


async def test_typing_still_on_its_way_is_kept_at_the_sign_out(desk: TestDesk, tmp_path: Path) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await leave(pilot)
        (entry,) = await found(desk)
        assert await typed_in(desk, entry.id) == {"mbi": MBI}


async def test_drafts_that_cannot_be_read_are_told_and_the_work_goes_on(
    desk: TestDesk, tmp_path: Path
) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await leave(pilot)
    (vault,) = (tmp_path / "vault").glob("*.vault")
    vault.write_bytes(b"no vault\n")
    desk.keep_drafts(tmp_path)
    async with kiosk(desk) as pilot:
        await to_home(pilot, desk)
        await settle_checks(pilot)
        assert "not as they were" in screen_text(pilot.app)
        await press(pilot, "1")
        await write(pilot, MBI)
        await saved(pilot)
        inquiry(pilot).notice.clear()
        await settle(pilot)
        assert "! draft not saved" in screen_text(pilot.app)


async def test_the_guard_of_the_line_keeps_what_is_typed_without_the_event_loop(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await asyncio.to_thread(cast(Kiosk, pilot.app)._record_ending, signal.SIGTERM)
        (entry,) = await found(desk)
        assert await typed_in(desk, entry.id) == {"mbi": MBI}


async def test_the_guard_keeps_what_is_typed_though_the_audit_log_is_broken(desk: TestDesk) -> None:
    async with kiosk(desk) as pilot:
        await to_inquiry(pilot, desk)
        await write(pilot, MBI)
        await saved(pilot)
        await write(pilot, "X")
        desk.audit.problem = Problem("audit.broken", parameters={"where": "the log", "reason": "altered"})
        with pytest.raises(Problem, match=r"audit\.broken"):
            await asyncio.to_thread(cast(Kiosk, pilot.app)._record_ending, signal.SIGTERM)
        desk.audit.problem = None
        (entry,) = await found(desk)
        assert entry.revision == 2
