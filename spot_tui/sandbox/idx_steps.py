"""The steps of a sign-in on the Identity Engine (IDX) of the practice portal: which forms each shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sqlite3 import Row

from spot_tui.sandbox import passcodes, staff_devices, staff_pushes
from spot_tui.sandbox.authn_views import DAYS_LEFT, POLICY
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.idx_forms import (
    KINDS,
    NAMES,
    PASSWORD,
    QUESTION_ID,
    Field,
    authenticator,
    authenticator_id,
    choice,
    enrolment,
    fixed,
    form,
    listed,
    message,
    method,
    option,
    secret,
    single,
)
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.staff import DeviceKind, StaffDevice, StaffMember, staff
from spot_tui.sandbox.staff_recovery import Channel

ENROLLABLE: tuple[DeviceKind, ...] = ("google", "sms", "voice", "email")
RECOVERY: tuple[Channel, ...] = ("email", "sms", "voice")
POLL_MS = 4000

Shown = tuple[list[Field], Field]
"""The forms of a step, and what else stands at the top of the answer."""


def person_of(call: Call, attempt: Row) -> StaffMember | None:
    """Return whose sign-in it is; None for a stranger's."""
    return find_member(call.moment, attempt["user_id"])


def device_of(call: Call, attempt: Row) -> StaffDevice | None:
    """Return the device in question: a registered one, one that is being registered, or one for recovery."""
    person = person_of(call, attempt)
    device = person.device(attempt["device"]) if person else None
    if device is None and person is not None:
        device = staff_devices.begun(call.moment, person.user_id, attempt["device"])
    if device is None and attempt["channel"]:
        device = StaffDevice(id=attempt["device"], kind=attempt["channel"], where="")
    return device


def _identify(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    state = attempt["state"]
    forms: list[Field] = [
        {
            "name": "redirect-idp",
            "type": "OIDC",
            "idp": {"id": "0oapractice", "name": "Login.gov"},
            "href": f"{call.origin}/elsewhere",
            "method": "GET",
        },
        form(call, "unlock-account", "unlock-account", state),
        form(
            call,
            "identify",
            "identify",
            state,
            {"name": "identifier", "label": "User ID", "required": True},
            secret("passcode"),
            {"name": "rememberMe", "type": "boolean", "label": "Keep me signed in"},
        ),
    ]
    recover = form(call, "recover", "recover", state)
    return forms, {"currentAuthenticator": single({**PASSWORD, "recover": recover})}


def _recover(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    field: Field = {"name": "identifier", "label": "User ID", "required": True}
    return [form(call, "identify-recovery", "identify", attempt["state"], field)], {}


def _unlock(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    field: Field = {"name": "identifier", "label": "User ID", "required": True}
    ways, top = _recovery_ways()
    return [form(call, "unlock-account", "unlock-account", attempt["state"], field, choice(ways))], top


def _reach(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    """Offer the same ways to everybody, so that nobody learns who exists."""
    del said
    ways, top = _recovery_ways()
    field = choice(ways)
    return [form(call, "select-authenticator-authenticate", "challenge", attempt["state"], field)], top


def _recovery_ways() -> tuple[list[Field], Field]:
    ways = [
        option(
            NAMES[KINDS[kind][0]],
            f"$.authenticators.value[{number}]",
            fixed("id", authenticator_id(kind)),
            fixed("methodType", KINDS[kind][2]),
        )
        for number, kind in enumerate(RECOVERY)
    ]
    return ways, {"authenticators": listed([authenticator(kind) for kind in RECOVERY])}


def _select(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    devices = _devices(call, attempt)
    options = [
        option(
            NAMES[KINDS[device.kind][0]],
            f"$.authenticatorEnrollments.value[{number}]",
            fixed("id", authenticator_id(device.kind)),
            method(device.kind),
            fixed("enrollmentId", device.id),
        )
        for number, device in enumerate(devices)
    ]
    field = choice(options)
    forms = [form(call, "select-authenticator-authenticate", "challenge", attempt["state"], field)]
    return forms, _enrolments(devices)


def _confirm(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    """Ask once more before a phone is sent its code."""
    device = device_of(call, attempt)
    assert device is not None
    fields = [
        fixed("id", authenticator_id(device.kind)),
        method(device.kind),
        fixed("enrollmentId", device.id),
    ]
    field: Field = {"name": "authenticator", "label": "Phone", "form": {"value": fields}}
    asked = form(call, "authenticator-verification-data", "challenge", attempt["state"], field)
    forms, top = _select(call, attempt, said)
    return [*forms, asked], {**top, "currentAuthenticatorEnrollment": single(enrolment(device))}


def _challenge(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    device = device_of(call, attempt)
    assert device is not None
    is_recovery = bool(attempt["channel"])
    # Nothing of a person is shown who only gave her name: it may be a stranger's.
    hidden = {"id": authenticator_id(device.kind), "where": ""}
    value = enrolment(device.model_copy(update=hidden) if is_recovery else device)
    if passcodes.is_sent(device):
        value["resend"] = form(call, "resend", "challenge/resend", attempt["state"])
    name = "totp" if device.kind == "okta" else "passcode"
    asked = form(
        call, "challenge-authenticator", "challenge/answer", attempt["state"], secret(name, said=said)
    )
    forms, top = ([], {}) if is_recovery else _select(call, attempt, ())
    return [*forms, asked], {**top, "currentAuthenticatorEnrollment": single(value)}


def _push(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    device = device_of(call, attempt)
    push = staff_pushes.find(call.moment, attempt["push"])
    assert device is not None
    value = {**enrolment(device), "resend": form(call, "resend", "challenge/resend", attempt["state"])}
    if push is not None and push.number is not None:
        value["contextualData"] = {"correctAnswer": str(push.number)}
    asked = form(call, "challenge-poll", "authenticators/poll", attempt["state"], refresh=POLL_MS)
    forms, top = _select(call, attempt, said)
    return [*forms, asked], {**top, "currentAuthenticator": single(value)}


def _question(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    value: Field = {
        "type": "security_question",
        "key": "security_question",
        "id": QUESTION_ID,
        "displayName": "Security Question",
        "methods": [{"type": "security_question"}],
        "contextualData": {"enrolledQuestion": {"questionKey": "practice", "question": staff().question}},
    }
    field = secret("answer", "questionKey", said=said)
    asked = form(call, "challenge-authenticator", "challenge/answer", attempt["state"], field)
    return [asked], {"currentAuthenticatorEnrollment": single(value)}


def _reset(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    return _new_password(call, attempt, "reset-authenticator", said)


def _expired(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    return _new_password(call, attempt, "reenroll-authenticator", said)


def _warn(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    forms, top = _new_password(call, attempt, "reenroll-authenticator-warning", said)
    words = f"Your password expires in {DAYS_LEFT} days."
    told = message(words, "idx.password.expiring.message", DAYS_LEFT, kind="INFO")
    return [form(call, "skip", "skip", attempt["state"]), *forms], {**top, "messages": listed([told])}


def _new_password(call: Call, attempt: Row, name: str, said: Sequence[Field]) -> Shown:
    asked = form(call, name, "challenge/answer", attempt["state"], secret("passcode", said=said))
    return [asked], {"currentAuthenticator": single({**PASSWORD, "settings": POLICY})}


def _enrol(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    person = person_of(call, attempt)
    assert person is not None
    kinds = [kind for kind in staff_devices.registrable(person) if kind in ENROLLABLE]
    options = [_enrol_option(number, kind) for number, kind in enumerate(kinds)]
    forms = [
        form(call, "select-authenticator-enroll", "credential/enroll", attempt["state"], choice(options))
    ]
    if person.devices:
        forms.insert(0, form(call, "skip", "skip", attempt["state"]))
    top = {"authenticators": listed([authenticator(kind) for kind in kinds])}
    return forms, {**top, **_enrolments(person.devices)}


def _enrol_option(number: int, kind: DeviceKind) -> Field:
    fields = [fixed("id", authenticator_id(kind)), method(kind)]
    if kind in {"sms", "voice"}:
        fields.append({"name": "phoneNumber", "label": "Phone number", "required": False})
    return option(NAMES[KINDS[kind][0]], f"$.authenticators.value[{number}]", *fields)


def _enrol_phone(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    kind: DeviceKind = attempt["channel"]
    fields = [
        fixed("id", authenticator_id(kind)),
        method(kind),
        {"name": "phoneNumber", "required": True},
    ]
    field: Field = {"name": "authenticator", "label": "Phone", "form": {"value": fields}}
    asked = form(call, "authenticator-enrollment-data", "credential/enroll", attempt["state"], field)
    forms, top = _enrol(call, attempt, said)
    return [*forms, asked], {**top, "currentAuthenticator": single(authenticator(kind))}


def _enrolling(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    device = device_of(call, attempt)
    assert device is not None
    value = authenticator(device.kind)
    if device.secret:
        picture = {"method": "embedded", "href": "data:image/png;base64,", "type": "image/png"}
        value["contextualData"] = {"qrcode": picture, "sharedSecret": device.secret}
    else:
        value["resend"] = form(call, "resend", "challenge/resend", attempt["state"])
    asked = form(
        call, "enroll-authenticator", "challenge/answer", attempt["state"], secret("passcode", said=said)
    )
    forms, top = _enrol(call, attempt, ())
    return [*forms, asked], {**top, "currentAuthenticator": single(value)}


def _keep_signed_in(call: Call, attempt: Row, said: Sequence[Field]) -> Shown:
    del said
    field: Field = {"name": "keepMeSignedIn", "type": "boolean", "required": True}
    return [form(call, "keep-me-signed-in", "keep-me-signed-in", attempt["state"], field)], {}


def _devices(call: Call, attempt: Row) -> tuple[StaffDevice, ...]:
    person = person_of(call, attempt)
    return person.devices if person else ()


def _enrolments(devices: Sequence[StaffDevice]) -> Field:
    return {"authenticatorEnrollments": listed([*map(enrolment, devices), PASSWORD])}


STEPS: dict[str, Callable[[Call, Row, Sequence[Field]], Shown]] = {
    "identify": _identify,
    "recover": _recover,
    "unlock": _unlock,
    "reach": _reach,
    "select": _select,
    "confirm": _confirm,
    "challenge": _challenge,
    "push": _push,
    "question": _question,
    "reset": _reset,
    "expired": _expired,
    "warn": _warn,
    "enrol": _enrol,
    "enrol_phone": _enrol_phone,
    "enrolling": _enrolling,
    "keep": _keep_signed_in,
}
