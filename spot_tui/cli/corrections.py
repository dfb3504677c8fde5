"""`corrections`: whether a claim can be corrected as somebody wants, and which rules speak against it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.contact import tell_contacts
from spot_tui.cli.output import print_problem, show, show_json, show_problem_json
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.cli.submitting import show_findings, text_of
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.changes import Changes
    from spot_tui.backend.corrections.document import CheckDocument
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on corrections."""
    verbs = commands.add_parser("corrections", help=say("cli.corrections.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    words = say("corrections_cli.check.help")
    parser = verbs.add_parser("check", help=words, description=words)
    parser.add_argument("number", metavar=say("claims_cli.number"), help=say("field.claim_number.help"))
    parser.add_argument("changes", metavar=say("cli.file"), help=say("corrections_cli.changes.help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    parser.add_argument(
        "--accept-licenses", dest="accept_licences", action="store_true", help=say("licence.option.help")
    )
    add_sign_in_options(parser)
    parser.set_defaults(run=run_check)
    from spot_tui.cli.corrections_sent import add_verbs

    add_verbs(verbs)


def run_check(arguments: argparse.Namespace) -> int:
    """Sign in, read the claim, and tell what rules say. Returns the worst exit code of what is refused."""
    from spot_tui.terminal.endings import run

    try:
        return run(_check(arguments))
    except Problem as problem:
        if not arguments.json:
            raise
        print_problem(problem)
        tell_contacts(problem, arguments)
        show_problem_json(problem)
        return problem.exit_code


async def _check(arguments: argparse.Namespace) -> int:
    from spot_tui.backend.corrections.case import Case
    from spot_tui.backend.corrections.changes import read_changes
    from spot_tui.backend.corrections.check import check_sending
    from spot_tui.backend.corrections.document import as_json, check_document
    from spot_tui.backend.corrections.findings import exit_of
    from spot_tui.backend.formats import read_claim_number
    from spot_tui.cli.licences import accept_licences
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    number, changes = read_claim_number(arguments.number), changes_in(arguments.changes)
    async with working_desk(arguments.profile, chosen_profile(arguments)) as desk:
        if desk.claims is None:
            raise Problem("claims.not_set_up", (), {"profile": arguments.profile})
        book = desk.rule_book
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            if session.provider is None:
                raise AssertionError("signed in for a provider")
            await accept_licences(arguments, desk.licences, session)
            claim = (await desk.claims.show(session, session.provider, number)).claim
        read, moment = read_changes(claim, changes), desk.clock.now()
        case = Case(claim, read.correction, moment.astimezone(desk.zone).date(), book)
        findings = (*read.findings, *check_sending(case, moment))
        document = check_document(case, findings, moment)
    if arguments.json:
        show_json(as_json(document))
    else:
        _show(document)
    return exit_of(findings)


def changes_in(name: str) -> Changes:
    """Return the changes of a file, ``-`` being standard input. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.corrections.changes import MOST_CHARACTERS, parse_changes

    return parse_changes(text_of(name, MOST_CHARACTERS, "changes.file"))


def _show(document: CheckDocument) -> None:
    from spot_tui.backend.formats import show_date

    refused = sum(finding.outcome == "refuse" for finding in document.findings)
    warned = len(document.findings) - refused
    verdict = "refused" if refused else "warned" if warned else "free"
    show(say(f"corrections_cli.{verdict}", claim=document.claim, count=refused or warned))
    if document.last_day is not None and document.days_left is not None and document.days_left >= 0:
        show(say("road.until", date=show_date(document.last_day), days=document.days_left))
    show(say("corrections_cli.received", date=show_date(document.received_on)))
    if document.history:
        show(say("corrections_cli.history"))
    for line in document.lines:
        types = ", ".join(say(f"correction.type.{each}") for each in line.types)
        show(say("corrections_cli.line", number=line.number, types=types))
    show_findings(document.findings)
