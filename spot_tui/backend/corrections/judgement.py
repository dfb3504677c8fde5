"""What rules say of something before it is sent, and which of their warnings a person went past."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.corrections.findings import Finding, refusals

Mark = tuple[str, int | None, tuple[str, ...], tuple[tuple[str, str], ...]]
"""What tells one warning from another: its rule, line, fields and facts."""


@dataclass(frozen=True)
class Judgement:
    """All that rules say, and the warnings that were gone past. One whose facts change asks anew."""

    findings: tuple[Finding, ...]
    passed: frozenset[Mark]

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What blocks sending."""
        return refusals(self.findings)

    @property
    def warned(self) -> tuple[Finding, ...]:
        """What wants an explicit yes."""
        return tuple(finding for finding in self.findings if not finding.refuses)

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """The warnings that nobody said yes to."""
        return tuple(each for each in self.warned if mark_of(each) not in self.passed)

    @property
    def overrides(self) -> tuple[str, ...]:
        """The ids of the rules that warn and were gone past, each once."""
        return tuple(dict.fromkeys(each.rule for each in self.warned if mark_of(each) in self.passed))


def mark_of(finding: Finding) -> Mark:
    """Return what tells a warning from others."""
    facts = tuple(sorted((name, str(value)) for name, value in finding.problem.parameters.items()))
    return finding.rule, finding.line, finding.problem.fields, facts
