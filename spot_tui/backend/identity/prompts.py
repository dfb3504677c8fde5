"""What a sign-in asks next: a closed set, the same for every engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from spot_tui.backend.identity.password_rules import NO_RULES, PasswordRules
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
    PUSH = "push"
    YUBIKEY = "yubikey"
    OTHER = "other"


AUTHENTICATORS = frozenset({DeviceKind.AUTHENTICATOR, DeviceKind.OKTA_VERIFY})
"""The kinds that show codes by a secret of their own."""

RESEND_SECONDS = {DeviceKind.SMS: 30.0, DeviceKind.VOICE: 30.0, DeviceKind.EMAIL: 5.0}
"""How long Okta wants to wait between two codes (E0000109, E0000133, E0000118)."""

_SECURITY_KEYS = frozenset({"webauthn", "u2f"})


def other_kind(wire_name: str) -> str:
    """Return the organisation's name of a kind that is not known here, in words where there are any."""
    return say("identity.security_key") if wire_name in _SECURITY_KEYS else wire_name


class Recovery(StrEnum):
    """What a person may do about her account before she signs in."""

    FORGOT = "forgot"
    """Set a new password for a forgotten one."""
    UNLOCK = "unlock"


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
class ChooseWay:
    """One of these ways is to be chosen to prove that the account is one's own: `SignIn.choose`.

    The same ways are offered for an account that does not exist, so that nobody learns which do.
    """

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class EnterMailToken:
    """The token that a mail holds, or its link, is to be typed here: `SignIn.prove_by_mail`.

    What the mail says may as well be done in a web browser. `SignIn.back` goes to the ways.
    """


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
    """The request is to be approved on `device`, there picking `number` if there is one (``"0"`` is one).

    `SignIn.wait` waits for it. Once it was refused or ran out (a `Problem` told which), this prompt still
    stands: `SignIn.resend` sends a new request, `SignIn.back` goes to the devices. `poll_seconds` is the
    organisation's own pace.
    """

    device: Device
    number: str | None = None
    poll_seconds: float = 4.0


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The password should be changed, or must be if it cannot be skipped: `SignIn.change_password`.

    `needs_old` is false where the person proved herself otherwise; `days_left` is the number of days until
    it expires, if known; `is_expired` says that it has.
    """

    may_skip: bool
    days_left: int | None = None
    rules: PasswordRules = NO_RULES
    needs_old: bool = True
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """The security question, in the organisation's own words, is to be answered: `SignIn.answer`."""

    question: str


@dataclass(frozen=True, slots=True)
class Enrol:
    """A device is to be registered, one of these kinds: `SignIn.enrol`.

    `registered` are the kinds that are registered already; where it holds any, `may_skip` goes on with them.
    """

    kinds: tuple[DeviceKind, ...]
    may_skip: bool
    registered: tuple[DeviceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrolPhone:
    """The telephone number for SMS or voice is to be typed: `SignIn.enrol` once more, with it."""

    kind: DeviceKind


@dataclass(frozen=True, slots=True)
class EnrolDetails:
    """The new device is to be set up, and its first code to be typed: `SignIn.activate`.

    For an authenticator app `secret` (base32) is to be typed there, or `uri` (``otpauth://...``) to be shown
    as a QR code. Other kinds get a code sent to `where`; `can_resend_after` is as in `EnterCode`. Where
    `poll_seconds` is set, the device answers by itself: `SignIn.wait`.
    """

    kind: DeviceKind
    secret: str = field(default="", repr=False)
    uri: str = field(default="", repr=False)
    where: str = ""
    can_resend_after: float | None = None
    poll_seconds: float | None = None


class Direction(StrEnum):
    """What a message is about."""

    TOLD = "told"
    """The organisation's own words, and nothing more is known."""
    UNLOCKED = "unlocked"
    CHANGED = "changed"
    """The password was changed."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to read, with which the sign-in has ended: `SignIn.start` begins anew.

    `text` is the organisation's own words, if it said any.
    """

    text: str = ""
    direction: Direction = Direction.TOLD


@dataclass(frozen=True, slots=True)
class Done:
    """The person is signed in."""

    session: Session


Prompt = (
    ChooseDevice
    | ChooseWay
    | EnterMailToken
    | EnterCode
    | WaitForApproval
    | ChangePassword
    | AnswerQuestion
    | Enrol
    | EnrolPhone
    | EnrolDetails
    | Message
    | Done
)
