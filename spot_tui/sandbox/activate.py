"""The plain page of the practice portal on which a code from a terminal is entered, in a browser."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from spot_tui.sandbox import accounts, device_requests, passcodes, staff_passwords
from spot_tui.sandbox.authn_attempts import METHODS
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.okta import headers
from spot_tui.sandbox.staff import StaffMember

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>PRACTICE - sign in on a terminal</title></head>
<body><h1>PRACTICE: sign in on a terminal</h1><p>{said}</p>{form}</body></html>
"""
_FORM = """<p>Enter the code that your own terminal shows. Never enter one that somebody sent you.</p>
<form method="post" action="/activate">
<p><label>Code <input name="user_code" value="{code}" autocomplete="off" required></label></p>
<p><label>User ID <input name="user_id" autocomplete="off" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="off" required></label></p>
<p><label>Passcode <input name="passcode" autocomplete="off"></label></p>
<p><button name="decision" value="approve">Sign in on the terminal</button>
<button name="decision" value="send">Send me a passcode</button>
<button name="decision" value="deny">Refuse</button></p>
</form>"""
_POLICY = "default-src 'none'; form-action 'self'; frame-ancestors 'none'"

_WRONG_CODE = "This code is not waiting. Ask for a new one on the terminal."
_WRONG_PERSON = "User ID, password or passcode is not right."
_SENT = "A passcode is on its way; enter everything again with it."
_DONE = "Done. Go back to the terminal, which asks you to confirm who signed in."
_REFUSED = "Refused. Nobody is signed in."


def routes() -> list[Route]:
    """Return the route of the page."""
    return [Route("/activate", endpoint(page), methods=["GET", "POST"])]


def page(call: Call) -> Response:
    """Show the form, or do what was entered."""
    if call.method == "GET":
        return _shown(call, "", call.query.get("user_code", ""))
    form = call.form()
    code, decision = form.get("user_code", ""), form.get("decision", "")
    if device_requests.find(call, code) is None:
        return _shown(call, _WRONG_CODE, code, 400)
    person = _person(call, form.get("user_id", ""), form.get("password", ""))
    if person is None:
        return _shown(call, _WRONG_PERSON, code, 403)
    if decision == "send":
        _send(call, person)
        return _shown(call, _SENT, code)
    if decision == "deny":
        device_requests.decide(call, code, person.user_id, "pwd", approve=False)
        return _end(call, _REFUSED)
    method = _method(call, person, form.get("passcode", ""))
    if not method:
        accounts.count_failure(call.moment, accounts.account_of(call.moment, person.user_id))
        return _shown(call, _WRONG_PERSON, code, 403)
    accounts.clear_failures(call.moment, accounts.account_of(call.moment, person.user_id))
    device_requests.decide(call, code, person.user_id, f"pwd mfa {method}", approve=True)
    return _end(call, _DONE)


def _person(call: Call, user_id: str, password: str) -> StaffMember | None:
    """Return who signs in; a wrong password counts as a try, and one who is locked is not told so."""
    moment = call.moment
    person, who = find_member(moment, user_id), accounts.account_of(moment, user_id)
    right = staff_passwords.is_right(moment, person, password)
    standing = accounts.standing(moment, who, person)
    if not right or standing.locked or standing.suspended:
        accounts.count_failure(moment, who)
        return None
    return person


def _send(call: Call, person: StaffMember) -> None:
    device = next((device for device in person.devices if passcodes.is_sent(device)), None)
    if device is not None:
        passcodes.send_code(call.moment, device, kills_older=True)


def _method(call: Call, person: StaffMember, passcode: str) -> str:
    """Return how the passcode was proved; nothing if no device of hers has it."""
    typed = "".join(passcode.split())
    for device in person.devices:
        has_code = passcodes.is_sent(device) or passcodes.is_authenticator(device)
        if has_code and passcodes.judge(call.moment, device, typed) == "right":
            return METHODS[device.kind]
    return ""


def _shown(call: Call, said: str, code: str, status: int = 200) -> Response:
    return _html(call, _PAGE.format(said=escape(said), form=_FORM.format(code=escape(code[:20]))), status)


def _end(call: Call, said: str) -> Response:
    return _html(call, _PAGE.format(said=escape(said), form=""), 200)


def _html(call: Call, text: str, status: int) -> Response:
    more = {"content-security-policy": _POLICY, "x-content-type-options": "nosniff"}
    return HTMLResponse(text, status, headers(call.moment.now) | more)
