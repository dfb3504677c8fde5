"""Who signs in on the command line: a person at the terminal, a script, or a made-up user in practice."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from spot_tui.backend.identity.forms import passcode_form, sign_in_form
from spot_tui.backend.problems import Problem
from spot_tui.cli.output import tell
from spot_tui.terminal.endings import breaking_in
from spot_tui.terminal.prompts import Prompts, terminal_prompts
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.prompts import Device
    from spot_tui.backend.upstreams import Provider
    from spot_tui.desk import Desk

T = TypeVar("T")

MayLock = Callable[[str], bool]
"""Whether a wrong password of this user may lock the account."""

# What a person may type anew; after anything else the sign-in is over.
_CORRECTABLE = frozenset(
    {
        *("field.missing", "passcode.shape"),
        *("identity.credentials", "identity.maybe_locked", "identity.passcode_wrong"),
        *("identity.passcode_used", "identity.passcode_late", "identity.device_off"),
        *("identity.resend_wait", "identity.resend_cap", "identity.expired"),
    }
)


class Signer(Protocol):
    """Answers what a sign-in asks."""

    def accept_terms(self) -> bool:
        """Tell whether the terms are accepted."""
        ...

    async def give_password(self, may_lock: MayLock) -> tuple[str, str]:
        """Return user ID and password, after asking where a wrong one may lock that account."""
        ...

    def choose_device(self, devices: Sequence[Device]) -> Device:
        """Return one of the usable devices."""
        ...

    async def give_passcode(self, device: Device, may_lock: bool) -> str:
        """Return the passcode, or nothing to have it sent again, after asking where a wrong one may lock."""
        ...

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Return one of the profile's providers."""
        ...

    def try_again_after(self, problem: Problem) -> None:
        """Return when the same is to be asked again, else raise the problem."""
        ...


def signer_for(arguments: argparse.Namespace, desk: Desk) -> Signer:
    """Return who signs in for a command with the sign-in options.

    ``--practice-user`` is a made-up user; ``--username`` with a standard input that is no terminal is a
    script; everything else is asked at the terminal. Raises `Problem` ``terminal.missing``.
    """
    choices = _Choices(arguments.device, arguments.provider)
    if arguments.practice_user:
        return MadeUpUser(desk, arguments.practice_user, choices)
    if arguments.username and not sys.stdin.isatty():
        return Script(desk, arguments.username, arguments.accept_terms, choices)
    prompts = terminal_prompts()
    if prompts is None:
        raise Problem("terminal.missing")
    return Person(prompts, arguments.username, arguments.accept_terms, choices)


@dataclass(frozen=True, slots=True)
class _Choices:
    """What options choose: a device by kind, number or address; a provider by NPI, PTAN or name."""

    device: str
    provider: str

    def pick_device(self, devices: Iterable[Device]) -> Device | None:
        usable = [device for device in devices if device.usable]
        names = [(device.kind.value, device.where, device.label) for device in usable]
        return _pick("device", self.device, usable, names)

    def pick_provider(self, providers: Sequence[Provider]) -> Provider | None:
        names = [(provider.npi, provider.ptan, provider.organisation) for provider in providers]
        return _pick("provider", self.provider, providers, names)


@dataclass(slots=True)
class Person:
    """Somebody at the terminal: is asked, told what is wrong, and asked again."""

    prompts: Prompts
    user_id: str
    terms_accepted: bool
    choices: _Choices

    def accept_terms(self) -> bool:
        """Show the terms and ask, unless the command already accepts them."""
        if self.terms_accepted:
            return True
        self.prompts.tell(say("terms.text"))
        return self.prompts.confirm(say("cli.terms.question"))

    async def give_password(self, may_lock: MayLock) -> tuple[str, str]:
        """Ask for what the command did not name."""
        form = sign_in_form()
        user_id = (self.user_id or self.prompts.ask(form.field("user_id"))).strip()
        if may_lock(user_id):
            self._confirm_last_try()
        return user_id, self.prompts.ask(form.field("password"))

    def _confirm_last_try(self) -> None:
        if not self.prompts.confirm(say("cli.sign_in.last_try")):
            raise Problem("identity.cancelled")

    def choose_device(self, devices: Sequence[Device]) -> Device:
        """Take the device named, else ask; the only one there is need not be asked for."""
        chosen = self.choices.pick_device(devices)
        if chosen:
            return chosen
        usable = [device for device in devices if device.usable]
        return usable[self.prompts.choose(say("cli.device.choose"), [device.label for device in usable])]

    async def give_passcode(self, device: Device, may_lock: bool) -> str:
        """Ask for it; an empty line has it sent again where it is sent at all."""
        if may_lock:
            self._confirm_last_try()
        self.prompts.tell(say("cli.passcode.device", device=device.label))
        field = passcode_form().field("passcode")
        if not device.is_sent:
            return self.prompts.ask(field)
        self.prompts.tell(say("cli.passcode.again"))
        return self.prompts.ask_or_nothing(field)

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, else ask; the only one there is need not be asked for."""
        chosen = self.choices.pick_provider(providers)
        if chosen:
            return chosen
        labels = [
            f"{provider.organisation}, NPI {provider.npi}, {provider.location}" for provider in providers
        ]
        return providers[self.prompts.choose(say("cli.provider.choose"), labels)]

    def try_again_after(self, problem: Problem) -> None:
        """Say what is wrong and go on where a person can mend it by typing."""
        if problem.code not in _CORRECTABLE:
            raise problem
        self.prompts.explain(problem)


@dataclass(slots=True)
class Script:
    """A script: password and passcode are the first two lines of standard input, nothing is tried twice."""

    desk: Desk
    user_id: str
    terms_accepted: bool
    choices: _Choices

    def accept_terms(self) -> bool:
        """Only its option accepts them."""
        return self.terms_accepted

    async def give_password(self, may_lock: MayLock) -> tuple[str, str]:
        """Read the password, unless the user's last one was refused."""
        self.desk.marks.require_unrefused(self.user_id)
        return self.user_id, _input_line("password")

    def choose_device(self, devices: Sequence[Device]) -> Device:
        """Take the device named, or the only one there is."""
        return _chosen("device", self.choices.pick_device(devices))

    async def give_passcode(self, device: Device, may_lock: bool) -> str:
        """Read it when it is needed, so that a script may wait for the code to be sent."""
        return _input_line("passcode")

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, or the only one there is."""
        return _chosen("provider", self.choices.pick_provider(providers))

    def try_again_after(self, problem: Problem) -> None:
        """Never."""
        raise problem


@dataclass(slots=True)
class MadeUpUser:
    """A made-up user of the practice portal, with a passcode on the wire like any other."""

    desk: Desk
    name: str
    choices: _Choices
    _user_id: str = field(default="", init=False)

    def accept_terms(self) -> bool:
        """Made-up users accept them; that is recorded as for anybody."""
        return True

    async def give_password(self, may_lock: MayLock) -> tuple[str, str]:
        """Look the made-up user's password up where the sign-in screen lists it."""
        if self.desk.practice is None:
            raise Problem("practice.only")
        people = await self.desk.practice.people()
        named = [person for person in people if person.user_id.lower() == self.name.lower()]
        if not named:
            known = ", ".join(person.user_id for person in people)
            raise Problem("choice.unknown", ("user_id",), {"given": self.name, "known": known})
        self._user_id = named[0].user_id
        return named[0].user_id, named[0].password

    def choose_device(self, devices: Sequence[Device]) -> Device:
        """Take the device named, else one that is sent a new code each time, else any."""
        if self.choices.device:
            return _chosen("device", self.choices.pick_device(devices))
        usable = [device for device in devices if device.usable]
        return next((device for device in usable if device.is_sent), usable[0])

    async def give_passcode(self, device: Device, may_lock: bool) -> str:
        """Fetch what the made-up phone shows now; a code that was used is refused, so wait for the next."""
        if self.desk.practice is None:
            raise Problem("practice.only")
        code = await self.desk.practice.passcode(self._user_id, device.id)
        if code.is_used:
            tell(say("cli.practice.wait", seconds=code.seconds_left))
            await asyncio.sleep(code.seconds_left)
            code = await self.desk.practice.passcode(self._user_id, device.id)
        return code.passcode

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, else the first."""
        return self.choices.pick_provider(providers) or providers[0]

    def try_again_after(self, problem: Problem) -> None:
        """Never."""
        raise problem


def _pick(name: str, given: str, options: Sequence[T], names: Sequence[tuple[str, ...]]) -> T | None:
    """Return the option that `given` names, or the only one; None where nothing was given to choose by."""
    if not given:
        return options[0] if len(options) == 1 else None
    wanted = given.strip().lower()
    found = [
        option
        for option, known in zip(options, names, strict=True)
        if wanted in {known_name.lower() for known_name in known if known_name}
    ]
    if len(found) != 1:
        listed = "; ".join(", ".join(filter(None, known)) for known in names)
        raise Problem("choice.unknown", (name,), {"given": given, "known": listed})
    return found[0]


def _chosen(name: str, option: T | None) -> T:
    if option is None:
        raise Problem("field.missing", (name,))
    return option


def _input_line(name: str) -> str:
    with breaking_in():
        line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Problem("field.missing", (name,))
    return line
