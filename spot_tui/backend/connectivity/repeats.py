"""When a machine may send a request again that was not worked on."""

from __future__ import annotations

from spot_tui.backend.problems import Problem

MOST_REPEATS = 2
LONGEST_PAUSE = 15
"""Seconds. Who waits at a counter is told rather than kept; a longer wait is hers to decide on."""


def pause_asked(problem: Problem, repeats: int) -> float | None:
    """Return how many seconds to wait before a repeat, or None where a machine may not repeat.

    It may where the other side said that it was busy and when to come again (429 or 503 with Retry-After), at
    most twice. What was refused is not sent again, and neither is what may have been worked on: a line that
    broke, a time-out. Each repeat is a new request with numbers of its own.
    """
    if problem.code != "upstream.busy" or repeats >= MOST_REPEATS:
        return None
    seconds = int(str(problem.parameters["seconds"]))
    return float(max(1, seconds)) if seconds <= LONGEST_PAUSE else None
