"""The gateway's client against answers of every kind, right, wrong and hostile."""

from __future__ import annotations

from itertools import count
from typing import Any

import httpx
import pytest

from spot_tui.backend.gateway import GatewayClient, Resource
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import GatewayUpstream

BASE = "https://gateway.example/v1"


class Token:
    def __init__(self, text: str = "t0ken") -> None:
        self.text = text

    def access_token(self) -> str:
        if not self.text:
            raise Problem("session.ended")
        return self.text


class Side:
    """The other side: answers as it is told, in order, and keeps what it was sent."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.sent: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        # A body that was given whole counts as read already; from a stream it comes as off the line.
        stream = httpx.ByteStream(answer.content)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=stream)

    def keys(self) -> list[str]:
        return [request.headers["idempotency-key"] for request in self.sent]


def client(side: Side, most_pages: int = 5) -> GatewayClient:
    upstream = GatewayUpstream(url=f"{BASE}/", most_pages=most_pages)
    http = UpstreamClient("Gateway", (BASE,), transport=httpx.MockTransport(side))
    numbers = count(1)
    return GatewayClient(upstream, http, new_id=lambda: f"key-{next(numbers)}")


def problem(status: int, **told: Any) -> httpx.Response:
    return httpx.Response(status, json=told, headers={"content-type": "application/problem+json"})


def page(*items: object, cursor: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"items": list(items), "next": cursor})


async def read(side: Side) -> Resource:
    return await client(side).read(Token(), "/roles/1")


async def refused(side: Side) -> Problem:
    with pytest.raises(Problem) as caught:
        await read(side)
    return caught.value


async def test_the_token_goes_along_and_the_etag_comes_back() -> None:
    side = Side(httpx.Response(200, json={"a": 1}, headers={"x-request-id": "r1"}))
    found = await read(side)
    assert (found.body, found.reference) == ({"a": 1}, "r1")
    assert str(side.sent[0].url) == f"{BASE}/roles/1"
    assert side.sent[0].headers["authorization"] == "Bearer t0ken"


async def test_without_a_session_nothing_is_sent() -> None:
    side = Side()
    with pytest.raises(Problem) as caught:
        await client(side).read(Token(""), "/roles")
    assert caught.value.code == "session.ended"
    assert side.sent == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem(403, code="access.not_approver", kind="permission"), "access.not_approver"),
        (problem(401, code="access.not_approver"), "gateway.token"),
        (problem(403, code="new.code", kind="permission"), "gateway.permission"),
        (problem(422, code="audit.broken", kind="matching"), "gateway.matching"),
        (problem(422, code="access.never_heard_of", kind="incomplete"), "gateway.incomplete"),
        (problem(422, code=["access.decided"], kind={}), "gateway.format"),
        (problem(404), "gateway.not_found"),
        (problem(409), "gateway.in_progress"),
        (problem(412, kind="matching"), "gateway.changed"),
        (problem(428), "gateway.changed"),
        (problem(429), "gateway.busy"),
        (problem(503, code="gateway.busy"), "gateway.busy"),
        (problem(503, code="access.decided"), "upstream.down"),
        (httpx.Response(500, text="boom"), "upstream.down"),
        (httpx.Response(403, html="<html>no</html>"), "upstream.page"),
        (httpx.Response(200, html="<html>hello</html>"), "upstream.page"),
        (httpx.Response(200, text="[]"), "upstream.unreadable"),
        (httpx.Response(200, text="{"), "upstream.unreadable"),
        (httpx.Response(422, text="["), "gateway.format"),
        (httpx.Response(302, headers={"location": "https://evil.example/"}), "upstream.unreadable"),
        (httpx.Response(418, text="{}"), "upstream.unreadable"),
    ],
)
async def test_every_error_is_one_of_our_problems(answer: httpx.Response, code: str) -> None:
    assert (await refused(Side(answer))).code == code


async def test_the_fields_are_the_ends_of_the_pointers_and_nothing_else() -> None:
    pointers = ["/address/zip", "/npi", "/npi", "/\x1b[2J", "/<b>", "", 7, None, "/" + "x" * 99]
    told = await refused(Side(problem(422, code="gateway.format", errors=[{"pointer": p} for p in pointers])))
    assert told.fields == ("zip", "npi")


async def test_its_words_are_quoted_cleaned_and_its_reference_is_kept() -> None:
    answer = problem(403, code="access.decided", detail="No\x1b[2J!", title="Title")
    answer.headers["x-request-id"] = "r-9"
    told = await refused(Side(answer))
    assert told.upstream_words.startswith("No")
    assert "\x1b" not in told.upstream_words
    assert told.reference == "r-9"


@pytest.mark.parametrize(
    ("told", "seconds"), [("90", 90), ("", 30), ("-1", 30), ("9" * 50, 30), ("soon", 30)]
)
async def test_how_long_to_wait_is_a_number_of_seconds(told: str, seconds: int) -> None:
    answer = problem(429)
    answer.headers["retry-after"] = told
    assert (await refused(Side(answer))).parameters["seconds"] == seconds


async def test_a_list_is_read_to_its_end() -> None:
    side = Side(page({"n": 1}, cursor="a&b"), page({"n": 2}, cursor="c"), page({"n": 3}))
    assert await client(side).read_all(Token(), "/roles", {"view": "mine"}) == [{"n": 1}, {"n": 2}, {"n": 3}]
    asked = [dict(request.url.params) for request in side.sent]
    assert asked[1] == {"limit": "50", "view": "mine", "cursor": "a&b"}


@pytest.mark.parametrize("cursors", [["a", "a"], ["a", "b", "a"], list("abcdef")])
async def test_a_list_without_an_end_is_given_up(cursors: list[str]) -> None:
    side = Side(*(page(cursor=cursor) for cursor in cursors))
    with pytest.raises(Problem) as caught:
        await client(side).read_all(Token(), "/roles")
    assert caught.value.code == "gateway.endless"


@pytest.mark.parametrize(
    "body", [{}, {"items": {}}, {"items": [1]}, {"items": [], "next": 7}, {"items": None, "next": None}]
)
async def test_a_list_that_is_none_cannot_be_read(body: object) -> None:
    with pytest.raises(Problem) as caught:
        await client(Side(httpx.Response(200, json=body))).read_all(Token(), "/roles")
    assert caught.value.code == "upstream.unreadable"


async def test_a_broken_line_is_tried_once_more_with_the_same_key() -> None:
    side = Side(httpx.RemoteProtocolError("x"), httpx.Response(201, json={}))
    await client(side).send(Token(), "/roles", {"a": 1})
    assert side.keys() == ['"key-1"', '"key-1"']


async def test_a_line_that_stays_broken_is_told() -> None:
    side = Side(httpx.RemoteProtocolError("x"), httpx.RemoteProtocolError("x"))
    assert (await refused(side)).code == "upstream.dropped"
    assert len(side.sent) == 2


async def test_a_gateway_that_does_not_answer_is_not_asked_twice_by_itself() -> None:
    for error in (httpx.ReadTimeout("x"), httpx.ConnectError("x")):
        side = Side(error)
        assert (await refused(side)).kind is Kind.UNAVAILABLE


@pytest.mark.parametrize(
    "lost",
    [
        httpx.ReadTimeout("x"),
        httpx.Response(500),
        problem(429),
        problem(409),
        httpx.Response(200, text='{"a'),
        httpx.Response(403, html="<html>log in</html>"),
    ],
)
async def test_an_act_whose_end_is_unknown_keeps_its_key(lost: httpx.Response | Exception) -> None:
    side = Side(lost, httpx.Response(201, json={}), httpx.Response(201, json={}))
    gateway = client(side)
    with pytest.raises(Problem):
        await gateway.send(Token(), "/roles", {"a": 1})
    await gateway.send(Token(), "/roles", {"a": 1})
    await gateway.send(Token(), "/roles", {"a": 1})
    assert side.keys() == ['"key-1"', '"key-1"', '"key-2"']


@pytest.mark.parametrize("status", [400, 401, 403, 404, 412, 422])
async def test_an_act_that_was_refused_gets_a_new_key(status: int) -> None:
    side = Side(problem(status), httpx.Response(201, json={}))
    gateway = client(side)
    with pytest.raises(Problem):
        await gateway.send(Token(), "/roles", {"a": 1})
    await gateway.send(Token(), "/roles", {"a": 1})
    assert side.keys() == ['"key-1"', '"key-2"']


async def test_another_act_has_another_key() -> None:
    side = Side(*(httpx.Response(500) for _ in range(4)))
    gateway = client(side)
    for path, body, match in (("/a", {}, ""), ("/b", {}, ""), ("/a", {"x": 1}, ""), ("/a", {}, '"1"')):
        with pytest.raises(Problem):
            await gateway.send(Token(), path, body, match=match)
    assert len(set(side.keys())) == 4
    assert side.sent[3].headers["if-match"] == '"1"'
    assert "if-match" not in side.sent[0].headers


async def test_keys_of_lost_acts_do_not_grow_without_end() -> None:
    side = Side(*(httpx.Response(500) for _ in range(130)))
    gateway = client(side)
    for number in range(130):
        with pytest.raises(Problem):
            await gateway.send(Token(), "/a", {"n": number})
    assert len(gateway._unsettled) == 100


async def test_neither_token_nor_body_shows_in_a_repr() -> None:
    found = await read(Side(httpx.Response(200, json={"tin": "000000001"})))
    assert "000000001" not in repr(found)


def test_a_gateway_elsewhere_needs_https() -> None:
    with pytest.raises(ValueError, match="https"):
        GatewayUpstream(url="http://gateway.example/v1")
