"""What each state of the Classic engine asks for. Unknown ones stop with their name, none is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from spot_tui.backend.identity.classic_body import (
    Factor,
    days_left,
    factors,
    link,
    number_to_pick,
    offered,
    part,
    password_rules,
    registered,
    text,
)
from spot_tui.backend.identity.engine import Granted, Step
from spot_tui.backend.identity.prompts import (
    AUTHENTICATORS,
    RESEND_SECONDS,
    AnswerQuestion,
    ChangePassword,
    ChooseDevice,
    Device,
    DeviceKind,
    Direction,
    Enrol,
    EnrolDetails,
    EnterCode,
    EnterMailToken,
    Message,
    WaitForApproval,
)
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

POLL_SECONDS = 4.0
_QUESTION_LENGTH = 200
_WORDS_LENGTH = 60
_RESULTS = {
    "REJECTED": "identity.push_rejected",
    "TIMEOUT": "identity.push_timeout",
    "TIME_WINDOW_EXCEEDED": "identity.passcode_late",
    "PASSCODE_REPLAYED": "identity.passcode_used",
}
_RECOVERY_KINDS = {"SMS": DeviceKind.SMS, "CALL": DeviceKind.VOICE}


class States:
    """The state of one sign-in: what the organisation said last, its devices and the one chosen.

    `issuer` is the name under which an authenticator app is to list a new device.
    """

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self.body: Mapping[str, object] = {}
        self._factors: list[Factor] = []
        self._chosen: Factor | None = None

    def take(self, body: Mapping[str, object]) -> None:
        """Keep what the organisation said; a state token that it leaves out still holds."""
        kept = {"stateToken": text(self.body, "stateToken")}
        self.body = body if text(body, "stateToken") else {**body, **kept}

    def choose(self, device_id: str) -> Factor:
        """Take a device of the list. Raises `Problem` ``identity.device_off``."""
        chosen = next((factor for factor in self._factors if factor.device.id == device_id), None)
        if chosen is None or not chosen.device.usable:
            raise Problem("identity.device_off")
        self._chosen = chosen
        return chosen

    @property
    def answer_address(self) -> str:
        """Where a passcode goes: where the state says, else where the chosen device is verified."""
        if text(self.body, "_links", "next", "name") in {"verify", "factor"}:
            return link(self.body, "next")
        if self._chosen is None:
            raise Problem("identity.expired")
        return self._chosen.verify

    def outcome(self) -> Problem | None:
        """Return what became of a code or a request, where the state tells so instead of an error."""
        code = _RESULTS.get(text(self.body, "factorResult"))
        return Problem(code) if code else None

    def leads_on(self) -> tuple[str, dict[str, str]] | None:
        """Return the address and body by which a state is left in which nothing is to be asked."""
        state = {"stateToken": text(self.body, "stateToken")}
        status, result = text(self.body, "status"), text(self.body, "factorResult")
        if status == "MFA_CHALLENGE" and result in {"CANCELLED", "ERROR"} and link(self.body, "prev"):
            return link(self.body, "prev"), state
        recovery = text(self.body, "recoveryToken")
        if status == "RECOVERY" and recovery and text(self.body, "_links", "next", "name") == "recovery":
            return link(self.body, "next"), {"recoveryToken": recovery}
        return None

    def read(self) -> Step:
        """Return what the state asks for, by its ``status``. Raises `Problem` where nothing can be done."""
        match text(self.body, "status"):
            case "SUCCESS":
                return self._success()
            case "MFA_REQUIRED":
                self._factors = factors(self.body)
                return self._devices()
            case "MFA_CHALLENGE":
                return self._challenge()
            case "MFA_ENROLL":
                return self._enrol()
            case "MFA_ENROLL_ACTIVATE":
                return self._activate()
            case "PASSWORD_WARN" | "PASSWORD_EXPIRED" | "PASSWORD_RESET":
                return self._password()
            case "RECOVERY":
                return self._question()
            case "RECOVERY_CHALLENGE":
                return self._recovery_code()
            case "LOCKED_OUT":
                raise Problem("identity.locked")
            case _:
                raise unknown(self.body)

    def _success(self) -> Step:
        if text(self.body, "sessionToken"):
            return Granted()
        recovery = text(self.body, "recoveryType")
        if recovery == "UNLOCK":
            return Message(direction=Direction.UNLOCKED)
        if recovery == "PASSWORD":
            return Message(direction=Direction.CHANGED)
        return Granted()

    def _devices(self) -> ChooseDevice:
        devices = tuple(factor.device for factor in self._factors)
        if not any(device.usable for device in devices):
            raise Problem("identity.no_usable_device")
        return ChooseDevice(devices)

    def _challenge(self) -> Step:
        """Ask for the code, which is on its way or to be read off the device, or for approval there."""
        shown = factors(self.body)
        if part(self.body, "_embedded", "factor") is not None and shown:
            self._chosen = self._challenged(shown[0])
        result = text(self.body, "factorResult")
        outcome = self.outcome()
        if outcome is not None:
            raise outcome
        if self._chosen is None:
            raise unknown(self.body)
        device = self._chosen.device
        if device.kind is DeviceKind.PUSH and result == "WAITING":
            return WaitForApproval(device, number_to_pick(self.body), POLL_SECONDS)
        if device.kind is DeviceKind.PUSH or result not in {"", "CHALLENGE"}:
            raise unknown(self.body)
        return EnterCode(device, self._resend_seconds(device.kind))

    def _challenged(self, shown: Factor) -> Factor:
        """Return the device of a challenge: it has no address of its own, the state's link has it."""
        known = self._chosen
        if known and known.device.id == shown.device.id:
            return known
        if shown.device.kind is DeviceKind.OTHER:
            raise unknown(self.body)
        device: Device = replace(shown.device, usable=True)
        return Factor(device, link(self.body, "next"))

    def _enrol(self) -> Step:
        kinds, may_skip = tuple(offered(self.body)), bool(link(self.body, "skip"))
        if not kinds and not may_skip:
            raise Problem("identity.no_device")
        return Enrol(kinds, may_skip, registered(self.body))

    def _activate(self) -> Step:
        outcome = self.outcome()
        if outcome is not None:
            raise outcome
        shown = factors(self.body)
        if not shown or shown[0].device.kind is DeviceKind.OTHER:
            raise unknown(self.body)
        device = shown[0].device
        if device.kind is DeviceKind.PUSH:
            return self._activate_push(device)
        secret = clean_line(text(self.body, *_ACTIVATION, "sharedSecret"), 128).replace(" ", "")
        if device.kind in AUTHENTICATORS:
            if not secret.isalnum() or not secret.isascii():
                raise unknown(self.body)
            return EnrolDetails(device.kind, secret=secret, uri=self._uri(secret))
        return EnrolDetails(
            device.kind, where=device.where, can_resend_after=self._resend_seconds(device.kind)
        )

    def _activate_push(self, device: Device) -> Step:
        """Wait for the phone: what pairs it is a picture that only a browser shows."""
        if text(self.body, "_links", "next", "name") != "poll":
            raise unknown(self.body)
        return EnrolDetails(device.kind, where=device.where, poll_seconds=POLL_SECONDS)

    def _uri(self, secret: str) -> str:
        """Return the address that authenticator apps read (Key Uri Format of Google Authenticator)."""
        account = clean_line(text(self.body, "_embedded", "user", "profile", "login"), _WORDS_LENGTH)
        label = quote(f"{self._issuer}:{account}", safe="@:")
        query = urlencode({"secret": secret, "issuer": self._issuer}, quote_via=quote)
        return f"otpauth://totp/{label}?{query}"

    def _password(self) -> ChangePassword:
        status = text(self.body, "status")
        return ChangePassword(
            may_skip=bool(link(self.body, "skip")),
            days_left=days_left(self.body) if status == "PASSWORD_WARN" else None,
            rules=password_rules(self.body),
            needs_old=status != "PASSWORD_RESET",
            is_expired=status == "PASSWORD_EXPIRED",
        )

    def _question(self) -> AnswerQuestion:
        question = text(self.body, "_embedded", "user", "recovery_question", "question")
        if not question:
            raise unknown(self.body)
        return AnswerQuestion(clean_line(question, _QUESTION_LENGTH))

    def _recovery_code(self) -> Step:
        """Ask for the code of a recovery, or for the token that a mail holds instead."""
        factor = text(self.body, "factorType")
        if factor == "EMAIL":
            return EnterMailToken()
        kind = _RECOVERY_KINDS.get(factor)
        if kind is None or not link(self.body, "next"):
            raise unknown(self.body)
        device = Device("", kind)
        self._chosen = Factor(device, link(self.body, "next"))
        return EnterCode(device, self._resend_seconds(kind))

    def _resend_seconds(self, kind: DeviceKind) -> float | None:
        return RESEND_SECONDS.get(kind) if link(self.body, "resend") else None


_ACTIVATION = ("_embedded", "factor", "_embedded", "activation")


def unknown(body: Mapping[str, object]) -> Problem:
    """Return the problem that names a state which this program does not know."""
    status = clean_line(text(body, "status"), 40)
    result = clean_line(text(body, "factorResult"), 40)
    shown = " ".join(word for word in (status, result) if word) or "?"
    return Problem("identity.unknown_state", (), {"status": shown})
