"""The CAQH CORE client: one real-time exchange of X12 (Connectivity Rule 2.2.0) over SOAP or MIME."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["soap", "mime"]

X12_270 = "X12_270_Request_005010X279A1"
X12_276 = "X12_276_Request_005010X212"


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """What came back in a CORE envelope that reports success.

    `payload` is the X12 text as sent (framing and base64 removed); `payload_type` is the other side's claim,
    which decides nothing. `payload_id` is theirs and need not be ours. `error_code` is "Success" or empty.
    """

    payload: str
    payload_type: str
    payload_id: str
    error_code: str
    error_message: str
    form: Form


class CoreClient:
    """A client of one CORE endpoint.

    `exchange` sends one interchange and returns the answer. It raises `Problem` of these codes, each with the
    parameters ``source`` (the upstream's name) and ``layer`` (which layer refused):

    - layer HTTP: ``wire.*`` (no connection, time-out, too long), ``core.http_denied`` (401, 403),
      ``core.http_refused`` (400), ``core.http_failed`` (any other status without a readable envelope),
      ``core.page`` (a web page instead of an answer), ``core.empty``, ``core.unreadable``
    - layer SOAP: ``core.fault``
    - layer CORE: ``core.denied``, ``core.field_missing``, ``core.field_refused``, ``core.settings``,
      ``core.refused`` (unknown code), ``core.no_payload``, ``core.foreign_text``
    - own settings: ``core.password``
    """

    async def exchange(self, payload: str, payload_type: str) -> CoreAnswer:
        """Send `payload` (one X12 interchange) and return the answer. Cancelling closes the connection."""
        raise NotImplementedError
