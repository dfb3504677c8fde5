"""What every screen of one form is."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.page import Page
from spot_tui.widgets.form_panel import FormPanel


class FormPage(Page):
    """A screen of one form: Enter in its last field sends, and a problem is shown beside its fields.

    `body` yields the form's panel among the rest; `do_send` sends it. A step of the sign-in is a `Step` too.
    """

    def main(self) -> Widget:
        """Return the form."""
        return self.panel

    @property
    def panel(self) -> FormPanel:
        """The form."""
        return self.query_one(FormPanel)

    def do_content(self) -> None:
        """Go to the first field."""
        self.panel.focus_field()

    @on(FormPanel.Sent)
    def _enter(self) -> None:
        if self.works("send"):
            self.do_send()

    def do_send(self) -> None:
        """Send the form, once, or go to what is missing or wrong."""
        raise NotImplementedError

    def show_refusal(self, problem: Problem) -> None:
        """Show the problem beside its fields; what was typed stays."""
        beside = self.panel.refuse(problem)
        if not beside:
            self.panel.focus_field()
        self.notice.complain(problem, beside_field=beside)

    def explanation(self) -> tuple[str, ...]:
        """Explain the field under the cursor."""
        return self.explain_field(self.panel.here)
