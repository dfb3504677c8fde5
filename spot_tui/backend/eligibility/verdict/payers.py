"""Findings about who pays: Advantage plans, and insurers that pay before Medicare."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from spot_tui.backend.eligibility.model import Eligibility, Msp, Period, Plan
from spot_tui.backend.eligibility.questions import plan_takes_claims, processor_known
from spot_tui.backend.eligibility.service_days import (
    Days,
    fee_for_service_days,
    held,
    held_or_undated,
    hospice_days,
    msp_in,
    plans_in,
    without,
)
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Fact, Finding, Harm, Outcome, Topic
from spot_tui.backend.x12.codes import msp_pays


def plan_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield the Advantage plans of the dates of service and who takes claims, or a plan that begins later."""
    plans = plans_in(answer, viewing.service)
    end = viewing.service.last or viewing.on
    for plan in plans:
        days = held_or_undated(plan.periods, viewing.service)
        facts = _plan_facts(plan, viewing)
        in_hospice = fee_for_service_days(answer, plan, viewing.service, viewing.vbid_contracts)
        others = without(days, in_hospice, viewing.service)
        if others:
            code, harm, outcome = _who_pays(plan)
            yield Finding(Topic.PLAN, code, harm, others, "map", facts, outcome, plan.raw)
        if in_hospice:
            is_over = without(in_hospice, hospice_days(answer, viewing.service), viewing.service)
            code = "plan_after_hospice" if is_over else "plan_hospice"
            yield Finding(Topic.PLAN, code, Harm.WARN, in_hospice, "map", facts, raw=plan.raw)
        if not plan.periods:
            yield Finding(Topic.PLAN, "plan_undated", Harm.WARN, days, "map", facts, raw=plan.raw)
        elected = hospice_days(answer, viewing.service)
        together = tuple(span for day in days for span in held(elected, day))
        if together and plan.contract in viewing.vbid_contracts:
            pays = Outcome.BILL_PLAN
            yield Finding(Topic.PLAN, "plan_vbid", Harm.STOP, together, "map", facts, pays, plan.raw)
    told = {(plan.contract, plan.number) for plan in plans}
    for plan in answer.plans:
        later = [period.first for period in plan.periods if period.first > end]
        if plan.kind == "MA" and later and (plan.contract, plan.number) not in told:
            facts = {"name": plan.name or plan.contract, "date": min(later)}
            whole = (viewing.service,)
            yield Finding(Topic.REMARK, "plan_later", Harm.WARN, whole, "map", facts, raw=plan.raw)


def _who_pays(plan: Plan) -> tuple[str, Harm, Outcome]:
    if plan_takes_claims(plan):
        return "plan_takes", Harm.STOP, Outcome.BILL_PLAN
    if not processor_known(plan):
        return "plan_unclear", Harm.STOP, Outcome.CHECK_FIRST
    return "plan_contractor", Harm.WARN, Outcome.BILL_MEDICARE


def _plan_facts(plan: Plan, viewing: Viewing) -> dict[str, Fact]:
    """Return what a plan is, and how it stands today and at the end of the dates of service."""
    end = viewing.service.last or viewing.on
    office = plan.organisation
    return {
        "name": plan.name or plan.contract,
        "contract": " ".join(filter(None, (plan.contract, plan.number))) or None,
        "plan_type": plan.type or None,
        "option": plan.bill_option or None,
        "telephone": office.telephones[0] if office and office.telephones else None,
        "today": viewing.today,
        "state_today": plan_state(plan.periods, viewing.today),
        "end": end,
        "state_end": plan_state(plan.periods, end),
    }


def plan_state(periods: tuple[Period, ...], on: date) -> str:
    """Return how a plan stands on a date: current, later, ended, or assumed where no dates were sent."""
    if not periods:
        return "assumed"
    if any(period.contains(on) for period in periods):
        return "current"
    return "later" if any(period.first > on for period in periods) else "ended"


def insurer_findings(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield each insurer that pays before Medicare on the dates of service: which, why and since when."""
    for record in msp_in(answer, viewing.service):
        pays = msp_pays()[record.type]
        first = pays == "all"
        days: Days = held_or_undated(record.periods, viewing.service)
        yield Finding(
            Topic.INSURER,
            f"insurer_{pays}",
            Harm.STOP if first else Harm.WARN,
            days,
            "msp",
            _insurer_facts(record, viewing.service),
            Outcome.INSURER_FIRST if first else Outcome.CHECK_FIRST,
            record.raw,
        )


def _insurer_facts(record: Msp, service: Period) -> dict[str, Fact]:
    since = next((period.first for period in record.periods if held((period,), service)), None)
    return {
        "insurer": record.insurer.name or None if record.insurer else None,
        "msp_type": record.type,
        "since": since,
        "policy": record.policy_number or None,
    }
