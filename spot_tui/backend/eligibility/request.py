"""The inquiry as a 270 (005010X279A1): one patient, one provider, real time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spot_tui.backend.connectivity.request import (
    REFERENCE_LENGTH,
    TRACE_LENGTH,
    Numbers,
    envelope_of,
    originator,
    x12_name,
)
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.upstreams import CoreUpstream, Provider
from spot_tui.backend.x12.codes import asked_service_types, preventive_services
from spot_tui.backend.x12.writer import Body, Composite, NewSet, Repeated, write_interchange

VERSION = "005010X279A1"
MOST_QUESTIONS = 99


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for: service types in one EQ, then one EQ for each HCPCS code."""

    service_types: tuple[str, ...]
    hcpcs: tuple[str, ...] = ()


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
    body = [
        *opening(provider, upstream, numbers, created),
        (
            "NM1",
            "IL",
            "1",
            x12_name(inquiry.last_name),
            x12_name(inquiry.first_name),
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
    return write_270(body, upstream, numbers, created)


def write_270(body: Body, upstream: CoreUpstream, numbers: Numbers, created: datetime) -> str:
    """Return the interchange of one 270 with `body`."""
    envelope = envelope_of(upstream, "HS", VERSION, numbers, created)
    return write_interchange(envelope, [NewSet("270", "0001", body)])


def opening(provider: Provider, upstream: CoreUpstream, numbers: Numbers, created: datetime) -> Body:
    """Return what stands before the patient: payer, provider, and the numbers of the request."""
    return [
        ("BHT", "0022", "13", numbers.reference[:REFERENCE_LENGTH], f"{created:%Y%m%d}", f"{created:%H%M%S}"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", x12_name(upstream.payer_name), "", "", "", "", "PI", upstream.payer_id),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", x12_name(provider.organisation), "", "", "", "", "XX", provider.npi),
        ("HL", "3", "2", "22", "0"),
        ("TRN", "1", numbers.trace[:TRACE_LENGTH], originator(upstream)),
    ]


def _service_dates(service: ServiceDates) -> tuple[str, ...]:
    if service.first == service.last:
        return ("DTP", "291", "D8", f"{service.first:%Y%m%d}")
    return ("DTP", "291", "RD8", f"{service.first:%Y%m%d}-{service.last:%Y%m%d}")
