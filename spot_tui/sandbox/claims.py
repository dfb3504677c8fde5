"""The practice portal's made-up claims: what `claims.toml` says of each, with money and dates worked out.

Money fits together: what was billed, less every adjustment, is what was paid. Of what Medicare allows, the
patient owes deductible and a fifth; of Medicare's own share two percent are held back (sequestration).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from spot_tui.backend.claims.model import AppealLevel, AppealStatus, Group, Review
from spot_tui.backend.formats import read_claim_number, read_npi
from spot_tui.sandbox.access_data import access_data
from spot_tui.sandbox.moving_dates import DayText, day, span
from spot_tui.sandbox.people import Fact, Person, people

ADR_DAYS = 45
_ZERO = Decimal("0.00")
_CENT = Decimal("0.01")
_COINSURANCE, _SEQUESTRATION = Decimal("0.20"), Decimal("0.02")
_CODES = {
    Group.RECEIVED: ("A1", "19"),
    Group.IN_PROCESS: ("P1", "45"),
    Group.ACTION_NEEDED: ("P3", "317"),
    Group.PAID: ("F1", "65"),
    Group.DENIED: ("F2", "1"),
    Group.RETURNED: ("A3", "21"),
}
SUMMARY = (
    *("number", "part", "patient", "status", "service_from", "service_to", "received_on"),
    *("determined_on", "billed", "paid", "revision"),
)
"""What lists show of a claim."""
_RENDERING = "1000000053"
_FINAL = frozenset({Group.PAID, Group.DENIED, Group.RETURNED})

Number = Annotated[str, AfterValidator(read_claim_number)]
Money = Annotated[Decimal, Field(ge=0, decimal_places=2)]


def _day_or_span(text: str) -> str:
    found = day if ".." not in text else span
    found(text, date(2026, 2, 28))
    return text


class MadeUpLine(Fact):
    """A line: what was billed, and what was allowed or why it was denied (``CO 50``)."""

    code: str = ""
    mods: tuple[str, ...] = Field((), max_length=4)
    revenue: str = ""
    place: str = "11"
    units: str = "1"
    pointers: str = "A"
    billed: Money
    allowed: Money | None = None
    deny: str = Field("", pattern=r"^((CO|PR|OA|PI) [A-Z0-9]{1,4})?$")
    deductible: Money = _ZERO
    free: bool = False
    """Whether the patient owes nothing of it."""
    remarks: tuple[str, ...] = ()
    correctable: bool | None = None


class MadeUpAppeal(Fact):
    """An appeal."""

    number: str
    level: AppealLevel
    status: AppealStatus
    filed: DayText
    decided: DayText | None = None
    letter: str = ""


class MadeUpWanted(Fact):
    """A letter that asks for records."""

    letter: str
    on: DayText


class MadeUpReferring(Fact):
    """Who referred."""

    name: str
    npi: Annotated[str, AfterValidator(read_npi)]


class MadeUpClaim(Fact):
    """A claim, and in `tries` the rules that it is made for."""

    number: Number
    part: Literal["A", "B"]
    provider: Annotated[str, AfterValidator(read_npi)] = "1234567893"
    person: int
    shows: str
    tries: tuple[Annotated[str, Field(pattern=r"^R\d\d[+-]$")], ...]
    service: Annotated[str, AfterValidator(_day_or_span)]
    received: DayText | None = None
    decided: DayText | None = None
    revised: DayText | None = None
    group: Group
    category: str = ""
    status: str = ""
    location: str = ""
    type_of_bill: str = ""
    diagnoses: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    referring: MadeUpReferring | None = None
    taken_off: tuple[tuple[str, str, Money], ...] = ()
    review: Review | None = None
    wanted: MadeUpWanted | None = None
    replaces: str = ""
    replaced_by: str = ""
    correctable: bool | None = None
    appeals: tuple[MadeUpAppeal, ...] = ()
    correction_refused: str = ""
    """Why the contractor does not reopen it in the end; empty where it does."""
    appeal_ends: AppealStatus = AppealStatus.FAVORABLE
    """How an appeal ends that brings documents."""
    lines: tuple[MadeUpLine, ...] = Field(min_length=1)

    @property
    def who(self) -> Person:
        """The patient."""
        return people()[self.person]

    def dates(self, today: date) -> tuple[date, date]:
        """Return first and last date of service."""
        if ".." not in self.service:
            only = day(self.service, today)
            return only, only
        first, last = span(self.service, today)
        return first, last or first

    def decided_on(self, today: date) -> date | None:
        """Return the day of the last decision."""
        text = self.revised or self.decided
        return day(text, today) if text else None


class MadeUpSeries(Fact):
    """Claims that differ in number, patient and day alone; `claim` is the first, others go back in time."""

    count: int = Field(ge=2, le=500)
    a_day: int = Field(ge=1)
    """How many there are of each day."""
    people: tuple[int, ...] = Field(min_length=1)
    back: int = Field(ge=1)
    """How many days ago the first service was."""
    claim: MadeUpClaim

    def claims(self) -> Iterable[MadeUpClaim]:
        """Yield them, the last service first."""
        first = self.claim.number
        for place in range(self.count):
            yield self.claim.model_copy(
                update={
                    "number": f"{int(first) + place:0{len(first)}}",
                    "person": self.people[place % len(self.people)],
                    "service": f"T-{self.back + place // self.a_day}d",
                }
            )


class MadeUpClaims(Fact):
    """The data file."""

    as_of: str
    claim: tuple[MadeUpClaim, ...]
    series: tuple[MadeUpSeries, ...]

    @property
    def different(self) -> tuple[MadeUpClaim, ...]:
        """Those that differ: of a series the first."""
        return (*self.claim, *(each.claim for each in self.series))


@cache
def claims() -> Mapping[str, MadeUpClaim]:
    """Return the made-up claims by number, those of a series too."""
    found = made_up()
    of_series = (claim for series in found.series for claim in series.claims())
    return MappingProxyType({claim.number: claim for claim in (*found.claim, *of_series)})


@cache
def made_up() -> MadeUpClaims:
    """Return the data file."""
    text = files("spot_tui.sandbox").joinpath("claims.toml").read_text(encoding="utf-8")
    return MadeUpClaims.model_validate(tomllib.loads(text))


def body(claim: MadeUpClaim, today: date) -> dict[str, Any]:
    """Return a claim with its detail, as the gateway shows it."""
    whole = _facts(claim, today) | _money(claim) | _history(claim, today)
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
    return whole | {"revision": f'"{digest}"'}


def _facts(claim: MadeUpClaim, today: date) -> dict[str, Any]:
    first, last = claim.dates(today)
    received = day(claim.received, today) if claim.received else last + timedelta(days=3)
    enrolled = access_data().by_npi(claim.provider)
    who = claim.who
    return {
        "number": claim.number,
        "part": claim.part,
        "patient": {
            "mbi": who.mbi,
            "first_name": who.first,
            "last_name": who.last,
            "birth_date": who.born.isoformat(),
            "account": f"PT-{claim.person:04}",
        },
        "status": standing(claim, today),
        "service_from": first.isoformat(),
        "service_to": last.isoformat(),
        "received_on": min(received, today).isoformat(),
        "type_of_bill": claim.type_of_bill,
        "billing_npi": claim.provider,
        "ptan": enrolled.ptan if enrolled else "",
        "rendering_npi": "" if claim.part == "A" else _RENDERING,
        "referring": claim.referring.model_dump() if claim.referring else None,
        "diagnoses": list(claim.diagnoses),
        "assigned": True,
        "remarks": list(claim.remarks),
        "lines": [_line(claim, number, today) for number in range(len(claim.lines))],
    }


def standing(claim: MadeUpClaim, today: date) -> dict[str, Any]:
    """Return how a claim stands."""
    category, code = _CODES[claim.group]
    on = claim.decided_on(today)
    return {
        "group": claim.group.value,
        "category": claim.category or category,
        "code": claim.status or code,
        "entity": "",
        "location": claim.location,
        "partly": claim.group is Group.PAID and any(line.deny for line in claim.lines),
        "on": on.isoformat() if on else None,
    }


def _history(claim: MadeUpClaim, today: date) -> dict[str, Any]:
    decided = day(claim.decided, today) if claim.decided else None
    revised = day(claim.revised, today) if claim.revised else None
    return {
        "determined_on": decided.isoformat() if decided else None,
        "revised_on": revised.isoformat() if revised else None,
        "payment": _payment(claim, revised or decided),
        "appeals": [_appeal(appeal, today) for appeal in claim.appeals],
        "wanted": _wanted(claim.wanted, today) if claim.wanted else None,
        "review": claim.review.value if claim.review else None,
        "replaces": claim.replaces or None,
        "replaced_by": claim.replaced_by or None,
        "correctable": claim.correctable,
    }


def _payment(claim: MadeUpClaim, on: date | None) -> dict[str, Any] | None:
    if claim.group is not Group.PAID or on is None:
        return None
    return {
        "number": f"PR{claim.number[-7:]}"[:12],
        "on": on.isoformat(),
        "method": "eft" if claim.person % 4 else "check",
        "status": "Issued" if claim.person % 4 else "Cashed",
        "amount": _money(claim)["paid"],
    }


def _appeal(appeal: MadeUpAppeal, today: date) -> dict[str, Any]:
    return {
        "number": appeal.number,
        "level": appeal.level.value,
        "status": appeal.status.value,
        "filed_on": day(appeal.filed, today).isoformat(),
        "decided_on": day(appeal.decided, today).isoformat() if appeal.decided else None,
        "letter": appeal.letter or None,
    }


def _wanted(wanted: MadeUpWanted, today: date) -> dict[str, Any]:
    on = day(wanted.on, today)
    due = on + timedelta(days=ADR_DAYS)
    return {"letter": wanted.letter, "letter_on": on.isoformat(), "due_on": due.isoformat()}


def _line(claim: MadeUpClaim, place: int, today: date) -> dict[str, Any]:
    line, (first, last) = claim.lines[place], claim.dates(today)
    is_final = claim.group in _FINAL
    adjustments = _adjustments(line) if is_final else []
    is_settled = is_final and (line.allowed is not None or bool(line.deny))
    paid = line.billed - sum((amount for _, _, amount in adjustments), _ZERO)
    return {
        "number": place + 1,
        "service_from": first.isoformat(),
        "service_to": last.isoformat(),
        "procedure": line.code,
        "modifiers": list(line.mods),
        "place": "" if claim.part == "A" else line.place,
        "revenue": line.revenue,
        "pointers": [] if claim.part == "A" else list(line.pointers),
        "units": line.units,
        "billed": _text(line.billed),
        "allowed": _text(line.allowed or _ZERO) if is_settled else None,
        "paid": _text(paid) if is_settled else None,
        "adjustments": _written(adjustments),
        "remarks": list(line.remarks) if is_final else [],
        "status": _line_standing(claim, line),
        "rendering_npi": "" if claim.part == "A" else _RENDERING,
        "correctable": line.correctable,
    }


def _line_standing(claim: MadeUpClaim, line: MadeUpLine) -> dict[str, Any] | None:
    if claim.group is Group.PAID and line.deny:
        return {"group": Group.DENIED.value, "category": "F2", "code": "1"}
    return None


def _money(claim: MadeUpClaim) -> dict[str, Any]:
    billed = sum((line.billed for line in claim.lines), _ZERO)
    if claim.group not in _FINAL:
        nothing = dict.fromkeys(("paid", "allowed", "deductible", "coinsurance"))
        return {"billed": _text(billed), **nothing, "adjustments": []}
    lines = [adjustment for line in claim.lines for adjustment in _adjustments(line)]
    own: list[tuple[str, str, Decimal]] = list(claim.taken_off)
    if own:
        rest = billed - _sum(own)
        own.append(("CO", "253", _cents(rest * _SEQUESTRATION)))
    everything = [*lines, *own]
    allowed = billed - _sum(a for a in everything if a[0] != "PR" and a[1] != "253")
    allowed -= _sum(a for a in everything if a[0] == "PR" and a[1] not in {"1", "2"})
    return {
        "billed": _text(billed),
        "paid": _text(billed - _sum(everything)),
        "allowed": _text(allowed),
        "deductible": _text(_sum(a for a in everything if a[:2] == ("PR", "1"))),
        "coinsurance": _text(_sum(a for a in everything if a[:2] == ("PR", "2"))),
        "adjustments": _written(own),
    }


def _adjustments(line: MadeUpLine) -> list[tuple[str, str, Decimal]]:
    """Return what was taken off a line; nothing where a whole claim is settled at once."""
    if line.deny:
        group, _, code = line.deny.partition(" ")
        return [(group, code, line.billed)]
    if line.allowed is None:
        return []
    coinsurance = _ZERO if line.free else _cents((line.allowed - line.deductible) * _COINSURANCE)
    held_back = _cents((line.allowed - line.deductible - coinsurance) * _SEQUESTRATION)
    found = [
        ("CO", "45", line.billed - line.allowed),
        ("PR", "1", line.deductible),
        ("PR", "2", coinsurance),
        ("CO", "253", held_back),
    ]
    return [adjustment for adjustment in found if adjustment[2]]


def _written(adjustments: Iterable[tuple[str, str, Decimal]]) -> list[dict[str, str]]:
    return [{"group": group, "code": code, "amount": _text(amount)} for group, code, amount in adjustments]


def _sum(adjustments: Iterable[tuple[str, str, Decimal]]) -> Decimal:
    return sum((amount for _, _, amount in adjustments), _ZERO)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"
