"""The bottom line: the keys that work now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from spot_tui.commands import Command, key_name, leader_digit
from spot_tui.widgets.line import Piece, Tone, content
from spot_tui.words import say

_GAP = "  "


class KeyBar(Widget):
    """The commands that work now, each with its key; after the leader, or without F-keys, their digits.

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
        self._has_f_keys = True

    @property
    def commands(self) -> tuple[Command, ...]:
        """What is shown."""
        return self._commands

    @property
    def rows(self) -> int:
        """How many rows they take."""
        return max(self._least, len(self._rows(self.size.width or self.app.size.width)))

    def tell(
        self, commands: Sequence[Command], *, after_leader: bool = False, has_f_keys: bool = True
    ) -> None:
        """Show these commands: with their digits while the leader waits for one, or where F-keys lack."""
        shown = tuple(command for command in commands if command.in_bar)
        told = (shown, after_leader, has_f_keys)
        if told != (self._commands, self._after_leader, self._has_f_keys):
            self._commands, self._after_leader, self._has_f_keys = told
            self.styles.height = self.rows
            self.refresh()

    def on_resize(self) -> None:
        """Fold the keys in the new width."""
        self.styles.height = self.rows

    def render(self) -> Content:
        """Return the keys, folded between commands where one row is too short."""
        return Content("\n").join(content(*row) for row in self._rows(self.size.width))

    def _rows(self, width: int) -> list[list[Piece]]:
        rows: list[list[Piece]] = [[(" ", Tone.PLAIN)]]
        used = 1
        for key, words in self._parts():
            wide = cell_len(f"{key} {words}") if key else cell_len(words)
            if used + wide > width - 1 and len(rows[-1]) > 1:
                rows.append([(" ", Tone.PLAIN)])
                used = 1
            rows[-1] += [(key, Tone.KEY), (f" {words}{_GAP}" if key else f"{words}{_GAP}", Tone.PLAIN)]
            used += wide + len(_GAP)
        return rows

    def _parts(self) -> Iterator[tuple[str, str]]:
        """Yield key and words of each part; words without a key lead the digits after them."""
        with_digit = [command for command in self._commands if leader_digit(command.key)]
        if not self._after_leader:
            named = self._commands if self._has_f_keys else [c for c in self._commands if c not in with_digit]
            yield from ((key_name(command.key), command.label) for command in named)
        if self._after_leader or (with_digit and not self._has_f_keys):
            yield "", say("keys.leader" if self._after_leader else "keys.with_leader")
            yield from ((leader_digit(command.key), command.label) for command in with_digit)
