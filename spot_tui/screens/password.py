"""A new password, with the organisation's rules marked while it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.identity.forms import new_password_form
from spot_tui.backend.identity.password_rules import RuleCheck
from spot_tui.backend.identity.prompts import ChangePassword
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_MARKS = {True: "met", False: "unmet", None: "unknown"}
_TONES = {True: Tone.GOOD, False: Tone.WARN, None: Tone.QUIET}


class PasswordPage(FormPage, Step):
    """Each rule says whether the new password meets it; what breaks one is not sent."""

    NAME = "password"
    KEYS = ("explain", "cancel", "back", "send", "later", "quit")

    def __init__(self, prompt: ChangePassword) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield why, the form, and the rules."""
        yield Plain(((why_to_change(self._prompt), Tone.STRONG),), classes="gap gap-below")
        yield FormPanel(new_password_form(needs_old=self._prompt.needs_old))
        for number, check in enumerate(self._checked("")):
            yield Plain(_rule(check), id=f"rule-{number}")

    def _checked(self, password: str) -> tuple[RuleCheck, ...]:
        return self._prompt.rules.check(password, self.user_id)

    @on(FormPanel.KeyTyped)
    def _mark_rules(self) -> None:
        for number, check in enumerate(self._checked(self.panel.typed["new_password"])):
            self.query_one(f"#rule-{number}", Plain).show(_rule(check))

    def do_send(self) -> None:
        """Send old and new password, once, unless a rule is broken that can be seen here."""
        if self.panel.send().problems:
            return
        typed = self.panel.typed
        if not self._prompt.rules.allows(typed["new_password"], self.user_id):
            self.panel.focus_field("new_password")
            self.notice.hint(say("password.broken"))
            return
        if self._prompt.needs_old and self.asks_before_try():
            return
        work = self.house.desk.sign_in.change_password(typed.get("old_password", ""), typed["new_password"])
        self.ask(work)

    def can_later(self) -> bool:
        """Tell whether the change may wait."""
        return self._prompt.may_skip

    def do_later(self) -> None:
        """Keep the password for now."""
        self.ask(self.house.desk.sign_in.skip())

    def forget(self) -> None:
        """Empty all fields."""
        self.panel.fill({})
        self._mark_rules()


def why_to_change(prompt: ChangePassword) -> str:
    """Return why a new password is asked for."""
    if prompt.is_expired:
        return say("password.expired")
    return say("password.must") if prompt.days_left is None else say("password.days", days=prompt.days_left)


def _rule(check: RuleCheck) -> Line:
    mark = say(f"password.{_MARKS[check.is_met]}")
    return ((f"{mark:<5}", _TONES[check.is_met]), (check.sentence, Tone.PLAIN))
