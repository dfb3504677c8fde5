"""A long 271 read into the typed answer, beside cutting the same text into segments and elements."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from benchmarks.figures import Figure, Section
from spot_tui.backend.eligibility.benefit import fold, read_amount, read_period
from spot_tui.backend.eligibility.mapping import read_answers
from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.presentation import Viewing, present
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Interchange, TransactionSet, read_interchanges
from spot_tui.backend.x12.writer import Composite, Element, Envelope, NewSet, Repeated, write_interchange

ROUNDS = 400
LONG = 636
FIRST = date(2024, 1, 1)
HOW = (
    f"One process, medians of {ROUNDS} runs over one text of about {LONG} segments, nine kinds of benefits; "
    "what dates and amounts were read before is forgotten between runs. The naive split cuts the text at its "
    "delimiters and does nothing else."
)


def run() -> Section:
    """Measure and return the section of docs/performance.md."""
    text = long_answer()
    data = text.encode()
    (interchange,) = read_interchanges(data)
    (transaction,) = interchange.sets
    (answer,) = read_answers(interchange, transaction)
    viewing = Viewing(FIRST, FIRST)
    split = milliseconds(lambda: [segment.split("*") for segment in text.split("~")])
    read = milliseconds(lambda: read_interchanges(data))
    mapped = milliseconds(lambda: read_anew(interchange, transaction))
    shown = milliseconds(lambda: present(answer, viewing))
    beside = "naive split"
    return Section(
        f"A 271 of {len(transaction.segments)} segments",
        HOW,
        (
            Figure("read: envelope checked, segments grouped", read, "ms", split, beside),
            Figure("read, against its target", read, "ms", target=1.0),
            Figure("from bytes to the typed answer", read + mapped, "ms", split, beside),
            Figure("from bytes to the typed answer, against its target", read + mapped, "ms", target=5.0),
            Figure("typed answer to all tabs in words", shown, "ms", split, beside),
        ),
    )


def read_anew(interchange: Interchange, transaction: TransactionSet) -> tuple[Eligibility, ...]:
    """Return the answers without help from earlier runs."""
    for remembered in (read_period, read_amount, fold):
        remembered.cache_clear()
    return read_answers(interchange, transaction)


def milliseconds(work: Callable[[], object]) -> float:
    """Return the median time of one call."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def long_answer() -> str:
    """Return a 271 about a made-up person, filled with one benefit after another up to the length."""
    body: list[Sequence[Element]] = [
        ("BHT", "0022", "11", "R-1", "20260102", "030405"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "CMS", "", "", "", "", "PI", "CMS"),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", "PRACTICE CLINIC", "", "", "", "", "XX", "1234567893"),
        ("HL", "3", "2", "22", "0"),
        ("NM1", "IL", "1", "QUILLFEATHER", "ALMA", "", "", "", "MI", "1AA0AA0AA01"),
    ]
    number = 0
    while True:
        benefit = _benefit(number)
        if len(body) + len(benefit) > LONG - 2:
            break
        body.extend(benefit)
        number += 1
    envelope = Envelope(
        sender="CMS",
        receiver="SUBMITTER",
        functional_id="HB",
        version="005010X279A1",
        control_number=1,
        created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        delimiters=Delimiters(),
    )
    return write_interchange(envelope, [NewSet("271", "0001", body)])


def _benefit(number: int) -> list[Sequence[Element]]:
    """Return the benefit of this number: kinds take turns, dates move on."""
    day = FIRST + timedelta(days=number)
    year = ("DTP", "292", "RD8", f"{day.year}0101-{day.year}1231")
    kinds: tuple[list[Sequence[Element]], ...] = (
        [("EB", "1", "", Repeated(("30", "10", "42", "45", "48")), "MA"), ("DTP", "291", "D8", _d8(day))],
        [("EB", "C", "", "30", "MB", "", "23", "283"), year],
        [_coded("D", "G0101"), ("DTP", "348", "D8", _d8(day))],
        [_coded("A", "G0117", rate=".2"), year],
        [
            ("EB", "X", "", "42", "", "", "26"),
            ("DTP", "472", "RD8", f"{_d8(day)}-{_d8(day + timedelta(days=59))}"),
            ("DTP", "193", "D8", _d8(day)),
            ("LS", "2120"),
            ("NM1", "1P", "2", "PRACTICE HOME HEALTH", "", "", "", "", "XX", "1234567893"),
            ("LE", "2120"),
        ],
        [
            ("EB", "B", "", "30", "MA", "", "7", "434"),
            ("HSD", "", "", "DA", "", "29", "30"),
            ("HSD", "", "", "", "", "26", "1"),
            ("DTP", "435", "RD8", f"{_d8(day)}-{_d8(day + timedelta(days=20))}"),
        ],
        [
            ("EB", "U", "", "30", "HN"),
            ("REF", "18", "H0000"),
            ("REF", "N6", "001", "PRACTICE HMO"),
            ("DTP", "290", "D8", _d8(day)),
            ("MSG", "MCO Bill Option Code - A"),
        ],
        [("EB", "D", "", "AD", "MB", "", "", "100"), year, ("MSG", "Used Amount")],
        [("EB", "Y", "", "30", "", "", "29", "500"), ("MSG", "Spend down")],
    )
    return kinds[number % len(kinds)]


def _coded(information: str, code: str, rate: str = "") -> Sequence[Element]:
    """Return an EB about a HCPCS code."""
    return ("EB", information, "", "", "MB", "", "27" if rate else "", "", rate, "", "", "", "", _hc(code))


def _hc(code: str) -> Composite:
    return Composite(("HC", code))


def _d8(day: date) -> str:
    return f"{day:%Y%m%d}"
