"""A command under way in a session: it counts as activity, and it ends with the session at the latest."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.backend.session_clock import Ended, Warned
from spot_tui.backend.session_watch import TICK_SECONDS, SessionWatch
from spot_tui.cli.output import tell
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.session import Session

Sleep = Callable[[float], Awaitable[None]]


@contextlib.asynccontextmanager
async def followed(session: Session, sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
    """Look after a session while the block runs: its token is renewed, and its end is told before it comes.

    Raises the `Problem` that tells why, when the session is over before the block: ``session.longest``,
    ``session.token``, ``session.elsewhere``. The block is cancelled then.
    """
    block = asyncio.current_task()
    assert block is not None
    following = asyncio.create_task(_follow(session, block, sleep))
    try:
        with session.clock.busy():
            yield
    except asyncio.CancelledError:
        state = session.clock.state
        if not following.done() or not isinstance(state, Ended) or block.uncancel() > 0:
            raise
        raise state.problem from None
    finally:
        following.cancel()
        await asyncio.wait([following])


async def _follow(session: Session, block: asyncio.Task[object], sleep: Sleep) -> None:
    watch = SessionWatch(session)
    is_told = False
    while True:
        await sleep(TICK_SECONDS)
        state = watch.look()
        if isinstance(state, Ended):
            block.cancel()
            return
        if isinstance(state, Warned) and not is_told:
            is_told = True
            tell(say("cli.session.ending", minutes=-(-state.seconds_left // 60)))
            # Without its record the command ends where it next writes one.
            with contextlib.suppress(Problem):
                await session.warned(state)
