"""Findings about care of others that a bill meets: hospice and home health; and the QMB's protection."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import Eligibility, Hospice, Party
from spot_tui.backend.eligibility.questions import open_hospice
from spot_tui.backend.eligibility.service_days import (
    held,
    hospice_days,
    hospice_in,
    qmb_days,
    qmb_in,
)
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Fact, Finding, Harm, Outcome, Topic


def hospice_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield the hospice election of the dates of service, one without dates, or one that begins later."""
    service = viewing.service
    found = hospice_in(answer, service)
    for item in found:
        if item.period is None:
            facts, whole = _facts(item), (service,)
            hospice = Outcome.HOSPICE
            yield Finding(
                Topic.HOSPICE, "hospice_undated", Harm.WARN, whole, "hospice", facts, hospice, item.raw
            )
    dated = [item for item in found if item.period]
    if dated:
        latest = max(dated, key=_latest)
        open_end = latest.period is None or latest.period.last is None
        yield Finding(
            Topic.HOSPICE,
            "hospice" if open_end else "hospice_closed",
            Harm.WARN,
            hospice_days(answer, service),
            "hospice",
            _facts(latest),
            Outcome.HOSPICE,
            tuple(text for item in dated for text in item.raw),
        )
        return
    later = open_hospice(answer)
    if later and later.period:
        facts = {"since": later.period.first}
        yield Finding(Topic.REMARK, "hospice_later", Harm.WARN, (service,), "hospice", facts, raw=later.raw)


def _latest(item: Hospice) -> tuple[bool, str]:
    period = item.period
    return (True, "") if period is None else (period.last is None, period.first.isoformat())


def _facts(item: Hospice) -> dict[str, Fact]:
    period = item.period
    return {
        "since": period.first if period else None,
        "until": period.last if period else None,
        "provider": _party(item.provider),
        "revocation": item.revocation or None,
    }


def home_health_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield the home health episodes of the dates of service, and whose they are."""
    for item in answer.home_health:
        days = held((item.period,), viewing.service) if item.period else ()
        if item.period is None or not days:
            continue
        facts: dict[str, Fact] = {
            "since": item.period.first,
            "until": item.period.last,
            "provider": _party(item.provider),
            "contractor": _party(item.contractor),
        }
        outcome = Outcome.HOME_HEALTH
        yield Finding(Topic.HOME_HEALTH, "home_health", Harm.WARN, days, "hospice", facts, outcome, item.raw)


def _party(party: Party | None) -> str | None:
    if party is None:
        return None
    return " ".join(filter(None, (party.name, party.id))) or None


def qmb_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield that the patient must not be billed, for a QMB."""
    qmb = qmb_in(answer, viewing.service)
    if qmb:
        code = "qmb" if qmb.periods else "qmb_undated"
        days = qmb_days(answer, viewing.service)
        yield Finding(Topic.QMB, code, Harm.WARN, days, "qmb", {}, raw=qmb.raw)
