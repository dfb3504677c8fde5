"""Settings of answers: how long one is good for, whether it is kept; and those of the reject meter."""

from __future__ import annotations

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class AnswerRules(Setting):
    """Answers that are shown again rather than asked for again, and what they are compared with."""

    keep_answers_days: int = Field(
        0,
        ge=0,
        le=90,
        description="Days an answer is kept on disk, encrypted, after the day it came, to be compared with "
        "the next one; 0: never on disk",
    )
    fresh_hours: int = Field(
        0,
        ge=0,
        le=24,
        description="Hours in which an answer is shown again instead of asked for again, to the end of the "
        "day at most; 0: to the end of the day where the provider is",
    )
    most_in_memory: int = Field(200, ge=1, le=5000, description="Answers of today held in memory, at most")
    most_kept: int = Field(5000, ge=16, le=100_000, description="Answers kept on disk, at most")


class RejectMeterRules(Setting):
    """When the share of rejected inquiries is high: CMS watches it, and can suspend a submitter."""

    days: int = Field(7, ge=1, le=31, description="Days that are counted, today among them")
    warn_percent: int = Field(
        10,
        ge=1,
        le=100,
        description="Rejected inquiries of a hundred from which on it is said (CMS names none)",
    )
    least_inquiries: int = Field(20, ge=1, le=10_000, description="With fewer inquiries nothing is said")
