"""The eligibility service: asks, keeps the audit trail around the wire, and answers with the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.model import Eligibility

OnAttempt = Callable[[int], None]
"""Called with 1, 2, 3 as each try goes on the wire."""


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """What the eligibility service said about the beneficiary asked, when, and by which upstream."""

    eligibility: Eligibility
    source: str
    received_at: datetime
    attempts: int


class EligibilityDesk:
    """Checks the eligibility of one beneficiary for one provider."""

    async def check(
        self, inquiry: Inquiry, provider: Provider, on_attempt: OnAttempt | None = None
    ) -> EligibilityAnswer:
        """Ask and return the answer.

        Raises `Problem`: those of `CoreClient.exchange`; ``ack.ta1`` and ``ack.999`` (interchange
        or transaction refused); ``aaa.*`` (rejected, no beneficiary data); ``answer.unreadable``,
        ``answer.cut``, ``answer.kind`` (not a 271), ``answer.mismatch`` (about another person or inquiry, never shown);
        ``audit.*`` (nothing is asked or shown when the log cannot be written).
        """
        raise NotImplementedError
