"""Home health, hospice, counted programmes and preventive services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from spot_tui.sandbox.answers.amounts import SMOKING_SESSIONS, amounts_of
from spot_tui.sandbox.answers.cover import entitled_time
from spot_tui.sandbox.answers.segments import ANY_CODE, Asked, Block, Segment, block, dtp, eb, msg
from spot_tui.sandbox.moving_dates import Span, day, span, year_of
from spot_tui.sandbox.people import Episode, EpisodeSeries, Person, Preventive

HOME_HEALTH, HOSPICE = "42", "45"
CERTIFICATION, RECERTIFICATION = "G0180", "G0179"
SERVICE, BEGIN, END, BENEFIT, NEXT = "472", "193", "194", "292", "348"

Insurance = Literal["", "MA", "MB"]
_SIDES = ("Technical", "Professional")


def home_health(person: Person, asked: Asked, insurance: Insurance = "") -> Iterator[Block]:
    """Home-health episodes; billing dates come only once something was billed."""
    for episode, dates, billed in episodes(person, asked):
        spent = (dtp(BEGIN, billed[0]), dtp(END, billed[1])) if billed and billed[1] else ()
        yield block(
            HOME_HEALTH,
            eb("X", (HOME_HEALTH,), insurance, time="26"),
            dtp(SERVICE, dates),
            *spent,
            *((msg(f"Patient Status Code - {episode.status}"),) if episode.status else ()),
            *episode_offices(episode),
        )


def episodes(person: Person, asked: Asked) -> Iterator[tuple[Episode, Span, Span | None]]:
    """Yield each episode with its dates and its billing dates."""
    for episode in person.episodes:
        billed = span(episode.billed, asked.today) if episode.billed else None
        yield episode, span(episode.dates, asked.today), billed
    if person.episode_series:
        yield from _series(person.episode_series, asked)


def _series(series: EpisodeSeries, asked: Asked) -> Iterator[tuple[Episode, Span, Span | None]]:
    last = day(series.last_begins, asked.today)
    for number in range(series.count):
        first = last - timedelta(days=number * series.days)
        dates = (first, first + timedelta(days=series.days - 1))
        episode = Episode(dates="T..", provider=f"Practice Home Health {number + 1}", number=series.number)
        yield episode, dates, (first + timedelta(days=1), dates[1] - timedelta(days=5))


def episode_offices(episode: Episode) -> tuple[Segment, ...]:
    """Return the 2120 loop of contractor and provider."""
    contractor = ("NM1", "PR", "2", episode.contractor, *([""] * 4), "PI", episode.contractor_number)
    provider = ("NM1", "1P", "2", episode.provider, *([""] * 4), episode.number_kind, episode.number)
    return (("LS", "2120"), contractor, provider, ("LE", "2120"))


def certifications(person: Person, asked: Asked, insurance: Insurance = "") -> Iterator[Block]:
    """Dates of certification and of certification again."""
    for code, days in ((CERTIFICATION, person.certified), (RECERTIFICATION, person.recertified)):
        if days:
            dates = [dtp(BEGIN, day(text, asked.today)) for text in days]
            yield block(HOME_HEALTH, eb("X", (), insurance, code=(code,)), *dates)


def hospice(person: Person, asked: Asked) -> Iterator[Block]:
    """Hospice times and how many elections there were, which comes even when there was none."""
    for item in person.hospice:
        yield block(
            HOSPICE,
            eb("X", (HOSPICE,), "MA", time="26"),
            dtp(BENEFIT, span(item.dates, asked.today)),
            msg(f"Revocation Code {item.dash} {item.code}"),
            ("LS", "2120"),
            ("NM1", "1P", "2", *([""] * 5), "XX", item.npi),
            ("LE", "2120"),
        )
    if entitled_time(person, "A", asked):
        yield block(HOSPICE, eb("D", (HOSPICE,), "MA", time="26", kind="99", quantity=person.elections))


def rehabilitation(person: Person, asked: Asked) -> Iterator[Block]:
    """Pulmonary sessions left, cardiac and intensive cardiac sessions used, technical and professional."""
    counts = person.sessions
    for side in _SIDES:
        if counts.pulmonary_left is not None:
            left = eb("F", ("BF",), "MB", time="29", kind="CA", quantity=counts.pulmonary_left)
            yield block("BF", left, msg(side))
        if counts.cardiac_used is not None:
            yield block("BG", _cardiac(counts.cardiac_used), msg(side))
        if counts.intensive_used is not None:
            text = msg(f"Intensive Cardiac Rehabilitation - {side}")
            yield block("BG", _cardiac(counts.intensive_used), text)


def _cardiac(used: int) -> Segment:
    return eb("F", ("BG",), "MB", kind="99", quantity=used)


def smoking(person: Person, asked: Asked) -> Iterator[Block]:
    """Counselling sessions of the service year: in all, and left."""
    left = person.sessions.smoking_left
    if left is not None:
        total = eb("F", ("67",), "MB", time="22", kind="VS", quantity=SMOKING_SESSIONS)
        yield block("67", total, ("HSD", "VS", str(left), "", "", "29"))


def acupuncture(person: Person, asked: Asked) -> Iterator[Block]:
    """Visits left, in the layout that is assumed; it comes with the health plan's cover, too."""
    left = person.sessions.acupuncture_left
    if left is not None:
        yield block(("64", "30"), eb("F", ("64",), "MB", time="29", kind="VS", quantity=left))


def preventive(person: Person, asked: Asked) -> Iterator[Block]:
    """For each code its next date, deductible and coinsurance."""
    for item in person.preventive:
        for code in item.codes:
            asks = (code, ANY_CODE) if item.always else (code,)
            for segments in _preventive(item, code, asked):
                yield block(asks, *segments)


def _preventive(item: Preventive, code: str, asked: Asked) -> Iterator[tuple[Segment, ...]]:
    year = year_of(asked.last)
    if item.next:
        sides = (("26",), ("TC",)) if item.split else (item.modifiers,)
        for modifiers in sides:
            yield eb("D", (), "MB", code=(code, *modifiers)), dtp(NEXT, day(item.next, asked.today))
    if item.deductible:
        money = amounts_of(asked.last.year).part_b if item.deductible == "year" else 0
        for time in ("23", "29"):
            yield eb("C", (), "MB", time=time, money=money, code=(code,)), dtp(BENEFIT, year)
    if item.coinsurance:
        yield eb("A", (), "MB", time="27", share=item.coinsurance, code=(code,)), dtp(BENEFIT, year)
