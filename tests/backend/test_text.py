import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.text import clean, clean_line


@given(st.text())
def test_nothing_that_could_steer_a_terminal_is_left(text: str) -> None:
    cleaned = clean(text)
    assert all(
        character in "\n\t"
        or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        for character in cleaned
    )


@given(st.text())
def test_a_clean_line_is_one_printable_line(text: str) -> None:
    assert "\n" not in clean_line(text)
    assert "\t" not in clean_line(text)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]0;title\x07",
        "\x1b[6n",
        "\x9b2J",
        "\x1bP+q\x1b\\",
        "\u202etxt",
        "\u200b",
        "\x7f",
        "\ud800",
        "\x1b]52;c;AA\x1b\\",
    ],
)
def test_control_sequences_lose_their_controls(hostile: str) -> None:
    assert clean(hostile).isprintable()


def test_floods_of_combining_marks_are_cut() -> None:
    assert len(clean("x" + "\u0336" * 500)) <= 3


def test_long_text_is_cut_with_a_mark() -> None:
    cut = clean("x" * 50, most=10)
    assert len(cut) == 10
    assert cut.endswith("…")


def test_ordinary_text_stays_as_it_is() -> None:
    assert clean("Línea 1\n\tLínea 2") == "Línea 1\n\tLínea 2"
