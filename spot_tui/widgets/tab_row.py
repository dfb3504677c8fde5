"""A list of tabs in as few rows as it takes: each with its key, the empty ones marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
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
            self._take_room()
            self.refresh()

    def on_resize(self) -> None:
        """Fold the list in the new width."""
        self._take_room()

    def _take_room(self) -> None:
        self.styles.height = len(self._rows())

    def render(self) -> Content:
        """Return the tabs, folded between them where one row is too short."""
        return Content("\n").join(content(*self._row(*row)) for row in self._rows())

    def _rows(self) -> list[tuple[int, int]]:
        """Return the first tab of each row, and the one after its last."""
        width = self.size.width or self.app.size.width
        firsts, used = [0], 0
        for index, tab in enumerate(self._labels):
            wide = len("[") + cell_len(f"{tab.key}{HAS_DATA}{tab.label}")
            if used and used + wide + (len("]") if index == self._active else 0) > width:
                firsts.append(index)
                used = 0
            used += wide
        return list(zip(firsts, [*firsts[1:], len(self._labels)], strict=True))

    def _row(self, first: int, end: int) -> list[Piece]:
        """Return a row; in brackets the open tab, so that it is seen without colours."""
        pieces: list[Piece] = []
        for index in range(first, end):
            tab, is_after = self._labels[index], index == self._active + 1 and index > first
            between = "[" if index == self._active else "]" if is_after else " "
            text = f"{NO_DATA if tab.empty else HAS_DATA}{tab.label}"
            if index == self._active:
                pieces.append((f"{between}{tab.key}{text}", Tone.MARKED))
            elif tab.empty:
                pieces += [(between, Tone.PLAIN), (f"{tab.key}{text}", Tone.QUIET)]
            else:
                pieces += [(between, Tone.PLAIN), (tab.key, Tone.KEY), (text, Tone.PLAIN)]
        return [*pieces, ("]" if self._active == end - 1 else "", Tone.MARKED)]
