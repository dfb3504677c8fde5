"""The sign-in: user ID and password, a device, a passcode, and a session at the end.

Every verb returns the next `Prompt` or raises a `Problem`. After a problem the sign-in stands where it stood
(`prompt`), unless `prompt` is None: then it starts again with `start`.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.formats import read_mail_token, read_passcode, read_phone, read_yubikey_code, require
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.prompts import ChooseWay, DeviceKind, EnrolDetails, EnterCode, Prompt, Recovery
from spot_tui.backend.identity.pushes import Sleep
from spot_tui.backend.identity.refused_tries import Caution
from spot_tui.backend.identity.self_service import SelfService
from spot_tui.backend.identity.sign_in_work import SignInWork
from spot_tui.backend.identity.turns import Turns
from spot_tui.backend.problems import Problem
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import IdentityUpstream


class SignIn:
    """One sign-in after the other, for one organisation, on one terminal.

    A password and a passcode are sent once each, never again by themselves. One verb runs at a time (a second
    one raises ``identity.busy``); `cancel` may be called at any moment, and what runs then raises
    ``identity.cancelled``; any verb ends a `wait` that runs. `zone` is the one in which clock times are told.
    """

    def __init__(
        self,
        upstream: IdentityUpstream,
        client: UpstreamClient,
        *,
        audit: AuditLog,
        marks: SignInMarks,
        clock: Clock,
        new_id: NewId,
        zone: ZoneInfo,
        sessions: Sessions | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._work = SignInWork(
            upstream,
            client,
            audit=audit,
            marks=marks,
            clock=clock,
            zone=zone,
            sessions=sessions or Sessions(clock=clock, audit=audit, new_id=new_id),
            sleep=sleep,
        )
        self._turns: Turns[Prompt] = Turns()

    @property
    def prompt(self) -> Prompt | None:
        """Where the sign-in stands; None where it starts with `start`."""
        return self._work.prompt

    @property
    def user_id(self) -> str:
        """Whom the last sign-in was for, kept when it ends so that it need not be typed again."""
        return self._work.user_id

    @property
    def clock_difference(self) -> timedelta | None:
        """How far the organisation's clock is ahead of this machine's, if it said so."""
        return self._work.organisation.clock_difference

    def caution(self, user_id: str = "") -> Caution | None:
        """Why the person is to be asked before the next password or passcode; None if there is no need.

        One more refused try may lock the account of `user_id` or, where it is or may be locked, suspend it.
        Without a user ID it is about who signs in now.
        """
        return self._work.caution(user_id)

    @property
    def resend_wait(self) -> float:
        """Seconds until `resend` may be called; 0 when it may, or when there is nothing to send."""
        return self._work.resend_wait

    async def look(self) -> None:
        """Ask the organisation what a sign-in would ask before the password: its engine and its addresses.

        Raises `Problem`: ``identity.engine``, ``identity.configuration``, ``upstream.*``.
        """
        await self._work.look()

    async def start(self, user_id: str, password: str) -> Prompt:
        """Send user ID and password.

        Raises `Problem`: ``field.missing``, ``identity.credentials``, ``identity.locked`` (with the clock
        time at which it opens), ``identity.maybe_locked``, ``identity.password_expired``, ...
        """
        user = require(user_id, "user_id")
        require(password, "password")
        return await self._turns.take(self._work.start(user, password))

    async def start_limited(self, user_id: str, password: str) -> Prompt:
        """Send user ID and password for a session that is good for the person's access requests only.

        So an account without a role signs in. Goes on and raises as `start`; besides ``access.no_onboarding``
        where the profile has no client for it.
        """
        user = require(user_id, "user_id")
        require(password, "password")
        return await self._turns.take(self._work.start_limited(user, password))

    async def choose(self, device_id: str) -> Prompt:
        """Take a device of `ChooseDevice` or a way of `ChooseWay`, and have sent what there is to send.

        Raises `Problem`: ``identity.push_limit`` when enough requests were sent, ``identity.device_off``, ...
        """
        is_way = isinstance(self.prompt, ChooseWay)
        return await self._turns.take((self._work.choose_way if is_way else self._work.choose)(device_id))

    async def enter(self, passcode: str) -> Prompt:
        """Send the passcode.

        Raises `Problem`: ``passcode.shape``, ``identity.passcode_wrong``, ``identity.passcode_used`` (also,
        without sending it, for one that was sent before), ``identity.expired``, ...
        """
        device = self.prompt.device if isinstance(self.prompt, EnterCode) else None
        read = read_yubikey_code if device and device.kind is DeviceKind.YUBIKEY else read_passcode
        return await self._turns.take(self._work.enter(read(passcode)))

    async def wait(self) -> Prompt:
        """Wait until the request of `WaitForApproval` is answered, asking at the organisation's pace.

        Returns the same kind of prompt when only its number changed: show it, and wait again. `back`,
        `resend` and `cancel` end the waiting, and this then raises ``identity.cancelled``. Raises `Problem`:
        ``identity.push_rejected``, ``identity.push_timeout``; nothing is sent again by itself.
        """
        return await self._turns.wait(self._work.wait())

    async def resend(self) -> Prompt:
        """Have the code, or the request for approval, sent again.

        Raises `Problem` ``identity.resend_wait`` when it is too early, ``identity.push_limit``.
        """
        if self.resend_wait > 0:
            raise Problem("identity.resend_wait", (), {"seconds": int(self.resend_wait) + 1})
        return await self._turns.take(self._work.resend())

    async def change_password(self, old: str, new: str) -> Prompt:
        """Send the new password, once; `old` is empty where `ChangePassword` does not ask for it.

        Raises `Problem`: ``field.missing``, ``identity.old_password``, ``identity.password_rules``, ...
        """
        require(new, "new_password")
        return await self._turns.take(self._work.change_password(old, new))

    async def answer(self, text: str) -> Prompt:
        """Send the answer to the security question. Raises `Problem` ``identity.answer_wrong``, ..."""
        answer = require(text, "answer")
        return await self._turns.take(self._work.step("auth.recover", lambda engine: engine.answer(answer)))

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        """Begin to register a device; SMS and voice ask for the number first (`EnrolPhone`).

        Raises `Problem`: ``phone.shape``, ``identity.phone`` for a number that the organisation refuses, ...
        """
        number = None if phone is None else read_phone(phone)
        return await self._turns.take(self._work.enrol(kind, number))

    async def activate(self, code: str) -> Prompt:
        """Send the first code of the device that is being registered. Raises as `enter` does."""
        kind = self.prompt.kind if isinstance(self.prompt, EnrolDetails) else None
        read = read_yubikey_code if kind is DeviceKind.YUBIKEY else read_passcode
        return await self._turns.take(self._work.activate(read(code)))

    @property
    def self_service(self) -> SelfService:
        """What may be done here about a forgotten password or a lock."""
        return self._work.self_service

    async def forgot(self, user_id: str) -> Prompt:
        """Set a new password for a forgotten one.

        What follows depends on the organisation: mostly the ways to prove whose account it is (`ChooseWay`),
        a code or a mail, a question, a new password. Raises `Problem` ``identity.recovery`` where it is not
        allowed.
        """
        user = require(user_id, "user_id")
        return await self._turns.take(self._work.recover(Recovery.FORGOT, user))

    async def unlock(self, user_id: str) -> Prompt:
        """Open a locked account. Goes on and raises as `forgot` does."""
        user = require(user_id, "user_id")
        return await self._turns.take(self._work.recover(Recovery.UNLOCK, user))

    async def prove_by_mail(self, token: str) -> Prompt:
        """Send the token that a mail holds, or that of its link (`EnterMailToken`).

        Raises `Problem`: ``mail_token.shape``, ``identity.mail_token`` for one that is not taken, ...
        """
        return await self._turns.take(self._work.prove_by_mail(read_mail_token(token)))

    async def skip(self) -> Prompt:
        """Leave undone what may be skipped (`ChangePassword`, `Enrol`)."""
        return await self._turns.take(self._work.skip())

    async def back(self) -> Prompt:
        """Return to the choice of the device."""
        return await self._turns.take(self._work.back())

    async def cancel(self) -> None:
        """Give the sign-in up: tell the organisation if it can be told, and forget everything."""
        await self._turns.stop()
        await self._work.drop()
