"""Who is signed in, for which provider, and with what token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from spot_tui.backend.clock import Clock
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, Who
from spot_tui.backend.upstreams import Provider


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the organisation knows her: what she types, her name, and her lasting id."""

    user_id: str
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one sign-in. They live in memory only and show in no repr."""

    access: str = field(repr=False)
    identity: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(default="", repr=False)


SignOut = Callable[[Tokens], Awaitable[None]]
"""Ends tokens at the organisation; never raises a `Problem`."""


class Session:
    """One sign-in, from the passcode to the sign-out. Made by `SignIn`, never by hand.

    `id` is new at every sign-in; `signed_in_at` and `last_sign_in` (the one before, from this machine, if
    known) are aware and in UTC. While it is open, every audit record names its person and provider.
    """

    def __init__(
        self,
        session_id: str,
        person: Person,
        tokens: Tokens,
        *,
        clock: Clock,
        audit: AuditLog,
        sign_out: SignOut,
        last_sign_in: datetime | None = None,
    ) -> None:
        self.id = session_id
        self.person = person
        self.signed_in_at = clock.now()
        self.last_sign_in = last_sign_in
        self.expires_at = tokens.expires_at
        self.provider: Provider | None = None
        self._tokens: Tokens | None = tokens
        self._clock = clock
        self._audit = audit
        self._sign_out = sign_out

    def __repr__(self) -> str:
        """Name the session without its tokens."""
        return f"Session({self.id!r}, {self.person.user_id!r})"

    async def open(self) -> None:
        """Record that the session begins; if that cannot be recorded, it ends. Called by `SignIn`."""
        self._audit.who = Who(self.person.subject, self.person.user_id, session_id=self.id)
        try:
            await self._audit.record("session.start")
        except BaseException:
            await self._close()
            raise

    async def act_for(self, provider: Provider) -> None:
        """Work for this provider from now on, once that is recorded."""
        before = self._audit.who
        self._audit.who = replace(before, provider_npi=provider.npi)
        try:
            await self._audit.record("session.provider")
        except BaseException:
            self._audit.who = before
            raise
        self.provider = provider

    @property
    def is_open(self) -> bool:
        """Whether it was not ended and its token still holds."""
        return self._tokens is not None and self._clock.now() < self.expires_at

    def access_token(self) -> str:
        """Return the token that other upstreams take. Raises `Problem` ``session.ended``."""
        if self._tokens is None or not self.is_open:
            raise Problem("session.ended")
        return self._tokens.access

    async def end(self, reason: str = "asked") -> None:
        """Sign out: the tokens are forgotten here at once, then at the organisation if it can be reached.

        `reason` is a code word for the audit log. A `Problem` ``audit.unwritable`` comes after all that.
        """
        if self._tokens is None:
            return
        try:
            async with self._audit.act("session.end") as act:
                act.reason = reason
                await self._close()
        finally:
            await self._close()
            self._audit.who = Who()

    async def _close(self) -> None:
        tokens, self._tokens = self._tokens, None
        if tokens is not None:
            await self._sign_out(tokens)
