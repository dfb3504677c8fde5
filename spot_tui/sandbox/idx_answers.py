"""What is typed into a form of the Identity Engine's ``challenge/answer``: codes, answers, new passwords."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sqlite3 import Row

from starlette.responses import Response

from spot_tui.sandbox import passcodes, staff_devices, staff_passwords, staff_recovery
from spot_tui.sandbox.authn_password import CAUSES
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.idx_attempts import admit, count_wrong, forget, move, passed, require_unlocked
from spot_tui.sandbox.idx_forms import Field, message
from spot_tui.sandbox.idx_steps import device_of, person_of
from spot_tui.sandbox.idx_views import show, show_end

_SAID: Mapping[str, Field] = {
    "wrong": message("Invalid code. Try again.", "api.authn.error.PASSCODE_INVALID"),
    "late": message("Invalid code. Try again.", "api.authn.error.PASSCODE_INVALID"),
    "used": message(
        "Each code can only be used once. Please wait for a new code and try again.",
        "authfactor.challenge.soft_token.used_passcode",
    ),
}
_WRONG_ANSWER = message(
    "Your answer doesn't match our records. Please try again.",
    "authfactor.challenge.question_factor.answer_invalid",
)
_UNLOCKED = message("The account is open again.", "oie.selfservice.unlock_user.success.message", kind="INFO")


def answer(call: Call, attempt: Row, credentials: Mapping[str, object]) -> Response:
    """Judge what was typed for the step in which the sign-in stands."""
    return _ANSWERS[attempt["step"]](call, attempt, credentials)


def _code(call: Call, attempt: Row, credentials: Mapping[str, object]) -> Response:
    who = require_unlocked(call, attempt)
    device = device_of(call, attempt)
    assert device is not None
    given = str(credentials.get("totp" if device.kind == "okta" else "passcode", ""))
    verdict = passcodes.judge(call.moment, device, given)
    if verdict == "wrong":
        return count_wrong(call, attempt, who, _SAID["wrong"])
    if verdict != "right":
        return show(call, attempt, _SAID[verdict], status=401)
    if attempt["purpose"] != "login":
        return show(call, move(call, attempt, step="question"))
    return passed(call, attempt, device)


def _question(call: Call, attempt: Row, credentials: Mapping[str, object]) -> Response:
    who = require_unlocked(call, attempt)
    person = person_of(call, attempt)
    if person is None or not staff_passwords.answer_is_right(str(credentials.get("answer", ""))):
        return count_wrong(call, attempt, who, _WRONG_ANSWER)
    if attempt["purpose"] == "forgot":
        return show(call, move(call, attempt, step="reset"))
    staff_recovery.unlock(call.moment, person)
    forget(call, attempt)
    return show_end(call, _UNLOCKED, 200)


def _new_password(call: Call, attempt: Row, credentials: Mapping[str, object]) -> Response:
    person = person_of(call, attempt)
    assert person is not None
    new = str(credentials.get("passcode", ""))
    is_reset = attempt["step"] == "reset"
    faults = staff_passwords.faults_of(call.moment, person, new, once_a_day=not is_reset)
    if faults:
        causes = " ".join(CAUSES[fault] for fault in faults)
        said = message(f"Password requirements were not met. {causes}", "password.requirements")
        return show(call, attempt, said, status=400)
    staff_passwords.change(call.moment, person, new)
    if is_reset:
        staff_recovery.unlock(call.moment, person)
        return admit(call, attempt)
    return passed(call, attempt)


def _first_code(call: Call, attempt: Row, credentials: Mapping[str, object]) -> Response:
    device = staff_devices.begun(call.moment, attempt["user_id"], attempt["device"])
    assert device is not None
    verdict = staff_devices.activate(call.moment, device, str(credentials.get("passcode", "")))
    if verdict != "right":
        return show(call, attempt, _SAID[verdict], status=401)
    return passed(call, move(call, attempt, channel=""), device)


_ANSWERS: Mapping[str, Callable[[Call, Row, Mapping[str, object]], Response]] = {
    "challenge": _code,
    "question": _question,
    "reset": _new_password,
    "expired": _new_password,
    "warn": _new_password,
    "enrolling": _first_code,
}
STEPS = tuple(_ANSWERS)
