"""The segments that benefits are made of (X12 005010X279A1, loop 2110C), and what is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from spot_tui.backend.x12.writer import Composite, Element, Exact, Repeated
from spot_tui.sandbox.moving_dates import Span
from spot_tui.sandbox.people import Office

Segment = Sequence[Element]

ANY_CODE = "HC"
"""Asked when any HCPCS code is asked."""


@dataclass(frozen=True, slots=True)
class Block:
    """Segments that come back when one of `asks` (service types, HCPCS codes) is asked."""

    asks: frozenset[str]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the EQ segments of a request ask for, and for which dates."""

    service_types: frozenset[str]
    codes: frozenset[str]
    first: date
    last: date
    today: date

    @property
    def everything(self) -> frozenset[str]:
        """Service types and codes together."""
        any_code = {ANY_CODE} if self.codes else set()
        return self.service_types | self.codes | any_code


def block(asks: str | Iterable[str], *segments: Segment | None) -> Block:
    """Return a block; segments that are None are left out."""
    wanted = (asks,) if isinstance(asks, str) else asks
    return Block(frozenset(wanted), tuple(segment for segment in segments if segment is not None))


def eb(
    information: str,
    types: Iterable[str] = (),
    insurance: str = "",
    *,
    level: str = "",
    plan: str = "",
    time: str = "",
    money: Decimal | int | str = "",
    share: Decimal | str = "",
    kind: str = "",
    quantity: int | str = "",
    code: Sequence[str] = (),
) -> Segment:
    """Return an EB. `kind` and `quantity` are EB09 and EB10, `code` a HCPCS code with its modifiers."""
    return (
        *("EB", information, level, Repeated(types), insurance, plan, time),
        *(amount(money), amount(share), kind, str(quantity), "", ""),
        Composite(("HC", *code)) if code else "",
    )


def dtp(qualifier: str, when: Span | date) -> Segment:
    """Return a DTP: one day, a range, or the first day alone of an open period."""
    if isinstance(when, date):
        return ("DTP", qualifier, "D8", f"{when:%Y%m%d}")
    first, last = when
    if last is None:
        return ("DTP", qualifier, "D8", f"{first:%Y%m%d}")
    return ("DTP", qualifier, "RD8", f"{first:%Y%m%d}-{last:%Y%m%d}")


def msg(text: str) -> Segment:
    """Return a MSG in the case it is written in."""
    return ("MSG", Exact(text))


def ref(qualifier: str, value: str, description: str = "") -> Segment | None:
    """Return a REF, or nothing for nothing."""
    return ("REF", qualifier, value, description) if value else None


def office(role: str, place: Office, contacts: Segment | None = None) -> tuple[Segment, ...]:
    """Return the 2120 loop of an organisation."""
    return (
        ("LS", "2120"),
        ("NM1", role, "2", place.name),
        *((("N3", place.street), ("N4", place.city, place.state, place.zip)) if place.street else ()),
        *((contacts,) if contacts else ()),
        ("LE", "2120"),
    )


def amount(value: Decimal | int | str) -> str:
    """Return a number as X12 writes it (type R): no trailing zeros, no zero before the point."""
    if isinstance(value, str):
        return value
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text
