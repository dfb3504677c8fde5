"""One attempt to sign in, and what the audit log may hold of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.engine import Engine, Step
from spot_tui.backend.identity.prompts import ChooseDevice, Device, Enrol, EnrolDetails, EnrolPhone, Prompt
from spot_tui.backend.unlock import Unlock
from spot_tui.backend.upstreams import IdentityUpstream


@dataclass(slots=True)
class Attempt:
    """One attempt to sign in, as the client of `upstream`, with everything to be forgotten at its end.

    One that `is_recovery` proves whose account it is without the password.
    """

    upstream: IdentityUpstream | None = None
    user: str = ""
    is_recovery: bool = False
    authorization: Authorization | None = None
    engine: Engine | None = None
    device: Device | None = None
    sent: set[bytes] = field(default_factory=set)
    resend_at: float = 0.0
    wait_until: float = 0.0
    unlock_by: Unlock | None = None
    devices: tuple[Device, ...] = ()

    def note_devices(self, before: Prompt | None, step: Step) -> None:
        """Keep which devices the person has: those listed, those told as registered, and a new one."""
        if isinstance(step, ChooseDevice):
            self.devices = step.devices
        elif isinstance(step, Enrol):
            told = tuple(Device("", kind) for kind in step.registered)
            self.devices = told if len(told) > len(self.devices) else self.devices
        elif isinstance(before, EnrolDetails) and not isinstance(step, EnrolDetails | EnrolPhone):
            self.devices = (*self.devices, Device("", before.kind, before.where))


def recordable(user_id: str) -> str:
    """Return a user ID as the audit log may hold it: not what may be a password in the wrong field."""
    kinds = (str.isupper, str.islower, str.isdigit)
    is_like_a_password = all(any(kind(character) for character in user_id) for kind in kinds)
    return "(not recorded)" if is_like_a_password and "@" not in user_id else user_id
