"""Signing in on the command line, for commands that need a session, and signing out at the end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import ChooseDevice, Done, EnterCode, Prompt
from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.session import Session
    from spot_tui.cli.signers import Signer
    from spot_tui.desk import Desk

_QUICK_SECONDS = 0.5


def add_sign_in_options(parser: argparse.ArgumentParser) -> None:
    """Add the options with which a script or a made-up user signs in."""
    group = parser.add_argument_group(say("cli.sign_in.title"), say("cli.sign_in.help"))
    group.add_argument("--username", default="", metavar="USER", help=say("cli.username.help"))
    group.add_argument("--device", default="", metavar="DEVICE", help=say("cli.device.help"))
    group.add_argument("--provider", default="", metavar="NPI", help=say("cli.provider.help"))
    group.add_argument("--accept-terms", action="store_true", help=say("cli.accept_terms.help"))
    group.add_argument("--practice-user", default="", metavar="USER", help=say("cli.practice_user.help"))


@contextlib.asynccontextmanager
async def signed_in(desk: Desk, signer: Signer) -> AsyncIterator[Session]:
    """Sign in, act for a provider, and sign out at the end however it ends.

    Raises `Problem`: ``terms.declined``, ``identity.*``, ``choice.unknown``, ``audit.*``.
    """
    session = await _sign_in(desk, signer)
    try:
        await session.act_for(signer.choose_provider(desk.profile.providers))
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


async def _sign_in(desk: Desk, signer: Signer) -> Session:
    from spot_tui.backend.terms import record_terms

    accepted = signer.accept_terms()
    await record_terms(desk.audit, accepted=accepted)
    if not accepted:
        raise Problem("terms.declined")
    try:
        prompt = await _start(desk, signer)
        while not isinstance(prompt, Done):
            prompt = await _answer(desk, signer, prompt)
    except BaseException:
        with contextlib.suppress(TimeoutError, Problem):
            async with asyncio.timeout(_QUICK_SECONDS):
                await desk.sign_in.cancel()
        raise
    return prompt.session


async def _start(desk: Desk, signer: Signer) -> Prompt:
    while True:
        user_id, password = await signer.give_password(desk.sign_in.should_ask_first)
        try:
            return await desk.sign_in.start(user_id, password)
        except Problem as problem:
            signer.try_again_after(problem)


async def _answer(desk: Desk, signer: Signer, prompt: Prompt) -> Prompt:
    """Give what the organisation asks, and return what it asks next."""
    try:
        if isinstance(prompt, ChooseDevice):
            return await desk.sign_in.choose(signer.choose_device(prompt.devices).id)
        if isinstance(prompt, EnterCode):
            passcode = await signer.give_passcode(prompt.device, desk.sign_in.should_ask_first())
            return await (desk.sign_in.enter(passcode) if passcode else desk.sign_in.resend())
        if getattr(prompt, "may_skip", False):
            return await desk.sign_in.skip()
    except Problem as problem:
        signer.try_again_after(problem)
        return desk.sign_in.prompt or await _start(desk, signer)
    raise Problem("identity.unknown_state", (), {"status": type(prompt).__name__})
