"""The terms of use: what was accepted or declined is on record before anybody signs in.

Source: NIST SP 800-53 AC-8 (system use notification).
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.store.audit import AuditLog


async def record_terms(audit: AuditLog, *, accepted: bool) -> None:
    """Record the decision with the hash of the text that was shown. Raises `Problem` ``audit.*``."""
    await audit.record(
        "auth.terms",
        "success" if accepted else "cancelled",
        reason="accepted" if accepted else "declined",
        details={"terms_sha256": sha256(say("terms.text").encode()).hexdigest()},
    )
