"""The security question, on the way to a new password or out of a lock."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.identity.forms import answer_form
from spot_tui.backend.identity.prompts import AnswerQuestion
from spot_tui.backend.problems import Problem
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class QuestionPage(Step):
    """Asks it in the organisation's own words; the answer is masked."""

    NAME = "question"
    KEYS = ("explain", "cancel", "back", "send", "quit")

    def __init__(self, prompt: AnswerQuestion) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield the question and the field."""
        yield Plain(((say("question.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(self._prompt.question, classes="gap-below")
        yield FormPanel(answer_form())

    def main(self) -> Widget:
        """Return the form."""
        return self.panel

    @property
    def panel(self) -> FormPanel:
        """The form."""
        return self.query_one(FormPanel)

    def do_content(self) -> None:
        """Go to the field."""
        self.panel.focus_field()

    @on(FormPanel.Sent)
    def _enter(self) -> None:
        if self.works("send"):
            self.do_send()

    def do_send(self) -> None:
        """Send the answer, once."""
        if not self.panel.send().problems:
            self.ask(self.house.desk.sign_in.answer(self.panel.typed["answer"]))

    def show_refusal(self, problem: Problem) -> None:
        """Show the problem beside the field."""
        beside = self.panel.refuse(problem)
        self.panel.focus_field()
        self.notice.complain(problem, beside_field=beside)

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("answer")
