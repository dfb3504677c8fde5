"""The Identity Engine's sign-in (``/idp/idx``) of the practice portal, over the same accounts as Classic's.

Where it differs from Classic, as in Okta: errors come with the whole answer, a code that is sent again makes
the older one worthless, and who may not use the portal is told so right after the password.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from sqlite3 import Row

from starlette.responses import Response
from starlette.routing import Route

from spot_tui.sandbox import accounts, idx_answers, passcodes, staff_devices, staff_passwords, staff_pushes
from spot_tui.sandbox.call import Call, endpoint
from spot_tui.sandbox.idx_attempts import (
    EXPIRED,
    TOO_MANY,
    admit,
    begin,
    find,
    forget,
    grant,
    move,
    passed,
    turn_away,
)
from spot_tui.sandbox.idx_forms import accepts, kind_for, message
from spot_tui.sandbox.idx_steps import ENROLLABLE, RECOVERY, device_of, person_of
from spot_tui.sandbox.idx_views import show, show_end
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.oidc import refuse_oauth, take, wrong_request
from spot_tui.sandbox.okta import read_body, refuse, reply
from spot_tui.sandbox.staff import StaffDevice
from spot_tui.sandbox.staff_recovery import reach
from spot_tui.sandbox.tokens import SERVER

HANDLE_SECONDS = 3600
_REJECTED = message("You have chosen to reject this login.", "api.authn.poll.error.push_rejected")
_RUN_OUT = message("Your push notification has expired.")
_BAD_PHONE = message("Unable to initiate factor enrollment: Invalid Phone Number.")
_NO_DEVICE = message("This device is not registered.", "authfactor.challenge.unknown_factor")


def routes() -> list[Route]:
    """Return the routes of the sign-in."""
    served: dict[str, Callable[[Call, Mapping[str, object]], Response]] = {
        "identify": identify,
        "recover": recover,
        "unlock-account": unlock_account,
        "challenge": challenge,
        "challenge/answer": answer,
        "challenge/resend": resend,
        "authenticators/poll": poll,
        "credential/enroll": enrol,
        "skip": skip,
        "keep-me-signed-in": keep_signed_in,
        "cancel": cancel,
    }
    return [
        Route(f"/oauth2/{SERVER}/v1/interact", endpoint(interact), methods=["POST"]),
        Route("/idp/idx/introspect", endpoint(introspect), methods=["POST"]),
        *(
            Route(f"/idp/idx/{tail}", endpoint(_taking(tail, handler)), methods=["POST"])
            for tail, handler in served.items()
        ),
    ]


def interact(call: Call) -> Response:
    """Begin: a client asks for a handle, with its proof key."""
    form = call.form()
    asked = {**form, "response_type": "code"}
    wrong = wrong_request(call, asked)
    if wrong:
        raise refuse_oauth(call, *wrong)
    handle = secrets.token_urlsafe(32)
    row = (handle, form["client_id"], form["scope"], form["code_challenge"], form.get("nonce", ""))
    call.moment.db.execute(
        "INSERT INTO interaction VALUES (?, ?, ?, ?, ?, ?)", (*row, call.moment.now + HANDLE_SECONDS)
    )
    return reply(call.moment.now, {"interaction_handle": handle})


def introspect(call: Call) -> Response:
    """Show how a sign-in stands, or the first form of a new one."""
    body = read_body(call.moment.now, call.body)
    if "stateHandle" in body:
        return show(call, find(call, body))
    interaction = take(call, "interaction", "handle", str(body.get("interactionHandle")))
    if interaction is None:
        return show_end(call, EXPIRED, 401)
    return show(call, begin(call, interaction))


def identify(call: Call, body: Mapping[str, object]) -> Response:
    """Take user ID and password; for a forgotten password the user ID alone."""
    attempt = find(call, body, "identify", "recover")
    user_id, password = str(body.get("identifier") or ""), _secret(body, "passcode")
    person = find_member(call.moment, user_id)
    who = accounts.account_of(call.moment, user_id)
    if not accounts.within_rate(call.moment, who):
        return show(call, attempt, TOO_MANY, status=429)
    if attempt["step"] == "recover":
        return show(call, move(call, attempt, step="reach", purpose="forgot", user_id=user_id))
    right = staff_passwords.is_right(call.moment, person, password)
    standing = accounts.standing(call.moment, who, person)
    if not right or standing.locked or standing.suspended:
        accounts.count_failure(call.moment, who)
        return turn_away(call, attempt, standing)
    assert person is not None
    return admit(call, move(call, attempt, user_id=person.user_id))


def recover(call: Call, body: Mapping[str, object]) -> Response:
    """Ask whose password was forgotten."""
    return show(call, move(call, find(call, body, "identify"), step="recover"))


def unlock_account(call: Call, body: Mapping[str, object]) -> Response:
    """Ask which account is to be opened, and send a code to where it is reached."""
    attempt = find(call, body, "identify", "unlock")
    if "identifier" not in body:
        return show(call, move(call, attempt, step="unlock"))
    changed = move(call, attempt, purpose="unlock", user_id=str(body["identifier"]))
    return _reach(call, changed, body)


def challenge(call: Call, body: Mapping[str, object]) -> Response:
    """Take a device: send it its code, or its request for approval."""
    attempt = find(call, body, "select", "confirm", "challenge", "push", "reach")
    if attempt["step"] == "reach":
        return _reach(call, attempt, body)
    device = _named_device(call, attempt, body)
    if device is None or device.kind == "webauthn":
        return show(call, attempt, _NO_DEVICE, status=400)
    is_confirmed = attempt["step"] == "confirm" and attempt["device"] == device.id
    chosen = move(call, attempt, device=device.id)
    if device.kind in {"sms", "voice"} and not is_confirmed:
        return show(call, move(call, chosen, step="confirm"))
    return _send(call, chosen, device)


def answer(call: Call, body: Mapping[str, object]) -> Response:
    """Judge what was typed."""
    credentials = body.get("credentials")
    attempt = find(call, body, *idx_answers.STEPS)
    return idx_answers.answer(call, attempt, credentials if isinstance(credentials, dict) else {})


def resend(call: Call, body: Mapping[str, object]) -> Response:
    """Send another code, which makes the older one worthless, or another request."""
    attempt = find(call, body, "challenge", "push", "enrolling")
    device = device_of(call, attempt)
    if device is None:
        return show(call, attempt, _NO_DEVICE, status=400)
    if device.kind != "push" and _is_too_soon(call, device):
        return show(call, attempt, TOO_MANY, status=429)
    if attempt["step"] != "enrolling":
        return _send(call, attempt, device)
    passcodes.send_code(call.moment, device, kills_older=True)
    return show(call, attempt)


def poll(call: Call, body: Mapping[str, object]) -> Response:
    """Tell whether the request was answered."""
    attempt = find(call, body, "push")
    push = staff_pushes.find(call.moment, attempt["push"])
    state = push.state if push else "TIMEOUT"
    if state == "WAITING":
        return show(call, attempt)
    if state == "SUCCESS":
        return passed(call, attempt, device_of(call, attempt))
    said = _REJECTED if state == "REJECTED" else _RUN_OUT
    return show(call, move(call, attempt, step="select"), said, status=400)


def enrol(call: Call, body: Mapping[str, object]) -> Response:
    """Begin to register a device."""
    attempt = find(call, body, "enrol", "enrol_phone", "enrolling")
    person = person_of(call, attempt)
    given = _authenticator(body)
    kind = kind_for(given.get("id"), given.get("methodType"))
    if kind is None or kind not in ENROLLABLE or person is None:
        return show(call, attempt, _NO_DEVICE, status=400)
    phone = given.get("phoneNumber")
    if kind in {"sms", "voice"} and not isinstance(phone, str):
        return show(call, move(call, attempt, step="enrol_phone", channel=kind))
    try:
        device = staff_devices.begin(call.moment, person, kind, str(phone or ""))
    except staff_devices.WrongNumberError:
        return show(call, move(call, attempt, step="enrol"), _BAD_PHONE, status=400)
    except ValueError:
        return show(call, attempt, _NO_DEVICE, status=400)
    return show(call, move(call, attempt, step="enrolling", device=device.id, channel=kind))


def skip(call: Call, body: Mapping[str, object]) -> Response:
    """Leave a password or a second device for later."""
    attempt = find(call, body, "warn", "enrol", "enrol_phone", "enrolling")
    person = person_of(call, attempt)
    if attempt["step"] != "warn" and not (person and person.devices):
        return show(call, attempt, message("This cannot be left for later."), status=400)
    return passed(call, attempt)


def keep_signed_in(call: Call, body: Mapping[str, object]) -> Response:
    """End the sign-in; nobody is kept signed in here, whatever she says."""
    return grant(call, find(call, body, "keep"))


def cancel(call: Call, body: Mapping[str, object]) -> Response:
    """Forget the sign-in."""
    forget(call, find(call, body))
    return reply(call.moment.now, {"version": "1.0.0", "intent": "LOGIN"})


def _taking(
    tail: str, handler: Callable[[Call, Mapping[str, object]], Response]
) -> Callable[[Call], Response]:
    """Return the handler of an address that takes its own media type only."""

    def taken(call: Call) -> Response:
        given = call.headers.get("content-type", "")
        if given != accepts(tail):
            raise refuse(call.moment.now, "E0000003")
        return handler(call, read_body(call.moment.now, call.body))

    return taken


def _reach(call: Call, attempt: Row, body: Mapping[str, object]) -> Response:
    given = _authenticator(body)
    named = kind_for(given.get("id"), given.get("methodType"))
    kind = next((channel for channel in RECOVERY if channel == named), None)
    if kind is None:
        return show(call, attempt, _NO_DEVICE, status=400)
    device = reach(call.moment, attempt["user_id"], kind)
    return show(call, move(call, attempt, step="challenge", device=device.id, channel=kind))


def _send(call: Call, attempt: Row, device: StaffDevice) -> Response:
    if device.kind == "push":
        push = staff_pushes.send(call.moment, device)
        return show(call, move(call, attempt, step="push", push=push.id))
    if passcodes.is_sent(device) and not _is_too_soon(call, device):
        passcodes.send_code(call.moment, device, kills_older=True)
    return show(call, move(call, attempt, step="challenge"))


def _is_too_soon(call: Call, device: StaffDevice) -> bool:
    pause = passcodes.RESEND_SECONDS.get(device.kind, 0)
    return call.moment.now - passcodes.sent_at(call.moment, device) < pause


def _named_device(call: Call, attempt: Row, body: Mapping[str, object]) -> StaffDevice | None:
    person, given = person_of(call, attempt), _authenticator(body)
    device = person.device(str(given.get("enrollmentId"))) if person else None
    kind = kind_for(given.get("id"), given.get("methodType"))
    return device if device is not None and device.kind == kind else None


def _authenticator(body: Mapping[str, object]) -> Mapping[str, object]:
    given = body.get("authenticator")
    return given if isinstance(given, dict) else {}


def _secret(body: Mapping[str, object], name: str) -> str:
    credentials = body.get("credentials")
    given = credentials.get(name) if isinstance(credentials, dict) else None
    return given if isinstance(given, str) else ""
