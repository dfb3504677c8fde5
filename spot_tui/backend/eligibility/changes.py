"""What is new in an answer against an earlier one about the same patient.

Answers are compared item by item: a plan, a record of an insurer, a hospice time, and so on. Two answers may
be for other dates of service, and neither says anything about what lies outside its own. So an item that only
one of them has counts where the other one would have it too: where it touches the other's dates of service,
or began after that answer came. Items that both have are compared whatever the dates.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from spot_tui.backend.eligibility.changing_items import Item, TopicItems, items_of
from spot_tui.backend.eligibility.model import Beneficiary, Eligibility, Period
from spot_tui.backend.eligibility.service_days import held
from spot_tui.backend.eligibility.tabs.phrases import day
from spot_tui.backend.formats import show_mbi
from spot_tui.words import say


class Topic(StrEnum):
    """What a change is about; a stable code, the most serious first."""

    DEATH = "death"
    PERSON = "person"
    ENTITLEMENT = "entitlement"
    PLAN = "plan"
    MSP = "msp"
    HOSPICE = "hospice"
    QMB = "qmb"
    HOME_HEALTH = "home_health"
    DEDUCTIBLE = "deductible"

    @property
    def label(self) -> str:
        """Its name in words, short."""
        return say(f"changes.topic.{self.value}")


ChangeKind = Literal["new", "changed", "gone", "not_returned"]
"""`gone`: others of its kind were returned, this one not. `not_returned`: nothing of its kind was."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, the dates of service it was asked for, and the day (where the provider is) it came on."""

    answer: Eligibility
    service: Period
    on: date


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as before: `was` and `now` in words. `kind` and `topic` are stable codes."""

    topic: Topic
    kind: ChangeKind
    was: str
    now: str

    @property
    def text(self) -> str:
        """It in one sentence."""
        return say("changes.sentence", topic=self.topic.label, was=self.was, now=self.now)


def changes(before: Told, after: Told) -> tuple[Change, ...]:
    """Return what `after` says that `before` does not, or otherwise: the most serious topic first.

    A thing that was merely not returned is never called gone.
    """
    found = [*_of_person(before.answer.beneficiary, after.answer.beneficiary)]
    earlier, later = items_of(before.answer), items_of(after.answer)
    for topic, items in later.items():
        found += _of_items(Topic(topic), _Pair(before, after, earlier[topic], items))
    order = list(Topic)
    return tuple(sorted(found, key=lambda change: order.index(change.topic)))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Both answers, and the items of one topic that each has."""

    before: Told
    after: Told
    earlier: TopicItems
    later: TopicItems

    def is_news(self, item: Item) -> bool:
        """Tell whether the earlier answer would have had this item of the later one."""
        period = item.period
        if period is None or _touches(period, self.before.service):
            return True
        began_between = self.before.on < period.first <= self.after.on
        return began_between or (period.first > self.before.on and not _touches(period, self.after.service))

    def is_missed(self, item: Item) -> bool:
        """Tell whether the later answer would have this item of the earlier one."""
        period = item.period
        if period is None or _touches(period, self.after.service):
            return True
        return period.first > self.after.on and not _touches(period, self.before.service)


def _of_items(topic: Topic, pair: _Pair) -> Iterator[Change]:
    """Yield the changes of one topic; an item that went and one that came make one change together."""
    earlier, later = _by_key(pair.earlier), _by_key(pair.later)
    for key, items in later.items():
        known = earlier.get(key)
        if known and _facts(known) != _facts(items):
            yield Change(topic, "changed", _words(known), _words(items))
    missed = [
        item for key, items in earlier.items() if key not in later for item in items if pair.is_missed(item)
    ]
    news = [
        item for key, items in later.items() if key not in earlier for item in items if pair.is_news(item)
    ]
    for was, now in zip(missed, news, strict=False):
        yield Change(topic, "changed", was.words, now.words)
    for item in missed[len(news) :]:
        kind: ChangeKind = "gone" if later else "not_returned"
        yield Change(topic, kind, item.words, say(f"changes.{kind}"))
    for item in news[len(missed) :]:
        yield Change(
            topic, "new", say("changes.none_before" if earlier else "changes.not_before"), item.words
        )


def _by_key(items: TopicItems) -> dict[Hashable, tuple[Item, ...]]:
    found: dict[Hashable, tuple[Item, ...]] = {}
    for item in items:
        found[item.key] = (*found.get(item.key, ()), item)
    return found


def _facts(items: TopicItems) -> frozenset[Hashable]:
    return frozenset(item.facts for item in items)


def _words(items: TopicItems) -> str:
    return "; ".join(dict.fromkeys(item.words for item in items))


def _touches(period: Period, service: Period) -> bool:
    return bool(held((period,), service))


def _of_person(before: Beneficiary | None, after: Beneficiary | None) -> Iterator[Change]:
    if before is None or after is None:
        return
    yield from _of_fact(Topic.DEATH, before, after, lambda person: day(person.died) if person.died else "")
    yield from _of_fact(Topic.PERSON, before, after, _name)
    yield from _of_fact(Topic.PERSON, before, after, _number)
    yield from _of_fact(
        Topic.PERSON,
        before,
        after,
        lambda person: say("changes.born", date=day(person.birth_date)) if person.birth_date else "",
    )


def _of_fact(
    topic: Topic, before: Beneficiary, after: Beneficiary, words_of: Callable[[Beneficiary], str]
) -> Iterator[Change]:
    was, now = words_of(before), words_of(after)
    if was == now:
        return
    if not now:
        yield Change(topic, "not_returned", was, say("changes.not_returned"))
    elif not was:
        yield Change(topic, "new", say("changes.not_before"), now)
    else:
        yield Change(topic, "changed", was, now)


def _name(person: Beneficiary) -> str:
    return " ".join(" ".join((person.first_name, person.last_name, person.suffix)).upper().split())


def _number(person: Beneficiary) -> str:
    if not person.mbi:
        return ""
    number = show_mbi(person.mbi)
    if person.old_mbi_ended:
        return say("changes.mbi_ended", mbi=number, date=day(person.old_mbi_ended))
    return say("changes.mbi", mbi=number)
