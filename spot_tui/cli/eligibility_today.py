"""`eligibility today`: what the person asked today and how it ended, and the reject meter."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spot_tui.cli.contact import finish
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.cli import Commands
    from spot_tui.settings import Profile

OUTCOMES = ("answered", "rejected", "failed", "stopped")


def declare_today(verbs: Commands) -> None:
    """Declare the command."""
    told = say("today.cli.help")
    parser = verbs.add_parser("today", help=told, description=told)
    parser.add_argument("--outcome", choices=OUTCOMES, help=say("today.cli.outcome.help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_sign_in_options(parser)
    parser.set_defaults(run=run_today)


def run_today(arguments: argparse.Namespace) -> int:
    """Print the inquiries of today and the meter, and return the exit status."""
    from spot_tui.cli.profile import chosen_profile

    return finish(_today(arguments, chosen_profile(arguments)), arguments)


async def _today(arguments: argparse.Namespace, profile: Profile) -> None:
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.eligibility.today_document import today_document
    from spot_tui.backend.eligibility.today_view import entries_section, meter_line
    from spot_tui.backend.json_document import as_json
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    async with (
        working_desk(arguments.profile, profile) as desk,
        signed_in(desk, signer_for(arguments, desk)) as session,
    ):
        book = desk.answer_book
        entries, problem = await book.today(session.provider)
        reading = await book.reading()
        if problem:
            print_problem(problem)
        if not profile.answers.keep_answers_days:
            tell(say("today.cli.not_kept"))
        listed = [entry for entry in entries if arguments.outcome in (None, entry.outcome.value)]
        if arguments.json:
            show_json(as_json(today_document(listed, reading)))
            return
        for line in section_lines(entries_section(listed, desk.zone)):
            show(line.text)
        show()
        show(meter_line(reading))
