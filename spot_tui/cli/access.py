"""`access`: ask for a role and follow the request; approvers decide, certify and end roles."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.contact import finish
from spot_tui.cli.fields import MOST_CHARACTERS, STANDARD_INPUT, given_options, read_fields
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.model import AccessRequest, Application, HeldRole
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.session import Session
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk
    from spot_tui.settings import Profile

FIELDS = (
    *("role", "organisation", "business_name", "street", "street_2", "city", "state", "zip"),
    *("npi", "ptan", "tin", "line_of_business", "reason"),
)
# A sole proprietor's tax number may be a social security number, which is never an option.
_OPTIONS = tuple(name for name in FIELDS if name != "tin")


@dataclass(frozen=True, slots=True)
class _Work:
    """What a command works with once somebody has signed in."""

    arguments: argparse.Namespace
    desk: Desk
    access: AccessDesk
    session: Session


_Run = Callable[[_Work], Awaitable[None]]


def add_parser(commands: Commands) -> None:
    """Declare the commands on access."""
    verbs = commands.add_parser("access", help=say("cli.access.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )
    _declare(verbs, "list", _list)
    asking = _declare(verbs, "request", _request)
    asking.add_argument(
        "source", nargs="?", choices=(STANDARD_INPUT,), help=say("access.request.source.help")
    )
    for name in _OPTIONS:
        option = f"--{name.replace('_', '-')}"
        asking.add_argument(option, dest=name, metavar=say("cli.value"), help=say(f"field.{name}.help"))
    for verb, run in (("approve", _approve), ("deny", _deny), ("cancel", _cancel)):
        _declare(verbs, verb, run).add_argument(
            "number", metavar=say("access.number"), help=say("access.number.help")
        )
    for verb, run in (("certify", _certify), ("end", _end)):
        _declare(verbs, verb, run).add_argument(
            "role_id", metavar=say("access.role_id"), help=say("access.role_id.help")
        )
    for verb in ("deny", "end"):
        verbs.choices[verb].add_argument("--reason", metavar=say("cli.value"), help=say("access.reason.help"))


def _declare(verbs: Commands, verb: str, run: _Run) -> argparse.ArgumentParser:
    parser = verbs.add_parser(verb, help=say(f"access.{verb}.help"), description=say(f"access.{verb}.help"))
    parser.add_argument("--no-role", action="store_true", help=say("access.no_role.help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_sign_in_options(parser)
    parser.set_defaults(run=run_access, work=run)
    return parser


def run_access(arguments: argparse.Namespace) -> int:
    """Sign in, do what was asked, and return the exit status."""
    return finish(_run(arguments), arguments)


async def _run(arguments: argparse.Namespace) -> None:
    _refuse_wrong_early(arguments)
    async with _at_work(arguments) as work:
        await arguments.work(work)


def _refuse_wrong_early(arguments: argparse.Namespace) -> None:
    """Raise what is wrong with the options before anybody signs in."""
    from spot_tui.backend.access.request_form import reason_form, request_form
    from spot_tui.terminal.prompts import refuse_wrong

    if hasattr(arguments, "source"):
        refuse_wrong(request_form(), given_options(arguments, _OPTIONS))
    elif hasattr(arguments, "reason"):
        refuse_wrong(reason_form(), given_options(arguments, ("reason",)))


@asynccontextmanager
async def _at_work(arguments: argparse.Namespace) -> AsyncIterator[_Work]:
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    async with working_desk(arguments.profile, _profile(arguments)) as desk:
        if desk.access is None:
            raise Problem("gateway.not_set_up", (), {"profile": arguments.profile})
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            yield _Work(arguments, desk, desk.access, session)


def _profile(arguments: argparse.Namespace) -> Profile:
    """Return the profile; for an account without a role, with the client that is good for requests only."""
    from spot_tui.backend.identity.access import onboarding
    from spot_tui.cli.profile import chosen_profile

    profile = chosen_profile(arguments)
    if not arguments.no_role:
        return profile
    limited = onboarding(profile.identity)
    if limited is None:
        raise Problem("access.no_onboarding", (), {"page": profile.identity.account_page})
    return profile.model_copy(update={"identity": limited})


async def _list(work: _Work) -> None:
    from spot_tui.cli.access_sheet import Listing, show_listing

    mine = await work.access.mine(work.session)
    roles = await work.access.roles(work.session)
    decides = (
        any(role.role.decides and role.status == "active" for role in roles) and not work.arguments.no_role
    )
    waiting = await work.access.waiting(work.session) if decides else None
    members = await work.access.members(work.session) if decides else None
    show_listing(Listing(mine, waiting, roles, members), work.desk, as_json=work.arguments.json)


async def _request(work: _Work) -> None:
    sent = await work.access.submit(work.session, _application(work))
    _show_request(work, sent, say("access.sent", number=sent.number))


async def _approve(work: _Work) -> None:
    request = await work.access.find(work.session, work.arguments.number)
    _show_request(work, await work.access.approve(work.session, request))


async def _deny(work: _Work) -> None:
    request = await work.access.find(work.session, work.arguments.number)
    _show_request(work, await work.access.deny(work.session, request, _reason(work)))


async def _cancel(work: _Work) -> None:
    request = await work.access.find(work.session, work.arguments.number)
    _show_request(work, await work.access.cancel(work.session, request))


async def _certify(work: _Work) -> None:
    role = await work.access.find_role(work.session, work.arguments.role_id)
    _show_role(work, await work.access.certify(work.session, role))


async def _end(work: _Work) -> None:
    role = await work.access.find_role(work.session, work.arguments.role_id)
    _show_role(work, await work.access.end_role(work.session, role, _reason(work)))


def _application(work: _Work) -> Application:
    """Return what is asked for: from options, JSON, the provider in force, and the person for the rest."""
    from spot_tui.backend.access.request_form import make_application, request_form, typed_for
    from spot_tui.terminal.endings import breaking_in
    from spot_tui.terminal.prompts import terminal_prompts

    form, given = request_form(), dict(given_options(work.arguments, _OPTIONS))
    if work.arguments.source:
        with breaking_in():
            given |= read_fields(sys.stdin.read(MOST_CHARACTERS + 1), FIELDS)
    if work.session.provider is not None:
        given = {**typed_for(work.session.provider), **given}
    prompts = terminal_prompts(work.arguments.surroundings)
    if prompts is not None:
        return make_application(prompts.fill(form, given))
    reading = form.read(given)
    if reading.problems:
        raise reading.foremost
    return make_application(reading.values)


def _reason(work: _Work) -> str:
    """Return the reason; it is asked for where there is a terminal, and the service refuses none."""
    from spot_tui.backend.access.request_form import reason_form
    from spot_tui.terminal.prompts import terminal_prompts

    given = given_options(work.arguments, ("reason",))
    prompts = terminal_prompts(work.arguments.surroundings)
    if prompts is None:
        return given.get("reason", "")
    return str(prompts.fill(reason_form(), given)["reason"])


def _show_request(work: _Work, request: AccessRequest, first: str = "") -> None:
    from spot_tui.cli.access_sheet import show_request

    show_request(request, work.desk, first, as_json=work.arguments.json)


def _show_role(work: _Work, role: HeldRole) -> None:
    from spot_tui.cli.access_sheet import show_role

    show_role(role, work.desk, as_json=work.arguments.json)
