"""Waiting until the request on another device is approved, with the number to pick there in large digits."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from spot_tui.backend.identity.prompts import Prompt, WaitForApproval
from spot_tui.backend.problems import Problem
from spot_tui.screens.step import Step
from spot_tui.widgets.large_digits import large
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class ApprovalPage(Step):
    """Waits by itself. Once the request was refused or ran out, a new one goes out by key only."""

    NAME = "approval"
    KEYS = (
        "explain",
        "play_approval",
        "cancel",
        "back",
        "new_request",
        "play_refusal",
        "other_device",
        "quit",
    )
    ALWAYS = ("explain", "play_approval", "play_refusal", "other_device", "quit")

    def __init__(self, prompt: WaitForApproval) -> None:
        super().__init__()
        self._prompt = prompt

    def body(self) -> Iterable[Widget]:
        """Yield where to approve, and the number."""
        heading = say("approval.heading", device=self._prompt.device.label)
        yield Plain(((heading, Tone.STRONG),), classes="gap gap-below")
        if self._prompt.number is None:
            yield Plain(say("approval.plain"))
        else:
            yield Plain(say("approval.number", number=self._prompt.number))
            yield Plain("\n".join(large(self._prompt.number)), classes="gap")
        yield Plain(((say("approval.not_you"), Tone.QUIET),), classes="gap")

    def on_mount(self) -> None:
        """Wait for the answer."""
        work = self.house.desk.sign_in.wait()
        self.wait_for(say("approval.waiting"), work, self.Prompted, upstream="identity")

    def can_play_approval(self) -> bool:
        """Tell whether this is practice, and a request is waiting."""
        practice = self.house.desk.practice
        return self.is_waiting and practice is not None and practice.can_press and bool(self.user_id)

    def can_play_refusal(self) -> bool:
        """Tell whether this is practice, and a request is waiting."""
        return self.can_play_approval()

    def do_play_approval(self) -> None:
        """Approve as the made-up user would, picking the number that is shown."""
        practice, device = self.house.desk.practice, self._prompt.device.id
        if practice is not None:
            self.house.carry(practice.press_yes(self.user_id, device, self._prompt.number))

    def do_play_refusal(self) -> None:
        """Refuse as the made-up user would."""
        practice = self.house.desk.practice
        if practice is not None:
            self.house.carry(practice.press_no(self.user_id, self._prompt.device.id))

    def lead_on(self, prompt: Prompt) -> None:
        """Go where the answer leads, once the help that was opened meanwhile is left."""
        lead_on = super().lead_on
        self.once_on_top(lambda: lead_on(prompt))

    def refused(self, problem: Problem) -> None:
        """Show the problem, once the help that was opened meanwhile is left."""
        refused = super().refused
        self.once_on_top(lambda: refused(problem))

    def do_new_request(self) -> None:
        """Send a new request."""
        self.ask(self.house.desk.sign_in.resend())

    def do_other_device(self) -> None:
        """Choose another device; that ends the waiting."""
        if self.is_waiting:
            self.stop_work()
        self.ask(self.house.desk.sign_in.back())
