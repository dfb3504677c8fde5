"""Settings of the line: from when on it is called thin, and how often it is asked for once it is away."""

from __future__ import annotations

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class LinkRules(Setting):
    """What makes a thin line. A wired line has a tenth of this round trip and hardly loses anything."""

    thin_round_trip_ms: int = Field(
        300, ge=50, le=10_000, description="Round trip from which the line is called thin, in milliseconds"
    )
    thin_loss_percent: int = Field(
        2, ge=1, le=50, description="Share of packets sent again from which the line is called thin"
    )
    thin_rate_kbit: int = Field(
        256, ge=8, le=100_000, description="Rate of an upload below which the line is called thin, in kbit/s"
    )
    ask_again_seconds: int = Field(
        30, ge=5, le=3600, description="Seconds between two looks whether a service that is away is back"
    )
