"""One row of tabs, drawn by hand: each with its key, the empty ones marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widget import Widget

from spot_tui.widgets.line import Piece, Tone, content

HAS_DATA, NO_DATA = ":", "-"


@dataclass(frozen=True, slots=True)
class TabLabel:
    """One tab: its key, its short label, and whether something was returned for it."""

    key: str
    label: str
    empty: bool = False


class TabRow(Widget):
    """``[s:Sum]1:Elig 3-Prev``: ``:`` where there is data, ``-`` where there is none, brackets when open."""

    DEFAULT_CSS = """
    TabRow { height: 1; width: 100%; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._labels: tuple[TabLabel, ...] = ()
        self._active = 0

    def tell(self, labels: Sequence[TabLabel], active: int) -> None:
        """Show these tabs, the one at index `active` as open."""
        if (tuple(labels), active) != (self._labels, self._active):
            self._labels, self._active = tuple(labels), active
            self.refresh()

    def render(self) -> Content:
        """Return the row; in brackets the open tab, so that it is seen without colours."""
        pieces: list[Piece] = []
        for index, tab in enumerate(self._labels):
            between = "[" if index == self._active else "]" if index == self._active + 1 else " "
            text = f"{NO_DATA if tab.empty else HAS_DATA}{tab.label}"
            if index == self._active:
                pieces.append((f"{between}{tab.key}{text}", Tone.MARKED))
            elif tab.empty:
                pieces += [(between, Tone.PLAIN), (f"{tab.key}{text}", Tone.QUIET)]
            else:
                pieces += [(between, Tone.PLAIN), (tab.key, Tone.KEY), (text, Tone.PLAIN)]
        closing = "]" if self._active == len(self._labels) - 1 else ""
        return content(*pieces, (closing, Tone.MARKED))
