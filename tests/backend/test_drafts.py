import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.drafts import WARN_BEFORE, Draft, Drafts, ending_soon
from spot_tui.backend.forms import Field, Form, Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.backend.store.keys import Keys
from spot_tui.backend.store.shelf import DraftShelf
from spot_tui.backend.store.vault import Vault, Vaults
from spot_tui.backend.store.vault_keys import VaultKeys
from tests.backend.store.builders import SetClock, failing_sync, full_disk, new_log, records

CLERK, COLLEAGUE = "00u-clerk-1", "00u-clerk-2"
NPI = "1234567893"
MBI = "1AA0AA0AA01"
EASTERN = ZoneInfo("America/New_York")
FORM = Form(
    "inquiry",
    (
        Field("mbi", str, 11),
        Field("last_name", str, 60),
        Field("ssn", str, 9, secret=True),
        Field("claim_number", str, 23, required=False),
        Field("about", str, 20, required=False),
        Field("note", str, 100_000, required=False),
    ),
)
TYPED = {"mbi": MBI, "last_name": "Quillfeather", "ssn": "900000001"}
KEPT = {"mbi": MBI, "last_name": "Quillfeather"}


class Desk:
    """Drafts over a store, with the clock and the audit log beside them."""

    def __init__(self, store: Path, keep_days: int = 7, zone: ZoneInfo = EASTERN) -> None:
        self.store = store
        self.clock = SetClock()
        self.audit: AuditLog = new_log(store, self.clock)
        self.audit.who = Who(CLERK, "QCLERK1", provider_npi=NPI)
        numbers = count(1)
        self.drafts = Drafts(
            Vaults(store),
            audit=self.audit,
            clock=self.clock,
            new_id=lambda: f"draft-{next(numbers)}",
            zone=zone,
            keep_days=keep_days,
        )

    async def saved(self, owner: str = CLERK, deadline: date | None = None, **typed: str) -> Draft:
        draft = self.drafts.begin(FORM, owner, NPI, deadline)
        return await self.drafts.save(draft, FORM, typed or TYPED)

    def recorded(self) -> list[tuple[Any, ...]]:
        """Return reason, outcome and revision of each record about drafts."""
        about = [record for record in records(self.store) if record["event"] == "record.draft"]
        return [
            (record.get("reason"), record["outcome"], record.get("details", {}).get("revision"))
            for record in about
        ]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    made = Desk(tmp_path)
    yield made
    await made.drafts.close()
    made.audit.close()


async def code_of(doing: Any) -> tuple[str, int]:
    with pytest.raises(Problem) as caught:
        await doing
    return caught.value.code, caught.value.exit_code


async def test_a_draft_comes_back_to_its_owner_after_a_restart(desk: Desk) -> None:
    saved = await desk.saved(deadline=date(2027, 1, 4))
    assert (saved.values, saved.revision, saved.saved_at) == (KEPT, 1, desk.clock.now())
    again = Desk(desk.store)
    assert await again.drafts.get(CLERK, saved.id) == saved
    await again.drafts.close()


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ({"mbi": MBI, "last_name": "Quillfeather"}, "Quillfeather"),
        ({"mbi": MBI}, MBI),
        (
            {"claim_number": "9926000000103", "last_name": "Quillfeather", "about": "coverage"},
            "9926000000103  Quillfeather",
        ),
        ({"note": "call back"}, ""),
    ],
)
async def test_a_list_tells_its_owner_one_draft_from_another(
    desk: Desk, typed: dict[str, str], about: str
) -> None:
    await desk.saved(CLERK, None, **typed)
    (entry,) = await desk.drafts.find(CLERK)
    assert entry.about == about
    assert about not in repr(entry) or not about


async def test_a_draft_that_only_began_is_not_on_disk(desk: Desk) -> None:
    draft = desk.drafts.begin(FORM, CLERK, NPI)
    assert (draft.revision, draft.values) == (0, {})
    assert await desk.drafts.find(CLERK) == []


async def test_a_draft_is_on_disk_when_its_save_was_awaited(desk: Desk) -> None:
    saved = await desk.saved()
    dead_copy = Desk(desk.store)  # as after a kill: nothing was closed
    assert (await dead_copy.drafts.get(CLERK, saved.id)).values == KEPT
    await dead_copy.drafts.close()


async def test_the_last_save_holds(desk: Desk) -> None:
    first = await desk.saved()
    desk.clock.forward(minutes=1)
    second = await desk.drafts.save(first, FORM, {"mbi": "1AA"})
    assert (second.id, second.revision, second.values) == (first.id, 2, {"mbi": "1AA"})
    assert await desk.drafts.get(CLERK, first.id) == second
    assert len(await desk.drafts.find(CLERK)) == 1


async def test_saves_are_done_in_the_order_of_their_calls(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, later_is_done = DraftShelf.save, threading.Event()

    def save_the_first_slowly(shelf: DraftShelf, draft: Draft, values: Typed) -> Draft:
        if values["mbi"] == "1":
            later_is_done.wait(0.1)
        saved = save(shelf, draft, values)
        later_is_done.set()
        return saved

    monkeypatch.setattr(DraftShelf, "save", save_the_first_slowly)
    draft = desk.drafts.begin(FORM, CLERK, NPI)
    await asyncio.gather(*(desk.drafts.save(draft, FORM, {"mbi": text}) for text in ("1", "1A", MBI)))
    found = await desk.drafts.get(CLERK, draft.id)
    assert (found.values, found.revision) == ({"mbi": MBI}, 3)


async def test_a_save_that_waits_its_turn_is_done_though_its_task_is_cancelled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    with monkeypatch.context() as patch:
        patch.setattr("spot_tui.backend.store.journal._sync_data", lambda _: may_go_on.wait(30))
        before = asyncio.create_task(desk.saved())
        draft = desk.drafts.begin(FORM, CLERK, NPI)
        task = asyncio.create_task(desk.drafts.save(draft, FORM, TYPED))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        may_go_on.set()
        await before
    assert (await desk.drafts.get(CLERK, draft.id)).values == KEPT
    assert [reason for reason, *_ in desk.recorded()] == ["saved", "saved", "opened"]


async def test_the_event_loop_goes_on_while_the_disk_stands_still(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    monkeypatch.setattr("spot_tui.backend.store.journal._sync_data", lambda _: may_go_on.wait(30))
    saving = asyncio.create_task(desk.saved())
    for _ in range(100):
        await asyncio.sleep(0)
    assert not saving.done()
    may_go_on.set()
    assert (await saving).revision == 1


async def test_a_field_declared_secret_is_never_stored(desk: Desk) -> None:
    saved = await desk.saved()
    assert "ssn" not in saved.values
    assert "ssn" not in (await desk.drafts.get(CLERK, saved.id)).values


async def test_what_the_form_does_not_declare_is_not_stored(desk: Desk) -> None:
    saved = await desk.saved(mbi=MBI, password="hunter2", passcode="123456")
    assert saved.values == {"mbi": MBI}


async def test_no_file_holds_what_was_typed_or_by_whom(desk: Desk) -> None:
    saved = await desk.saved(note="Knee pain since spring", mbi=MBI, ssn="900000001")
    for n in range(150):
        await desk.drafts.save(saved, FORM, {**TYPED, "note": f"Knee pain since spring {n}"})
    await desk.drafts.get(CLERK, saved.id)
    files = [path for path in desk.store.rglob("*") if path.is_file()]
    assert len(files) >= 6
    for path in files:
        content = path.read_bytes()
        for secret in (MBI, "Quillfeather", "900000001", "Knee pain"):
            assert secret.encode() not in content, path
        assert "audit" in path.parts or CLERK.encode() not in content


async def test_what_was_typed_shows_in_no_repr(desk: Desk) -> None:
    assert MBI not in repr(await desk.saved())


async def test_a_draft_of_another_form_is_an_error_of_ours(desk: Desk) -> None:
    draft = await desk.saved()
    with pytest.raises(ValueError, match="inquiry"):
        await desk.drafts.save(draft, replace(FORM, name="appeal"), {})


async def test_signs_that_could_steer_a_terminal_come_back_harmless(desk: Desk) -> None:
    saved = await desk.saved(note="\x1b[2Jred\ud800")
    assert (await desk.drafts.get(CLERK, saved.id)).values["note"].isprintable()


async def test_another_person_neither_sees_nor_opens_nor_drops_a_draft(desk: Desk) -> None:
    saved = await desk.saved()
    assert await desk.drafts.find(COLLEAGUE) == []
    assert await code_of(desk.drafts.get(COLLEAGUE, saved.id)) == ("draft.unknown", 5)
    await desk.drafts.drop(COLLEAGUE, saved.id)
    assert [entry.id for entry in await desk.drafts.find(CLERK)] == [saved.id]


async def test_nobody_has_no_drafts(desk: Desk) -> None:
    with pytest.raises(ValueError, match="owner"):
        await desk.drafts.find("")


async def test_drafts_are_listed_newest_first_without_what_was_typed(desk: Desk) -> None:
    first = await desk.saved()
    desk.clock.forward(minutes=5)
    second = await desk.saved(mbi="1AA")
    found = await desk.drafts.find(CLERK)
    assert [entry.id for entry in found] == [second.id, first.id]
    assert not any(hasattr(entry, "values") for entry in found)
    assert (found[1].form, found[1].provider_npi, found[1].owner) == ("inquiry", NPI, CLERK)


async def test_a_dropped_draft_is_gone(desk: Desk) -> None:
    saved = await desk.saved()
    await desk.drafts.drop(CLERK, saved.id)
    assert await desk.drafts.find(CLERK) == []
    assert await code_of(desk.drafts.get(CLERK, saved.id)) == ("draft.unknown", 5)


async def test_drafts_end_after_the_days_that_are_set(desk: Desk) -> None:
    saved = await desk.saved()
    assert saved.expires_at == desk.clock.now() + timedelta(days=7)
    desk.clock.forward(days=7, seconds=-1)
    assert await desk.drafts.expire() == 0
    desk.clock.forward(seconds=1)
    assert await desk.drafts.expire() == 1
    assert await desk.drafts.find(CLERK) == []


async def test_the_days_count_from_the_last_save(desk: Desk) -> None:
    saved = await desk.saved()
    desk.clock.forward(days=6)
    await desk.drafts.save(saved, FORM, TYPED)
    desk.clock.forward(days=6)
    assert await desk.drafts.expire() == 0


@pytest.mark.parametrize(
    ("zone", "end"),
    [("America/New_York", "2026-12-25T05:00:00+00:00"), ("America/Puerto_Rico", "2026-12-25T04:00:00+00:00")],
)
async def test_a_draft_never_ends_before_its_deadline_has_passed_where_the_office_is(
    tmp_path: Path, zone: str, end: str
) -> None:
    desk = Desk(tmp_path, zone=ZoneInfo(zone))
    saved = await desk.saved(deadline=date(2026, 12, 24))
    assert saved.expires_at == datetime.fromisoformat(end)
    desk.clock.moment = saved.expires_at - timedelta(seconds=1)
    assert await desk.drafts.expire() == 0
    desk.clock.forward(seconds=1)
    assert await desk.drafts.expire() == 1
    await desk.drafts.close()


async def test_a_deadline_that_is_near_shortens_nothing(desk: Desk) -> None:
    saved = await desk.saved(deadline=desk.clock.now().date())
    assert saved.expires_at == desk.clock.now() + timedelta(days=7)


async def test_a_draft_that_ends_soon_is_told_of_before(desk: Desk) -> None:
    far = await desk.saved(deadline=date(2027, 6, 1))
    late = await desk.saved(deadline=date(2026, 11, 30))
    soon = await desk.saved()
    kept = await desk.drafts.find(CLERK)
    assert far.id in {entry.id for entry in kept}
    assert ending_soon(kept, desk.clock.now()) == []
    warned = soon.expires_at - WARN_BEFORE
    assert [entry.id for entry in ending_soon(kept, warned)] == [soon.id]
    assert [entry.id for entry in ending_soon(kept, warned + timedelta(days=2))] == [soon.id, late.id]


async def test_everybodys_drafts_come_to_their_end(desk: Desk) -> None:
    await desk.saved(CLERK)
    await desk.saved(COLLEAGUE)
    await desk.drafts.put_away(COLLEAGUE)
    desk.clock.forward(days=7)
    kept = await desk.saved(COLLEAGUE)
    assert await desk.drafts.expire() == 2
    assert [entry.id for entry in await desk.drafts.find(COLLEAGUE)] == [kept.id]


async def test_a_draft_that_another_terminal_saves_while_it_expires_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = await desk.saved()
    desk.clock.forward(days=8)
    other = Desk(desk.store)
    other.clock.moment = desk.clock.moment
    elsewhere = threading.Thread(target=lambda: other.drafts._shelf.save(saved, {"mbi": "1AA"}))
    read = DraftShelf._all

    def read_and_save_elsewhere(shelf: DraftShelf, vault: Vault) -> list[Draft]:
        found = read(shelf, vault)
        if shelf is desk.drafts._shelf:
            elsewhere.start()
            elsewhere.join(0.1)
        return found

    monkeypatch.setattr(DraftShelf, "_all", read_and_save_elsewhere)
    assert await desk.drafts.expire() == 1
    elsewhere.join()
    monkeypatch.undo()
    assert (await desk.drafts.get(CLERK, saved.id)).values == {"mbi": "1AA"}
    await other.drafts.close()


async def test_nothing_is_made_by_expiring_where_nothing_is(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "store")
    assert await desk.drafts.expire() == 0
    assert not (tmp_path / "store").exists()
    await desk.drafts.close()


async def test_a_draft_that_ended_while_it_was_typed_is_stored_again(desk: Desk) -> None:
    saved = await desk.saved()
    desk.clock.forward(days=8)
    await desk.drafts.expire()
    await desk.drafts.save(saved, FORM, {"mbi": "1AA"})
    assert (await desk.drafts.get(CLERK, saved.id)).values == {"mbi": "1AA"}


async def test_a_draft_kept_for_one_clerk_is_no_longer_in_memory_after_it_was_put_away(desk: Desk) -> None:
    saved = await desk.saved()
    vault = desk.drafts._vaults.of(CLERK)
    await desk.drafts.put_away(CLERK)
    assert vault._living == {}
    assert (await desk.drafts.get(CLERK, saved.id)).values == KEPT


async def test_shredding_ends_all_drafts_of_one_person(desk: Desk) -> None:
    saved = await desk.saved()
    kept = await desk.saved(COLLEAGUE)
    await desk.drafts.shred(CLERK)
    assert await desk.drafts.find(CLERK) == []
    assert await code_of(desk.drafts.get(CLERK, saved.id)) == ("draft.unknown", 5)
    assert (await desk.drafts.get(COLLEAGUE, kept.id)).values == KEPT
    assert ("shredded", "success", None) in desk.recorded()


async def test_the_first_save_the_opening_and_the_end_are_recorded_and_no_other_save(desk: Desk) -> None:
    saved = await desk.saved()
    for _ in range(3):
        saved = await desk.drafts.save(saved, FORM, TYPED)
    await desk.drafts.find(CLERK)
    await desk.drafts.get(CLERK, saved.id)
    await desk.drafts.drop(CLERK, saved.id)
    await desk.drafts.drop(CLERK, saved.id)
    assert desk.recorded() == [("saved", "success", 1), ("opened", "success", 4), ("dropped", "success", 4)]


async def test_a_record_names_person_provider_and_form_and_the_beneficiary_by_pseudonym(desk: Desk) -> None:
    await desk.saved()
    await desk.saved(mbi="1AA0")
    desk.audit.record_now("record.view", patient=MBI)
    whole, unfinished, view = [record for record in records(desk.store) if "audit" not in record["event"]]
    assert (whole["sub"], whole["npi_ctx"], whole["details"]["document"]) == (CLERK, NPI, "inquiry")
    assert whole["patient_ref"] == view["patient_ref"]
    assert "patient_ref" not in unfinished


async def test_the_end_of_a_draft_is_recorded(desk: Desk) -> None:
    await desk.saved()
    desk.clock.forward(days=8)
    await desk.drafts.expire()
    assert desk.recorded()[-1] == ("expired", "success", 1)


async def test_a_draft_is_not_shown_when_that_cannot_be_recorded(desk: Desk) -> None:
    saved = await desk.saved()
    with full_disk(after_bytes=0):
        assert await code_of(desk.drafts.get(CLERK, saved.id)) == ("audit.unwritable", 7)


def vault_file(desk: Desk) -> Path:
    return desk.store / "vault" / f"{VaultKeys.name_of(CLERK)}.vault"


async def test_bytes_of_a_save_that_a_crash_cut_are_recorded(desk: Desk) -> None:
    saved = await desk.saved()
    whole = vault_file(desk).read_bytes()
    await desk.drafts.save(saved, FORM, {"mbi": "1AA"})
    cut = vault_file(desk).read_bytes()[:-1]
    vault_file(desk).write_bytes(cut)
    again = Desk(desk.store)
    assert (await again.drafts.get(CLERK, saved.id)).values == KEPT
    cuts = [record["details"] for record in records(desk.store) if record.get("reason") == "cut"]
    assert cuts == [{"cut_bytes": len(cut) - len(whole)}]
    assert vault_file(desk).read_bytes() == whole
    await again.drafts.close()


DAMAGES: dict[str, Callable[[Desk], object]] = {
    "altered": lambda desk: vault_file(desk).write_bytes(
        vault_file(desk).read_bytes().replace(b" 1 ", b" 2 ", 1)
    ),
    "removed": lambda desk: vault_file(desk).unlink(),
    "open to others": lambda desk: vault_file(desk).chmod(0o644),
    "key altered": lambda desk: key_file(desk).write_bytes(other_first_byte(key_file(desk).read_bytes())),
    "key removed": lambda desk: key_file(desk).unlink(),
}


def other_first_byte(data: bytes) -> bytes:
    return bytes([data[0] ^ 1]) + data[1:]


def key_file(desk: Desk) -> Path:
    return VaultKeys(Keys(desk.store / "keys", {})).file(VaultKeys.name_of(CLERK))


@pytest.mark.parametrize("damage", DAMAGES)
async def test_damage_is_told_and_recorded_and_nothing_is_repaired(desk: Desk, damage: str) -> None:
    saved = await desk.saved()
    await desk.drafts.save(saved, FORM, {})
    await desk.drafts.put_away(CLERK)
    DAMAGES[damage](desk)
    files = {path: path.read_bytes() for path in (vault_file(desk), key_file(desk)) if path.exists()}
    for doing in (
        desk.drafts.find(CLERK),
        desk.drafts.get(CLERK, saved.id),
        desk.drafts.save(saved, FORM, TYPED),
        desk.drafts.drop(CLERK, saved.id),
    ):
        assert await code_of(doing) == ("vault.broken", 9)
    assert {path: path.read_bytes() for path in (vault_file(desk), key_file(desk)) if path.exists()} == files
    assert [record["code"] for record in records(desk.store) if record["outcome"] == "unavailable"] == [
        "vault.broken"
    ] * 4


async def test_one_damaged_vault_keeps_nobody_elses_drafts_from_ending(desk: Desk) -> None:
    await desk.saved(CLERK)
    await desk.saved(COLLEAGUE)
    vault_file(desk).write_bytes(b"damage\n")
    desk.clock.forward(days=8)
    assert await desk.drafts.expire() == 1
    assert (None, "unavailable", None) in desk.recorded()


@pytest.mark.parametrize(
    "fault", [lambda: full_disk(after_bytes=7), failing_sync], ids=["full disk", "failed sync"]
)
async def test_a_disk_that_does_not_store_is_told_and_the_draft_before_is_kept(
    desk: Desk, fault: Callable[[], Any]
) -> None:
    saved = await desk.saved()
    with fault():
        assert await code_of(desk.drafts.save(saved, FORM, {"mbi": "1AA"})) == ("vault.unwritable", 7)
    assert (await desk.drafts.get(CLERK, saved.id)).values == KEPT
    assert (await desk.drafts.save(saved, FORM, {"mbi": "1AA"})).revision == 2


async def test_a_draft_too_long_to_keep_is_told_and_the_one_before_is_kept(desk: Desk) -> None:
    long = Form("inquiry", tuple(Field(f"text_{n}", str, 20_000) for n in range(4)))
    saved = await desk.saved()
    typed = {each.name: "x" * 20_000 for each in long.fields}
    assert await code_of(desk.drafts.save(saved, long, typed)) == ("vault.too_long", 4)
    assert (await desk.drafts.get(CLERK, saved.id)).values == KEPT
