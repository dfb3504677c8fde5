"""What a 270 asks, read as it stands: values that are wrong are kept, so that they can be refused by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from spot_tui.backend.x12.reader import Interchange, Segment, TransactionSet, components, element, repeats

PAYER, RECEIVER, SUBSCRIBER = "20", "21", "22"


@dataclass(frozen=True, slots=True)
class Question:
    """One eligibility question. Dates are as sent; `codes` are (qualifier, HCPCS code) pairs."""

    interchange: Interchange
    reference: str
    payer: Segment
    provider: Segment
    patient: Segment = field(repr=False)
    patients: int
    traces: tuple[Segment, ...]
    birth: Segment = field(repr=False)
    ssn: str = field(repr=False)
    """The Social Security number as sent (REF*SY), empty where there is none."""
    service: Segment
    service_types: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]

    @property
    def mbi(self) -> str:
        """The Medicare number as sent."""
        return element(self.patient, 9)

    @property
    def npi(self) -> str:
        """The provider's number as sent."""
        return element(self.provider, 9)

    @property
    def sender(self) -> str:
        """Who asks (ISA06)."""
        return self.interchange.sender

    def service_dates(self, today: date) -> tuple[date | None, date | None]:
        """Return first and last date of service, today if none was sent, None for one that does not exist."""
        if not self.service:
            return today, today
        first, _, last = element(self.service, 3).partition("-")
        return day_of(first), day_of(last) if element(self.service, 2) == "RD8" else day_of(first)

    def born(self) -> date | None:
        """Return the birth date, None where it is missing or does not exist."""
        return day_of(element(self.birth, 2))


def day_of(text: str) -> date | None:
    """Return the day that CCYYMMDD stands for, None for one that does not exist."""
    try:
        return datetime.strptime(text, "%Y%m%d").date() if len(text) == len("CCYYMMDD") else None  # noqa: DTZ007
    except ValueError:
        return None


def read_question(interchange: Interchange, transaction: TransactionSet) -> Question:
    """Return what a transaction set asks, as far as it says so."""
    loops = _loops(transaction.segments)
    patient = loops.get(SUBSCRIBER, [])
    questions = [segment for segment in patient if segment[0] == "EQ"]
    delimiters = interchange.delimiters
    types = [code for eq in questions for code in repeats(element(eq, 1), delimiters)]
    procedures = [components(element(eq, 2), delimiters) for eq in questions if element(eq, 2)]
    return Question(
        interchange=interchange,
        reference=element(_first(transaction.segments, "BHT"), 3),
        payer=_first(loops.get(PAYER, []), "NM1"),
        provider=_first(loops.get(RECEIVER, []), "NM1"),
        patient=_first(patient, "NM1"),
        patients=sum(1 for s in transaction.segments if s[0] == "HL" and element(s, 3) == SUBSCRIBER),
        traces=tuple(s for s in patient if s[0] == "TRN"),
        birth=_first(patient, "DMG"),
        ssn=next((element(s, 2) for s in patient if s[0] == "REF" and element(s, 1) == "SY"), ""),
        service=_first(patient, "DTP"),
        service_types=tuple(types),
        codes=tuple((parts[0], parts[1] if len(parts) > 1 else "") for parts in procedures),
    )


def number_asked(interchanges: Sequence[Interchange]) -> str:
    """Return the Medicare number of the first question, or nothing."""
    for interchange in interchanges:
        for transaction in interchange.sets:
            mbi = read_question(interchange, transaction).mbi
            if mbi:
                return mbi
    return ""


def _loops(segments: Sequence[Segment]) -> dict[str, list[Segment]]:
    """Return the segments below the first HL of each level."""
    loops: dict[str, list[Segment]] = {}
    current: list[Segment] = []
    for segment in segments:
        if segment[0] == "HL":
            current = []
            loops.setdefault(element(segment, 3), current)
        else:
            current.append(segment)
    return loops


def _first(segments: Sequence[Segment], name: str) -> Segment:
    return next((segment for segment in segments if segment[0] == name), ())
