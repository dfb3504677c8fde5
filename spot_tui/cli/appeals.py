"""`appeals`: appeal the decision on a claim, follow appeals, read decision letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import show, show_json
from spot_tui.cli.submitting import add_submit_options, claim_of, show_submitted, submit, text_of
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from spot_tui.backend.appeals.service import AppealsDesk
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on appeals."""
    verbs = commands.add_parser("appeals", help=say("cli.appeals.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    sending = declare(verbs, "appeals", "submit", _submit)
    add_submit_options(sending)
    sending.add_argument("number", metavar=say("claims_cli.number"), help=say("submitting.number.help"))
    sending.add_argument("asked", metavar=say("cli.file"), help=say("appeals.file.help"))
    sending.set_defaults(early=_read_early)
    listing = declare(verbs, "appeals", "list", _list)
    listing.add_argument("--everybody", action="store_true", help=say("appeals.everybody.help"))
    for verb, run in (("show", _show), ("letter", _letter)):
        declare(verbs, "appeals", verb, run).add_argument(
            "number", metavar=say("claims_cli.number"), help=say("appeals.number.help")
        )


def _read_early(arguments: argparse.Namespace) -> None:
    """Read the claim's number and the file before anybody signs in."""
    from spot_tui.backend.appeals.asking import parse_appeal
    from spot_tui.backend.corrections.changes import MOST_CHARACTERS
    from spot_tui.backend.formats import read_claim_number

    arguments.number = read_claim_number(arguments.number)
    arguments.asked = parse_appeal(text_of(arguments.asked, MOST_CHARACTERS, "appeals.file"))


async def _submit(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.asking import judge_appeal, typed_of
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    claim = await claim_of(work, work.arguments.number)
    asked, moment = work.arguments.asked, work.desk.clock.now()
    judged = judge_appeal(claim, asked.level, typed_of(claim, asked), moment, work.desk.rule_book)

    async def send(overrides: Sequence[str]) -> Submission:
        if judged.request is None:
            raise AssertionError("what is not whole is refused by a rule")
        desk = _desk(work)
        return await desk.submit(work.sender, work.provider, claim, judged.request, moment, overrides)

    status, done = await submit(work, claim.number, judged.findings, send)
    show_submitted(work, [done])
    return status


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, AppealsDocument, as_json
    from spot_tui.backend.appeals.view import appeals_section
    from spot_tui.backend.eligibility.sheet import section_lines

    found = await _desk(work).list(work.session, work.provider, everybody=work.arguments.everybody)
    if work.arguments.json:
        show_json(as_json(AppealsDocument(VERSION, found)))
    elif not found:
        show(say("appeals.none"))
    else:
        for line in section_lines(appeals_section(found)):
            show(line.text)
    return EXIT_DONE


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, AppealsDocument, as_json
    from spot_tui.backend.appeals.view import appeal_section
    from spot_tui.backend.eligibility.sheet import section_lines

    appeal = await _desk(work).show(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(AppealsDocument(VERSION, (appeal,))))
    else:
        for line in section_lines(appeal_section(appeal)):
            show(line.text)
    return EXIT_DONE


async def _letter(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, LetterDocument, as_json
    from spot_tui.backend.appeals.view import letter_lines
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines

    letter = await _desk(work).letter(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(LetterDocument(VERSION, letter)))
    else:
        for told in letter_lines(letter):
            for line in sentence_lines(told, Tone.PLAIN):
                show(line.text)
    return EXIT_DONE


def _desk(work: GatewayWork) -> AppealsDesk:
    if work.desk.appeals is None:
        raise AssertionError("there is an outbox, so there are appeals")
    return work.desk.appeals
