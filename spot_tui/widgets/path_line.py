"""The top line: practice or production, where one is, who is signed in and for which provider."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from spot_tui.widgets.line import Line, Piece, Tone, content, cut, fit
from spot_tui.words import say

_STEP = " > "
_AND = ", "
_GAP = 2
_LEAST_PROVIDER = 12
_LEAST_STEP = 4


class PathLine(Widget):
    """One line that stands on every screen. The environment's mark is never cut.

    Where the line is too short the person's name gives way first, then the oldest steps, then the end of the
    provider's name: for whom one works always stands there. Before a provider is chosen the person stands in
    its place. What there is to say of the line to the upstreams takes the person's place, a warning all of it
    but the last step and the provider.
    """

    DEFAULT_CSS = """
    PathLine { height: 1; width: 100%; background: $bar; color: $bar-text; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._mark = ""
        self._steps: tuple[str, ...] = ()
        self._person = ""
        self._provider = ""
        self._warning = ""
        self._carried: Line = ()

    def tell(self, mark: str, steps: tuple[str, ...], person: str = "", provider: str = "") -> None:
        """Show the environment's `mark`, the `steps` from home to here, and which `person` works for whom."""
        told = (mark, steps, person, provider)
        if told != (self._mark, self._steps, self._person, self._provider):
            self._mark, self._steps, self._person, self._provider = told
            self.refresh()

    def warn(self, warning: str) -> None:
        """Show a warning in place of the person and the way here; empty takes it away."""
        if warning != self._warning:
            self._warning = warning
            self.refresh()

    def carry(self, words: Line) -> None:
        """Say this of the line to the upstreams from now on, what matters most first; empty takes it away."""
        if words != self._carried:
            self._carried = words
            self.refresh()

    def render(self) -> Content:
        """Return the line in the width there is."""
        mark = f" {self._mark} "
        room = self.size.width - cell_len(mark) - 2
        if self._warning:
            return self._warned(mark, room)
        carried = _listed(self._carried, room - _LEAST_PROVIDER - _LEAST_STEP - 2 * _GAP)
        if carried:
            carried += ((" " * _GAP, Tone.PLAIN),)
            room -= sum(cell_len(text) for text, _ in carried)
        who = self._who(room)
        path = _path(self._steps, room - cell_len(who) - _GAP if who else room)
        who = cut(who, max(room - cell_len(path) - _GAP, 0))
        gap = " " * max(room - cell_len(path) - cell_len(who), 0)
        return content((mark, Tone.MARKED), f" {path}{gap}", *carried, (who, Tone.STRONG), " ")

    def _who(self, room: int) -> str:
        """Return whom there is room for: person and provider, or the provider alone, cut if need be."""
        if not self._provider:
            return self._person
        both = say("place.who", name=self._person, provider=self._provider)
        if cell_len(_STEP.join(self._steps)) + _GAP + cell_len(both) <= room:
            return both
        last = cell_len(self._steps[-1]) + _GAP if self._steps else 0
        return cut(self._provider, max(room - last, _LEAST_PROVIDER))

    def _warned(self, mark: str, room: int) -> Content:
        """Return the warning between where one is and for whom, as far as there is room for both."""
        left = room - cell_len(self._warning) - _GAP
        provider = cut(self._provider, left) if left >= _LEAST_PROVIDER else ""
        left -= cell_len(provider) + _GAP
        here = cut(self._steps[-1], left) + " " * _GAP if self._steps and left >= _LEAST_STEP else ""
        warning = fit(self._warning, room - cell_len(here) - cell_len(provider))
        return content((mark, Tone.MARKED), f" {here}", (warning, Tone.WARN), (provider, Tone.STRONG), " ")


def _listed(pieces: Line, room: int) -> Line:
    """Return the pieces as a list; from the right they are dropped until the rest fits, the first is cut."""
    listed: list[Piece] = []
    for text, tone in pieces:
        piece = (f"{_AND if listed else ''}{text}", tone)
        if listed and cell_len(piece[0]) > room:
            break
        listed.append((cut(piece[0], room), tone))
        room -= cell_len(piece[0])
    return tuple(listed)


def _path(steps: tuple[str, ...], room: int) -> str:
    """Return the steps joined; from the left they are dropped until the rest fits."""
    for first in range(len(steps)):
        path = _STEP.join(steps[first:])
        if cell_len(path) <= room:
            return path
    return cut(steps[-1], room) if steps else ""
