"""The sample in curses, as the standard library has it."""

from __future__ import annotations

import curses
from typing import TYPE_CHECKING

from benchmarks.sample import HINT, INTRODUCTION, LABELS, TABS, TITLE, rows_of

if TYPE_CHECKING:
    from _curses import window

INDENT = 12
FIRST_FIELD = len(INTRODUCTION) + 3


def main(screen: window) -> None:
    fill_in(screen)
    tab = 0
    while True:
        show_table(screen, tab)
        key = screen.getch()
        if ord("1") <= key <= ord("9"):
            tab = key - ord("1")


def fill_in(screen: window) -> None:
    """Show the form until Enter."""
    for row, line in enumerate((TITLE, "", *INTRODUCTION, "", *LABELS)):
        screen.addstr(row, 0, line)
    screen.addstr(screen.getmaxyx()[0] - 1, 0, HINT)
    values, field = ["" for _ in LABELS], 0
    while True:
        screen.move(FIRST_FIELD + field, INDENT + len(values[field]))
        screen.refresh()
        key = screen.getch()
        if key == ord("\t"):
            field = (field + 1) % len(LABELS)
        elif key == ord("\n"):
            return
        elif 32 <= key < 127:
            shown = chr(key) if field == 0 else "*"
            screen.addstr(FIRST_FIELD + field, INDENT + len(values[field]), shown)
            values[field] += chr(key)


def show_table(screen: window, tab: int) -> None:
    screen.erase()
    for place, name in enumerate(TABS):
        screen.addstr(f" {name} ", curses.A_REVERSE if place == tab else curses.A_NORMAL)
    height = screen.getmaxyx()[0]
    for row, line in enumerate(rows_of(tab)[: height - 2], start=1):
        screen.addstr(row, 0, line)
    screen.addstr(height - 1, 0, HINT)
    screen.refresh()


if __name__ == "__main__":
    curses.wrapper(main)
