"""How far a batch is, in words for screen and command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.batch.run import Progress


def progress_line(progress: Progress) -> str:
    """Return rows done, rate and time left; while the line is away, when it is tried again."""
    parts = [say("batch.progress", ended=progress.ended, rows=progress.rows)]
    if progress.is_away:
        parts.append(say("batch.progress.away", seconds=round(progress.seconds_away)))
    elif progress.is_paused:
        parts.append(say("batch.progress.paused"))
    elif progress.per_minute and progress.seconds_left is not None:
        left = time_left(progress.seconds_left)
        parts.append(say("batch.progress.rate", rate=round(progress.per_minute), left=left))
    return ".  ".join(parts)


def time_left(seconds: float) -> str:
    """Return a span as H:MM:SS or M:SS."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
