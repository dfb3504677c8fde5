"""What the 2012 and 2009 layouts write in another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from spot_tui.sandbox.answers import care
from spot_tui.sandbox.answers.amounts import amounts_of
from spot_tui.sandbox.answers.costs import (
    ADMISSION,
    LIFETIME_LEFT,
    REMAINING,
    mental_health_of,
    therapy_used,
    years,
)
from spot_tui.sandbox.answers.cover import ENTITLED, INACTIVE, REASONS, WHOLE, entitled_time
from spot_tui.sandbox.answers.segments import Asked, Block, Segment, block, dtp, eb, msg, office, ref
from spot_tui.sandbox.moving_dates import day, span, year_of
from spot_tui.sandbox.people import Person

INDIVIDUAL = "IND"
OLD_MENTAL_HEALTH_YEAR = 2012


def core_set_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Service types that are covered at all, for the plan as a whole."""
    if person.core_set:
        yield block(WHOLE, eb("1", person.core_set))


def inactive_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Inactive times under an EB that says nothing else."""
    for item in person.inactive:
        yield block(WHOLE, eb("6"), *(dtp(INACTIVE, span(text, asked.today)) for text in item.dates))


def mental_health_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Yield the higher coinsurance of that time."""
    for year in years(person, asked):
        yield mental_health_of(year, amounts_of(OLD_MENTAL_HEALTH_YEAR))


def blood_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Pints left alone."""
    yield block("10", eb("D", ("10",), time=REMAINING, kind="DB", quantity=person.usage.blood))


def therapy_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Therapy as an amount that is called remaining."""
    for item in person.therapy:
        occupational, physical, when = therapy_used(item, asked)
        for kind, used in (("AD", occupational), ("AE", physical)):
            yield block(kind, eb("F", (kind,), "MB", time=REMAINING, money=used), dtp("292", when))


def smoking_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Sessions left, counted as procedures."""
    left = person.sessions.smoking_left
    if left is not None:
        yield block("67", eb("F", ("67",), "MB", time=REMAINING, kind="P6", quantity=left))


def days_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Days and deductible left in each benefit period, and the reserve."""
    for spell in person.spells:
        when = span(spell.dates, asked.today)
        amounts = amounts_of(when[0].year)
        hospital = (
            _days("F", "47", spell.hospital[0]),
            _days("B", "47", spell.hospital[1], amounts.hospital_day),
            eb("C", ("47",), "MA", time=REMAINING, money=spell.deductible),
        )
        nursing = (_days("F", "AG", spell.snf[0]), _days("B", "AG", spell.snf[1], amounts.nursing_day))
        for kind, segments in (("48", hospital), ("AG", nursing)):
            for segment in segments:
                yield block(kind, segment, dtp(ADMISSION, when))
    reserve = eb("K", ("47",), "MA", time=LIFETIME_LEFT, kind="LA", quantity=person.usage.reserve)
    yield block("48", reserve)


def _days(information: str, kind: str, days: int, price: Decimal | str = "") -> Segment:
    return eb(information, (kind,), "MA", time=REMAINING, money=price, kind="DY", quantity=days)


def home_health_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Episodes under Part B."""
    yield from care.home_health(person, asked, "MB")


def certifications_2012(person: Person, asked: Asked) -> Iterator[Block]:
    """Certifications under Part B."""
    yield from care.certifications(person, asked, "MB")


def entitlements_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """Parts A and B for the individual; an element did not repeat then."""
    for part, insurance in (("A", "MA"), ("B", "MB")):
        time = entitled_time(person, part, asked)
        if time is None:
            yield block(WHOLE, eb("6", (WHOLE,), insurance, level=INDIVIDUAL))
            continue
        reason = person.part_a.reason
        why = msg(f"{reason}-{REASONS[reason]}") if part == "A" else None
        yield block(WHOLE, eb("1", (WHOLE,), insurance, level=INDIVIDUAL), dtp(ENTITLED, time), why)


def deductibles_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """Deductibles of the year."""
    for year in years(person, asked):
        amounts, when = amounts_of(year), dtp("291", year_of(date(year, 1, 1)))
        for insurance, time, money in (("MA", "26", amounts.part_a), ("MB", "23", amounts.part_b)):
            yield block(WHOLE, eb("C", (WHOLE,), insurance, level=INDIVIDUAL, time=time, money=money), when)
            yield block(WHOLE, eb("C", (WHOLE,), insurance, level=INDIVIDUAL, time="29", money=money), when)


def blood_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """Pints left as a deductible of the individual."""
    left = eb("C", ("10",), level=INDIVIDUAL, time=REMAINING, kind="DB", quantity=person.usage.blood)
    yield block("10", left)


def insurers_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """Insurers that pay first, with their text in III."""
    for item in person.insurers:
        yield block(
            WHOLE,
            eb("R", (WHOLE,), item.type, level=INDIVIDUAL),
            ref("IG", item.policy),
            dtp("290", span(item.dates, asked.today)),
            ("III", "ZZ", "21"),
            ("III", "", "", "44", item.text) if item.text else None,
            *office("PRP", item.office),
        )


def home_health_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """Episodes whose four dates are explained by four texts in the same order."""
    for episode, (first, last), billed in care.episodes(person, asked):
        dates = [(first, "193", "HHEH Start Date"), (last, "194", "HHEH End Date")]
        if billed:
            dates += [(billed[0], "193", "HHEH DOEBA"), (billed[1], "194", "HHEH DOLBA")]
        yield block(
            "42",
            eb("X", ("42",), "MA", time="26"),
            *(dtp(qualifier, when) for when, qualifier, _ in dates if when),
            *(msg(text) for when, _, text in dates if when),
            *care.episode_offices(episode),
        )


def renal_2009(person: Person, asked: Asked) -> Iterator[Block]:
    """ESRD with its transplant date explained by a text."""
    if person.renal and person.renal.transplant:
        yield block(
            ("14", "15"),
            eb("D", ("15",), "MA"),
            dtp("198", day(person.renal.transplant, asked.today)),
            msg("ESRD Transplant Discharge Date"),
        )
