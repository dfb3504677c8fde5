"""Signing in on the command line, for commands that need a session, and signing out at the end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import Done, Prompt
from spot_tui.backend.problems import Problem
from spot_tui.cli.followed import followed
from spot_tui.cli.output import print_problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.sign_in import SignIn
    from spot_tui.backend.session import Session
    from spot_tui.cli.signers import Signer
    from spot_tui.desk import Desk

_QUICK_SECONDS = 0.5


def add_sign_in_options(parser: argparse.ArgumentParser) -> None:
    """Add the options with which a script or a made-up user signs in."""
    group = parser.add_argument_group(say("cli.sign_in.title"), say("cli.sign_in.help"))
    group.add_argument("--username", default="", metavar=say("cli.user"), help=say("cli.username.help"))
    group.add_argument("--device", default="", metavar=say("cli.device"), help=say("cli.device.help"))
    group.add_argument("--provider", default="", metavar="NPI", help=say("cli.provider.help"))
    group.add_argument("--accept-terms", action="store_true", help=say("cli.accept_terms.help"))
    group.add_argument("--device-grant", action="store_true", help=say("cli.device_grant.help"))
    group.add_argument(
        "--practice-user", default="", metavar=say("cli.user"), help=say("cli.practice_user.help")
    )


@contextlib.asynccontextmanager
async def signed_in(desk: Desk, signer: Signer, *, leaves_outbox: bool = False) -> AsyncIterator[Session]:
    """Sign in, act for a provider, send what waits in the outbox, and sign out at the end however it ends.

    A problem of the outbox is told, and the work goes on; with `leaves_outbox` it is not touched.

    Raises `Problem`: ``terms.declined``, ``identity.*``, ``choice.unknown``, ``session.*``, ``audit.*``.
    """
    session = await _sign_in(desk, signer)
    try:
        async with followed(session):
            await session.act_for(signer.choose_provider(desk.profile.providers))
            if not leaves_outbox:
                await _send_waiting(desk, session)
            yield session
    except Exception:
        await session.end()
        raise
    except BaseException:
        # A signal or Ctrl+C: the organisation is told if it answers at once, the tokens are forgotten anyway.
        with contextlib.suppress(TimeoutError, Problem):
            async with asyncio.timeout(_QUICK_SECONDS):
                await session.end("signal")
        raise
    await session.end()


async def _send_waiting(desk: Desk, session: Session) -> None:
    try:
        sent = await desk.send_waiting(session)
    except Problem as problem:
        print_problem(problem)
        return
    if sent:
        from spot_tui.cli.outbox import tell_how

        tell_how(sent)


async def _sign_in(desk: Desk, signer: Signer) -> Session:
    from spot_tui.backend.terms import record_terms

    accepted = signer.accept_terms()
    await record_terms(desk.audit, accepted=accepted)
    if not accepted:
        raise Problem("terms.declined")
    return await answer_all(desk.sign_in, signer)


async def answer_all(sign_in: SignIn, signer: Signer) -> Session:
    """Let a signer answer until the session is open; whatever ends it before gives the sign-in up."""
    try:
        prompt = await _begin(signer)
        while not isinstance(prompt, Done):
            try:
                prompt = await signer.answer(prompt)
            except Problem as problem:
                signer.try_again_after(problem)
                prompt = sign_in.prompt or await _begin(signer)
    except BaseException:
        with contextlib.suppress(TimeoutError, Problem):
            async with asyncio.timeout(_QUICK_SECONDS):
                await signer.give_up()
        raise
    return prompt.session


async def _begin(signer: Signer) -> Prompt:
    while True:
        try:
            return await signer.begin()
        except Problem as problem:
            signer.try_again_after(problem)
