"""Deductibles, coinsurance, blood, therapy, and days of hospital, skilled nursing and lifetime reserve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from spot_tui.sandbox.answers.amounts import (
    HOSPITAL_DAYS,
    NURSING_DAYS,
    PINTS,
    PSYCHIATRIC_DAYS,
    RESERVE_DAYS,
    Amounts,
    amounts_of,
)
from spot_tui.sandbox.answers.cover import WHOLE, entitled_time
from spot_tui.sandbox.answers.segments import Asked, Block, block, dtp, eb, msg
from spot_tui.sandbox.moving_dates import Span, span, year_of
from spot_tui.sandbox.people import Person, Spell, TherapyYear

PLAN, BENEFIT, ADMISSION = "291", "292", "435"
EPISODE, VISIT, YEAR, REMAINING, DAY, LIFETIME, LIFETIME_LEFT = "26", "27", "23", "29", "7", "32", "33"
MENTAL_HEALTH = ("A4", "A6", "A8", "AI", "AK")
MOST_YEARS = 5

_HOSPITAL_ASKS, _NURSING_ASKS = ("48", "47"), ("AG",)


def years(person: Person, asked: Asked) -> list[int]:
    """Return the benefit years to answer: those of the dates asked, or more where the person has more."""
    last = min(asked.last.year, asked.today.year + 1)
    first = max(min(asked.first.year, last - person.years + 1), last - MOST_YEARS + 1)
    return list(range(last, first - 1, -1))


def part_a(person: Person, asked: Asked) -> Iterator[Block]:
    """Part A deductible of each year and of each running benefit period."""
    if not entitled_time(person, "A", asked):
        return
    for year in years(person, asked):
        amount, when = amounts_of(year).part_a, year_of(date(year, 1, 1))
        yield block(WHOLE, eb("C", (WHOLE,), "MA", time=EPISODE, money=amount), dtp(PLAN, when))
        yield block(WHOLE, eb("C", (WHOLE,), "MA", time=REMAINING, money=amount), dtp(PLAN, when))
        home_and_hospice = eb("C", ("42", "45"), "MA", time=EPISODE, money=0)
        yield block(("42", "45"), home_and_hospice, dtp(BENEFIT, when))
    for spell in person.spells:
        dates = dtp(PLAN, span(spell.dates, asked.today))
        yield block(WHOLE, eb("C", (WHOLE,), "MA", time=REMAINING, money=spell.deductible), dates)


def part_b(person: Person, asked: Asked) -> Iterator[Block]:
    """Part B deductible and coinsurance of each year, with what has none."""
    if not entitled_time(person, "B", asked):
        return
    for year in years(person, asked):
        amounts, when = amounts_of(year), year_of(date(year, 1, 1))
        left = amounts.part_b - min(person.usage.part_b_used, amounts.part_b)
        free = ("42", "67", "AJ")
        yield block(WHOLE, eb("C", (WHOLE,), "MB", time=YEAR, money=amounts.part_b), dtp(PLAN, when))
        yield block(WHOLE, eb("C", (WHOLE,), "MB", time=REMAINING, money=left), dtp(PLAN, when))
        yield block(WHOLE, eb("A", (WHOLE,), "MB", time=VISIT, share=".2"), dtp(PLAN, when))
        yield block(free, eb("C", free, "MB", time=YEAR, money=0), dtp(BENEFIT, when))
        yield block(free, eb("A", free, "MB", time=VISIT, share="0"), dtp(BENEFIT, when))


def mental_health(person: Person, asked: Asked) -> Iterator[Block]:
    """Coinsurance of mental-health care."""
    if entitled_time(person, "B", asked):
        for year in years(person, asked):
            yield mental_health_of(year, amounts_of(year))


def mental_health_of(year: int, amounts: Amounts) -> Block:
    """Return the mental-health coinsurance of a year."""
    share = eb("A", MENTAL_HEALTH, "MB", time=VISIT, share=amounts.mental_health)
    return block((WHOLE, *MENTAL_HEALTH), share, dtp(BENEFIT, year_of(date(year, 1, 1))))


def blood(person: Person, asked: Asked) -> Iterator[Block]:
    """Blood deductible: pints in all, and pints left."""
    if not (entitled_time(person, "A", asked) or entitled_time(person, "B", asked)):
        return
    for year in years(person, asked):
        total = eb("E", ("10",), time=YEAR, kind="DB", quantity=PINTS)
        left = ("HSD", "FL", str(person.usage.blood), "", "", REMAINING)
        yield block("10", total, left, dtp(BENEFIT, year_of(date(year, 1, 1))))


def therapy(person: Person, asked: Asked) -> Iterator[Block]:
    """Therapy dollars used; both zero come in one EB."""
    for item in person.therapy:
        occupational, physical, when = therapy_used(item, asked)
        dates = (dtp(BENEFIT, when), msg("Used Amount"))
        if occupational == physical == 0:
            yield block(("AD", "AE"), eb("D", ("AD", "AE"), "MB", money=0), *dates)
            continue
        yield block("AD", eb("D", ("AD",), "MB", money=occupational), *dates)
        yield block("AE", eb("D", ("AE",), "MB", money=physical), *dates)


def therapy_used(item: TherapyYear, asked: Asked) -> tuple[Decimal, Decimal, Span]:
    """Return the dollars used for occupational and for physical and speech therapy, and their year."""
    year = asked.today.year + item.year
    amounts = amounts_of(year)
    used = (_therapy(item.occupational, amounts), _therapy(item.physical, amounts))
    return *used, year_of(date(year, 1, 1))


def _therapy(text: str, amounts: Amounts) -> Decimal:
    for word, amount in (("kx", amounts.therapy_threshold), ("review", amounts.therapy_review)):
        if text.startswith(word):
            return amount + Decimal(text.removeprefix(word))
    return Decimal(text)


def hospital(person: Person, asked: Asked) -> Iterator[Block]:
    """Hospital days of a new benefit period in each year, and of the periods there were."""
    if entitled_time(person, "A", asked):
        for year in years(person, asked):
            when, price = year_of(date(year, 1, 1)), amounts_of(year).hospital_day
            yield from _base(WHOLE, HOSPITAL_DAYS, price, when, _HOSPITAL_ASKS)
            yield from _left(WHOLE, person.usage.hospital, price, when, _HOSPITAL_ASKS)
        for spell in person.spells:
            when, amounts = _spell(spell, asked)
            yield from _left(WHOLE, spell.hospital, amounts.hospital_day, when, _HOSPITAL_ASKS)


def nursing(person: Person, asked: Asked) -> Iterator[Block]:
    """Skilled-nursing days, as hospital days."""
    if entitled_time(person, "A", asked):
        for year in years(person, asked):
            when, price = year_of(date(year, 1, 1)), amounts_of(year).nursing_day
            yield from _base("AG", NURSING_DAYS, price, when, _NURSING_ASKS)
            yield from _left("AG", person.usage.snf, price, when, _NURSING_ASKS)
        for spell in person.spells:
            when, amounts = _spell(spell, asked)
            yield from _left("AG", spell.snf, amounts.nursing_day, when, _NURSING_ASKS)


def _spell(spell: Spell, asked: Asked) -> tuple[Span, Amounts]:
    """Return a benefit period and the amounts of its first year, which it keeps."""
    when = span(spell.dates, asked.today)
    return when, amounts_of(when[0].year)


def _base(
    kind: str, days: tuple[int, int], price: Decimal, when: Span, asks: tuple[str, ...]
) -> Iterator[Block]:
    full, last = days
    for money, after, through in ((Decimal(0), 0, full), (price, full, last)):
        yield block(
            asks,
            eb("B", (kind,), "MA", time=DAY, money=money),
            ("HSD", "", "", "DA", "", "30", str(after)),
            ("HSD", "", "", "DA", "", "31", str(through)),
            ("HSD", "", "", "", "", EPISODE, "1"),
            dtp(ADMISSION, when),
        )


def _left(
    kind: str, left: tuple[int, int], price: Decimal, when: Span, asks: tuple[str, ...]
) -> Iterator[Block]:
    for money, days in zip((Decimal(0), price), left, strict=True):
        yield block(
            asks,
            eb("B", (kind,), "MA", time=DAY, money=money),
            ("HSD", "", "", "DA", "", REMAINING, str(days)),
            ("HSD", "", "", "", "", EPISODE, "1"),
            dtp(ADMISSION, when),
        )


def reserve(person: Person, asked: Asked) -> Iterator[Block]:
    """Lifetime reserve days: in all, left, and their price in each year."""
    if not entitled_time(person, "A", asked):
        return
    days = {LIFETIME: RESERVE_DAYS, LIFETIME_LEFT: person.usage.reserve}
    for time, number in days.items():
        yield block(_HOSPITAL_ASKS, eb("K", (WHOLE,), "MA", time=time, kind="DY", quantity=number))
    for year in years(person, asked):
        price = eb("K", (WHOLE,), "MA", time=DAY, money=amounts_of(year).reserve_day)
        yield block(_HOSPITAL_ASKS, price, dtp(ADMISSION, year_of(date(year, 1, 1))))


def psychiatric(person: Person, asked: Asked) -> Iterator[Block]:
    """Psychiatric days of a lifetime: in all and left."""
    if not entitled_time(person, "A", asked):
        return
    for time, days in ((LIFETIME, PSYCHIATRIC_DAYS), (LIFETIME_LEFT, person.usage.psychiatric)):
        yield block("A7", eb("K", ("A7",), "MA", time=time, kind="DY", quantity=days))
