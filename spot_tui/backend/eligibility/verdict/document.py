"""A verdict in the JSON document (docs/json.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spot_tui.backend.eligibility.model import Eligibility, Period, Raw
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Finding, Harm, Outcome, Topic
from spot_tui.backend.eligibility.verdict.judge import verdict
from spot_tui.backend.eligibility.verdict.wording import headline, more, text


@dataclass(frozen=True, slots=True)
class BillFinding:
    """One thing that an answer says about the bill.

    `code` is stable; `harm` stop: as things stand no bill goes to Medicare. `days` are the dates of service
    it holds on, `tab` the part of the answer it comes from. `words` and `more` are the program's own; `facts`
    are what they tell of, null for what was not returned.
    """

    topic: Topic
    code: str
    harm: Harm
    outcome: Outcome
    words: str
    more: str
    days: tuple[Period, ...]
    tab: str
    facts: dict[str, str | int | Decimal | date | None]
    raw: Raw


@dataclass(frozen=True, slots=True)
class BillVerdict:
    """Whether Medicare can be billed for `service`; `findings` in order of harm.

    `is_partly`: the outcome is that of some of the days only.
    """

    outcome: Outcome
    is_partly: bool
    words: str
    service: Period
    findings: tuple[BillFinding, ...]


def verdict_document(answer: Eligibility, viewing: Viewing) -> BillVerdict:
    """Return the verdict on an answer, with its words."""
    judged = verdict(answer, viewing)
    findings = tuple(_finding(each, viewing) for each in judged.findings)
    return BillVerdict(judged.outcome, judged.is_partly, headline(judged), judged.service, findings)


def _finding(found: Finding, viewing: Viewing) -> BillFinding:
    return BillFinding(
        topic=found.topic,
        code=found.code,
        harm=found.harm,
        outcome=found.outcome,
        words=text(found, viewing),
        more=more(found),
        days=found.days,
        tab=found.tab,
        facts=dict(found.facts),
        raw=found.raw,
    )
