"""`corrections submit`, `list` and `show`: the same change of one or many claims, and how far each is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, KIND_EXITS, Kind, Problem, worst_exit
from spot_tui.cli.claims_named import add_claims, bulk_desk, looked_up
from spot_tui.cli.followed_list import show_followed
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.cli.prints import add_export_options, hand_out
from spot_tui.cli.submitting import (
    add_licence_option,
    add_submit_options,
    show_not_sent,
    show_submitted,
    tell_sent,
)
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.bulk import BulkClaim
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.cli import Commands


def add_verbs(verbs: Commands) -> None:
    """Declare the commands that send and follow."""
    sending = declare(verbs, "corrections", "submit", _submit)
    add_claims(sending)
    add_submit_options(sending)
    add_export_options(sending, has_table=True)
    listing = declare(verbs, "corrections", "list", _list)
    listing.add_argument("--everybody", action="store_true", help=say("corrections.everybody.help"))
    showing = declare(verbs, "corrections", "show", _show)
    showing.add_argument("number", metavar=say("claims_cli.number"), help=say("corrections.number"))
    add_licence_option(showing)
    add_export_options(showing)


async def _submit(work: GatewayWork) -> int:
    """Send one request for each claim; go on after a refusal, and end with the worst of them."""
    from spot_tui.backend.corrections.bulk import exceptions_first
    from spot_tui.backend.corrections.document import submitted
    from spot_tui.cli.licences import accept_licences

    await accept_licences(work.arguments, work.desk.licences, work.session)
    bulk, overrides = bulk_desk(work), frozenset(work.arguments.override)
    looked = [replace(each, passed=overrides) async for each in looked_up(work)]
    done: list[BulkClaim] = []
    stopped: Problem | None = None
    try:
        async for each in bulk.send_each(work.sender, work.provider, looked):
            _tell(work, each)
            done.append(each)
    except Problem as problem:
        if not done:
            raise
        stopped = problem
        done += looked[len(done) :]
    show_submitted(work, (submitted(e.number, e.findings, e.submission, e.problem) for e in done))
    if work.arguments.export or work.arguments.print:
        from spot_tui.backend.prints.printouts import bulk_printout

        printout = bulk_printout(exceptions_first(done), work.provider, work.desk.clock.now())
        await hand_out(work.desk, work.arguments, printout)
    if stopped is not None:
        tell(say("submitting.stopped"))
        print_problem(stopped)
    return worst_exit([stopped.exit_code] if stopped else map(_exit_of, done))


def _exit_of(one: BulkClaim) -> int:
    """Return the exit code of what kept one from being confirmed, 0 where nothing did."""
    from spot_tui.backend.corrections.findings import exit_of
    from spot_tui.cli.outbox import exit_of as exit_of_sent

    if one.problem is not None:
        return one.problem.exit_code
    if one.submission is not None:
        return exit_of_sent([one.submission])
    return exit_of(one.findings) or KIND_EXITS[Kind.INCOMPLETE]


def _tell(work: GatewayWork, one: BulkClaim) -> None:
    if one.problem is not None:
        tell(say("submitting.not_sent", claim=one.number))
        print_problem(one.problem)
    elif one.submission is not None:
        tell_sent(one.submission, one.number, is_json=work.arguments.json)
    elif not work.arguments.json:
        show_not_sent(one.number, one.findings, one.missing)


async def _list(work: GatewayWork) -> int:
    from spot_tui.backend.corrections.document import VERSION, CorrectionsDocument
    from spot_tui.backend.corrections.following import corrections_section, follow
    from spot_tui.backend.json_document import as_json

    everybody = work.arguments.everybody
    found, problem = await follow(_desk(work), work.outbox, work.session, everybody=everybody)
    return show_followed(
        found,
        problem,
        lambda: corrections_section(found, work.desk.zone),
        (lambda *told: as_json(CorrectionsDocument(VERSION, *told))) if work.arguments.json else None,
        say("corrections.none"),
    )


async def _show(work: GatewayWork) -> int:
    from spot_tui.backend.corrections.document import VERSION, CorrectionsDocument
    from spot_tui.backend.corrections.following import filed_tab
    from spot_tui.backend.eligibility.sheet import tab_lines
    from spot_tui.backend.json_document import as_json
    from spot_tui.backend.prints.printouts import correction_printout
    from spot_tui.cli.licences import accept_licences

    desk = work.desk
    owners = desk.licences.copyright_line()
    await accept_licences(work.arguments, desk.licences, work.session)
    filed = await _desk(work).show(work.session, work.arguments.number)
    if work.arguments.json:
        show_json(as_json(CorrectionsDocument(VERSION, (filed,))))
    else:
        for line in tab_lines(filed_tab(filed)):
            show(line.text)
        show()
        show(owners)
    await hand_out(desk, work.arguments, correction_printout(filed, work.provider, desk.clock.now(), owners))
    return EXIT_DONE


def _desk(work: GatewayWork) -> CorrectionsDesk:
    if work.desk.corrections is None:
        raise AssertionError("there is an outbox, so there are corrections")
    return work.desk.corrections
