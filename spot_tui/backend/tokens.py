"""The tokens of one sign-in: in memory only, renewed before they end if agreed, given back at its end.

Sources: RFC 6749 section 6 and RFC 9700 section 4.14 (refresh tokens that rotate), RFC 7009 (revocation).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.session_clock import SessionClock
    from spot_tui.backend.store.audit import AuditLog

RENEW_BEFORE_SECONDS = 300.0
"""How long before its end a token is renewed; a short-lived one at half of its life."""

TRY_AGAIN_SECONDS = 30.0

_REFUSED = frozenset({"identity.expired", "identity.refused", "identity.configuration", "identity.token"})
"""After these no further try is of use: the refresh token is spent, ended or not for this client."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one sign-in. They live in memory only and show in no repr."""

    access: str = field(repr=False)
    identity: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(default="", repr=False)


SignOut = Callable[[Tokens], Awaitable[None]]
"""Ends tokens at the organisation; never raises a `Problem`."""

Renew = Callable[[Tokens], Awaitable[Tokens]]
"""Turns tokens into new ones, once, so that the old ones are spent. Raises `Problem`."""


class TokenKeeper:
    """Holds the tokens of one session. `session` is told how long they last.

    A renewal is tried again after a while when no answer came. The organisation may take that for the second
    use of a spent token and end the sign-in; without another try it would end just as well.
    """

    def __init__(
        self,
        tokens: Tokens,
        session: SessionClock,
        *,
        clock: Clock,
        audit: AuditLog,
        sign_out: SignOut,
        renew: Renew | None = None,
    ) -> None:
        self._tokens: Tokens | None = tokens
        self._session = session
        self._clock = clock
        self._audit = audit
        self._sign_out = sign_out
        self._renew = renew if tokens.refresh else None
        self._life = session.token_seconds_left
        self._not_before = 0.0
        self._task: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        """Tell nothing of the tokens."""
        return "TokenKeeper()"

    @property
    def access(self) -> str:
        """The token that other upstreams take; empty after `give_back`."""
        return self._tokens.access if self._tokens else ""

    @property
    def is_due(self) -> bool:
        """Whether it is time for a renewal."""
        if self._renew is None or self._tokens is None or self._clock.monotonic() < self._not_before:
            return False
        return self._session.token_seconds_left <= min(RENEW_BEFORE_SECONDS, self._life / 2)

    def keep_fresh(self) -> None:
        """Begin a renewal if it is due and none is under way; nobody waits for it."""
        if self._task is None and self.is_due:
            self._task = asyncio.create_task(self._try())

    async def give_back(self) -> None:
        """Forget the tokens at once, then end them at the organisation. A second call does nothing."""
        tokens, self._tokens = self._tokens, None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])
        if tokens is not None:
            await self._sign_out(tokens)

    async def _try(self) -> None:
        self._not_before = self._clock.monotonic() + TRY_AGAIN_SECONDS
        with suppress(Problem):
            await self._try_once()
        self._task = None

    async def _try_once(self) -> None:
        tokens, renew = self._tokens, self._renew
        assert tokens is not None
        assert renew is not None
        async with self._audit.act("auth.token") as act:
            act.reason = "renewed"
            try:
                fresh = await renew(tokens)
            except Problem as problem:
                if problem.code in _REFUSED:
                    self._renew = None
                    self._session.renews_no_more()
                raise
            self._tokens = fresh
            self._life = (fresh.expires_at - self._clock.now()).total_seconds()
            self._session.renewed(self._life)
            if not fresh.refresh:
                self._renew = None
                self._session.renews_no_more()
