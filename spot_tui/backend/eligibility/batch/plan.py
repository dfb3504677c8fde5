"""The preview of a batch: what a file holds, and which rows cannot be asked and why; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.batch.reading import PatientFile, Row, fingerprint
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.batch.rules import BatchRules

MOST_BAD_SHOWN = 500


@dataclass(slots=True)
class Plan:
    """What a batch would ask: `good` rows, of which `twice` ask what another row asks and are not sent again.

    `bad` holds the first rows that cannot be asked, `bad_rows` counts all of them; `samples` are the first
    good ones.
    """

    good: int = 0
    twice: int = 0
    bad_rows: int = 0
    bad: list[Row] = field(default_factory=list)
    samples: list[Row] = field(default_factory=list)

    @property
    def sent(self) -> int:
        """How many inquiries go on the wire at most."""
        return self.good - self.twice


MOST_SAMPLES = 5


def plan_of(file: PatientFile, rules: BatchRules) -> Plan:
    """Read the whole file once and return its preview.

    Raises `Problem`: those of `PatientFile`, ``batch.no_rows``, ``batch.too_many``.
    """
    plan, seen = Plan(), set[bytes]()
    for count, row in enumerate(file.rows(), 1):
        if count > rules.most_rows:
            raise Problem("batch.too_many", (), {"most": rules.most_rows})
        if row.inquiry is None:
            plan.bad_rows += 1
            if len(plan.bad) < MOST_BAD_SHOWN:
                plan.bad.append(row)
            continue
        plan.good += 1
        mark = fingerprint(row.inquiry)
        plan.twice += mark in seen
        seen.add(mark)
        if len(plan.samples) < MOST_SAMPLES:
            plan.samples.append(row)
    if not plan.good and not plan.bad_rows:
        raise Problem("batch.no_rows", (), {"file": file.path.as_posix()})
    return plan
