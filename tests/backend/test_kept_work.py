"""What is typed and not sent: when it is put on disk, what of it, and to whom it comes back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.drafts import Draft
from spot_tui.backend.forms import Field, Form, Typed
from spot_tui.backend.kept_work import KeptForm, KeptWork
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.backend.store.shelf import DraftShelf
from tests.backend.office import CLINIC, OTIS, Office, Terminal
from tests.backend.store.builders import full_disk, records

FORM = Form("inquiry", (Field("mbi", str, 11), Field("ssn", str, 9, secret=True)))
TYPED = {"mbi": "1AA0AA0AA01", "ssn": "900000001"}
OTHER = {"mbi": "2AA0AA0AA02"}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(tmp_path)
    yield made
    for terminal in made.terminals:
        await terminal.close()


def work_of(session: Session) -> KeptWork:
    assert session.work is not None
    return session.work


def noted(work: KeptWork, typed: Typed, draft: Draft | None = None) -> KeptForm:
    """Begin a form in which this is typed."""
    form = work.begin(draft)
    form.note(FORM, typed, CLINIC.npi)
    return form


def revisions(terminal: Terminal) -> list[tuple[str, int]]:
    return [
        (record["reason"], record["details"]["revision"])
        for record in records(terminal.store)
        if record["event"] == "record.draft"
    ]


def count_saves(monkeypatch: pytest.MonkeyPatch) -> list[Typed]:
    """Return a list that grows with each write of a draft."""
    saves: list[Typed] = []
    save = DraftShelf.save

    def counted(shelf: DraftShelf, draft: Draft, values: Typed) -> Draft:
        saves.append(values)
        return save(shelf, draft, values)

    monkeypatch.setattr(DraftShelf, "save", counted)
    return saves


async def test_what_was_noted_is_on_disk_without_what_is_secret(office: Office) -> None:
    terminal = office.terminal()
    work = work_of(await terminal.signed_in())
    noted(work, TYPED)
    await work.keep()
    (entry,) = await work.find()
    kept = await work.take(entry.id)
    assert (kept.values, kept.provider_npi) == ({"mbi": "1AA0AA0AA01"}, CLINIC.npi)


async def test_what_is_on_disk_is_not_written_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(await office.terminal().signed_in())
    saves = count_saves(monkeypatch)
    form = noted(work, TYPED)
    await work.keep()
    form.note(FORM, {**TYPED, "ssn": "900000002"}, CLINIC.npi)
    await work.keep()
    work.keep_now()
    assert len(saves) == 1


async def test_two_saves_at_once_write_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_of(await office.terminal().signed_in())
    saves = count_saves(monkeypatch)
    noted(work, TYPED)
    await asyncio.gather(work.keep(), work.keep())
    assert len(saves) == 1


@pytest.mark.parametrize("typed", [{}, {"mbi": "  "}, {"ssn": "900000001"}])
async def test_where_nothing_was_typed_that_may_be_kept_nothing_is(
    office: Office, typed: dict[str, str]
) -> None:
    work = work_of(await office.terminal().signed_in())
    noted(work, typed)
    await work.keep()
    assert await work.find() == []


async def test_a_form_changed_is_the_same_draft_and_another_form_is_another(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.note(FORM, OTHER, CLINIC.npi)
    await work.keep()
    assert [entry.revision for entry in await work.find()] == [2]
    noted(work, TYPED)
    await work.keep()
    assert len(await work.find()) == 2


async def test_a_draft_goes_on_under_its_id(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    noted(work_of(session), TYPED)
    await session.keep_work()
    await session.end()
    work = work_of(await terminal.signed_in())
    (entry,) = await work.find()
    noted(work, OTHER, await work.take(entry.id))
    await work.keep()
    (later,) = await work.find()
    assert (later.id, later.revision) == (entry.id, 2)


async def test_a_draft_opened_again_is_as_it_was_typed_last(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.note(FORM, OTHER, CLINIC.npi)
    draft = await work.take(form.draft_id)
    assert draft.values == OTHER
    noted(work, TYPED, draft)
    await work.keep()
    (entry,) = await work.find()
    assert (await work.take(entry.id)).values == {"mbi": TYPED["mbi"]}


async def test_what_was_sent_is_no_draft_until_it_is_changed(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.settled(FORM, TYPED)
    await work.keep()
    form.note(FORM, TYPED, CLINIC.npi)
    await work.keep()
    assert await work.find() == []
    form.note(FORM, OTHER, CLINIC.npi)
    await work.keep()
    assert len(await work.find()) == 1


async def test_what_stood_there_before_anything_was_typed_is_no_draft(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = work.begin()
    form.settled(FORM, OTHER)
    form.note(FORM, OTHER, CLINIC.npi)
    await work.keep()
    assert await work.find() == []


async def test_what_was_typed_after_the_sending_is_kept(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, OTHER)
    form.settled(FORM, TYPED)
    await work.keep()
    (entry,) = await work.find()
    assert (await work.take(entry.id)).values == OTHER


async def test_the_draft_goes_although_its_first_save_is_under_way_when_it_is_sent(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    saving = asyncio.ensure_future(work.keep())
    await asyncio.sleep(0)
    form.settled(FORM, TYPED)
    await asyncio.gather(saving, work.keep())
    assert await work.find() == []


async def test_an_emptied_form_leaves_no_draft_and_the_same_typed_again_is_kept(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.emptied()
    await work.keep()
    assert await work.find() == []
    form.note(FORM, TYPED, CLINIC.npi)
    await work.keep()
    assert len(await work.find()) == 1


async def test_a_draft_follows_the_provider_that_the_work_is_for(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.note(FORM, OTHER, "1000000020")
    await work.keep()
    assert [entry.provider_npi for entry in await work.find()] == ["1000000020"]


async def test_a_draft_follows_to_another_provider_though_nothing_more_is_typed(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    form.note(FORM, TYPED, "1000000020")
    await work.keep()
    assert [entry.provider_npi for entry in await work.find()] == ["1000000020"]


async def test_a_full_disk_is_told_and_what_stands_typed_is_saved_when_there_is_room(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    with full_disk(after_bytes=None), pytest.raises(Problem, match=r"vault\.unwritable"):
        await work.keep()
    failed = (form.is_failing, form.is_unsaved)
    await work.keep()
    assert (failed, form.is_failing, len(await work.find())) == ((True, True), False, 1)


async def test_one_form_that_cannot_be_kept_does_not_keep_another_from_it(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    long = Form("inquiry", tuple(Field(f"text_{number}", str, 20_000) for number in range(4)))
    work.begin().note(long, {field.name: "x" * 20_000 for field in long.fields})
    noted(work, TYPED)
    with pytest.raises(Problem, match=r"vault\.too_long"):
        await work.keep()
    assert len(await work.find()) == 1


async def test_another_thread_saves_while_the_event_loop_stands_still(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    noted(work, TYPED)
    guard = threading.Thread(target=work.keep_now)
    guard.start()
    guard.join()
    assert len(await work.find()) == 1
    await work.keep()
    assert [entry.revision for entry in await work.find()] == [1]


async def test_work_under_a_taken_over_session_comes_back_to_its_own_person_only(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    form = noted(work_of(session), TYPED)
    await session.lock()
    await session.keep_work()
    draft_id = form.draft_id
    await session.take_over()
    other = await terminal.signed_in(OTIS)
    assert await work_of(other).find() == []
    with pytest.raises(Problem, match=r"draft\.unknown"):
        await work_of(other).take(draft_id)
    await other.end()
    again = await terminal.signed_in()
    assert [entry.id for entry in await work_of(again).find()] == [draft_id]


async def test_a_removed_draft_is_not_saved_again_by_the_form_it_came_from(office: Office) -> None:
    work = work_of(await office.terminal().signed_in())
    form = noted(work, TYPED)
    await work.keep()
    await work.drop(form.draft_id)
    await work.keep()
    assert await work.find() == []


async def test_after_the_sign_out_nothing_typed_is_held_and_nothing_more_is_saved(office: Office) -> None:
    terminal = office.terminal()
    session = await terminal.signed_in()
    work, form = work_of(session), noted(work_of(session), TYPED)
    await work.keep()
    form.note(FORM, OTHER, CLINIC.npi)
    await session.end()
    held = {name: value for name, value in vars(form).items() if "AA0AA0" in repr(value)}
    assert held == {}
    await work.keep()
    work.keep_now()
    assert revisions(terminal) == [("saved", 1)]
