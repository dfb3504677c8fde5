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

    from spot_tui.backend.results import Result
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstreams import EligibilityRules
    from spot_tui.cli import Commands
    from spot_tui.cli.read_view import View

STANDARD_INPUT = "-"
SUMMARY = "summary"


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
    reading.add_argument("--only", type=_number, metavar="N", help=say("read.only.help"))
    reading.add_argument(
        "--tab", action="append", default=[], type=_tab, metavar=say("read.tab"), help=say("read.tab.help")
    )
    reading.add_argument("--work", action="store_true", help=say("read.work.help"))
    reading.set_defaults(run=run_read, wrong=reading.error)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(say("read.only.wrong"))
    return int(text)


def _tab(text: str) -> str:
    from spot_tui.backend.eligibility.presentation import TAB_IDS

    known = (SUMMARY, *TAB_IDS)
    if text not in known:
        raise argparse.ArgumentTypeError(say("read.tab.wrong", tabs=", ".join(known)))
    return text


def run_read(arguments: argparse.Namespace) -> int:
    """Read and show each file; return the worst of their exit codes.

    Each file is in the audit log, by its hash and never by its name, before anything of it is shown.
    """
    if arguments.json and (arguments.only or arguments.tab or arguments.work):
        arguments.wrong(say("read.json.whole"))

    from spot_tui.backend.clock import today
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.cli.read_view import Choice, View
    from spot_tui.desk import open_desk

    profile = chosen_profile(arguments)
    desk = open_desk(arguments.profile, profile)
    try:
        if profile.kiosk.enabled:
            desk.audit.record_now("role.denied", "permission", details={"view": "read"})
            raise Problem("read.kiosk")
        reader = _Reader(desk.audit, profile.rules)
        day = today(desk.clock, desk.zone)
        if arguments.json:
            return reader.json(arguments.files, day)
        choice = Choice(arguments.only, tuple(arguments.tab), arguments.work)
        return reader.text(arguments.files, View(choice, profile.rules, day, desk.licences.copyright_line))
    finally:
        desk.audit.close()


class _Reader:
    """Reads files for one command."""

    def __init__(self, audit: AuditLog, rules: EligibilityRules) -> None:
        self._audit = audit
        self._rules = rules

    def text(self, names: list[str], view: View) -> int:
        """Show the files one below the other."""
        codes = []
        for name in names:
            if len(names) > 1:
                show(_title_of(name))
                show("=" * len(_title_of(name)))
            try:
                view.show(self._read(name))
            except Problem as problem:
                if len(names) > 1:
                    tell(_title_of(name))
                print_problem(problem)
                codes.append(problem.exit_code)
        return worst_exit(codes)

    def json(self, names: list[str], day: date) -> int:
        """Print one document of all files; answers that repeat no dates are judged as of `day`."""
        from spot_tui.backend.eligibility.verdict.judge import viewing_of_answer
        from spot_tui.backend.explanations import explain
        from spot_tui.backend.json_document import as_json
        from spot_tui.backend.results import VERSION, Document, Unread, judged

        codes: list[int] = []
        results: list[Result] = []
        unread: list[Unread] = []
        for name in names:
            try:
                results.extend(
                    judged(result, lambda answer: viewing_of_answer(answer, day, self._rules))
                    for result in self._read(name)
                )
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
