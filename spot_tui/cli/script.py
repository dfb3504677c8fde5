"""A script that signs in: password and passcode are the first two lines of standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import ChooseDevice, DeviceKind, EnterCode, Prompt, WaitForApproval
from spot_tui.backend.problems import Problem
from spot_tui.cli.choices import Choices, chosen
from spot_tui.cli.unattended import may_be_skipped, person_needed
from spot_tui.terminal.endings import breaking_in

if TYPE_CHECKING:
    from spot_tui.backend.upstreams import Provider
    from spot_tui.desk import Desk


@dataclass(slots=True)
class Script:
    """Nothing is tried twice, and what only a person can give is named in the problem that ends it."""

    desk: Desk
    user_id: str
    terms_accepted: bool
    choices: Choices

    def accept_terms(self) -> bool:
        """Only its option accepts them."""
        return self.terms_accepted

    async def begin(self) -> Prompt:
        """Send the password, unless the user's last one was refused."""
        self.desk.marks.require_unrefused(self.user_id)
        return await self.desk.sign_in.start(self.user_id, _input_line("password"))

    async def answer(self, prompt: Prompt) -> Prompt:
        """Take the device named, or the only one; read the passcode once it is needed."""
        if isinstance(prompt, ChooseDevice):
            device = chosen("device", self.choices.pick_device(prompt.devices))
            if device.kind is DeviceKind.PUSH:
                # Before it is chosen: nobody's phone is to ring for a script.
                raise person_needed(WaitForApproval(device))
            return await self.desk.sign_in.choose(device.id)
        if isinstance(prompt, EnterCode):
            return await self.desk.sign_in.enter(_input_line("passcode"))
        if may_be_skipped(prompt):
            return await self.desk.sign_in.skip()
        raise person_needed(prompt)

    def try_again_after(self, problem: Problem) -> None:
        """Never."""
        raise problem

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, or the only one there is."""
        return chosen("provider", self.choices.pick_provider(providers))

    async def give_up(self) -> None:
        """Give the sign-in up."""
        await self.desk.sign_in.cancel()


def _input_line(name: str) -> str:
    with breaking_in():
        line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise Problem("field.missing", (name,))
    return line
