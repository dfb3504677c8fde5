"""The adapter to the Classic engine (``/api/v1/authn``): it follows the links it is given, guesses none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.classic_body import Factor, days_left, factors, link, part, text
from spot_tui.backend.identity.engine import Granted, Step
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import (
    ChangePassword,
    ChooseDevice,
    Device,
    DeviceKind,
    Enrol,
    EnterCode,
)
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

RESEND_SECONDS = {DeviceKind.SMS: 30.0, DeviceKind.VOICE: 30.0, DeviceKind.EMAIL: 5.0}
"""How long Okta wants to wait between two codes (E0000109, E0000133, E0000118)."""

_WRONG_STATE = "E0000079"
"""The organisation stands elsewhere than we think: its state is to be read again."""


class ClassicEngine:
    """One sign-in. What the organisation said last is kept; a state token never leaves this object."""

    def __init__(self, organisation: Organisation, authorization: Authorization) -> None:
        self._organisation = organisation
        self._address = f"{organisation.url}/api/v1/authn"
        self._authorization = authorization
        self._body: Mapping[str, object] = {}
        self._factors: list[Factor] = []
        self._chosen: Factor | None = None

    async def start(self, user_id: str, password: str) -> Step:
        """Send user ID and password."""
        options = {"multiOptionalFactorEnroll": False, "warnBeforePasswordExpired": True}
        body = {"username": user_id, "password": password, "options": options}
        return self._take(await self._organisation.post(self._address, body))

    async def choose(self, device_id: str) -> Step:
        """Take a device; an authenticator app needs nothing sent, nor one to which a code is on its way."""
        chosen = next((factor for factor in self._factors if factor.device.id == device_id), None)
        if chosen is None or not chosen.device.usable:
            raise Problem("identity.device_off")
        self._chosen = chosen
        if not chosen.device.is_sent:
            return EnterCode(chosen.device)
        try:
            return await self._call(chosen.verify)
        except Problem as problem:
            if problem.code != "identity.resend_wait":
                raise
            return EnterCode(chosen.device, _seconds(problem))

    async def enter(self, passcode: str) -> Step:
        """Send the passcode."""
        if self._chosen is None:
            raise Problem("identity.expired")
        named = text(self._body, "_links", "next", "name") in {"verify", "factor"}
        address = link(self._body, "next") if named else self._chosen.verify
        return await self._call(address, passCode=passcode)

    async def resend(self) -> Step:
        """Have the code sent again."""
        sending_anew = self._chosen.verify if self._chosen else ""
        return await self._call(link(self._body, "resend") or sending_anew)

    async def skip(self) -> Step:
        """Leave the password as it is."""
        return await self._call(link(self._body, "skip"))

    async def back(self) -> Step:
        """Return to the devices; the organisation need not know unless it sent a code."""
        if text(self._body, "status") == "MFA_REQUIRED":
            return self._devices()
        return await self._call(link(self._body, "prev"))

    async def poll(self) -> Step:
        """Ask whether the request was approved."""
        raise self._unknown()

    async def change_password(self, old: str, new: str) -> Step:
        """Send the new password."""
        raise self._unknown()

    async def answer(self, text: str) -> Step:
        """Send the answer to the security question."""
        raise self._unknown()

    async def enrol(self, kind: DeviceKind, phone: str | None) -> Step:
        """Begin to register a device."""
        raise self._unknown()

    async def activate(self, code: str) -> Step:
        """Send the first code of the new device."""
        raise self._unknown()

    async def forgot(self, user_id: str, channel: DeviceKind) -> Step:
        """Begin to set a new password."""
        raise Problem("identity.recovery")

    async def unlock(self, user_id: str, channel: DeviceKind) -> Step:
        """Begin to open a locked account."""
        raise Problem("identity.recovery")

    async def grant(self) -> Mapping[str, str]:
        """Turn the session token into an authorization code."""
        session_token, self._body = text(self._body, "sessionToken"), {}
        if not session_token:
            raise Problem("identity.expired")
        return await self._authorization.code_for(session_token)

    async def cancel(self) -> None:
        """Give up."""
        address, token = link(self._body, "cancel"), text(self._body, "stateToken")
        self._body = {}
        if address and token:
            await self._organisation.post(address, {"stateToken": token})

    async def _call(self, address: str, **more: str) -> Step:
        token = text(self._body, "stateToken")
        if not token:
            raise Problem("identity.expired")
        if not address:
            raise self._unknown()
        try:
            body = await self._organisation.post(address, {"stateToken": token, **more})
        except Problem as problem:
            if problem.parameters.get("reason") != _WRONG_STATE:
                raise
            body = await self._organisation.post(self._address, {"stateToken": token})
        return self._take(body)

    def _take(self, body: Mapping[str, object]) -> Step:
        """Return what the organisation asks for, by its ``status``."""
        kept = {"stateToken": text(self._body, "stateToken")}
        self._body = body if text(body, "stateToken") else {**body, **kept}
        status = text(body, "status")
        if status == "SUCCESS":
            return Granted()
        if status == "MFA_REQUIRED":
            self._factors = factors(body)
            return self._devices()
        if status == "MFA_CHALLENGE":
            return self._challenge()
        if status == "PASSWORD_WARN":
            return ChangePassword(may_skip=bool(link(body, "skip")), days_left=days_left(body))
        if status in {"MFA_ENROLL", "PASSWORD_EXPIRED", "PASSWORD_RESET", "LOCKED_OUT"}:
            return self._stop(status)
        raise self._unknown()

    def _devices(self) -> ChooseDevice:
        devices = tuple(factor.device for factor in self._factors)
        if not any(device.usable for device in devices):
            raise Problem("identity.no_usable_device")
        return ChooseDevice(devices)

    def _challenge(self) -> Step:
        """Ask for the code, which is on its way or to be read off the device."""
        shown = factors(self._body)
        if part(self._body, "_embedded", "factor") is not None and shown:
            self._chosen = self._challenged(shown[0])
        if self._chosen is None or text(self._body, "factorResult") not in {"", "CHALLENGE"}:
            raise self._unknown()
        device = self._chosen.device
        wait = RESEND_SECONDS.get(device.kind) if link(self._body, "resend") else None
        return EnterCode(device, wait)

    def _challenged(self, shown: Factor) -> Factor:
        """Return the device of a challenge: it has no address of its own, the state's link has it."""
        known = self._chosen
        if known and known.device.id == shown.device.id:
            return known
        if shown.device.kind is DeviceKind.OTHER:
            raise self._unknown()
        device: Device = replace(shown.device, usable=True)
        return Factor(device, link(self._body, "next"))

    def _stop(self, status: str) -> Step:
        if status == "MFA_ENROLL":
            if not link(self._body, "skip"):
                raise Problem("identity.no_device")
            return Enrol((), may_skip=True)
        raise Problem("identity.locked" if status == "LOCKED_OUT" else "identity.password_expired")

    def _unknown(self) -> Problem:
        status = clean_line(text(self._body, "status"), 40)
        result = clean_line(text(self._body, "factorResult"), 40)
        shown = " ".join(word for word in (status, result) if word) or "?"
        return Problem("identity.unknown_state", (), {"status": shown})


def _seconds(problem: Problem) -> float:
    seconds = problem.parameters.get("seconds")
    return float(seconds) if isinstance(seconds, int) else 0.0
