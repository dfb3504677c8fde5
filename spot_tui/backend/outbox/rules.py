"""Settings of the outbox."""

from __future__ import annotations

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class OutboxRules(Setting):
    """How often what could not be sent is tried again, and how long receipts are kept."""

    first_wait_seconds: int = Field(
        15, ge=1, le=3600, description="Seconds until a second try; they double with each further one"
    )
    longest_wait_seconds: int = Field(1800, ge=1, le=86_400, description="Seconds between two tries at most")
    urgent_days: int = Field(
        7, ge=0, le=400, description="Days before its last day from which an unsent submission stands first"
    )
    keep_days: int = Field(30, ge=1, le=400, description="Days a receipt stays in the outbox")
