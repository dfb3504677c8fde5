"""The settings of a session: its times, and what a second sign-in of the same person does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from spot_tui.backend.upstreams import Setting

PORTAL_WARNS_AFTER = 20
PORTAL_ENDS_AFTER = 30
"""Minutes without a key, in the portal itself: settings may be shorter, never longer."""


class SessionRules(Setting):
    """When a session warns, locks and ends: settings may shorten the portal's own times, never lengthen.

    Sources: SPOT User Guide, section 1 (20 and 30 minutes); CMS ARS 5.01 AC-10 (one session a user), AC-11
    (lock after 15 minutes); NIST SP 800-63B-4 (12 hours).
    """

    warn_minutes: float = Field(
        13, gt=0, le=PORTAL_WARNS_AFTER, description="Minutes without a key until the lock is announced"
    )
    lock_minutes: float = Field(
        15, gt=0, lt=PORTAL_ENDS_AFTER, description="Minutes without a key until the screen is locked"
    )
    end_minutes: float = Field(
        30,
        gt=0,
        le=PORTAL_ENDS_AFTER,
        description="Minutes without a key until the sign-out, the lock included",
    )
    longest_hours: float = Field(
        12, gt=0, le=12, description="Hours after which a session ends whatever is done"
    )
    warn_before_end_minutes: float = Field(10, gt=0, le=60, description="Minutes before that to announce it")
    second: Literal["end_first", "refuse"] = Field(
        "end_first", description="What a second sign-in of the same person does"
    )
    renew_token: bool = Field(
        True,
        description="Ask for a refresh token where the organisation offers it; never in kiosk mode",
    )

    @model_validator(mode="after")
    def _in_order(self) -> SessionRules:
        if not self.warn_minutes < self.lock_minutes < self.end_minutes:
            raise ValueError("warn_minutes must be less than lock_minutes, and that less than end_minutes")
        return self
