"""Requests and roles as the screens show them: rows of lists, and sheets of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from spot_tui.backend.access.model import (
    AccessRequest,
    Address,
    Certification,
    Decider,
    HeldRole,
    RequestStatus,
    RoleStatus,
)
from spot_tui.backend.explanations import field_label
from spot_tui.backend.formats import show_date
from spot_tui.widgets.choices import Choice
from spot_tui.widgets.line import Line, Tone, fit, line
from spot_tui.words import say

_LABEL = 22
_FIELD_LABEL = 33
_TONES = {
    RequestStatus.APPROVED: Tone.GOOD,
    RequestStatus.DENIED: Tone.BAD,
    RequestStatus.PENDING: Tone.WARN,
    RoleStatus.ACTIVE: Tone.GOOD,
    RoleStatus.REMOVED: Tone.BAD,
}

MINE = (("number", 9), ("status", 20), ("office", 26), ("since", 10))
WAITING = (("number", 9), ("person", 22), ("office", 26), ("asked", 10))
MEMBERS = (("person", 18), ("role", 15), ("certify_by", 10), ("status", 9), ("office", 13))
OFFICES = (("office", 34), ("npi", 10), ("ptan", 10), ("city", 14))


def my_request_row(request: AccessRequest, zone: tzinfo) -> Choice:
    """Return the person's own request, since when it stands so."""
    since = request.decided_at or request.asked_at
    cells = (say(f"access.status.{request.status}"), request.business_name, _day(since, zone))
    return Choice(request.number, request.number, cells=cells)


def my_role_row(role: HeldRole) -> Choice:
    """Return the person's own role, since when it stands so."""
    since = show_date(role.ended_on or role.began_on)
    return Choice(role.id, role.id, cells=(_status_of(role), role.business_name, since))


def waiting_row(request: AccessRequest, zone: tzinfo) -> Choice:
    """Return a request for who decides."""
    cells = (request.person, request.business_name, _day(request.asked_at, zone))
    return Choice(request.number, request.number, cells=cells)


def member_row(role: HeldRole, today: date) -> Choice:
    """Return somebody's role for who certifies it."""
    until = show_date(role.certify_by) if role.certify_by else ""
    stands = {
        Certification.DUE: say("access_desk.row.due"),
        Certification.OVERDUE: say("access_desk.row.overdue"),
    }.get(role.certification(today), _status_of(role))
    name = say(f"access.role.{role.role}")
    return Choice(role.id, role.person, cells=(name, until, stands, role.business_name))


def role_in_words(role: HeldRole) -> str:
    """Return whose role it is, which and where, uncut."""
    return say(
        "access_desk.members.marked",
        person=role.person,
        role=say(f"access.role.{role.role}"),
        office=role.business_name,
    )


def request_sheet(request: AccessRequest, zone: tzinfo) -> list[Line]:
    """Return all of a request: how it stands first, then what was asked."""
    lines = [
        *_fact("status", say(f"access.status.{request.status}"), _TONES.get(request.status, Tone.STRONG)),
        *_fact("number", request.number),
        *_decided(request, zone),
        *_fact("why", request.decision_reason),
    ]
    if request.mismatches:
        labels = ", ".join(field_label(name) for name in request.mismatches)
        lines.append(line(say("access_desk.fact.mismatch", fields=labels), Tone.BAD))
    parts = say("access_desk.fact.and").join(request.line_of_business)
    return [
        *lines,
        line(""),
        *_fact("person", request.person),
        *_fact("user_id", request.user_id),
        *_fact("role", say(f"access.role.{request.role}")),
        *_fact("office", request.business_name),
        *_fact("address", _address(request.address)),
        *_fact("npi", request.npi),
        *_fact("ptan", request.ptan),
        *_fact("tin", say("access_desk.fact.tin.ending", digits=request.tin_ending)),
        *_fact("parts", say("access_desk.fact.parts.value", parts=parts)),
        *_fact("reason", request.reason),
        *_fact("asked", _day(request.asked_at, zone)),
    ]


def role_sheet(role: HeldRole, today: date) -> list[Line]:
    """Return all of a role: how it stands first."""
    state = role.certification(today)
    lines = _fact("status", say(f"access.role_status.{role.status}"), _TONES.get(role.status, Tone.STRONG))
    if state is not Certification.DONE and role.certify_by is not None:
        warning = say(f"access_desk.fact.{state}", date=show_date(role.certify_by))
        tone = Tone.BAD if state is Certification.OVERDUE else Tone.WARN
        lines.append(line(warning, tone))
    return [
        *lines,
        *_fact("ended", show_date(role.ended_on) if role.ended_on else ""),
        *_fact("why", role.end_reason),
        line(""),
        *_fact("person", role.person),
        *_fact("user_id", role.user_id),
        *_fact("role", say(f"access.role.{role.role}")),
        *_fact("office", role.business_name),
        *_fact("began", show_date(role.began_on)),
        *_fact("certified", show_date(role.certified_on) if role.certified_on else ""),
        *_fact("certify_by", show_date(role.certify_by) if role.certify_by else ""),
    ]


def whom_to_ask(request: AccessRequest) -> list[Line]:
    """Return whom the sender of a request asks, and what she quotes."""
    asked = say(f"access_desk.ask.{request.status}", whom=whom(request.decider, request.approvers))
    quoted = say("access_desk.ask.quote", user_id=request.user_id, number=request.number)
    is_asked = request.status in {RequestStatus.PENDING, RequestStatus.DENIED}
    return [line(asked), *([line(quoted)] if is_asked else [])]


def whom_about_role(role: HeldRole) -> list[Line]:
    """Return whom the holder of a role asks about it."""
    decider = Decider.HELP_DESK if role.role.decides else Decider.APPROVER
    asked = "certify" if role.status is RoleStatus.ACTIVE else "over"
    quoted = say("access_desk.ask.quote.user", user_id=role.user_id)
    told = say(f"access_desk.ask.{asked}", whom=whom(decider, role.approvers))
    return [line(told), line(quoted)]


def whom(decider: Decider, approvers: Sequence[str]) -> str:
    """Return who is asked: the approver by name, as far as names are known."""
    if decider is Decider.APPROVER and approvers:
        return say("access_desk.whom.approver.named", names=say("access_desk.whom.or").join(approvers))
    return say(f"access_desk.whom.{decider}")


def facts(pairs: Iterable[tuple[str, str]]) -> list[Line]:
    """Return labels of fields and their values, the values below each other."""
    return [_labelled(label, value, Tone.PLAIN, _FIELD_LABEL) for label, value in pairs]


def _fact(name: str, value: str, tone: Tone = Tone.PLAIN) -> list[Line]:
    return [_labelled(say(f"access_desk.fact.{name}"), value, tone)] if value else []


def _labelled(label: str, value: str, tone: Tone, room: int = _LABEL) -> Line:
    return ((fit(label, room), Tone.QUIET), (value, tone))


def _decided(request: AccessRequest, zone: tzinfo) -> list[Line]:
    if request.decided_at is None:
        return []
    day = _day(request.decided_at, zone)
    if request.status is RequestStatus.CANCELLED:
        return _fact("taken_back", day)
    by = request.decided_by
    return _fact("decided", say("access_desk.fact.decided.by", date=day, by=by) if by else day)


def _address(address: Address) -> str:
    street = ", ".join(part for part in (address.street, address.street_2) if part)
    return f"{street}, {address.city} {address.state} {address.zip}"


def _status_of(role: HeldRole) -> str:
    if role.status is RoleStatus.REMOVED:
        return say("access_desk.row.removed")
    return say(f"access.role_status.{role.status}")


def _day(moment: datetime, zone: tzinfo) -> str:
    return show_date(moment.astimezone(zone).date())
