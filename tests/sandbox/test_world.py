"""The world file: shared by processes, never reset under anybody, and of one version."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.sandbox.world import SCHEMA_VERSION, World, reset
from tests.backend.store.builders import SetClock


@contextmanager
def world(path: Path, clock: SetClock | None = None) -> Iterator[World]:
    held = World(path / "world.sqlite", clock or SetClock())
    try:
        yield held
    finally:
        held.close()


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    with world(tmp_path / "new") as held, held.transaction() as moment:
        moment.set_switch("a", "1")
        files = [held.path, *held.path.parent.iterdir()]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert stat.S_IMODE(held.path.parent.stat().st_mode) == 0o700


def test_what_one_terminal_does_another_sees(tmp_path: Path) -> None:
    with world(tmp_path) as one, world(tmp_path) as two:
        with one.transaction() as moment:
            moment.set_switch("a", "1")
        with two.transaction() as moment:
            assert moment.switch("a") == "1"


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(held: World) -> None:
        with held.transaction() as moment:
            moment.set_switch("a", "1")
            raise KeyError

    with world(tmp_path) as held:
        with pytest.raises(KeyError):
            fail(held)
        with held.transaction() as moment:
            assert moment.switch("a") == ""


def test_calls_at_once_lose_no_step(tmp_path: Path) -> None:
    def count(held: World) -> None:
        with held.transaction() as moment:
            moment.set_switch("n", str(int(moment.switch("n", "0")) + 1))

    with world(tmp_path) as held, ThreadPoolExecutor(8) as calls:
        list(calls.map(count, [held] * 80))
        with held.transaction() as moment:
            assert moment.switch("n") == "80"


def test_it_is_not_reset_while_another_process_holds_it(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from spot_tui.sandbox.world import World\n"
        "held = World(Path(sys.argv[1]))\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    path = tmp_path / "world.sqlite"
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Problem, match=r"sandbox\.in_use"):
            reset(path)
        other.kill()
    reset(path)
    assert not path.exists()


def test_reset_starts_over_even_from_a_broken_file(tmp_path: Path) -> None:
    with world(tmp_path) as held, held.transaction() as moment:
        moment.set_switch("a", "1")
    path = tmp_path / "world.sqlite"
    path.write_bytes(b"no database at all, " * 100)
    with pytest.raises(Problem, match=r"sandbox\.world"):
        World(path)
    reset(path)
    with world(tmp_path) as held, held.transaction() as moment:
        assert moment.switch("a") == ""


def test_a_world_of_another_version_is_left_alone(tmp_path: Path) -> None:
    with world(tmp_path):
        pass
    path = tmp_path / "world.sqlite"
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(Problem, match=r"sandbox\.world") as caught:
        World(path)
    assert "version" in str(caught.value.parameters["reason"])
    reset(path)


def test_a_world_of_an_older_version_is_brought_up_and_keeps_its_accounts(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE token (id TEXT PRIMARY KEY)")
        db.execute("CREATE TABLE switch (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        db.execute("INSERT INTO switch VALUES ('show_lockout', '1')")
        db.execute("PRAGMA user_version = 1")
    db.close()
    with world(tmp_path) as there, there.transaction() as moment:
        assert moment.switch("show_lockout") == "1"
        assert moment.db.execute("SELECT client FROM token").fetchall() == []
        assert moment.db.execute("SELECT access FROM member").fetchall() == []


def test_something_asked_again_soon_is_known(tmp_path: Path) -> None:
    clock = SetClock()
    with world(tmp_path, clock) as held:
        seen = []
        for forward in (0, 60, 61):
            clock.forward(seconds=forward)
            with held.transaction() as moment:
                seen.append(moment.seen_within("x", 60))
    assert seen == [False, True, False]
