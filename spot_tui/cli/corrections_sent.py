"""`corrections submit`, `list` and `show`: the same change of one or many claims, and how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, Problem, worst_exit
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.cli.submitting import add_submit_options, claim_of, show_submitted, submit, text_of
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.case import Case
    from spot_tui.backend.corrections.changes import Changes
    from spot_tui.backend.corrections.document import Submitted
    from spot_tui.backend.corrections.findings import Finding
    from spot_tui.backend.corrections.following import FollowedCorrection
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk


def add_verbs(verbs: Commands) -> None:
    """Declare the commands that send and follow."""
    sending = declare(verbs, "corrections", "submit", _submit)
    sending.add_argument("numbers", nargs="*", metavar=say("claims_cli.number"), help=say("corrections.icns"))
    sending.add_argument("changes", metavar=say("cli.file"), help=say("corrections_cli.changes.help"))
    sending.add_argument("--claims", metavar=say("cli.file"), help=say("corrections.claims_file"))
    add_submit_options(sending)
    sending.set_defaults(early=_read_early)
    listing = declare(verbs, "corrections", "list", _list)
    listing.add_argument("--everybody", action="store_true", help=say("corrections.everybody.help"))
    showing = declare(verbs, "corrections", "show", _show)
    showing.add_argument("number", metavar=say("claims_cli.number"), help=say("corrections.number"))


def _read_early(arguments: argparse.Namespace) -> None:
    """Read claim numbers and changes before anybody signs in. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.formats import read_claim_number

    named = [*arguments.numbers, *(_numbers_in(arguments.claims) if arguments.claims else ())]
    arguments.numbers = list(dict.fromkeys(read_claim_number(number) for number in named))
    if not arguments.numbers:
        raise Problem("field.missing", ("claim_number",))
    arguments.asked = changes_in(arguments.changes)


def _numbers_in(name: str) -> list[str]:
    """Return the words of a file. Raises `Problem` ``changes.file``."""
    from pathlib import Path

    try:
        return Path(name).read_text(encoding="utf-8-sig").split()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem("changes.file", (), {"reason": f"{name}: {reason}"}) from None


async def _submit(work: GatewayWork) -> int:
    """Send one request for each claim; go on after a refusal, and end with the worst of them."""
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    done = [await _submit_one(work, number) for number in work.arguments.numbers]
    show_submitted(work, (each for _, each in done))
    return worst_exit(status for status, _ in done)


async def _submit_one(work: GatewayWork, number: str) -> tuple[int, Submitted]:
    from spot_tui.backend.corrections.document import submitted

    try:
        claim = await claim_of(work, number)
        return await _check_and_send(work, claim)
    except Problem as problem:
        if len(work.arguments.numbers) == 1:
            raise
        tell(say("submitting.not_sent", claim=number))
        print_problem(problem)
        return problem.exit_code, submitted(number, problem=problem)


async def _check_and_send(work: GatewayWork, claim: Claim) -> tuple[int, Submitted]:
    case, findings = judge(work.desk, claim, _asked_of(work, claim), work.desk.clock.now())

    async def send(overrides: Sequence[str]) -> Submission:
        desk = _desk(work)
        return await desk.submit(work.sender, work.provider, claim, case.correction, case.today, overrides)

    return await submit(work, claim.number, findings, send)


def judge(desk: Desk, claim: Claim, asked: Changes, moment: datetime) -> tuple[Case, tuple[Finding, ...]]:
    """Return the correction that changes of a claim stand for, and what rules say of it, sent at `moment`."""
    from spot_tui.backend.corrections.case import Case
    from spot_tui.backend.corrections.changes import read_changes
    from spot_tui.backend.corrections.check import check_sending

    read = read_changes(claim, asked)
    case = Case(claim, read.correction, moment.astimezone(desk.zone).date(), desk.rule_book)
    return case, (*read.findings, *check_sending(case, moment))


def changes_in(name: str) -> Changes:
    """Return the changes of a file, ``-`` being standard input. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.corrections.changes import MOST_CHARACTERS, parse_changes

    return parse_changes(text_of(name, MOST_CHARACTERS, "changes.file"))


def _asked_of(work: GatewayWork, claim: Claim) -> Changes:
    """Return the changes; one file for several claims need not name the patient of each."""
    asked: Changes = work.arguments.asked
    if len(work.arguments.numbers) == 1 or asked.first_name or asked.last_name:
        return asked
    names = {"first_name": claim.patient.first_name, "last_name": claim.patient.last_name}
    return asked.model_copy(update=names)


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.corrections.following import follow

    everybody = work.arguments.everybody
    found, problem = await follow(_desk(work), work.outbox, work.session, everybody=everybody)
    if work.arguments.json:
        if problem is None:
            _show_document(found)
    elif not found and problem is None:
        show(say("corrections.none"))
    else:
        _show_followed(work, found)
    if problem is not None:
        raise problem
    return EXIT_DONE


def _show_document(found: Sequence[FollowedCorrection]) -> None:
    from spot_tui.backend.corrections.document import VERSION, CorrectionsDocument, as_json
    from spot_tui.backend.outbox.listing import listed

    filed = tuple(each.filed for each in found if each.filed is not None)
    waiting = tuple(listed(each.submission) for each in found if each.submission is not None)
    show_json(as_json(CorrectionsDocument(VERSION, filed, waiting)))


def _show_followed(work: GatewayWork, found: Sequence[FollowedCorrection]) -> None:
    from spot_tui.backend.corrections.following import followed_about, status_words
    from spot_tui.backend.eligibility.sheet import Row, Section, section_lines
    from spot_tui.backend.formats import show_date

    columns = tuple(say(f"corrections.column.{name}") for name in ("sent", "claim", "status", "number"))
    rows = tuple(
        Row(
            (
                show_date(each.at.astimezone(work.desk.zone).date()),
                each.claim,
                status_words(each),
                each.number,
            ),
            note=followed_about(each),
        )
        for each in found
    )
    for line in section_lines(Section("", rows, columns)):
        show(line.text)


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.corrections.document import VERSION, CorrectionsDocument, as_json
    from spot_tui.backend.corrections.following import filed_view
    from spot_tui.backend.eligibility.sheet import Tab, tab_lines

    filed = await _desk(work).show(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(CorrectionsDocument(VERSION, (filed,))))
    else:
        for line in tab_lines(Tab("", "", tuple(filed_view(filed)))):
            show(line.text)
    return EXIT_DONE


def _desk(work: GatewayWork) -> CorrectionsDesk:
    if work.desk.corrections is None:
        raise AssertionError("there is an outbox, so there are corrections")
    return work.desk.corrections
