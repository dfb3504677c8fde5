"""`outbox`: what was submitted on this machine and is not confirmed; listed, sent and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, Problem, worst_exit
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from spot_tui.backend.outbox.model import Submission
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on the outbox."""
    verbs = commands.add_parser("outbox", help=say("cli.outbox.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    declare(verbs, "outbox", "list", _list)
    _add_id(declare(verbs, "outbox", "show", _show), nargs=None)
    sending = declare(verbs, "outbox", "send", _send)
    _add_id(sending, nargs="?")
    dropping = declare(verbs, "outbox", "drop", _drop)
    _add_id(dropping, nargs=None)
    dropping.add_argument("--unconfirmed", action="store_true", help=say("outbox.unconfirmed.help"))
    for parser in (sending, dropping):  # what waits is sent, or not, by the command itself
        parser.set_defaults(leaves_outbox=True)


def _add_id(parser: argparse.ArgumentParser, nargs: str | None) -> None:
    parser.add_argument("id", nargs=nargs, metavar=say("outbox.id"), help=say("outbox.id.help"))


async def _list(work: GatewayWork) -> int:
    show_submissions(work, await work.outbox.find(work.session.person.subject))
    return EXIT_DONE


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.outbox.view import submission_sections, told

    wanted = await _id(work)
    found = [each for each in await work.outbox.find(work.session.person.subject) if each.id == wanted]
    if work.arguments.json:
        show_submissions(work, found)
        return EXIT_DONE
    for each in found:
        show(told(each))
        for section in submission_sections(each, work.desk.clock.now(), work.desk.zone):
            for line in section_lines(section):
                show(line.text)
    return EXIT_DONE


async def _send(work: GatewayWork) -> int:
    if work.arguments.id is None:
        sent = await work.outbox.send_all(work.sender)
    else:
        sent = [await work.outbox.send(work.sender, await _id(work))]
    if work.arguments.json or sent:
        show_submissions(work, sent)
    else:
        tell(say("outbox.nothing"))
    tell_how(sent)
    return exit_of(sent)


async def _drop(work: GatewayWork) -> int:
    dropped = await work.outbox.drop(
        work.session.person.subject, await _id(work), though_unconfirmed=work.arguments.unconfirmed
    )
    tell(say("outbox.dropped"))
    if work.arguments.json:
        show_submissions(work, [dropped])
    return EXIT_DONE


async def _id(work: GatewayWork) -> str:
    """Return the id of the submission whose id begins as was typed. Raises `Problem` ``outbox.unknown``."""
    begins = work.arguments.id
    there = [each.id for each in await work.outbox.find(work.session.person.subject)]
    found = [each for each in there if begins and each.startswith(begins)]
    if len(found) != 1:
        raise Problem("outbox.unknown")
    return found[0]


def exit_of(submissions: Iterable[Submission]) -> int:
    """Return the exit code of what kept these from being confirmed, 0 where nothing did."""
    return worst_exit(each.problem.exit_code for each in submissions if each.problem is not None)


def tell_how(submissions: Sequence[Submission]) -> None:
    """Say of each submission how it stands now, and what kept it from ending well."""
    from spot_tui.backend.outbox.view import told

    for each in submissions:
        tell(told(each))
        if each.problem is not None:
            print_problem(each.problem)


def show_submissions(work: GatewayWork, submissions: Sequence[Submission]) -> None:
    """Print the table of these, or the document."""
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.outbox.listing import outbox_document
    from spot_tui.backend.outbox.view import outbox_section

    if work.arguments.json:
        show_json(as_json(outbox_document(submissions)))
    elif not submissions:
        show(say("outbox.none"))
    else:
        desk = work.desk
        section = outbox_section(submissions, desk.clock.now(), desk.zone, work.outbox.rules)
        for line in section_lines(section):
            show(line.text)
