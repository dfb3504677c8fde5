"""`messages`: list and read what the contractor wrote, and keep what came along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import show, show_json
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.mailbox.service import MailboxDesk
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on messages."""
    from spot_tui.backend.mailbox.model import View

    verbs = commands.add_parser("messages", help=say("cli.messages.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    listing = declare(verbs, "messages", "list", _list)
    listing.add_argument("--view", choices=[str(view) for view in View], help=say("messages.view.help"))
    declare(verbs, "messages", "due", _due)
    declare(verbs, "messages", "notices", _notices)
    for verb, run in (("show", _show), ("save", _save)):
        declare(verbs, "messages", verb, run).add_argument(
            "number", metavar=say("claims_cli.number"), help=say("messages.number.help")
        )


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.clock import today
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.mailbox.document import VERSION, MessagesDocument
    from spot_tui.backend.mailbox.model import View
    from spot_tui.backend.mailbox.view import messages_section, nothing_words

    view = View(work.arguments.view or View.ALL)
    found = await _desk(work).list(work.session, work.provider, view)
    if work.arguments.json:
        show_json(as_json(MessagesDocument(VERSION, found)))
    elif not found:
        show(nothing_words(view))
    else:
        zone = work.desk.zone
        for line in section_lines(messages_section(found, zone, today(work.desk.clock, zone))):
            show(line.text)
    return EXIT_DONE


async def _notices(work: GatewayWork) -> int:
    from spot_tui.backend.eligibility.sheet import Tab, tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.mailbox.document import VERSION, NoticesDocument
    from spot_tui.backend.mailbox.view import notice_sections

    notices = (await _desk(work).waiting(work.session, work.provider)).notices
    if work.arguments.json:
        show_json(as_json(NoticesDocument(VERSION, notices)))
    elif not notices:
        show(say("notices.none"))
    else:
        for line in tab_lines(Tab("", "", tuple(notice_sections(notices)))):
            show(line.text)
    return EXIT_DONE


async def _due(work: GatewayWork) -> int:
    """List what has a last day; why the mailbox could not be asked is told last, and is the exit status."""
    from spot_tui.backend.deadline_board import DeadlinesDocument, board_section
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.json_document import as_json

    board, problem = await work.desk.deadlines(work.session)
    if work.arguments.json:
        if problem is None:
            show_json(as_json(DeadlinesDocument(1, board)))
    elif not board and problem is None:
        show(say("deadlines.none"))
    else:
        calendar = work.desk.rule_book.calendar
        for line in section_lines(board_section(board, calendar, work.desk.clock.now())):
            show(line.text)
    if problem is not None:
        raise problem
    return EXIT_DONE


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.clock import today
    from spot_tui.backend.eligibility.sheet import Tab, tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.mailbox.document import VERSION, MessagesDocument
    from spot_tui.backend.mailbox.view import message_sections

    message = await _desk(work).open(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(MessagesDocument(VERSION, (message,))))
    else:
        zone = work.desk.zone
        sections = tuple(message_sections(message, zone, today(work.desk.clock, zone)))
        for line in tab_lines(Tab("", "", sections)):
            show(line.text)
    return EXIT_DONE


async def _save(work: GatewayWork) -> int:
    from spot_tui.backend.mailbox.saving import save_attachments

    message = await _desk(work).open(work.session, work.arguments.number)
    paths = await save_attachments(_desk(work), work.desk.prints, work.session, message)
    if work.arguments.json:
        show_json([str(path) for path in paths])
    elif not paths:
        show(say("messages.nothing_attached"))
    else:
        for path in paths:
            show(say("messages.saved", path=path))
    return EXIT_DONE


def _desk(work: GatewayWork) -> MailboxDesk:
    if work.desk.mailbox is None:
        raise AssertionError("there is a gateway, so there is a mailbox")
    return work.desk.mailbox
