"""The way to each service, step by step: for who calls the help desk or the office's own support."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import aclosing

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.upstream_checks.steps import Step
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_TONES = {"good": Tone.GOOD, "note": Tone.WARN, "bad": Tone.BAD}
_STATE, _LAYER = 6, 12
_SYSTEMS = {"claims": ("claims_a", "claims_b")}


class UpstreamStepsPage(Paged):
    """Readable before and after the sign-in; only who is signed in has an envelope without a patient sent."""

    NAME = "steps"
    KEYS = ("explain", "cancel", "back", "refresh", "page_up", "page_down", "sign_out", "quit")
    BAR_ROWS = 2

    class Found(Message):
        """One more step."""

        def __init__(self, part: str, step: Step) -> None:
            super().__init__()
            self.part = part
            self.step = step

    class Ended(Message):
        """Every way was followed as far as it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._part = ""
        self._first_bad: int | None = None

    def body(self) -> Iterable[Widget]:
        """Yield what was found."""
        yield Plain(((say("steps.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Lined()

    def on_mount(self) -> None:
        """Begin."""
        self.do_refresh()

    def do_refresh(self) -> None:
        """Follow the ways from the start."""
        self._lines, self._part, self._first_bad = [], "", None
        self.lined.fill([])
        self.wait_for(say("steps.looking"), self._follow(), lambda _: self.Ended())

    async def _follow(self) -> None:
        desk = self.house.desk
        for part, way in desk.ways(send=self.house.session is not None).items():
            last = None
            async with aclosing(way) as steps:
                async for step in steps:
                    self.post_message(self.Found(part, step))
                    last = step
            for system in _SYSTEMS.get(part, (part,)):
                desk.status.saw(system, last.problem if last else None)

    @on(Found)
    def _show(self, message: Found) -> None:
        if message.part != self._part:
            self._lines += [line("")] if self._lines else []
            self._lines.append(line(say(f"steps.part.{message.part}"), Tone.STRONG))
            self._part = message.part
        if message.step.state == "bad" and self._first_bad is None:
            self._first_bad = len(self._lines)
        self._lines += _step_lines(message.step, self.text_width)
        self.lined.fill(self._lines, len(self._lines) - 1)

    @on(Ended)
    def _point(self) -> None:
        """Put the cursor on the first step that fails."""
        self.lined.fill(self._lines, self._first_bad or 0)


def _step_lines(step: Step, width: int) -> list[Line]:
    told = [step.what, *filter(None, [step.fix])]
    if step.state == "bad":
        told.append(say("doctor.stopped", layer=step.label))
    rows = [row for text in told for row in wrapped(text, width - _STATE - _LAYER)]
    head: Line = (
        (f"{say(f'doctor.state.{step.state}'):<{_STATE}}", _TONES[step.state]),
        (f"{step.label:<{_LAYER}}", Tone.STRONG),
    )
    margin: Line = ((" " * (_STATE + _LAYER), Tone.PLAIN),)
    return [(*(margin if number else head), *row) for number, row in enumerate(rows)]
