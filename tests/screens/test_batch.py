"""A batch on the real program and the practice portal: chosen, previewed, run, stopped, gone on with."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion

from spot_tui.app import Kiosk
from spot_tui.backend.eligibility.batch.reading import fingerprint
from spot_tui.commands import COMMANDS
from spot_tui.screens.answer import AnswerPage
from spot_tui.screens.batch import BatchPage
from spot_tui.screens.batch_preview import BatchPreviewPage
from spot_tui.screens.batch_run import BatchRunPage
from spot_tui.screens.home import HomePage
from spot_tui.screens.use_rules import UseRulesPage
from spot_tui.terminal.crash import Incidents
from tests.backend.store.builders import records
from tests.screens.desk import TestDesk
from tests.screens.looking import key_bar, kiosk, settle, stands_at
from tests.screens.practice import Office, office
from tests.wire.core_desk import new_uuids

CLERK = "wren.applegarth"
MANY = 9
ROWS = (
    "MRN,Last,First,DOB,Medicare #",
    "1,Quillfeather,Alma,3/2/1948,1AA0-AA0-AA01",
    "2,Thistlewick,Bertram,1951-07-19,1AA0AA0AA02",
    "3,Quillfeather,Nobody,3/2/1948,1AA0AA0AA01",
    "4,Doe,Jane,1/5/20,1AA0AA0AA03",
)


def schedule(folder: Path) -> Path:
    folder.mkdir()
    (folder / "monday.csv").write_text("\n".join(ROWS))
    return folder


async def to_batch(at: Office, folder: Path) -> None:
    rules = at.desk.profile.batch.model_copy(update={"folders": (folder,)})
    at.desk.profile = at.desk.profile.model_copy(update={"batch": rules})
    at.desk.new_id = new_uuids("batch")
    await at.to_sign_in()
    await at.sign_in(CLERK)
    await at.press("1", "f7")
    assert stands_at(at.pilot, HomePage)
    await at.press(COMMANDS["batch"].key)
    assert stands_at(at.pilot, UseRulesPage)
    await at.press("f5")
    assert stands_at(at.pilot, BatchPage)


def batch_job(at: Office) -> str:
    """Return the row of the home screen that opens batches."""
    assert stands_at(at.pilot, HomePage)
    return next(row.rstrip() for row in at.text.splitlines() if "many patients" in row)


async def ended(at: Office) -> None:
    """Wait for the batch, then for the page to look."""
    work = at.app._batch_work
    if work is not None:
        await work
    at.pilot.app.screen.look()  # type: ignore[attr-defined]
    await at.rest()


async def test_a_clerk_asks_about_the_patients_of_a_file(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    folder = schedule(tmp_path / "schedules")
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        assert "monday.csv" in at.text
        await at.press("f2", "f5")
        assert stands_at(at.pilot, BatchPreviewPage)
        assert "3 rows can be asked." in at.text
        assert at.text == snapshot(name="preview")
        assert "Line 5: Date of birth has a year of two digits" in at.text
        assert not [r for r in records(tmp_path / "store") if r["event"] == "record.search"]
        await at.press("1")
        assert stands_at(at.pilot, BatchRunPage)
        await ended(at)
        lines = [line for line in at.text.splitlines() if "***" in line or "Doe" in line]
        assert [line.split()[1 if line.startswith(">") else 0] for line in lines] == ["4", "5", "3", "2"]
        assert "Ended." in at.text
        assert at.text == snapshot(name="results")
        assert "1AA0AA0AA01" not in at.text
        assert max(map(len, at.text.splitlines())) <= 80
        assert "pause_batch" not in key_bar(at.pilot.app)

        await at.press("enter")
        assert "no answer" in " ".join(at.text.split())
        await at.press("end", "enter")
        assert stands_at(at.pilot, AnswerPage)
        assert "QUILLFEATHER" in at.text
        await at.press("f3", "f2")
        assert "4 rows saved to monday.results.csv" in " ".join(at.text.split())
        await at.press("g")
        assert "Thistlewick" not in at.text
        await at.press("g", "g", "g", "g")
        await at.press("c")
        assert "No row has this outcome yet." in at.text
    with (folder / "monday.results.csv").open(newline="") as text:
        assert [row["outcome"] for row in csv.DictReader(text)] == ["rejected", "bad", "warned", "clear"]
    written = records(tmp_path / "store")
    (begun, over) = [record for record in written if record["event"] == "record.batch"]
    assert begun["details"]["purpose"] == "claims"
    assert over["outcome"] == "success"


async def test_a_new_day_stops_it_and_its_rules_are_shown_before_it_goes_on(tmp_path: Path) -> None:
    folder = schedule(tmp_path / "schedules")
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        await at.press("f2", "f5")
        at.desk.use_rules._accepted.change(at.desk.audit.who.subject, lambda _: {})
        await at.press("1")
        await ended(at)
        assert "as on every day. Nothing is lost." in " ".join(at.text.split())
        await at.press("u", "u")
        assert stands_at(at.pilot, UseRulesPage)
        await at.press("f5")
        assert stands_at(at.pilot, BatchRunPage)
        await ended(at)
        assert "Ended." in at.text


async def test_a_sign_out_stops_it_and_the_next_sign_in_offers_to_go_on(tmp_path: Path) -> None:
    folder = schedule(tmp_path / "schedules")
    days = (f"1,Quillfeather,Alma,3/2/1948,1AA0AA0AA01,11/{day}/2026" for day in range(1, MANY + 1))
    (folder / "monday.csv").write_text("\n".join([f"{ROWS[0]},DOS", *days]))
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        with at.world.transaction() as moment:
            moment.set_switch("latency", "200")
        await at.press("f2", "f5", "1")
        assert stands_at(at.pilot, BatchRunPage)
        await at.press("p")
        assert "Paused" in at.text
        await at.press("f3")
        assert batch_job(at).endswith("paused")
        await at.press(COMMANDS["batch"].key, "p", "f3")
        assert batch_job(at).endswith("running now")
        await at.press(COMMANDS["batch"].key, "p", "f9", "f9")
        asked = [
            r
            for r in records(tmp_path / "store")
            if (r["event"], r["outcome"]) == ("record.search", "success")
        ]
        at.clock.forward(seconds=60)
        await at.to_sign_in()
        await at.sign_in(CLERK)
        await at.press("1")
        assert batch_job(at).endswith("rows without an answer")
        await at.press(COMMANDS["batch"].key)
        assert "Kept: monday.csv" in at.text
        await at.press("f4")
        assert stands_at(at.pilot, BatchRunPage)
        await ended(at)
        assert "Ended." in at.text
        await at.press("f3")
        assert batch_job(at).endswith("many patients")
    searched = [
        r for r in records(tmp_path / "store") if (r["event"], r["outcome"]) == ("record.search", "success")
    ]
    assert len(asked) < MANY
    assert len(searched) == MANY


async def test_home_says_when_the_batch_that_ran_beside_it_has_ended(tmp_path: Path) -> None:
    folder = schedule(tmp_path / "schedules")
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        await at.press("f2", "f5", "1")
        batch, work = at.app.batch, at.app._batch_work
        assert batch is not None
        assert work is not None
        batch.run.pause()
        await at.press("f3")
        batch.run.go_on()
        await work
        await at.rest()
        assert batch_job(at).endswith("many patients")


async def test_a_batch_begun_anew_asks_everybody_again(tmp_path: Path) -> None:
    folder = schedule(tmp_path / "schedules")
    (folder / "monday.csv").write_text("\n".join(ROWS[:3]))
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        await at.press("tab", "enter", "1")
        await ended(at)
        await at.press("f4")
        assert stands_at(at.pilot, BatchPage)
        await at.press("tab", "enter", "f2", "f2")
        assert "everybody is asked again" in at.text
        await at.press("1")
        await ended(at)
        assert "2 of 2 inquiries done" in at.text
    searched = [
        r for r in records(tmp_path / "store") if (r["event"], r["outcome"]) == ("record.search", "success")
    ]
    assert len(searched) == 4


async def test_rows_whose_answer_is_unknown_are_asked_at_once_by_key(tmp_path: Path) -> None:
    folder = schedule(tmp_path / "schedules")
    (folder / "monday.csv").write_text("\n".join(ROWS[:3]))
    async with office(tmp_path) as at:
        await to_batch(at, folder)
        await at.press("f2", "f5", "1")
        await ended(at)
        assert "ask_unanswered" not in key_bar(at.pilot.app)
        batch = at.app.batch
        assert batch is not None
        for row in batch.file.rows():
            assert row.inquiry is not None
            await batch.journal.asking(row.number, fingerprint(row.inquiry))
        at.pilot.app.screen._again()  # type: ignore[attr-defined]
        await at.rest()
        assert "Answer unknown 2" in at.text
        await at.press("u")
        assert "2 rows have no answer" in " ".join(at.text.split())
        await at.press("u")
        await ended(at)
        assert "unknown" not in at.text
        assert "Ended." in at.text


def reports(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.glob("*.txt")]


class FailingBatch:
    """A batch that meets an error of the program's own."""

    async def work(self) -> None:
        raise RuntimeError("a made-up error")

    async def close(self) -> None:
        pass


async def test_an_error_of_its_own_in_a_batch_is_not_lost(tmp_path: Path) -> None:
    async def fail() -> None:
        async with kiosk(TestDesk()) as pilot:
            app = cast(Kiosk, pilot.app)
            app.incidents = Incidents(tmp_path)
            app.run_batch(cast(Any, FailingBatch()))
            await settle(pilot)

    with pytest.raises(RuntimeError, match="made-up"):
        await fail()
    assert "RuntimeError" in reports(tmp_path)[0]
