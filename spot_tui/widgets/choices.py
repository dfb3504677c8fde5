"""A list to choose from, by digit or by cursor and Enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message

from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.table import Table

BEFORE = "   "
"""As wide as what stands before each choice: its digit and the star."""

_DIGITS = "123456789"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what the list shows, and more about it beside. Only `usable` ones are taken.

    `digit` is its key; empty for that of its place in the list. A star stands before a `ticked` one.
    """

    id: str
    label: str
    note: str = ""
    usable: bool = True
    digit: str = ""
    ticked: bool = False
    cells: tuple[str, ...] = ()
    """In a list that is a table, what stands in the columns beside the label's."""


class Choices(Lined):
    """Numbered lines. The first nine have their digit as a key."""

    DEFAULT_CSS = """
    Choices { height: auto; max-height: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", show=False),
        *(Binding(digit, f"choose_digit({digit})", show=False) for digit in _DIGITS),
    ]

    class Chosen(Message):
        """A usable choice was taken."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choices: Sequence[Choice] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.offer(choices)

    def offer(self, choices: Sequence[Choice], table: Table | None = None) -> None:
        """Offer these choices, the cursor on the first that is usable; in `table` from now on."""
        self._take(choices, table)
        self.cursor = next((i for i, choice in enumerate(self.choices) if choice.usable), 0)
        self.top = 0
        if self.is_mounted:
            self.refresh(layout=True)

    def change(self, choices: Sequence[Choice], table: Table | None = None) -> None:
        """Show the same choices otherwise; cursor and page stay; in `table` from now on."""
        before = self._seen()
        self._take(choices, table)
        self._repaint_changes(before)

    def _take(self, choices: Sequence[Choice], table: Table | None) -> None:
        self.choices = tuple(choices)
        self.digits = tuple(
            choice.digit or (str(number) if number <= len(_DIGITS) else "")
            for number, choice in enumerate(self.choices, start=1)
        )
        self._hold(tuple(map(_line, self.digits, self.choices)), table)

    @property
    def marked(self) -> Choice | None:
        """The choice under the cursor."""
        return self.choices[self.cursor] if self.choices else None

    def point_at(self, index: int) -> None:
        """Move the cursor to the choice at `index`."""
        self.action_move(index - self.cursor)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one row for each choice that fits one."""
        return len(self._rows_in(width))

    def action_choose(self) -> None:
        """Take the choice under the cursor."""
        if self.marked and self.marked.usable:
            self.post_message(self.Chosen(self.marked))

    def action_choose_digit(self, digit: int) -> None:
        """Take the choice with this digit."""
        if str(digit) not in self.digits:
            return
        index = self.digits.index(str(digit))
        if self.choices[index].usable:
            self.point_at(index)
            self.post_message(self.Chosen(self.choices[index]))


def _line(digit: str, choice: Choice) -> Line:
    note = f"  {choice.note}" if choice.note else ""
    if not choice.usable:
        return (("-  ", Tone.QUIET), (choice.label, Tone.QUIET), (note, Tone.QUIET))
    # Blanks take the tone of what follows: a change of colour that nobody sees costs bytes on every row.
    return (
        (f"{digit:1}", Tone.KEY if digit else Tone.STRONG),
        ("* ", Tone.WARN) if choice.ticked else ("  ", Tone.STRONG),
        (choice.label, Tone.STRONG),
        *((text, Tone.PLAIN) for text in choice.cells or (note,)),
    )
