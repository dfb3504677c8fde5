"""`doctor`: checks terminal, settings, stores, clock and services, and says what to fix."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem, worst_exit
from spot_tui.cli.output import show, show_json
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.cli import Commands
    from spot_tui.cli.findings import Finding


def add_parser(commands: Commands) -> None:
    """Declare `doctor`."""
    parser = commands.add_parser(
        "doctor", help=say("cli.doctor.help"), description=say("cli.doctor.description")
    )
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    parser.set_defaults(run=run_doctor)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Check everything, print what was found, and return the worst exit code."""
    from spot_tui.terminal.endings import run

    findings = list(run(_examine(arguments)))
    status = worst_exit(finding.exit_code for finding in findings)
    if arguments.json:
        show_json({"findings": [asdict(finding) for finding in findings], "exit_code": status})
    else:
        _show(findings)
    return status


async def _examine(arguments: argparse.Namespace) -> list[Finding]:
    from spot_tui.cli import checks
    from spot_tui.cli.findings import finding_of
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.desk import open_desk

    findings = list(checks.check_terminal(arguments.surroundings))
    try:
        profile = chosen_profile(arguments)
    except Problem as problem:
        return [*findings, finding_of("settings", problem)]
    findings += checks.check_settings(arguments, profile)
    desk = open_desk(arguments.profile, profile)
    try:
        findings += checks.check_licences(desk)
        findings += checks.check_store(desk)
        findings += await checks.check_services(desk)
        findings += checks.check_clock(desk)
    finally:
        await desk.hang_up()
    return findings


def _show(findings: list[Finding]) -> None:
    part = ""
    for finding in findings:
        if finding.part != part:
            part = finding.part
            show(say(f"doctor.part.{part}"))
        show(f"  {say(f'doctor.state.{finding.state}'):<8} {finding.what}")
        if finding.fix:
            show(f"           {finding.fix}")
    bad = sum(finding.state == "bad" for finding in findings)
    show()
    show(say("doctor.bad", count=bad) if bad else say("doctor.good"))
