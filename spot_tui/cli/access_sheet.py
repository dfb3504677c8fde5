"""Access requests and roles as text, and as one JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from spot_tui.backend.access.model import AccessRequest, Certification, Decider, HeldRole
from spot_tui.backend.access.wire import write_moment
from spot_tui.backend.clock import today
from spot_tui.backend.explanations import field_label
from spot_tui.backend.formats import show_date
from spot_tui.cli.output import show, show_json
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.desk import Desk

_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Listing:
    """What a person sees of access; `waiting` and `members` are None for who is no approver."""

    requests: Sequence[AccessRequest]
    waiting: Sequence[AccessRequest] | None
    roles: Sequence[HeldRole]
    members: Sequence[HeldRole] | None


def show_listing(listing: Listing, desk: Desk, *, as_json: bool) -> None:
    """Print everything that a person sees of access."""
    if as_json:
        show_json(
            {
                "version": 1,
                "requests": _documents(listing.requests),
                "waiting": _documents(listing.waiting),
                "roles": _documents(listing.roles),
                "members": _documents(listing.members),
            }
        )
        return
    _show_part("access.requests.mine", [request_lines(request, desk) for request in listing.requests])
    if listing.waiting is not None:
        _show_part("access.requests.waiting", [request_lines(request, desk) for request in listing.waiting])
    _show_part("access.roles.mine", [role_lines(role, desk) for role in listing.roles])
    if listing.members is not None:
        _show_part("access.roles.members", [role_lines(role, desk) for role in listing.members])


def show_request(request: AccessRequest, desk: Desk, first: str = "", *, as_json: bool) -> None:
    """Print one request, after the line `first` if there is one."""
    if as_json:
        show_json({"version": 1, "request": _document(request)})
        return
    for line in (*filter(None, [first]), *request_lines(request, desk)):
        show(line)


def show_role(role: HeldRole, desk: Desk, *, as_json: bool) -> None:
    """Print one role."""
    if as_json:
        show_json({"version": 1, "role": _document(role)})
        return
    for line in role_lines(role, desk):
        show(line)


def request_lines(request: AccessRequest, desk: Desk) -> Iterator[str]:
    """Yield what is to be said of a request, the headline first."""
    yield say(
        "access.request.line",
        number=request.number,
        status=say(f"access.status.{request.status}"),
        role=say(f"access.role.{request.role}"),
        business_name=request.business_name,
    )
    who = {"person": request.person, "user_id": request.user_id}
    yield _INDENT + say("access.request.who", date=_day(request.asked_at, desk), **who)
    yield _INDENT + say("access.request.reason", reason=request.reason)
    if request.mismatches:
        labels = ", ".join(field_label(name) for name in request.mismatches)
        yield _INDENT + say("access.request.mismatch", fields=labels)
    if request.is_open:
        quoted = {"user_id": request.user_id, "number": request.number}
        yield _INDENT + say(
            "access.request.ask", decider=say(f"access.decider.{Decider(request.decider)}"), **quoted
        )
    if request.decided_at is not None:
        decided = {"date": _day(request.decided_at, desk), "by": request.decided_by}
        yield _INDENT + say("access.request.decided", **decided)
    if request.decision_reason:
        yield _INDENT + say("access.request.why", reason=request.decision_reason)


def role_lines(role: HeldRole, desk: Desk) -> Iterator[str]:
    """Yield what is to be said of a role, the headline first."""
    yield say(
        "access.role.line",
        id=role.id,
        person=role.person,
        user_id=role.user_id,
        role=say(f"access.role.{role.role}"),
        business_name=role.business_name,
        status=say(f"access.role_status.{role.status}"),
    )
    state = role.certification(today(desk.clock, desk.zone))
    if role.certify_by is not None and state is Certification.DONE:
        yield _INDENT + say("access.role.until", date=show_date(role.certify_by))
    elif role.certify_by is not None:
        words = say(f"access.certification.{state}")
        yield _INDENT + say("access.role.until.due", date=show_date(role.certify_by), state=words)
    if role.ended_on is not None:
        yield _INDENT + say("access.role.ended", date=show_date(role.ended_on))
    if role.end_reason:
        yield _INDENT + say("access.request.why", reason=role.end_reason)


def _show_part(key: str, blocks: list[Iterator[str]]) -> None:
    show()
    show(say(key))
    for block in blocks:
        for line in block:
            show(f"  {line}")
    if not blocks:
        show(f"  {say('access.none')}")


def _day(moment: datetime, desk: Desk) -> str:
    return show_date(moment.astimezone(desk.zone).date())


def _documents(items: Sequence[AccessRequest | HeldRole] | None) -> list[object] | None:
    return None if items is None else [_document(item) for item in items]


def _document(item: AccessRequest | HeldRole) -> object:
    """Return one item as JSON values: ISO dates, moments in UTC, null for what is not known."""
    return {name: _value(value) for name, value in asdict(item).items() if name != "revision"}


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return write_moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
