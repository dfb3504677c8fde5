"""What the eligibility service may be asked for: accepted before it is asked, on record, remembered.

HETS answers for Medicare fee-for-service billing alone, and not for Part C or Part D cover (SPOT User Guide,
section 4; HETS Rules of Behavior).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field

from spot_tui.backend.clock import Clock, today
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Setting
from spot_tui.words import say

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.store.user_marks import Entry, UserMarks

FILE_NAME = "use-rules.json"

Purpose = Literal["claims", "liability", "services"]
"""What several patients at once may be asked about for; in words: `purpose_words`."""

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


class UseRuleSettings(Setting):
    """When staff accept what the eligibility service may be asked for."""

    ask: Literal["daily", "sign_in", "never"] = Field(
        "daily",
        description="Shown before the first inquiry of each person: of the day, of each sign-in, or never "
        "(where the organisation has them signed elsewhere)",
    )


class UseRules:
    """The rules of one profile, and who accepted them.

    Whose acceptance it is says the audit log. The day is that of the profile's `zone`.
    """

    def __init__(
        self, settings: UseRuleSettings, accepted: UserMarks, *, audit: AuditLog, clock: Clock, zone: ZoneInfo
    ) -> None:
        self._settings = settings
        self._accepted = accepted
        self._audit = audit
        self._clock = clock
        self._zone = zone

    @property
    def text(self) -> str:
        """The rules, in our own words."""
        return say("use_rules.text")

    def is_pending(self) -> bool:
        """Tell whether the person signed in has to accept them before the service is asked."""
        if self._settings.ask == "never":
            return False
        entry = self._accepted.entry(self._audit.who.subject)
        return any(entry.get(name) != value for name, value in self._good_for().items())

    def require(self) -> None:
        """Raise `Problem` ``use_rules.not_accepted`` while they are not accepted."""
        if self.is_pending():
            raise Problem("use_rules.not_accepted")

    async def decide(self, *, accepted: bool) -> None:
        """Record what the person chose; an acceptance holds for this text, today or this sign-in.

        Raises `Problem` ``audit.*``: then nothing is accepted.
        """
        await self._audit.record(
            "use.rules",
            "success" if accepted else "cancelled",
            reason="accepted" if accepted else "declined",
            details={"rules_sha256": self._digest},
        )
        if accepted:
            self._accepted.change(self._audit.who.subject, lambda _: self._good_for())

    def _good_for(self) -> Entry:
        """Return what an acceptance of now is good for."""
        if self._settings.ask == "sign_in":
            return {"rules": self._digest, "session": sha256(self._audit.who.session_id.encode()).hexdigest()}
        return {"rules": self._digest, "day": today(self._clock, self._zone).isoformat()}

    @property
    def _digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()


def purpose_words(purpose: Purpose) -> str:
    """Return a purpose in words."""
    return say(f"use_rules.purpose.{purpose}")


def open_use_rules(
    settings: UseRuleSettings, store: Path, *, audit: AuditLog, clock: Clock, zone: ZoneInfo
) -> UseRules:
    """Return the rules, with the acceptances that a store folder remembers."""
    from spot_tui.backend.store.user_marks import UserMarks

    return UseRules(settings, UserMarks(store, FILE_NAME), audit=audit, clock=clock, zone=zone)
