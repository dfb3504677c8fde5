"""`mbi lookup`: a Medicare number by names, birth date and Social Security number, as the screen finds it.

The Social Security number is typed without echo or comes on standard input: options are seen by others.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.contact import end_with
from spot_tui.cli.fields import MOST_CHARACTERS, STANDARD_INPUT, read_fields
from spot_tui.cli.output import show, show_json, tell
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.cli.use_rules import accept_use_rules, add_use_rules_option
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.forms import Typed
    from spot_tui.backend.mbi_lookup.service import FoundMbi
    from spot_tui.backend.mbi_lookup.subject import Subject
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk
    from spot_tui.settings import Profile

OPTIONS = ("first_name", "last_name", "birth_date")


def add_parser(commands: Commands) -> None:
    """Declare `mbi lookup`."""
    verbs = commands.add_parser("mbi", help=say("cli.mbi.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    finding = verbs.add_parser(
        "lookup", help=say("mbi_cli.lookup.help"), description=say("mbi_cli.lookup.description")
    )
    finding.add_argument("source", nargs="?", choices=(STANDARD_INPUT,), help=say("mbi_cli.source.help"))
    for name in OPTIONS:
        option = f"--{name.replace('_', '-')}"
        finding.add_argument(option, dest=name, metavar=say("cli.value"), help=say(f"field.{name}.help"))
    finding.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_sign_in_options(finding)
    add_use_rules_option(finding)
    finding.set_defaults(run=run_lookup)


def run_lookup(arguments: argparse.Namespace) -> int:
    """Ask, print what was found, and return the exit status."""
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.terminal.endings import run

    try:
        run(_look_up(arguments, chosen_profile(arguments)))
    except Problem as problem:
        return end_with(problem, arguments)
    return EXIT_DONE


async def _look_up(arguments: argparse.Namespace, profile: Profile) -> None:
    from spot_tui.backend.clock import provider_day, today
    from spot_tui.backend.mbi_lookup.subject import lookup_form
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk
    from spot_tui.terminal.prompts import refuse_wrong

    given = {name: getattr(arguments, name) for name in OPTIONS if getattr(arguments, name) is not None}
    async with working_desk(arguments.profile, profile) as desk:
        if desk.mbi_lookup is None:
            raise Problem("lookup.not_set_up", (), {"profile": arguments.profile})
        refuse_wrong(lookup_form(today(desk.clock, desk.zone)), given)
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            if session.provider is None:
                raise AssertionError("signed in for a provider")
            await accept_use_rules(desk, arguments)
            day = provider_day(desk.clock, session.provider, profile.zone)
            subject = _subject(arguments, given, day)
            tell(say("mbi_cli.asking", source=desk.mbi_lookup.name))
            found = await desk.mbi_lookup.find(session, session.provider, subject)
            if arguments.json:
                _show_json(found)
            else:
                _show_text(found, desk)


def _subject(arguments: argparse.Namespace, given: Typed, day: date) -> Subject:
    """Return who is looked for; what was not given is asked at the terminal, where there is one."""
    from spot_tui.backend.mbi_lookup.subject import FIELDS, lookup_form, make_subject, read_subject
    from spot_tui.terminal.endings import breaking_in
    from spot_tui.terminal.prompts import terminal_prompts

    if arguments.source:
        with breaking_in():
            given = {**given, **read_fields(sys.stdin.read(MOST_CHARACTERS + 1), FIELDS)}
    prompts = terminal_prompts(arguments.surroundings)
    if prompts is None:
        return read_subject(given, day)
    return make_subject(prompts.fill(lookup_form(day), given))


def _show_json(found: FoundMbi) -> None:
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.mbi_lookup.document import lookup_document

    show_json(as_json(lookup_document(found)))


def _show_text(found: FoundMbi, desk: Desk) -> None:
    from spot_tui.backend.age import show_moment
    from spot_tui.backend.formats import show_date

    entry, when = found.entry, show_moment(found.received_at, desk.clock.now(), desk.zone)
    place = say(f"place.{desk.profile.environment}")
    show(say("mbi_cli.source", source=found.source, when=when, place=place))
    show(
        say(
            "mbi_cli.found",
            mbi=entry.mbi,
            first_name=entry.first_name,
            last_name=entry.last_name,
            birth_date=show_date(found.birth_date),
        )
    )
    tell(say("mbi_cli.next"))
