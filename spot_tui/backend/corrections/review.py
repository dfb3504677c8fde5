"""What is sent, before and after, and nothing else: the same rows for screen and command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.model import Claim, Line
from spot_tui.backend.claims.sheet import show_money, show_procedure, show_service
from spot_tui.backend.clock import HasZone
from spot_tui.backend.corrections.calendar import Calendar
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.forms import show_values
from spot_tui.backend.corrections.request import (
    Correction,
    HeaderValues,
    LineValues,
    changed_fields,
    header_values,
    line_values,
    request_types,
)
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.backend.explanations import explain, field_label
from spot_tui.backend.formats import show_date
from spot_tui.words import say


def review_sections(claim: Claim, asked: Correction) -> Iterator[Section]:
    """Yield what changes: of the header, then of each line with its kinds of change."""
    if asked.history:
        yield Section(say("correction.history"), ())
    if asked.header is not None:
        rows = change_rows(header_values(claim), asked.header)
        if rows:
            yield Section(say("correction.header"), rows, _columns())
    for line in claim.lines:
        after, before = asked.lines.get(line.number), line_values(claim, line)
        if after is not None and after != before:
            yield Section(
                line_title(line, types_words(before, after)), change_rows(before, after), _columns()
            )


def change_rows(before: LineValues | HeaderValues, after: LineValues | HeaderValues) -> tuple[Row, ...]:
    """Return a row for each value that differs: what it is, what it was, what it shall be."""
    changed, old, new = changed_fields(before, after), show_values(before), show_values(after)
    return tuple(Row((field_label(name), _or_empty(old[name]), _or_empty(new[name]))) for name in changed)


def filed_sections(asked: Correction) -> Iterator[Section]:
    """Yield what was asked for, as the gateway has it on file: values as they shall be."""
    if asked.history:
        yield Section(say("correction.history"), ())
    if asked.header is not None:
        yield Section(say("correction.header"), _value_rows(asked.header))
    for number, values in asked.lines.items():
        yield Section(say("rule.of_line", line=number), _value_rows(values))


def types_words(before: LineValues, after: LineValues) -> str:
    """Return the kinds of change of a line in words."""
    return ", ".join(say(f"correction.type.{kind}") for kind in request_types(before, after))


def line_title(line: Line, types: str = "") -> str:
    """Return a line by number, procedure, date and amount: numbers alone differ between remittances."""
    told = say(
        "correction.line",
        number=line.number,
        procedure=show_procedure(line),
        service=show_service(line.first, line.last),
        billed=show_money(line.billed),
    )
    return f"{told}: {types}" if types else told


def finding_words(finding: Finding) -> str:
    """Return what a rule says in one sentence, with its line and its id."""
    told = say("correction.finding", rule=finding.rule, words=explain(finding.problem).what)
    if finding.line is None:
        return told
    return say("correction.finding_of_line", line=finding.line, words=told)


def receipt_words(
    calendar: Calendar, now: datetime, deadline: Deadline | None, today: date, office: HasZone | None = None
) -> str:
    """Return when something sent now counts as received, and how many days are left."""
    received = received_words(calendar, now, office)
    if deadline is None:
        return received
    last, days = show_date(deadline.last_day), deadline.days_left(today)
    return f"{received} {say('correction.last_day', last=last, days=days)}"


def received_words(calendar: Calendar, now: datetime, office: HasZone | None = None) -> str:
    """Return when something sent now counts as received, and why not on the contractor's own day.

    For an `office` in another time zone the cut-off is told by its clock too. Source: SPOT status page and
    SPOT User Guide, section 8 (R74).
    """
    received = calendar.received_on(now)
    words = say("correction.received", date=show_date(received))
    day = now.astimezone(calendar.zone).date()
    if not calendar.is_business_day(day):
        return f"{words} {say('correction.received.no_business_day', date=show_date(day))}"
    ends = datetime.combine(day, calendar.cut_off, calendar.zone)
    there, here = f"{ends:%H:%M %Z}", _by_clock_of(office, ends)
    time = say("correction.received.clocks", contractor=there, office=here) if here else there
    if received != day:
        return f"{words} {say('correction.received.after', time=time, date=show_date(day))}"
    return f"{words} {say('correction.received.until', time=time)}" if here else words


def _by_clock_of(office: HasZone | None, moment: datetime) -> str:
    """Return a moment by the clock of an office; empty where that shows the same."""
    if office is None or office.zone is None:
        return ""
    local = moment.astimezone(ZoneInfo(office.zone))
    return f"{local:%H:%M %Z}" if local.utcoffset() != moment.utcoffset() else ""


def until_words(deadline: Deadline | None, today: date) -> str:
    """Return the last day for something and how many days are left."""
    if deadline is None:
        return say("correction.until_unknown")
    return say("reviewing.until", date=show_date(deadline.last_day), days=max(deadline.days_left(today), 0))


def _columns() -> tuple[str, ...]:
    return tuple(say(f"correction.column.{name}") for name in ("field", "before", "after"))


def _value_rows(values: LineValues | HeaderValues) -> tuple[Row, ...]:
    shown = show_values(values)
    return tuple(
        Row((field_label(each.name), shown[each.name])) for each in fields(values) if shown[each.name]
    )


def _or_empty(text: str) -> str:
    return text or say("correction.empty")
