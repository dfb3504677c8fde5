"""The mailbox of the practice gateway: messages listed, opened, marked as read, and what came with them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from starlette.responses import Response

from spot_tui.backend.mailbox.model import View
from spot_tui.sandbox import access_world
from spot_tui.sandbox.access_data import access_data
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.gateway_call import caller, give, give_one, once, page, read_json, refuse
from spot_tui.sandbox.gateway_submitted import refuse_foreign
from spot_tui.sandbox.mailbox import Posted, notices, posted
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.tokens import DESK_SCOPE

_ABOUT = frozenset({"npi", "ptan"})
_LISTED_BY = _ABOUT | {"view", "claim", "limit", "cursor"}


def waiting(call: Call) -> Response:
    """Tell what waits for an office: messages not read, open requests, and the notices that hold."""
    person = caller(call, DESK_SCOPE)
    messages = posted(call.moment, _provider(call, person, _ABOUT))
    seen = _read_by(call, person)
    requests = [_summary(each, seen) for each in messages if each.told["open"]]
    unread = sum(1 for each in messages if each.told["number"] not in seen)
    today = access_world.today(call.moment)
    return give({"unread": unread, "requests": requests, "notices": notices(today)})


def listed(call: Call) -> Response:
    """List the messages of a provider, the last one first."""
    person = caller(call, DESK_SCOPE)
    npi = _provider(call, person, _LISTED_BY)
    view, claim = call.query.get("view", View.ALL), call.query.get("claim", "")
    if view not in set(View):
        raise refuse("gateway.format", 400, detail="view must be all, unread or requests.")
    seen = _read_by(call, person)
    found = [
        _summary(each, seen)
        for each in posted(call.moment, npi)
        if claim in ("", each.told["claim"])
        and (view != View.UNREAD or each.told["number"] not in seen)
        and (view != View.REQUESTS or each.told["open"])
    ]
    shown, cursor = page(call, found, lambda message: str(message["number"]))
    return give({"items": shown, "next": cursor})


def show(call: Call) -> Response:
    """Show a message with what it says; that does not mark it as read."""
    person = caller(call, DESK_SCOPE)
    return give_one(_whole(_visible(call, person), _read_by(call, person)))


def mark_read(call: Call) -> Response:
    """Mark a message as read by the caller."""
    person = caller(call, DESK_SCOPE)

    def act() -> Response:
        read_json(call, ())
        message = _visible(call, person)
        values = (message.told["number"], person.user_id)
        call.moment.db.execute("INSERT OR IGNORE INTO message_read VALUES (?, ?)", values)
        return give_one(_whole(message, _read_by(call, person)))

    return once(call, person, act)


def attachment(call: Call) -> Response:
    """Give the bytes of what came with a message."""
    message = _visible(call, caller(call, DESK_SCOPE))
    for each in message.attachments:
        if each["id"] == call.path["id"]:
            return give({**each, "content": base64.b64encode(message.content).decode()})
    raise refuse("messages.none")


def _provider(call: Call, person: StaffMember, known: frozenset[str]) -> str:
    unknown = sorted(set(call.query) - known)
    if unknown:
        raise refuse("gateway.format", 400, detail=f"{unknown[0][:40]} is not known here.")
    npi = call.query.get("npi", "")
    refuse_foreign(call, person, npi, call.query.get("ptan", ""))
    return npi


def _visible(call: Call, person: StaffMember) -> Posted:
    """Return a message to an office in which the person has a role."""
    moment, number = call.moment, call.path["number"]
    for organisation in access_data().enrolled:
        if access_world.works_for(moment, person.user_id, organisation.npi):
            for message in posted(moment, organisation.npi):
                if message.told["number"] == number:
                    return message
    raise refuse("messages.none")


def _read_by(call: Call, person: StaffMember) -> frozenset[str]:
    query = "SELECT message FROM message_read WHERE user_id = ?"
    rows = call.moment.db.execute(query, (person.user_id,)).fetchall()
    return frozenset(row["message"] for row in rows)


def _summary(message: Posted, seen: frozenset[str]) -> dict[str, Any]:
    return {**message.told, "read": message.told["number"] in seen}


def _whole(message: Posted, seen: frozenset[str]) -> dict[str, Any]:
    told = _summary(message, seen) | {
        "paragraphs": list(message.paragraphs),
        "attachments": message.attachments,
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return told | {"revision": f'"{digest}"'}
