"""What was answered already is asked for by its ETag, and stands only where the gateway says so."""

from __future__ import annotations

import httpx
import pytest

from spot_tui.backend.known_answers import MOST_ANSWERS, MOST_BYTES
from spot_tui.backend.problems import Problem
from tests.backend.test_gateway import Side, Token, client, page

TAG = '"s1"'


def told(body: object, **headers: str) -> httpx.Response:
    given = httpx.Headers({"etag": TAG, **headers}, encoding="latin-1")
    return httpx.Response(200, json=body, headers=given)


def same(**headers: str) -> httpx.Response:
    return httpx.Response(304, headers=headers)


def asked_with(side: Side) -> list[str]:
    return [request.headers.get("if-none-match", "") for request in side.sent]


async def test_what_has_not_changed_is_the_answer_of_before_with_the_id_of_this_call() -> None:
    later = same(**{"x-request-id": "r2", "content-type": "text/html", "etag": f"W/{TAG}"})
    side = Side(told({"a": 1}, **{"x-request-id": "r1"}), later, told({"a": 2}))
    gateway = client(side)
    first, second, third = [await gateway.read(Token(), "/waiting", {"npi": "1"}) for _ in range(3)]
    assert (second.body, second.reference, first.reference) == (first.body, "r2", "r1")
    assert third.body == {"a": 2}
    assert asked_with(side) == ["", TAG, TAG]


async def test_a_list_is_put_together_of_pages_old_and_new() -> None:
    first = page({"n": 1}, cursor="c")
    first.headers["etag"] = TAG
    side = Side(first, page({"n": 2}), same(), page({"n": 3}))
    gateway = client(side)
    assert await gateway.read_all(Token(), "/messages") == [{"n": 1}, {"n": 2}]
    assert await gateway.read_all(Token(), "/messages") == [{"n": 1}, {"n": 3}]
    assert asked_with(side) == ["", "", TAG, ""]


@pytest.mark.parametrize(
    ("token", "path", "query"), [("other", "/a", "1"), ("t0ken", "/b", "1"), ("t0ken", "/a", "2")]
)
async def test_another_person_or_question_is_told_nothing_of_it(token: str, path: str, query: str) -> None:
    side = Side(told({"a": 1}), told({"a": 2}))
    gateway = client(side)
    await gateway.read(Token(), "/a", {"npi": "1"})
    await gateway.read(Token(token), path, {"npi": query})
    assert asked_with(side) == ["", ""]


@pytest.mark.parametrize(
    "headers",
    [
        {"cache-control": "private, No-Store"},
        {"etag": ""},
        {"etag": "s1"},
        {"etag": '"s\xe91"'},
        {"etag": '"' + "s" * 201 + '"'},
    ],
)
async def test_what_may_not_be_kept_or_has_no_right_etag_comes_whole_each_time(
    headers: dict[str, str],
) -> None:
    side = Side(told({"a": 1}, **headers), told({"a": 2}))
    gateway = client(side)
    await gateway.read(Token(), "/a")
    assert (await gateway.read(Token(), "/a")).body == {"a": 2}
    assert asked_with(side) == ["", ""]


@pytest.mark.parametrize("before", [[], [told({"a": 1})]])
async def test_word_of_a_state_that_is_not_known_is_a_problem_and_then_all_is_asked_for(
    before: list[httpx.Response],
) -> None:
    side = Side(*before, same(etag='"s9"'), told({"a": 2}))
    gateway = client(side)
    for _ in before:
        await gateway.read(Token(), "/a")
    with pytest.raises(Problem) as caught:
        await gateway.read(Token(), "/a")
    assert (caught.value.code, caught.value.parameters["status"]) == ("upstream.unreadable", 304)
    assert (await gateway.read(Token(), "/a")).body == {"a": 2}
    assert asked_with(side)[-1] == ""


async def test_nothing_is_left_of_what_is_refused_now() -> None:
    side = Side(told({"a": 1}), httpx.Response(403), told({"a": 2}))
    gateway = client(side)
    await gateway.read(Token(), "/a")
    with pytest.raises(Problem):
        await gateway.read(Token(), "/a")
    await gateway.read(Token(), "/a")
    assert asked_with(side) == ["", TAG, ""]


async def test_an_answer_that_cannot_be_read_is_not_kept() -> None:
    side = Side(httpx.Response(200, text="{", headers={"etag": TAG}), told({"a": 2}))
    gateway = client(side)
    with pytest.raises(Problem):
        await gateway.read(Token(), "/a")
    await gateway.read(Token(), "/a")
    assert asked_with(side) == ["", ""]


async def test_an_answer_under_way_while_all_is_forgotten_is_not_kept() -> None:
    side = Side(told({"a": 1}), told({"a": 2}))
    gateway = client(side)
    question = gateway._known.question("t0ken", "/a", {})
    answer = await gateway._client.send("GET", gateway._address("/a"))
    gateway.forget()
    question.keep(answer)
    await gateway.read(Token(), "/a")
    assert asked_with(side) == ["", ""]


async def test_what_is_kept_does_not_grow_without_end() -> None:
    side = Side(*(told({"n": n}) for n in range(MOST_ANSWERS + 2)), told({"n": "x" * MOST_BYTES}))
    gateway = client(side)
    for number in range(MOST_ANSWERS + 2):
        await gateway.read(Token(), f"/{number}")
    assert len(gateway._known._answers) == MOST_ANSWERS
    await gateway.read(Token(), "/huge")
    assert not gateway._known._answers
