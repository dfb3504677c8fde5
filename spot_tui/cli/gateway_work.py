"""What commands that submit over the gateway share: signed in for a provider, with her outbox at hand."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.cli.contact import finish
from spot_tui.cli.prints import refuse_early
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.outbox.model import Sender
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session
    from spot_tui.backend.upstreams import Provider
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk


@dataclass(frozen=True, slots=True)
class GatewayWork:
    """What a command works with once somebody has signed in."""

    arguments: argparse.Namespace
    desk: Desk
    session: Session
    provider: Provider
    sender: Sender
    outbox: Outbox


Run = Callable[[GatewayWork], Awaitable[int]]
"""What a command does; returns the exit status."""


def declare(verbs: Commands, group: str, verb: str, run: Run) -> argparse.ArgumentParser:
    """Add a command that signs in and does `run`; its help is ``GROUP.VERB.help``."""
    words = say(f"{group}.{verb}.help")
    parser = verbs.add_parser(verb, help=words, description=words)
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    add_sign_in_options(parser)
    parser.set_defaults(run=run_gateway_work, work=run, early=None, leaves_outbox=False, prints=False)
    return parser


def run_gateway_work(arguments: argparse.Namespace) -> int:
    """Sign in, do what was asked, and return the exit status."""
    return finish(_run(arguments), arguments)


async def _run(arguments: argparse.Namespace) -> int:
    async with _at_work(arguments) as work:
        status: int = await arguments.work(work)
    return status


@asynccontextmanager
async def _at_work(arguments: argparse.Namespace) -> AsyncIterator[GatewayWork]:
    from spot_tui.backend.outbox.model import Sender
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    profile = chosen_profile(arguments)
    async with working_desk(arguments.profile, profile) as desk:
        outbox = desk.outbox
        if outbox is None:
            raise Problem("outbox.not_set_up", (), {"profile": arguments.profile})
        if arguments.early is not None:
            arguments.early(arguments)
        if arguments.prints:
            refuse_early(desk, arguments)
        leaves = arguments.leaves_outbox
        async with signed_in(desk, signer_for(arguments, desk), leaves_outbox=leaves) as session:
            provider = session.provider
            if provider is None:
                raise AssertionError("signed in for a provider")
            yield GatewayWork(arguments, desk, session, provider, Sender.of(session), outbox)
