"""`--export` and `--print` of the commands that show an answer or a claim."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.output import tell
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.prints.printout import Printout
    from spot_tui.desk import Desk

SUMMARY = "summary"


def add_print_options(parser: argparse.ArgumentParser) -> None:
    """Add the options with which a result is exported and printed too, all of it or its summary."""
    add_export_options(parser)
    parser.add_argument("--what", choices=("all", SUMMARY), default="all", help=say("prints.cli.what.help"))


def add_export_options(parser: argparse.ArgumentParser, *, has_table: bool = False) -> None:
    """Add the options with which all of a result is exported and printed too, as CSV where it is a table."""
    file = say("cli.file")
    parser.add_argument("--export", type=Path, metavar=file, help=say("prints.cli.export.help"))
    parser.add_argument("--replace", action="store_true", help=say("prints.cli.replace.help"))
    parser.add_argument("--print", action="store_true", help=say("prints.cli.print.help"))
    parser.set_defaults(prints=True, has_table=has_table)


def only_of(arguments: argparse.Namespace) -> tuple[str, ...]:
    """Return the tabs that are wanted; nothing means all."""
    return (SUMMARY,) if arguments.what == SUMMARY else ()


def refuse_early(desk: Desk, arguments: argparse.Namespace) -> None:
    """Ask before a file is written over, and raise what is wrong with the options before anybody signs in.

    Raises `Problem` ``print.*``.
    """
    if arguments.export:
        arguments.replace = arguments.replace or _may_replace(desk, arguments)
        desk.prints.check_file(arguments.export, replace=arguments.replace, has_table=arguments.has_table)
    if arguments.print:
        desk.prints.check_printer()


def _may_replace(desk: Desk, arguments: argparse.Namespace) -> bool:
    from spot_tui.cli.signers import who_answers
    from spot_tui.terminal.prompts import Prompts

    if not os.path.lexists(arguments.export):
        return False
    desk.prints.check_file(arguments.export, replace=True, has_table=arguments.has_table)
    prompts: Prompts | None = who_answers(arguments)
    if prompts is None:
        return False
    return prompts.confirm(say("prints.cli.replace", file=arguments.export.name))


async def hand_out(desk: Desk, arguments: argparse.Namespace, printout: Printout) -> None:
    """Export and print what was shown. Raises `Problem` ``print.*``, ``audit.*`` once both were tried."""
    failed: Problem | None = None
    if arguments.export:
        try:
            written = await desk.prints.to_file(printout, arguments.export, replace=arguments.replace)
            tell(say("prints.written", file=written))
        except Problem as problem:
            failed = problem
    if arguments.print:
        await desk.prints.to_printer(printout)
        tell(say("prints.printed"))
    if failed:
        raise failed
