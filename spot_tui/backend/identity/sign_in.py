"""The sign-in: user ID and password, a device, a passcode, and a session at the end.

Every verb returns the next `Prompt` or raises a `Problem`. After a problem the sign-in stands where it stood
(`prompt`), unless `prompt` is None: then it starts again with `start`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId
from spot_tui.backend.formats import read_passcode, require
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.engine import Engine, Granted, Step, detect
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import ChooseDevice, Device, Done, EnterCode, Prompt
from spot_tui.backend.identity.tries import Tries
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.backend.store.audit import Act, AuditLog, Event, Who
from spot_tui.backend.upstreams import IdentityUpstream

CANCEL_SECONDS = 0.8

# After these the organisation has forgotten the sign-in, or must not be asked again in it.
_ENDS = frozenset(
    {
        "identity.expired",
        "identity.locked",
        "identity.no_device",
        "identity.no_usable_device",
        "identity.password_expired",
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


class SignIn:
    """One sign-in after the other, for one organisation, on one terminal.

    A password and a passcode are sent once each, never again by themselves. One verb runs at a time (a second
    one raises ``identity.busy``); `cancel` may be called at any moment, and what runs then raises
    ``identity.cancelled``. `zone` is the one in which clock times are told.
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
    ) -> None:
        self.prompt: Prompt | None = None
        self._upstream = upstream
        self._organisation = Organisation(client, upstream.organisation_url, clock)
        self._audit = audit
        self._marks = marks
        self._clock = clock
        self._new_id = new_id
        self._tries = Tries(clock, zone)
        self._task: asyncio.Task[Prompt] | None = None
        self._given_up = False
        self._attempt = _Attempt()

    @property
    def clock_difference(self) -> timedelta | None:
        """How far the organisation's clock is ahead of this machine's, if it said so."""
        return self._organisation.clock_difference

    @property
    def wrong_passwords(self) -> int:
        """How many tries of the last user, passcodes included, were refused in a row in this run."""
        return self._tries.failed

    def should_ask_first(self, user_id: str = "") -> bool:
        """Whether the next wrong try, of password or passcode, may lock the account of `user_id`.

        Then the person is to be asked before. Without a user ID it is about who signs in now.
        """
        return self._tries.is_last(user_id)

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
        return await self._alone(self._start(user, password))

    async def choose(self, device_id: str) -> Prompt:
        """Take a device of `ChooseDevice`; where its code is sent, have it sent."""
        return await self._alone(self._choose(device_id))

    async def enter(self, passcode: str) -> Prompt:
        """Send the passcode.

        Raises `Problem`: ``passcode.shape``, ``identity.passcode_wrong``, ``identity.passcode_used`` (also,
        without sending it, for one that was sent before), ``identity.expired``, ...
        """
        return await self._alone(self._enter(read_passcode(passcode)))

    async def resend(self) -> Prompt:
        """Have the code sent again. Raises `Problem` ``identity.resend_wait`` when it is too early."""
        if self.resend_wait > 0:
            raise Problem("identity.resend_wait", (), {"seconds": int(self.resend_wait) + 1})
        return await self._alone(self._step("auth.mfa.resend", lambda engine: engine.resend()))

    async def skip(self) -> Prompt:
        """Leave undone what may be skipped (`ChangePassword`, `Enrol`)."""
        return await self._alone(self._step("auth.mfa.verify", lambda engine: engine.skip()))

    async def back(self) -> Prompt:
        """Return to the choice of the device."""
        return await self._alone(self._back())

    async def cancel(self) -> None:
        """Give the sign-in up: tell the organisation if it can be told, and forget everything."""
        task = self._task
        if task is not None and not task.done():
            self._given_up = True
            task.cancel()
            await asyncio.wait([task])
        await self._drop()

    async def _alone(self, work: Coroutine[Any, Any, Prompt]) -> Prompt:
        if self._task is not None:
            work.close()
            raise Problem("identity.busy")
        self._given_up = False
        self._task = asyncio.create_task(work)
        try:
            return await self._task
        except asyncio.CancelledError:
            if self._given_up:
                raise Problem("identity.cancelled") from None
            raise
        finally:
            self._task = None

    async def _start(self, user: str, password: str) -> Prompt:
        await self._drop()
        self._tries.of(user)
        self._attempt.user = user
        self._audit.who = Who(user=_recordable(user))
        async with self._audit.act("auth.primary") as act:
            try:
                step = await self._begin(user, password)
            except Problem as problem:
                raise await self._refused(act, problem) from None
        return await self._take(step)

    async def _begin(self, user: str, password: str) -> Step:
        authorization = Authorization(self._upstream, self._organisation)
        make, _ = await asyncio.gather(detect(self._organisation), authorization.discover())
        self._attempt.authorization = authorization
        self._attempt.engine = make(self._organisation, authorization)
        return await self._attempt.engine.start(user, password)

    async def _choose(self, device_id: str) -> Prompt:
        devices = self.prompt.devices if isinstance(self.prompt, ChooseDevice) else ()
        self._attempt.device = next((device for device in devices if device.id == device_id), None)
        return await self._step("auth.mfa.select", lambda engine: engine.choose(device_id))

    async def _enter(self, passcode: str) -> Prompt:
        device = self.prompt.device if isinstance(self.prompt, EnterCode) else None
        sent = hashlib.sha256(f"{device.id if device else ''} {passcode}".encode()).digest()
        if sent in self._attempt.sent:
            raise Problem("identity.passcode_used", ("passcode",))
        self._attempt.sent.add(sent)
        return await self._step("auth.mfa.verify", lambda engine: engine.enter(passcode))

    async def _back(self) -> Prompt:
        step = await self._working().back()
        return await self._take(step)

    async def _step(self, event: Event, verb: Callable[[Engine], Awaitable[Step]]) -> Prompt:
        engine = self._working()
        async with self._audit.act(event) as act:
            if self._attempt.device is not None:
                act.details["device"] = self._attempt.device.kind.value
            try:
                step = await verb(engine)
            except Problem as problem:
                raise await self._refused(act, problem) from None
        return await self._take(step)

    async def _take(self, step: Step) -> Prompt:
        if isinstance(step, Granted):
            return await self._finish()
        if isinstance(step, ChooseDevice):
            step = self._last_used_first(step)
        wait = step.can_resend_after if isinstance(step, EnterCode) else None
        self._attempt.resend_at = self._clock.monotonic() + (wait or 0.0)
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
        session = Session(
            self._new_id(),
            person,
            tokens,
            clock=self._clock,
            audit=self._audit,
            sign_out=authorization.sign_out,
            last_sign_in=self._marks.last_sign_in(self._attempt.user),
        )
        await session.open()
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
        if judged.code == "identity.not_assigned":
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
