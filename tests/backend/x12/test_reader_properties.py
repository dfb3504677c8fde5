from __future__ import annotations

import os

from hypothesis import example, given, settings
from hypothesis import strategies as st

from spot_tui.backend.problems import EXIT_UNREADABLE, Problem
from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import Interchange, read_interchanges
from tests.backend.x12.interchanges import written

EXAMPLES = 5000 if os.environ.get("SPOT_TUI_SOAK") else 250

SEPARATORS = "*|^~!%+<>=:;'\x1c\x1d\x1e\x1f"
DATA = st.text("ABCXYZ0189 .,-/", min_size=1, max_size=12).map(str.strip).filter(bool)
SEGMENTS = st.lists(
    st.tuples(st.sampled_from(["NM1", "REF", "DTP", "MSG", "EB"]), DATA, DATA), min_size=1, max_size=8
)


def read_or_refuse(data: bytes) -> tuple[Interchange, ...]:
    """Return what is read, or nothing where it is refused in the one way allowed."""
    try:
        return read_interchanges(data)
    except Problem as problem:
        assert problem.exit_code == EXIT_UNREADABLE
        return ()


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=400))
@example(b"ISA")
@example(b"ISA*")
@example(b"ISA" + b"*" * 200)
@example(b"ISA\xff" * 40)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=120), st.integers(0, 300), st.integers(0, 40))
def test_a_changed_interchange_is_read_or_refused(noise: bytes, place: int, cut: int) -> None:
    right = written().encode()
    read_or_refuse(right[:place] + noise + right[place + cut :])


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, len(written()) - 2))
def test_an_interchange_cut_anywhere_never_counts_as_whole(length: int) -> None:
    right = written().encode()
    assert all(not (found.complete and not found.oddities) for found in read_or_refuse(right[:length]))


@settings(max_examples=EXAMPLES, deadline=None)
@given(SEGMENTS, st.permutations(SEPARATORS), st.booleans(), st.sampled_from(["", "\r\n"]))
def test_what_is_written_is_read_again(
    body: list[tuple[str, str, str]], separators: list[str], by_lines: bool, line_end: str
) -> None:
    element, repetition, component, terminator = chosen = separators[:4]
    terminator = "\n" if by_lines else terminator
    data = [tuple("".join(c for c in part if c not in chosen) or "X" for part in segment) for segment in body]
    delimiters = Delimiters(element, repetition, component, terminator)
    (found,) = read_interchanges(written(data, delimiters, line_end=line_end).encode())
    (transaction,) = found.sets
    assert found.oddities == []
    assert [tuple(segment) for segment in transaction.segments[1:-1]] == data
