"""`appeals`: appeal the decision on a claim, follow appeals, read decision letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, worst_exit
from spot_tui.cli.followed_list import show_followed
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json
from spot_tui.cli.prints import add_export_options, hand_out
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
    adding = declare(verbs, "appeals", "documents", _documents)
    adding.add_argument("number", metavar=say("claims_cli.number"), help=say("appeals.number.help"))
    adding.add_argument(
        "files", nargs="+", type=Path, metavar=say("cli.file"), help=say("appeals.documents.files")
    )
    listing = declare(verbs, "appeals", "list", _list)
    listing.add_argument("--everybody", action="store_true", help=say("appeals.everybody.help"))
    for verb, run in (("show", _show), ("letter", _letter)):
        reading = declare(verbs, "appeals", verb, run)
        reading.add_argument("number", metavar=say("claims_cli.number"), help=say("appeals.number.help"))
        add_export_options(reading)


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


async def _documents(work: GatewayWork) -> int:
    """Look the files through, tell the gateway of them, and send them. Returns the worst exit status."""
    from spot_tui.backend.appeals.papers import look_through, send_papers, start_of_papers, tell_papers
    from spot_tui.cli.outbox import exit_of, show_submissions, tell_how

    desk, appeals, number = work.desk, _desk(work), work.arguments.number
    if desk.documents is None:
        raise AssertionError("there is an outbox, so there is a gateway")
    claim = await claim_of(work, (await appeals.show(work.session, number)).claim)
    typed = start_of_papers(claim, number, work.session.person.name)
    moment, files = desk.clock.now(), work.arguments.files
    found = await look_through(desk.papers, typed, files, moment, desk.rule_book)
    if stops := found.judged.stops():
        for problem in stops:
            print_problem(problem)
        return worst_exit(problem.exit_code for problem in stops)
    sent = [await tell_papers(appeals, work.sender, number, found.papers)]
    if sent[0].problem is None or sent[0].state.waits:
        sent.append(await send_papers(desk.documents, work.sender, work.provider, found))
    show_submissions(work, sent)
    tell_how(sent)
    return exit_of(sent)


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, AppealsDocument
    from spot_tui.backend.appeals.following import follow
    from spot_tui.backend.appeals.view import appeals_section
    from spot_tui.backend.clock import today
    from spot_tui.backend.json_document import as_json

    desk, everybody = work.desk, work.arguments.everybody
    found, problem = await follow(_desk(work), work.outbox, work.session, everybody=everybody)
    return show_followed(
        found,
        problem,
        lambda: appeals_section(found, desk.rule_book.limits, desk.zone, today(desk.clock, desk.zone)),
        (lambda *told: as_json(AppealsDocument(VERSION, *told))) if work.arguments.json else None,
        say("appeals.cli.none"),
    )


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, AppealsDocument
    from spot_tui.backend.appeals.following import next_level_deadline
    from spot_tui.backend.appeals.view import appeal_tab
    from spot_tui.backend.clock import today
    from spot_tui.backend.eligibility.sheet import tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.prints.printouts import appeal_printout

    desk = work.desk
    appeal = await _desk(work).show(work.session, work.arguments.number)
    deadline = next_level_deadline(appeal, desk.rule_book.limits)
    tab = appeal_tab(appeal, deadline, today(desk.clock, desk.zone))
    if work.arguments.json:
        show_json(as_json(AppealsDocument(VERSION, (appeal,))))
    else:
        for line in tab_lines(tab):
            show(line.text)
    await hand_out(desk, work.arguments, appeal_printout(appeal, tab, work.provider, desk.clock.now()))
    return EXIT_DONE


async def _letter(work: GatewayWork) -> int:
    from spot_tui.backend.appeals.document import VERSION, LetterDocument
    from spot_tui.backend.appeals.view import letter_head, letter_tab
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines, tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.prints.printouts import letter_printout

    letter = await _desk(work).letter(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(LetterDocument(VERSION, letter)))
    else:
        for told in (letter.title, *letter_head(letter), ""):
            for line in sentence_lines(told, Tone.PLAIN):
                show(line.text)
        for line in tab_lines(letter_tab(letter)):
            show(line.text)
    await hand_out(work.desk, work.arguments, letter_printout(letter, work.provider, work.desk.clock.now()))
    return EXIT_DONE


def _desk(work: GatewayWork) -> AppealsDesk:
    if work.desk.appeals is None:
        raise AssertionError("there is an outbox, so there are appeals")
    return work.desk.appeals
