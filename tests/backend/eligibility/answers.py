"""Small builders of 271 answers: the segments that a test is about, in an envelope that is right."""

from __future__ import annotations

from datetime import date

from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.mapping import DEFAULT_READING, read_answers
from spot_tui.backend.eligibility.model import Eligibility, Period
from spot_tui.backend.x12.reader import read_interchanges

PAYER = ("HL*1**20*1", "NM1*PR*2*CMS*****PI*CMS", "PER*IC**UR*PAYER.INVALID*UR*PATIENT.INVALID")
PROVIDER = ("HL*2*1*21*1", "NM1*1P*2*PRACTICE CLINIC*****XX*1234567893")
PATIENT = ("HL*3*2*22*0", "TRN*2*OUR-TRACE*9SUBMITTER", "NM1*IL*1*QUILLFEATHER*ALMA*R***MI*1AA0AA0AA01")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(first: str, last: str | None = None) -> Period:
    return Period(day(first), day(last) if last else None)


def interchange_text(*segments: str, version: str = "005010X279A1", component: str = "|") -> str:
    """Return a 271 whose set holds `segments` between BHT and SE."""
    standard, repetition = ("00401", "U") if version.startswith("004") else ("00501", "^")
    third = "" if version.startswith("004") else f"*{version}"
    start = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'CMS':15}*ZZ*{'SUBMITTER':15}*260102*0304"
    lines = [
        f"{start}*{repetition}*{standard}*000000005*0*P*{component}",
        f"GS*HB*CMS*SUBMITTER*20260102*030405*1*X*{version}",
        f"ST*271*0001{third}",
        "BHT*0022*11*OUR-REFERENCE*20260102*030405",
        *segments,
        f"SE*{len(segments) + 3}*0001",
        "GE*1*1",
        "IEA*1*000000005",
    ]
    return "".join(f"{line}~" for line in lines)


def patient_text(
    *segments: str, head: tuple[str, ...] = (), version: str = "005010X279A1", component: str = "|"
) -> str:
    """Return a 271 about one patient: `head` follows her NM1, `segments` are the benefits."""
    return interchange_text(
        *PAYER, *PROVIDER, *PATIENT, *head, *segments, version=version, component=component
    )


def answers_in(text: str, reading: Reading = DEFAULT_READING) -> tuple[Eligibility, ...]:
    (interchange,) = read_interchanges(text.encode())
    (transaction,) = interchange.sets
    return read_answers(interchange, transaction, reading)


def answer_of(
    *segments: str,
    head: tuple[str, ...] = (),
    version: str = "005010X279A1",
    component: str = "|",
    reading: Reading = DEFAULT_READING,
) -> Eligibility:
    """Return the answer of one patient with these benefits."""
    text = patient_text(*segments, head=head, version=version, component=component)
    (answer,) = answers_in(text, reading)
    return answer
