"""What requests over CORE share: numbers by which an answer is known again, names, delimiters."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from spot_tui.backend.clock import NewId
from spot_tui.backend.upstreams import CoreUpstream
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.writer import Envelope

TRACE_LENGTH = 50
REFERENCE_LENGTH = 50

_MOST_CONTROL_NUMBER = 999_999_999
_DELIMITERS_IN_NAMES = re.compile(r"[*~^|:>]")


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers by which the answer is known again.

    `control_number` is ISA13 (1 to 999999999, never twice), `reference` BHT03 and `trace` TRN02, each at most
    50 characters.
    """

    control_number: int
    reference: str
    trace: str


def new_numbers(new_id: NewId) -> Numbers:
    """Return numbers that no request had before; in upper case, since X12 is written so."""
    trace = new_id().upper()
    digest = hashlib.sha256(trace.encode()).digest()
    return Numbers(int.from_bytes(digest, "big") % _MOST_CONTROL_NUMBER + 1, trace, trace)


def envelope_of(
    upstream: CoreUpstream, functional_id: str, version: str, numbers: Numbers, created: datetime
) -> Envelope:
    """Return the envelope of a request: GS01, GS08, and when it was made in the profile's zone."""
    return Envelope(
        sender=upstream.sender_id,
        receiver=upstream.receiver_id,
        functional_id=functional_id,
        version=version,
        control_number=numbers.control_number,
        created=created,
        usage=upstream.usage,
        acknowledgement_wanted=True,
        delimiters=delimiters_of(upstream.component_separator),
    )


def delimiters_of(component: str) -> Delimiters:
    """Return the delimiters with `component`; where that is the usual repetition separator, another one."""
    return Delimiters(repetition="!" if component == "^" else "^", component=component)


def originator(upstream: CoreUpstream) -> str:
    """Return TRN03, ten characters: 1 and the EIN, or 9 and the sender's id."""
    if upstream.tax_id:
        return f"1{upstream.tax_id}"
    return f"9{re.sub(r'[^A-Za-z0-9]', '', upstream.sender_id)[:9]:0<9}"


def x12_name(text: str) -> str:
    """Return a name without any of the usual delimiters, whichever are in use."""
    return _DELIMITERS_IN_NAMES.sub(" ", text)
