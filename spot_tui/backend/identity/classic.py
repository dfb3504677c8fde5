"""The adapter to the Classic engine (``/api/v1/authn``): it follows the links it is given, guesses none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.classic_body import NAMED, link, offered, text
from spot_tui.backend.identity.classic_states import States, unknown
from spot_tui.backend.identity.engine import Step
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import (
    ChooseWay,
    Device,
    DeviceKind,
    EnrolPhone,
    EnterCode,
    Recovery,
)
from spot_tui.backend.problems import Problem

PHONE_KINDS = frozenset({DeviceKind.SMS, DeviceKind.VOICE})
_WAYS = {
    "SMS": Device("SMS", DeviceKind.SMS),
    "CALL": Device("CALL", DeviceKind.VOICE),
    "EMAIL": Device("EMAIL", DeviceKind.EMAIL),
}
"""The ways of a recovery, the slowest last: all for everybody, since whom they reach is told to nobody."""

_RECOVERIES = {Recovery.FORGOT: "password", Recovery.UNLOCK: "unlock"}
_NOT_PERMITTED = frozenset({"E0000006", "E0000007", "E0000015", "E0000022"})
"""The organisation has no such recovery, for nobody."""

_BAD_TOKEN = frozenset({"E0000011", "E0000105"})
_WRONG_STATE = "E0000079"
"""The organisation stands elsewhere than we think: its state is to be read again."""


class ClassicEngine:
    """One sign-in. What the organisation said last is kept; a state token never leaves this object."""

    def __init__(self, organisation: Organisation, authorization: Authorization) -> None:
        self._organisation = organisation
        self._address = f"{organisation.url}/api/v1/authn"
        self._authorization = authorization
        self._states = States(urlsplit(organisation.url).hostname or organisation.url)
        self._recovery: tuple[Recovery, str] | None = None
        self._asks_way = False

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
        if self._asks_way:
            return await self._recover(device_id)
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

    async def forgot(self, user_id: str) -> Step:
        """Begin to set a new password; whether the user exists is told to nobody."""
        return self._ask_way(Recovery.FORGOT, user_id)

    async def unlock(self, user_id: str) -> Step:
        """Begin to open a locked account."""
        return self._ask_way(Recovery.UNLOCK, user_id)

    async def prove_by_mail(self, token: str) -> Step:
        """Send the token of the mail, which stands for a code; what is wrong with it is told as that."""
        try:
            body = await self._organisation.post(f"{self._address}/recovery/token", {"recoveryToken": token})
        except Problem as problem:
            if problem.parameters.get("reason") not in _BAD_TOKEN:
                raise
            words, reference = problem.upstream_words, problem.reference
            raise Problem("identity.mail_token", ("mail_token",), {}, words, reference) from None
        return await self._take(body)

    async def offers(self) -> frozenset[Recovery]:
        """Return both: this engine tells only when it is asked for one."""
        return frozenset(Recovery)

    async def skip(self) -> Step:
        """Leave the password as it is, or further devices unregistered."""
        return await self._call(link(self._body, "skip"))

    async def back(self) -> Step:
        """Return to the devices, or to the ways of a recovery; who sent a code is told, if it can be."""
        if self._recovery is not None and text(self._body, "status") == "RECOVERY_CHALLENGE":
            with suppress(Problem):
                await self.cancel()
            return self._ask_way(*self._recovery)
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

    def _ask_way(self, errand: Recovery, user_id: str) -> ChooseWay:
        self._recovery, self._asks_way = (errand, user_id), True
        return ChooseWay(tuple(_WAYS.values()))

    async def _recover(self, way: str) -> Step:
        if self._recovery is None or way not in _WAYS:
            raise Problem("identity.device_off")
        errand, user_id = self._recovery
        address = f"{self._address}/recovery/{_RECOVERIES[errand]}"
        try:
            body = await self._organisation.post(address, {"username": user_id, "factorType": way})
        except Problem as problem:
            reason = problem.parameters.get("reason")
            if reason not in _NOT_PERMITTED:
                raise
            words, reference = problem.upstream_words, problem.reference
            raise Problem("identity.recovery", (), {"reason": reason}, words, reference) from None
        self._asks_way = False
        return await self._take(body)

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
