"""The gateway's document is whole in itself, and the practice portal answers as it says."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.access.wire import write_application
from spot_tui.backend.problems import KINDS
from spot_tui.sandbox.gateway import METHODS, VERSION
from spot_tui.sandbox.gateway_call import STATUSES
from tests.wire.gateway import (
    APPROVER,
    BASE,
    CLERK,
    NO_REQUEST,
    OTHER_CLERK,
    PENDING,
    Gateway,
    application,
    practice_gateway,
)
from tests.wire.json_schema import Document

FILE = Path(__file__).parents[2] / "docs" / "gateway-api" / "openapi.json"
WHOLE = json.loads(FILE.read_text(encoding="utf-8"))
DOCUMENT = Document(WHOLE)
OPERATIONS = [
    (path, method, operation)
    for path, item in WHOLE["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
]
TOPICS = {"messages", "access", "claims", "corrections", "appeals", "submissions", "gateway", "lookup"}
QUESTIONS = {"lookUpMbi"}
"""Operations that change nothing, though they are posted: they need no key."""
NAMES = [f"{method} {path}" for path, method, _ in OPERATIONS]


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


def references() -> list[str]:
    return [node["$ref"] for node in nodes(WHOLE) if isinstance(node, dict) and "$ref" in node]


def test_every_reference_leads_somewhere() -> None:
    for reference in references():
        assert DOCUMENT.resolve({"$ref": reference}) is not None


def test_every_component_is_used() -> None:
    used = set(references())
    for kind, components in WHOLE["components"].items():
        if kind != "securitySchemes":
            assert {f"#/components/{kind}/{name}" for name in components} <= used


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=NAMES)
def test_an_operation_declares_what_its_path_and_method_need(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    given = [*WHOLE["paths"][path].get("parameters", ()), *operation.get("parameters", ())]
    parameters = [DOCUMENT.resolve(parameter) for parameter in given]
    in_path = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"{(\w+)}", path))
    headers = {parameter["name"] for parameter in parameters if parameter["in"] == "header"}
    is_act = method == "post" and operation["operationId"] not in QUESTIONS
    assert ("Idempotency-Key" in headers) == is_act
    assert ("requestBody" in operation) == (method == "post")
    assert operation["summary"]
    assert min(operation["responses"]) in {"200", "201"}


def test_operation_ids_are_different() -> None:
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)


def test_every_schema_is_made_of_keywords_that_the_check_knows() -> None:
    for schema in WHOLE["components"]["schemas"].values():
        list(DOCUMENT.wrong(schema, None))
        list(DOCUMENT.wrong(schema, {}))


def test_examples_fit_their_schemas() -> None:
    shown = 0
    for node in nodes(WHOLE):
        if isinstance(node, dict) and "examples" in node and "schema" in node:
            for example in node["examples"].values():
                assert list(DOCUMENT.wrong(node["schema"], DOCUMENT.resolve(example)["value"])) == []
                shown += 1
    assert shown > 10


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("AccessRequest", {"status": "lost"}),
        ("AccessRequest", {"asked_at": "yesterday"}),
        ("AccessRequest", {"tin_ending": "000000001"}),
        ("AccessRequest", {"more": 1}),
        ("Role", {"certify_by": "12/31/2027"}),
        ("Role", {"id": "../x"}),
        ("Application", {"line_of_business": []}),
        ("Application", {"organisation": 7}),
        ("Problem", {"status": True}),
        ("Claim", {"billed": 330}),
        ("Claim", {"paid": "53.4"}),
        ("Claim", {"number": "9926-000"}),
        ("Claim", {"review": "nobody"}),
        ("Claim", {"assigned": "yes"}),
        ("Submission", {"fields": {"subject": 7}}),
        ("Submission", {"files": [{"sha256": "0" * 64}]}),
    ],
)
def test_what_does_not_fit_is_found(name: str, changes: dict[str, object]) -> None:
    right = WHOLE["components"]["examples"][name]["value"]
    assert list(DOCUMENT.wrong({"$ref": f"#/components/schemas/{name}"}, right | changes))


def test_the_portal_serves_what_is_described_and_nothing_else() -> None:
    served = {(path, method.lower()) for path, methods in METHODS.items() for method in methods}
    assert served == {(path, method) for path, method, _ in OPERATIONS}
    assert WHOLE["info"]["version"] == VERSION


def test_codes_and_kinds_are_those_of_our_table() -> None:
    problem = WHOLE["components"]["schemas"]["Problem"]["properties"]
    told = set(problem["code"]["enum"])
    ours = {code for code in KINDS if code.partition(".")[0] in TOPICS}
    of_the_client = {
        *("gateway.not_set_up", "gateway.endless"),
        *("access.no_onboarding", "access.role_choice", "access.part_choice"),
        *("claims.not_set_up", "claims.too_wide", "claims.too_many"),
        *("lookup.not_set_up", "appeals.file", "appeals.other_claim", "messages.damaged"),
        *("claims.provider_refused", "claims.asked_wrong", "claims.away"),
    }
    assert told == ours - of_the_client
    assert set(STATUSES) == told
    assert set(problem["kind"]["enum"]) == {str(kind) for kind in KINDS.values()}


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with practice_gateway(tmp_path) as opened:
        yield opened


class Caller:
    """Calls as the document says, and holds every answer to it."""

    def __init__(self, gateway: Gateway, user_id: str) -> None:
        self._gateway = gateway
        self._token = gateway.token(user_id).access_token()
        self._keys = 0

    async def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        match: str = "",
        key: str = "",
        served: str = "",
        media_type: str = "application/json",
        **query: str,
    ) -> tuple[int, Any]:
        self._keys += 1
        headers = {"Authorization": f"Bearer {self._token}"}
        if method == "post":
            headers["Idempotency-Key"] = f'"{key or f"key-number-{self._keys}"}"'
            headers["Content-Type"] = media_type
        if match:
            headers["If-Match"] = match
        content = json.dumps(body).encode() if method == "post" else None
        answer = await self._gateway.wire.request(
            method.upper(), BASE + path, headers=headers, params=query, content=content
        )
        operation = WHOLE["paths"][served or path][method]
        self._check(operation, answer)
        if answer.status_code == 200 and "304" in operation["responses"]:
            known = headers | {"If-None-Match": answer.headers["etag"]}
            again = await self._gateway.wire.get(BASE + path, headers=known, params=query)
            assert (again.status_code, again.content) == (304, b"")
            self._check_headers(DOCUMENT.resolve(operation["responses"]["304"]), again)
        return answer.status_code, answer.json()

    def _check(self, operation: dict[str, Any], answer: Any) -> None:
        described = DOCUMENT.resolve(operation["responses"][str(answer.status_code)])
        media_type = answer.headers["content-type"]
        schema = described["content"][media_type]["schema"]
        assert list(DOCUMENT.wrong(schema, answer.json())) == []
        self._check_headers(described, answer)
        may_be_kept = answer.status_code == 200 and "304" in operation["responses"]
        assert answer.headers["cache-control"] == ("private, no-cache" if may_be_kept else "no-store")

    def _check_headers(self, described: dict[str, Any], answer: Any) -> None:
        for name, header in described["headers"].items():
            wanted = DOCUMENT.resolve(header)
            assert name in answer.headers or not wanted.get("required")
            if name in answer.headers and wanted["schema"].get("type") != "integer":
                assert list(DOCUMENT.wrong(wanted["schema"], answer.headers[name])) == []


async def test_every_operation_answers_as_described(gateway: Gateway) -> None:
    otis, petra, owen = (Caller(gateway, user) for user in (APPROVER, CLERK, NO_REQUEST))
    owen._token = gateway.limited(NO_REQUEST).access_token()
    assert (await petra("get", "/"))[0] == 200
    _, found = await petra("get", "/organisations", name="clinic")
    assert [item["id"] for item in found["items"]] == ["ORG-1001", "ORG-1002"]
    status, asked = await owen("post", "/access-requests", write_application(application()))
    assert status == 201
    one = "/access-requests/{number}"
    at = f"/access-requests/{asked['number']}"
    assert (await owen("get", at, served=one))[1] == asked
    decision = {"decision": "denied", "reason": "Unknown here"}
    status, decided = await otis(
        "post", f"{at}/decision", decision, match=asked["revision"], served=f"{one}/decision"
    )
    assert (status, decided["status"]) == (200, "denied")
    _, again = await owen("post", "/access-requests", write_application(application()))
    at = f"/access-requests/{again['number']}/cancellation"
    assert (await owen("post", at, {}, match=again["revision"], served=f"{one}/cancellation"))[0] == 200
    assert len((await owen("get", "/access-requests"))[1]["items"]) == 2
    assert (await otis("get", "/access-requests", view="waiting"))[0] == 200


async def test_every_operation_on_roles_answers_as_described(gateway: Gateway) -> None:
    otis = Caller(gateway, APPROVER)
    _, listed = await otis("get", "/roles", view="organisation")
    role = next(item for item in listed["items"] if item["user_id"] == OTHER_CLERK)
    one, at = "/roles/{id}", f"/roles/{role['id']}"
    assert (await otis("get", at, served=one))[1] == role
    done = f"{one}/certifications"
    _, certified = await otis("post", f"{at}/certifications", {}, match=role["revision"], served=done)
    assert certified["certified_on"]
    _, times = await otis("get", f"{at}/certifications", served=done)
    assert [time["certified_by"] for time in times["items"]] == [APPROVER]
    why = {"reason": "Left"}
    status, ended = await otis("post", f"{at}/end", why, match=certified["revision"], served=f"{one}/end")
    assert (status, ended["status"]) == (200, "ended")


async def test_every_operation_on_claims_answers_as_described(gateway: Gateway) -> None:
    wren = Caller(gateway, CLERK)
    provider = {"npi": "1234567893", "ptan": "PR0001"}
    every = {"service_from": "2020-01-01", "service_to": "2030-01-01", "limit": "200"}
    for part in ("A", "B"):
        status, found = await wren("get", "/claims", part=part, **provider, **every)
        assert status == 200
        for item in found["items"]:
            at = f"/claims/{item['number']}"
            status, claim = await wren("get", at, served="/claims/{number}", **provider)
            assert (status, claim["part"]) == (200, part)
            assert {name: claim[name] for name in item} == item


LOOKED_FOR = {
    "npi": "1234567893",
    "ptan": "PR0001",
    "first_name": "Alma",
    "last_name": "Quillfeather",
    "birth_date": "1948-03-02",
    "ssn": "666000001",
}


async def test_a_number_is_looked_up_as_described(gateway: Gateway) -> None:
    wren = Caller(gateway, CLERK)
    found = {"mbi": "1AA0AA0AA01", "first_name": "Alma", "last_name": "Quillfeather"}
    assert await wren("post", "/mbi-lookup", LOOKED_FOR) == (200, found)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"ssn": "666000002"}, 404, "lookup.none"),
        ({"birth_date": "1948-03-03"}, 404, "lookup.none"),
        ({"ssn": "1"}, 422, "gateway.format"),
        ({"birth_date": "03/02/1948"}, 422, "gateway.format"),
        ({"colour": "red"}, 422, "gateway.format"),
        ({"npi": "1000000038"}, 403, "lookup.not_yours"),
    ],
)
async def test_a_look_up_that_finds_nothing_says_so_in_one_way(
    gateway: Gateway, changes: dict[str, str], status: int, code: str
) -> None:
    told = await Caller(gateway, CLERK)("post", "/mbi-lookup", {**LOOKED_FOR, **changes})
    assert (told[0], told[1]["code"]) == (status, code)
    assert "66600" not in str(told[1])


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"part": "C"}, 400, "gateway.format"),
        ({"service_from": "11/22/2026"}, 400, "gateway.format"),
        ({"mbi": "1AA0"}, 400, "gateway.format"),
        ({"number": "1"}, 400, "gateway.format"),
        ({"colour": "red"}, 400, "gateway.format"),
        ({}, 400, "gateway.incomplete"),
        ({"npi": "1000000038"}, 403, "claims.not_yours"),
        ({"npi": ""}, 403, "claims.not_yours"),
        ({"ptan": "PR0002"}, 403, "claims.not_yours"),
    ],
)
async def test_a_search_that_is_none_is_refused(
    gateway: Gateway, query: dict[str, str], status: int, code: str
) -> None:
    wren = Caller(gateway, CLERK)
    told = await wren("get", "/claims", **{"npi": "1234567893", "part": "B", **query})
    assert (told[0], told[1]["code"]) == (status, code)


def example(name: str, **changes: object) -> dict[str, Any]:
    return {**WHOLE["components"]["examples"][name]["value"], **changes}


async def test_every_operation_on_corrections_answers_as_described(gateway: Gateway) -> None:
    wren, ida = Caller(gateway, CLERK), Caller(gateway, OTHER_CLERK)
    body, provider = example("CorrectionRequest"), {"npi": "1234567893"}
    at, one = "/corrections", "/corrections/{number}"
    claim = (await wren("get", f"/claims/{body['claim']}", served="/claims/{number}", **provider))[1]
    seen = claim["revision"]
    body["lines"][0] |= {"service_from": claim["service_from"], "service_to": claim["service_to"]}
    assert (await wren("post", at, body))[0] == 428
    assert (await wren("post", at, {**body, "claim": "9926000000999"}, match=seen))[0] == 404
    assert (await wren("post", at, {**body, "colour": "red"}, match=seen))[0] == 422
    status, refused = await wren("post", at, {**body, "first_name": "Berta"}, match=seen)
    assert (status, refused["errors"][0]["pointer"]) == (422, "/first_name")
    status, filed = await wren("post", at, body, match=seen, key="the-one-key")
    assert (status, filed["status"]) == (201, "submitted")
    assert await wren("post", at, body, match=seen, key="the-one-key") == (201, filed)
    assert (await ida("post", at, body, match=seen))[0] == 412
    now = (await ida("get", f"/claims/{body['claim']}", served="/claims/{number}", **provider))[1]
    assert [each["number"] for each in now["corrections"]] == [filed["number"]]
    assert (await ida("post", at, body, match=now["revision"]))[0] == 409
    assert (await ida("get", f"{at}/{filed['number']}", served=one))[1]["mine"] is False
    assert (await wren("get", f"{at}/PC-4711", served=one))[0] == 404
    assert [each["number"] for each in (await wren("get", at, **provider))[1]["items"]] == [filed["number"]]
    assert (await ida("get", at, **provider))[1]["items"] == []
    assert (await ida("get", at, view="all", **provider))[0] == 400
    assert (await ida("get", at, npi="1000000020"))[0] == 403
    gateway.clock.forward(seconds=180)
    adjusted = (await ida("get", at, view="provider", **provider))[1]["items"][0]
    assert adjusted["status"] == "adjusted"
    new = f"/claims/{adjusted['adjusted_claim']}"
    assert (await wren("get", new, served="/claims/{number}", **provider))[1]["replaces"] == body["claim"]


async def test_every_operation_on_appeals_answers_as_described(gateway: Gateway) -> None:
    wren, provider = Caller(gateway, CLERK), {"npi": "1234567893"}
    body, at = example("AppealRequest"), "/appeals"
    claim = (await wren("get", f"/claims/{body['claim']}", served="/claims/{number}", **provider))[1]
    dates = {"service_from": claim["service_from"], "service_to": claim["service_to"]}
    body, seen = body | dates, claim["revision"]
    status, told = await wren("post", at, {**body, "signature": ""}, match=seen)
    assert (status, told["code"]) == (422, "gateway.incomplete")
    status, filed = await wren("post", at, body, match=seen)
    assert (status, filed["status"]) == (201, "pending")
    assert (await wren("post", at, body, match=seen))[0] == 412
    one, this = "/appeals/{number}", f"{at}/{filed['number']}"
    assert (await wren("get", this, served=one))[1] == filed
    assert (await wren("get", f"{this}/letter", served=f"{one}/letter"))[0] == 404
    documents = example("MoreDocuments")
    added = await wren(
        "post", f"{this}/documents", documents, match=filed["revision"], served=f"{one}/documents"
    )
    assert added[0] == 201
    stale = await wren(
        "post", f"{this}/documents", documents, match=filed["revision"], served=f"{one}/documents"
    )
    assert stale[0] == 412
    gateway.clock.forward(seconds=180)
    late = await wren(
        "post", f"{this}/documents", documents, match=filed["revision"], served=f"{one}/documents"
    )
    assert (late[0], late[1]["code"]) == (409, "appeals.decided")
    letter = (await wren("get", f"{this}/letter", served=f"{one}/letter"))[1]
    assert letter["status"] == "favorable"
    for item in (await wren("get", at, view="provider", limit="200", **provider))[1]["items"]:
        old = f"{at}/{item['number']}"
        assert (await wren("get", old, served=one))[1] == item
        expected = 404 if item["letter"] is None else 200
        assert (await wren("get", f"{old}/letter", served=f"{one}/letter"))[0] == expected


async def test_every_operation_on_messages_answers_as_described(gateway: Gateway) -> None:
    wren, ida, provider = Caller(gateway, CLERK), Caller(gateway, OTHER_CLERK), {"npi": "1234567893"}
    at, one = "/messages", "/messages/{number}"
    assert (await wren("get", "/waiting", npi="1000000038"))[0] == 403
    waiting = (await wren("get", "/waiting", **provider))[1]
    every = (await wren("get", at, limit="200", **provider))[1]["items"]
    assert waiting["unread"] == len(every)
    assert {each["number"] for each in waiting["requests"]} == {
        each["number"] for each in every if each["open"]
    }
    assert waiting["notices"]
    assert (await wren("get", at, view="late", **provider))[0] == 400
    asked = waiting["requests"][0]
    about = (await wren("get", at, claim=asked["claim"], **provider))[1]["items"]
    assert asked in about
    this = f"{at}/{asked['number']}"
    whole = (await wren("get", this, served=one))[1]
    assert {name: whole[name] for name in asked} == asked
    read = (await wren("post", f"{this}/read", {}, served=f"{one}/read"))[1]
    assert read["read"] is True
    assert (await ida("get", this, served=one))[1]["read"] is False
    assert (await wren("post", f"{this}/read", {"colour": "red"}, served=f"{one}/read"))[0] == 422
    unread = (await wren("get", at, view="unread", limit="200", **provider))[1]["items"]
    assert asked["number"] not in {each["number"] for each in unread}
    came = whole["attachments"][0]
    part = f"{one}/attachments/{{id}}"
    content = (await wren("get", f"{this}/attachments/{came['id']}", served=part))[1]
    assert {name: content[name] for name in came} == came
    assert (await wren("get", f"{this}/attachments/9", served=part))[0] == 404
    assert (await wren("get", f"{at}/PM-4711", served=one))[0] == 404
    sent = example("SubmissionRequest", form="records", fields={"letter": asked["letter"]}, files=[])
    status, answer = await wren("post", "/submissions", sent)
    assert status == 201, answer
    done = (await wren("get", this, served=one))[1]
    assert (done["open"], done["submission"]) == (False, answer["number"])
    assert done["answered_on"] == answer["received_on"]


async def uploaded(gateway: Gateway, user_id: str, reference: str, content: bytes) -> None:
    """Upload bytes as any tus client would."""
    headers = {
        "Authorization": f"Bearer {gateway.token(user_id).access_token()}",
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(content)),
    }
    told = {"filename": "records.pdf", "filetype": "application/pdf", "reference": reference}
    metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())
    made = await gateway.wire.post(f"{BASE}/uploads", headers=headers | {"Upload-Metadata": metadata})
    more = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    url = f"http://practice.invalid{made.headers['location']}"
    sent = await gateway.wire.patch(url, headers=headers | more, content=content)
    assert (sent.status_code, sent.headers["upload-offset"]) == (204, str(len(content)))


async def test_every_operation_on_submissions_answers_as_described(gateway: Gateway) -> None:
    wren, ida, provider = Caller(gateway, CLERK), Caller(gateway, OTHER_CLERK), {"npi": "1234567893"}
    at, one, content = "/submissions", "/submissions/{number}", b"made-up records"
    file: dict[str, Any] = {"reference": "paper-1", "name": "records.pdf", "media_type": "application/pdf"}
    file |= {"size": len(content), "sha256": sha256(content).hexdigest()}
    body = example("SubmissionRequest", form="records", fields={"letter": "L-1"}, files=[file])
    status, told = await wren("post", at, body, key="the-one-key")
    assert (status, told["code"]) == (409, "submissions.missing")
    await uploaded(gateway, CLERK, "paper-1", b"made-up rec\0rds")
    status, told = await wren("post", at, body, key="the-one-key")
    assert (status, told["code"]) == (409, "submissions.damaged")
    assert (await wren("post", at, body))[1]["code"] == "submissions.missing"  # it was thrown away
    await uploaded(gateway, OTHER_CLERK, "paper-1", content)
    assert (await wren("post", at, body))[1]["code"] == "submissions.missing"  # that is another's
    await uploaded(gateway, CLERK, "paper-1", content)
    real = {**body, "fields": {"mbi": "1EG4TE5MK73"}}
    assert (await wren("post", at, real))[1]["code"] == "gateway.matching"
    status, filed = await wren("post", at, body, key="the-one-key")
    assert (status, filed["status"], filed["received_on"]) == (201, "Received", "2026-11-23")
    assert await wren("post", at, body, key="the-one-key") == (201, filed)
    status, told = await wren("post", at, body)
    assert (status, told["code"]) == (409, "submissions.answered")
    assert (await ida("get", f"{at}/{filed['number']}", served=one))[1]["mine"] is False
    assert (await wren("get", f"{at}/PD-4711", served=one))[0] == 404
    assert (await wren("get", at, form="records", **provider))[1]["items"] == [filed]
    assert (await wren("get", at, form="feedback", **provider))[1]["items"] == []
    assert (await ida("get", at, **provider))[1]["items"] == []
    assert (await ida("get", at, claim="1", **provider))[0] == 400
    gateway.clock.forward(seconds=180)
    assert (await ida("get", at, view="provider", **provider))[1]["items"][0]["status"] == "Completed"


async def test_what_is_busy_away_under_way_or_no_json_is_told_as_described(gateway: Gateway) -> None:
    wren = Caller(gateway, CLERK)
    every = [(path, method) for path, method, _ in OPERATIONS]
    for status, code in ((429, "gateway.busy"), (500, "gateway.unavailable"), (503, "gateway.unavailable")):
        gateway.switch_on(f"gateway.{status}", len(every))
        for path, method in every:
            told = await wren(method, path, {}, served=path)
            assert (told[0], told[1]["code"]) == (status, code)
    body = example("CorrectionRequest")
    told = await wren("post", "/corrections", body, media_type="text/plain")
    assert (told[0], told[1]["code"]) == (415, "gateway.format")
    claim = await wren("get", f"/claims/{body['claim']}", served="/claims/{number}", npi="1234567893")
    body["lines"][0] |= {name: claim[1][name] for name in ("service_from", "service_to")}
    act = {"match": claim[1]["revision"], "key": "the-one-key"}
    gateway.switch_on("gateway.in-progress")
    told = await wren("post", "/corrections", body, **act)
    assert (told[0], told[1]["code"]) == (409, "gateway.in_progress")
    assert (await wren("post", "/corrections", body, **act))[0] == 201


async def test_who_has_no_role_sees_no_claims(gateway: Gateway) -> None:
    owen = Caller(gateway, NO_REQUEST)
    owen._token = gateway.limited(NO_REQUEST).access_token()
    assert (await owen("get", "/claims", npi="1234567893", part="B"))[0] == 403


async def test_a_claim_of_another_provider_is_none(gateway: Gateway) -> None:
    wren, one = Caller(gateway, CLERK), "/claims/{number}"
    assert (await wren("get", "/claims/9926000000301", served=one, npi="1234567893"))[0] == 404
    assert (await wren("get", "/claims/9926000000301", served=one, npi="1000000020"))[0] == 200


@pytest.mark.parametrize(
    ("changes", "status", "pointers"),
    [
        ({"npi": "1234567890"}, 422, ["/npi"]),
        ({"npi": ""}, 422, ["/npi"]),
        ({"npi": 1234567893}, 422, ["/npi"]),
        ({"role": "king"}, 422, ["/role"]),
        ({"line_of_business": "A"}, 422, ["/line_of_business"]),
        ({"line_of_business": ["C"]}, 422, ["/line_of_business"]),
        ({"address": None}, 422, ["/address"]),
        ({"address": {"street": "1 Way"}}, 422, ["/address/city", "/address/state", "/address/zip"]),
        ({"reason": "x" * 201}, 422, ["/reason"]),
        ({"reason": "bell\x07"}, 422, ["/reason"]),
        ({"salary": "1"}, 422, ["/salary"]),
        ({"organisation": "ORG-1002"}, 422, ["/organisation"]),
    ],
)
async def test_a_wrong_application_is_refused_at_its_place(
    gateway: Gateway, changes: dict[str, object], status: int, pointers: list[str]
) -> None:
    owen = Caller(gateway, NO_REQUEST)
    owen._token = gateway.limited(NO_REQUEST).access_token()
    told = await owen("post", "/access-requests", write_application(application()) | changes)
    assert told[0] == status
    assert [error["pointer"] for error in told[1]["errors"]] == pointers


async def test_the_same_key_gets_the_same_answer_and_another_body_none(gateway: Gateway) -> None:
    owen = Caller(gateway, NO_REQUEST)
    owen._token = gateway.limited(NO_REQUEST).access_token()
    body = write_application(application())
    first = await owen("post", "/access-requests", body, key="the-one-key")
    assert await owen("post", "/access-requests", body, key="the-one-key") == first
    other = await owen("post", "/access-requests", body | {"reason": "Else"}, key="the-one-key")
    assert (other[0], other[1]["code"]) == (422, "gateway.format")


async def test_a_key_is_its_persons_alone(gateway: Gateway) -> None:
    body = write_application(application())
    for user_id in (NO_REQUEST, "quinn.jesselmore"):
        caller = Caller(gateway, user_id)
        caller._token = gateway.limited(user_id).access_token()
        _, told = await caller("post", "/access-requests", body, key="the-one-key")
        assert told["user_id"] == user_id


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 400),
        ({"Idempotency-Key": "without-quotes"}, 400),
        ({"Idempotency-Key": '"short"'}, 400),
        ({"Idempotency-Key": '"long-enough"'}, 428),
        ({"Idempotency-Key": '"long-enough"', "If-Match": '"99"'}, 412),
        ({"Idempotency-Key": '"long-enough"', "If-Match": '"1"', "Content-Type": "text/plain"}, 415),
        ({"Idempotency-Key": '"long-enough"', "If-Match": "*"}, 412),
    ],
)
async def test_an_act_without_its_headers_is_not_done(
    gateway: Gateway, headers: dict[str, str], status: int
) -> None:
    usual = {
        "Authorization": f"Bearer {gateway.token(APPROVER).access_token()}",
        "Content-Type": "application/json",
    }
    address = f"{BASE}/access-requests/PR-20017/decision"
    body = b'{"decision": "approved"}'
    answer = await gateway.wire.post(address, headers=usual | headers, content=body)
    assert answer.status_code == status
    assert list(DOCUMENT.wrong({"$ref": "#/components/schemas/Problem"}, answer.json())) == []
    assert gateway.access_of(PENDING) == "pending"


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"decision": null}'])
async def test_a_body_that_is_none_is_refused(gateway: Gateway, content: bytes) -> None:
    headers = {
        "Authorization": f"Bearer {gateway.token(APPROVER).access_token()}",
        "Content-Type": "application/json",
        "Idempotency-Key": '"long-enough"',
        "If-Match": '"1"',
    }
    address = f"{BASE}/access-requests/PR-20017/decision"
    answer = await gateway.wire.post(address, headers=headers, content=content)
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x.y.z", "Basic abc"])
async def test_without_a_token_everything_but_the_service_is_closed(gateway: Gateway, given: str) -> None:
    for path in WHOLE["paths"]:
        if path == "/":
            continue
        method = "get" if "get" in WHOLE["paths"][path] else "post"
        headers = {"Authorization": given}
        answer = await gateway.wire.request(method, BASE + path.format(number="1", id="1"), headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        assert answer.json()["code"] == "gateway.token"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("DELETE", "/roles", 405), ("GET", "/nothing", 404), ("PUT", "/access-requests/PR-20017", 405)],
)
async def test_what_is_not_served_is_a_problem_too(
    gateway: Gateway, method: str, path: str, status: int
) -> None:
    answer = await gateway.wire.request(method, BASE + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "cursor=zz", "view=all"])
async def test_a_page_that_is_none_is_refused(gateway: Gateway, query: str) -> None:
    headers = {"Authorization": f"Bearer {gateway.token(CLERK).access_token()}"}
    answer = await gateway.wire.get(f"{BASE}/roles?{query}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "gateway.format")
