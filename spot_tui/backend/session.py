"""Who is signed in, for which provider, with what token, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spot_tui.backend.clock import Clock
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_clock import Ended, Locked, LockReason, SessionClock, Warned
from spot_tui.backend.store.audit import AuditLog, Detail, Who
from spot_tui.backend.tokens import Renew, SignOut, TokenKeeper, Tokens
from spot_tui.backend.unlock import Unlock
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from collections.abc import Callable

    from spot_tui.backend.identity.prompts import Device
    from spot_tui.backend.kept_work import KeptWork
    from spot_tui.backend.session_registry import SessionRegistry
    from spot_tui.backend.session_rules import SessionRules

__all__ = ["Person", "Renew", "Session", "SignOut", "Tokens"]


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as the organisation knows her: what she types, her name, and her lasting id."""

    user_id: str
    name: str
    subject: str


class Session:
    """One sign-in, from the passcode to the sign-out. Made by `Sessions`, never by hand.

    `id` is new at every sign-in; `signed_in_at` and `last_sign_in` (the one before, from this machine, if
    known) are aware and in UTC. While it is open, every audit record names its person and provider. `clock`
    says how near lock and end are; `unlock_by` opens the lock; `work` keeps what is interrupted, where the
    profile keeps drafts. `forget` drops the answers in memory at the end, `forget_provider` some of them when
    another provider is chosen. One that `is_limited` is good for her access requests and nothing else.
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
        rules: SessionRules | None = None,
        renew: Renew | None = None,
        unlock_by: Unlock | None = None,
        registry: SessionRegistry | None = None,
        work: KeptWork | None = None,
        forget: Callable[[], None] | None = None,
        forget_provider: Callable[[], None] | None = None,
        is_limited: bool = False,
    ) -> None:
        self.id = session_id
        self.person = person
        self.signed_in_at = clock.now()
        self.last_sign_in = last_sign_in
        self.provider: Provider | None = None
        self.devices: tuple[Device, ...] = ()
        """Her devices, as far as they were shown; none after a sign-in in a browser."""
        self.used_device: Device | None = None
        """The device of this sign-in, if it was one of hers here."""
        self.rules = rules or _usual_rules()
        self.unlock_by = unlock_by or Unlock()
        self.work = work
        self._forget = forget
        self._forget_provider = forget_provider
        self.is_limited = is_limited
        seconds = (tokens.expires_at - clock.now()).total_seconds()
        renews = bool(tokens.refresh) and renew is not None
        self.clock = SessionClock(self.rules, clock, seconds, renews=renews)
        self._tokens = TokenKeeper(
            tokens, self.clock, clock=clock, audit=audit, sign_out=sign_out, renew=renew
        )
        self._wall = clock
        self._audit = audit
        self._registry = registry
        self._is_closed = False
        self._is_lock_recorded = False
        self._warned_of = ""

    @property
    def has_one_device(self) -> bool:
        """Whether a second device should be suggested: losing the only one locks her out."""
        return len(self.devices) == 1

    def __repr__(self) -> str:
        """Name the session without its tokens."""
        return f"Session({self.id!r}, {self.person.user_id!r})"

    async def open(self) -> None:
        """Record that the session begins; if that cannot be recorded, it ends. Called by `Sessions`.

        Raises `Problem` ``session.second`` where the person is signed in elsewhere on this host and the
        profile refuses a second time; else that other session is ended, and this is recorded.
        """
        self._audit.who = Who(self.person.subject, self.person.user_id, session_id=self.id)
        try:
            await self._be_the_only_one()
            await self._audit.record("session.start", reason="limited" if self.is_limited else "")
        except BaseException:
            await self._close("refused")
            self._audit.who = Who()
            raise

    async def act_for(self, provider: Provider) -> None:
        """Work for this provider from now on, once that is recorded."""
        before, left = self._audit.who, self.provider
        self._audit.who = replace(before, provider_npi=provider.npi)
        reason = "chosen" if left is None else "switched"
        details: dict[Detail, str | int] = {} if left is None else {"provider_before": left.npi}
        try:
            await self._audit.record("session.provider", reason=reason, details=details)
        except BaseException:
            self._audit.who = before
            raise
        self.provider = provider
        if left is not None and self._forget_provider:
            self._forget_provider()

    @property
    def is_open(self) -> bool:
        """Whether it was not ended, by anybody or by time. A locked one is open: its work goes on."""
        return not self._is_closed and not self.clock.is_over

    @property
    def expires_at(self) -> datetime:
        """When it ends whatever is done, as far as is known now: aware, in UTC."""
        return self._wall.now() + timedelta(seconds=self.clock.seconds_to_end)

    def access_token(self) -> str:
        """Return the token that other upstreams take. Raises `Problem` ``session.ended``."""
        if not self.is_open:
            raise Problem("session.ended")
        return self._tokens.access

    def keep_up(self) -> None:
        """See whether the person signed in elsewhere, and renew the token when it is time; never waits."""
        if not self.is_open:
            return
        if self._registry and not self._registry.holds(self.person.subject, self.id):
            self.clock.end("second")
            return
        self._tokens.keep_fresh()

    async def warned(self, warning: Warned) -> None:
        """Record that the person was warned: once, until she pressed a key."""
        if self._warned_of != warning.ahead:
            self._warned_of = warning.ahead
            await self._audit.record("session.warn", reason=warning.ahead)

    def not_warned(self) -> None:
        """Take note that the warning was answered, so that the next one is recorded again."""
        self._warned_of = ""

    async def lock(self, reason: LockReason = "asked") -> None:
        """Lock at once, then record it. Cover the screen before; a second call does nothing."""
        self.clock.lock(reason)
        if not self._is_lock_recorded and not self.clock.is_over:
            self._is_lock_recorded = True
            await self._audit.record("session.lock", reason=reason)

    async def unlock(self, secret: str) -> None:
        """Open the lock with the password of the sign-in, or the PIN chosen for the session.

        The organisation is not asked. It opens only once that is recorded. Raises `Problem`: ``unlock.wrong``
        with the `tries` left; ``unlock.ended`` after the third, when the session is over and only to be
        ended; ``unlock.no_pin`` when there is nothing that opens it; ``session.ended``; the audit log's own.
        """
        if not self.is_open:
            raise Problem("session.ended")
        if not self.unlock_by.is_set:
            raise Problem("unlock.no_pin")
        if not await self.unlock_by.check(secret):
            await self._refuse_unlock()
        await self._audit.record("session.unlock")
        self.clock.unlock()
        self._is_lock_recorded = False
        self._warned_of = ""
        if not self.is_open:
            raise Problem("session.ended")

    async def take_over(self) -> None:
        """End this locked session for somebody else, who signs in afterwards; who that is, is not known yet.

        Its work was kept when it was locked. Raises `ValueError` unless it is locked or over.
        """
        if not isinstance(self.clock.state, Locked | Ended):
            raise ValueError("only a locked session can be taken over")
        try:
            await self._audit.record("session.takeover")
        finally:
            await self.end("takeover")

    async def keep_work(self) -> None:
        """Put on disk what was typed and is not there yet: while she works, at the lock, before the sign-out.

        Raises `Problem`: ``vault.*`` and the audit log's own.
        """
        if self.work is not None:
            await self.work.keep()

    async def end(self, reason: str = "asked") -> None:
        """Sign out: the tokens are forgotten here at once, then at the organisation if it can be reached.

        `reason` is a code word for the audit log, where nothing else has ended it before. A `Problem`
        ``audit.unwritable`` comes after all that.
        """
        if self._is_closed:
            return
        try:
            async with self._audit.act("session.end") as act:
                state = self.clock.state
                act.reason = state.reason if isinstance(state, Ended) else reason
                await self._close(reason)
        finally:
            await self._close(reason)
            self._audit.who = Who()

    async def _refuse_unlock(self) -> None:
        left = self.unlock_by.tries_left
        if left <= 0:
            self.clock.end("unlock")
        await self._audit.record("session.unlock", "permission", reason="ended" if left <= 0 else "wrong")
        if left <= 0:
            raise Problem("unlock.ended")
        raise Problem("unlock.wrong", (self.unlock_by.kind,), {"tries": left})

    async def _be_the_only_one(self) -> None:
        if self._registry is None:
            return
        try:
            is_second = self._registry.claim(self.person.subject, self.id, self.rules.second)
        except Problem as problem:
            if problem.code == "session.second":
                await self._audit.record("session.second", "permission", reason="refused")
            raise
        if is_second:
            await self._audit.record("session.second", reason="ended_first")

    async def _close(self, reason: str) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self.clock.end(reason)
        self.unlock_by.wipe()
        if self._forget:
            self._forget()
        if self._registry:
            self._registry.release(self.person.subject, self.id)
        await self._tokens.give_back()
        if self.work:
            await self.work.put_away()


def _usual_rules() -> SessionRules:
    from spot_tui.backend.session_rules import SessionRules

    return SessionRules()
