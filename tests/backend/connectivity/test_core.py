"""The client against answers made by hand: whatever comes, an answer or a problem that names its layer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.connectivity.core import X12_270, CoreAnswer, CoreClient
from spot_tui.backend.connectivity.verdict import core_codes
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Kind, Problem
from spot_tui.words import say
from tests.backend.connectivity.test_envelopes import FAULT_11, FAULT_12, ISA, soap_answer
from tests.backend.store.builders import SetClock
from tests.wire.core_desk import core_upstream, new_uuids

URL = "https://core.example.invalid"
Answering = Callable[[httpx.Request], httpx.Response]


async def exchange(answer: Answering, form: str = "soap", **changes: object) -> CoreAnswer:
    upstream = core_upstream(URL, form, **changes)
    http = UpstreamClient("HETS", (upstream.url,), upstream.limits, transport=httpx.MockTransport(answer))
    client = CoreClient(upstream, http, clock=SetClock(), new_id=new_uuids("unit"))
    try:
        return await client.exchange(ISA, X12_270)
    finally:
        await http.close()


class Stream(httpx.AsyncByteStream):
    """A body as it comes from a line, not yet read."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body


def sends(body: bytes, status: int = 200, content_type: str = "application/soap+xml") -> Answering:
    return lambda _: httpx.Response(status, stream=Stream(body), headers={"content-type": content_type})


def core_error(code: str, message: str = "words") -> bytes:
    return soap_answer(f"<ErrorCode>{code}</ErrorCode><ErrorMessage>{message}</ErrorMessage>")


async def refusal(answer: Answering) -> Problem:
    with pytest.raises(Problem) as caught:
        await exchange(answer)
    return caught.value


async def test_the_request_says_who_when_and_with_which_id() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        fields = f"<PayloadID>theirs</PayloadID><Payload>{ISA}</Payload><ErrorCode>Success</ErrorCode>"
        return httpx.Response(200, stream=Stream(soap_answer(fields)))

    got = await exchange(answer)
    sent = seen[0].content.decode()
    assert seen[0].method == "POST"
    assert seen[0].headers["content-type"] == "application/soap+xml;charset=UTF-8;action=RealTimeTransaction"
    assert f"<PayloadID>{got.request_id}</PayloadID><TimeStamp>2026-11-22T14:00:00Z</TimeStamp>" in sent
    assert "<SenderID>PRACTICE</SenderID><ReceiverID>CMS</ReceiverID>" in sent
    assert (got.payload, got.payload_id, got.form) == (ISA, "theirs", "soap")
    assert ISA not in repr(got)


ENDINGS = [
    ("PayloadTypeIllegal", "core.field_refused", "PayloadType"),
    ("SenderIDRequired", "core.field_required", "SenderID"),
    ("TimeStampNotUnderstood", "core.field_refused", "TimeStamp"),
    ("UnAuthorized", "core.denied", "UnAuthorized"),
    ("Unauthorized", "core.denied", "Unauthorized"),
    ("VersionMismatch", "core.settings", "VersionMismatch"),
    ("ChecksumMismatched", "core.settings", "ChecksumMismatched"),
    ("SomethingNew", "core.refused", None),
    ("Illegal", "core.field_refused", "Illegal"),
]


@pytest.mark.parametrize(("code", "problem", "name"), ENDINGS)
async def test_the_end_of_an_error_code_decides(code: str, problem: str, name: str | None) -> None:
    refused = await refusal(sends(core_error(code)))
    assert refused.code == problem
    assert refused.parameters.get("name") == name
    assert refused.parameters["layer"] == "CORE"
    assert refused.upstream_words == f"{code}: words"


STATUSES = [
    (400, "core.http_refused", Kind.FORMAT),
    (401, "core.http_denied", Kind.PERMISSION),
    (403, "core.http_denied", Kind.PERMISSION),
    (302, "upstream.unreadable", Kind.UNAVAILABLE),
    (404, "upstream.unreadable", Kind.UNAVAILABLE),
    (429, "upstream.unreadable", Kind.UNAVAILABLE),
    (500, "upstream.down", Kind.UNAVAILABLE),
    (503, "upstream.down", Kind.UNAVAILABLE),
]


@pytest.mark.parametrize(("status", "problem", "kind"), STATUSES)
@pytest.mark.parametrize("body", [b"", b"<html>no</html>", b"\x00\xff"])
async def test_without_an_envelope_the_status_decides(
    status: int, problem: str, kind: Kind, body: bytes
) -> None:
    refused = await refusal(sends(body, status, "text/plain"))
    wanted = "upstream.page" if problem == "upstream.unreadable" and b"html" in body else problem
    assert (refused.code, refused.kind) == (wanted, kind)
    assert refused.parameters["status"] == status


@pytest.mark.parametrize("status", [400, 403, 500, 503])
async def test_an_envelope_or_a_fault_speaks_whatever_the_status(status: int) -> None:
    assert (await refusal(sends(core_error("PayloadIllegal"), status))).code == "core.field_refused"
    assert (await refusal(sends(FAULT_11.encode(), status))).code == "core.fault"
    assert (await exchange(sends(soap_answer(f"<Payload>{ISA}</Payload>"), status))).payload == ISA


async def test_a_fault_about_the_token_is_a_matter_of_permission() -> None:
    refused = await refusal(sends(FAULT_12.encode(), 500))
    assert (refused.kind, refused.parameters["layer"]) == (Kind.PERMISSION, "SOAP")
    assert refused.upstream_words == "Sender/FailedAuthentication: No."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_a_doctype_is_refused(encoding: str) -> None:
    body = f"<!DOCTYPE a [<!ENTITY x 'y'>]>{soap_answer('').decode()}".encode(encoding)
    assert (await refusal(sends(body))).code == "core.doctype"


async def test_words_of_the_other_side_are_cleaned_and_cut() -> None:
    refused = await refusal(sends(core_error("Odd", "\u202e[red]" + "x" * 5000)))
    assert "\u202e" not in refused.upstream_words
    assert len(refused.upstream_words) <= 300


async def test_success_without_a_payload_is_no_answer() -> None:
    assert (await refusal(sends(core_error("Success")))).code == "core.no_payload"
    assert (await refusal(sends(core_error("")))).code == "core.no_payload"


async def test_a_text_of_its_own_is_shown_as_such() -> None:
    refused = await refusal(sends(soap_answer("<Payload>BUSY 17</Payload><ErrorCode>Success</ErrorCode>")))
    assert (refused.code, refused.upstream_words) == ("core.foreign_text", "BUSY 17")


async def test_a_password_that_cannot_be_read_stops_before_the_wire() -> None:
    def never(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing is sent")

    secret = {"environment": "SPOT_TUI_NO_SUCH_VARIABLE"}
    with pytest.raises(Problem) as refused:
        await exchange(never, username="office", password=secret)
    assert refused.value.code == "core.password"


def test_the_table_of_codes_names_known_problems_with_sentences() -> None:
    table = core_codes()
    named = {*table.endings.values(), *table.statuses_without_envelope.values(), table.any_other_code}
    assert all(code.startswith("core.") for code in named)


CONTENT_TYPES = st.sampled_from(
    [
        "application/soap+xml",
        "multipart/form-data; boundary=b",
        "multipart/related; boundary=b",
        "text/html",
        "",
    ]
)


@given(
    st.binary(max_size=200)
    | st.text(max_size=60).map(lambda text: core_error("Success", text.replace("<", ""))),
    st.sampled_from([200, 202, 204, 301, 400, 401, 418, 500, 503]),
    CONTENT_TYPES,
)
def test_any_answer_is_an_answer_or_a_problem_that_has_words(body: bytes, status: int, kind: str) -> None:
    try:
        asyncio.run(exchange(sends(body, status, kind)))
    except Problem as problem:
        assert say(f"problem.{problem.code}", **problem.parameters)
        assert say(f"problem.{problem.code}.next", **problem.parameters)
