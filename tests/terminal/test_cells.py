"""Styles and moves: the shortest sequence, and none that an old terminal does not know."""

from __future__ import annotations

import pytest

from spot_tui.terminal.canvas import Canvas
from spot_tui.terminal.cells import PLAIN, Style, is_certain, shortest_move, style_change, styled

SET_UP = "\x1b[?1049h"


@pytest.mark.parametrize(
    ("parameters", "style"),
    [
        ("1;38;5;221;48;2;1;2;3", Style("38;5;221", "48;2;1;2;3", frozenset({"1"}))),
        ("31;44;39;49", PLAIN),
        ("1;4;0;7", Style(attributes=frozenset({"7"}))),
        ("1;2;4;22", Style(attributes=frozenset({"4"}))),
        ("97;107", Style("97", "107")),
        ("", PLAIN),
        ("1;", PLAIN),
        ("38", Style("38")),
    ],
)
def test_a_style_is_what_is_in_force_after_its_parameters(parameters: str, style: Style) -> None:
    assert styled(PLAIN, parameters) == style


@pytest.mark.parametrize(
    ("before", "after", "sequence"),
    [
        ("1;31", "1;31", ""),
        ("1;31", "", "\x1b[m"),
        ("31;44", "1;31;44", "\x1b[1m"),
        ("38;5;1;48;5;2", "38;5;3;48;5;2", "\x1b[38;5;3m"),
        ("38;5;1;48;5;2", "48;5;2", "\x1b[39m"),
        ("1;38;5;1;48;5;2", "38;5;1;48;5;2", "\x1b[22m"),
        ("1;2;38;5;1;48;5;2", "2;38;5;1;48;5;2", "\x1b[22;2m"),
        ("4;31", "31", "\x1b[24m"),
        ("58;31", "31", "\x1b[0;31m"),
    ],
)
def test_a_change_of_style_sends_what_differs(before: str, after: str, sequence: str) -> None:
    assert style_change(styled(PLAIN, before), styled(PLAIN, after)) == sequence


def test_without_colours_attributes_go_by_a_reset_which_the_oldest_terminals_know() -> None:
    assert style_change(styled(PLAIN, "1;4"), styled(PLAIN, "4")) == "\x1b[0;4m"


@pytest.mark.parametrize(
    ("before", "after", "sequence"),
    [
        ((3, 5), (3, 5), ""),
        ((3, 5), (3, 6), "\x1b[C"),
        ((3, 5), (3, 15), "\x1b[10C"),
        ((3, 5), (3, 3), "\b\b"),
        ((3, 50), (3, 30), "\x1b[20D"),
        ((3, 5), (3, 0), "\r"),
        ((3, 5), (4, 0), "\r\n"),
        ((3, 5), (4, 5), "\x1b[B"),
        ((3, 5), (1, 5), "\x1b[2A"),
        ((9, 5), (0, 0), "\x1b[H"),
        ((9, 5), (2, 0), "\x1b[3H"),
        ((9, 5), (2, 7), "\x1b[3;8H"),
    ],
)
def test_a_move_is_the_shortest(before: tuple[int, int], after: tuple[int, int], sequence: str) -> None:
    assert shortest_move(before, after) == sequence


@pytest.mark.parametrize(
    ("text", "certain"),
    [("a", True), ("é", True), ("│", True), ("…", True), ("漢", False), ("☺", False), ("e\u0301", False)],
)
def test_only_characters_of_one_width_everywhere_are_certain(text: str, certain: bool) -> None:
    assert is_certain(text) is certain


@pytest.mark.parametrize(
    ("written", "cells"),
    [
        ("\x1b[1;1H漢\x1b[1;2Hb", [" ", "b", " "]),
        ("\x1b[1;1H漢\x1b[1;1Hb", ["b", " ", " "]),
        ("\x1b[1;1Ha漢\x1b[1;1H字", ["字", "", " "]),
        ("\x1b[1;3H漢", [" ", " ", " "]),
        ("\x1b[1;1H漢\x1b[1;3H\u0301", ["漢\u0301", "", " "]),
        ("\x1b[1;1H\u0301a", ["a", " ", " "]),
        ("\x1b[1;1Habcdef", ["a", "b", "c"]),
        ("\x1b[9;9Habc", [" ", " ", " "]),
    ],
)
def test_wide_characters_and_accents_at_their_edges(written: str, cells: list[str]) -> None:
    canvas = Canvas(3, 1)
    canvas.write(SET_UP + written)
    assert [cell.text for cell in canvas.cells[0]] == cells


def test_a_flood_of_accents_ends() -> None:
    canvas = Canvas(3, 1)
    canvas.write(SET_UP + "\x1b[1;1Ha" + "\u0301" * 1000)
    for _ in range(100):
        canvas.write("\x1b[1;2H\u0301\u0301")
    assert len(canvas.cells[0][0].text) == 16
