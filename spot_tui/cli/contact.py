"""What else may be done about a problem of permission and whom to ask, told below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Kind, Problem
from spot_tui.cli.output import tell

if TYPE_CHECKING:
    import argparse


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
