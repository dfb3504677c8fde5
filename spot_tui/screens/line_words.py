"""The line in words: how it is, what waits in the outbox and since when, how far an upload is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from spot_tui.backend.explanations import explain
from spot_tui.backend.link_watch import LinkState, LinkWatch
from spot_tui.backend.problems import Problem
from spot_tui.widgets.line import Line, Piece, Tone, line
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.outbox.model import Submission

_FACT_WIDTH = 28


@dataclass(frozen=True, slots=True)
class OnTheLine:
    """What goes over the line and what does not.

    `unsent` is what waits in the outbox, `percent` how far the upload under way is, `audit` why the audit log
    cannot be written.
    """

    unsent: tuple[Submission, ...] = ()
    percent: int | None = None
    audit: Problem | None = None


def line_words(watch: LinkWatch, on_it: OnTheLine, now: datetime, zone: tzinfo) -> Line:
    """Return what every screen says of the line, what matters most first; nothing before anything was asked.

    Figures are rounded, and since when the oldest waits is told, not for how long: so it seldom changes.
    """
    return tuple(_pieces(watch, on_it, now, zone))


def _pieces(watch: LinkWatch, on_it: OnTheLine, now: datetime, zone: tzinfo) -> Iterator[Piece]:
    if on_it.audit is not None:
        yield say("line.no_audit"), Tone.WARN
    state = watch.state
    if state is not LinkState.NOT_ASKED:
        yield " ".join((say(f"line.{state}"), *_figures(watch))), _tone(state)
    if watch.missing:
        yield say("line.missing", names=", ".join(watch.missing)), Tone.WARN
    if on_it.unsent:
        yield _unsent(on_it.unsent, now, zone), Tone.WARN
    if on_it.percent is not None:
        yield say("line.upload", percent=on_it.percent), Tone.PLAIN


def line_facts(watch: LinkWatch, on_it: OnTheLine, now: datetime, zone: tzinfo) -> list[Line]:
    """Return the lines of the status screen that tell of the line, and of what goes over it."""
    state, facts = watch.state, []
    facts.append(("state", say(f"line.{state}"), _tone(state)))
    if watch.round_trip is not None:
        trip = say("line.fact.round_trip.ms", count=round(watch.round_trip * 1000))
        facts.append(("round_trip", trip, Tone.PLAIN))
    if watch.loss is not None:
        lost = say("line.fact.loss.percent", percent=round(watch.loss * 100))
        facts.append(("loss", lost, Tone.PLAIN))
    if watch.rate:
        facts.append(("rate", _rate(watch.rate), Tone.PLAIN))
    waits = _unsent(on_it.unsent, now, zone) if on_it.unsent else say("line.fact.unsent.none")
    facts.append(("unsent", waits, Tone.WARN if on_it.unsent else Tone.PLAIN))
    audit = explain(on_it.audit).what if on_it.audit else say("line.fact.audit.works")
    facts.append(("audit", audit, Tone.BAD if on_it.audit else Tone.PLAIN))
    return [_fact(name, words, tone) for name, words, tone in facts]


def _fact(name: str, words: str, tone: Tone) -> Line:
    return (f"{say(f'line.fact.{name}'):<{_FACT_WIDTH}}", Tone.STRONG), *line(words, tone)


def _tone(state: LinkState) -> Tone:
    return Tone.PLAIN if state in {LinkState.ONLINE, LinkState.NOT_ASKED} else Tone.WARN


def _figures(watch: LinkWatch) -> Iterator[str]:
    """Yield what tells how thin a line is, in tenths of a second, whole percents and kbit/s."""
    if watch.state is not LinkState.THIN:
        return
    if watch.round_trip is not None and round(watch.round_trip, 1):
        yield say("line.round_trip", seconds=f"{watch.round_trip:.1f}")
    if watch.loss is not None and round(watch.loss * 100):
        yield say("line.loss", percent=round(watch.loss * 100))
    if watch.rate:
        yield _rate(watch.rate)


def _unsent(unsent: tuple[Submission, ...], now: datetime, zone: tzinfo) -> str:
    from spot_tui.backend.outbox.view import made_words

    oldest = min(each.created_at for each in unsent)
    return say("line.unsent", count=len(unsent), since=made_words(oldest, now, zone))


def _rate(rate: float) -> str:
    """Return a rate in kbit/s, to two digits: more of them would change at every look."""
    return say("line.rate", rate=f"{float(f'{rate * 8 / 1000:.2g}'):,.0f}")
