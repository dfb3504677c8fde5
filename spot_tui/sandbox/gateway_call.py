"""What all calls of the practice portal's gateway share: token, problems, paging, keys and ETags."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from starlette.responses import Response

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.sandbox.call import Call, Refused
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.tokens import find_token

PROBLEM_TYPE = "application/problem+json"
KEYS_KEPT_SECONDS = 400 * 86_400
MOST_ITEMS, USUAL_ITEMS = 200, 50
_KEY = re.compile(r'"([\x21\x23-\x7e]{8,100})"')
_Item = TypeVar("_Item")

STATUSES: Mapping[str, int] = {
    "gateway.format": 422,
    "gateway.incomplete": 422,
    "gateway.matching": 422,
    "gateway.token": 401,
    "gateway.permission": 403,
    "gateway.not_found": 404,
    "gateway.changed": 412,
    "gateway.in_progress": 409,
    "gateway.busy": 429,
    "gateway.unavailable": 503,
    "access.already_requested": 409,
    "access.already_held": 409,
    "access.decided": 409,
    "access.role_over": 409,
    "access.no_organisation": 422,
    "access.no_request": 404,
    "access.no_role": 404,
    "access.not_approver": 403,
    "access.not_yours": 403,
    "access.own_request": 403,
    "access.own_role": 403,
    "access.not_end_user": 403,
    "lookup.none": 404,
    "lookup.not_yours": 403,
    "claims.none": 404,
    "corrections.none": 404,
    "corrections.open": 409,
    "corrections.refused": 422,
    "corrections.override": 422,
    "appeals.none": 404,
    "appeals.open": 409,
    "appeals.decided": 409,
    "appeals.refused": 422,
    "appeals.no_letter": 404,
    "claims.not_yours": 403,
    "messages.none": 404,
    "submissions.none": 404,
    "submissions.missing": 409,
    "submissions.damaged": 409,
    "submissions.answered": 409,
}
"""Every code that the gateway says, with its HTTP status."""


def refuse(
    code: str,
    status: int = 0,
    *,
    detail: str = "",
    wrong: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Refused:
    """Return the exception that answers with a problem; `wrong` are JSON pointers, with what is wrong."""
    body = problem_object(code, status or STATUSES[code], detail, wrong)
    return Refused(_answer(body, status or STATUSES[code], PROBLEM_TYPE, headers))


def problem_object(
    code: str, status: int, detail: str = "", wrong: Iterable[tuple[str, str]] = ()
) -> dict[str, object]:
    """Return a problem (RFC 9457) with our members `code`, `kind` and `errors`."""
    problem = Problem(code, (), {"upstream": "The gateway", "seconds": 30})
    told = explain(problem)
    return {
        "type": f"problems#{code}",
        "title": told.what,
        "status": status,
        "detail": detail or told.what,
        "code": code,
        "kind": problem.kind.value,
        "errors": [{"pointer": pointer, "detail": what} for pointer, what in wrong],
    }


def error_body(status: int) -> bytes:
    """Return the body of an error of the whole gateway."""
    code = "gateway.busy" if status == 429 else "gateway.unavailable"
    return json.dumps(problem_object(code, status)).encode()


def error_headers(status: int, _: float) -> list[tuple[bytes, bytes]]:
    """Return the headers of such an error."""
    headers = {**_usual_headers(), "content-type": PROBLEM_TYPE}
    if status == 429:
        headers["retry-after"] = "30"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def give(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON."""
    return _answer(body, status, "application/json", headers)


def give_one(body: Mapping[str, object], status: int = 200, location: str = "") -> Response:
    """Answer with one resource, which holds its own `revision`, and its ETag."""
    more = {"location": location} if location else {}
    return give(body, status, {"etag": str(body["revision"]), **more})


def revalidated(call: Call, found: Response) -> Response:
    """Let the caller keep what was found, to ask again whether it is still the same; answer 304 if it is.

    It has an ETag of its own, or else one of its bytes. Source: RFC 9110, 13.1.2, 13.2.2 and 15.4.5.
    """
    found.headers["cache-control"] = "private, no-cache"
    tag = found.headers.setdefault("etag", f'"{hashlib.sha256(found.body).hexdigest()[:16]}"')
    known = {each.strip().removeprefix("W/") for each in call.headers.get("if-none-match", "").split(",")}
    if tag not in known and "*" not in known:
        return found
    names = ("etag", "cache-control", "x-request-id")
    return Response(status_code=304, headers={name: found.headers[name] for name in names})


def caller(call: Call, scope: str, otherwise: str = "gateway.permission") -> StaffMember:
    """Return who calls, if the token holds and is good for `scope`; else refuse with the code `otherwise`."""
    found = find_token(call)
    if found is None:
        challenge = {"www-authenticate": 'Bearer realm="gateway", error="invalid_token"'}
        raise refuse("gateway.token", headers=challenge)
    person, scopes = found
    if scope not in scopes:
        challenge = {
            "www-authenticate": f'Bearer realm="gateway", error="insufficient_scope", scope="{scope}"'
        }
        raise refuse(otherwise, headers=challenge)
    return person


def read_json(call: Call, known: Iterable[str]) -> dict[str, object]:
    """Return the JSON object of a request that has no member but those known."""
    if call.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise refuse("gateway.format", 415, detail="A body of application/json is asked for.")
    try:
        value = json.loads(call.body)
    except (ValueError, RecursionError):
        raise refuse("gateway.format", 400, detail="The body is no JSON.") from None
    if not isinstance(value, dict):
        raise refuse("gateway.format", 400, detail="The body is no JSON object.")
    foreign = sorted(set(value) - set(known))
    if foreign:
        raise refuse("gateway.format", wrong=[(f"/{name}"[:80], "Not known here.") for name in foreign[:10]])
    return value


def page(call: Call, items: Sequence[_Item], name: Callable[[_Item], str]) -> tuple[list[_Item], str | None]:
    """Return the items of the page that is asked for, and the cursor of the next one."""
    limit, cursor = call.query.get("limit", str(USUAL_ITEMS)), call.query.get("cursor", "")
    if not (limit.isascii() and limit.isdigit()) or not 1 <= int(limit[:6]) <= MOST_ITEMS:
        raise refuse("gateway.format", 400, detail=f"limit must be 1 to {MOST_ITEMS}.")
    begin = 0
    if cursor:
        places = [place for place, item in enumerate(items) if _cursor(name(item)) == cursor]
        if not places:
            raise refuse("gateway.format", 400, detail="There is no such cursor; begin again without one.")
        begin = places[0] + 1
    shown = list(items[begin : begin + int(limit)])
    return shown, _cursor(name(shown[-1])) if begin + len(shown) < len(items) else None


def match(call: Call, revision: str, changed: str = "") -> None:
    """Refuse an act on another state than the present one (RFC 9110, If-Match); `changed` tells why."""
    given = call.headers.get("if-match", "")
    if not given:
        raise refuse("gateway.changed", 428, detail="If-Match with the ETag of what you saw is asked for.")
    if revision not in {tag.strip() for tag in given.split(",")}:
        raise refuse("gateway.changed", detail=changed)


def once(call: Call, person: StaffMember, act: Callable[[], Response]) -> Response:
    """Do an act, or give the answer that the same key got before; only what was done is remembered."""
    given = _KEY.fullmatch(call.headers.get("idempotency-key", ""))
    if given is None:
        detail = 'Idempotency-Key is asked for: 8 to 100 characters in quotes, such as "c0ffee00-1".'
        raise refuse("gateway.format", 400, detail=detail)
    db, now = call.moment.db, call.moment.now
    db.execute("DELETE FROM idempotency WHERE at < ?", (now - KEYS_KEPT_SECONDS,))
    matched = call.headers.get("if-match", "")
    parts = (call.method, json.dumps(dict(call.path), sort_keys=True), matched)
    digest = hashlib.sha256("\n".join(parts).encode() + b"\n" + call.body).hexdigest()
    query = "SELECT * FROM idempotency WHERE user_id = ? AND key = ?"
    before = db.execute(query, (person.user_id, given[1])).fetchone()
    if before and before["digest"] != digest:
        raise refuse("gateway.format", 422, detail="This Idempotency-Key was used for something else.")
    if before:
        return Response(bytes(before["body"]), before["status"], json.loads(before["headers"]))
    if call.fault == "in-progress":
        raise refuse("gateway.in_progress")
    done = act()
    names = ("content-type", "etag", "location", "x-request-id", "cache-control")
    kept = json.dumps({name: done.headers[name] for name in names if name in done.headers})
    values = (person.user_id, given[1], digest, done.status_code, kept, bytes(done.body), now)
    db.execute("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    return done


def _cursor(name: str) -> str:
    return hashlib.sha256(b"cursor\n" + name.encode()).hexdigest()[:24]


def _answer(body: object, status: int, media_type: str, headers: Mapping[str, str] | None) -> Response:
    return Response(json.dumps(body), status, _usual_headers() | dict(headers or {}), media_type)


def _usual_headers() -> dict[str, str]:
    return {"cache-control": "no-store", "x-request-id": "gw-" + secrets.token_hex(8)}
