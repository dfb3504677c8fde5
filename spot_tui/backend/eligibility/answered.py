"""An answer as it is given out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.model import Period

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.changes import Change
    from spot_tui.backend.eligibility.model import Eligibility
    from spot_tui.backend.problems import Problem


@dataclass(frozen=True, slots=True)
class Compared:
    """The earlier answer that one was compared with: when it came (UTC) and its dates of service."""

    received_at: datetime
    service: Period


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """What the eligibility service said about the beneficiary asked, when (UTC), and by which upstream.

    `is_kept`: it was not asked for now but kept since `received_at`; `asked_by` is then the user ID of who
    asked, empty for oneself. `changes`: what is new in it against an earlier answer, that of `compared_with`;
    none was kept where that is None. `kept_problem`: why answers cannot be kept or found just now.
    """

    eligibility: Eligibility = field(repr=False)
    source: str
    received_at: datetime
    attempts: int
    is_kept: bool = False
    asked_by: str = ""
    changes: tuple[Change, ...] = field(default=(), repr=False)
    compared_with: Compared | None = None
    kept_problem: Problem | None = None
