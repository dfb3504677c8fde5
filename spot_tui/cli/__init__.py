"""The command line: one module for each group of commands, thin, without rules of its own.

A module declares its commands with ``add_parser(commands)`` and gives each a ``run`` function from the parsed
arguments to the exit status. Only the module of the command that was typed is imported.
"""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from spot_tui import __version__
from spot_tui.backend.problems import EXIT_INTERRUPTED, EXIT_USAGE, Problem
from spot_tui.cli.output import OutputClosed, finish_output, prepare_output, print_problem, tell
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.terminal.crash import Incidents
    from spot_tui.terminal.environment import Surroundings

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DEFAULT_PROFILE = "practice"
GROUPS = ("read", "eligibility", "audit", "sandbox", "doctor")


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are cleaned before they reach the terminal."""

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("allow_abbrev", False)
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # as argparse declares them

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and end with the exit code of a wrong use."""
        tell(say("cli.wrong_use", reason=message))
        tell(say("cli.wrong_use.next", command=f"{self.prog} --help"))
        raise SystemExit(EXIT_USAGE)


class Ended(SystemExit):
    """A signal ended the command; its status is 128 + the signal's number."""


def run_command_line(arguments: Sequence[str], surroundings: Surroundings, incidents: Incidents) -> int:
    """Run what was typed after `spot-tui` and return the exit status of docs/problems.md."""
    prepare_output()
    try:
        return _run(arguments, surroundings, incidents)
    except Problem as problem:
        print_problem(problem)
        return problem.exit_code
    except OutputClosed:
        return finish_output()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else EXIT_USAGE


def _run(arguments: Sequence[str], surroundings: Surroundings, incidents: Incidents) -> int:
    known = argparse.Namespace(surroundings=surroundings)
    parsed, rest = _options().parse_known_args(arguments, known)
    named = next((argument for argument in rest if not argument.startswith("-")), None)
    parsed = build_parser(named).parse_args(rest, parsed)
    if named is None:
        from spot_tui.cli.kiosk import open_kiosk

        return open_kiosk(parsed, surroundings, incidents)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, _end)
    status: int = parsed.run(parsed)
    finish_output()
    return status


def build_parser(named: str | None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, with the commands of the group `named` in full."""
    parser = Parser(prog="spot-tui", description=say("cli.description"), parents=[_options()])
    parser.add_argument("--version", action="version", version=f"spot-tui {__version__}")
    commands = parser.add_subparsers(title=say("cli.commands"), metavar=say("cli.command"))
    for group in GROUPS:
        if group == named:
            import_module(f"spot_tui.cli.{group}").add_parser(commands)
        else:
            commands.add_parser(group, help=say(f"cli.{group}.help"), add_help=False)
    return parser


def _options() -> argparse.ArgumentParser:
    """Return the options that stand before or after any command."""
    options = Parser(add_help=False)
    options.add_argument(
        "--profile", default=DEFAULT_PROFILE, metavar=say("cli.name"), help=say("cli.profile.help")
    )
    options.add_argument("--config", type=Path, metavar=say("cli.file"), help=say("cli.config.help"))
    return options


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise Ended(128 + number)
