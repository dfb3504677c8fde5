"""Practice-only addresses: the made-up staff, what their phones show now, and the switches."""

from __future__ import annotations

import json

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from spot_tui.sandbox import accounts, faults, passcodes
from spot_tui.sandbox.call import Call, Refused, endpoint
from spot_tui.sandbox.staff import staff

SWITCHES = ("latency_ms", accounts.SHOW_LOCKOUT)
_MOST_LATENCY_MS = 600_000


def routes() -> list[Route]:
    """Return the routes, as they stand below ``/practice``."""
    return [
        Route("/people", endpoint(people)),
        Route("/passcode", endpoint(passcode)),
        Route("/faults", endpoint(fault_switches), methods=["GET", "POST", "DELETE"]),
        Route("/switches", endpoint(switches), methods=["GET", "POST"]),
    ]


def people(call: Call) -> Response:
    """List the made-up staff with their one password."""
    listed = [
        person.model_dump(exclude={"devices": {"__all__": {"secret"}}}) | {"password": staff().password}
        for person in staff().people
    ]
    return _answer({"people": listed})


def passcode(call: Call) -> Response:
    """Tell the code that a made-up person's device shows now; an empty one if it shows none."""
    person = staff().find(call.query.get("user", ""))
    device = person.device(call.query.get("device", "")) if person else None
    if device is None:
        raise _wrong("No such made-up person or device.", 404)
    shown = passcodes.shown(call.moment, device)
    if shown is None:
        return _answer({"passcode": "", "seconds_left": 0, "used": False})
    return _answer({"passcode": shown.code, "seconds_left": shown.seconds_left, "used": shown.used})


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


def switches(call: Call) -> Response:
    """Show or set the delay of every answer in milliseconds, and whether a lockout is told."""
    for name, value in _asked(call).items() if call.method == "POST" else ():
        if name not in SWITCHES or not str(value).isdecimal() or int(str(value)) > _MOST_LATENCY_MS:
            raise _wrong("Known switches: " + " ".join(SWITCHES))
        call.moment.set_switch(name, str(int(str(value))))
    return _answer({name: call.moment.switch(name, "0") for name in SWITCHES})


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
