"""`eligibility check`: one inquiry, by the same service and with the same audit trail as the screen."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.rejects import MAYBE_REPLACED
from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.contact import end_with
from spot_tui.cli.eligibility_batch import declare_batch
from spot_tui.cli.eligibility_today import declare_today
from spot_tui.cli.fields import MOST_CHARACTERS, STANDARD_INPUT, read_fields
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.cli.prints import add_print_options, hand_out, only_of, refuse_early
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.cli.use_rules import accept_use_rules, add_use_rules_option
from spot_tui.words import knows, say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.eligibility.service import EligibilityAnswer
    from spot_tui.backend.eligibility.sheet import Viewing
    from spot_tui.backend.forms import Typed
    from spot_tui.backend.prints.printout import Printout
    from spot_tui.backend.upstreams import EligibilityRules, Provider
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk
    from spot_tui.settings import Profile
    from spot_tui.terminal.prompts import Prompts

FIELDS = ("mbi", "first_name", "last_name", "birth_date", "service_date", "service_date_to")


def add_parser(commands: Commands) -> None:
    """Declare `eligibility check` and what stands beside it."""
    verbs = commands.add_parser("eligibility", help=say("cli.eligibility.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    checking = verbs.add_parser("check", help=say("cli.check.help"), description=say("cli.check.description"))
    checking.add_argument("source", nargs="?", choices=(STANDARD_INPUT,), help=say("cli.check.source.help"))
    for name in FIELDS:
        option = f"--{name.replace('_', '-')}"
        checking.add_argument(option, dest=name, metavar=say("cli.value"), help=_help_of(name))
    checking.add_argument("--again", action="store_true", help=say("cli.check.again.help"))
    checking.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_print_options(checking)
    add_use_rules_option(checking)
    add_sign_in_options(checking)
    checking.set_defaults(run=run_check)
    declare_batch(verbs)
    declare_today(verbs)


def _help_of(name: str) -> str:
    """Return the help of an option: that of the field, unless the command takes something else."""
    own = f"cli.check.{name}.help"
    return say(own if knows(own) else f"field.{name}.help")


def run_check(arguments: argparse.Namespace) -> int:
    """Ask, print the answer, and return the exit status."""
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.terminal.endings import run

    profile = chosen_profile(arguments)
    try:
        run(_check(arguments, profile))
    except Problem as problem:
        if problem.code == "kept.rejected":
            tell(say("cli.check.again.hint"))
        if problem.parameters.get("code") in MAYBE_REPLACED:
            tell(say("cli.check.look_up.hint"))
        return end_with(problem, arguments)
    return EXIT_DONE


async def _check(arguments: argparse.Namespace, profile: Profile) -> None:
    from spot_tui.backend.clock import provider_day, today
    from spot_tui.backend.eligibility.inquiry import inquiry_form
    from spot_tui.backend.eligibility.verdict.judge import viewing_of
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk
    from spot_tui.terminal.endings import breaking_in
    from spot_tui.terminal.prompts import refuse_wrong, terminal_prompts

    given = {name: getattr(arguments, name) for name in FIELDS if getattr(arguments, name) is not None}
    async with working_desk(arguments.profile, profile) as desk:
        if desk.eligibility is None:
            raise Problem("eligibility.not_set_up", (), {"profile": arguments.profile})
        rules = profile.rules
        refuse_wrong(inquiry_form(today(desk.clock, desk.zone), rules), given)
        refuse_early(desk, arguments)
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            await accept_use_rules(desk, arguments)
            if arguments.source:
                with breaking_in():
                    given |= read_patient(sys.stdin.read(MOST_CHARACTERS + 1))
            if session.provider is None:
                raise AssertionError("signed in for a provider")
            day = provider_day(desk.clock, session.provider, profile.zone)
            prompts = terminal_prompts(arguments.surroundings)
            inquiry = _ask_rest(prompts, given, day, rules)
            again = arguments.again
            answer = await desk.eligibility.check(inquiry, session.provider, _tell_attempt, again=again)
            if answer.kept_problem:
                print_problem(answer.kept_problem)
            viewing = viewing_of(inquiry.service, day, rules)
            if arguments.json:
                _show_json(answer, viewing)
            else:
                _show_text(answer, viewing, desk)
            if arguments.export or arguments.print:
                printout = _printout(arguments, answer, inquiry, viewing, session.provider, desk)
                await hand_out(desk, arguments, printout)


def _show_json(answer: EligibilityAnswer, viewing: Viewing) -> None:
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.results import eligibility_document

    show_json(as_json(eligibility_document(answer, viewing)))


def _show_text(answer: EligibilityAnswer, viewing: Viewing, desk: Desk) -> None:
    from spot_tui.backend.age import show_moment
    from spot_tui.backend.eligibility.changes_view import changes_section, kept_line
    from spot_tui.backend.eligibility.presentation import present
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.cli.sheet import show_sheet

    when = show_moment(answer.received_at, desk.clock.now(), desk.zone)
    show(
        say(
            "cli.check.source",
            source=answer.source,
            when=when,
            place=say(f"place.{desk.profile.environment}"),
        )
    )
    now = desk.clock.now()
    if answer.is_kept:
        show(kept_line(answer, now, desk.zone, "--again"))
    if answer.compared_with:
        show()
        for line in section_lines(changes_section(answer, viewing.service, now, desk.zone)):
            show(line.text)
        show()
    show_sheet(present(answer.eligibility, replace(viewing, source=answer.source, age=when)))
    show()
    show(desk.licences.copyright_line())


def _printout(
    arguments: argparse.Namespace,
    answer: EligibilityAnswer,
    inquiry: Inquiry,
    viewing: Viewing,
    provider: Provider,
    desk: Desk,
) -> Printout:
    from spot_tui.backend.prints.printouts import eligibility_printout

    owners = desk.licences.copyright_line()
    return eligibility_printout(answer, viewing, inquiry, provider, owners, only_of(arguments))


def read_patient(text: str) -> Typed:
    """Return what a JSON object on standard input gives, by field name, dates as MM/DD/YYYY.

    Raises `Problem` ``input.json`` or ``input.key``, as `read_fields`.
    """
    return read_fields(text, FIELDS)


def _ask_rest(prompts: Prompts | None, given: Typed, day: date, rules: EligibilityRules) -> Inquiry:
    """Return the inquiry; what was not given is asked at the terminal, where there is one."""
    from spot_tui.backend.eligibility.inquiry import inquiry_form, make_inquiry, read_inquiry

    if prompts is None:
        return read_inquiry(given, day, rules)
    return make_inquiry(prompts.fill(inquiry_form(day, rules), given), day)


def _tell_attempt(attempt: int) -> None:
    tell(say("cli.check.asking") if attempt == 1 else say("cli.check.again", attempt=attempt))
