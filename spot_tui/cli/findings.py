"""What the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.upstream_checks.steps import Step

Part = Literal[
    "terminal", "settings", "store", "identity", "clock", "eligibility", "claims", "mbi_lookup", "gateway"
]
State = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `fix` says what to do; `exit_code` is 0 unless it is `bad`.

    `id` is the same in every language: ``terminal.size``, or the code of a problem. `layer` is that of an
    upstream (``tls``), empty elsewhere.
    """

    part: Part
    id: str
    state: State
    what: str
    fix: str = ""
    exit_code: int = EXIT_DONE
    layer: str = ""


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


def finding_of_step(part: Part, step: Step) -> Finding:
    """Return the finding that a step of an upstream's check is."""
    told = step.id if step.problem else f"{part}.{step.id}"
    exit_code = step.problem.exit_code if step.problem else EXIT_DONE
    return Finding(part, told, step.state, step.what, step.fix, exit_code, step.layer)
