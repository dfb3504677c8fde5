"""What a sign-in does: steps of an engine, each sent once, judged, and recorded."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock
from spot_tui.backend.http import UpstreamClient
from spot_tui.backend.identity import refusals
from spot_tui.backend.identity.access import onboarding
from spot_tui.backend.identity.attempt import Attempt, recordable
from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.engine import Engine, Granted, Step, detect
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import (
    ChangePassword,
    ChooseDevice,
    ChooseWay,
    Device,
    DeviceKind,
    Direction,
    Done,
    EnrolDetails,
    EnterCode,
    Message,
    Prompt,
    Recovery,
    WaitForApproval,
)
from spot_tui.backend.identity.pushes import LONGEST_WAIT_SECONDS, Patience, Pushes, Sleep
from spot_tui.backend.identity.refused_tries import Caution
from spot_tui.backend.identity.self_service import SelfService
from spot_tui.backend.identity.tries import Tries
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Session
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.store.audit import Act, AuditLog, Event, Who
from spot_tui.backend.together import together
from spot_tui.backend.upstreams import IdentityUpstream

CANCEL_SECONDS = 0.8


class SignInWork:
    """What `SignIn` does, one step at a time: sent, judged and recorded.

    `prompt` is where the sign-in stands; `attempt` is forgotten at its end.
    """

    def __init__(
        self,
        upstream: IdentityUpstream,
        client: UpstreamClient,
        *,
        audit: AuditLog,
        marks: SignInMarks,
        clock: Clock,
        zone: ZoneInfo,
        sessions: Sessions,
        sleep: Sleep,
    ) -> None:
        self.prompt: Prompt | None = None
        self.user_id = ""
        self.attempt = Attempt()
        self.organisation = Organisation(client, upstream.organisation_url, clock)
        self._recovery = Recovery.FORGOT
        self.self_service = SelfService(upstream, self.organisation)
        self.tries = Tries(marks, clock, zone, upstream.inactive_days)
        self._upstream = upstream
        self._audit = audit
        self._who = Who()
        self._marks = marks
        self._clock = clock
        self._sessions = sessions
        self._pushes = Pushes(clock)
        self._patience = Patience(clock, sleep)

    @property
    def resend_wait(self) -> float:
        """Seconds until a code may be sent again."""
        return max(self.attempt.resend_at - self._clock.monotonic(), 0.0)

    def caution(self, user_id: str) -> Caution | None:
        """Why to ask before a try."""
        is_recovery = self.attempt.is_recovery and not user_id
        return self.tries.caution_in_recovery() if is_recovery else self.tries.caution(user_id)

    async def look(self) -> None:
        """Ask the organisation for its engine and its addresses."""
        authorization = Authorization(self._upstream, self.organisation)
        await together(detect(self.organisation), authorization.discover())

    async def change_password(self, old: str, new: str) -> Prompt:
        """Send the new password, which then opens the lock of the session to come."""

        async def change(engine: Engine) -> Step:
            return await self._with_unlock(engine.change_password(old, new), new)

        return await self.step("auth.password", change)

    async def start(self, user: str, password: str) -> Prompt:
        """Send user ID and password."""
        return await self._start(user, password, self._upstream)

    async def start_limited(self, user: str, password: str) -> Prompt:
        """Send user ID and password as the client whose tokens are for access requests only."""
        limited = onboarding(self._upstream)
        if limited is None:
            raise Problem("access.no_onboarding", (), {"page": self._upstream.account_page})
        return await self._start(user, password, limited)

    async def _start(self, user: str, password: str, upstream: IdentityUpstream) -> Prompt:
        async def start(engine: Engine) -> Step:
            return await self._with_unlock(engine.start(user, password), password)

        return await self._begin("auth.primary", user, start, upstream)

    async def _with_unlock(self, accepted: Awaitable[Step], password: str) -> Step:
        """Once a password was accepted, let it open the lock of the session to come."""
        step = await accepted
        await asyncio.to_thread(self.tries.accepted)
        self.attempt.unlock_by = await self._sessions.unlock_by(password)
        return step

    async def recover(self, recovery: Recovery, user: str) -> Prompt:
        """Begin to set a new password, or to open a locked account."""
        self._recovery = recovery
        with self.self_service.noting(recovery):
            if recovery is Recovery.UNLOCK:
                return await self._begin("auth.unlock", user, lambda engine: engine.unlock(user))
            return await self._begin("auth.recover", user, lambda engine: engine.forgot(user))

    async def choose_way(self, way: str) -> Prompt:
        """Take a way to prove whose account it is."""
        with self.self_service.noting(self._recovery):
            return await self.choose(way)

    async def prove_by_mail(self, token: str) -> Prompt:
        """Send the token of a mail."""
        return await self.step("auth.recover", lambda engine: engine.prove_by_mail(token))

    async def _begin(
        self,
        event: Event,
        user: str,
        verb: Callable[[Engine], Awaitable[Step]],
        upstream: IdentityUpstream | None = None,
    ) -> Prompt:
        await self.drop()
        self.tries.of(user)
        self.attempt.upstream = upstream or self._upstream
        self.attempt.user = self.user_id = user
        self.attempt.is_recovery = event != "auth.primary"
        self._audit.who = self._who = Who(user=recordable(user))
        async with self._act(event):
            step = await verb(await self._new_engine())
        if isinstance(step, WaitForApproval):
            self._pushes.note()
        return await self._take(step)

    async def _new_engine(self) -> Engine:
        wants_refresh = self._sessions.wants_refresh
        upstream = self.attempt.upstream or self._upstream
        authorization = Authorization(upstream, self.organisation, wants_refresh=wants_refresh)
        make, _ = await together(detect(self.organisation), authorization.discover())
        self.attempt.authorization = authorization
        self.attempt.engine = make(self.organisation, authorization)
        return self.attempt.engine

    async def choose(self, device_id: str) -> Prompt:
        """Take a device; a request for approval counts among the few that may be sent."""
        devices = self.prompt.devices if isinstance(self.prompt, ChooseDevice | ChooseWay) else ()
        device = next((device for device in devices if device.id == device_id), None)
        if device is not None and device.kind is DeviceKind.PUSH:
            self._pushes.require_room()
            self._pushes.note()
        self.attempt.device = device
        return await self.step("auth.mfa.select", lambda engine: engine.choose(device_id))

    async def enter(self, passcode: str) -> Prompt:
        """Send a passcode, unless it was sent before."""
        device = self.prompt.device if isinstance(self.prompt, EnterCode) else None
        self._note_sent(device.id if device else "", passcode)
        return await self.step("auth.mfa.verify", lambda engine: engine.enter(passcode))

    async def activate(self, code: str) -> Prompt:
        """Send the first code of a new device."""
        self._note_sent("", code)
        return await self.step("auth.mfa.activate", lambda engine: engine.activate(code))

    def _note_sent(self, device_id: str, passcode: str) -> None:
        sent = hashlib.sha256(f"{device_id} {passcode}".encode()).digest()
        if sent in self.attempt.sent:
            raise Problem("identity.passcode_used", ("passcode",))
        self.attempt.sent.add(sent)

    async def wait(self) -> Prompt:
        """Ask until the request is answered."""
        prompt = self.prompt
        pause = prompt.poll_seconds if isinstance(prompt, WaitForApproval | EnrolDetails) else None
        if prompt is None or pause is None:
            raise Problem("identity.unknown_state", (), {"status": type(prompt).__name__})
        until, new = self.attempt.wait_until, self._patience.until_new
        step = await self._step_of("auth.mfa.push", lambda engine: new(prompt, engine.poll, pause, until))
        if isinstance(step, WaitForApproval | EnrolDetails):
            self.prompt = step
            return step
        return await self._take(step)

    async def resend(self) -> Prompt:
        """Have the code or the request sent again."""
        if isinstance(self.prompt, WaitForApproval):
            self._pushes.require_room()
            self._pushes.note()
        return await self.step("auth.mfa.resend", lambda engine: engine.resend())

    async def enrol(self, kind: DeviceKind, phone: str | None) -> Prompt:
        """Begin to register a device."""
        self.attempt.sent.clear()
        self.attempt.device = Device("", kind)
        return await self.step("auth.mfa.enrol", lambda engine: engine.enrol(kind, phone))

    async def back(self) -> Prompt:
        """Return to the devices."""
        step = await self._working().back()
        return await self._take(step)

    async def step(self, event: Event, verb: Callable[[Engine], Awaitable[Step]]) -> Prompt:
        """Do one step of the engine, recorded."""
        return await self._take(await self._step_of(event, verb))

    async def _step_of(self, event: Event, verb: Callable[[Engine], Awaitable[Step]]) -> Step:
        engine = self._working()
        async with self._act(event) as act:
            if self.attempt.device is not None:
                act.details["device"] = self.attempt.device.kind.value
            return await verb(engine)

    async def skip(self) -> Prompt:
        """Leave undone what may be: recorded as that, since nothing was proved or changed by it."""
        event: Event = "auth.password" if isinstance(self.prompt, ChangePassword) else "auth.mfa.enrol"
        engine = self._working()
        async with self._act(event) as act:
            step = await engine.skip()
            act.outcome, act.reason = "cancelled", "later"
        return await self._take(step)

    @asynccontextmanager
    async def _act(self, event: Event) -> AsyncIterator[Act]:
        """Record a step; a refusal is judged, and one that ends the sign-in is the last to name the user."""
        try:
            async with self._audit.act(event) as act:
                try:
                    yield act
                except Problem as problem:
                    raise await self._refused(act, problem) from None
        finally:
            if not self.attempt.user:
                self._name_nobody()

    async def _take(self, step: Step) -> Prompt:
        self.attempt.note_devices(self.prompt, step)
        if isinstance(step, Granted):
            return await self._finish()
        if isinstance(step, ChooseDevice):
            step = self._last_used_first(step)
        if isinstance(step, Message):
            if step.direction is not Direction.TOLD:
                await asyncio.to_thread(self.tries.clear)
            await self.drop()
        wait = step.can_resend_after if isinstance(step, EnterCode | EnrolDetails) else None
        self.attempt.resend_at = self._clock.monotonic() + (wait or 0.0)
        self.attempt.wait_until = self._clock.monotonic() + LONGEST_WAIT_SECONDS
        self.prompt = step
        return step

    async def _finish(self) -> Prompt:
        engine, authorization = self._working(), self.attempt.authorization
        assert authorization is not None
        self.attempt.engine = None
        async with self._act("auth.token"):
            person, tokens = await authorization.redeem(await engine.grant())
        session = await self._sessions.open(
            person,
            tokens,
            sign_out=authorization.sign_out,
            renew=authorization.renew,
            last_sign_in=self._marks.last_sign_in(self.attempt.user),
            unlock_by=self.attempt.unlock_by,
            is_limited=self.attempt.upstream is not None and self.attempt.upstream.is_limited,
        )
        session.devices, session.used_device = self.attempt.devices, self.attempt.device
        await asyncio.to_thread(self._note_signed_in, session)
        await asyncio.to_thread(self.tries.clear)
        self._forget_all()
        self.prompt = Done(session)
        return self.prompt

    def _note_signed_in(self, session: Session) -> None:
        """Remember device and time; a limited sign-in is none to the portal, so access lapses as before."""
        at = session.last_sign_in if session.is_limited else session.signed_in_at
        device_id = self.attempt.device.id if self.attempt.device else ""
        self._marks.note_signed_in(self.attempt.user, at, device_id)

    async def _refused(self, act: Act, problem: Problem) -> Problem:
        """Return what a refusal means for this user, after noting it where it must be remembered."""
        judged = await asyncio.to_thread(self.tries.judge, problem)
        act.correlation = judged.reference
        if judged.code in refusals.STOPS_SCRIPTS:
            await asyncio.to_thread(self._marks.note_refused, self.attempt.user)
        if judged.code in refusals.LOCKS:
            await self._audit.record("auth.lock", "permission", code=judged.code)
        if judged.code in refusals.WITHOUT_ROLE:
            await self._audit.record("role.denied", "permission", code=judged.code)
        if judged.code in refusals.ENDS or self.prompt is None or self.attempt.engine is None:
            await self._leave()
        return judged

    def _last_used_first(self, step: ChooseDevice) -> ChooseDevice:
        last = self._marks.last_device(self.attempt.user)
        return ChooseDevice(tuple(sorted(step.devices, key=lambda d: (not d.usable, d.id != last))))

    def _working(self) -> Engine:
        if self.attempt.engine is None:
            raise Problem("identity.expired")
        return self.attempt.engine

    async def drop(self) -> None:
        """Forget everything, whom later records name too; the organisation is told, if it can be soon."""
        await self._leave()
        self._name_nobody()

    def _name_nobody(self) -> None:
        # Once a session is open, its records name the person until it ends.
        if self._audit.who is self._who:
            self._audit.who = self._who = Who()

    async def _leave(self) -> None:
        engine = self.attempt.engine
        self._forget_all()
        if engine is not None:
            with suppress(Problem, TimeoutError):
                async with asyncio.timeout(CANCEL_SECONDS):
                    await engine.cancel()

    def _forget_all(self) -> None:
        self.prompt = None
        self.attempt = Attempt()
