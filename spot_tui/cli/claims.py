"""`claims`: search and show claims, by the same service and with the same audit trail as the screens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spot_tui.backend.claims.model import Group
from spot_tui.backend.claims.order import ORDERS, ordered
from spot_tui.backend.problems import Problem
from spot_tui.cli.contact import finish
from spot_tui.cli.fields import MOST_CHARACTERS, STANDARD_INPUT, given_options, read_fields
from spot_tui.cli.output import show_json, tell
from spot_tui.cli.prints import add_print_options, hand_out, only_of, refuse_early
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.claims.inquiry import StatusInquiry
    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.claims.search import ClaimSearch
    from spot_tui.backend.claims.service import ClaimList
    from spot_tui.backend.claims.sheet import ClaimViewing
    from spot_tui.backend.session import Session
    from spot_tui.backend.upstreams import Provider
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk

FIELDS = ("part", "service_from", "service_to", "mbi", "claim_number")
STATUS_FIELDS = (
    *("part", "mbi", "first_name", "last_name", "birth_date"),
    *("service_from", "service_to", "claim_number"),
)


@dataclass(frozen=True, slots=True)
class _Work:
    """What a command works with once somebody has signed in."""

    arguments: argparse.Namespace
    desk: Desk
    session: Session
    provider: Provider
    today: date


def add_parser(commands: Commands) -> None:
    """Declare the commands on claims."""
    verbs = commands.add_parser("claims", help=say("cli.claims.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    searching = _declare(verbs, "search", _search, FIELDS)
    for name, choices in (("order", ORDERS), ("group", tuple(Group))):
        searching.add_argument(f"--{name}", choices=choices, help=say(f"claims_cli.{name}.help"))
    asking = _declare(verbs, "status", _status, STATUS_FIELDS)
    showing = _declare(verbs, "show", _show)
    for parser in (asking, showing):
        parser.add_argument(
            "--accept-licenses", dest="accept_licences", action="store_true", help=say("licence.option.help")
        )
    add_print_options(showing)
    showing.add_argument("number", metavar=say("claims_cli.number"), help=say("field.claim_number.help"))


def _declare(
    verbs: Commands, verb: str, run: Callable[[_Work], Awaitable[None]], fields: tuple[str, ...] = ()
) -> argparse.ArgumentParser:
    words = say(f"claims_cli.{verb}.help")
    parser = verbs.add_parser(verb, help=words, description=words)
    if fields:
        parser.add_argument(
            "source", nargs="?", choices=(STANDARD_INPUT,), help=say("claims_cli.source.help")
        )
    for name in fields:
        option = f"--{name.replace('_', '-')}"
        key = "field.claim_mbi.help" if name == "mbi" and verb == "search" else f"field.{name}.help"
        parser.add_argument(option, dest=name, metavar=say("cli.value"), help=say(key))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_sign_in_options(parser)
    parser.set_defaults(run=run_claims, work=run, verb=verb)
    return parser


def run_claims(arguments: argparse.Namespace) -> int:
    """Sign in, do what was asked, and return the exit status."""
    return finish(_run(arguments), arguments)


async def _run(arguments: argparse.Namespace) -> None:
    async with _at_work(arguments) as work:
        await arguments.work(work)


@asynccontextmanager
async def _at_work(arguments: argparse.Namespace) -> AsyncIterator[_Work]:
    from spot_tui.backend.clock import provider_day, today
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    profile = chosen_profile(arguments)
    async with working_desk(arguments.profile, profile) as desk:
        if (desk.claim_status if arguments.verb == "status" else desk.claims) is None:
            raise Problem("claims.not_set_up", (), {"profile": arguments.profile})
        _refuse_wrong_early(arguments, today(desk.clock, desk.zone), desk)
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            provider = session.provider
            if provider is None:
                raise AssertionError("signed in for a provider")
            day = provider_day(desk.clock, provider, profile.zone)
            yield _Work(arguments, desk, session, provider, day)


def _refuse_wrong_early(arguments: argparse.Namespace, day: date, desk: Desk) -> None:
    """Raise what is wrong with the options before anybody signs in."""
    from spot_tui.backend.claims.inquiry import status_form
    from spot_tui.backend.claims.search import search_form
    from spot_tui.backend.formats import read_claim_number
    from spot_tui.terminal.prompts import refuse_wrong

    if arguments.verb == "show":
        arguments.number = read_claim_number(arguments.number)
        refuse_early(desk, arguments)
    elif arguments.verb == "status":
        refuse_wrong(status_form(day), given_options(arguments, STATUS_FIELDS))
    else:
        refuse_wrong(search_form(day, desk.profile.claim_rules), given_options(arguments, FIELDS))


async def _search(work: _Work) -> None:
    service = work.desk.claims
    if service is None:
        raise AssertionError("looked for before the sign-in")
    wanted = _wanted(work)
    tell(say("claims_cli.searching"))
    found = await service.search(work.session, work.provider, wanted, work.today)
    group = work.arguments.group
    shown = (claim for claim in found.claims if group in (None, claim.standing.group))
    found = replace(found, claims=ordered(shown, work.arguments.order or ORDERS[0]))
    if not _print_json(work, found):
        from spot_tui.cli.claims_sheet import show_list

        show_list(found, work.desk)


async def _status(work: _Work) -> None:
    from spot_tui.cli.claims_sheet import show_answer
    from spot_tui.cli.licences import accept_licences

    service = work.desk.claim_status
    if service is None:
        raise AssertionError("looked for before the sign-in")
    await accept_licences(work.arguments, work.desk.licences, work.session)
    inquiry = _inquiry(work)
    tell(say("claim_status.waiting", source=service.name))
    found = await service.ask(inquiry, work.provider)
    if not _print_json(work, found):
        viewings = [await _viewing(work, claim) for claim in found.claims]
        show_answer(found, viewings, work.desk, work.session.person.user_id)


def _print_json(work: _Work, found: ClaimList) -> bool:
    """Print the claims as JSON where that is asked for, and tell whether it was."""
    from spot_tui.backend.claims.document import list_document
    from spot_tui.backend.json_document import as_json

    if work.arguments.json:
        show_json(as_json(list_document(found)))
    return bool(work.arguments.json)


async def _show(work: _Work) -> None:
    from spot_tui.backend.claims.document import claim_document
    from spot_tui.backend.json_document import as_json
    from spot_tui.cli.claims_sheet import show_claim
    from spot_tui.cli.licences import accept_licences

    service = work.desk.claims
    if service is None:
        raise AssertionError("looked for before the sign-in")
    await accept_licences(work.arguments, work.desk.licences, work.session)
    shown = await service.show(work.session, work.provider, work.arguments.number)
    viewing = await _viewing(work, shown.claim)
    if work.arguments.json:
        show_json(as_json(claim_document(shown, viewing)))
    else:
        show_claim(shown, work.desk, viewing, work.session.person.user_id)
    if work.arguments.export or work.arguments.print:
        from spot_tui.backend.prints.printouts import claim_printout

        owners, only = work.desk.licences.copyright_line(), only_of(work.arguments)
        printout = claim_printout(shown, work.provider, viewing, owners, only)
        await hand_out(work.desk, work.arguments, printout)


async def _viewing(work: _Work, claim: Claim) -> ClaimViewing:
    """Return what a claim is shown beside: the roads from it, and what she sent that it does not show yet.

    A status answer tells too little of a claim for its roads.
    """
    from spot_tui.backend.claims.sheet import ClaimViewing, not_on_claim
    from spot_tui.backend.clock import today
    from spot_tui.backend.corrections.roads import roads

    desk = work.desk
    ways = roads(claim, today(desk.clock, desk.zone), desk.rule_book) if claim.revision else ()
    outbox = await desk.outbox.find(work.session.person.subject) if desk.outbox else []
    return ClaimViewing(work.today, desk.zone, ways, not_on_claim(claim, outbox))


def _wanted(work: _Work) -> ClaimSearch:
    """Return the search: from options, JSON, the provider's only part, and the person for the rest."""
    from spot_tui.backend.claims.search import make_search, read_search, search_form
    from spot_tui.terminal.prompts import terminal_prompts

    given, rules = _all_given(work, FIELDS), work.desk.profile.claim_rules
    prompts = terminal_prompts(work.arguments.surroundings)
    if prompts is None:
        return read_search(given, work.today, rules)
    return make_search(prompts.fill(search_form(work.today, rules), given))


def _inquiry(work: _Work) -> StatusInquiry:
    """Return the question about one claim, in the same way."""
    from spot_tui.backend.claims.inquiry import make_status_inquiry, read_status_inquiry, status_form
    from spot_tui.terminal.prompts import terminal_prompts

    given = _all_given(work, STATUS_FIELDS)
    prompts = terminal_prompts(work.arguments.surroundings)
    if prompts is None:
        return read_status_inquiry(given, work.today)
    return make_status_inquiry(prompts.fill(status_form(work.today), given))


def _all_given(work: _Work, names: tuple[str, ...]) -> dict[str, str]:
    from spot_tui.terminal.endings import breaking_in

    given = given_options(work.arguments, names)
    if work.arguments.source:
        with breaking_in():
            given |= read_fields(sys.stdin.read(MOST_CHARACTERS + 1), names)
    if len(work.provider.parts) == 1:
        given.setdefault("part", work.provider.parts[0])
    return given
