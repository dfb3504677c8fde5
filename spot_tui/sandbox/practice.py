"""Practice-only addresses: the made-up staff, what their phones show and answer, and the switches."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from spot_tui.sandbox import (
    accounts,
    device_requests,
    faults,
    passcodes,
    staff_devices,
    staff_passwords,
    staff_pushes,
    staff_recovery,
    uploads,
)
from spot_tui.sandbox.call import Call, Refused, endpoint
from spot_tui.sandbox.identity import ENGINE, ENGINES
from spot_tui.sandbox.members import all_members, find_member
from spot_tui.sandbox.staff import StaffDevice, StaffMember, staff

SWITCHES = ("latency_ms", accounts.SHOW_LOCKOUT, uploads.DROP_SWITCH)
_MOST = 600_000
_MAILBOX = "mailbox"


def routes() -> list[Route]:
    """Return the routes, as they stand below ``/practice``."""
    return [
        Route("/people", endpoint(people)),
        Route("/passcode", endpoint(passcode)),
        Route("/push", endpoint(push), methods=["GET", "POST"]),
        Route("/grant", endpoint(grant), methods=["POST"]),
        Route("/faults", endpoint(fault_switches), methods=["GET", "POST", "DELETE"]),
        Route("/switches", endpoint(switches), methods=["GET", "POST"]),
    ]


def people(call: Call) -> Response:
    """List the made-up staff as they stand now, with the password of those who did not change it."""
    return _answer({"people": [_listed(call, person) for person in all_members(call.moment)]})


def passcode(call: Call) -> Response:
    """Tell the code that a made-up person's device shows now; an empty one if it shows none.

    Without a device: the one that is being registered, or the one that was sent something last. The device
    ``mailbox`` is where her mails go, registered or not.
    """
    device = _device(call, call.query)
    shown = passcodes.shown(call.moment, device)
    if shown is None:
        return _answer({"passcode": "", "seconds_left": 0, "used": False})
    return _answer({"passcode": shown.code, "seconds_left": shown.seconds_left, "used": shown.used})


def push(call: Call) -> Response:
    """Tell what request a made-up person's phone shows, or answer it as she would."""
    if call.method == "GET":
        return _shown(staff_pushes.waiting(call.moment, _device(call, call.query).id))
    asked = _asked(call)
    device = _device(call, asked)
    approve, number = asked.get("approve"), asked.get("number")
    if not isinstance(approve, bool) or not (number is None or type(number) is int):
        raise _wrong("Give approve as true or false, and the number that was picked, if any.")
    return _shown(staff_pushes.answer(call.moment, device.id, approve=approve, number=number))


def fault_switches(call: Call) -> Response:
    """List the faults that are on, switch one on (``name``, ``path``, ``times``), or switch all off."""
    if call.method == "DELETE":
        faults.switch_off(call.moment)
    if call.method == "POST":
        asked = _asked(call)
        times = asked.get("times")
        try:
            faults.switch_on(
                call.moment,
                str(asked.get("name")),
                str(asked.get("path", "")),
                int(times) if isinstance(times, int) else None,
            )
        except ValueError:
            raise _wrong("Known faults: " + " ".join(faults.NAMES)) from None
    return _answer({"faults": faults.listed(call.moment)})


def grant(call: Call) -> Response:
    """Do what a made-up person would do in a browser with the code that a terminal shows."""
    asked = _asked(call)
    person = find_member(call.moment, str(asked.get("user", "")))
    approve = asked.get("approve")
    if person is None or not isinstance(approve, bool):
        raise _wrong("Give a made-up user, and approve as true or false.")
    code = str(asked.get("user_code", ""))
    found = device_requests.decide(call, code, person.user_id, "pwd mfa otp", approve=approve)
    if not found:
        raise _wrong("No such code is waiting.", 404)
    return _answer({"user": person.user_id, "approved": approve})


def switches(call: Call) -> Response:
    """Show or set the delay of every answer in milliseconds, whether a lockout is told, and the engine."""
    for name, value in _asked(call).items() if call.method == "POST" else ():
        if name == ENGINE and value in ENGINES:
            call.moment.set_switch(name, str(value))
            continue
        if name not in SWITCHES or not str(value).isdecimal() or int(str(value)) > _MOST:
            numbers = f"{' '.join(SWITCHES)} (each 0 to {_MOST})"
            raise _wrong(f"Known switches: {numbers} {ENGINE} ({' or '.join(ENGINES)})")
        call.moment.set_switch(name, str(int(str(value))))
    shown = {name: call.moment.switch(name, "0") for name in SWITCHES}
    return _answer({**shown, ENGINE: call.moment.switch(ENGINE, ENGINES[0])})


def _listed(call: Call, person: StaffMember) -> dict[str, object]:
    password = "" if staff_passwords.is_changed(call.moment, person) else staff().password
    told = person.model_dump(exclude={"devices": {"__all__": {"secret"}}})
    return told | {"password": password, "question": staff().question, "answer": staff().answer}


def _device(call: Call, asked: Mapping[str, object]) -> StaffDevice:
    person = find_member(call.moment, str(asked.get("user", "")))
    wanted = str(asked.get("device") or "")
    if person is not None:
        begun = staff_devices.begun(call.moment, person.user_id, wanted)
        mailbox = staff_recovery.device_for(person, "email") if wanted == _MAILBOX else None
        own = person.device(wanted) or begun or mailbox or (None if wanted else _sent_last(call, person))
        if own is not None:
            return own
    raise _wrong("No such made-up person or device.", 404)


def _sent_last(call: Call, person: StaffMember) -> StaffDevice | None:
    devices = (*person.devices, staff_recovery.mailbox(person))
    return max(devices, key=lambda device: passcodes.sent_at(call.moment, device), default=None)


def _shown(push: staff_pushes.Push | None) -> Response:
    if push is None:
        return _answer({"state": "", "number": None, "offered": [], "seconds_left": 0})
    told = {"state": push.state, "number": push.number, "offered": list(push.offered)}
    return _answer(told | {"seconds_left": push.seconds_left})


def _asked(call: Call) -> dict[str, object]:
    try:
        value = json.loads(call.body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise _wrong("A JSON object is asked for.")
    return value


def _wrong(reason: str, status: int = 400) -> Refused:
    return Refused(_answer({"error": reason}, status))


def _answer(body: object, status: int = 200) -> Response:
    return JSONResponse(body, status, {"cache-control": "no-store"})
