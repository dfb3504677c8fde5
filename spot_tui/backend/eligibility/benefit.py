"""One EB with all that it owns, read into values (X12 005010X279A1, loops 2110C and 2120C; 4010 alike)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from spot_tui.backend.eligibility.model import Dated, Part, Party, Period, Raw
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Segment, components, element, repeats

OPEN_YEAR = 9999
UNREAD_LENGTH = 80
PARTS: dict[str, Part] = {"MA": "A", "MB": "B"}

_AMOUNT = re.compile(r"-?(\d{1,18}(\.\d{0,9})?|\.\d{1,9})")
_NOT_ASCII_OR_DASH = re.compile(r" ?(?:[^\x00-\x7f]+|-+) ?")
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Benefit:
    """An EB: EB01 to EB13 under their meanings, and the segments that follow it up to the next EB."""

    information: str
    service_types: tuple[str, ...]
    insurance_type: str
    plan: str
    time: str
    amount: Decimal | None
    rate: Decimal | None
    quantity_kind: str
    quantity: Decimal | None
    procedure: tuple[str, ...]
    raw: Raw
    dates: list[Dated] = field(default_factory=list)
    unread_dates: list[str] = field(default_factory=list)
    deliveries: list[Segment] = field(default_factory=list)
    references: list[Segment] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    rejects: list[Segment] = field(default_factory=list)
    conditions: list[Segment] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    @property
    def part(self) -> Part | None:
        """Part A or B, where EB04 says so."""
        return PARTS.get(self.insurance_type)

    @property
    def hcpcs(self) -> str:
        """The HCPCS code of EB13, or blank."""
        return self.procedure[1] if len(self.procedure) > 1 and self.procedure[0] == "HC" else ""

    @property
    def folded(self) -> str:
        """All messages as `fold` gives them, for comparing."""
        return fold(" ".join(self.texts))

    def periods(self, *qualifiers: str) -> tuple[Period, ...]:
        """Return the periods under these DTP01, or under any where there is none of these."""
        found = tuple(dated.period for dated in self.dates if dated.qualifier in qualifiers)
        return found or tuple(dated.period for dated in self.dates)

    def days(self, qualifier: str) -> tuple[date, ...]:
        """Return the first days of the dates under one DTP01."""
        return tuple(dated.period.first for dated in self.dates if dated.qualifier == qualifier)

    def reference(self, qualifier: str) -> Segment | None:
        """Return the first REF of a kind."""
        return next((segment for segment in self.references if element(segment, 1) == qualifier), None)

    def party(self, *roles: str) -> Party | None:
        """Return the first party in one of these roles."""
        return next((party for party in self.parties if party.role in roles), None)


def read_benefit(segments: Sequence[Segment], raw: Raw, delimiters: Delimiters) -> Benefit:
    """Return the benefit of an EB (the first of `segments`) and what follows it."""
    eb = segments[0]
    if len(eb) < 14:
        eb = [*eb, *[""] * (14 - len(eb))]
    benefit = Benefit(
        information=eb[1],
        service_types=repeats(eb[3], delimiters),
        insurance_type=eb[4],
        plan=eb[5],
        time=eb[6],
        amount=read_amount(eb[7]),
        rate=read_amount(eb[8]),
        quantity_kind=eb[9],
        quantity=read_amount(eb[10]),
        procedure=components(eb[13], delimiters),
        raw=raw,
    )
    if len(segments) > 1:
        _read_owned(benefit, segments[1:])
    return benefit


def _read_owned(benefit: Benefit, segments: Sequence[Segment]) -> None:
    first_party = 0
    for number, segment in enumerate(segments):
        name = segment[0]
        if name == "DTP":
            dated = read_dated(segment)
            if dated:
                benefit.dates.append(dated)
            else:
                benefit.unread_dates.append(element(segment, 3)[:UNREAD_LENGTH])
        elif name == "MSG":
            benefit.texts.append(element(segment, 1))
        elif name == "NM1":
            first_party = number
            break
        elif name in _KEPT:
            getattr(benefit, _KEPT[name]).append(segment)
    else:
        return
    benefit.parties.extend(read_parties(segments[first_party:]))
    benefit.texts.extend(element(s, 1) for s in segments[first_party:] if s[0] == "MSG")


_KEPT = {"HSD": "deliveries", "REF": "references", "AAA": "rejects", "III": "conditions"}


def read_parties(segments: Iterable[Segment]) -> Iterator[Party]:
    """Yield each NM1 with the N3, N4 and PER that follow it."""
    group: list[Segment] = []
    for segment in segments:
        if segment[0] == "NM1":
            if group:
                yield _party(group)
            group = [segment]
        elif group:
            group.append(segment)
    if group:
        yield _party(group)


def _party(group: Sequence[Segment]) -> Party:
    name, address, place = group[0], (), ("", "", "")
    telephones: list[str] = []
    urls: list[str] = []
    for segment in group[1:]:
        if segment[0] == "N3":
            address = tuple(part for part in segment[1:] if part)  # type: ignore[assignment]
        elif segment[0] == "N4":
            place = (element(segment, 1), element(segment, 2), element(segment, 3))
        elif segment[0] == "PER":
            for kind, value in zip(segment[3::2], segment[4::2], strict=False):
                if kind == "TE":
                    telephones.append(value)
                elif kind == "UR":
                    urls.append(value)
    return Party(
        role=element(name, 1),
        name=element(name, 3),
        first_name=element(name, 4),
        id_qualifier=element(name, 8),
        id=element(name, 9),
        address=address,
        city=place[0],
        state=place[1],
        zip=place[2],
        telephones=tuple(telephones),
        urls=tuple(urls),
    )


def read_dated(segment: Segment) -> Dated | None:
    """Return what a DTP says, or None where its date cannot be read (its raw segment stays)."""
    period = read_period(element(segment, 3))
    return Dated(element(segment, 1), period) if period else None


@lru_cache(maxsize=512)
def read_period(text: str) -> Period | None:
    """Return the period of D8 or RD8 text; a last day in the year 9999 means open."""
    first_text, _, last_text = text.partition("-")
    first = read_day(first_text)
    if first is None:
        return None
    last = read_day(last_text) if last_text else None
    if last_text and last is None:
        return None
    return Period(first, None if last and last.year == OPEN_YEAR else last)


def read_day(text: str) -> date | None:
    """Return the day of CCYYMMDD (a time after it is left out), or None."""
    digits = text.strip()
    if len(digits) < 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


@lru_cache(maxsize=512)
def read_amount(text: str) -> Decimal | None:
    """Return a number of type R; None where it is empty or no number."""
    return Decimal(text) if text and text.isascii() and _AMOUNT.fullmatch(text) else None


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Return a message for comparing: no case, one form of every dash (broken ones too) and of blanks."""
    return _NOT_ASCII_OR_DASH.sub("-", _BLANKS.sub(" ", text)).strip().casefold()
