"""What the guide to corrections lists, made from the rules, lists and forms themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docs.practice_tables import table
from spot_tui.backend.corrections.calendar import Holiday, read_holidays
from spot_tui.backend.corrections.catalogue import RULES, SOURCES, Rule
from spot_tui.backend.corrections.fields import header_fields, line_fields
from spot_tui.backend.corrections.request import LOCKED_HEADER, LOCKED_LINE, TYPE_FIELDS, RequestType
from spot_tui.backend.corrections.restricted import read_restricted
from spot_tui.backend.explanations import field_label
from spot_tui.words import knows, say, sentences


def rules_table() -> str:
    """Return every rule: what it looks at, what it does, what it says, and where it comes from."""
    rows = (
        (
            f"**{rule.id}**",
            say(f"rule.{rule.id}"),
            say(f"rule.outcome.{rule.outcome}"),
            _reason(rule),
            "; ".join(SOURCES[source] for source in rule.sources),
            say(f"rule.tag.{rule.tag}"),
            "yes" if rule.can_be_switched_off else "no",
        )
        for rule in RULES.values()
    )
    return table(("rule", "when", "then", "reason that is shown", "source", "how good", "may be off"), rows)


def lists_table() -> str:
    """Return the shipped lists of modifiers, procedures and denials, each with its origin."""
    rows = (
        (
            held.name,
            f"{held.kind}, {held.effect.replace('_', ' ')}",
            ("refuses" if held.own else "warns") if held.in_use else "not in use",
            f"{held.contractor}: {held.source}",
            f"{held.source_date}; loaded {held.loaded_on.isoformat()}",
            " ".join(held.values),
        )
        for held in read_restricted(None).list
    )
    return table(("list", "of what", "does", "from", "dated", "codes"), rows)


def holidays_table() -> str:
    """Return the shipped holidays."""
    known = read_holidays(None)
    rows = ((holiday.name, _when(holiday)) for holiday in known.holiday)
    return f"{table(('holiday', 'day'), rows)}\n\nSource: {known.source} Dated {known.dated.isoformat()}."


def changes_table() -> str:
    """Return the fields that a correction may change, and those that it may not with their rules."""
    opened = (("header", header_fields()), ("lines.N", line_fields()))
    locked = (("header", LOCKED_HEADER), ("lines.N", LOCKED_LINE))
    may = (
        (f"`{place}.{field.name}`", field_label(field.name), say(field.help_key))
        for place, fields in opened
        for field in fields
    )
    never = (
        (f"`{place}.{name}`", field_label(name), f"never: {rule}")
        for place, names in locked
        for name, rule in names.items()
    )
    return table(("key", "field", "value"), [*may, *never])


def types_table() -> str:
    """Return the kinds of change with their fields."""
    rows = (
        (
            say(f"correction.type.{kind}"),
            _labels(TYPE_FIELDS[kind].primary),
            _labels(TYPE_FIELDS[kind].secondary) or "-",
        )
        for kind in RequestType
    )
    return table(("kind of change", "its field", "may change along"), rows)


def _reason(rule: Rule) -> str:
    key = f"problem.rule.{rule.id}"
    if not knows(key):
        return say("rule.by_field") if rule.id == "R53" else "-"
    return sentences("problem")[key]


def _labels(names: Iterable[str]) -> str:
    return ", ".join(field_label(name) for name in names)


def _when(holiday: Holiday) -> str:
    return ", ".join(_parts(holiday))


def _parts(holiday: Holiday) -> Iterator[str]:
    if holiday.on:
        yield holiday.on
    elif holiday.day:
        yield f"{holiday.month:02}/{holiday.day:02}"
    elif holiday.nth and holiday.weekday:
        place = "last" if holiday.nth < 0 else f"{holiday.nth}."
        yield f"{place} {holiday.weekday.capitalize()} of month {holiday.month}"
