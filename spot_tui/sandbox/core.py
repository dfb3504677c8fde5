"""The CAQH CORE side of the practice portal, under ``/core``: a 270 or 276 in, a 271, 277, 999 or TA1 out.

A request is checked layer by layer, outermost first: HTTP, SOAP, CORE envelope, TA1, 999, AAA. A fault comes
by the switch, by the header ``X-Practice-Fault``, or by a reserved Medicare number, and speaks in its layer.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.reader import Interchange, read_interchanges
from spot_tui.backend.x12.writer import Envelope, NewSet, write_interchange, write_ta1
from spot_tui.sandbox.core_answer import Writing, write_answer, write_listed, write_reject
from spot_tui.sandbox.core_checks import CoreError, check_envelope
from spot_tui.sandbox.core_claims import read_status_question, write_status_answer
from spot_tui.sandbox.core_envelope import (
    CoreReply,
    CoreRequest,
    EnvelopeForm,
    SoapFault,
    read_mime_request,
    read_soap_request,
)
from spot_tui.sandbox.core_implementation import (
    ACKNOWLEDGED_AS,
    CLAIM_STATUS,
    ElementError,
    Refused999,
    check_set,
    write_refusal,
)
from spot_tui.sandbox.core_interchange import check_interchange
from spot_tui.sandbox.core_question import Question, number_asked, read_question
from spot_tui.sandbox.core_rejects import Asker, find_reject, is_lookup, sought
from spot_tui.sandbox.core_reply import SOAP_FAULTS, Reply, bare_response, fault_response, reply_response
from spot_tui.sandbox.core_rules import core_rules, faults_by_mbi
from spot_tui.sandbox.core_signature import check_signature
from spot_tui.sandbox.faults import CORE_KINDS, FAULT
from spot_tui.sandbox.mbi_directory import find_listed
from spot_tui.sandbox.people import Layout, Person, people, people_by_mbi
from spot_tui.sandbox.world import Moment, World

ZONE = ZoneInfo("America/New_York")
FAULT_HEADER = "x-practice-fault"
LATE_SECONDS = 25.0
SWITCH_LAYOUT, SWITCH_FIRST_NAMES, SWITCH_LATE = "core_layout", "core_first_names", "core_late_seconds"

_ANSWER_TYPE = "X12_271_Response_005010X279A1"
_STATUS_TYPE = "X12_277_Response_005010X212"
_TA1_TYPE = "X12_TA1_Response_00501X231A1"
_999_TYPE = "X12_999_Response_005010X231A1"
_ERROR_TYPE = "CoreEnvelopeError"
_DUPLICATE = "025"
_ERRORS = {
    "payload-type": CoreError("PayloadTypeIllegal", "This payload type is not taken."),
    "version": CoreError("VersionMismatch", "This rule version is not spoken."),
    "checksum": CoreError("ChecksumMismatched", "The payload is not the one that was summed."),
    "unauthorized": CoreError("UnAuthorized", "User name or password is not right."),
    "unknown-code": CoreError("PracticeTrouble", "Something that no list has."),
}
_BAD_ELEMENT = Refused999("", "5", "NM1", 8, "2100C", "8", (ElementError(9, "67", "12", "8AA0AA0AA09"),))
_OTHER_PERSON = 2


def routes() -> list[Route]:
    """Return the routes of the CORE endpoints, as they stand below ``/core``."""
    return [
        Route("/soap", _endpoint("soap"), methods=["POST"]),
        Route("/mime", _endpoint("mime"), methods=["POST"]),
    ]


def _endpoint(form: EnvelopeForm) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        body = await request.body()
        kind = request.headers.get(FAULT_HEADER, "") or str(request.scope.get(FAULT, ""))
        content_type = request.headers.get("content-type", "")
        world: World = request.app.state.world
        reply = await run_in_threadpool(_handle, world, form, content_type, body, kind)
        if reply.delay_seconds:
            await asyncio.sleep(reply.delay_seconds)
        return reply.response

    return answer


def _handle(world: World, form: EnvelopeForm, content_type: str, body: bytes, kind: str) -> Reply:
    bare = bare_response(kind)
    if bare:
        return Reply(bare)
    with world.transaction() as moment:
        try:
            request = _read(form, content_type, body)
            if form == "soap":
                submitter = core_rules().find_submitter(request["SenderID"])
                is_required = submitter is not None and submitter.signature_required
                check_signature(body, datetime.fromtimestamp(moment.now, UTC), required=is_required)
            return _Desk(moment, form, request, kind).answer()
        except SoapFault as fault:
            return Reply(fault_response(fault, form))


def _read(form: EnvelopeForm, content_type: str, body: bytes) -> CoreRequest:
    if form == "soap":
        if not content_type.lower().startswith("application/soap+xml"):
            raise SoapFault("Sender", "The content type must be application/soap+xml.")
        return read_soap_request(body)
    request = read_mime_request(content_type, body)
    if request is None:
        raise SoapFault("Sender", "The body is no multipart/form-data.")
    return request


class _Desk:
    """Works on one request."""

    def __init__(self, moment: Moment, form: EnvelopeForm, request: CoreRequest, kind: str) -> None:
        self._moment = moment
        self._form = form
        self._request = request
        self._interchanges = _interchanges(request["Payload"])
        numbered = faults_by_mbi().get(number_asked(self._interchanges), "")
        self._kind = kind if kind in CORE_KINDS or bare_response(kind) else numbered
        self._now = datetime.fromtimestamp(moment.now, UTC).astimezone(ZONE)

    def answer(self) -> Reply:
        """Return what goes back."""
        bare = bare_response(self._kind)
        if bare:
            return Reply(bare)
        if self._kind in SOAP_FAULTS:
            return Reply(fault_response(SOAP_FAULTS[self._kind], self._form))
        try:
            if self._kind in _ERRORS:
                raise _ERRORS[self._kind]
            check_envelope(self._request)
            if not self._interchanges:
                raise CoreError("PayloadIllegal", "The payload is no X12 interchange.")
        except CoreError as error:
            return self._reply(_ERROR_TYPE, "", error.code, error.message)
        return self._work(self._interchanges)

    def _work(self, interchanges: Sequence[Interchange]) -> Reply:
        interchange = interchanges[0]
        if self._kind == "ack-ta1":
            return self._reply(_TA1_TYPE, self._ta1(interchange, _DUPLICATE, 1), "", "")
        note = check_interchange(interchanges) or self._seen_before(interchange)
        if note:
            return self._reply(_TA1_TYPE, self._ta1(interchange, note, 0))
        refused = _BAD_ELEMENT if self._kind == "ack-999" else check_set(interchange)
        if refused:
            return self._reply(_999_TYPE, self._999(interchange, refused))
        transaction = interchange.groups[0].sets[0]
        if interchange.groups[0].functional_id == CLAIM_STATUS:
            asked = read_status_question(interchange, transaction)
            return self._reply(_STATUS_TYPE, write_status_answer(asked, self._now, self._next_control()))
        question = read_question(interchange, transaction)
        return self._reply(_ANSWER_TYPE, self._271(question))

    def _seen_before(self, interchange: Interchange) -> str:
        what = f"core isa13 {interchange.sender} {interchange.control_number}"
        return _DUPLICATE if self._moment.seen_within(what, float("inf")) else ""

    def _271(self, question: Question) -> str:
        exact = self._moment.switch(SWITCH_FIRST_NAMES, "exact") == "exact"
        asker = Asker(self._moment, self._now.date(), exact)
        person = people_by_mbi().get(question.mbi) or people()[1]
        reject = find_reject(question, asker)
        if reject:
            return write_reject(question, reject, self._writing(person))
        if is_lookup(question):
            return self._listed(question)
        if self._kind == "other-trace":
            traces = tuple(("TRN", "1", "OTHER", *trace[3:]) for trace in question.traces)
            question = replace(question, reference="OTHER", traces=traces)
        if self._kind == "other-person":
            person = people()[_OTHER_PERSON]
            question = _about(question, person)
        return write_answer(question, person, self._writing(person))

    def _listed(self, question: Question) -> str:
        """Answer for the look-up payer, as if the number had been asked for."""
        entry = find_listed(sought(question), self._now.date())
        if entry is None:
            raise AssertionError("refused before")
        return write_listed(question, entry, self._writing(people()[1]))

    def _writing(self, person: Person) -> Writing:
        usual = cast("Layout", self._moment.switch(SWITCH_LAYOUT, "hets-2018"))
        return Writing(self._now, self._now.date(), self._next_control(), person.layout or usual)

    def _ta1(self, interchange: Interchange, note: str, groups: int) -> str:
        envelope = self._envelope(interchange, "", ACKNOWLEDGED_AS)
        return write_ta1(envelope, interchange.control_number, self._now, "R", note, groups)

    def _999(self, interchange: Interchange, refused: Refused999) -> str:
        envelope = self._envelope(interchange, "FA", ACKNOWLEDGED_AS)
        body = write_refusal(interchange.groups[0], refused)
        return write_interchange(envelope, [NewSet("999", "0001", body)])

    def _envelope(self, interchange: Interchange, functional_id: str, version: str) -> Envelope:
        return Envelope(
            sender=interchange.receiver,
            receiver=interchange.sender,
            functional_id=functional_id,
            version=version,
            control_number=self._next_control(),
            created=self._now,
            usage=interchange.usage or "P",
        )

    def _next_control(self) -> int:
        number = int(self._moment.switch("core_control", "0")) % 999_999_999 + 1
        self._moment.set_switch("core_control", str(number))
        return number

    def _reply(
        self,
        payload_type: str,
        payload: str,
        code: str = "Success",
        message: str = "Envelope was processed successfully.",
    ) -> Reply:
        reply = CoreReply(
            payload_type=payload_type,
            payload_id=str(uuid.uuid4()),
            timestamp=self._now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sender_id=self._request["ReceiverID"] or "CMS",
            receiver_id=self._request["SenderID"],
            payload=payload,
            error_code=code,
            error_message=message,
        )
        is_answer = payload_type in {_ANSWER_TYPE, _STATUS_TYPE}
        late = float(self._moment.switch(SWITCH_LATE, str(LATE_SECONDS))) if self._kind == "late" else 0
        return Reply(reply_response(reply, self._form, self._kind if is_answer else ""), late)


def _interchanges(payload: str) -> tuple[Interchange, ...]:
    try:
        return read_interchanges(payload.encode("utf-8", "replace"))
    except Problem:
        return ()


def _about(question: Question, person: Person) -> Question:
    patient = ("NM1", "IL", "1", person.last, person.first, "", "", "", "MI", person.mbi)
    return replace(question, patient=patient, birth=("DMG", "D8", f"{person.born:%Y%m%d}", person.sex))
