"""Findings about counted care: sessions, lifetime days, therapy dollars, where little or nothing is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from spot_tui.backend.eligibility.model import Eligibility, LifetimeDays, Measure, Sessions, Therapy
from spot_tui.backend.eligibility.service_days import held, spell_days, stays_left
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Fact, Finding, Harm, Topic
from spot_tui.backend.x12.codes import year_amounts
from spot_tui.backend.x12.codes.limits import Limit, limits

NEARLY = Decimal("0.1")
"""A limit is nearly used when a tenth of it, rounded up, or less is left: our own measure."""

SESSION_TABS: Mapping[str, str] = {"acupuncture": "eligibility", "smoking": "preventive"}


def limit_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield what is nearly used or used up for the dates of service."""
    for item in answer.therapy:
        yield from _therapy(item, viewing)
    for group in _programmes(answer, viewing):
        yield from _sessions(group, viewing)
    for kind in dict.fromkeys(item.kind for item in answer.lifetime_days):
        yield from _lifetime([item for item in answer.lifetime_days if item.kind == kind], viewing)
    for setting in ("hospital", "snf"):
        yield from _stays(answer, setting, viewing)


def is_nearly(left: Decimal, of: Decimal) -> bool:
    """Tell whether a tenth, rounded up, or less is left."""
    return left <= (of * NEARLY).to_integral_value(ROUND_CEILING)


def _stays(answer: Eligibility, setting: str, viewing: Viewing) -> Iterator[Finding]:
    """Yield each benefit period with few days left, where full and coinsurance days are both known."""
    items = stays_left(answer, setting, viewing.service)
    most = limits()[setting].most
    for period, is_spell in dict.fromkeys((item.period, item.spell) for item in items if item.period):
        group = [item for item in items if (item.period, item.spell) == (period, is_spell)]
        known = [item.days for item in group if item.days is not None]
        left = sum(known, Decimal(0))
        both = {bool(item.per_day) for item in group} == {True, False}
        if not both or len(known) < len(group) or not is_nearly(left, most):
            continue
        facts: dict[str, Fact] = {"setting": setting, "left": left, "most": most}
        raw = tuple(text for item in group for text in item.raw)
        days = spell_days(period, viewing.service) if is_spell else held((period,), viewing.service)
        code = "stay_near" if left > 0 else "stay_used_up"
        yield Finding(Topic.LIMIT, code, Harm.WARN, days, "inpatient", facts, raw=raw)


def _finding(code: str, viewing: Viewing, tab: str, facts: dict[str, Fact], raw: tuple[str, ...]) -> Finding:
    harm = Harm.INFO if code == "therapy_unknown" else Harm.WARN
    return Finding(Topic.LIMIT, code, harm, (viewing.service,), tab, facts, raw=raw)


def _therapy(item: Therapy, viewing: Viewing) -> Iterator[Finding]:
    """Yield where a year's dollars stand against its KX threshold; what is only reported is not judged."""
    used, period = item.amount, item.period
    if item.measure == Measure.REPORTED or not used or period is None:
        return
    if not held((period,), viewing.service):
        return
    amounts = year_amounts(period.first.year)
    threshold, review = amounts.therapy_threshold, amounts.therapy_review
    facts: dict[str, Fact] = {
        "discipline": item.discipline,
        "year": period.first.year,
        "dollars_used": used,
        "threshold": threshold,
        "review": review,
        "room": threshold - used if threshold is not None else None,
    }
    code = ""
    if threshold is None:
        code = "therapy_unknown"
    elif review is not None and used > review:
        code = "therapy_review"
    elif used > threshold:
        code = "therapy_over"
    elif is_nearly(threshold - used, threshold):
        code = "therapy_near"
    if code:
        yield _finding(code, viewing, "deductibles", facts, item.raw)


def _programmes(answer: Eligibility, viewing: Viewing) -> Iterator[list[Sessions]]:
    on_dates = [s for s in answer.sessions if s.period is None or held((s.period,), viewing.service)]
    for programme in dict.fromkeys(item.programme for item in on_dates):
        yield [item for item in on_dates if item.programme == programme]


@dataclass(frozen=True, slots=True)
class _Count:
    """Sessions: how many there may be, with approval (`most`) and without (`usual`), and how many were."""

    most: Decimal
    used: Decimal
    usual: Decimal | None

    @property
    def left(self) -> Decimal:
        return self.most - self.used

    @property
    def code(self) -> str:
        """What there is to say of it; blank for nothing."""
        if self.left <= 0:
            return "sessions_used_up"
        if is_nearly(self.left, self.most):
            return "sessions_near"
        if self.usual is None or not is_nearly(self.usual - self.used, self.usual):
            return ""
        return "sessions_usual_used" if self.used >= self.usual else "sessions_usual_near"


def _sessions(group: list[Sessions], viewing: Viewing) -> Iterator[Finding]:
    """Yield the side, technical or professional, of which least is left."""
    programme = group[0].programme
    tab = SESSION_TABS.get(programme, "deductibles")
    raw = tuple(text for item in group for text in item.raw)
    due = max((item.next_date for item in group if item.next_date), default=None)
    if due and due > viewing.on:
        yield _finding("sessions_wait", viewing, tab, {"programme": programme, "date": due}, raw)
    known = limits()[programme]
    counts = [count for item in group if (count := _counted(item, known))]
    count = min(counts, key=lambda each: each.left, default=None)
    if count and count.code:
        facts: dict[str, Fact] = {
            "programme": programme,
            "left": count.left,
            "used": count.used,
            "most": count.most,
            "usual": count.usual,
        }
        yield _finding(count.code, viewing, tab, facts, raw)


def _counted(item: Sessions, known: Limit) -> _Count | None:
    most = item.total if item.total is not None else known.most
    if item.remaining is not None:
        return _Count(most, most - item.remaining, known.usual)
    return _Count(most, item.used, known.usual) if item.used is not None else None


def _lifetime(items: list[LifetimeDays], viewing: Viewing) -> Iterator[Finding]:
    kind = items[0].kind
    total = next((item.days for item in items if item.measure == Measure.TOTAL and item.days), None)
    most = total if total is not None else limits()[kind].most
    for item in items:
        if item.measure != Measure.REMAINING or item.days is None or not is_nearly(item.days, most):
            continue
        facts: dict[str, Fact] = {"days_of": kind, "left": item.days, "most": most}
        code = "days_near" if item.days > 0 else "days_used_up"
        yield _finding(code, viewing, "inpatient", facts, item.raw)
