"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.words import say

Part = Literal["terminal", "settings", "store", "clock", "services"]
State = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `fix` says what to do; `exit_code` is 0 unless it is `bad`.

    `id` is the same in every language: ``terminal.size``, or the code of a problem.
    """

    part: Part
    id: str
    state: State
    what: str
    fix: str = ""
    exit_code: int = EXIT_DONE


def good(part: Part, name: str, /, **parameters: object) -> Finding:
    """Return a finding that needs no fix."""
    return Finding(part, f"{part}.{name}", "good", say(f"doctor.{part}.{name}", **parameters))


def note(part: Part, name: str, /, **parameters: object) -> Finding:
    """Return something to know or to better that stops nothing."""
    fix = say(f"doctor.{part}.{name}.fix", **parameters)
    return Finding(part, f"{part}.{name}", "note", say(f"doctor.{part}.{name}", **parameters), fix)


def finding_of(part: Part, problem: Problem) -> Finding:
    """Return the finding that a problem is."""
    told = explain(problem)
    fix = " ".join(filter(None, (told.next, told.quote)))
    return Finding(part, problem.code, "bad", told.what, fix, problem.exit_code)
