"""`corrections`: whether a claim can be corrected as somebody wants, and which rules speak against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import worst_exit
from spot_tui.cli.claims_named import add_claims, looked_up
from spot_tui.cli.corrections_sent import add_verbs
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json
from spot_tui.cli.submitting import add_licence_option, show_findings
from spot_tui.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from spot_tui.backend.corrections.bulk import BulkClaim
    from spot_tui.backend.corrections.document import CheckDocument
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on corrections."""
    verbs = commands.add_parser("corrections", help=say("cli.corrections.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    checking = declare(verbs, "corrections_cli", "check", _check)
    add_claims(checking)
    add_licence_option(checking)
    add_verbs(verbs)


async def _check(work: GatewayWork) -> int:
    """Read the claims and tell what rules say. Returns the worst exit code of what is refused."""
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    checked = [each async for each in looked_up(work)]
    moment = work.desk.clock.now()
    if work.arguments.json:
        _show_json(work, checked, moment)
    else:
        for place, one in enumerate(checked):
            if place:
                show()
            _tell(work, one, moment)
    return worst_exit(map(_exit_of, checked))


def _exit_of(one: BulkClaim) -> int:
    from spot_tui.backend.corrections.findings import exit_of

    return one.problem.exit_code if one.problem is not None else exit_of(one.findings)


def _show_json(work: GatewayWork, checked: Sequence[BulkClaim], moment: datetime) -> None:
    """Print one document: of a claim that was named alone, else of all."""
    from spot_tui.backend.corrections.document import VERSION, Checked, ChecksDocument
    from spot_tui.backend.json_document import as_json

    told = tuple(
        Checked(one.number, _document(one, moment), one.problem.code if one.problem else "")
        for one in checked
    )
    first = told[0].check
    is_alone = len(told) == 1 and not work.arguments.claims
    show_json(as_json(first if is_alone and first else ChecksDocument(VERSION, told)))


def _document(one: BulkClaim, moment: datetime) -> CheckDocument | None:
    from spot_tui.backend.corrections.document import check_document

    if one.case is None or one.problem is not None:
        return None
    return check_document(one.case, one.findings, moment)


def _tell(work: GatewayWork, one: BulkClaim, moment: datetime) -> None:
    from spot_tui.backend.corrections.review import received_words

    document = _document(one, moment)
    if document is not None:
        _show(document, received_words(work.desk.rule_book.calendar, moment, work.provider))
    elif one.problem is not None:
        show(say("corrections_cli.unchecked", claim=one.number))
        print_problem(one.problem)


def _show(document: CheckDocument, received: str) -> None:
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines
    from spot_tui.backend.formats import show_date

    refused = sum(finding.outcome == "refuse" for finding in document.findings)
    warned = len(document.findings) - refused
    verdict = "refused" if refused else "warned" if warned else "free"
    show(say(f"corrections_cli.{verdict}", claim=document.claim, count=refused or warned))
    if document.last_day is not None and document.days_left is not None and document.days_left >= 0:
        show(say("road.until", date=show_date(document.last_day), days=document.days_left))
    for each in sentence_lines(received, Tone.PLAIN):
        show(each.text)
    if document.history:
        show(say("corrections_cli.history"))
    for line in document.lines:
        types = ", ".join(say(f"correction.type.{each}") for each in line.types)
        show(say("corrections_cli.line", number=line.number, types=types))
    show_findings(document.findings)
