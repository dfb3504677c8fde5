"""A person who signs in with a web browser: a code is shown here, and who came in is to be confirmed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spot_tui.backend.identity.prompts import Done, Prompt
from spot_tui.backend.problems import Problem
from spot_tui.cli.made_up_user import made_up_person
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.identity.device_grant import DeviceGrant
    from spot_tui.backend.identity.practice import PracticeHelp
    from spot_tui.backend.upstreams import Provider
    from spot_tui.cli.person import Person

_SECONDS_A_MINUTE = 60


@dataclass(slots=True)
class Browser:
    """The device grant for a `person` at a terminal.

    In practice the made-up user called `made_up` may be at the browser, by `practice`.
    """

    person: Person
    grant: DeviceGrant
    practice: PracticeHelp | None = None
    made_up: str = ""

    def accept_terms(self) -> bool:
        """Show the terms and ask, unless the command already accepts them."""
        return self.person.accept_terms()

    async def begin(self) -> Prompt:
        """Show the code, wait until it was entered, and open the session of who is confirmed."""
        code = await self.grant.start()
        minutes = int(self.grant.seconds_left // _SECONDS_A_MINUTE)
        self.person.prompts.tell(say("cli.grant.open", address=code.address, origin=code.origin))
        self.person.prompts.tell(say("cli.grant.code", code=code.user_code, minutes=minutes))
        self.person.prompts.tell(say("cli.grant.wait"))
        if self.made_up:
            await self._enter_as_made_up(code.user_code)
        came = await self.grant.wait()
        if not self.person.prompts.confirm(say("cli.grant.confirm", name=came.name, user_id=came.user_id)):
            await self.grant.decline()
            raise Problem("identity.cancelled")
        return Done(await self.grant.confirm())

    async def answer(self, prompt: Prompt) -> Prompt:
        """Nothing else is asked here: all that is asked was answered in the browser."""
        return prompt

    def try_again_after(self, problem: Problem) -> None:
        """Ask whether a code that has run out is to be replaced."""
        if problem.code != "identity.grant_expired":
            raise problem
        self.person.prompts.explain(problem)
        if not self.person.prompts.confirm(say("cli.grant.again")):
            raise problem

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Take the provider named, else ask."""
        return self.person.choose_provider(providers)

    async def give_up(self) -> None:
        """Give up what is under way, and the tokens of who was not confirmed."""
        await self.grant.cancel()

    async def _enter_as_made_up(self, user_code: str) -> None:
        if self.practice is None or not self.practice.can_decide:
            raise Problem("practice.only")
        person = await made_up_person(self.practice, self.made_up)
        await self.practice.decide(user_code, person.user_id, approve=True)
