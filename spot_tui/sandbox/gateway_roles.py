"""Roles of the practice gateway: who has one, its yearly certification, and its end."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import access_world
from spot_tui.sandbox.access_data import access_data
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.gateway_call import caller, give, give_one, match, once, page, read_json, refuse
from spot_tui.sandbox.gateway_requests import read_reason
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.submissions import moment_text
from spot_tui.sandbox.tokens import DESK_SCOPE, REQUESTS_SCOPE
from spot_tui.sandbox.world import Moment


def listed(call: Call) -> Response:
    """List the caller's own roles, or those in the organisations where she decides."""
    view = call.query.get("view", "mine")
    if view == "mine":
        person = caller(call, REQUESTS_SCOPE)
        query = "SELECT * FROM role WHERE user_id = ? ORDER BY id"
        rows = call.moment.db.execute(query, (person.user_id,)).fetchall()
    elif view == "organisation":
        person = caller(call, DESK_SCOPE, "access.not_approver")
        places = access_world.decides_for(call.moment, person.user_id)
        if not places:
            raise refuse("access.not_approver")
        everybody = call.moment.db.execute("SELECT * FROM role ORDER BY id").fetchall()
        rows = [row for row in everybody if row["organisation"] in places]
    else:
        raise refuse("gateway.format", 400, detail="view must be mine or organisation.")
    shown, cursor = page(call, rows, lambda row: str(row["id"]))
    return give({"items": [_role(call.moment, row) for row in shown], "next": cursor})


def show(call: Call) -> Response:
    """Show a role to its holder or to an approver of its organisation."""
    return give_one(_role(call.moment, _visible(call, caller(call, REQUESTS_SCOPE))))


def certifications(call: Call) -> Response:
    """List the certifications of a role, newest first."""
    row = _visible(call, caller(call, REQUESTS_SCOPE))
    query = "SELECT rowid, * FROM certification WHERE role = ? ORDER BY rowid DESC"
    done = call.moment.db.execute(query, (row["id"],)).fetchall()
    shown, cursor = page(call, done, lambda item: str(item["rowid"]))
    items = [
        {
            "certified_at": moment_text(item["at"]),
            "certified_by": item["by_user"],
            "certify_by": item["certify_by"],
        }
        for item in shown
    ]
    return give({"items": items, "next": cursor})


def certify(call: Call) -> Response:
    """Certify a role for another year."""

    def change(row: Row, person: StaffMember) -> Row:
        read_json(call, ())
        match(call, _revision(row))
        return access_world.certify(call.moment, row, person.user_id)

    return _change(call, change)


def end(call: Call) -> Response:
    """End the role of somebody who left."""

    def change(row: Row, person: StaffMember) -> Row:
        reason = read_reason(read_json(call, ("reason",)))
        match(call, _revision(row))
        return access_world.end_role(call.moment, row, reason)

    return _change(call, change)


def _change(call: Call, change: Callable[[Row, StaffMember], Row]) -> Response:
    person = caller(call, DESK_SCOPE, "access.not_approver")

    def act() -> Response:
        row = _visible(call, person)
        if row["user_id"] == person.user_id:
            raise refuse("access.own_role")
        if row["role"] != "end_user":
            raise refuse("access.not_end_user")
        if row["status"] != "active":
            raise refuse("access.role_over")
        return give_one(_role(call.moment, change(row, person)))

    return once(call, person, act)


def _visible(call: Call, person: StaffMember) -> Row:
    row: Row | None = access_world.find_role(call.moment, call.path["id"])
    if row is not None and row["user_id"] == person.user_id:
        return row
    if row is None or row["organisation"] not in access_world.decides_for(call.moment, person.user_id):
        raise refuse("access.no_role")
    return row


def _revision(row: Row) -> str:
    return f'"{row["revision"]}"'


def _role(moment: Moment, row: Row) -> dict[str, object]:
    person = find_member(moment, row["user_id"])
    assert person is not None
    return {
        "id": row["id"],
        "status": row["status"],
        "role": row["role"],
        "user_id": person.user_id,
        "person": f"{person.first_name} {person.last_name}",
        "organisation": row["organisation"],
        "business_name": access_data().by_id(row["organisation"]).business_name,
        "began_on": row["began_on"],
        "certified_on": row["certified_on"],
        "certify_by": row["certify_by"],
        "ended_on": row["ended_on"],
        "end_reason": row["end_reason"] or None,
        "approvers": _approvers(moment, row),
        "revision": _revision(row),
    }


def _approvers(moment: Moment, row: Row) -> list[str]:
    if row["role"] != "end_user":
        return []
    return access_world.approvers_of(moment, row["organisation"], row["user_id"])
