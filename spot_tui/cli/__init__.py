"""The command line: one module for each group of commands, thin, without rules of its own.

A module declares its commands with ``add_parser(commands)`` and gives each a ``run`` function from the parsed
arguments to the exit status.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_INTERRUPTED, EXIT_USAGE, Problem
from spot_tui.cli.output import OutputClosed, finish_output, prepare_output, print_problem

if TYPE_CHECKING:
    import argparse

    from spot_tui.terminal.crash import Incidents
    from spot_tui.terminal.environment import Surroundings

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def run_command_line(arguments: Sequence[str], surroundings: Surroundings, incidents: Incidents) -> int:
    """Run what was typed after `spot-tui` and return the exit status of docs/problems.md."""
    prepare_output()
    try:
        return _run(arguments, surroundings, incidents)
    except OutputClosed:
        return finish_output()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else EXIT_USAGE


def _run(arguments: Sequence[str], surroundings: Surroundings, incidents: Incidents) -> int:
    parsed = _parse(arguments, surroundings) if arguments else None
    try:
        return _run_parsed(parsed, surroundings, incidents)
    except Problem as problem:
        print_problem(problem)
        if parsed is not None:
            from spot_tui.cli.contact import tell_contacts

            tell_contacts(problem, parsed)
        return problem.exit_code


def _run_parsed(parsed: argparse.Namespace | None, surroundings: Surroundings, incidents: Incidents) -> int:
    if parsed is None or "run" not in parsed:
        from spot_tui.cli.kiosk import open_kiosk

        return open_kiosk(parsed, surroundings, incidents)
    from spot_tui.terminal.endings import let_signals_end

    gc.enable()  # off since the start, see `spot_tui.__main__`
    let_signals_end()
    status: int = parsed.run(parsed)
    finish_output()
    return status


def _parse(arguments: Sequence[str], surroundings: Surroundings) -> argparse.Namespace:
    import argparse

    from spot_tui.cli.parser import parse

    return parse(arguments, argparse.Namespace(surroundings=surroundings))
