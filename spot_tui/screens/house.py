"""What the screens need of the program: its services, who is signed in, and the ways in and out.

`spot_tui.desk.Desk` is the composition root that satisfies `Services`; tests build their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from textual.screen import Screen

    from spot_tui.backend.clock import Clock
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.eligibility.service import EligibilityAnswer, OnAttempt
    from spot_tui.backend.identity.practice import PracticeHelp
    from spot_tui.backend.identity.sign_in import SignIn
    from spot_tui.backend.session import Session
    from spot_tui.backend.status import StatusBoard
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstreams import Provider
    from spot_tui.settings import Profile


class EligibilityService(Protocol):
    """Checks the eligibility of one beneficiary."""

    async def check(
        self, inquiry: Inquiry, provider: Provider, on_attempt: OnAttempt | None = None
    ) -> EligibilityAnswer:
        """Ask and return the answer. Raises `Problem`."""
        ...


class Services(Protocol):
    """The services of one profile. `practice` and `eligibility` are None where the profile has none."""

    @property
    def profile(self) -> Profile:
        """The profile's settings."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def audit(self) -> AuditLog:
        """The audit log."""
        ...

    @property
    def sign_in(self) -> SignIn:
        """The sign-in."""
        ...

    @property
    def status(self) -> StatusBoard:
        """What was seen of each upstream."""
        ...

    @property
    def practice(self) -> PracticeHelp | None:
        """The practice-only addresses."""
        ...

    @property
    def eligibility(self) -> EligibilityService | None:
        """The eligibility service."""
        ...

    async def look(self) -> None:
        """Ask each upstream that answers without a sign-in how it is, and note that in `status`."""
        ...


class House(Protocol):
    """The app, as screens know it."""

    session: Session | None

    @property
    def desk(self) -> Services:
        """The services."""
        ...

    def open(self, page: Screen[None]) -> None:
        """Show a screen on top of this one."""
        ...

    def replace(self, page: Screen[None]) -> None:
        """Show a screen in place of this one."""
        ...

    def enter(self, session: Session) -> None:
        """Open the signed-in side."""
        ...

    async def leave(self, reason: str) -> None:
        """Sign out, drop every screen of the signed-in side, and wipe the terminal."""
        ...

    def exit(self, result: None = None, return_code: int = 0) -> None:
        """End the program."""
        ...
