"""Registering a device after the sign-in, in the same steps as during it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from spot_tui.backend.formats import read_passcode, read_phone
from spot_tui.backend.identity.classic_body import NAMED, text
from spot_tui.backend.identity.device_wire import read_new_device
from spot_tui.backend.identity.prompts import Device, DeviceKind, Enrol, EnrolDetails, EnrolPhone, Prompt
from spot_tui.backend.identity.turns import Turns
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.identity.factors import Factors
    from spot_tui.backend.session import Session
    from spot_tui.backend.store.audit import AuditLog

_PHONES = frozenset({DeviceKind.SMS, DeviceKind.VOICE})


class Registrar(Protocol):
    """Registers a device step by step: the sign-in does, and a `Registration`."""

    @property
    def resend_wait(self) -> float:
        """Seconds until `resend` may be called."""
        ...

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        """Begin with a device of this kind; SMS and voice ask for the number first."""
        ...

    async def activate(self, code: str) -> Prompt:
        """Send the new device's first code."""
        ...

    async def resend(self) -> Prompt:
        """Have the code sent again."""
        ...

    async def wait(self) -> Prompt:
        """Wait for a device that answers by itself."""
        ...


class Registration:
    """The registration of one more device of who is signed in.

    It ends with an `Enrol` that names the new device among the registered ones. Every verb raises `Problem`:
    ``devices.*``, ``identity.phone``, ``identity.passcode_*``, ``session.ended``, ``upstream.*`` and
    ``audit.*``.
    A code is sent once; one verb runs at a time.
    """

    def __init__(self, factors: Factors, session: Session, *, audit: AuditLog, clock: Clock) -> None:
        self._factors = factors
        self._session = session
        self._audit = audit
        self._clock = clock
        self.is_done = False
        """Whether the new device is registered."""
        self._turns: Turns[Prompt] = Turns()
        self._begun: Mapping[str, object] = {}
        self._details: EnrolDetails | None = None
        self._sent: set[bytes] = set()
        self._resend_at = 0.0

    @property
    def resend_wait(self) -> float:
        """Seconds until `resend` may be called; 0 when it may, or when there is nothing to send."""
        return max(self._resend_at - self._clock.monotonic(), 0.0)

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        """Begin with a device of this kind. Raises `Problem` ``phone.shape``, ``devices.already``, ..."""
        if kind in _PHONES and phone is None:
            return EnrolPhone(kind)
        number = read_phone(phone) if phone is not None and kind in _PHONES else ""
        return await self._turns.take(self._begin(kind, number))

    async def activate(self, code: str) -> Prompt:
        """Send the first code, once. Raises `Problem` ``passcode.shape``, ``identity.passcode_wrong``, ..."""
        return await self._turns.take(self._activate(read_passcode(code)))

    async def resend(self) -> Prompt:
        """Have the code sent again. Raises `Problem` ``identity.resend_wait`` when it is too early."""
        if self.resend_wait > 0:
            raise Problem("identity.resend_wait", (), {"seconds": int(self.resend_wait) + 1})
        return await self._turns.take(self._resend())

    async def wait(self) -> Prompt:
        """Nothing that is registered here answers by itself. Raises `Problem` ``identity.unknown_state``."""
        raise Problem("identity.unknown_state", (), {"status": "wait"})

    async def cancel(self) -> None:
        """Give it up; the device that was begun is taken back, if the organisation can be reached."""
        await self._turns.stop()
        begun, self._begun, self._details = self._begun, {}, None
        if begun:
            with suppress(Problem):
                await self._factors.remove(self._session, text(begun, "id"))

    async def _begin(self, kind: DeviceKind, number: str) -> Prompt:
        async with self._audit.act("auth.mfa.enrol", details={"device": kind.value}):
            body = await self._factors.enrol(self._session, *NAMED[kind], number=number)
            details = read_new_device(body, kind, self._factors.host, self._session.person.user_id)
        self._begun, self._details = body, details
        self._sent.clear()
        self._note_resend(details)
        return details

    async def _activate(self, code: str) -> Prompt:
        details = self._working()
        sent = hashlib.sha256(code.encode()).digest()
        if sent in self._sent:
            raise Problem("identity.passcode_used", ("passcode",))
        self._sent.add(sent)
        device_id = text(self._begun, "id")
        async with self._audit.act("auth.mfa.activate", details={"device": details.kind.value}):
            await self._factors.activate(self._session, device_id, code)
        self._begun, self._details = {}, None
        self.is_done = True
        self._session.devices = (*self._session.devices, Device(device_id, details.kind, details.where))
        return Enrol((), may_skip=True, registered=tuple(device.kind for device in self._session.devices))

    async def _resend(self) -> Prompt:
        details = self._working()
        async with self._audit.act("auth.mfa.resend", details={"device": details.kind.value}):
            await self._factors.resend(self._session, self._begun)
        self._note_resend(details)
        return details

    def _working(self) -> EnrolDetails:
        if self._details is None:
            raise Problem("identity.unknown_state", (), {"status": "none begun"})
        return self._details

    def _note_resend(self, details: EnrolDetails) -> None:
        self._resend_at = self._clock.monotonic() + (details.can_resend_after or 0.0)
