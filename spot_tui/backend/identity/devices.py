"""The devices of who is signed in: which there are, one more, one less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.identity.device_wire import RegisteredDevice, read_devices, read_kinds
from spot_tui.backend.identity.factors import Factors
from spot_tui.backend.identity.registration import Registration
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.http import UpstreamClient
    from spot_tui.backend.identity.prompts import Device, DeviceKind
    from spot_tui.backend.session import Session
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstreams import IdentityUpstream

__all__ = ["DeviceDesk", "RegisteredDevice"]


class DeviceDesk:
    """The person's own devices, as far as the organisation lets them be seen and changed here.

    Where `can_change` is false everything is done in a web browser at `page`, and only what the sign-in
    showed is known. Besides the problems named with a verb each raises `Problem`: ``devices.not_here``,
    ``devices.sign_in_again``, ``session.ended``, ``gateway.token``, ``upstream.*``.
    """

    def __init__(
        self, upstream: IdentityUpstream, client: UpstreamClient, *, audit: AuditLog, clock: Clock
    ) -> None:
        self.page = upstream.account_page
        self.can_change = upstream.device_changes == "factors"
        self._factors = Factors(upstream, client)
        self._audit = audit
        self._clock = clock

    async def registered(self, session: Session) -> tuple[RegisteredDevice, ...]:
        """Return the person's devices; where nothing can be changed here, those that the sign-in showed."""
        if not self.can_change:
            return known(session)
        listed = await self._factors.registered(session)
        found = read_devices(listed, session.used_device)
        session.devices = tuple(each.device for each in found)
        return found

    async def kinds(self, session: Session) -> tuple[DeviceKind, ...]:
        """Return the kinds of which one may be added. Raises `Problem` ``devices.not_here``."""
        self._require()
        has = read_devices(await self._factors.registered(session), None)
        return read_kinds(await self._factors.catalogue(session), has)

    def registration(self, session: Session) -> Registration:
        """Begin to add a device. Raises `Problem` ``devices.not_here``."""
        self._require()
        return Registration(self._factors, session, audit=self._audit, clock=self._clock)

    async def remove(self, session: Session, device: Device, *, reason: str = "asked") -> None:
        """Remove a device, at once and for good; `reason` is a code word for the audit log.

        Raises `Problem` ``devices.gone`` for one that is not registered any more, ``audit.*``.
        """
        self._require()
        details: dict[str, str] = {"device": device.kind.value}
        async with self._audit.act("auth.mfa.remove", details={"device": details["device"]}) as act:
            act.reason = reason
            await self._factors.remove(session, device.id)
        session.devices = tuple(other for other in session.devices if other.id != device.id)

    def _require(self) -> None:
        if not self.can_change:
            raise Problem("devices.not_here", (), {"page": self.page})


def known(session: Session) -> tuple[RegisteredDevice, ...]:
    """Return the devices that the sign-in showed, the one it used marked."""
    used = session.used_device
    return tuple(
        RegisteredDevice(device, None, used is not None and (device.id, device.kind) == (used.id, used.kind))
        for device in session.devices
    )
