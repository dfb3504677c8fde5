"""Which prompt an answer of the Identity Engine is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from spot_tui.backend.identity import idx_body
from spot_tui.backend.identity.errors import tells_unlocked
from spot_tui.backend.identity.idx_body import PASSWORD, QUESTION, Form
from spot_tui.backend.identity.idx_messages import messages
from spot_tui.backend.identity.prompts import (
    RESEND_SECONDS,
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    Device,
    DeviceKind,
    Direction,
    Enrol,
    EnrolDetails,
    EnrolPhone,
    EnterCode,
    Message,
    Prompt,
    WaitForApproval,
)
from spot_tui.backend.problems import Problem

CHOICES = ("select-authenticator-authenticate", "authenticator-verification-data")
ENROLLABLE = frozenset(
    {DeviceKind.AUTHENTICATOR, DeviceKind.SMS, DeviceKind.VOICE, DeviceKind.EMAIL, DeviceKind.YUBIKEY}
)
"""Kinds that are registered in a terminal; the engine shows Okta Verify's QR code as a picture only."""

_EXPIRING = "idx.password.expiring.message"
_POLL_SECONDS = 4.0
_OTHERS = (
    "enroll-authenticator",
    "authenticator-enrollment-data",
    "reset-authenticator",
    "reenroll-authenticator",
    "reenroll-authenticator-warning",
    *CHOICES,
    "select-authenticator-enroll",
)


def prompt_of(body: Mapping[str, object], first: Sequence[str], account: tuple[str, str]) -> Prompt:
    """Return what the person is asked, looking for these forms first, whatever their order in the answer.

    `account` is the organisation's host and the user ID, as an authenticator app shall name it. Raises
    `Problem`: ``identity.unknown_state`` with the names of the forms, ``identity.elsewhere``, ...
    """
    forms = idx_body.forms(body)
    for name in (*first, *_OTHERS):
        if name in forms:
            return _PROMPTS[name](body, forms, account)
    if "redirect-idp" in forms:
        raise Problem("identity.elsewhere")
    if "skip" in forms:
        return Enrol((), may_skip=True)
    told = next(iter(messages(body)), None)
    if told is not None and not forms:
        direction = Direction.UNLOCKED if tells_unlocked(told.key) else Direction.TOLD
        return Message(told.words, direction)
    raise _unknown(forms)


def _wait(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    del account
    device = idx_body.current_device(body)
    pace = forms["challenge-poll"].refresh
    return WaitForApproval(
        Device(device.id, DeviceKind.PUSH, device.where), idx_body.number_of(body), pace or _POLL_SECONDS
    )


def _code(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    del account
    key = idx_body.current_key(body)
    if key == QUESTION:
        return AnswerQuestion(idx_body.question_of(body)[0])
    device = idx_body.current_device(body)
    form = forms["challenge-authenticator"]
    if key == PASSWORD or not device.usable or not form.secret_name():
        raise _unknown(forms)
    if device.kind is DeviceKind.PUSH:
        device = Device(device.id, DeviceKind.OKTA_VERIFY, device.where)
    return EnterCode(device, _resend_wait(body, device.kind))


def _devices(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    """Offer the devices of all forms that offer some, each once; the password is none."""
    del account
    found: dict[str, Device] = {}
    for name in CHOICES:
        for choice in idx_body.choices(body, forms[name]) if name in forms else ():
            if choice.key != PASSWORD:
                found.setdefault(choice.device.id, choice.device)
    if not any(device.usable for device in found.values()):
        raise Problem("identity.no_usable_device")
    return ChooseDevice(tuple(sorted(found.values(), key=lambda device: not device.usable)))


def _password(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    del account
    days = next((told.parameters for told in messages(body) if told.key == _EXPIRING), ())
    return ChangePassword(
        may_skip="skip" in forms,
        days_left=_days(days),
        rules=idx_body.password_rules(body),
        needs_old=False,
        is_expired="reenroll-authenticator" in forms and "reset-authenticator" not in forms,
    )


def _enrol(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    del account
    offered = idx_body.choices(body, forms["select-authenticator-enroll"])
    kinds = dict.fromkeys(way.device.kind for way in offered if way.device.kind in ENROLLABLE)
    registered = idx_body.registered_kinds(body)
    return Enrol(tuple(kinds), "skip" in forms, registered)


def _enrol_data(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    """Ask for the number, where that is all that is open; else which device it shall be."""
    if "select-authenticator-enroll" in forms:
        return _enrol(body, forms, account)
    offered = idx_body.choices(body, forms["authenticator-enrollment-data"])
    kinds = [way.device.kind for way in offered if way.device.kind in ENROLLABLE]
    if len(kinds) == 1 and offered[0].wants_phone:
        return EnrolPhone(kinds[0])
    return Enrol(tuple(dict.fromkeys(kinds)), "skip" in forms)


def _enrol_details(body: Mapping[str, object], forms: Mapping[str, Form], account: tuple[str, str]) -> Prompt:
    device = idx_body.current_device(body)
    secret = idx_body.shared_secret(body)
    if not device.usable or not forms["enroll-authenticator"].secret_name():
        raise _unknown(forms)
    if device.kind is DeviceKind.AUTHENTICATOR and not secret:
        raise _unknown(forms)
    uri = otpauth_uri(secret, *account) if secret else ""
    return EnrolDetails(device.kind, secret, uri, device.where, _resend_wait(body, device.kind))


def otpauth_uri(secret: str, issuer: str, user_id: str) -> str:
    """Return what an authenticator app's QR code holds (Key Uri Format; defaults are left out)."""
    label = f"{quote(issuer, safe='')}:{quote(user_id, safe='@')}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def _resend_wait(body: Mapping[str, object], kind: DeviceKind) -> float | None:
    return RESEND_SECONDS.get(kind) if idx_body.action(body, "resend") is not None else None


def _days(parameters: Sequence[object]) -> int | None:
    given = str(parameters[0]) if parameters else ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None


def _unknown(forms: Mapping[str, Form]) -> Problem:
    names = " ".join(forms) or "?"
    return Problem("identity.unknown_state", (), {"status": names[:80]})


_PROMPTS = {
    "challenge-poll": _wait,
    "challenge-authenticator": _code,
    "enroll-authenticator": _enrol_details,
    "authenticator-enrollment-data": _enrol_data,
    "reset-authenticator": _password,
    "reenroll-authenticator": _password,
    "reenroll-authenticator-warning": _password,
    "select-authenticator-authenticate": _devices,
    "authenticator-verification-data": _devices,
    "select-authenticator-enroll": _enrol,
}
