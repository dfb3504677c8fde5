"""What lies behind the line of a CAQH CORE endpoint: HTTP, our own secrets, envelope, X12.

The question that is sent holds no patient and no provider: an interchange of a header and a trailer alone. A
service that reads it answers with a TA1, most likely a refusal, and by that has proved all layers before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.connectivity.core import X12_270, X12_276, CoreClient
from spot_tui.backend.http import Answer, UpstreamClient
from spot_tui.backend.problems import Problem
from spot_tui.backend.secret import read_secret
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstream_checks.answers import check_answered, unanswered
from spot_tui.backend.upstream_checks.certificates import check_signing
from spot_tui.backend.upstream_checks.steps import Step, Steps, failed, noted, passed
from spot_tui.backend.upstreams import CoreUpstream
from spot_tui.backend.x12.acknowledgement import Acknowledgement, read_acknowledgements
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import read_interchanges
from spot_tui.backend.x12.writer import Envelope, write_header_only

_DENIED = frozenset({401, 403})
_SERVER_FAULT = 500
_MOST_CONTROL_NUMBER = 999_999_999
_INTERCHANGE = "TA1"
_PAYLOAD = "Payload"
_ASKED_BY = {X12_270: "eligibility check", X12_276: "claims status"}
_HEADER_NOTES = frozenset(
    {
        *("002", "003", "004", "005", "006", "007", "008", "009", "010", "011", "012", "013", "014", "015"),
        *("016", "017", "020", "026", "027", "031"),
    }
)
"""TA1 notes that are about settings of ours: ids, qualifiers, delimiters, version, test or production."""


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """A check of one endpoint from HTTP on. `http` is a client of its own, whose time-outs are short.

    `payload_type` is what the endpoint is used for, 270 or 276.
    """

    upstream: CoreUpstream
    http: UpstreamClient
    clock: Clock
    new_id: NewId
    payload_type: str = X12_270

    async def steps(self, *, send: bool) -> Steps:
        """Yield HTTP, secret, signing and, where it may `send`, envelope and X12."""
        step = await self._http()
        yield step
        if step.state == "bad":
            return
        for own in self._own():
            yield own
            if own.state == "bad":
                return
        if not send:
            yield noted("envelope", "not_sent")
            return
        for answered in await self._envelope():
            yield answered
            if answered.state == "bad":
                return
        yield noted("payer", "not_asked", command=_ASKED_BY[self.payload_type])

    async def _http(self) -> Step:
        """Ask for the address itself. Many endpoints take POST alone, and say so: that is an answer too."""
        try:
            answer = await self.http.send("GET", self.upstream.url)
        except Problem as problem:
            return unanswered(problem)
        if self._is_soap_fault(answer):
            return passed("http", "answers", status=answer.status)
        wrong = check_answered(answer)
        if wrong is not None:
            return failed("http", wrong)
        if answer.status in _DENIED:
            return noted("http", "denied", status=answer.status)
        return passed("http", "answers", status=answer.status)

    def _is_soap_fault(self, answer: Answer) -> bool:
        return answer.status == _SERVER_FAULT and answer.media_type.endswith("xml") and not answer.is_page

    def _own(self) -> Sequence[Step]:
        """Look at what is ours: the password, and what signs."""
        upstream, steps = self.upstream, []
        if upstream.username and upstream.password:
            try:
                read_secret(upstream.password)
                steps.append(passed("secret", "read"))
            except Problem as problem:
                steps.append(failed("secret", problem))
        if upstream.signing:
            steps.append(check_signing(upstream.signing, self.clock.now()))
        return steps

    async def _envelope(self) -> Sequence[Step]:
        client = CoreClient(self.upstream, self.http, clock=self.clock, new_id=self.new_id)
        try:
            answer = await client.exchange(self._question(), self.payload_type)
        except Problem as problem:
            return self._refused(problem)
        reached = passed("envelope", "accepted", form=self.upstream.envelope.upper())
        return (reached, self._x12(answer.payload))

    def _question(self) -> str:
        digest = hashlib.sha256(self.new_id().encode()).digest()
        component = self.upstream.component_separator
        return write_header_only(
            Envelope(
                sender=self.upstream.sender_id,
                receiver=self.upstream.receiver_id,
                functional_id="HS",
                version="005010X279A1",
                control_number=int.from_bytes(digest, "big") % _MOST_CONTROL_NUMBER + 1,
                created=self.clock.now(),
                usage=self.upstream.usage,
                acknowledgement_wanted=True,
                delimiters=Delimiters(repetition="!" if component == "^" else "^", component=component),
            )
        )

    def _refused(self, problem: Problem) -> Sequence[Step]:
        """Say which layer refused. That the payload is no whole inquiry is for its own layer to find."""
        layer = problem.parameters.get("layer", "")
        if layer == "TLS":
            return (unanswered(problem),)
        if problem.code == "core.no_payload":
            return (
                passed("envelope", "accepted", form=self.upstream.envelope.upper()),
                noted("x12", "silent"),
            )
        if problem.code in {"core.field_refused", "core.field_required"} and self._is_payload(problem):
            words = clean_line(problem.upstream_words)
            return (passed("envelope", "payload", words=words), noted("x12", "silent"))
        if problem.code == "core.foreign_text":
            return (
                passed("envelope", "accepted", form=self.upstream.envelope.upper()),
                failed("x12", problem),
            )
        return (unanswered(problem) if layer == "HTTP" else failed("envelope", problem),)

    def _is_payload(self, problem: Problem) -> bool:
        return str(problem.parameters.get("name", "")).lower() == _PAYLOAD.lower()

    def _x12(self, payload: str) -> Step:
        try:
            interchanges = read_interchanges(payload.encode("utf-8", "replace"))
        except Problem:
            return failed("x12", Problem("answer.unreadable", (), {"upstream": self.upstream.name}))
        said = [found for interchange in interchanges for found in read_acknowledgements(interchange)]
        for acknowledgement in said:
            if self._is_about_settings(acknowledgement):
                refusal = acknowledgement.refusals[0]
                told: dict[str, object] = {"upstream": self.upstream.name, "code": refusal.code}
                return failed("x12", Problem("check.header", (), told | {"meaning": refusal.words}))
        return passed("x12", "read", found=said[0].kind if said else "X12")

    def _is_about_settings(self, acknowledgement: Acknowledgement) -> bool:
        if acknowledgement.accepted or acknowledgement.kind != _INTERCHANGE:
            return False
        return any(refusal.code in _HEADER_NOTES for refusal in acknowledgement.refusals)
