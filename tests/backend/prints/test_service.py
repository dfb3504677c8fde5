"""The print service: files and a printer that is a real child process, each with its records."""

from __future__ import annotations

import asyncio
import io
import json
import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from spot_tui.backend.eligibility.sheet import Row, Section, Tab
from spot_tui.backend.prints.printout import Leaf, Printout
from spot_tui.backend.prints.service import PrintDesk
from spot_tui.backend.prints.settings import Prints
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.records import Who
from tests.backend.prints.test_pages import MOMENT, OWNERS, ZONE, printout
from tests.backend.store.builders import SetClock, new_log, records

MBI = "1AA0AA0AA01"
NAME = "ZOË ÑUÑEZ-MÜLLER"


@dataclass
class Office:
    desk: PrintDesk
    store: Path

    def told(self, event: str) -> list[dict[str, Any]]:
        return [record for record in records(self.store) if record["event"] == event]


@asynccontextmanager
async def office(home: Path, *, in_kiosk: bool = False, **settings: Any) -> AsyncIterator[Office]:
    store = home / "store"
    clock = SetClock(MOMENT)
    audit = new_log(store, clock)
    await audit.start()
    audit.who = Who("sub-1", "wren.applegarth")
    desk = PrintDesk(
        Prints(**settings), store, "practice", in_kiosk=in_kiosk, audit=audit, clock=clock, zone=ZONE
    )
    try:
        yield Office(desk, store)
    finally:
        await audit.stop()


def sheet(rows: int = 3, **changes: Any) -> Printout:
    tab = Tab("summary", "Summary", (Section("Rows", tuple(Row((f"Row {n}", "x")) for n in range(rows))),))
    facts = (f"Patient: {NAME}, {MBI}",)
    return printout(Leaf(tab, OWNERS), facts=facts, patient=MBI, kind="eligibility", **changes)


def stub(folder: Path, script: str) -> Path:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return program


async def test_a_pdf_holds_all_rows_page_numbers_and_names_no_patient_outside_them(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        path = await at.desk.to_file(sheet(150), tmp_path / "answer.pdf")
    reader = PdfReader(io.BytesIO(path.read_bytes()))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) == 3
    assert all(f"Row {number}" in "\n".join(texts) for number in range(150))
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of 3" in text
        assert "PRACTICE" in text
        assert NAME in text
        assert OWNERS in text
    told = {str(value) for value in (reader.metadata or {}).values()}
    assert reader.metadata is not None
    assert reader.metadata.title == "An answer"
    assert not any(word in value for value in told for word in (MBI, "ZO", "MÜLLER"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_letter_that_the_font_lacks_is_marked_and_said(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        made = sheet(warnings=("Łucja Żółć",))
        path = await at.desk.to_file(made, tmp_path / "a.pdf")
        text = await at.desk.to_file(made, tmp_path / "a.txt")
    (page,) = PdfReader(io.BytesIO(path.read_bytes())).pages
    assert "?ucja ?ó??" in page.extract_text()
    assert "a character that this form lacks" in page.extract_text()
    assert "Łucja Żółć" in text.read_text()


async def test_the_json_form_is_the_document_with_what_it_needs_to_stand_alone(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        made = sheet(document=lambda: {"a": 1}, provider_npi="1234567893")
        path = await at.desk.to_file(made, tmp_path / "a.json")
    told = json.loads(path.read_text())
    assert (told["environment"], told["provider_npi"], told["document"]) == (
        "practice",
        "1234567893",
        {"a": 1},
    )


async def test_export_is_recorded_before_and_after_without_the_patient(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        await at.desk.to_file(sheet(), tmp_path / "a.txt")
        with pytest.raises(Problem):
            await at.desk.to_file(sheet(), tmp_path / "no-folder" / "a.txt")
    outcomes = [record["outcome"] for record in at.told("record.export")]
    assert outcomes == ["pending", "success", "pending", "unavailable"]
    assert at.told("record.export")[1]["details"]["document"] == "eligibility.text"
    assert MBI not in json.dumps(at.told("record.export"))


async def test_nothing_is_written_over_unasked_and_no_link_followed(tmp_path: Path) -> None:
    there = tmp_path / "a.txt"
    there.write_text("hers")
    link = tmp_path / "b.txt"
    link.symlink_to(there)
    async with office(tmp_path) as at:
        for path in (there, link):
            with pytest.raises(Problem) as caught:
                await at.desk.to_file(sheet(), path)
            assert caught.value.code == "print.exists"
        assert there.read_text() == "hers"
        await at.desk.to_file(sheet(), link, replace=True)
        assert there.read_text() == "hers"
        assert not link.is_symlink()
        assert stat.S_IMODE(link.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in os.scandir(tmp_path)) == ["a.txt", "b.txt", "store"]


async def test_a_folder_of_the_operator_holds_also_against_links(tmp_path: Path) -> None:
    allowed = tmp_path / "allowed"
    allowed.mkdir()
    (allowed / "out").symlink_to(tmp_path)
    async with office(tmp_path, folder=allowed) as at:
        for path in (tmp_path / "a.pdf", allowed / ".." / "a.pdf", allowed / "out" / "a.pdf"):
            with pytest.raises(Problem) as caught:
                at.desk.check_file(path)
            assert caught.value.code == "print.folder"
        assert at.desk.check_file(allowed / "a.pdf") == "pdf"
        with pytest.raises(Problem) as caught:
            at.desk.check_file(allowed / "a.doc")
        assert caught.value.code == "print.form"


async def test_files_that_it_names_itself_bear_time_and_number(tmp_path: Path) -> None:
    async with office(tmp_path) as at:
        paths = [await at.desk.to_new_file(sheet(), "pdf") for _ in range(2)]
    assert [path.name for path in paths] == [f"eligibility-20261124-094100-{n}.pdf" for n in (1, 2)]
    assert stat.S_IMODE(paths[0].parent.stat().st_mode) == 0o700


async def test_the_printer_is_given_the_document_with_its_fixed_arguments(tmp_path: Path) -> None:
    program = stub(tmp_path, f'echo "$@" > {tmp_path}/arguments; cat > {tmp_path}/printed')
    command = (str(program), "-d", "front; touch oops")
    async with office(tmp_path, command=command, printer_form="text") as at:
        await at.desk.to_printer(sheet())
    assert (tmp_path / "arguments").read_text() == "-d front; touch oops\n"
    assert "Row 2" in (tmp_path / "printed").read_text()
    assert [record["outcome"] for record in at.told("record.print")] == ["pending", "success"]


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("echo 'lp: \x1b[31mno such printer' >&2; exit 1", "no such printer"),
        ("exec sleep 60", "timed out"),
        ("exit 3", "3"),
    ],
)
async def test_a_printer_that_fails_is_a_problem_with_its_words(
    tmp_path: Path, script: str, says: str
) -> None:
    program = stub(tmp_path, script)
    async with office(tmp_path, command=(str(program),), seconds=0.5) as at:
        with pytest.raises(Problem) as caught:
            await at.desk.to_printer(sheet())
    assert caught.value.code == "print.failed"
    reason = str(caught.value.parameters["reason"])
    assert says in reason
    assert "\x1b" not in reason
    assert at.told("record.print")[-1]["outcome"] == "unavailable"


async def test_a_print_that_is_cancelled_ends_its_program(tmp_path: Path) -> None:
    began = tmp_path / "began"
    os.mkfifo(began)
    program = stub(tmp_path, f"echo $$ > {began}; exec sleep 60")
    async with office(tmp_path, command=(str(program),)) as at:
        printing = asyncio.create_task(at.desk.to_printer(sheet()))
        pid = int(await asyncio.to_thread(began.read_text))
        printing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await printing
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert at.told("record.print")[-1]["outcome"] == "cancelled"


async def test_without_a_print_program_it_is_said(tmp_path: Path) -> None:
    async with office(tmp_path, command=(str(tmp_path / "none"),)) as at:
        with pytest.raises(Problem) as caught:
            at.desk.check_printer()
    assert caught.value.code == "print.no_printer"


async def test_a_locked_terminal_offers_what_its_operator_says(tmp_path: Path) -> None:
    async with office(tmp_path, in_kiosk=True) as at:
        assert at.desk.offers == ()
        with pytest.raises(Problem) as caught:
            await at.desk.to_new_file(sheet(), "pdf")
        assert caught.value.code == "print.off"
        with pytest.raises(Problem):
            await at.desk.to_printer(sheet())
    async with office(tmp_path / "b", in_kiosk=True, offer_in_kiosk=("printer",)) as at:
        assert at.desk.offers == ("printer",)


async def test_nothing_leaves_when_it_cannot_be_recorded(tmp_path: Path) -> None:
    async with office(tmp_path) as at:

        def fail(*_: object, **__: object) -> Any:
            raise Problem("audit.unwritable", (), {"reason": "full"})

        at.desk._audit.act = fail  # type: ignore[method-assign]
        with pytest.raises(Problem):
            await at.desk.to_file(sheet(), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_a_print_program_is_named_by_its_whole_path() -> None:
    with pytest.raises(ValueError, match="whole path"):
        Prints(command=("lp",))
