"""A made-up user of the practice portal, with a passcode on the wire like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import ChooseDevice, Device, EnterCode, Prompt, WaitForApproval
from spot_tui.backend.problems import Problem
from spot_tui.cli.choices import Choices, chosen
from spot_tui.cli.output import tell
from spot_tui.cli.unattended import may_be_skipped, person_needed
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.practice import PracticeHelp, PracticePerson
    from spot_tui.backend.upstreams import Provider
    from spot_tui.desk import Desk


@dataclass(slots=True)
class MadeUpUser:
    """Knows her password, and does with her devices what she would do."""

    desk: Desk
    name: str
    choices: Choices
    _user_id: str = field(default="", init=False)

    def accept_terms(self) -> bool:
        """Made-up users accept them; that is recorded as for anybody."""
        return True

    async def begin(self) -> Prompt:
        """Look the made-up user's password up where the sign-in screen lists it."""
        person = await made_up_person(practice_of(self.desk), self.name)
        self._user_id = person.user_id
        return await self.desk.sign_in.start(person.user_id, person.password)

    async def answer(self, prompt: Prompt) -> Prompt:
        """Do what she would; what changes her account is left to a person."""
        if isinstance(prompt, ChooseDevice):
            return await self.desk.sign_in.choose(self._choose_device(prompt.devices).id)
        if isinstance(prompt, EnterCode):
            return await self.desk.sign_in.enter(await self._read_code(prompt.device))
        practice = practice_of(self.desk)
        if isinstance(prompt, WaitForApproval) and practice.can_press:
            await practice.press_yes(self._user_id, prompt.device.id, prompt.number)
            return await self.desk.sign_in.wait()
        if may_be_skipped(prompt):
            return await self.desk.sign_in.skip()
        raise person_needed(prompt)

    def try_again_after(self, problem: Problem) -> None:
        """Never."""
        raise problem

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, else the first."""
        return self.choices.pick_provider(providers) or providers[0]

    async def give_up(self) -> None:
        """Give the sign-in up."""
        await self.desk.sign_in.cancel()

    def _choose_device(self, devices: Sequence[Device]) -> Device:
        """Take the device named, else one that is sent a new code each time, else any."""
        if self.choices.device:
            return chosen("device", self.choices.pick_device(devices))
        usable = [device for device in devices if device.usable]
        return next((device for device in usable if device.is_sent), usable[0])

    async def _read_code(self, device: Device) -> str:
        """Fetch what the made-up phone shows now; a code that was used is refused, so wait for the next."""
        practice = practice_of(self.desk)
        code = await practice.passcode(self._user_id, device.id)
        if code.is_used:
            tell(say("cli.practice.wait", seconds=code.seconds_left))
            await asyncio.sleep(code.seconds_left)
            code = await practice.passcode(self._user_id, device.id)
        return code.passcode


def practice_of(desk: Desk) -> PracticeHelp:
    """Return the practice-only addresses. Raises `Problem` ``practice.only``."""
    if desk.practice is None:
        raise Problem("practice.only")
    return desk.practice


async def made_up_person(practice: PracticeHelp, name: str) -> PracticePerson:
    """Return the made-up user called `name`. Raises `Problem` ``choice.unknown``."""
    people = await practice.people()
    named = next((person for person in people if person.user_id.lower() == name.lower()), None)
    if named is None:
        known = ", ".join(person.user_id for person in people)
        raise Problem("choice.unknown", ("user_id",), {"given": name, "known": known})
    return named
