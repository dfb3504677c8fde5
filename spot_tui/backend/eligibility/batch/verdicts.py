"""What follows for a batch from a problem that one row met."""

from __future__ import annotations

from enum import Enum

from spot_tui.backend.connectivity.repeats import MOST_REPEATS
from spot_tui.backend.problems import Kind, Problem

_TURNED_AWAY = frozenset({"upstream.busy", "upstream.page"})
_SLOW_DOWN = frozenset({429, 503})
_PASSING = frozenset({"upstream.timeout", "upstream.dropped", "upstream.down", "aaa.unavailable"})
_OURS = ("audit.", "session.", "settings.", "certificate.", "upstream.tls", "upstream.certificate")
_ALSO_OURS = frozenset({"upstream.client_certificate", "upstream.address", "core.settings", "core.password"})


class Then(Enum):
    """What a batch does next with the row, and with itself.

    `WAIT`: it never arrived, so it waits until the way is open again, as long as that takes. `TURNED_AWAY`:
    something answered that did not work on it; it waits too, unless others are answered and it never is.
    `REPEAT`: whether it was worked on is not known, or the service could not; it is asked anew after a wait,
    twice at most. `REJECTED`: that is the answer. `FAILED`: no try will do better. `HALT`: every other row
    would meet the same, so the batch stops and this row stays to be asked.
    """

    WAIT = "wait"
    TURNED_AWAY = "turned away"
    REPEAT = "repeat"
    REJECTED = "rejected"
    FAILED = "failed"
    HALT = "halt"


def then(problem: Problem, repeats: int) -> Then:
    """Return what follows from a problem after so many repeats. Source: X12 005010X279A1 (AAA03, AAA04)."""
    code = problem.code
    if code == "upstream.unreachable":
        return Then.WAIT
    if code in _TURNED_AWAY or problem.parameters.get("status") in _SLOW_DOWN:
        return Then.TURNED_AWAY
    if code in _PASSING:
        return Then.REPEAT if repeats < MOST_REPEATS else Then.FAILED
    if problem.kind is Kind.PERMISSION or code.startswith(_OURS) or code in _ALSO_OURS:
        return Then.HALT
    if code.startswith("aaa.") or code == "kept.rejected":
        return Then.REJECTED
    return Then.FAILED


def asked_to_wait(problem: Problem) -> float | None:
    """Return how many seconds the service asked to wait, if it did."""
    seconds = problem.parameters.get("seconds")
    return float(str(seconds)) if problem.code == "upstream.busy" and seconds is not None else None
