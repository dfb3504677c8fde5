"""The items of an answer that are watched for changes: how one is known again, and its words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass

from spot_tui.backend.eligibility.model import Eligibility, Measure, Party, Period, Plan
from spot_tui.backend.eligibility.questions import HOSPITAL_OR_ALL
from spot_tui.backend.eligibility.tabs.phrases import money, services, span, year_or_span
from spot_tui.backend.x12.codes import word
from spot_tui.words import say


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that an answer says.

    Items of one `key` are the same thing in two answers; it changed where their `facts` differ. Without a
    `period` it counts as of every date. `words` are what people read of it.
    """

    key: Hashable
    facts: Hashable
    period: Period | None
    words: str


TopicItems = tuple[Item, ...]


def items_of(answer: Eligibility) -> Mapping[str, TopicItems]:
    """Return what is watched in an answer, by topic."""
    return {topic: tuple(dict.fromkeys(read(answer))) for topic, read in _READERS.items()}


def _entitlements(answer: Eligibility) -> Iterator[Item]:
    for item in answer.entitlements:
        for period in item.periods or (None,):
            yield _dated((item.part,), (), period, say("changes.part", part=item.part))
    for gap in answer.inactive:
        about = say("changes.inactive")
        for period in gap.periods or (None,):
            yield _dated(("inactive", gap.insurance_type), (frozenset(gap.service_types),), period, about)
    for drugs in answer.part_b_id:
        for period in drugs.periods or (None,):
            yield _dated(("part_b_id",), (), period, say("changes.part_b_id"))


def _plans(answer: Eligibility) -> Iterator[Item]:
    for plan in answer.plans:
        if plan.kind == "MA":
            for period in plan.periods or (None,):
                yield _dated((plan.contract, plan.number), (plan.type, plan.bill_option), period, _plan(plan))


def _plan(plan: Plan) -> str:
    number = " ".join(part for part in (plan.contract, plan.number) if part)
    option = say("changes.option", option=plan.bill_option) if plan.bill_option else ""
    return " ".join(part for part in (plan.name, number, option) if part)


def _insurers(answer: Eligibility) -> Iterator[Item]:
    for record in answer.msp:
        name = record.insurer.name if record.insurer else ""
        about = ", ".join(part for part in (word("msp", record.type), name) if part)
        for period in record.periods or (None,):
            yield _dated((record.type, name.upper()), (record.policy_number,), period, about)


def _hospice(answer: Eligibility) -> Iterator[Item]:
    for item in answer.hospice:
        about = say("changes.hospice")
        if item.revocation:
            about = say(
                "changes.hospice_revoked", code=item.revocation, words=word("revocation", item.revocation)
            )
        yield _dated(("hospice",), (item.revocation, _id(item.provider)), item.period, about)


def _home_health(answer: Eligibility) -> Iterator[Item]:
    for item in answer.home_health:
        agency = item.provider.name or item.provider.id if item.provider else ""
        about = " ".join(part for part in (say("changes.home_health"), agency) if part)
        yield _dated(("home_health",), (_id(item.provider),), item.period, about)


def _qmb(answer: Eligibility) -> Iterator[Item]:
    for item in answer.qmb or answer.qmb_cost_shares:
        for period in item.periods or (None,):
            yield _dated(("qmb",), (), period, say("changes.qmb"))


def _deductibles(answer: Eligibility) -> Iterator[Item]:
    for item in answer.deductibles:
        if item.measure != Measure.REMAINING or item.amount is None:
            continue
        if item.service_types and HOSPITAL_OR_ALL.isdisjoint(item.service_types):
            continue
        first = item.period.first if item.period else None
        about = say("changes.part", part=item.part) if item.part else services(item.service_types)
        when = say("changes.spell", date=span(item.period)) if item.spell else year_or_span(item.period)
        words = say("changes.left", amount=money(item.amount), about=f"{about} {when}".strip())
        yield Item((item.part, item.spell, first), (item.amount,), item.period, words)


def _dated(key: tuple[Hashable, ...], facts: tuple[Hashable, ...], period: Period | None, about: str) -> Item:
    """Return an item that is known again by its first day, and may end on another one than before."""
    first, last = (period.first, period.last) if period else (None, None)
    words = f"{about} {span(period)}" if period else say("changes.undated", about=about)
    return Item((*key, first), (*facts, last), period, words)


def _id(party: Party | None) -> str:
    return party.id if party else ""


_READERS: Mapping[str, Callable[[Eligibility], Iterator[Item]]] = {
    "entitlement": _entitlements,
    "plan": _plans,
    "msp": _insurers,
    "hospice": _hospice,
    "qmb": _qmb,
    "home_health": _home_health,
    "deductible": _deductibles,
}
