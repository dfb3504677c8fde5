"""What a person is covered for: Parts A and B, inactive times, exclusions, Part B-ID, ESRD, QMB."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.sandbox.answers.segments import Asked, Block, Segment, block, dtp, eb, msg
from spot_tui.sandbox.moving_dates import Span, day, span
from spot_tui.sandbox.people import Person, RenalDisease

WHOLE = "30"
PART_A_TYPES = (*("30", "10", "42", "45", "48", "49", "69", "76", "83", "A5", "A7", "AG", "BT", "BU", "BV"),)
PART_B_TYPES = (
    *("30", "2", "3", "5", "10", "14", "23", "24", "25", "26", "27", "28", "33", "36", "37"),
    *("38", "39", "40", "42", "50", "51", "52", "53", "67", "69", "73", "76", "83", "86", "98"),
    *("A4", "A6", "A8", "AD", "AE", "AF", "AI", "AJ", "AK", "AL", "BF", "BG", "BT", "BU", "BV"),
    *("DM", "UC"),
)
EXCLUDED = (("41", "54"), ("68",), ("82",))
REASONS = ("Age", "Disability", "End stage renal disease", "Disability and end stage renal disease")
PART_B_ID_TEXT = "Part B Immunosuppressive Drug benefit only"

ENTITLED, INACTIVE = "291", "307"


def entitled_time(person: Person, part: str, asked: Asked) -> Span | None:
    """Return the entitlement of a part that touches the dates asked, or nothing."""
    if part in person.without:
        return None
    dates = (person.part_a if part == "A" else person.part_b).dates
    first, last = span(dates, asked.today)
    touches = first <= asked.last and (last is None or last >= asked.first)
    return (first, last) if touches else None


def entitlements(person: Person, asked: Asked) -> Iterator[Block]:
    """Parts A and B: an active EB, or an inactive one without dates when not entitled on the dates asked."""
    for part, insurance, types in (("A", "MA", PART_A_TYPES), ("B", "MB", PART_B_TYPES)):
        time = entitled_time(person, part, asked)
        if time is None:
            yield block(WHOLE, eb("6", (WHOLE,), insurance))
            continue
        reason = person.part_a.reason
        why = msg(f"{reason}-{REASONS[reason]}") if part == "A" else None
        shown = types if WHOLE in asked.service_types else [t for t in types if t in asked.service_types]
        yield block(types, eb("1", shown, insurance), dtp(ENTITLED, time), why)


def inactive(person: Person, asked: Asked) -> Iterator[Block]:
    """Yield the times in which nothing is payable, several of one kind under one EB."""
    for item in person.inactive:
        dates = [dtp(INACTIVE, span(text, asked.today)) for text in item.dates]
        yield block(WHOLE, eb("6", (WHOLE,), item.insurance), *dates)


def exclusions(person: Person, asked: Asked) -> Iterator[Block]:
    """Yield what Medicare does not cover, for anybody entitled."""
    if entitled_time(person, "A", asked) or entitled_time(person, "B", asked):
        for types in EXCLUDED:
            yield block(WHOLE, eb("I", types))


def drug_benefit(person: Person, asked: Asked) -> Iterator[Block]:
    """Say that there is a drug benefit, with or without a plan."""
    if person.drug_benefit or person.drug_plans:
        yield block("88", eb("1", ("88",)))


def part_b_id(person: Person, asked: Asked) -> Iterator[Block]:
    """Part B for immunosuppressive drugs only, in the layout that is assumed."""
    if person.part_b_id:
        time = dtp(ENTITLED, span(person.part_b_id, asked.today))
        yield block(WHOLE, eb("1", (WHOLE,), "MB"), time, msg(PART_B_ID_TEXT))


def renal(person: Person, asked: Asked) -> Iterator[Block]:
    """ESRD: since when, and the discharge after a transplant."""
    if person.renal:
        for kind in person.renal.types:
            yield block(("14", "15"), eb("D", (kind,), "MB"), *_renal_dates(person.renal, asked))


def _renal_dates(renal: RenalDisease, asked: Asked) -> Iterator[Segment]:
    yield dtp("356", day(renal.since, asked.today))
    if renal.transplant:
        yield dtp("096", day(renal.transplant, asked.today))


def qmb(person: Person, asked: Asked) -> Iterator[Block]:
    """Yield the times as Qualified Medicare Beneficiary, and the zero cost shares of the present one."""
    for item in person.qmb:
        dates = dtp("290", span(item.dates, asked.today))
        yield block(WHOLE, eb("R", (), "QM", plan=f"{item.state} QMB Plan"), dates)
        if item.zero_cost:
            yield block(WHOLE, eb("C", (WHOLE,), "QM", time="23", money=0), dates)
            yield block(WHOLE, eb("B", (WHOLE,), "QM", time="27", money=0), dates)
            yield block(WHOLE, eb("A", (WHOLE,), "QM", time="27", share="0"), dates)


def extra(person: Person, asked: Asked) -> Iterator[Block]:
    """Benefits written out in the data file."""
    for item in person.extra:
        dates = [dtp(each.qualifier, span(each.dates, asked.today)) for each in item.dates]
        yield block(WHOLE, ("EB", *item.eb), *dates, msg(item.text) if item.text else None)
