"""The 271 as the practice portal writes it: loops, echo of what was asked, benefits or rejects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Segment as Sent
from spot_tui.backend.x12.reader import element
from spot_tui.backend.x12.writer import Envelope, Exact, NewSet, write_interchange
from spot_tui.sandbox.answers.benefits import benefits
from spot_tui.sandbox.answers.segments import Asked, Segment, dtp, msg
from spot_tui.sandbox.core_question import Question
from spot_tui.sandbox.core_rules import RejectRule
from spot_tui.sandbox.mbi_directory import Listed
from spot_tui.sandbox.moving_dates import day
from spot_tui.sandbox.people import Layout, Person

VERSIONS = {"hets-2009": "004010X092A1"}
VERSION = "005010X279A1"
SPAN_ECHO = {"hets-2012": "472", "hets-2009": "291"}
DIED, REPLACED = "442", "357"
CHANGED = ("INS", "Y", "18", "001", "25")
CITY, STATE, ZIP = "Sampleton", "FL", "000010000"
HELP_ADDRESSES = ("practice.invalid/payer", "practice.invalid/beneficiary")
CLEARINGHOUSE_TRACE = ("TRN", "1", "PRACTICEHUB0001", "9PRACTICEH")


@dataclass(frozen=True, slots=True)
class Writing:
    """How an answer is written: when, with which number, and its layout."""

    now: datetime
    today: date
    control_number: int
    layout: Layout


def write_answer(question: Question, person: Person, writing: Writing) -> str:
    """Return the 271 about a person."""
    first, last = question.service_dates(writing.today)
    if first is None or last is None:
        raise ValueError("dates that do not exist are refused before")
    asked = Asked(
        frozenset(question.service_types),
        frozenset(code for _, code in question.codes),
        first,
        last,
        writing.today,
    )
    body = [
        *_payer(question, writing),
        *_provider(question),
        ("HL", "3", "2", "22", "0"),
        *_traces(question, writing.layout),
        *_patient(question, person, writing),
        dtp(SPAN_ECHO.get(writing.layout, "307"), (first, last)),
        *benefits(person, writing.layout, asked),
    ]
    return _interchange(question, body, writing)


def write_listed(question: Question, entry: Listed, writing: Writing) -> str:
    """Return the 271 of the look-up payer: who it is, with the number in force, and that there is cover."""
    body = [
        *_payer(question, writing),
        *_provider(question),
        ("HL", "3", "2", "22", "0"),
        *_traces(question, writing.layout),
        ("NM1", "IL", "1", entry.last, entry.first, "", "", "", "MI", entry.mbi),
        ("DMG", "D8", f"{entry.born:%Y%m%d}"),
        dtp("307", (writing.today, writing.today)),
        ("EB", "1", "", "30"),
    ]
    return _interchange(question, body, writing)


def write_reject(question: Question, rule: RejectRule, writing: Writing) -> str:
    """Return the 271 that refuses, ending with the loop in which the AAA stands."""
    refused: Segment = ("AAA", "Y" if rule.valid else "N", "", rule.code, rule.action)
    text = (msg(rule.text),) if rule.text else ()
    body: list[Segment] = []
    for loop, segments in _loops(question, writing):
        body.extend(segments)
        if loop == rule.loop == "2110C":
            body.append(("EB", "V") if rule.wrapped else ("EB", "V", "", "30"))
        if loop == rule.loop:
            body.extend((refused, *text))
            break
    if rule.loop == "2100C":
        body.extend(_echo(question))
    return _interchange(question, body, writing)


def _loops(question: Question, writing: Writing) -> Sequence[tuple[str, Sequence[Segment]]]:
    payer, provider = _payer(question, writing), _provider(question)
    subscriber = (("HL", "3", "2", "22", "0"), *_traces(question, writing.layout), tuple(question.patient))
    return (
        ("2000A", payer[:1]),
        ("2100A", payer[1:]),
        ("2100B", provider),
        ("2100C", subscriber),
        ("2110C", _echo(question)),
    )


def _echo(question: Question) -> tuple[Segment, ...]:
    service = tuple(question.service)
    sent = ("DTP", "307", *service[2:]) if service else ()
    return tuple(segment for segment in (tuple(question.birth), sent) if segment)


def _payer(question: Question, writing: Writing) -> tuple[Segment, ...]:
    if writing.layout == "clearinghouse":
        name, number = element(question.payer, 3), element(question.payer, 9)
    else:
        name, number = "CMS", "CMS"
    contacts = [part for address in HELP_ADDRESSES for part in ("UR", Exact(address))]
    return (
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", name, "", "", "", "", "PI", number),
        ("PER", "IC", "", *contacts),
    )


def _provider(question: Question) -> tuple[Segment, ...]:
    return ("HL", "2", "1", "21", "1"), tuple(question.provider)


def _traces(question: Question, layout: Layout) -> tuple[Segment, ...]:
    ours = tuple(("TRN", "2", *trace[2:]) for trace in question.traces)
    return (*ours, CLEARINGHOUSE_TRACE) if layout == "clearinghouse" else ours


def _patient(question: Question, person: Person, writing: Writing) -> tuple[Segment, ...]:
    """Return the beneficiary as on file; practice numbers that are no person's are answered as asked."""
    street = person.street or (f"{person.number} Practice Way",)
    address = (("N3", *street), ("N4", CITY, STATE, ZIP))
    if question.mbi not in {person.mbi, person.replaced_mbi}:
        return (tuple(question.patient), *address, tuple(question.birth))
    name = (person.last, person.name_on_file, person.middle, "", person.suffix)
    return (
        ("NM1", "IL", "1", *name, "MI", question.mbi),
        *address,
        ("DMG", "D8", f"{person.born:%Y%m%d}", person.sex),
        *((CHANGED,) if _differs(question.patient, person) else ()),
        *((dtp(DIED, day(person.died, writing.today)),) if person.died else ()),
        *_replaced(question, person, writing),
    )


def _replaced(question: Question, person: Person, writing: Writing) -> tuple[Segment, ...]:
    if person.replaced_on and question.mbi == person.replaced_mbi:
        return (dtp(REPLACED, day(person.replaced_on, writing.today)),)
    return ()


def _differs(patient: Sent, person: Person) -> bool:
    first = element(patient, 4).upper()
    on_file = person.name_on_file.upper()
    return bool(first) and not first.startswith(on_file) and len(first) > 1


def _interchange(question: Question, body: Sequence[Segment], writing: Writing) -> str:
    asked, layout = question.interchange, writing.layout
    via_hub = layout == "clearinghouse"
    envelope = Envelope(
        sender=asked.receiver,
        receiver=asked.sender,
        functional_id="HB",
        version=VERSIONS.get(layout, VERSION),
        control_number=writing.control_number,
        created=writing.now,
        usage=asked.usage,
        delimiters=Delimiters(component=":" if via_hub else "|"),
        line_end="\n" if via_hub else "",
    )
    start = ("BHT", "0022", "11", question.reference, f"{writing.now:%Y%m%d}", f"{writing.now:%H%M%S}")
    written = [tuple(segment) for segment in (start, *body) if segment]
    return write_interchange(envelope, [NewSet("271", "0001", written)])
