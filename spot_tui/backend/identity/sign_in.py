"""The sign-in: user ID and password, a device, a passcode, and a session at the end.

Every verb returns the next `Prompt` or raises a `Problem`. After a problem the sign-in stands where it stood
(`prompt`), unless `prompt` is None: then it starts again with `start`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.formats import read_passcode, read_phone, read_yubikey_code, require
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.engine import Engine, Granted, Step, detect
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import (
    ChooseDevice,
    Device,
    DeviceKind,
    Done,
    EnrolDetails,
    EnterCode,
    Message,
    Prompt,
    WaitForApproval,
)
from spot_tui.backend.identity.pushes import LONGEST_WAIT_SECONDS, Patience, Pushes, Sleep
from spot_tui.backend.identity.tries import Tries
from spot_tui.backend.identity.turns import Turns
from spot_tui.backend.problems import Problem
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.audit import Act, AuditLog, Event, Who
from spot_tui.backend.unlock import Unlock
from spot_tui.backend.upstreams import IdentityUpstream

CANCEL_SECONDS = 0.8

# After these the organisation has forgotten the sign-in, or must not be asked again in it.
_ENDS = frozenset(
    {
        "identity.elsewhere",
        "identity.expired",
        "identity.locked",
        "identity.no_device",
        "identity.no_usable_device",
        "identity.password_expired",
        "identity.recovery",
        "identity.suspended",
        "identity.unknown_state",
        "upstream.address",
        "audit.unwritable",
        "audit.broken",
    }
)
_STOPS_SCRIPTS = frozenset(
    {"identity.credentials", "identity.maybe_locked", "identity.locked", "identity.suspended"}
)
_WITHOUT_ROLE = frozenset({"identity.not_assigned", "identity.still_not_assigned"})
_LOCKS = frozenset({"identity.locked", "identity.maybe_locked"})


@dataclass(slots=True)
class _Attempt:
    """One attempt to sign in, with everything that is to be forgotten at its end."""

    user: str = ""
    authorization: Authorization | None = None
    engine: Engine | None = None
    device: Device | None = None
    sent: set[bytes] = field(default_factory=set)
    resend_at: float = 0.0
    wait_until: float = 0.0
    unlock_by: Unlock | None = None


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
        self.prompt: Prompt | None = None
        self.user_id = ""
        """Whom the last sign-in was for, kept when it ends so that it need not be typed again."""
        self._upstream = upstream
        self._organisation = Organisation(client, upstream.organisation_url, clock)
        self._audit = audit
        self._marks = marks
        self._clock = clock
        self._sessions = sessions or Sessions(clock=clock, audit=audit, new_id=new_id)
        self._tries = Tries(clock, zone, upstream.inactive_days)
        self._pushes = Pushes(clock)
        self._patience = Patience(clock, sleep)
        self._turns: Turns[Prompt] = Turns()
        self._attempt = _Attempt()

    @property
    def clock_difference(self) -> timedelta | None:
        """How far the organisation's clock is ahead of this machine's, if it said so."""
        return self._organisation.clock_difference

    @property
    def wrong_passwords(self) -> int:
        """How many tries of the last user, passcodes included, were refused in a row in this run."""
        return self._tries.failed

    @property
    def should_ask_first(self) -> bool:
        """Whether the next wrong try may lock the account, so that the person is to be asked before."""
        return self._tries.is_last

    @property
    def resend_wait(self) -> float:
        """Seconds until `resend` may be called; 0 when it may, or when there is nothing to send."""
        return max(self._attempt.resend_at - self._clock.monotonic(), 0.0)

    async def look(self) -> None:
        """Ask the organisation what a sign-in would ask before the password: its engine and its addresses.

        Raises `Problem`: ``identity.engine``, ``identity.configuration``, ``upstream.*``.
        """
        authorization = Authorization(self._upstream, self._organisation)
        await asyncio.gather(detect(self._organisation), authorization.discover())

    async def start(self, user_id: str, password: str) -> Prompt:
        """Send user ID and password.

        Raises `Problem`: ``field.missing``, ``identity.credentials``, ``identity.locked`` (with the clock
        time at which it opens), ``identity.maybe_locked``, ``identity.password_expired``, ...
        """
        user = require(user_id, "user_id")
        require(password, "password")
        return await self._turns.take(self._start(user, password))

    async def choose(self, device_id: str) -> Prompt:
        """Take a device of `ChooseDevice`; where its code or its request for approval is sent, have it sent.

        Raises `Problem`: ``identity.push_limit`` when enough requests were sent, ``identity.device_off``, ...
        """
        return await self._turns.take(self._choose(device_id))

    async def enter(self, passcode: str) -> Prompt:
        """Send the passcode.

        Raises `Problem`: ``passcode.shape``, ``identity.passcode_wrong``, ``identity.passcode_used`` (also,
        without sending it, for one that was sent before), ``identity.expired``, ...
        """
        device = self.prompt.device if isinstance(self.prompt, EnterCode) else None
        read = read_yubikey_code if device and device.kind is DeviceKind.YUBIKEY else read_passcode
        return await self._turns.take(self._enter(read(passcode)))

    async def wait(self) -> Prompt:
        """Wait until the request of `WaitForApproval` is answered, asking at the organisation's pace.

        Returns the same kind of prompt when only its number changed: show it, and wait again. `back`,
        `resend` and `cancel` end the waiting, and this then raises ``identity.cancelled``. Raises `Problem`:
        ``identity.push_rejected``, ``identity.push_timeout``; nothing is sent again by itself.
        """
        return await self._turns.wait(self._wait())

    async def resend(self) -> Prompt:
        """Have the code, or the request for approval, sent again.

        Raises `Problem` ``identity.resend_wait`` when it is too early, ``identity.push_limit``.
        """
        if self.resend_wait > 0:
            raise Problem("identity.resend_wait", (), {"seconds": int(self.resend_wait) + 1})
        return await self._turns.take(self._resend())

    async def change_password(self, old: str, new: str) -> Prompt:
        """Send the new password, once; `old` is empty where `ChangePassword` does not ask for it.

        Raises `Problem`: ``field.missing``, ``identity.old_password``, ``identity.password_rules``, ...
        """
        require(new, "new_password")

        async def change(engine: Engine) -> Step:
            return await self._with_unlock(engine.change_password(old, new), new)

        return await self._turns.take(self._step("auth.password", change))

    async def answer(self, text: str) -> Prompt:
        """Send the answer to the security question. Raises `Problem` ``identity.answer_wrong``, ..."""
        answer = require(text, "answer")
        return await self._turns.take(self._step("auth.recover", lambda engine: engine.answer(answer)))

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        """Begin to register a device; SMS and voice ask for the number first (`EnrolPhone`).

        Raises `Problem`: ``phone.shape``, ``identity.phone`` for a number that the organisation refuses, ...
        """
        number = None if phone is None else read_phone(phone)
        return await self._turns.take(self._enrol(kind, number))

    async def activate(self, code: str) -> Prompt:
        """Send the first code of the device that is being registered. Raises as `enter` does."""
        kind = self.prompt.kind if isinstance(self.prompt, EnrolDetails) else None
        read = read_yubikey_code if kind is DeviceKind.YUBIKEY else read_passcode
        return await self._turns.take(self._activate(read(code)))

    async def forgot(self, user_id: str, channel: DeviceKind) -> Prompt:
        """Set a new password for a forgotten one, proved by `channel`, one of `RECOVERY_KINDS`.

        What follows depends on the organisation: a code, a question, a mail (`Message`), a choice of devices
        that are registered. Raises `Problem` ``identity.recovery`` where it is not allowed.
        """
        user = require(user_id, "user_id")
        return await self._turns.take(self._recover("auth.recover", user, channel))

    async def unlock(self, user_id: str, channel: DeviceKind) -> Prompt:
        """Open a locked account, proved by `channel`. Goes on and raises as `forgot` does."""
        user = require(user_id, "user_id")
        return await self._turns.take(self._recover("auth.unlock", user, channel))

    async def skip(self) -> Prompt:
        """Leave undone what may be skipped (`ChangePassword`, `Enrol`)."""
        return await self._turns.take(self._step("auth.mfa.verify", lambda engine: engine.skip()))

    async def back(self) -> Prompt:
        """Return to the choice of the device."""
        return await self._turns.take(self._back())

    async def cancel(self) -> None:
        """Give the sign-in up: tell the organisation if it can be told, and forget everything."""
        await self._turns.stop()
        await self._drop()

    async def _start(self, user: str, password: str) -> Prompt:
        async def start(engine: Engine) -> Step:
            return await self._with_unlock(engine.start(user, password), password)

        return await self._begin("auth.primary", user, start)

    async def _with_unlock(self, accepted: Awaitable[Step], password: str) -> Step:
        """Once a password was accepted, let it open the lock of the session to come."""
        step = await accepted
        self._attempt.unlock_by = await self._sessions.unlock_by(password)
        return step

    async def _recover(self, event: Event, user: str, channel: DeviceKind) -> Prompt:
        if event == "auth.unlock":
            return await self._begin(event, user, lambda engine: engine.unlock(user, channel))
        return await self._begin(event, user, lambda engine: engine.forgot(user, channel))

    async def _begin(self, event: Event, user: str, verb: Callable[[Engine], Awaitable[Step]]) -> Prompt:
        await self._drop()
        self._tries.of(user)
        self._attempt.user = self.user_id = user
        self._audit.who = Who(user=_recordable(user))
        async with self._audit.act(event) as act:
            try:
                step = await verb(await self._new_engine())
            except Problem as problem:
                raise await self._refused(act, problem) from None
        if isinstance(step, WaitForApproval):
            self._pushes.note()
        return await self._take(step)

    async def _new_engine(self) -> Engine:
        wants_refresh = self._sessions.wants_refresh
        authorization = Authorization(self._upstream, self._organisation, wants_refresh=wants_refresh)
        make, _ = await asyncio.gather(detect(self._organisation), authorization.discover())
        self._attempt.authorization = authorization
        self._attempt.engine = make(self._organisation, authorization)
        return self._attempt.engine

    async def _choose(self, device_id: str) -> Prompt:
        devices = self.prompt.devices if isinstance(self.prompt, ChooseDevice) else ()
        device = next((device for device in devices if device.id == device_id), None)
        if device is not None and device.kind is DeviceKind.PUSH:
            self._pushes.require_room()
            self._pushes.note()
        self._attempt.device = device
        return await self._step("auth.mfa.select", lambda engine: engine.choose(device_id))

    async def _enter(self, passcode: str) -> Prompt:
        device = self.prompt.device if isinstance(self.prompt, EnterCode) else None
        self._note_sent(device.id if device else "", passcode)
        return await self._step("auth.mfa.verify", lambda engine: engine.enter(passcode))

    async def _activate(self, code: str) -> Prompt:
        self._note_sent("", code)
        return await self._step("auth.mfa.activate", lambda engine: engine.activate(code))

    def _note_sent(self, device_id: str, passcode: str) -> None:
        sent = hashlib.sha256(f"{device_id} {passcode}".encode()).digest()
        if sent in self._attempt.sent:
            raise Problem("identity.passcode_used", ("passcode",))
        self._attempt.sent.add(sent)

    async def _wait(self) -> Prompt:
        prompt = self.prompt
        pause = prompt.poll_seconds if isinstance(prompt, WaitForApproval | EnrolDetails) else None
        if prompt is None or pause is None:
            raise Problem("identity.unknown_state", (), {"status": type(prompt).__name__})
        until, new = self._attempt.wait_until, self._patience.until_new
        step = await self._step_of("auth.mfa.push", lambda engine: new(prompt, engine.poll, pause, until))
        if isinstance(step, WaitForApproval | EnrolDetails):
            self.prompt = step
            return step
        return await self._take(step)

    async def _resend(self) -> Prompt:
        if isinstance(self.prompt, WaitForApproval):
            self._pushes.require_room()
            self._pushes.note()
        return await self._step("auth.mfa.resend", lambda engine: engine.resend())

    async def _enrol(self, kind: DeviceKind, phone: str | None) -> Prompt:
        self._attempt.sent.clear()
        return await self._step("auth.mfa.enrol", lambda engine: engine.enrol(kind, phone))

    async def _back(self) -> Prompt:
        step = await self._working().back()
        return await self._take(step)

    async def _step(self, event: Event, verb: Callable[[Engine], Awaitable[Step]]) -> Prompt:
        return await self._take(await self._step_of(event, verb))

    async def _step_of(self, event: Event, verb: Callable[[Engine], Awaitable[Step]]) -> Step:
        engine = self._working()
        async with self._audit.act(event) as act:
            if self._attempt.device is not None:
                act.details["device"] = self._attempt.device.kind.value
            try:
                return await verb(engine)
            except Problem as problem:
                raise await self._refused(act, problem) from None

    async def _take(self, step: Step) -> Prompt:
        if isinstance(step, Granted):
            return await self._finish()
        if isinstance(step, ChooseDevice):
            step = self._last_used_first(step)
        if isinstance(step, Message):
            await self._drop()
        wait = step.can_resend_after if isinstance(step, EnterCode | EnrolDetails) else None
        self._attempt.resend_at = self._clock.monotonic() + (wait or 0.0)
        self._attempt.wait_until = self._clock.monotonic() + LONGEST_WAIT_SECONDS
        self.prompt = step
        return step

    async def _finish(self) -> Prompt:
        engine, authorization = self._working(), self._attempt.authorization
        assert authorization is not None
        self._attempt.engine = None
        async with self._audit.act("auth.token") as act:
            try:
                person, tokens = await authorization.redeem(await engine.grant())
            except Problem as problem:
                raise await self._refused(act, problem) from None
        session = await self._sessions.open(
            person,
            tokens,
            sign_out=authorization.sign_out,
            renew=authorization.renew,
            last_sign_in=self._marks.last_sign_in(self._attempt.user),
            unlock_by=self._attempt.unlock_by,
        )
        device_id = self._attempt.device.id if self._attempt.device else ""
        await asyncio.to_thread(
            self._marks.note_signed_in, self._attempt.user, session.signed_in_at, device_id
        )
        self._tries.clear()
        self._forget_all()
        self.prompt = Done(session)
        return self.prompt

    async def _refused(self, act: Act, problem: Problem) -> Problem:
        """Return what a refusal means for this user, after noting it where it must be remembered."""
        judged = self._tries.judge(problem)
        act.correlation = judged.reference
        if judged.code in _STOPS_SCRIPTS:
            await asyncio.to_thread(self._marks.note_refused, self._attempt.user)
        if judged.code in _LOCKS:
            await self._audit.record("auth.lock", "permission", code=judged.code)
        if judged.code in _WITHOUT_ROLE:
            await self._audit.record("role.denied", "permission", code=judged.code)
        if judged.code in _ENDS or self.prompt is None or self._attempt.engine is None:
            await self._drop()
        return judged

    def _last_used_first(self, step: ChooseDevice) -> ChooseDevice:
        last = self._marks.last_device(self._attempt.user)
        return ChooseDevice(tuple(sorted(step.devices, key=lambda d: (not d.usable, d.id != last))))

    def _working(self) -> Engine:
        if self._attempt.engine is None:
            raise Problem("identity.expired")
        return self._attempt.engine

    async def _drop(self) -> None:
        engine = self._attempt.engine
        self._forget_all()
        if engine is not None:
            with suppress(Problem, TimeoutError):
                async with asyncio.timeout(CANCEL_SECONDS):
                    await engine.cancel()

    def _forget_all(self) -> None:
        self.prompt = None
        self._attempt = _Attempt()


def _recordable(user_id: str) -> str:
    """Return a user ID as the audit log may hold it: not what may be a password in the wrong field."""
    kinds = (str.isupper, str.islower, str.isdigit)
    is_like_a_password = all(any(kind(character) for character in user_id) for kind in kinds)
    return "(not recorded)" if is_like_a_password and "@" not in user_id else user_id
