"""`read`: shows any X12 file as the screens would."""

from __future__ import annotations

import argparse
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem, worst_exit
from spot_tui.backend.text import clean_line
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.eligibility.model import Eligibility
    from spot_tui.backend.eligibility.sheet import Section
    from spot_tui.backend.results import Result
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstreams import EligibilityRules
    from spot_tui.cli import Commands

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file's name, its bytes (one more than are read, if it is longer) and their SHA-256."""

    name: str
    data: bytes
    sha256: str


def add_parser(commands: Commands) -> None:
    """Declare `read`."""
    reading = commands.add_parser("read", help=say("cli.read.help"), description=say("read.description"))
    reading.add_argument("files", nargs="+", metavar=say("cli.file"), help=say("read.file.help"))
    reading.add_argument("--json", action="store_true", help=say("read.json.help"))
    reading.set_defaults(run=run_read)


def run_read(arguments: argparse.Namespace) -> int:
    """Read and show each file; return the worst of their exit codes.

    Each file is in the audit log, by its hash and never by its name, before anything of it is shown.
    """
    from spot_tui.backend.clock import today
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.desk import open_desk

    profile = chosen_profile(arguments)
    desk = open_desk(arguments.profile, profile)
    try:
        if profile.kiosk.enabled:
            desk.audit.record_now("role.denied", "permission", details={"view": "read"})
            raise Problem("read.kiosk")
        reader = _Reader(desk.audit, profile.rules, today(desk.clock, desk.zone))
        return reader.json(arguments.files) if arguments.json else reader.text(arguments.files)
    finally:
        desk.audit.close()


class _Reader:
    """Reads files for one command."""

    def __init__(self, audit: AuditLog, rules: EligibilityRules, today: date) -> None:
        self._audit = audit
        self._rules = rules
        self._today = today

    def text(self, names: list[str]) -> int:
        """Show the files one below the other."""
        codes = []
        for name in names:
            if len(names) > 1:
                show(_title_of(name))
                show("=" * len(_title_of(name)))
            try:
                for result in self._read(name):
                    self._show(result)
            except Problem as problem:
                if len(names) > 1:
                    tell(_title_of(name))
                print_problem(problem)
                codes.append(problem.exit_code)
        return worst_exit(codes)

    def json(self, names: list[str]) -> int:
        """Print one document of all files."""
        from spot_tui.backend.explanations import explain
        from spot_tui.backend.results import VERSION, Document, Unread, as_json

        codes: list[int] = []
        results: list[Result] = []
        unread: list[Unread] = []
        for name in names:
            try:
                results.extend(self._read(name))
            except Problem as problem:
                print_problem(problem)
                codes.append(problem.exit_code)
                what = explain(problem).what
                unread.append(Unread(_title_of(name), problem.code, problem.kind.value, what))
        show_json(as_json(Document(VERSION, tuple(results), tuple(unread))))
        return worst_exit(codes)

    def _read(self, name: str) -> tuple[Result, ...]:
        from spot_tui.backend.eligibility.dispatch import Reading
        from spot_tui.backend.results import read_results

        opened = _open(name)
        reading = Reading(self._rules.partb_id_words)
        try:
            results = read_results(opened.data, opened.name, opened.sha256, reading)
        except Problem as problem:
            self._audit.record_now(
                "record.read",
                problem.kind.value,
                code=problem.code,
                details={"file_sha256": opened.sha256},
            )
            raise
        self._audit.record_now("record.read", details={"file_sha256": opened.sha256, "records": len(results)})
        return results

    def _show(self, result: Result) -> None:
        from spot_tui.backend.result_views import acknowledgement_sections, claim_sections, segment_section

        _show_heading(result)
        for number, answer in enumerate(result.eligibility, start=1):
            if len(result.eligibility) > 1:
                show(say("read.patient", number=number, all=len(result.eligibility)))
            self._show_answer(answer)
        sections: list[Section] = []
        if result.acknowledgement:
            sections.extend(acknowledgement_sections(result.acknowledgement))
        if result.claim_status:
            sections.extend(claim_sections(result.claim_status))
        if result.segments:
            sections.append(segment_section(result.segments))
        for section in sections:
            _show_section(section)
            show()

    def _show_answer(self, answer: Eligibility) -> None:
        from spot_tui.backend.eligibility.presentation import Viewing, present
        from spot_tui.cli.sheet import show_sheet

        on = answer.asked.first if answer.asked else self._today
        through = answer.asked.last if answer.asked else None
        rules = self._rules
        viewing = Viewing(on, self._today, rules.show_aco, frozenset(rules.vbid_contracts), through)
        show_sheet(present(answer, viewing))


def _open(name: str) -> _Opened:
    """Return a file's bytes; no more is read than will be looked at. Raises `Problem` ``file.missing``."""
    from spot_tui.backend.x12.reader import MOST_BYTES

    try:
        if name == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem("file.missing", (), {"reason": clean_line(reason)}) from None
    return _Opened(_title_of(name), data, hashlib.sha256(data).hexdigest())


def _title_of(name: str) -> str:
    return say("read.standard_input") if name == STANDARD_INPUT else clean_line(name)


def _show_heading(result: Result) -> None:
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines
    from spot_tui.backend.x12.codes import word

    words = word("transaction", result.kind)
    title = say("read.title", kind=result.kind, words=words) if result.kind else say("read.title.unknown")
    show(title)
    show("-" * len(title))
    for note in result.notes:
        what = say(f"x12.oddity.{note.code}", details=note.details)
        place = say("x12.oddity.at_byte", what=what, segment=note.segment, offset=note.offset)
        for line in sentence_lines(say("read.odd", what=place), Tone.WARN):
            show(line.text)


def _show_section(section: Section) -> None:
    from spot_tui.backend.eligibility.sheet import section_lines

    for line in section_lines(section):
        show(line.text)
