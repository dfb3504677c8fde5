"""What a profile's sessions stand on, and how a sign-in opens one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.session import Person, Renew, Session, SignOut, Tokens
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.unlock import Unlock

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Drafts
    from spot_tui.backend.kept_work import KeptWork
    from spot_tui.backend.session_registry import SessionRegistry
    from spot_tui.backend.session_rules import SessionRules


class Sessions:
    """Opens sessions. `wants_refresh`: a refresh token is asked for, which a kiosk never does.

    `has_lock`: there is a screen to be locked, so what opens it is made from the password at the sign-in. The
    kiosk sets it; a command has none. `forget` is called when a session is over, so that nothing of its
    patients stays in memory, `forget_provider` when it goes on for another provider.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        audit: AuditLog,
        new_id: NewId,
        rules: SessionRules | None = None,
        registry: SessionRegistry | None = None,
        drafts: Callable[[], Drafts] | None = None,
        wants_refresh: bool = False,
        forget: Callable[[], None] | None = None,
        forget_provider: Callable[[], None] | None = None,
    ) -> None:
        self.has_lock = False
        self.wants_refresh = wants_refresh
        self._clock = clock
        self._audit = audit
        self._new_id = new_id
        self._rules = rules
        self._registry = registry
        self._drafts = drafts
        self._forget = forget
        self._forget_provider = forget_provider

    async def unlock_by(self, password: str) -> Unlock:
        """Return what opens the lock: by this password, by a PIN to be chosen where there is none."""
        unlock = Unlock()
        if self.has_lock and password:
            await unlock.set(password)
        return unlock

    async def open(
        self,
        person: Person,
        tokens: Tokens,
        *,
        sign_out: SignOut,
        renew: Renew | None = None,
        last_sign_in: datetime | None = None,
        unlock_by: Unlock | None = None,
        is_limited: bool = False,
    ) -> Session:
        """Return a new session, recorded. Raises `Problem` as `Session.open` does; then nothing is open."""
        session = Session(
            self._new_id(),
            person,
            tokens,
            clock=self._clock,
            audit=self._audit,
            sign_out=sign_out,
            last_sign_in=last_sign_in,
            rules=self._rules,
            renew=renew,
            unlock_by=unlock_by,
            registry=self._registry,
            work=self._work_of(person),
            forget=self._forget,
            forget_provider=self._forget_provider,
            is_limited=is_limited,
        )
        await session.open()
        return session

    def close(self) -> None:
        """Give the files back."""
        if self._registry:
            self._registry.close()

    def _work_of(self, person: Person) -> KeptWork | None:
        if self._drafts is None:
            return None
        from spot_tui.backend.kept_work import KeptWork

        return KeptWork(person.subject, self._drafts)
