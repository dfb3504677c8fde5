"""`documents submit`, `resume`, `list` and `show`: forms sent with their files, and their receipts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from spot_tui.backend.problems import EXIT_DONE, KIND_EXITS, Kind, worst_exit
from spot_tui.cli.documents import add_form_arguments, judged_form, show_check
from spot_tui.cli.followed_list import show_followed
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.cli.prints import add_export_options, hand_out
from spot_tui.cli.submitting import add_override_option, tell_sent
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Coroutine, Iterable, Sequence

    from spot_tui.backend.documents.desk import DocumentsDesk, Resumed
    from spot_tui.backend.documents.document import DocumentsCheck
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.cli import Commands

Result = TypeVar("Result")

TELL_EVERY_SECONDS = 10


def add_verbs(verbs: Commands) -> None:
    """Declare the commands that send and follow."""
    sending = declare(verbs, "documents_cli", "submit", _submit)
    add_form_arguments(sending)
    add_override_option(sending)
    declare(verbs, "documents_cli", "resume", _resume)
    listing = declare(verbs, "documents_cli", "list", _list)
    listing.add_argument("--everybody", action="store_true", help=say("documents_cli.everybody.help"))
    listing.add_argument("--form", metavar=say("documents_cli.form"), help=say("documents_cli.form.one"))
    listing.add_argument(
        "--find", default="", metavar=say("documents_cli.words"), help=say("documents_cli.find.help")
    )
    listing.set_defaults(early=_read_listed)
    showing = declare(verbs, "documents_cli", "show", _show)
    showing.add_argument("number", metavar=say("documents_cli.number"), help=say("documents_cli.number.help"))
    add_export_options(showing)


def _read_listed(arguments: argparse.Namespace) -> None:
    """Find the form before anybody signs in. Raises `Problem` ``documents.no_form``."""
    from spot_tui.backend.documents.forms import find_form

    arguments.form = find_form(arguments.form).id.value if arguments.form else ""


async def _submit(work: GatewayWork) -> int:
    """Send what nothing stops; tell how far it is meanwhile, and what became of it."""
    from spot_tui.backend.documents.document import documents_check
    from spot_tui.backend.documents.filling import filled_form

    form, overrides = work.arguments.form, work.arguments.override
    judged, papers = await judged_form(work)
    check = documents_check(form, judged, papers)
    if judged.stops(overrides):
        _show_stopped(work, check)
        return judged.exit_code or KIND_EXITS[Kind.INCOMPLETE]
    warned = tuple(each.rule for each in judged.findings)
    filled = filled_form(form, judged, papers, warned)
    desk = _desk(work)
    sent = await _telling(desk, desk.submit(work.sender, work.provider, filled))
    tell_sent(sent, say(f"documents.form.{form.id}"), is_json=work.arguments.json)
    _show_sent(work, check, sent)
    return _exit_of([sent])


async def _resume(work: GatewayWork) -> int:
    """Go on with what was broken off; go on after one that cannot be sent, and end with the worst of them."""
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.outbox.listing import outbox_document
    from spot_tui.backend.outbox.view import told

    desk = _desk(work)
    resumed: Sequence[Resumed] = await _telling(desk, desk.resume(work.sender))
    if work.arguments.json:
        show_json(as_json(outbox_document(each.submission for each in resumed)))
    if not resumed:
        tell(say("documents_cli.nothing"))
    for each in resumed:
        tell(told(each.submission))
        if problem := each.problem or each.submission.problem:
            print_problem(problem)
    return worst_exit(
        [
            _exit_of(each.submission for each in resumed),
            *(each.problem.exit_code for each in resumed if each.problem is not None),
        ]
    )


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.documents.sent_document import VERSION, SubmissionsDocument
    from spot_tui.backend.documents.sent_view import chosen, follow, submissions_section
    from spot_tui.backend.json_document import as_json

    asked = work.arguments
    followed, problem = await follow(_desk(work), work.outbox, work.session, everybody=asked.everybody)
    found = chosen(followed, asked.form, asked.find)
    return show_followed(
        found,
        problem,
        lambda: submissions_section(found, work.desk.zone),
        (lambda *told: as_json(SubmissionsDocument(VERSION, *told))) if work.arguments.json else None,
        say("documents_sent.not_found" if followed else "submission.none"),
    )


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.documents.sent_document import VERSION, SubmissionsDocument
    from spot_tui.backend.documents.sent_view import submission_tab
    from spot_tui.backend.eligibility.sheet import tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.prints.printouts import documents_printout

    desk = work.desk
    filed = await _desk(work).show(work.session, work.arguments.number)
    tab = submission_tab(filed, desk.zone)
    if work.arguments.json:
        show_json(as_json(SubmissionsDocument(VERSION, (filed,))))
    else:
        for line in tab_lines(tab):
            show(line.text)
    await hand_out(desk, work.arguments, documents_printout(filed, tab, work.provider, desk.clock.now()))
    return EXIT_DONE


async def _telling(desk: DocumentsDesk, sending: Coroutine[object, object, Result]) -> Result:
    """Await what sends files, and say on standard error how far they are, now and then."""
    telling = asyncio.create_task(_tell_progress(desk))
    try:
        return await sending
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling


async def _tell_progress(desk: DocumentsDesk) -> None:
    from spot_tui.backend.documents.sent_view import progress_told
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines

    while True:
        await asyncio.sleep(TELL_EVERY_SECONDS)
        for meter in desk.under_way():
            for line in sentence_lines(progress_told(meter), Tone.PLAIN):
                tell(line.text)


def _exit_of(sent: Iterable[Submission]) -> int:
    from spot_tui.cli.outbox import exit_of

    return exit_of(sent)


def _show_stopped(work: GatewayWork, check: DocumentsCheck) -> None:
    if work.arguments.json:
        _show_sent(work, check, None)
        return
    show_check(work, check)
    missing = {each.rule for each in check.findings if each.outcome == "warn"} - {*work.arguments.override}
    if check.may_be_sent and missing:
        show()
        show(say("submitting.options", options=" ".join(f"--override {rule}" for rule in sorted(missing))))


def _show_sent(work: GatewayWork, check: DocumentsCheck, sent: Submission | None) -> None:
    """Print what became of it as a document, where one was asked for."""
    from spot_tui.backend.documents.sent_document import VERSION, SentDocument
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.outbox.listing import listed

    if work.arguments.json:
        show_json(as_json(SentDocument(VERSION, check, listed(sent) if sent else None)))


def _desk(work: GatewayWork) -> DocumentsDesk:
    if work.desk.documents is None:
        raise AssertionError("there is an outbox, so there are documents")
    return work.desk.documents
