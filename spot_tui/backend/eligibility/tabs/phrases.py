"""Dates, money and names as every tab writes them, and the making of tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from spot_tui.backend.eligibility.model import Party, Period
from spot_tui.backend.eligibility.service_days import Days, spell_days, spell_end_unsure, turns
from spot_tui.backend.eligibility.sheet import Section, Tab, Viewing
from spot_tui.backend.formats import show_date
from spot_tui.backend.x12.codes import word
from spot_tui.words import say


def none() -> str:
    """Return the mark of a cell without a value."""
    return say("benefits.none")


def day(value: date | None) -> str:
    """Return a date as MM/DD/YYYY."""
    return show_date(value) if value else none()


def last_day(period: Period) -> str:
    """Return a period's last day, or the word for open."""
    return show_date(period.last) if period.last else say("benefits.open")


def span(period: Period | None) -> str:
    """Return a period as ``first - last``; a single day once."""
    if period is None:
        return none()
    if period.first == period.last:
        return show_date(period.first)
    return say("benefits.span", first=show_date(period.first), last=last_day(period))


def spans(periods: Iterable[Period]) -> str:
    """Return spans one after the other."""
    return ", ".join(span(period) for period in periods)


def changing(days: Days, viewing: Viewing) -> str:
    """Return when what holds on `days` begins or ends within the dates of service; blank for never."""
    found = turns(days, viewing.service)
    words = (say(f"benefits.turn.{'on' if begins else 'off'}", date=day(on)) for on, begins in found)
    return say("benefits.turns", dates=", ".join(words)) if found else ""


def spell_note(spell: Period | None, viewing: Viewing) -> str:
    """Return on which dates of service a benefit period runs, and that its end is assumed; or blank."""
    if spell is None:
        return ""
    change = changing(spell_days(spell, viewing.service), viewing)
    assumed = spell_end_unsure(spell, viewing.service)
    return " ".join(filter(None, (change, say("benefits.spell.assumed") if assumed else "")))


def when(period: Period) -> str:
    """Return what a date of a kind says: one day, or a span where it has a last day."""
    return span(period) if period.last else day(period.first)


def year_or_span(period: Period | None) -> str:
    """Return a calendar year as its number, any other period as its span."""
    return str(period.first.year) if period and period.is_calendar_year else span(period)


def money(amount: Decimal | None) -> str:
    """Return dollars with cents, such as $1,736.00."""
    return none() if amount is None else f"{'-' if amount < 0 else ''}${abs(amount):,.2f}"


def percent(rate: Decimal | None) -> str:
    """Return a fraction as a percentage: 0.2 is 20%."""
    return none() if rate is None else f"{number(rate * 100)}%"


def number(value: Decimal | int | None) -> str:
    """Return a count without needless zeros."""
    if value is None:
        return none()
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(rate: Decimal | None, amount: Decimal | None) -> str:
    """Return what is paid: a percentage, an amount, or both."""
    found = [percent(rate)] * (rate is not None) + [money(amount)] * (amount is not None)
    return ", ".join(found) or none()


def services(codes: Iterable[str]) -> str:
    """Return the names of service types."""
    return ", ".join(word("service_type", code) for code in codes)


def insurance(code: str) -> str:
    """Return the name of an insurance type, from whichever table has it."""
    for table in ("insurance", "plan", "msp"):
        words = word(table, code)
        if words != code:
            return words
    return code


def address(party: Party) -> str:
    """Return an address in one line."""
    return ", ".join(part for part in (*party.address, place(party.city, party.state, party.zip)) if part)


def place(city: str, state: str, code: str) -> str:
    """Return city, state and ZIP, a ZIP of nine digits with its dash."""
    shown = f"{code[:5]}-{code[5:]}" if len(code) == 9 and code.isdigit() else code
    return f"{city}, {state} {shown}".strip(" ,") if city else f"{state} {shown}".strip()


def contact(party: Party) -> str:
    """Return an organisation's name, address, telephone and web address in one line."""
    parts = (party.name, address(party), *map(telephone, party.telephones), *party.urls)
    return "; ".join(part for part in parts if part)


def telephone(number_text: str) -> str:
    """Return ten digits as 305-555-0100; anything else as it is."""
    if len(number_text) == 10 and number_text.isdigit():
        return f"{number_text[:3]}-{number_text[3:6]}-{number_text[6:]}"
    return number_text


def columns(*ids: str, **parameters: object) -> tuple[str, ...]:
    """Return the titles of columns."""
    return tuple(say(f"benefits.column.{name}", **parameters) for name in ids)


def tab(name: str, sections: Sequence[Section], notes: Sequence[str] = ()) -> Tab:
    """Return a tab of the sections that have rows, and say which have none; without any it is empty."""
    filled = tuple(section for section in sections if section.rows)
    label = say(f"benefits.tab.{name}")
    if not filled:
        return Tab(name, label, notes=(say("benefits.empty"), *notes), empty=True)
    unsent = "; ".join(section.title for section in sections if section.title and not section.rows)
    told = (say("benefits.unsent", titles=unsent),) if unsent else ()
    return Tab(name, label, filled, (*notes, *told))
