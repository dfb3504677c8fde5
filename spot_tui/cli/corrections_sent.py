"""`corrections submit`, `list` and `show`: the same change of one or many claims, and how far each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, tell
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse

    from spot_tui.backend.corrections.changes import Changes
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.cli import Commands


def add_verbs(verbs: Commands) -> None:
    """Declare the commands that send and follow."""
    sending = declare(verbs, "corrections", "submit", _submit, json=False)
    sending.add_argument("numbers", nargs="*", metavar=say("claims_cli.number"), help=say("corrections.icns"))
    sending.add_argument("changes", metavar=say("cli.file"), help=say("corrections_cli.changes.help"))
    sending.add_argument("--claims", metavar=say("cli.file"), help=say("corrections.claims_file"))
    sending.add_argument(
        "--override", action="append", default=[], metavar=say("cli.value"), help=say("corrections.override")
    )
    sending.add_argument(
        "--accept-licenses", dest="accept_licences", action="store_true", help=say("licence.option.help")
    )
    sending.set_defaults(early=_read_early)
    listing = declare(verbs, "corrections", "list", _list, json=False)
    listing.add_argument("--everybody", action="store_true", help=say("corrections.everybody.help"))
    showing = declare(verbs, "corrections", "show", _show, json=False)
    showing.add_argument("number", metavar=say("claims_cli.number"), help=say("corrections.number"))


def _read_early(arguments: argparse.Namespace) -> None:
    """Read claim numbers and changes before anybody signs in. Raises `Problem` ``changes.file``."""
    from spot_tui.backend.formats import read_claim_number
    from spot_tui.cli.corrections import changes_in

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


async def _submit(work: GatewayWork) -> None:
    """Send one request for each claim; go on after a refusal, and end with the worst of them."""
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    desk, worst, asked = _desk(work), None, work.arguments.asked
    for number in work.arguments.numbers:
        try:
            show(say("corrections.of_claim", number=number, told=await _send(work, desk, number, asked)))
        except Problem as problem:
            show(say("corrections.of_claim", number=number, told=say("corrections.not_sent")))
            worst = problem if worst is None or problem.exit_code > worst.exit_code else worst
            if len(work.arguments.numbers) > 1:
                print_problem(problem)
    if worst is not None:
        raise worst


async def _send(work: GatewayWork, desk: CorrectionsDesk, number: str, asked: Changes) -> str:
    from spot_tui.backend.clock import today
    from spot_tui.backend.corrections.changes import read_changes
    from spot_tui.backend.corrections.findings import refusals
    from spot_tui.backend.outbox.model import State
    from spot_tui.backend.outbox.view import told

    if work.desk.claims is None:
        raise Problem("claims.not_set_up", (), {"profile": work.arguments.profile})
    claim = (await work.desk.claims.show(work.session, work.provider, number)).claim
    if len(work.arguments.numbers) > 1 and not (asked.first_name or asked.last_name):
        names = {"first_name": claim.patient.first_name, "last_name": claim.patient.last_name}
        asked = asked.model_copy(update=names)
    read = read_changes(claim, asked)
    if refused := refusals(read.findings):
        raise refused[0].problem
    day = today(work.desk.clock, work.desk.zone)
    overrides = tuple(work.arguments.override)
    sent = await desk.submit(work.sender, work.provider, claim, read.correction, day, overrides)
    if sent.state is State.REFUSED and sent.problem is not None:
        raise sent.problem
    return told(sent)


async def _list(work: GatewayWork) -> None:
    from spot_tui.backend.corrections.following import follow, followed_about
    from spot_tui.backend.formats import show_date

    everybody = work.arguments.everybody
    found, problem = await follow(_desk(work), work.outbox, work.session, everybody=everybody)
    if not found and problem is None:
        tell(say("corrections.none"))
    for each in found:
        on = show_date(each.at.astimezone(work.desk.zone).date())
        show(f"{on}  {each.claim:<15}  {each.status_words:<14}  {each.number}".rstrip())
        show(f"    {followed_about(each)}")
    if problem is not None:
        raise problem


async def _show(work: GatewayWork) -> None:
    from spot_tui.backend.corrections.following import filed_view
    from spot_tui.backend.eligibility.sheet import Tab, tab_lines

    filed = await _desk(work).show(work.session, work.arguments.number)
    for line in tab_lines(Tab("", "", tuple(filed_view(filed)))):
        show(line.text)


def _desk(work: GatewayWork) -> CorrectionsDesk:
    if work.desk.corrections is None:
        raise Problem("outbox.not_set_up", (), {"profile": work.arguments.profile})
    return work.desk.corrections
