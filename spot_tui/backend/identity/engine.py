"""What an engine is to a sign-in, and which there are.

An organisation tells its engine in ``/.well-known/okta-organization``: it is detected, never configured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import DeviceKind, Prompt, Recovery
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line


@dataclass(frozen=True, slots=True)
class Granted:
    """The organisation is satisfied: `Engine.grant` may be called, once."""


Step = Prompt | Granted


class Engine(Protocol):
    """One sign-in on one engine. Every verb sends at most once what it is given, and raises `Problem`."""

    async def start(self, user_id: str, password: str) -> Step:
        """Send user ID and password."""
        ...

    async def choose(self, device_id: str) -> Step:
        """Take a device, and have its code or its request for approval sent if it is one of those."""
        ...

    async def enter(self, passcode: str) -> Step:
        """Send the passcode, ASCII digits, or what a YubiKey typed."""
        ...

    async def poll(self) -> Step:
        """Ask once whether the request was approved: the same prompt while it was not.

        Raises `Problem`: ``identity.push_rejected``, ``identity.push_timeout``.
        """
        ...

    async def resend(self) -> Step:
        """Have the code, or the request for approval, sent again."""
        ...

    async def change_password(self, old: str, new: str) -> Step:
        """Send the new password, and the old one where it is asked for.

        Raises `Problem`: ``identity.password_rules``, ``identity.old_password``.
        """
        ...

    async def answer(self, text: str) -> Step:
        """Send the answer to the security question."""
        ...

    async def enrol(self, kind: DeviceKind, phone: str | None) -> Step:
        """Begin to register a device of `kind`; `phone` is the number of SMS and voice (``+1...``).

        Without the number these two give `EnrolPhone`. Raises `Problem`: ``identity.phone``.
        """
        ...

    async def activate(self, code: str) -> Step:
        """Send the first code of the device that is being registered."""
        ...

    async def forgot(self, user_id: str) -> Step:
        """Begin anew, to set a new password.

        Raises `Problem`: ``identity.recovery`` where the organisation does not allow it.
        """
        ...

    async def unlock(self, user_id: str) -> Step:
        """Begin anew, to open a locked account. Raises as `forgot` does."""
        ...

    async def prove_by_mail(self, token: str) -> Step:
        """Send the token that the mail of a recovery holds. Raises `Problem`: ``identity.mail_token``."""
        ...

    async def offers(self) -> frozenset[Recovery]:
        """Return the errands that the organisation may allow, as far as it tells before a user ID."""
        ...

    async def skip(self) -> Step:
        """Leave undone what may be skipped."""
        ...

    async def back(self) -> Step:
        """Return to the choice of the device."""
        ...

    async def grant(self) -> Mapping[str, str]:
        """After `Granted`: return the form that the token endpoint takes for tokens."""
        ...

    async def cancel(self) -> None:
        """Give up; the organisation is told."""
        ...


MakeEngine = Callable[[Organisation, Authorization], Engine]


async def detect(organisation: Organisation) -> MakeEngine:
    """Ask the organisation which engine it runs. Raises `Problem` ``identity.engine`` for one not served."""
    facts = await organisation.get(f"{organisation.url}/.well-known/okta-organization")
    pipeline = str(facts.get("pipeline", ""))
    make = _engine(pipeline)
    if make is None:
        raise Problem("identity.engine", (), {"engine": clean_line(pipeline, 40) or "?"})
    return make


def _engine(pipeline: str) -> MakeEngine | None:
    """Load the engine of that name, and not the other."""
    match pipeline:
        case "v1":
            from spot_tui.backend.identity.classic import ClassicEngine

            return ClassicEngine
        case "idx":
            from spot_tui.backend.identity.idx import IdxEngine

            return IdxEngine
        case _:
            return None
