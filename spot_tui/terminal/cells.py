"""Cells of a terminal: a character with its style, and the shortest ways from one state to another.

A style is what SGR sets (ECMA-48 8.3.117; xterm, ctlseqs). Colours are kept as the parameters that set them;
"" is the terminal's own. A wide character fills two cells, of which the second holds no text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Style(NamedTuple):
    """Colours as SGR parameters, and the parameters of all that is switched on."""

    foreground: str = ""
    background: str = ""
    attributes: frozenset[str] = frozenset()

    @property
    def parameters(self) -> list[str]:
        """What sets it in a terminal that is set to nothing."""
        colours = [colour for colour in (self.foreground, self.background) if colour]
        return sorted(self.attributes) + colours


class Cell(NamedTuple):
    """A character with all that is joined to it; "" for the second half of a wide one."""

    text: str
    style: Style


PLAIN = Style()
BLANK = Cell(" ", PLAIN)
_UNSEEN_ON_BLANKS = frozenset({"1", "2", "3"})

_OFF = {
    "22": {"1", "2"},
    "23": {"3"},
    "24": {"4", "21"},
    "25": {"5", "6"},
    "27": {"7"},
    "28": {"8"},
    "29": {"9"},
    "54": {"51", "52"},
    "55": {"53"},
}
_COLOUR_LENGTH = {"5": 3, "2": 5}
_FOREGROUNDS = frozenset(str(code) for code in (*range(30, 38), *range(90, 98)))
_BACKGROUNDS = frozenset(str(code) for code in (*range(40, 48), *range(100, 108)))

# Characters that every terminal draws in one cell. For others its opinion may differ from ours.
_CERTAIN = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x2010, 0x2027), (0x2030, 0x205E), (0x2500, 0x259F))


@lru_cache(4096)
def styled(style: Style, parameters: str) -> Style:
    """Return the style after ``CSI parameters m``. What is unknown counts as switched on."""
    codes = parameters.split(";")
    while codes:
        code = codes.pop(0)
        if code in {"", "0"}:
            style = PLAIN
        elif code in {"38", "48"}:
            length = _COLOUR_LENGTH.get(codes[0] if codes else "", 1) - 1
            colour = ";".join([code, *codes[:length]])
            del codes[:length]
            style = _coloured(style, colour, is_foreground=code == "38")
        elif code in _FOREGROUNDS or code in _BACKGROUNDS:
            style = _coloured(style, code, is_foreground=code in _FOREGROUNDS)
        elif code in {"39", "49"}:
            style = _coloured(style, "", is_foreground=code == "39")
        else:
            style = style._replace(attributes=_switched(style.attributes, code))
    return style


def _coloured(style: Style, colour: str, *, is_foreground: bool) -> Style:
    return style._replace(foreground=colour) if is_foreground else style._replace(background=colour)


def _switched(attributes: frozenset[str], code: str) -> frozenset[str]:
    return attributes - _OFF[code] if code in _OFF else attributes | {code}


@lru_cache(4096)
def style_change(before: Style, after: Style) -> str:
    """Return the shortest sequence from one style to another."""
    if before == after:
        return ""
    if after == PLAIN:
        return "\x1b[m"
    anew = ["0", *after.parameters]
    return min((f"\x1b[{';'.join(codes)}m" for codes in (anew, _switches(before, after)) if codes), key=len)


def _switches(before: Style, after: Style) -> list[str]:
    """Return what switches from one style to another without a reset; nothing where that may go wrong.

    Terminals without colours may be so old that they cannot switch one attribute off.
    """
    lost = before.attributes - after.attributes
    offs = {off for off, attributes in _OFF.items() if attributes & lost}
    off = frozenset().union(*(_OFF[code] for code in offs))
    if not lost <= off or (lost and not (after.foreground or after.background)):
        return []
    codes = sorted(offs) + sorted(after.attributes - (before.attributes - off))
    if before.foreground != after.foreground:
        codes.append(after.foreground or "39")
    if before.background != after.background:
        codes.append(after.background or "49")
    return codes


def absolute_move(row: int, column: int) -> str:
    """Return the sequence that puts the cursor at a cell, counted from 0."""
    if column:
        return f"\x1b[{row + 1};{column + 1}H"
    return f"\x1b[{row + 1}H" if row else "\x1b[H"


def shortest_move(before: tuple[int, int], after: tuple[int, int]) -> str:
    """Return the shortest sequence from one cell (row, column) to another.

    Only what a VT100 knows; whether the line makes CR LF of LF does not matter.
    """
    (row, column), (to_row, to_column) = before, after
    down, right = to_row - row, to_column - column
    ways = [absolute_move(to_row, to_column)]
    if down == 0:
        ways += _along(right)
    if to_column == 0 and down >= 0:
        ways.append("\r" + "\n" * down)
    elif right == 0 and down:
        ways.append(f"\x1b[{_count(abs(down))}{'B' if down > 0 else 'A'}")
    return min(ways, key=len)


def _along(right: int) -> list[str]:
    if right == 0:
        return [""]
    if right > 0:
        return [f"\x1b[{_count(right)}C"]
    return ["\b" * -right, f"\x1b[{_count(-right)}D"]


def _count(number: int) -> str:
    return str(number) if number > 1 else ""


@lru_cache(4096)
def blank_style(style: Style) -> Style:
    """Return what of a style is seen on a blank: its background alone, unless a line or a reversal shows."""
    return Style(background=style.background) if style.attributes <= _UNSEEN_ON_BLANKS else style


def is_like_erased(cell: Cell) -> bool:
    """Tell whether a cell looks as one that was erased with its background."""
    return cell.text == " " and cell.style.attributes <= _UNSEEN_ON_BLANKS


def pen_for(cell: Cell, pen: Style) -> Style:
    """Return the style to draw a cell in: on a blank, what is not seen stays as it is in force."""
    if not is_like_erased(cell):
        return cell.style
    return Style(pen.foreground, cell.style.background, pen.attributes & _UNSEEN_ON_BLANKS)


@lru_cache(4096)
def is_certain(text: str) -> bool:
    """Tell whether every terminal draws this character in exactly one cell."""
    return len(text) == 1 and any(first <= ord(text) <= last for first, last in _CERTAIN)
