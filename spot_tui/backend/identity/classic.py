"""The adapter to the Classic engine (``/api/v1/authn``): it follows the links it is given, guesses none."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.classic_body import NAMED, link, offered, text
from spot_tui.backend.identity.classic_states import States, unknown
from spot_tui.backend.identity.engine import Step
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import DeviceKind, EnrolPhone, EnterCode
from spot_tui.backend.problems import Problem

PHONE_KINDS = frozenset({DeviceKind.SMS, DeviceKind.VOICE})
_CHANNELS = {DeviceKind.SMS: "SMS", DeviceKind.VOICE: "CALL", DeviceKind.EMAIL: "EMAIL"}
_WRONG_STATE = "E0000079"
"""The organisation stands elsewhere than we think: its state is to be read again."""


class ClassicEngine:
    """One sign-in. What the organisation said last is kept; a state token never leaves this object."""

    def __init__(self, organisation: Organisation, authorization: Authorization) -> None:
        self._organisation = organisation
        self._address = f"{organisation.url}/api/v1/authn"
        self._authorization = authorization
        self._states = States(urlsplit(organisation.url).hostname or organisation.url)

    @property
    def _body(self) -> Mapping[str, object]:
        return self._states.body

    async def start(self, user_id: str, password: str) -> Step:
        """Send user ID and password; after a first device, others may be registered."""
        options = {"multiOptionalFactorEnroll": True, "warnBeforePasswordExpired": True}
        body = {"username": user_id, "password": password, "options": options}
        return await self._take(await self._organisation.post(self._address, body))

    async def choose(self, device_id: str) -> Step:
        """Take a device; an authenticator app needs nothing sent, nor one to which a code is on its way."""
        chosen = self._states.choose(device_id)
        if not (chosen.device.is_sent or chosen.device.kind is DeviceKind.PUSH):
            return EnterCode(chosen.device)
        try:
            return await self._call(chosen.verify)
        except Problem as problem:
            if problem.code != "identity.resend_wait":
                raise
            return EnterCode(chosen.device, _seconds(problem))

    async def enter(self, passcode: str) -> Step:
        """Send the passcode."""
        return await self._call(self._states.answer_address, passCode=passcode)

    async def poll(self) -> Step:
        """Ask whether the request was approved; one that was answered is not asked about, nor sent, again."""
        if text(self._body, "_links", "next", "name") != "poll":
            raise self._states.outcome() or unknown(self._body)
        return await self._call(link(self._body, "next"))

    async def resend(self) -> Step:
        """Have the code, or the request for approval, sent again."""
        return await self._call(link(self._body, "resend") or self._states.answer_address)

    async def change_password(self, old: str, new: str) -> Step:
        """Send the new password, with the old one where it is not a reset."""
        address = link(self._body, "next")
        if text(self._body, "status") == "PASSWORD_RESET":
            return await self._call(address, newPassword=new)
        return await self._call(address, oldPassword=old, newPassword=new)

    async def answer(self, text: str) -> Step:
        """Send the answer to the security question."""
        return await self._call(link(self._body, "next"), answer=text)

    async def enrol(self, kind: DeviceKind, phone: str | None) -> Step:
        """Begin to register a device; SMS and voice want a number."""
        address = offered(self._body).get(kind, "")
        if not address:
            raise Problem("identity.device_off")
        if kind in PHONE_KINDS and phone is None:
            return EnrolPhone(kind)
        factor_type, provider = NAMED[kind]
        profile = {"phoneNumber": phone} if kind in PHONE_KINDS else {}
        return await self._call(address, factorType=factor_type, provider=provider, profile=profile)

    async def activate(self, code: str) -> Step:
        """Send the first code of the new device."""
        return await self._call(link(self._body, "next"), passCode=code)

    async def forgot(self, user_id: str, channel: DeviceKind) -> Step:
        """Begin to set a new password; whether the user exists is told to nobody."""
        return await self._recover(f"{self._address}/recovery/password", user_id, channel)

    async def unlock(self, user_id: str, channel: DeviceKind) -> Step:
        """Begin to open a locked account."""
        return await self._recover(f"{self._address}/recovery/unlock", user_id, channel)

    async def skip(self) -> Step:
        """Leave the password as it is, or further devices unregistered."""
        return await self._call(link(self._body, "skip"))

    async def back(self) -> Step:
        """Return to the devices; the organisation need not know unless it sent a code."""
        if text(self._body, "status") in {"MFA_REQUIRED", "MFA_ENROLL"}:
            return self._states.read()
        return await self._call(link(self._body, "prev"))

    async def grant(self) -> Mapping[str, str]:
        """Turn the session token into an authorization code."""
        session_token = text(self._body, "sessionToken")
        self._states.body = {}
        if not session_token:
            raise Problem("identity.expired")
        return await self._authorization.code_for(session_token)

    async def cancel(self) -> None:
        """Give up."""
        address, token = link(self._body, "cancel"), text(self._body, "stateToken")
        self._states.body = {}
        if address and token:
            await self._organisation.post(address, {"stateToken": token})

    async def _recover(self, address: str, user_id: str, channel: DeviceKind) -> Step:
        if channel not in _CHANNELS:
            raise Problem("identity.recovery")
        body = {"username": user_id, "factorType": _CHANNELS[channel]}
        return await self._take(await self._organisation.post(address, body))

    async def _call(self, address: str, **more: object) -> Step:
        token = text(self._body, "stateToken")
        if not token:
            raise Problem("identity.expired")
        if not address:
            raise unknown(self._body)
        try:
            body = await self._organisation.post(address, {"stateToken": token, **more})
        except Problem as problem:
            if problem.parameters.get("reason") != _WRONG_STATE:
                raise
            body = await self._organisation.post(self._address, {"stateToken": token})
        return await self._take(body)

    async def _take(self, body: Mapping[str, object]) -> Step:
        """Return what the organisation asks for; where it only leads on or back, go there, once."""
        self._states.take(body)
        leads = self._states.leads_on()
        if leads is not None:
            self._states.take(await self._organisation.post(*leads))
        return self._states.read()


def _seconds(problem: Problem) -> float:
    seconds = problem.parameters.get("seconds")
    return float(seconds) if isinstance(seconds, int) else 0.0
