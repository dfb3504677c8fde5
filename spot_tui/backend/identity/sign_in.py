"""The sign-in: user ID and password, a device, a passcode, and a session at the end.

Every verb returns the next `Prompt` or raises a `Problem`. After a problem the sign-in stands where it stood
(`prompt`), unless `prompt` is None: then it starts again with `start`.
"""

from __future__ import annotations

from datetime import timedelta

from spot_tui.backend.identity.prompts import Prompt


class SignIn:
    """One sign-in after the other, for one organisation, on one terminal.

    A password and a passcode are sent once each, never again by themselves. One verb runs at a time (a second
    one raises ``identity.busy``); `cancel` may be called at any moment.
    """

    prompt: Prompt | None
    clock_difference: timedelta | None
    """How far the organisation's clock is ahead of this machine's, if it said so."""

    @property
    def wrong_passwords(self) -> int:
        """How many passwords in a row were refused in this run of the program."""
        raise NotImplementedError

    @property
    def should_ask_first(self) -> bool:
        """Whether the next wrong password may lock the account, so that the person is to be asked before."""
        raise NotImplementedError

    @property
    def resend_wait(self) -> float:
        """Seconds until `resend` may be called; 0 when it may, or when there is nothing to send."""
        raise NotImplementedError

    async def start(self, user_id: str, password: str) -> Prompt:
        """Send user ID and password.

        Raises `Problem`: ``field.missing``, ``identity.credentials``, ``identity.locked`` (with the clock
        time at which it opens), ``identity.maybe_locked``, ``identity.password_expired``, ...
        """
        raise NotImplementedError

    async def choose(self, device_id: str) -> Prompt:
        """Take a device of `ChooseDevice`; where its code is sent, have it sent."""
        raise NotImplementedError

    async def enter(self, passcode: str) -> Prompt:
        """Send the passcode.

        Raises `Problem`: ``identity.passcode_wrong``, ``identity.passcode_used``, ``identity.expired``, ...
        """
        raise NotImplementedError

    async def resend(self) -> Prompt:
        """Have the code sent again. Raises `Problem` ``identity.resend_wait`` when it is too early."""
        raise NotImplementedError

    async def skip(self) -> Prompt:
        """Leave undone what may be skipped (`ChangePassword`, `Enrol`)."""
        raise NotImplementedError

    async def back(self) -> Prompt:
        """Return to the choice of the device."""
        raise NotImplementedError

    async def cancel(self) -> None:
        """Give the sign-in up: tell the organisation if it can be told, and forget everything."""
        raise NotImplementedError
