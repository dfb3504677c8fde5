"""The warnings that belong on every tab, most serious first."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility, Plan
from spot_tui.backend.eligibility.questions import (
    entitled,
    hospice_on,
    hospice_replaces_plan,
    inactive_on,
    msp_on,
    open_hospice,
    part_b_id_on,
    plan_on,
    plan_takes_claims,
    qmb_on,
)
from spot_tui.backend.eligibility.sheet import Banner, Tone, Viewing
from spot_tui.backend.eligibility.tabs.doubts import doubts
from spot_tui.backend.eligibility.tabs.phrases import day
from spot_tui.backend.x12.codes import reject_codes, word
from spot_tui.words import say, translate


def banners(answer: Eligibility, viewing: Viewing) -> tuple[Banner, ...]:
    """Return all warnings, those that stop a bill before those that change it."""
    found = (
        *_rejects(answer),
        *doubts(answer, viewing),
        *_person(answer, viewing),
        *_cover(answer, viewing),
        *_plan(answer, viewing),
        *_qmb(answer, viewing),
        *_msp(answer, viewing),
        *_hospice(answer, viewing),
    )
    return tuple(sorted(found, key=lambda banner: banner.tone != Tone.STOP))


def _banner(key: str, tone: Tone, tab: str, /, **parameters: object) -> Banner:
    return Banner(say(f"benefits.banner.{key}", **parameters), tone, tab)


def _rejects(answer: Eligibility) -> Iterator[Banner]:
    for reject in answer.rejects:
        known = reject_codes().get(reject.code)
        cause = translate(known.cause) if known else say("benefits.reject.unknown")
        yield _banner("rejected", Tone.STOP, "summary", code=reject.code, cause=cause)


def _person(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    person = answer.beneficiary
    if person is None:
        return
    if person.died:
        tone = Tone.STOP if person.died < viewing.on else Tone.WARN
        yield _banner("died", tone, "eligibility", date=day(person.died))
    if person.old_mbi_ended:
        yield _banner("old_mbi", Tone.WARN, "eligibility", date=day(person.old_mbi_ended))
    if person.corrected:
        yield _banner("corrected", Tone.WARN, "eligibility")


def _cover(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    if part_b_id_on(answer, viewing.on):
        yield _banner("part_b_id", Tone.STOP, "pbid")
    if inactive_on(answer, viewing.on):
        yield _banner("inactive", Tone.STOP, "eligibility", date=day(viewing.on))
        return
    if not answer.entitlements and not answer.inactive:
        return
    missing = [part for part in PARTS if not entitled(answer, part, viewing.on)]
    if missing == ["A", "B"]:
        yield _banner("not_entitled_both", Tone.STOP, "eligibility", date=day(viewing.on))
    elif missing:
        yield _banner("not_entitled", Tone.WARN, "eligibility", part=missing[0], date=day(viewing.on))


def _plan(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    plan = plan_on(answer, viewing.on)
    if plan is None:
        later = [p for p in answer.plans if p.kind == "MA" and _begins_after(p, viewing)]
        for item in later:
            first = min(period.first for period in item.periods if period.first > viewing.on)
            yield _banner("plan_later", Tone.WARN, "map", name=_name(item), date=day(first))
        return
    option, name, on = plan.bill_option, _name(plan), day(viewing.on)
    if hospice_replaces_plan(answer, plan, viewing.on, viewing.vbid_contracts):
        yield _banner("plan_hospice", Tone.WARN, "map", name=name, date=on)
    elif plan_takes_claims(plan):
        yield _banner("plan_takes", Tone.STOP, "map", name=name, option=option)
    elif option:
        words = word("bill_option", option)
        yield _banner("plan", Tone.WARN, "map", name=name, date=on, option=option, words=words)
    else:
        yield _banner("plan_no_option", Tone.WARN, "map", name=name, date=on)


def _begins_after(plan: Plan, viewing: Viewing) -> bool:
    return any(period.first > viewing.on for period in plan.periods)


def _name(plan: Plan) -> str:
    return plan.name or plan.contract


def _qmb(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    qmb = qmb_on(answer, viewing.on)
    if qmb:
        yield _banner("qmb" if qmb.periods else "qmb_undated", Tone.WARN, "qmb")


def _msp(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    for record in msp_on(answer, viewing.on):
        yield _banner("msp", Tone.WARN, "msp", type=word("msp", record.type))


def _hospice(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    item = hospice_on(answer, viewing.on) or open_hospice(answer)
    if item is None or item.period is None:
        return
    if item.period.last is not None:
        dates = {"date": day(viewing.on), "end": day(item.period.last)}
        yield _banner("hospice_closed", Tone.WARN, "hospice", **dates)
    elif item.period.contains(viewing.on):
        yield _banner("hospice", Tone.WARN, "hospice", date=day(viewing.on))
    else:
        yield _banner("hospice_later", Tone.WARN, "hospice", date=day(item.period.first))
    plan = plan_on(answer, viewing.on)
    if plan and hospice_on(answer, viewing.on) and plan.contract in viewing.vbid_contracts:
        yield _banner("hospice_vbid", Tone.STOP, "map", contract=plan.contract)
