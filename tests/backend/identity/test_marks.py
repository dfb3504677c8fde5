from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spot_tui.backend.identity.marks import FILE_NAME, SignInMarks
from spot_tui.backend.problems import Problem

MOMENT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_a_refused_user_is_stopped_and_others_are_not(tmp_path: Path) -> None:
    SignInMarks(tmp_path).note_refused("Wren.Applegarth")
    with pytest.raises(Problem, match=r"identity\.refused_before"):
        SignInMarks(tmp_path).require_unrefused("wren.applegarth ")
    SignInMarks(tmp_path).require_unrefused("otis.barnabeck")


def test_a_sign_in_opens_the_way_again(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    marks.note_refused("wren")
    marks.note_signed_in("wren", MOMENT, "device-1")
    marks.require_unrefused("wren")
    assert (marks.last_sign_in("wren"), marks.last_device("wren")) == (MOMENT, "device-1")


def test_a_refusal_keeps_what_is_known(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    marks.note_signed_in("wren", MOMENT, "device-1")
    marks.note_refused("wren")
    assert marks.last_sign_in("wren") == MOMENT


def test_user_ids_do_not_stand_in_the_file_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    SignInMarks(tmp_path).note_refused("wren.applegarth")
    file = tmp_path / FILE_NAME
    assert b"wren" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"x": 1}', b"\xff\xfe", b"[" * 100_000])
def test_damage_counts_as_nothing_remembered(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    marks = SignInMarks(tmp_path)
    marks.require_unrefused("wren")
    assert marks.last_sign_in("wren") is None
    marks.note_refused("wren")
    with pytest.raises(Problem):
        marks.require_unrefused("wren")


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    marks = SignInMarks(tmp_path / "file")
    marks.note_refused("wren")
    marks.note_signed_in("wren", MOMENT, "device-1")
    marks.require_unrefused("wren")


def test_terminals_that_write_at_once_lose_no_mark(tmp_path: Path) -> None:
    users = [f"user-{number}" for number in range(24)]
    with ThreadPoolExecutor(6) as terminals:
        list(terminals.map(lambda user: SignInMarks(tmp_path).note_refused(user), users))
    for user in users:
        with pytest.raises(Problem):
            SignInMarks(tmp_path).require_unrefused(user)
