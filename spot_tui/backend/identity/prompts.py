"""What a sign-in asks next: a closed set, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.session import Session


class DeviceKind(StrEnum):
    """How a passcode reaches a person."""

    AUTHENTICATOR = "authenticator"
    OKTA_VERIFY = "okta_verify"
    SMS = "sms"
    VOICE = "voice"
    EMAIL = "email"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Device:
    """A device that a person registered with the organisation.

    `where` is the masked number or address as the organisation sent it (``+1 XXX-XXX-1337``), or for a kind
    that this program does not know the organisation's own name of it. `usable` is false where the code cannot
    be given in a terminal; such a device is listed, never chosen.
    """

    id: str
    kind: DeviceKind
    where: str = ""
    usable: bool = True

    @property
    def label(self) -> str:
        """What a list shows: ``SMS to +1 XXX-XXX-1337``."""
        return say(f"identity.device.{self.kind}{'' if self.where else '.bare'}", where=self.where)

    @property
    def is_sent(self) -> bool:
        """Whether the organisation sends the code: there is something to wait for and to send again."""
        return self.kind in {DeviceKind.SMS, DeviceKind.VOICE, DeviceKind.EMAIL}


@dataclass(frozen=True, slots=True)
class ChooseDevice:
    """One of these devices is to be chosen. The usable ones come first; there is at least one of them."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class EnterCode:
    """The passcode that `device` shows or was sent is to be typed.

    `can_resend_after` is the number of seconds from now until the code may be sent again; None where there is
    nothing to send. `SignIn.resend_wait` counts it down.
    """

    device: Device
    can_resend_after: float | None = None


@dataclass(frozen=True, slots=True)
class WaitForApproval:
    """The request is to be approved on `device`, there picking `number` if there is one (0 is one)."""

    device: Device
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The password should be changed, or must be if it cannot be skipped.

    `days_left` is the number of days until it expires, if known; `rules` are the organisation's own words.
    """

    may_skip: bool
    days_left: int | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The security question, in the organisation's own words, is to be answered."""

    question: str


@dataclass(frozen=True, slots=True)
class Enrol:
    """A first device is to be registered: one of these kinds."""

    kinds: tuple[DeviceKind, ...]
    may_skip: bool


@dataclass(frozen=True, slots=True)
class Message:
    """Something to read before going on. `text` is the organisation's own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The person is signed in."""

    session: Session


Prompt = ChooseDevice | EnterCode | WaitForApproval | ChangePassword | AnswerQuestion | Enrol | Message | Done
