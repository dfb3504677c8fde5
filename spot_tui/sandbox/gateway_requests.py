"""Organisations and access requests of the practice gateway."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from sqlite3 import Row
from typing import Any

from starlette.responses import Response

from spot_tui.backend.access.model import REASON_LENGTH, Role
from spot_tui.backend.access.request_form import make_application, request_form
from spot_tui.backend.access.wire import write_application
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import read_words
from spot_tui.backend.forms import Typed
from spot_tui.backend.problems import Problem
from spot_tui.sandbox import access_world
from spot_tui.sandbox.access_data import Enrolled, access_data
from spot_tui.sandbox.call import Call, Refused
from spot_tui.sandbox.gateway_call import caller, give, give_one, match, once, page, read_json, refuse
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.submissions import moment_text
from spot_tui.sandbox.tokens import DESK_SCOPE, REQUESTS_SCOPE
from spot_tui.sandbox.world import Moment

_ADDRESS = ("street", "street_2", "city", "state", "zip")
_MEMBERS = (
    *("role", "organisation", "business_name", "address"),
    *("npi", "ptan", "tin", "line_of_business", "reason"),
)
# Real numbers have other forms, so they are refused before anything is stored.
_MADE_UP = {"ptan": re.compile(r"PR\d{4}"), "tin": re.compile(r"0000000\d\d")}


def organisations(call: Call) -> Response:
    """List the registered organisations, by NPI, PTAN or part of a name."""
    caller(call, REQUESTS_SCOPE)
    asked = {name: call.query[name].strip().casefold() for name in ("npi", "ptan") if call.query.get(name)}
    part = call.query.get("name", "").strip().casefold()
    found = [
        known
        for known in access_world.registered(call.moment)
        if all(getattr(known, name).casefold() == value for name, value in asked.items())
        and part in known.business_name.casefold()
    ]
    shown, cursor = page(call, found, lambda known: known.id)
    return give({"items": [_organisation(known) for known in shown], "next": cursor})


def listed(call: Call) -> Response:
    """List the caller's own requests, or those that wait for her decision."""
    view = call.query.get("view", "mine")
    if view == "mine":
        person = caller(call, REQUESTS_SCOPE)
        query = "SELECT * FROM access_request WHERE user_id = ? ORDER BY asked_at DESC, number DESC"
        rows = call.moment.db.execute(query, (person.user_id,)).fetchall()
    elif view == "waiting":
        person = caller(call, DESK_SCOPE, "access.not_approver")
        places = access_world.decides_for(call.moment, person.user_id)
        if not places:
            raise refuse("access.not_approver")
        query = "SELECT * FROM access_request WHERE status = 'pending' ORDER BY asked_at, number"
        waiting = call.moment.db.execute(query).fetchall()
        rows = [row for row in waiting if row["decider"] == "approver" and row["organisation"] in places]
    else:
        raise refuse("gateway.format", 400, detail="view must be mine or waiting.")
    shown, cursor = page(call, rows, lambda row: str(row["number"]))
    return give({"items": [_request(call.moment, row) for row in shown], "next": cursor})


def submit(call: Call) -> Response:
    """Take a request."""
    person = caller(call, REQUESTS_SCOPE)

    def act() -> Response:
        application = _read_application(call)
        organisation = _organisation_of(call.moment, application)
        _refuse_repeated(call.moment, person, application, organisation)
        row = access_world.add_request(call.moment, person, application, organisation)
        return give_one(
            _request(call.moment, row), 201, f"{call.origin}/gateway/v1/access-requests/{row['number']}"
        )

    return once(call, person, act)


def show(call: Call) -> Response:
    """Show a request to its sender or to an approver of its organisation."""
    person = caller(call, REQUESTS_SCOPE)
    return give_one(_request(call.moment, _visible(call, person)))


def decide(call: Call) -> Response:
    """Approve or deny a request."""
    person = caller(call, DESK_SCOPE, "access.not_approver")

    def act() -> Response:
        row = _visible(call, person)
        if row["user_id"] == person.user_id:
            raise refuse("access.own_request")
        if row["decider"] != "approver":
            raise refuse("access.not_approver")
        body = read_json(call, ("decision", "reason"))
        decision = body.get("decision")
        if decision not in {"approved", "denied"}:
            raise refuse("gateway.format", wrong=[("/decision", "approved or denied.")])
        reason = read_reason(body) if decision == "denied" else ""
        _refuse_decided(row)
        match(call, _revision(row))
        decided = access_world.decide(call.moment, row, str(decision), person.user_id, reason)
        return give_one(_request(call.moment, decided))

    return once(call, person, act)


def cancel(call: Call) -> Response:
    """Take the caller's own request back."""
    person = caller(call, REQUESTS_SCOPE)

    def act() -> Response:
        row = _visible(call, person)
        if row["user_id"] != person.user_id:
            raise refuse("access.not_yours")
        read_json(call, ())
        _refuse_decided(row)
        match(call, _revision(row))
        return give_one(
            _request(call.moment, access_world.decide(call.moment, row, "cancelled", person.user_id, ""))
        )

    return once(call, person, act)


def read_reason(body: dict[str, object]) -> str:
    """Return the reason of a denial or an end, or refuse."""
    given = body.get("reason")
    try:
        return read_words(given if isinstance(given, str) else "", "reason", REASON_LENGTH)
    except Problem as problem:
        raise _wrong([("/reason", problem)]) from None


def _read_application(call: Call) -> dict[str, Any]:
    typed, odd = _typed(read_json(call, _MEMBERS))
    if odd:
        raise refuse(
            "gateway.format", wrong=[(pointer, "Of another type than asked for.") for pointer in odd]
        )
    reading = request_form().read(typed)
    if reading.problems:
        raise _wrong([(_pointer(problem.fields[0]), problem) for problem in reading.problems])
    application = write_application(make_application(reading.values))
    foreign = [name for name, form in _MADE_UP.items() if not form.fullmatch(str(application[name]))]
    if foreign:
        detail = "The practice portal takes and keeps only the made-up numbers of its guide."
        raise refuse("gateway.matching", detail=detail, wrong=[(f"/{name}", detail) for name in foreign])
    return application


def _typed(body: dict[str, object]) -> tuple[Typed, list[str]]:
    """Return the texts of a request body by field, and pointers to what is no text."""
    address, parts = body.get("address", {}), body.get("line_of_business", [])
    flat = {name: value for name, value in body.items() if name not in {"address", "line_of_business"}}
    odd: list[str] = []
    if isinstance(address, dict) and set(address) <= set(_ADDRESS):
        flat |= address
    else:
        odd.append("/address")
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        flat["line_of_business"] = "".join(parts)
    else:
        odd.append("/line_of_business")
    odd += [_pointer(name) for name, value in flat.items() if not isinstance(value, str | None)]
    return {name: value for name, value in flat.items() if isinstance(value, str)}, odd


def _pointer(name: str) -> str:
    return f"/address/{name}" if name in _ADDRESS else f"/{name}"


def _wrong(found: list[tuple[str, Problem]]) -> Refused:
    missing = any(problem.code == "field.missing" for _, problem in found)
    code = "gateway.incomplete" if missing else "gateway.format"
    return refuse(code, wrong=[(pointer, explain(problem).what) for pointer, problem in found])


def _organisation_of(moment: Moment, application: dict[str, Any]) -> str:
    """Return the organisation that is asked for; nothing for one that an approver is about to create."""
    known = access_data().by_npi(application["npi"])
    if known is None:
        raise refuse("access.no_organisation", wrong=[("/npi", "Not among the made-up providers.")])
    there = {organisation.id for organisation in access_world.registered(moment)}
    named = application["organisation"]
    if named and (named not in there or named != known.id):
        raise refuse("access.no_organisation", wrong=[("/organisation", "Not the organisation of this NPI.")])
    if known.id not in there and application["role"] == Role.END_USER:
        raise refuse("access.no_organisation", wrong=[("/npi", "No approver has registered it yet.")])
    return known.id if known.id in there else ""


def _refuse_repeated(
    moment: Moment, person: StaffMember, application: dict[str, Any], organisation: str
) -> None:
    for row in access_world.roles_of(moment, person.user_id):
        includes = row["role"] == application["role"] or application["role"] == Role.END_USER
        if row["organisation"] == organisation and includes:
            raise refuse("access.already_held")
    query = "SELECT * FROM access_request WHERE user_id = ? AND status = 'pending'"
    for row in moment.db.execute(query, (person.user_id,)).fetchall():
        if json.loads(row["application"])["npi"] == application["npi"]:
            raise refuse("access.already_requested", detail=f"Request {row['number']} waits for a decision.")


def _visible(call: Call, person: StaffMember) -> Row:
    row: Row | None = access_world.find_request(call.moment, call.path["number"])
    if row is not None and row["user_id"] == person.user_id:
        return row
    if row is None or row["organisation"] not in access_world.decides_for(call.moment, person.user_id):
        raise refuse("access.no_request")
    return row


def _refuse_decided(row: Row) -> None:
    if row["status"] != "pending":
        raise refuse("access.decided")


def _revision(row: Row) -> str:
    return f'"{row["revision"]}"'


def _organisation(known: Enrolled) -> dict[str, object]:
    given: dict[str, object] = known.model_dump(mode="json", exclude={"registered", "tin"})
    return given | {"tin_ending": known.tin[-5:]}


def _request(moment: Moment, row: Row) -> dict[str, object]:
    application = json.loads(row["application"])
    person = find_member(moment, row["user_id"])
    assert person is not None
    asked = {name: value for name, value in _asked(application) if name != "organisation"}
    decided = row["decided_at"]
    return asked | {
        "number": row["number"],
        "status": row["status"],
        "user_id": person.user_id,
        "person": f"{person.first_name} {person.last_name}",
        "organisation": row["organisation"] or None,
        "decider": row["decider"],
        "asked_at": moment_text(row["asked_at"]),
        "decided_at": moment_text(decided) if decided is not None else None,
        "decided_by": row["decided_by"] or None,
        "decision_reason": row["decision_reason"] or None,
        "mismatches": access_world.mismatches(application),
        "approvers": _approvers(moment, row),
        "revision": _revision(row),
    }


def _approvers(moment: Moment, row: Row) -> list[str]:
    if row["decider"] != "approver":
        return []
    return access_world.approvers_of(moment, row["organisation"], row["user_id"])


def _asked(application: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for name, value in application.items():
        yield ("tin_ending", value[-5:]) if name == "tin" else (name, value)
