"""The keys at the sign-in for a forgotten password and a locked account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.message import Message

from spot_tui.backend.identity.prompts import Recovery
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.step import Step
from spot_tui.words import say

HELPS_AFTER = {
    "identity.credentials": ("forgot", "unlock_account"),
    "identity.locked": ("unlock_account",),
    "identity.maybe_locked": ("unlock_account",),
    "identity.inactive": ("forgot",),
    "identity.password_expired": ("forgot",),
    "identity.no_usable_device": ("browser",),
}
"""The commands that help after a problem of this code, where they work."""


class RecoveryKeys(Step):
    """What the organisation allows is done here; for the rest the same key gives directions."""

    KEYS: ClassVar[tuple[str, ...]] = ("forgot", "forgot_directions", "unlock_account", "unlock_directions")

    class Learned(Message):
        """What the organisation allows is known, or it does not answer."""

    @property
    def typed_user_id(self) -> str:
        """Whose password or account it is, as far as it is typed."""
        raise NotImplementedError

    def learn_self_service(self) -> None:
        """Ask the organisation what it allows."""
        self.run_worker(self._learn_self_service(), exit_on_error=True)

    async def _learn_self_service(self) -> None:
        # Who does not answer now is told of when something is sent.
        with suppress(Problem):
            await self.house.desk.sign_in.self_service.look()
        self.post_message(self.Learned())

    @on(Learned)
    def _show_keys(self) -> None:
        self.tell_keys()

    def _allows(self, recovery: Recovery) -> bool:
        return recovery in self.house.desk.sign_in.self_service.allowed

    def can_forgot(self) -> bool:
        """Tell whether a forgotten password can be set anew here."""
        return self._allows(Recovery.FORGOT)

    def can_forgot_directions(self) -> bool:
        """Tell whether that is done elsewhere."""
        return not self._allows(Recovery.FORGOT)

    def can_unlock_account(self) -> bool:
        """Tell whether a locked account can be opened here."""
        return self._allows(Recovery.UNLOCK)

    def can_unlock_directions(self) -> bool:
        """Tell whether that is done elsewhere."""
        return not self._allows(Recovery.UNLOCK)

    def do_forgot(self) -> None:
        """Set a new password for a forgotten one."""
        self._recover(Recovery.FORGOT)

    def do_unlock_account(self) -> None:
        """Open a locked account."""
        self._recover(Recovery.UNLOCK)

    def do_forgot_directions(self) -> None:
        """Tell where a password is set anew."""
        self._direct()

    def do_unlock_directions(self) -> None:
        """Tell where an account is opened."""
        self._direct()

    def _recover(self, recovery: Recovery) -> None:
        from spot_tui.screens.recovery import RecoveryPage

        self.forget()
        self.house.replace(RecoveryPage(recovery, self.typed_user_id))

    def _direct(self) -> None:
        from spot_tui.screens.directions import DirectionsPage

        self.forget()
        self.house.replace(DirectionsPage(self.typed_user_id))

    def _contacts(self, problem: Problem) -> tuple[str, ...]:
        """Offer the keys that help, before whom to ask."""
        offered = (name for name in HELPS_AFTER.get(problem.code, ()) if self._helps(name))
        keys = tuple(say(f"recovery.offer.{name}", key=key_name(COMMANDS[name].key)) for name in offered)
        return (*keys, *super()._contacts(problem))

    def _helps(self, name: str) -> bool:
        """Tell whether a command of this screen works; it need not be free yet to be offered."""
        can: Callable[[], bool] | None = getattr(self, f"can_{name}", None)
        return name in self.KEYS and (can is None or can())
