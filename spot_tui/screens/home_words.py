"""What the home screen says beside its jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.duties import Duties


def duties_note(duties: Duties) -> str:
    """Return what an approver has to do; empty where there is nothing."""
    counts = {"waiting": duties.waiting, "due": duties.due, "overdue": duties.overdue}
    return ", ".join(say(f"home.duties.{name}", count=count) for name, count in counts.items() if count)
