"""The security question, on the way to a new password or out of a lock."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.forms import answer_form
from spot_tui.backend.identity.prompts import AnswerQuestion
from spot_tui.screens.form_page import FormPage
from spot_tui.screens.step import Step
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class QuestionPage(FormPage, Step):
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

    def do_send(self) -> None:
        """Send the answer, once; before the one that may lock the account, ask."""
        if not self.panel.send().problems and not self.asks_before_try():
            self.ask(self.house.desk.sign_in.answer(self.panel.typed["answer"]))

    def forget(self) -> None:
        """Empty the field."""
        self.panel.clear("answer")
