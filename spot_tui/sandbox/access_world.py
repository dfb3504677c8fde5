"""Requests, roles and organisations of the made-up staff, as they stand in this world.

They begin as the staff's states of access say, and a decision changes those: who is approved can sign in,
whose role ends cannot. The help desk of practice decides by itself, after a minute, by comparing a request
with the enrollment.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from sqlite3 import Row
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.explanations import field_label
from spot_tui.backend.formats import months_later
from spot_tui.sandbox.access_data import Enrolled, access_data
from spot_tui.sandbox.members import find_member, set_access
from spot_tui.sandbox.staff import Access, StaffMember, staff
from spot_tui.sandbox.tokens import NO_ROLE
from spot_tui.sandbox.world import Moment

HELP_DESK_SECONDS = 60
HELP_DESK = "help desk"
_ZONE = ZoneInfo("America/New_York")
_DAY = 86_400
_COMPARED = ("business_name", "ptan", "tin", "state")


def today(moment: Moment) -> date:
    """Return the portal's day."""
    return datetime.fromtimestamp(moment.now, _ZONE).date()


def settle(moment: Moment) -> None:
    """Bring everything up to the present: the first state of the staff, and what the help desk decided."""
    if not moment.switch("access_begun"):
        moment.set_switch("access_begun", "1")
        _begin(moment)
    due = moment.db.execute(
        "SELECT * FROM access_request WHERE status = 'pending' AND decider = 'help_desk' AND asked_at <= ?",
        (moment.now - HELP_DESK_SECONDS,),
    ).fetchall()
    for row in due:
        wrong = mismatches(json.loads(row["application"]))
        labels = ", ".join(field_label(name) for name in wrong)
        reason = f"Differs from the Medicare enrollment: {labels}." if wrong else ""
        decide(moment, row, "denied" if wrong else "approved", HELP_DESK, reason)


def mismatches(application: dict[str, Any]) -> list[str]:
    """Return the fields of an application that differ from the enrollment of its NPI."""
    known = access_data().by_npi(application["npi"])
    if known is None:
        return ["npi"]
    enrolled = known.model_dump() | {"state": known.address.state}
    asked = application | {"state": application["address"]["state"]}
    wrong = [name for name in _COMPARED if str(asked[name]).casefold() != str(enrolled[name]).casefold()]
    if not set(application["line_of_business"]) <= set(known.line_of_business):
        wrong.append("line_of_business")
    return wrong


def registered(moment: Moment) -> list[Enrolled]:
    """Return the organisations that an approver has created, by id."""
    rows = moment.db.execute("SELECT record FROM organisation ORDER BY id").fetchall()
    return [Enrolled.model_validate_json(row["record"]) for row in rows]


def roles_of(moment: Moment, user_id: str) -> list[Row]:
    """Return the roles that a person has now."""
    query = "SELECT * FROM role WHERE user_id = ? AND status = 'active' ORDER BY id"
    return moment.db.execute(query, (user_id,)).fetchall()


def works_for(moment: Moment, user_id: str, npi: str) -> bool:
    """Tell whether a person has a role in the organisation of a provider."""
    known = access_data().by_npi(npi)
    return known is not None and any(role["organisation"] == known.id for role in roles_of(moment, user_id))


def decides_for(moment: Moment, user_id: str) -> set[str]:
    """Return the organisations in which a person is an approver or backup approver."""
    return {row["organisation"] for row in roles_of(moment, user_id) if row["role"] != "end_user"}


def approvers_of(moment: Moment, organisation: str, besides: str) -> list[str]:
    """Return the names of those who decide in an organisation, without the person `besides` herself."""
    query = (
        "SELECT user_id FROM role WHERE organisation = ? AND status = 'active' AND role != 'end_user'"
        " AND user_id != ? GROUP BY user_id ORDER BY min(id)"
    )
    rows = moment.db.execute(query, (organisation, besides)).fetchall()
    found = [find_member(moment, row["user_id"]) for row in rows]
    return [f"{person.first_name} {person.last_name}" for person in found if person is not None]


def add_request(moment: Moment, person: StaffMember, application: dict[str, Any], organisation: str) -> Row:
    """Take a request and return it; who has no role waits from now on."""
    (count,) = moment.db.execute("SELECT count(*) FROM access_request").fetchone()
    decider = "approver" if application["role"] == "end_user" else "help_desk"
    number = f"PR-{30_001 + count}"
    _insert_request(moment, number, person, "pending", application, organisation, decider, moment.now)
    if person.access in NO_ROLE:
        moment.db.execute("UPDATE access_request SET before = ? WHERE number = ?", (person.access, number))
        set_access(moment, person.user_id, "pending")
    return _there(find_request(moment, number))


def find_request(moment: Moment, number: str) -> Row | None:
    """Return the request of a number, or None."""
    found = moment.db.execute("SELECT * FROM access_request WHERE number = ?", (number,)).fetchone()
    return found if isinstance(found, Row) else None


def decide(moment: Moment, row: Row, status: str, by: str, reason: str) -> Row:
    """Decide about a request, with all that follows from it."""
    moment.db.execute(
        "UPDATE access_request SET status = ?, decided_at = ?, decided_by = ?, decision_reason = ?,"
        " revision = revision + 1 WHERE number = ?",
        (status, moment.now, by, reason, row["number"]),
    )
    if status == "approved":
        _grant(moment, row)
    else:
        left: Access = "denied" if status == "denied" else (row["before"] or "no_request")
        _without_role(moment, row["user_id"], left)
    return _there(find_request(moment, row["number"]))


def certify(moment: Moment, row: Row, by: str) -> Row:
    """Certify a role for another year from today."""
    day = today(moment)
    until = months_later(day, 12).isoformat()
    moment.db.execute(
        "UPDATE role SET certified_on = ?, certify_by = ?, revision = revision + 1 WHERE id = ?",
        (day.isoformat(), until, row["id"]),
    )
    moment.db.execute("INSERT INTO certification VALUES (?, ?, ?, ?)", (row["id"], by, moment.now, until))
    return _there(find_role(moment, row["id"]))


def end_role(moment: Moment, row: Row, reason: str) -> Row:
    """End a role; who has no other one cannot sign in any more."""
    moment.db.execute(
        "UPDATE role SET status = 'ended', ended_on = ?, end_reason = ?, certify_by = NULL,"
        " revision = revision + 1 WHERE id = ?",
        (today(moment).isoformat(), reason, row["id"]),
    )
    _without_role(moment, row["user_id"], "removed")
    return _there(find_role(moment, row["id"]))


def find_role(moment: Moment, role_id: str) -> Row | None:
    """Return the role of an id, or None."""
    found = moment.db.execute("SELECT * FROM role WHERE id = ?", (role_id,)).fetchone()
    return found if isinstance(found, Row) else None


def _there(row: Row | None) -> Row:
    assert row is not None
    return row


def _grant(moment: Moment, row: Row) -> None:
    application = json.loads(row["application"])
    organisation = row["organisation"] or _register(moment, application["npi"])
    number, user_id = row["number"], row["user_id"]
    moment.db.execute("UPDATE access_request SET organisation = ? WHERE number = ?", (organisation, number))
    _insert_role(moment, user_id, organisation, application["role"], today(moment))
    # An approved role says nothing of a lock or a password, so only the states without a role change.
    if _access_now(moment, user_id) in NO_ROLE:
        set_access(moment, user_id, "approved")


def _without_role(moment: Moment, user_id: str, left: Access) -> None:
    if not roles_of(moment, user_id):
        set_access(moment, user_id, left)


def _access_now(moment: Moment, user_id: str) -> str:
    person = find_member(moment, user_id)
    return person.access if person else ""


def _register(moment: Moment, npi: str) -> str:
    known = access_data().by_npi(npi)
    assert known is not None
    record = known.model_copy(update={"registered": True}).model_dump_json()
    moment.db.execute("INSERT OR IGNORE INTO organisation VALUES (?, ?)", (known.id, record))
    return known.id


def _begin(moment: Moment) -> None:
    data = access_data()
    for known in data.enrolled:
        if known.registered:
            _register(moment, known.npi)
    for person in staff().people:
        _begin_person(moment, person, data.by_id(data.usual_organisation))
        for organisation in data.more_roles.get(person.user_id, ()):
            _begin_role(moment, person, organisation)


def _begin_person(moment: Moment, person: StaffMember, organisation: Enrolled) -> None:
    data, access = access_data(), person.access
    if access not in NO_ROLE or access == "removed":
        _begin_role(moment, person, organisation.id)
    if not person.confirmation:
        return
    status = access if access in {"pending", "denied"} else "approved"
    days = {"pending": data.pending_days_ago, "denied": data.denied_days_ago}.get(status, _held_days(person))
    application = _application(person, organisation, "000000009" if status == "denied" else organisation.tin)
    decider = "approver" if application["role"] == "end_user" else "help_desk"
    asked = moment.now - (days + 1) * _DAY
    number = person.confirmation
    _insert_request(moment, number, person, status, application, organisation.id, decider, asked)
    if status != "pending":
        by = data.approver_name if decider == "approver" else HELP_DESK
        moment.db.execute(
            "UPDATE access_request SET decided_at = ?, decided_by = ?, decision_reason = ? WHERE number = ?",
            (asked + _DAY, by, data.denial if status == "denied" else "", number),
        )


def _begin_role(moment: Moment, person: StaffMember, organisation: str) -> None:
    data = access_data()
    gone = person.access == "removed"
    certified = today(moment) - timedelta(days=_held_days(person))
    role_id = _insert_role(moment, person.user_id, organisation, _role_code(person), certified)
    if gone:
        moment.db.execute(
            "UPDATE role SET status = 'removed', ended_on = certify_by, certify_by = NULL, end_reason = ?"
            " WHERE id = ?",
            (data.removal, role_id),
        )


def _held_days(person: StaffMember) -> int:
    """Return how many days ago a person's role began."""
    data = access_data()
    if person.access == "removed":
        return data.removed_began_days_ago
    return data.certified_days_ago.get(person.user_id, data.usual_certified_days_ago)


def _role_code(person: StaffMember) -> str:
    return person.role.replace(" ", "_")


def _application(person: StaffMember, organisation: Enrolled, tin: str) -> dict[str, Any]:
    given = organisation.model_dump(exclude={"id", "registered"})
    given |= {"role": _role_code(person), "tin": tin, "reason": "I work here."}
    return given | {"line_of_business": list(organisation.line_of_business)}


def _insert_request(
    moment: Moment,
    number: str,
    person: StaffMember,
    status: str,
    application: dict[str, Any],
    organisation: str,
    decider: str,
    asked_at: float,
) -> None:
    moment.db.execute(
        "INSERT INTO access_request (number, user_id, status, organisation, application, decider, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, person.user_id, status, organisation, json.dumps(application), decider, asked_at),
    )


def _insert_role(moment: Moment, user_id: str, organisation: str, role: str, since: date) -> str:
    (count,) = moment.db.execute("SELECT count(*) FROM role").fetchone()
    role_id = f"ROLE-{1001 + count}"
    moment.db.execute(
        "INSERT INTO role (id, user_id, organisation, role, status, began_on, certified_on, certify_by)"
        " VALUES (?, ?, ?, ?, 'active', ?, NULL, ?)",
        (role_id, user_id, organisation, role, since.isoformat(), months_later(since, 12).isoformat()),
    )
    return role_id
