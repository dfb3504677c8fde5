"""The state of the services in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import show_date
from spot_tui.backend.status import Health, Planned, UpstreamStatus
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.words import say

_SOON = timedelta(hours=24)
_TONES = {Health.WORKING: Tone.GOOD, Health.DOWN: Tone.BAD, Health.PLANNED: Tone.WARN}


def status_lines(statuses: Sequence[UpstreamStatus], now: datetime, zone: tzinfo, width: int) -> list[Line]:
    """Return the lines of the status screen: each service, what it carries, its state and age, its plans."""
    lines: list[Line] = []
    for status in statuses:
        lines += _one(status, now, zone, width)
    return lines


def _one(status: UpstreamStatus, now: datetime, zone: tzinfo, width: int) -> list[Line]:
    name = say(f"status.upstream.{status.name}")
    state = say(f"status.{status.health}")
    seen = say("status.seen", moment=show_moment(status.seen_at, now, zone)) if status.seen_at else ""
    rows: list[Line] = [
        (
            (f"{name:<28}", Tone.STRONG),
            (f"{state:<18}", _TONES.get(status.health, Tone.QUIET)),
            (seen, Tone.PLAIN),
        ),
        line(f"  {say(f'status.carries.{status.name}')}", Tone.QUIET),
    ]
    if status.problem is not None:
        told = explain(status.problem)
        rows += [
            row
            for text in (told.what, told.quote)
            if text
            for row in wrapped(f"  {text}", width, indent="  ")
        ]
    if status.planned is not None:
        rows.append(line(f"  {planned_words(status.planned)}"))
    return rows


def planned_words(planned: Planned) -> str:
    """Return a planned maintenance in words, in the zone that it was planned in."""
    words = say(
        "status.planned_at",
        day=say(f"status.day.{planned.begins.weekday()}"),
        date=show_date(planned.begins.date()),
        begins=f"{planned.begins:%H:%M}",
        ends=f"{planned.ends:%H:%M}",
        zone=planned.begins.tzname() or "",
    )
    return f"{words} ({planned.source})" if planned.source else words


def health_line(status: UpstreamStatus) -> str:
    """Return what a job says of its service; nothing while nothing is wrong."""
    if status.health in {Health.DOWN, Health.PLANNED}:
        return f"! {say(f'status.{status.health}')}"
    return ""


def planned_soon(statuses: Sequence[UpstreamStatus], now: datetime) -> str:
    """Return the maintenance that is on or begins within a day, empty if there is none."""
    soon = [s.planned for s in statuses if s.planned and s.planned.begins <= now + _SOON]
    first = min(soon, key=lambda planned: planned.begins, default=None)
    return planned_words(first) if first else ""
