"""Roads in words: rows of a claim's summary, and what stands in its JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from spot_tui.backend.corrections.catalogue import RULES, SOURCES
from spot_tui.backend.corrections.roads import Way
from spot_tui.backend.eligibility.sheet import Row, Tone
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import show_date
from spot_tui.words import say

RULE = "RULE"


@dataclass(frozen=True, slots=True)
class RoadShown:
    """A road as the JSON document has it.

    `rules` are ids of docs/corrections.md. `last_day` and `days_left` (negative when over) are null where
    nothing limits the road; until `safe_day` it is in time however days are counted. `lines` are the lines it
    is open for, empty for all.
    """

    road: str
    open: bool
    advised: bool
    rules: tuple[str, ...]
    reason: str
    last_day: date | None
    safe_day: date | None
    days_left: int | None
    lines: tuple[int, ...]


def road_rows(ways: Iterable[Way]) -> Iterator[Row]:
    """Yield a row for each road; behind it stand its rules, for F1."""
    for way in ways:
        state = "advised" if way.is_advised else "open" if way.is_open else "closed"
        told = " ".join(road_sentences(way))
        tone = Tone.GOOD if way.is_advised else Tone.PLAIN if way.is_open else Tone.MUTED
        tokens = tuple(f"{RULE} {rule}" for rule in way.rules)
        yield Row((say(f"road.{way.road}"), say(f"road.state.{state}"), told), tone, raw=tokens)


def show_road(way: Way) -> RoadShown:
    """Return a road for the JSON document."""
    deadline = way.deadline
    return RoadShown(
        road=way.road.value,
        open=way.is_open,
        advised=way.is_advised,
        rules=way.rules,
        reason=why_words(way),
        last_day=deadline.last_day if deadline else None,
        safe_day=deadline.safe_day if deadline else None,
        days_left=way.days_left,
        lines=way.lines,
    )


def why_words(way: Way) -> str:
    """Return why a road is open or closed."""
    return say(way.why) if isinstance(way.why, str) else explain(way.why).what


def explain_rule(rule: str) -> Iterator[str]:
    """Yield what a rule looks at and where it comes from."""
    found = RULES[rule]
    yield say("rule.named", rule=rule, words=say(f"rule.{rule}"))
    sources = "; ".join(SOURCES[source] for source in found.sources)
    yield say("rule.source", source=sources, tag=say(f"rule.tag.{found.tag}"))


def road_sentences(way: Way) -> Iterator[str]:
    """Yield what there is to say of a road: the rules that close it, or its days and what it is for."""
    if not way.is_open:
        yield say("road.closed", rules=", ".join(way.rules), why=why_words(way))
        return
    deadline = way.deadline
    if deadline and way.days_left is not None and way.days_left >= 0:
        days, last = way.days_left, show_date(deadline.last_day)
        yield say("road.until", date=last, days=days) if days else say("road.today", date=last)
        if deadline.safe_day != deadline.last_day:
            yield say("road.safe", date=show_date(deadline.safe_day))
    elif way.warnings:
        yield from (explain(finding.problem).what for finding in way.warnings)
        return
    yield why_words(way)
    if way.lines:
        yield say("road.lines", lines=", ".join(map(str, way.lines)))
    yield from (explain(finding.problem).what for finding in way.warnings)
