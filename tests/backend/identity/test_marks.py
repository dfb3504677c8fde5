from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spot_tui.backend.identity.marks import FILE_NAME, SignInMarks
from spot_tui.backend.identity.refused_tries import RefusedTries, Risk
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.keys import Keys

MOMENT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _store_key(tmp_path: Path) -> None:
    """The audit log makes the key before anybody signs in."""
    Keys(tmp_path / "keys").store_key(make=True)


def refuse(marks: SignInMarks, user: str, times: int = 1, at: datetime = MOMENT) -> None:
    for _ in range(times):
        marks.note_tries(user, lambda tries: tries.one_more(at))


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


def test_what_cannot_be_written_is_remembered_until_the_program_ends(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    marks = SignInMarks(tmp_path / "file")
    refuse(marks, "wren", times=2)
    refuse(marks, "Wren")
    marks.note_refused("wren")
    assert marks.refused_tries("wren").risk is Risk.MAYBE_LOCKED
    with pytest.raises(Problem):
        marks.require_unrefused("wren")


def test_what_was_remembered_only_here_is_written_as_soon_as_it_can_be(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path / "store")
    refuse(marks, "wren", times=2)
    Keys(tmp_path / "store" / "keys").store_key(make=True)
    refuse(marks, "wren")
    assert SignInMarks(tmp_path / "store").refused_tries("wren").count == 3


def test_refused_tries_are_known_to_every_terminal(tmp_path: Path) -> None:
    refuse(SignInMarks(tmp_path), "Wren.Applegarth", times=2)
    refuse(SignInMarks(tmp_path), "wren.applegarth ")
    assert SignInMarks(tmp_path).refused_tries("wren.applegarth") == RefusedTries(3, MOMENT)
    assert SignInMarks(tmp_path).refused_tries("otis.barnabeck").count == 0


def test_a_lock_that_was_told_is_remembered(tmp_path: Path) -> None:
    SignInMarks(tmp_path).note_tries("wren", lambda tries: tries.told_locked(MOMENT))
    assert SignInMarks(tmp_path).refused_tries("wren") == RefusedTries(3, MOMENT, is_locked=True)


@pytest.mark.parametrize("moved", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)])
def test_after_an_hour_or_with_the_clock_put_back_no_try_counts(moved: timedelta) -> None:
    tries = RefusedTries(2, MOMENT).told_locked(MOMENT)
    assert tries.as_of(MOMENT + timedelta(minutes=59)).risk is Risk.LOCKED
    assert tries.as_of(MOMENT + moved) == RefusedTries()
    assert tries.one_more(MOMENT + moved).count == 1


def test_a_lock_never_ends_later_than_in_an_hour() -> None:
    early = MOMENT - timedelta(minutes=30)
    assert RefusedTries(3, MOMENT).until(early) == early + timedelta(hours=1)


def test_tries_are_forgotten_and_a_script_is_stopped_all_the_same(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    refuse(marks, "wren", times=3)
    marks.note_refused("wren")
    marks.forget_tries("wren")
    assert marks.refused_tries("wren") == RefusedTries()
    with pytest.raises(Problem):
        marks.require_unrefused("wren")


def test_a_sign_in_forgets_the_refused_tries(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    refuse(marks, "wren", times=3)
    marks.note_signed_in("wren", MOMENT, "device-1")
    assert marks.refused_tries("wren").risk is None


@pytest.mark.parametrize(
    "tries",
    [
        *(None, 3, [], {}, {"count": "3", "last": MOMENT.isoformat()}, {"count": 3, "last": "soon"}),
        *({"count": True, "last": MOMENT.isoformat()}, {"count": 3, "last": "0001-01-01T00:00:00+14:00"}),
    ],
)
def test_damaged_tries_count_as_none(tmp_path: Path, tries: object) -> None:
    refuse(SignInMarks(tmp_path), "wren")
    file = tmp_path / FILE_NAME
    (name,) = json.loads(file.read_bytes())
    file.write_text(json.dumps({name: {"tries": tries}}))
    assert SignInMarks(tmp_path).refused_tries("wren") == RefusedTries()


def test_whose_marks_they_are_is_not_told_without_the_stores_key(tmp_path: Path) -> None:
    for store in (tmp_path, tmp_path / "other"):
        Keys(store / "keys").store_key(make=True)
        refuse(SignInMarks(store), "wren")
    assert (tmp_path / FILE_NAME).read_bytes() != (tmp_path / "other" / FILE_NAME).read_bytes()


def test_the_users_of_longest_ago_are_forgotten_when_there_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spot_tui.backend.store.user_marks._MOST_USERS", 3)
    for user in ("wren", "otis", "lena", "wren", "milo"):
        refuse(SignInMarks(tmp_path), user)
    counts = [SignInMarks(tmp_path).refused_tries(user).count for user in ("wren", "otis", "lena", "milo")]
    assert counts == [2, 0, 1, 1]


def test_terminals_that_write_at_once_lose_no_mark(tmp_path: Path) -> None:
    users = [f"user-{number}" for number in range(24)]
    with ThreadPoolExecutor(6) as terminals:
        list(terminals.map(lambda user: SignInMarks(tmp_path).note_refused(user), users))
    for user in users:
        with pytest.raises(Problem):
            SignInMarks(tmp_path).require_unrefused(user)


@pytest.mark.parametrize(("later", "known"), [(timedelta(minutes=59), True), (timedelta(hours=1), False)])
def test_who_was_turned_away_is_known_for_an_hour_on_every_terminal(
    tmp_path: Path, later: timedelta, known: bool
) -> None:
    SignInMarks(tmp_path).note_turned_away("Wren", MOMENT)
    assert SignInMarks(tmp_path).was_turned_away("wren", MOMENT + later) is known
    assert not SignInMarks(tmp_path).was_turned_away("otis", MOMENT)


def test_after_a_sign_in_nobody_was_turned_away(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    marks.note_turned_away("wren", MOMENT)
    marks.note_signed_in("wren", MOMENT, "device-1")
    assert not marks.was_turned_away("wren", MOMENT)
