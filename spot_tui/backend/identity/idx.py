"""The adapter to the Identity Engine (IDX): it fills in the forms it is given, by name, in whatever order.

Interaction code flow: ``/interact``, ``/idp/idx/introspect``, forms until an interaction code comes, tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from spot_tui.backend.identity import idx_body
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.classic_body import part, text
from spot_tui.backend.identity.engine import Granted, Step
from spot_tui.backend.identity.idx_body import Choice, Form
from spot_tui.backend.identity.idx_errands import Errand, Filled, Forgot, Plain, Unlock, offered
from spot_tui.backend.identity.idx_prompts import CHOICES, prompt_of
from spot_tui.backend.identity.idx_wire import IdxWire
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChooseWay,
    DeviceKind,
    Enrol,
    EnrolPhone,
    Recovery,
)
from spot_tui.backend.problems import Problem

_MOST_STEPS = 12
"""So many forms are filled in without asking the person; who asks for more asks in circles."""

_NEW_PASSWORD = ("reset-authenticator", "reenroll-authenticator", "reenroll-authenticator-warning")


class IdxEngine:
    """One sign-in. What the organisation said last is kept; no handle or code leaves this object."""

    def __init__(self, organisation: Organisation, authorization: Authorization) -> None:
        self._wire = IdxWire(organisation)
        self._authorization = authorization
        self._host = organisation.host
        self._errand: Errand = Plain("", "")
        self._chosen: Choice | None = None
        self._to_confirm: Mapping[str, str] | None = None
        self._is_proving = False

    async def start(self, user_id: str, password: str) -> Step:
        """Send user ID and password, each in the form that asks for it."""
        return await self._begin(Plain(user_id, password))

    async def forgot(self, user_id: str) -> Step:
        """Begin to set a new password."""
        return await self._recover(Forgot(user_id))

    async def unlock(self, user_id: str) -> Step:
        """Begin to open a locked account."""
        return await self._recover(Unlock(user_id))

    async def prove_by_mail(self, token: str) -> Step:
        """Refuse: this engine's mails hold a code, which is typed as any other."""
        del token
        raise self._unknown()

    async def offers(self) -> frozenset[Recovery]:
        """Return what the first forms offer; the transaction that told them is given up again."""
        await self._wire.introspect(await self._authorization.interact())
        found = offered(self._wire.body)
        with suppress(Problem):
            await self._wire.cancel()
        return found

    async def choose(self, device_id: str) -> Step:
        """Take a device; the organisation sends its code or its request, where it sends one."""
        form, choice = self._choice(device_id)
        self._chosen, self._to_confirm = choice, choice.values
        return await self._send(form, self._errand.by(choice))

    async def enter(self, passcode: str) -> Step:
        """Send the passcode, under the name that the form has for it."""
        return await self._answer("challenge-authenticator", passcode)

    async def poll(self) -> Step:
        """Ask once whether the request was approved."""
        forms = idx_body.forms(self._wire.body)
        form = forms.get("challenge-poll") or forms.get("enroll-poll") or self._action("poll")
        if form is None:
            raise self._unknown()
        return await self._send(form, {})

    async def resend(self) -> Step:
        """Have the code or the request sent again: by the organisation's own form, else by choosing anew."""
        form = self._action("resend")
        if form is not None:
            return await self._send(form, {})
        if self._chosen is None:
            raise self._unknown()
        return await self.choose(self._chosen.device.id)

    async def change_password(self, old: str, new: str) -> Step:
        """Send the new password; the Identity Engine asks for no old one here."""
        del old
        self._is_proving = False
        forms = idx_body.forms(self._wire.body)
        name = next((name for name in _NEW_PASSWORD if name in forms), "")
        try:
            return await self._answer(name, new)
        except Problem as problem:
            if problem.code != "identity.refused":
                raise
            words, reference = problem.upstream_words, problem.reference
            raise Problem(
                "identity.password_rules", ("new_password",), problem.parameters, words, reference
            ) from None

    async def answer(self, text: str) -> Step:
        """Send the answer to the security question, with the question's key."""
        _, key = idx_body.question_of(self._wire.body)
        return await self._answer("challenge-authenticator", text, {"questionKey": key} if key else {})

    async def enrol(self, kind: DeviceKind, phone: str | None) -> Step:
        """Take the kind of device to register."""
        form, choice = self._enrolment(kind)
        if choice.wants_phone and phone is None:
            return EnrolPhone(kind)
        number = {"phoneNumber": phone} if choice.wants_phone and phone else {}
        self._chosen, self._to_confirm = choice, {**choice.values, **number}
        return await self._send(form, {"authenticator": dict(self._to_confirm)})

    async def activate(self, code: str) -> Step:
        """Send the new device's first code."""
        return await self._answer("enroll-authenticator", code)

    async def skip(self) -> Step:
        """Leave undone what may be skipped."""
        form = idx_body.forms(self._wire.body).get("skip")
        if form is None:
            raise self._unknown()
        return await self._send(form, {})

    async def back(self) -> Step:
        """Return to the devices, which the organisation need not know; to the ways by beginning anew."""
        self._chosen = None
        if self._is_proving and self._errand.ways(self._wire.body) is None:
            with suppress(Problem):
                await self._wire.cancel()
            return await self._recover(self._errand.again())
        first = (*CHOICES, "select-authenticator-enroll")
        return prompt_of(self._wire.body, first, self._account)

    async def grant(self) -> Mapping[str, str]:
        """Return the form with the interaction code."""
        code = _interaction_code(self._wire.body)
        self._wire.forget()
        if not code:
            raise Problem("identity.expired")
        return self._authorization.form_for(code)

    async def cancel(self) -> None:
        """Give up."""
        self._errand = Plain("", "")
        await self._wire.cancel()

    @property
    def _account(self) -> tuple[str, str]:
        return self._host, self._errand.user_id

    async def _begin(self, errand: Errand) -> Step:
        self._errand = errand
        await self._wire.introspect(await self._authorization.interact())
        return await self._go_on()

    async def _recover(self, errand: Errand) -> Step:
        self._is_proving = True
        return await self._begin(errand)

    async def _send(self, form: Form, values: Mapping[str, object]) -> Step:
        await self._wire.send(form, values)
        return await self._go_on()

    async def _answer(self, name: str, secret: str, more: Mapping[str, str] | None = None) -> Step:
        form = idx_body.forms(self._wire.body).get(name)
        if form is None or not form.secret_name():
            raise self._unknown()
        return await self._send(form, {"credentials": {**(more or {}), form.secret_name(): secret}})

    async def _go_on(self) -> Step:
        """Fill in what need not be asked of the person, until something must."""
        for _ in range(_MOST_STEPS):
            if _interaction_code(self._wire.body):
                self._errand = Plain("", "")
                return Granted()
            filled = self._declined() or self._errand.next(self._wire.body) or self._confirmed()
            if filled is None:
                return self._prompt()
            await self._wire.send(*filled)
        raise self._unknown()

    def _prompt(self) -> Step:
        asked = self._errand.ways(self._wire.body)
        if asked is not None and not asked[1]:
            raise Problem("identity.recovery")
        if asked is not None:
            return ChooseWay(tuple(choice.device for choice in asked[1]))
        prompt = prompt_of(self._wire.body, _order(self._kind), self._account)
        if isinstance(prompt, Enrol) and not prompt.kinds and not prompt.may_skip:
            raise Problem("identity.no_device")
        if isinstance(prompt, AnswerQuestion) and not prompt.question:
            raise self._unknown()
        return prompt

    def _declined(self) -> Filled | None:
        """Decline to be kept signed in: it is never offered here."""
        form = idx_body.forms(self._wire.body).get("keep-me-signed-in")
        return (form, {"keepMeSignedIn": False}) if form else None

    def _confirmed(self) -> Filled | None:
        """Confirm what was just chosen, once, where the organisation asks again before it sends a code."""
        values, self._to_confirm = self._to_confirm, None
        if values is None:
            return None
        forms = idx_body.forms(self._wire.body)
        for name in ("authenticator-verification-data", "authenticator-enrollment-data"):
            for way in idx_body.choices(self._wire.body, forms[name]) if name in forms else ():
                if way.device.kind is self._kind:
                    return forms[name], {"authenticator": {**values, **way.values}}
        return None

    @property
    def _kind(self) -> DeviceKind | None:
        return self._chosen.device.kind if self._chosen else None

    def _choice(self, device_id: str) -> tuple[Form, Choice]:
        """Return the form that offers a device, and how it does."""
        asked = self._errand.ways(self._wire.body)
        for choice in asked[1] if asked else ():
            if asked and choice.device.id == device_id:
                return asked[0], choice
        forms = idx_body.forms(self._wire.body)
        for name in CHOICES:
            for choice in idx_body.choices(self._wire.body, forms[name]) if name in forms else ():
                if choice.device.id == device_id and choice.device.usable:
                    return forms[name], choice
        raise Problem("identity.device_off")

    def _enrolment(self, kind: DeviceKind) -> tuple[Form, Choice]:
        forms = idx_body.forms(self._wire.body)
        for name in ("authenticator-enrollment-data", "select-authenticator-enroll"):
            for choice in idx_body.choices(self._wire.body, forms[name]) if name in forms else ():
                if choice.device.kind is kind:
                    return forms[name], choice
        raise Problem("identity.device_off")

    def _action(self, name: str) -> Form | None:
        return idx_body.action(self._wire.body, name)

    def _unknown(self) -> Problem:
        names = " ".join(idx_body.forms(self._wire.body)) or "?"
        return Problem("identity.unknown_state", (), {"status": names[:80]})


def _order(kind: DeviceKind | None) -> tuple[str, ...]:
    """Return which form is asked about first where several would do: a code, if one is to come."""
    first, second = "challenge-poll", "challenge-authenticator"
    if kind is not None and kind is not DeviceKind.PUSH:
        first, second = second, first
    return (first, second)


def _interaction_code(body: object) -> str:
    values = part(body, "successWithInteractionCode", "value")
    for entry in values if isinstance(values, list) else ():
        if text(entry, "name") == "interaction_code":
            return text(entry, "value")
    return ""
