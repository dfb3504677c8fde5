"""`doctor`: checks terminal, settings, stores, clock and each upstream step by step, and says what to fix."""

from __future__ import annotations

import argparse
import shutil
import textwrap
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem, worst_exit
from spot_tui.cli.output import show, show_json
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.cli import Commands
    from spot_tui.cli.findings import Finding

_WIDEST = 100
_STATE, _LAYER = 8, 12


def add_parser(commands: Commands) -> None:
    """Declare `doctor`."""
    parser = commands.add_parser(
        "doctor", help=say("cli.doctor.help"), description=say("cli.doctor.description")
    )
    parser.add_argument("--no-send", action="store_true", help=say("cli.doctor.no_send.help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    parser.set_defaults(run=run_doctor)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Check everything, print each finding when it is made, and return the worst exit code."""
    from spot_tui.terminal.endings import run

    findings: list[Finding] = run(_examine(arguments))
    status = worst_exit(finding.exit_code for finding in findings)
    if arguments.json:
        show_json({"findings": [asdict(finding) for finding in findings], "exit_code": status})
        return status
    bad = sum(finding.state == "bad" for finding in findings)
    show()
    show(say("doctor.bad", count=bad) if bad else say("doctor.good"))
    return status


async def _examine(arguments: argparse.Namespace) -> list[Finding]:
    findings: list[Finding] = []
    async for finding in _findings(arguments):
        if not arguments.json:
            _show(finding, is_first=not findings or findings[-1].part != finding.part)
        findings.append(finding)
    return findings


async def _findings(arguments: argparse.Namespace) -> AsyncIterator[Finding]:
    from spot_tui.cli import checks
    from spot_tui.cli.document_checks import check_documents
    from spot_tui.cli.findings import finding_of
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.desk import open_desk

    for finding in checks.check_terminal(arguments.surroundings):
        yield finding
    try:
        profile = chosen_profile(arguments)
    except Problem as problem:
        yield finding_of("settings", problem)
        return
    desk = open_desk(arguments.profile, profile)
    here: tuple[Iterable[Finding], ...] = (
        checks.check_settings(arguments, profile),
        checks.check_licences(desk),
        checks.check_rules(desk),
        checks.check_store(desk),
    )
    for part in here:
        for finding in part:
            yield finding
    async for finding in check_documents(desk):
        yield finding
    try:
        async for finding in checks.check_upstreams(desk, send=not arguments.no_send):
            yield finding
    finally:
        await desk.hang_up()


def _show(finding: Finding, *, is_first: bool) -> None:
    if is_first:
        show(say(f"doctor.part.{finding.part}"))
    layer = say(f"check.layer.{finding.layer}") if finding.layer else ""
    column = f"{layer:<{_LAYER}}" if finding.layer else ""
    margin = " " * (3 + _STATE + len(column))
    lines = [finding.what, *filter(None, [finding.fix])]
    if finding.state == "bad" and layer:
        lines.append(say("doctor.stopped", layer=layer))
    head = f"  {say(f'doctor.state.{finding.state}'):<{_STATE}} {column}"
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for number, text in enumerate(lines):
        show(textwrap.fill(text, width, initial_indent=margin if number else head, subsequent_indent=margin))
