"""What an answer does not say of the dates of service: not returned is never called none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from spot_tui.backend.eligibility.model import Eligibility, Raw
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Finding, Harm, Topic
from spot_tui.backend.formats import months_later

PURGED_AFTER_MONTHS = 27
"""Source: CMS, "Data Purge" of HETS: times that ended longer ago may be gone from its file."""

_TABS = {Topic.PLAN: "map", Topic.INSURER: "msp", Topic.HOSPICE: "hospice", Topic.QMB: "qmb"}


def absences(answer: Eligibility, found: Iterable[Finding], viewing: Viewing) -> Iterator[Finding]:
    """Yield which topics were returned but not for these dates, and which were not returned at all."""
    if not answer.source.benefits:
        return
    yield from _purged(viewing)
    told = {finding.topic for finding in found}
    missing = {topic: items for topic, items in _returned(answer).items() if topic not in told}
    if not answer.hospice and {item.count for item in answer.hospice_elections} == {0}:
        missing.pop(Topic.HOSPICE, None)
        raw = tuple(text for item in answer.hospice_elections for text in item.raw)
        yield Finding(Topic.ABSENT, "no_election", Harm.INFO, (viewing.service,), "hospice", raw=raw)
    other_dates = {topic: items for topic, items in missing.items() if items}
    unsent = [topic for topic, items in missing.items() if not items]
    whole = (viewing.service,)
    if other_dates:
        facts = {"topics": " ".join(other_dates)}
        raw = tuple(text for items in other_dates.values() for item in items for text in item.raw)
        tab = _TABS.get(next(iter(other_dates)), "hospice")
        yield Finding(Topic.ABSENT, "not_on_dates", Harm.INFO, whole, tab, facts, raw=raw)
    if unsent:
        yield Finding(Topic.ABSENT, "not_returned", Harm.INFO, whole, "", {"topics": " ".join(unsent)})


def _purged(viewing: Viewing) -> Iterator[Finding]:
    """Yield that ended times may be missing: silence about days so long ago proves less."""
    oldest_kept = months_later(viewing.today, -PURGED_AFTER_MONTHS)
    if viewing.on < oldest_kept:
        whole, facts = (viewing.service,), {"oldest": oldest_kept}
        yield Finding(Topic.REMARK, "purged", Harm.WARN, whole, "map", facts)


def _returned(answer: Eligibility) -> Mapping[Topic, Sequence[_Sent]]:
    return {
        Topic.PLAN: [plan for plan in answer.plans if plan.kind == "MA"],
        Topic.INSURER: answer.msp,
        Topic.HOSPICE: (*answer.hospice, *answer.hospice_elections),
        Topic.HOME_HEALTH: answer.home_health,
        Topic.QMB: (*answer.qmb, *answer.qmb_cost_shares),
    }


class _Sent(Protocol):
    @property
    def raw(self) -> Raw: ...
