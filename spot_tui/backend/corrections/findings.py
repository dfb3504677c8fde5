"""What a rule has to say: the rule, whether it refuses or warns, and the problem with its fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from spot_tui.backend.corrections.catalogue import Outcome
from spot_tui.backend.problems import EXIT_DONE, Problem, worst_exit

Speaks = Literal[Outcome.REFUSE, Outcome.WARN]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that speaks of a claim, a request or one line of it.

    `problem.fields` are the form fields it belongs to, so that a form shows it beside them; `line` is the
    number of the line, None for the claim or the request as a whole.
    """

    rule: str
    outcome: Speaks
    problem: Problem
    line: int | None = None

    @property
    def refuses(self) -> bool:
        """Whether it blocks sending; else an explicit yes is enough."""
        return self.outcome is Outcome.REFUSE


def refusal(rule: str, *fields: str, line: int | None = None, **parameters: object) -> Finding:
    """Return what the rule refuses, with what its sentence needs."""
    return Finding(rule, Outcome.REFUSE, Problem(f"rule.{rule}", fields, parameters), line)


def warning(rule: str, *fields: str, line: int | None = None, **parameters: object) -> Finding:
    """Return what the rule warns of."""
    return Finding(rule, Outcome.WARN, Problem(f"rule.{rule}", fields, parameters), line)


def refusals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return those that block."""
    return tuple(finding for finding in findings if finding.refuses)


def gone_past(findings: Iterable[Finding], overrides: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the rules that warn, each once, all of which must be among `overrides`.

    Raises `Problem`: that of the first rule that refuses; ``corrections.override`` with the `rules` that want
    an explicit yes.
    """
    found = tuple(findings)
    if refused := refusals(found):
        raise refused[0].problem
    warned = tuple(dict.fromkeys(finding.rule for finding in found))
    missing = [rule for rule in warned if rule not in overrides]
    if missing:
        raise Problem("corrections.override", (), {"rules": ", ".join(missing)})
    return warned


def exit_of(findings: Iterable[Finding]) -> int:
    """Return the exit code of a check: 0 with warnings alone, else the worst of what is refused."""
    return worst_exit([EXIT_DONE, *(finding.problem.exit_code for finding in refusals(findings))])
