"""The bottom line: the keys that work now."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from spot_tui.commands import Command, key_name, leader_digit
from spot_tui.widgets.line import Piece, Tone, content
from spot_tui.words import say

_GAP = "  "


class KeyBar(Widget):
    """The commands that work now, each with its key; after the leader their digits instead.

    It has at least `rows` rows.
    """

    DEFAULT_CSS = """
    KeyBar { height: auto; width: 100%; background: $bar; color: $bar-text; }
    """

    def __init__(self, rows: int = 1) -> None:
        super().__init__(markup=False)
        self._least = rows
        self._commands: tuple[Command, ...] = ()
        self._after_leader = False

    @property
    def commands(self) -> tuple[Command, ...]:
        """What is shown."""
        return self._commands

    @property
    def rows(self) -> int:
        """How many rows they take."""
        return self._height(self.size.width or self.app.size.width)

    def tell(self, commands: Sequence[Command], *, after_leader: bool = False) -> None:
        """Show these commands; with their digits while the leader waits for one."""
        shown = tuple(command for command in commands if command.in_bar)
        if (shown, after_leader) != (self._commands, self._after_leader):
            rows = self._height(self.size.width)
            self._commands, self._after_leader = shown, after_leader
            self.refresh(layout=self._height(self.size.width) != rows)

    def render(self) -> Content:
        """Return the keys, folded between commands where one row is too short."""
        return Content("\n").join(content(*row) for row in self._rows(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the keys take."""
        return self._height(width)

    def _height(self, width: int) -> int:
        return max(self._least, len(self._rows(width)))

    def _rows(self, width: int) -> list[list[Piece]]:
        rows: list[list[Piece]] = [[(" ", Tone.PLAIN)]]
        used = 1
        if self._after_leader:
            lead = say("keys.leader")
            rows[0].append((lead + _GAP, Tone.PLAIN))
            used += cell_len(lead) + len(_GAP)
        for command in self._commands:
            key = leader_digit(command.key) if self._after_leader else key_name(command.key)
            if not key:
                continue
            wide = cell_len(key) + 1 + cell_len(command.label)
            if used + wide > width - 1 and len(rows[-1]) > 1:
                rows.append([(" ", Tone.PLAIN)])
                used = 1
            rows[-1] += [(key, Tone.KEY), (f" {command.label}{_GAP}", Tone.PLAIN)]
            used += wide + len(_GAP)
        return rows
