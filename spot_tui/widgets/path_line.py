"""The top line: practice or production, where one is, who is signed in and for which provider."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from spot_tui.widgets.line import Tone, content, cut, fit

_STEP = " > "


class PathLine(Widget):
    """One line that stands on every screen. The environment's mark is never cut."""

    DEFAULT_CSS = """
    PathLine { height: 1; width: 100%; background: $bar; color: $bar-text; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._mark = ""
        self._steps: tuple[str, ...] = ()
        self._who = ""
        self._warning = ""

    def tell(self, mark: str, steps: tuple[str, ...], who: str = "") -> None:
        """Show the environment's `mark`, the `steps` from home to here, and `who` works for whom."""
        if (mark, steps, who) != (self._mark, self._steps, self._who):
            self._mark, self._steps, self._who = mark, steps, who
            self.refresh()

    def warn(self, warning: str) -> None:
        """Show a warning in place of path and person; empty takes it away."""
        if warning != self._warning:
            self._warning = warning
            self.refresh()

    def render(self) -> Content:
        """Return the line in the width there is: who gives way first, then the oldest steps."""
        mark = f" {self._mark} "
        room = self.size.width - cell_len(mark) - 2
        if self._warning:
            return content((mark, Tone.MARKED), " ", (fit(self._warning, room), Tone.WARN), " ")
        path = _path(self._steps, room)
        who = cut(self._who, max(room - cell_len(path) - 2, 0))
        gap = " " * max(room - cell_len(path) - cell_len(who), 0)
        return content((mark, Tone.MARKED), f" {path}{gap}", (who, Tone.STRONG), " ")


def _path(steps: tuple[str, ...], room: int) -> str:
    """Return the steps joined; from the left they are dropped until the rest fits."""
    for first in range(len(steps)):
        path = _STEP.join(steps[first:])
        if cell_len(path) <= room:
            return path
    return cut(steps[-1], room) if steps else ""
