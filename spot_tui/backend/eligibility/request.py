"""The inquiry as a 270 (005010X279A1): one patient, one provider, real time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.upstreams import CoreUpstream, Provider
from spot_tui.backend.x12.codes import asked_service_types, preventive_services
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.writer import Composite, Envelope, NewSet, Repeated, write_interchange

VERSION = "005010X279A1"
MOST_QUESTIONS = 99
TRACE_LENGTH = 50
REFERENCE_LENGTH = 50

_DELIMITERS_IN_NAMES = re.compile(r"[*~^|:>]")


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for: service types in one EQ, then one EQ for each HCPCS code."""

    service_types: tuple[str, ...]
    hcpcs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers by which the answer is known again.

    `control_number` is ISA13 (1 to 999999999, never twice), `reference` BHT03 and `trace` TRN02, each at most
    50 characters.
    """

    control_number: int
    reference: str
    trace: str


def everything(preventive_codes: Sequence[str] = ()) -> Asking:
    """Return the question for all tabs; `preventive_codes` replace the built-in list."""
    codes = tuple(preventive_codes) or tuple(preventive_services())
    return Asking(asked_service_types(), codes[: MOST_QUESTIONS - 1])


def write_inquiry(
    inquiry: Inquiry,
    provider: Provider,
    upstream: CoreUpstream,
    numbers: Numbers,
    created: datetime,
    asking: Asking | None = None,
) -> str:
    """Return the interchange to send. `created` is written as it is: pass it in the profile's zone."""
    asking = asking or everything()
    envelope = Envelope(
        sender=upstream.sender_id,
        receiver=upstream.receiver_id,
        functional_id="HS",
        version=VERSION,
        control_number=numbers.control_number,
        created=created,
        usage=upstream.usage,
        acknowledgement_wanted=True,
        delimiters=_delimiters(upstream.component_separator),
    )
    body = [
        ("BHT", "0022", "13", numbers.reference[:REFERENCE_LENGTH], f"{created:%Y%m%d}", f"{created:%H%M%S}"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", _name(upstream.payer_name), "", "", "", "", "PI", upstream.payer_id),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", _name(provider.organisation), "", "", "", "", "XX", provider.npi),
        ("HL", "3", "2", "22", "0"),
        ("TRN", "1", numbers.trace[:TRACE_LENGTH], _originator(upstream)),
        (
            "NM1",
            "IL",
            "1",
            _name(inquiry.last_name),
            _name(inquiry.first_name),
            "",
            "",
            "",
            "MI",
            inquiry.mbi,
        ),
        ("DMG", "D8", f"{inquiry.birth_date:%Y%m%d}"),
        _service_dates(inquiry.service),
        ("EQ", Repeated(asking.service_types)),
        *(("EQ", "", Composite(("HC", code))) for code in asking.hcpcs),
    ]
    return write_interchange(envelope, [NewSet("270", "0001", body)])


def _delimiters(component: str) -> Delimiters:
    """Return the delimiters with `component`; where that is the usual repetition separator, another one."""
    return Delimiters(repetition="!" if component == "^" else "^", component=component)


def _service_dates(service: ServiceDates) -> tuple[str, ...]:
    if service.first == service.last:
        return ("DTP", "291", "D8", f"{service.first:%Y%m%d}")
    return ("DTP", "291", "RD8", f"{service.first:%Y%m%d}-{service.last:%Y%m%d}")


def _originator(upstream: CoreUpstream) -> str:
    """Return TRN03, ten characters: 1 and the EIN, or 9 and the sender's id."""
    if upstream.tax_id:
        return f"1{upstream.tax_id}"
    return f"9{re.sub(r'[^A-Za-z0-9]', '', upstream.sender_id)[:9]:0<9}"


def _name(text: str) -> str:
    """Return a name without any of the usual delimiters, whichever are in use."""
    return _DELIMITERS_IN_NAMES.sub(" ", text)
