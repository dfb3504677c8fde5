"""A person at the terminal: is asked, told what is wrong, and asked again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from spot_tui.backend.identity.forms import code_field, sign_in_form
from spot_tui.backend.identity.prompts import (
    ChooseDevice,
    ChooseWay,
    Device,
    Direction,
    Done,
    EnterCode,
    Message,
    Prompt,
)
from spot_tui.backend.identity.refused_tries import Risk
from spot_tui.backend.problems import Problem
from spot_tui.cli import errands
from spot_tui.cli.choices import Choices
from spot_tui.terminal.prompts import Prompts
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.sign_in import SignIn
    from spot_tui.backend.upstreams import Provider

OTHER_DEVICE = "-"

# What a person may type anew; after anything else the sign-in is over.
_CORRECTABLE = frozenset(
    {
        *("field.missing", "passcode.shape", "yubikey.shape", "phone.shape"),
        *("identity.credentials", "identity.maybe_locked", "identity.passcode_wrong"),
        *("identity.passcode_used", "identity.passcode_late", "identity.device_off"),
        *("identity.resend_wait", "identity.resend_cap", "identity.expired", "identity.push_limit"),
        *("identity.answer_wrong", "identity.old_password", "identity.password_rules", "identity.phone"),
        *("identity.invalid", "identity.mail_token", "mail_token.shape"),
    }
)

Errand = Literal["forgot", "unlock"]

_ERRAND_AFTER: dict[str, Errand] = {
    "identity.locked": "unlock",
    "identity.maybe_locked": "unlock",
    "identity.inactive": "forgot",
    "identity.password_expired": "forgot",
}


@dataclass(slots=True)
class Person:
    """Somebody at the terminal; she may also set a new password or open her locked account first."""

    prompts: Prompts
    sign_in: SignIn
    account_page: str
    user_id: str
    terms_accepted: bool
    choices: Choices
    _errand: Errand | None = field(default=None, init=False)
    _began: Errand | None = field(default=None, init=False)
    _has_other_device: bool = field(default=False, init=False)
    _has_chosen: bool = field(default=False, init=False)
    _leaves_locked: bool = field(default=False, init=False)

    def accept_terms(self) -> bool:
        """Show the terms and ask, unless the command already accepts them."""
        if self.terms_accepted:
            return True
        self.prompts.tell(say("terms.text"))
        return self.prompts.confirm(say("cli.terms.question"))

    async def begin(self) -> Prompt:
        """Send user ID and password, or do first what stands in their way."""
        self._has_chosen = self._has_other_device = False
        self._began, self._errand = self._errand, None
        if self._began:
            return await self._recover(self._began, self.sign_in.user_id)
        form = sign_in_form()
        user_id = (self.user_id or self.prompts.ask(form.field("user_id"))).strip()
        if self._opens_first(user_id):
            self._began = "unlock"
            return await self._recover("unlock", user_id)
        self.prompts.tell(say("cli.password.forgotten"))
        while True:
            password = self.prompts.ask_or_nothing(form.field("password"))
            if password:
                return await self.sign_in.start(user_id, password)
            if self.prompts.confirm(say("cli.errand.forgot")):
                self._began = "forgot"
                return await self._recover("forgot", user_id)

    def _opens_first(self, user_id: str) -> bool:
        """Ask before a password that may lock or suspend the account; tell whether to open it instead.

        Raises `Problem` ``identity.cancelled`` or, where the account is or may be locked,
        ``identity.not_tried``.
        """
        caution = self.sign_in.caution(user_id)
        if caution is None:
            return False
        self.prompts.tell(say(f"cli.sign_in.{caution.risk}", tries=caution.tries, until=caution.until))
        if caution.risk is Risk.LOCKS:
            self._ask_whether_to_try(Problem("identity.cancelled"))
            return False
        if not self._leaves_locked and self.prompts.confirm(say("cli.errand.unlock")):
            return True
        self.prompts.tell(say("cli.sign_in.suspends"))
        given = {"until": caution.until, "user_id": user_id}
        self._ask_whether_to_try(Problem("identity.not_tried", (), given))
        return False

    def _ask_whether_to_try(self, otherwise: Problem) -> None:
        if not self.prompts.confirm(say("cli.sign_in.anyway")):
            raise otherwise

    async def answer(self, prompt: Prompt) -> Prompt:
        """Ask for what the organisation asks for."""
        match prompt:
            case ChooseDevice():
                return await self._choose_device(prompt)
            case ChooseWay():
                return await self._choose_way(prompt)
            case EnterCode():
                return await self._enter_code(prompt)
            case Message():
                return await self._read_message(prompt)
            case Done():
                return prompt
        return await errands.answer(self.prompts, self.sign_in, prompt)

    def try_again_after(self, problem: Problem) -> None:
        """Say what is wrong and go on where a person can mend it by typing, or by an errand of hers."""
        errand = _ERRAND_AFTER.get(problem.code)
        if errand and not self._began:
            self.prompts.explain(problem)
            if self.prompts.confirm(say(f"cli.errand.{errand}")):
                self._errand = errand
                return
            self._leaves_locked = errand == "unlock"
            if problem.code in _CORRECTABLE:
                return
            raise problem
        if problem.code == "identity.recovery" and self._began:
            self.prompts.tell(say(f"identity.directions.{self._began}", page=self.account_page))
        if problem.code not in _CORRECTABLE:
            raise problem
        self.prompts.explain(problem)

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, else ask; the only one there is need not be asked for."""
        chosen = self.choices.pick_provider(providers)
        if chosen:
            return chosen
        labels = [
            f"{provider.organisation}, NPI {provider.npi}, {provider.location}" for provider in providers
        ]
        return providers[self.prompts.choose(say("cli.provider.choose"), labels)]

    async def give_up(self) -> None:
        """Give the sign-in up."""
        await self.sign_in.cancel()

    async def _recover(self, errand: Errand, user_id: str) -> Prompt:
        return await (self.sign_in.forgot if errand == "forgot" else self.sign_in.unlock)(user_id)

    async def _choose_way(self, prompt: ChooseWay) -> Prompt:
        labels = [device.label for device in prompt.devices]
        way = prompt.devices[self.prompts.choose(say("cli.errand.channel"), labels)]
        return await self.sign_in.choose(way.id)

    async def _choose_device(self, prompt: ChooseDevice) -> Prompt:
        """Take the device named, or the only one; once that did not do, she is asked."""
        device = None if self._has_chosen else self.choices.pick_device(prompt.devices)
        usable = [device for device in prompt.devices if device.usable]
        if device is None:
            labels = [device.label for device in usable]
            device = usable[self.prompts.choose(say("cli.device.choose"), labels)]
        self._has_chosen, self._has_other_device = True, len(usable) > 1
        return await self.sign_in.choose(device.id)

    async def _enter_code(self, prompt: EnterCode) -> Prompt:
        self.prompts.tell(say("cli.passcode.device", device=prompt.device.label))
        typed = self._ask_code(prompt.device)
        if typed == OTHER_DEVICE:
            return await self.sign_in.back()
        if typed and (caution := self.sign_in.caution()):
            self.prompts.tell(say(f"cli.sign_in.{caution.risk}", tries=caution.tries, until=caution.until))
            self._ask_whether_to_try(Problem("identity.cancelled"))
        return await (self.sign_in.enter(typed) if typed else self.sign_in.resend())

    def _ask_code(self, device: Device) -> str:
        """Ask for a code; an empty line has it sent again where it is sent, a dash takes another device."""
        asked = code_field(device.kind)
        if self._has_other_device:
            self.prompts.tell(say("cli.passcode.other", key=OTHER_DEVICE))
            rule = asked.rule
            asked = replace(asked, rule=lambda text: text if text.strip() == OTHER_DEVICE else rule(text))
        if not device.is_sent:
            return self.prompts.ask(asked).strip()
        self.prompts.tell(say("cli.passcode.again"))
        return self.prompts.ask_or_nothing(asked).strip()

    async def _read_message(self, message: Message) -> Prompt:
        """Show it; what it tells is the end, or she signs in with what she has done."""
        self.prompts.tell(say(f"cli.message.{message.direction}"))
        if message.text:
            self.prompts.tell(message.text)
        if message.direction in {Direction.UNLOCKED, Direction.CHANGED}:
            return await self.begin()
        raise Problem("identity.ended_by_message")
