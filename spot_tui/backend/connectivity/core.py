"""The CAQH CORE client: one real-time exchange of X12 (Connectivity Rule vC2.2.0) over SOAP or MIME."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spot_tui.backend.connectivity.envelope import (
    Body,
    Credentials,
    EnvelopeForm,
    Fault,
    Incoming,
    Outgoing,
    UnreadableError,
)
from spot_tui.backend.connectivity.mime import read_mime, write_mime
from spot_tui.backend.connectivity.soap import read_soap, write_soap
from spot_tui.backend.connectivity.verdict import judge, judge_without_envelope
from spot_tui.backend.problems import Problem
from spot_tui.backend.secret import read_secret

if TYPE_CHECKING:
    from datetime import datetime

    from spot_tui.backend.clock import Clock, NewId
    from spot_tui.backend.connectivity.signing import Signer
    from spot_tui.backend.http import Answer, UpstreamClient
    from spot_tui.backend.upstreams import CoreUpstream

X12_270 = "X12_270_Request_005010X279A1"
X12_276 = "X12_276_Request_005010X212"

_TLS_PROBLEMS = frozenset({"upstream.tls", "upstream.certificate", "upstream.client_certificate"})


@dataclass(frozen=True, slots=True)
class CoreAnswer:
    """What came back in a CORE envelope that reports success.

    `payload` is the X12 text as sent (framing and base64 removed); `payload_type` is the other side's claim,
    which decides nothing. `payload_id` is theirs and need not be ours, which is `request_id`. `error_code` is
    "Success" or empty.
    """

    payload: str = field(repr=False)
    payload_type: str
    payload_id: str
    request_id: str
    error_code: str
    error_message: str
    form: EnvelopeForm


class CoreClient:
    """The client of one CORE endpoint, over `http`, the client of the same upstream, whose name it has.

    Every `Problem` names the layer that refused, as its parameter ``layer``: TLS, HTTP, SOAP or CORE.
    """

    def __init__(self, upstream: CoreUpstream, http: UpstreamClient, *, clock: Clock, new_id: NewId) -> None:
        self.upstream = upstream
        self.name = http.name
        self._http = http
        self._clock = clock
        self._new_id = new_id
        self._signer: Signer | None = None

    async def exchange(self, payload: str, payload_type: str) -> CoreAnswer:
        """Send `payload` (one interchange) once and return the answer. Cancelling closes the connection.

        Raises `Problem`:

        - line and HTTP: ``upstream.*``, ``core.http_denied`` (401, 403), ``core.http_refused`` (400),
          ``core.empty``, ``core.cut``, ``core.doctype``
        - SOAP: ``core.fault``; ``core.denied`` when the fault is about user-name token or signature,
          ``core.expired`` about the time stamp
        - CORE: ``core.denied``, ``core.field_required``, ``core.field_refused``, ``core.settings``,
          ``core.refused`` (any other code), ``core.no_payload``, ``core.foreign_text`` (payload is no X12)
        - own settings: ``core.password``, ``core.signing_missing``, ``core.signing_key``, ``certificate.*``
        """
        now = self._clock.now()
        request = Outgoing(
            payload_type=payload_type,
            payload_id=self._new_id(),
            timestamp=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            sender_id=self.upstream.sender_id,
            receiver_id=self.upstream.receiver_id,
            payload=payload,
            credentials=self._credentials(),
        )
        answer, form, content = await self._carry(await self._write(request, now))
        found = judge(content, answer)
        return CoreAnswer(
            payload=found.payload,
            payload_type=found.payload_type,
            payload_id=found.payload_id,
            request_id=request.payload_id,
            error_code=found.error_code,
            error_message=found.error_message,
            form=form,
        )

    async def _carry(self, body: Body) -> tuple[Answer, EnvelopeForm, Incoming | Fault]:
        """Send a request and return what came back with its envelope opened."""
        headers = {"Content-Type": body.content_type}
        try:
            answer = await self._http.send("POST", self.upstream.url, headers, body.content)
            return answer, *self._read(answer)
        except Problem as problem:
            is_tls = problem.code in _TLS_PROBLEMS or problem.code.startswith("certificate.")
            layer = "TLS" if is_tls else "HTTP"
            problem.parameters = {"layer": layer, **problem.parameters}
            raise

    async def _write(self, request: Outgoing, now: datetime) -> Body:
        upstream = self.upstream
        if upstream.envelope == "mime":
            return write_mime(request)
        if upstream.signing is None:
            return write_soap(request)
        if self._signer is None:
            from spot_tui.backend.connectivity.signing import Signer

            self._signer = Signer(upstream.signing)
        return await asyncio.to_thread(self._signer.sign, request, now)

    def _credentials(self) -> Credentials | None:
        upstream = self.upstream
        if not upstream.username:
            return None
        return Credentials(upstream.username, read_secret(upstream.password) if upstream.password else "")

    def _read(self, answer: Answer) -> tuple[EnvelopeForm, Incoming | Fault]:
        """Read the envelope in the form in which it came, which need not be the one that was sent."""
        content_type = answer.headers.get("content-type", "")
        form: EnvelopeForm = "mime" if _is_form_data(content_type) else "soap"
        try:
            if form == "mime":
                return form, read_mime(content_type, answer.body)
            return form, read_soap(content_type, answer.body)
        except UnreadableError as error:
            raise judge_without_envelope(answer, error) from None


def _is_form_data(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("multipart/") and kind != "multipart/related"
