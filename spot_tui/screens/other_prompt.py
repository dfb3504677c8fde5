"""What else an organisation may ask during a sign-in: read, skipped where it may be, or done in a browser."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.prompts import (
    AnswerQuestion,
    ChangePassword,
    Enrol,
    Message,
    Prompt,
    WaitForApproval,
)
from spot_tui.screens.step import Step
from spot_tui.widgets.line import Tone, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class OtherPromptPage(Step):
    """Says what the organisation wants, in plain words and in its own."""

    NAME = "other_prompt"
    KEYS = ("explain", "cancel", "back", "skip", "quit")

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield what is asked and what can be done here."""
        what, own_words = _worded(self._prompt)
        yield Plain(((what, Tone.STRONG),), classes="gap gap-below")
        yield Lined([line for text in own_words for line in wrapped(text, self.text_width)])
        yield Plain(say("other_prompt.skip" if self.can_skip() else "other_prompt.browser"), classes="gap")

    def main(self) -> Widget:
        """Return the organisation's own words."""
        return self.query_one(Lined)

    def can_skip(self) -> bool:
        """Tell whether this may be left for later."""
        return isinstance(self._prompt, ChangePassword | Enrol) and self._prompt.may_skip

    def do_skip(self) -> None:
        """Leave it for later."""
        self.ask(self.house.desk.sign_in.skip())


def _worded(prompt: Prompt) -> tuple[str, tuple[str, ...]]:
    """Return what is asked in our words, and the organisation's own."""
    match prompt:
        case ChangePassword(days_left=None):
            return say("other_prompt.password"), _rules(prompt)
        case ChangePassword():
            return say("other_prompt.password_days", days=prompt.days_left), _rules(prompt)
        case AnswerQuestion():
            return say("other_prompt.question"), (prompt.question,)
        case Enrol():
            return say("other_prompt.enrol"), ()
        case Message():
            return say("other_prompt.message"), (prompt.text,)
        case WaitForApproval():
            return say("other_prompt.approval", device=prompt.device.label), ()
        case _:
            return say("other_prompt.message"), ()


def _rules(prompt: ChangePassword) -> tuple[str, ...]:
    return tuple(check.sentence for check in prompt.rules.check(""))
