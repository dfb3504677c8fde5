"""How a command ends with a problem: told, as a document where one was asked for, with whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spot_tui.backend.problems import EXIT_DONE, Kind, Problem
from spot_tui.cli.output import print_problem, show_problem_json, tell

if TYPE_CHECKING:
    import argparse
    from collections.abc import Coroutine


def tell_contacts(problem: Problem, arguments: argparse.Namespace) -> None:
    """Print what else may be typed, whom to ask and what to quote, where it takes more to mend a problem."""
    if problem.kind is not Kind.PERMISSION:
        return
    from spot_tui.backend.contacts import contacts
    from spot_tui.cli.other_ways import other_ways
    from spot_tui.cli.profile import chosen_profile

    try:
        profile = chosen_profile(arguments)
    except Problem:
        return
    for line in other_ways(problem, profile, arguments):
        tell(line)
    for line in contacts(problem, profile.help_desk, profile.providers):
        tell(line)


def end_with(problem: Problem, arguments: argparse.Namespace) -> int:
    """Print a problem as the JSON document of a command that was asked for one, and return the exit status.

    Raises it where none was asked for.
    """
    if not arguments.json:
        raise problem
    print_problem(problem)
    tell_contacts(problem, arguments)
    show_problem_json(problem)
    return problem.exit_code


def finish(work: Coroutine[Any, Any, int | None], arguments: argparse.Namespace) -> int:
    """Do the work of a command and return the exit status; a problem ends it as `end_with` says."""
    from spot_tui.terminal.endings import run

    try:
        return run(work) or EXIT_DONE
    except Problem as problem:
        return end_with(problem, arguments)
