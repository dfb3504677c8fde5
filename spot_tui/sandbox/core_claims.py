"""The 277 as the practice portal writes it: the made-up claims that a 276 asks about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, element
from spot_tui.backend.x12.writer import Composite, Element, Envelope, NewSet, write_interchange
from spot_tui.sandbox.claims import MadeUpClaim, body, claims
from spot_tui.sandbox.core_question import day_of

VERSION = "005010X212"
PAYERS = {"PRACTICEA": "A", "PRACTICEB": "B"}
_PAYER, _RECEIVER, _PROVIDER, _SUBSCRIBER = "20", "21", "19", "22"
_LEVELS = {_PAYER: "", _RECEIVER: "1", _PROVIDER: "2", _SUBSCRIBER: "3"}
_NO_ENTITY = ""

Written = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """What a 276 asks, as it stands."""

    interchange: Interchange
    reference: str
    names: dict[str, Segment]
    birth: Segment = field(repr=False)
    trace: str
    number: str
    service: Segment

    @property
    def mbi(self) -> str:
        """The Medicare number as sent."""
        return element(self.names.get(_SUBSCRIBER, ()), 9)

    @property
    def part(self) -> str:
        """The part that the payer stands for; empty for another payer."""
        return PAYERS.get(element(self.names.get(_PAYER, ()), 9), "")

    @property
    def npi(self) -> str:
        """The provider as sent."""
        return element(self.names.get(_PROVIDER, ()), 9)

    @property
    def dates(self) -> tuple[date | None, date | None]:
        """First and last date of service; None for one that does not exist."""
        first, _, last = element(self.service, 3).partition("-")
        return day_of(first), day_of(last or first)


def read_status_question(interchange: Interchange, transaction: TransactionSet) -> StatusQuestion:
    """Return what a 276 asks, as far as it says so; of several patients the first."""
    names: dict[str, Segment] = {}
    found: dict[str, Segment] = {}
    level = ""
    for segment in transaction.segments:
        if segment[0] == "HL":
            level = element(segment, 3)
        elif segment[0] == "NM1":
            names.setdefault(level, segment)
        else:
            key = f"REF{element(segment, 1)}" if segment[0] == "REF" else segment[0]
            found.setdefault(key, segment)
    return StatusQuestion(
        interchange=interchange,
        reference=element(found.get("BHT", ()), 3),
        names=names,
        birth=found.get("DMG", ()),
        trace=element(found.get("TRN", ()), 2),
        number=element(found.get("REF1K", ()), 2),
        service=found.get("DTP", ()),
    )


def write_status_answer(question: StatusQuestion, now: datetime, control_number: int) -> str:
    """Return the 277 to a question."""
    today = now.date()
    asked = question.interchange
    envelope = Envelope(
        sender=asked.receiver,
        receiver=asked.sender,
        functional_id="HN",
        version=VERSION,
        control_number=control_number,
        created=now,
        usage=asked.usage or "P",
        delimiters=asked.delimiters,
    )
    start: Written = ("BHT", "0010", "08", question.reference, f"{now:%Y%m%d}", f"{now:%H%M%S}", "DG")
    written = [start, *_answer(question, today)]
    return write_interchange(envelope, [NewSet("277", "0001", written)])


def _answer(question: StatusQuestion, today: date) -> Iterable[Written]:
    if not question.part:
        yield from _levels(question, _RECEIVER)
        yield from _refused(question.trace, ("E0", "116", "PR"), today)
        return
    providers = {claim.provider for claim in claims().values()}
    if question.npi not in providers:
        yield from _levels(question, _PROVIDER)
        yield from _refused("0", ("E4", "24", "1P"), today, number="1")
        return
    yield from _levels(question, _SUBSCRIBER)
    if not all(question.dates):
        yield from _refused(question.trace, ("E0", "187", _NO_ENTITY), today)
        return
    found = [claim for claim in claims().values() if _fits(claim, question, today)]
    if not found:
        code = "35" if _is_known(question) else "33"
        yield from _refused(question.trace, ("D0", code, _NO_ENTITY), today)
    for claim in found:
        yield from _claim(claim, question, today)


def _levels(question: StatusQuestion, last: str) -> Iterable[Written]:
    for number, (level, parent) in enumerate(_LEVELS.items(), start=1):
        yield ("HL", str(number), parent, level, "0" if level == _SUBSCRIBER else "1")
        yield tuple(question.names.get(level, ()))
        if level == last:
            return


def _refused(trace: str, state: tuple[str, ...], today: date, number: str = "2") -> Iterable[Written]:
    yield ("TRN", number, trace)
    yield ("STC", Composite(tuple(part for part in state if part)), f"{today:%Y%m%d}")


def _is_known(question: StatusQuestion) -> bool:
    """Tell whether the patient of this number has claims here, under this name and birth date."""
    name, born = element(question.names[_SUBSCRIBER], 3), day_of(element(question.birth, 2))
    return any(
        claim.who.mbi == question.mbi and claim.who.last.upper() == name.upper() and claim.who.born == born
        for claim in claims().values()
    )


def _fits(claim: MadeUpClaim, question: StatusQuestion, today: date) -> bool:
    if not (claim.part == question.part and claim.provider == question.npi):
        return False
    if claim.who.mbi != question.mbi or not _is_known(question):
        return False
    if question.number:
        return claim.number == question.number
    since, until = question.dates
    first, last = claim.dates(today)
    return since is not None and until is not None and last >= since and first <= until


def _claim(claim: MadeUpClaim, question: StatusQuestion, today: date) -> Iterable[Written]:
    whole = body(claim, today)
    yield ("TRN", "2", question.trace)
    since = whole["received_on"]
    yield _status(whole["status"], since, whole["billed"], whole["paid"], whole["payment"])
    yield ("REF", "1K", claim.number)
    if claim.type_of_bill:
        yield ("REF", "BLT", claim.type_of_bill)
    yield ("REF", "EJ", whole["patient"]["account"])
    yield _days(whole)
    for line in whole["lines"]:
        if line["procedure"]:
            yield from _line(line, whole["status"], since)


def _line(line: dict[str, Any], standing: dict[str, Any], since: str) -> Iterable[Written]:
    service = Composite(("HC", line["procedure"], *line["modifiers"]))
    paid = line["paid"] or "0"
    yield ("SVC", service, line["billed"], paid, "", "", "", line["units"])
    yield _status(line["status"] or standing, since, line["billed"], paid, None)
    yield ("REF", "FJ", str(line["number"]))
    yield _days(line)


def _status(
    standing: dict[str, Any], since: str, billed: str, paid: str | None, payment: dict[str, Any] | None
) -> Written:
    on = str(standing.get("on") or since).replace("-", "")
    composite = Composite((standing["category"], standing["code"]))
    money: Sequence[str] = ("", billed, paid or "0")
    if payment is None:
        return ("STC", composite, on, *money)
    paid_on = str(payment["on"]).replace("-", "")
    method = "ACH" if payment["method"] == "eft" else "CHK"
    return ("STC", composite, on, *money, paid_on, method, paid_on, payment["number"])


def _days(dated: dict[str, Any]) -> Written:
    first, last = (str(dated[name]).replace("-", "") for name in ("service_from", "service_to"))
    if first == last:
        return ("DTP", "472", "D8", first)
    return ("DTP", "472", "RD8", f"{first}-{last}")
