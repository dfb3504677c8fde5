"""What is seen in a file before it is sent: every fault by itself, the scanner, and what is recorded."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.documents import look, papers
from spot_tui.backend.documents.checks import judge
from spot_tui.backend.documents.forms import FORMS, FormId, Role
from spot_tui.backend.documents.limits import MEGABYTE, Limits
from spot_tui.backend.documents.look import Inside
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.papers import PaperDesk
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.explanations import explain
from tests.backend.documents.files import BAD, GOOD, pdf, whole
from tests.backend.documents.test_rules import LIMITS, NOON
from tests.backend.store.builders import new_log, records

EICAR = "Eicar-Made-Up-Signature"


class Office:
    """A store with its audit log, and a folder with files."""

    def __init__(self, root: Path) -> None:
        self.store = root / "store"
        self.folder = root / "scans"
        self.folder.mkdir()
        self.audit = new_log(self.store)

    def desk(self, limits: Limits = LIMITS, **settings: Any) -> PaperDesk:
        rules = DocumentRules(**{"folders": (self.folder,), **settings})
        return PaperDesk(rules, limits, is_kiosk=True, audit=self.audit)

    def put(self, content: bytes, name: str = "scan.pdf") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def recorded(self) -> list[dict[str, Any]]:
        return [each for each in records(self.store) if each["event"] == "record.check"]


@pytest.fixture
def office(tmp_path: Path) -> Any:
    made = Office(tmp_path)
    yield made
    made.audit.close()


def told(paper: Paper) -> list[str]:
    record = replace(paper, role=Role.RECORDS)
    found = judge(FORMS[FormId.INQUIRY], {}, (record,), moment=NOON, limits=LIMITS, book=shipped_book())
    return [problem.code for problem in found.stops() if problem.fields == ("files",)]


@pytest.mark.parametrize("name", GOOD)
async def test_a_file_with_nothing_wrong_is_taken(office: Office, name: str) -> None:
    made, pages = GOOD[name]
    path = office.put(made(), "a name without an ending")
    paper = await office.desk().check(path, Role.LETTER)
    assert told(paper) == []
    assert (paper.pages, paper.size, paper.role) == (pages, path.stat().st_size, Role.LETTER)
    assert paper.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", BAD)
async def test_a_file_with_a_fault_is_refused_with_its_name(office: Office, name: str) -> None:
    made, code = BAD[name]
    paper = await office.desk().check(office.put(made()))
    assert told(paper) == [code]
    assert (paper.name, paper.sha256) == ("scan.pdf", "")
    assert all(problem.parameters["file"] == "scan.pdf" for problem in paper.problems)


async def test_what_is_checked_is_recorded_without_its_name(office: Office) -> None:
    good = await office.desk().check(office.put(whole(), "Ada Byford.pdf"), Role.LETTER)
    await office.desk().check(office.put(b"", "Ada Byford 2.pdf"))
    intent, outcome, _, refused = office.recorded()
    assert (intent["outcome"], outcome["outcome"], outcome["reason"]) == ("pending", "success", "none")
    assert outcome["details"] == {"document": "letter", "file_sha256": good.sha256}
    assert (refused["outcome"], refused["code"]) == ("format", "paper.empty")
    assert "Byford" not in str(office.recorded())


async def test_a_name_steers_no_terminal(office: Office) -> None:
    hostile = os.fsdecode(b"a\x1b[31m\xff\n{0}\xe2\x80\xaefdp.exe")
    paper = await office.desk().check(office.put(b"", hostile))
    gone = "\N{REPLACEMENT CHARACTER}"
    assert explain(paper.problems[0]).what == f"a{gone}[31m{gone} {{0}}{gone}fdp.exe is empty."


async def test_a_file_that_changes_meanwhile_is_not_taken(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.put(whole())

    async def meanwhile(descriptor: int, rules: DocumentRules) -> Inside:
        path.write_bytes(whole() + b"\n")
        return Inside(pages=2)

    monkeypatch.setattr(papers, "look_inside", meanwhile)
    assert told(await office.desk().check(path)) == ["paper.changed"]


async def test_a_file_above_the_limit_is_not_read_and_says_so_beside_its_name(office: Office) -> None:
    path = office.put(b"%PDF-1.7\n")
    os.truncate(path, 200 * MEGABYTE + 1)
    paper = await office.desk().check(path)
    assert told(paper) == ["paper.too_large", "rule.R63"]
    assert paper.problems[0].parameters == {"file": "scan.pdf", "most": 200}
    assert (paper.size, paper.sha256) == (200 * MEGABYTE + 1, "")


async def test_a_limit_for_one_file_holds_where_there_is_one(office: Office) -> None:
    one = LIMITS.total_megabytes.model_copy(update={"value": 1})
    small = LIMITS.model_copy(update={"file_megabytes": one})
    path = office.put(b"%PDF-1.7\n")
    os.truncate(path, MEGABYTE + 1)
    assert told(await office.desk(limits=small).check(path)) == ["paper.too_large"]


def test_looking_into_a_file_has_limits_of_time_and_memory(office: Office) -> None:
    def ended(seconds: int, megabytes: int, work: str) -> subprocess.CompletedProcess[bytes]:
        confined = "from spot_tui.backend.documents.inside import confine; confine"
        program = f"{confined}({seconds}, {megabytes}); {work}"
        return subprocess.run([sys.executable, "-I", "-c", program], check=False, capture_output=True)

    assert ended(1, 512, "exec('while True: pass')").returncode == -9
    assert b"MemoryError" in ended(9, 256, "bytes(300 << 20)").stderr
    written = ended(9, 256, f"open({str(office.folder / 'new')!r}, 'wb', 0).write(b'1')")
    assert b"File too large" in written.stderr
    for answer, status, fault in (
        (b"", -9, "too_hard"),
        (b"", -11, "damaged"),
        (b"Traceback", 1, "unchecked"),
        (b'{"pages": 1, "faults": [], "more": 1}', 0, "unchecked"),
    ):
        assert look._understood(answer, status).faults == (fault,)


async def test_who_looks_into_files_is_given_nothing_but_the_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOT_TUI_MADE_UP_SECRET", "made-up")
    seen = office.folder / "seen"
    spy = office.folder / "python"
    spy.write_text(
        f"#!/bin/sh\n(cat /proc/$$/environ | tr '\\0' '\\n'; ls /proc/$$/fd; echo \"$@\") > {seen}\n"
        'echo \'{"pages": 7, "faults": []}\'\n'
    )
    spy.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(spy))
    secret = os.open(office.put(b"made up", "key"), os.O_RDONLY)
    paper = await office.desk().check(office.put(whole()))
    os.close(secret)
    environment, *descriptors, arguments = seen.read_text().split("\n0\n")[0:1] + seen.read_text().split()
    assert "made-up" not in environment.lower()
    assert paper.pages == 7
    assert arguments == "1024"
    assert {"0", "1", "2"} <= set(descriptors)
    assert str(secret) not in descriptors


@asynccontextmanager
async def clamd(folder: Path, answer: bytes, *, most: int = 10**9) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A scanner that speaks INSTREAM, takes `most` bytes and answers whatever it is told to."""
    taken: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        whole_size = 0
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            taken.append(await reader.readexactly(size))
            whole_size += size
            if whole_size > most:
                break
        writer.write(answer)
        await writer.drain()
        writer.close()

    socket = folder / "clamd.sock"
    async with await asyncio.start_unix_server(serve, socket) as server:
        yield f"clamd:{socket}", taken
        server.close()


async def test_clamd_is_asked_and_its_answer_is_kept_to(office: Office, tmp_path: Path) -> None:
    path = office.put(whole())
    async with clamd(tmp_path, b"stream: OK\0") as (scanner, taken):
        paper = await office.desk(scanner=scanner).check(path)
    assert (told(paper), paper.scan, b"".join(taken)) == ([], "clean", whole())
    async with clamd(tmp_path, f"stream: {EICAR} FOUND\0".encode()) as (scanner, _):
        paper = await office.desk(scanner=scanner).check(path)
    assert (told(paper), paper.scan) == (["paper.virus"], "found")
    assert EICAR in explain(paper.problems[0]).what
    assert [(each["reason"], each["outcome"]) for each in office.recorded()[1::2]] == [
        ("clean", "success"),
        ("found", "permission"),
    ]


async def test_a_scanner_that_gives_no_answer_refuses_unless_the_operator_says_otherwise(
    office: Office, tmp_path: Path
) -> None:
    path = office.put(whole())
    away = f"clamd:{tmp_path / 'nobody'}"
    paper = await office.desk(scanner=away).check(path)
    assert (told(paper), paper.scan) == (["paper.scanner"], "away")
    paper = await office.desk(scanner=away, scanner_required=False).check(path)
    assert (told(paper), paper.scan, bool(paper.sha256)) == ([], "away", True)
    office.put(pdf(pages=400), "long.pdf")
    limit = b"INSTREAM size limit exceeded. ERROR\0"
    async with clamd(tmp_path, limit, most=10) as (scanner, _):
        paper = await office.desk(scanner=scanner).check(office.folder / "long.pdf")
    assert told(paper) == ["paper.scanner"]
    assert [each["reason"] for each in office.recorded()[1::2]] == ["away", "away", "away"]


async def test_a_program_can_be_the_scanner(office: Office) -> None:
    path = office.put(whole())

    async def said_by(script: str, **settings: Any) -> tuple[list[str], str]:
        paper = await office.desk(scanner=("/bin/sh", "-c", script), **settings).check(path)
        return told(paper), explain(paper.problems[0]).what if paper.problems else ""

    assert await said_by(f"cmp - {path}") == ([], "")
    codes, words = await said_by(f"echo {EICAR}; exit 1")
    assert (codes, EICAR in words) == (["paper.virus"], True)
    assert (await said_by("exit 2"))[0] == ["paper.scanner"]
    assert (await said_by("yes"))[0] == ["paper.scanner"]
    assert (await said_by("exec sleep 60", scanner_seconds=0.2))[0] == ["paper.scanner"]


@pytest.mark.parametrize("scanner", ["clamav", "clamd:socket", (), ("clamdscan",)])
def test_a_scanner_is_named_in_whole(scanner: object) -> None:
    with pytest.raises(ValueError, match="scanner"):
        DocumentRules(scanner=scanner)


def test_no_program_is_run_but_these() -> None:
    root = Path(papers.__file__).parents[2]
    runs = re.compile(
        r"create_subprocess|import (subprocess|pty)\b|os\.(exec|posix_|spawn|system|popen|fork)"
    )
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if runs.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"backend/documents/child.py", "backend/prints/printer.py"}
