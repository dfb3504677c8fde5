"""`corrections`: whether a claim can be corrected as somebody wants, and which rules speak against it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spot_tui.cli.corrections_sent import add_verbs, changes_in, judge
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import show, show_json
from spot_tui.cli.submitting import add_licence_option, claim_of, show_findings
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.document import CheckDocument
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on corrections."""
    verbs = commands.add_parser("corrections", help=say("cli.corrections.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    checking = declare(verbs, "corrections_cli", "check", _check)
    checking.add_argument("number", metavar=say("claims_cli.number"), help=say("submitting.number.help"))
    checking.add_argument("changes", metavar=say("cli.file"), help=say("corrections_cli.changes.help"))
    add_licence_option(checking)
    checking.set_defaults(early=_read_early)
    add_verbs(verbs)


def _read_early(arguments: argparse.Namespace) -> None:
    """Read the claim's number and the changes before anybody signs in. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.formats import read_claim_number

    arguments.number = read_claim_number(arguments.number)
    arguments.asked = changes_in(arguments.changes)


async def _check(work: GatewayWork) -> int:
    """Read the claim and tell what rules say. Returns the worst exit code of what is refused."""
    from spot_tui.backend.corrections.document import as_json, check_document
    from spot_tui.backend.corrections.findings import exit_of
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    claim = await claim_of(work, work.arguments.number)
    moment = work.desk.clock.now()
    case, findings = judge(work.desk, claim, work.arguments.asked, moment)
    document = check_document(case, findings, moment)
    if work.arguments.json:
        show_json(as_json(document))
    else:
        _show(document)
    return exit_of(findings)


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
