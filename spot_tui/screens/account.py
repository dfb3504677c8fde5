"""What is about the person and not about a patient: provider, devices, access, and decisions about others."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.screens.duties import DutiesPage
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class AccountPage(DutiesPage):
    """Only what works here is listed."""

    NAME = "account"
    JOBS = ("provider", "devices", "access", "approvals", "look")
    KEYS = ("explain", "back", "content", "choose_pin", "sign_out", "choose", *JOBS)

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, and who it is about."""
        yield Plain(((say("account.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices()
        yield Plain(id="who", classes="gap")

    def on_screen_resume(self) -> None:
        """Show what may have changed meanwhile."""
        self.show_jobs()
        session = self.house.session
        if session is not None:
            provider = session.provider.organisation if session.provider else ""
            who = say("home.who", name=session.person.name, user=session.person.user_id)
            working = say("home.provider", provider=provider) if provider else ""
            self.query_one("#who", Plain).show("\n".join(filter(None, (who, working))))

    def note(self, name: str) -> str:
        """Return what waits for an approver."""
        return self.duties_note if name == "approvals" else ""

    def can_provider(self) -> bool:
        """Tell whether there is another provider."""
        return len(self.house.desk.profile.providers) > 1

    def do_provider(self) -> None:
        """Choose another provider."""
        self.do_switch_provider()

    def can_devices(self) -> bool:
        """Tell whether somebody with a role is signed in: a limited sign-in has no business with devices."""
        session = self.house.session
        return session is not None and not session.is_limited

    def do_devices(self) -> None:
        """Show the person's devices."""
        from spot_tui.screens.devices import DevicesPage

        self.house.open(DevicesPage())

    def can_access(self) -> bool:
        """Tell whether there is a gateway for access requests."""
        return self.house.desk.access is not None

    def do_access(self) -> None:
        """Show the person's own access."""
        from spot_tui.screens.access_home import AccessHomePage

        self.house.open(AccessHomePage())

    def can_approvals(self) -> bool:
        """Tell whether the person is an approver or a backup approver."""
        return self.is_approver

    def do_approvals(self) -> None:
        """Show what waits for the person's decision."""
        from spot_tui.screens.access_waiting import WaitingPage

        self.house.open(WaitingPage())

    def can_look(self) -> bool:
        """Tell whether there are colours to change."""
        return self.can_change_look()

    def do_look(self) -> None:
        """Show the next colours."""
        self.do_change_look()
