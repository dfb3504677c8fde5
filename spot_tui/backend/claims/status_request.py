"""The claim status request as a 276 (005010X212): one claim, one provider, real time."""

from __future__ import annotations

from datetime import datetime

from spot_tui.backend.claims.inquiry import StatusInquiry
from spot_tui.backend.connectivity.request import (
    REFERENCE_LENGTH,
    TRACE_LENGTH,
    Numbers,
    envelope_of,
    x12_name,
)
from spot_tui.backend.formats import ServiceDates
from spot_tui.backend.upstreams import ClaimsUpstream, Provider
from spot_tui.backend.x12.writer import NewSet, write_interchange

VERSION = "005010X212"


def write_status_request(
    inquiry: StatusInquiry, provider: Provider, upstream: ClaimsUpstream, numbers: Numbers, created: datetime
) -> str:
    """Return the interchange to send. `created` is written as it is: pass it in the profile's zone."""
    payer_name, payer_id = upstream.payer_of(inquiry.part)
    body = [
        ("BHT", "0010", "13", numbers.reference[:REFERENCE_LENGTH], f"{created:%Y%m%d}", f"{created:%H%M%S}"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", x12_name(payer_name), "", "", "", "", "PI", payer_id),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", x12_name(provider.organisation), "", "", "", "", "46", upstream.sender_id),
        ("HL", "3", "2", "19", "1"),
        ("NM1", "1P", "2", x12_name(provider.organisation), "", "", "", "", "XX", provider.npi),
        ("HL", "4", "3", "22", "0"),
        ("DMG", "D8", f"{inquiry.birth_date:%Y%m%d}"),
        (
            *("NM1", "IL", "1", x12_name(inquiry.last_name), x12_name(inquiry.first_name)),
            *("", "", "", "MI", inquiry.mbi),
        ),
        ("TRN", "1", numbers.trace[:TRACE_LENGTH]),
        *((("REF", "1K", inquiry.number),) if inquiry.number else ()),
        _service_dates(inquiry.service),
    ]
    envelope = envelope_of(upstream, "HR", VERSION, numbers, created)
    return write_interchange(envelope, [NewSet("276", "0001", body)])


def _service_dates(service: ServiceDates) -> tuple[str, ...]:
    if service.first == service.last:
        return ("DTP", "472", "D8", f"{service.first:%Y%m%d}")
    return ("DTP", "472", "RD8", f"{service.first:%Y%m%d}-{service.last:%Y%m%d}")
