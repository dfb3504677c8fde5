"""One session a person, known to all processes of a store."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.session_registry import (
    FILE_NAME,
    Process,
    SessionRegistry,
    is_alive_here,
    this_process,
)

WREN, OTIS = "sub-wren", "sub-otis"


class Host:
    """Terminals of one host, as processes of which a test says which live."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dead: set[int] = set()

    def terminal(self, pid: int) -> SessionRegistry:
        return SessionRegistry(self.folder, Process(pid, "boot-a", pid * 10), self._lives)

    def _lives(self, process: Process) -> bool:
        return process.boot == "boot-a" and process.pid not in self.dead


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path / "store")


def test_a_second_sign_in_takes_the_place_of_the_first(host: Host) -> None:
    first, second = host.terminal(1), host.terminal(2)
    assert not first.claim(WREN, "s1", "end_first")
    assert first.holds(WREN, "s1")
    assert second.claim(WREN, "s2", "end_first")
    assert not first.holds(WREN, "s1")
    assert not first.holds(WREN, "s1"), "it stays so"
    assert second.holds(WREN, "s2")


def test_a_second_sign_in_is_refused_where_the_setting_says_so(host: Host) -> None:
    first, second = host.terminal(1), host.terminal(2)
    first.claim(WREN, "s1", "refuse")
    with pytest.raises(Problem, match=r"session\.second"):
        second.claim(WREN, "s2", "refuse")
    assert first.holds(WREN, "s1")


def test_two_persons_do_not_disturb_each_other(host: Host) -> None:
    first, second = host.terminal(1), host.terminal(2)
    first.claim(WREN, "s1", "refuse")
    assert not second.claim(OTIS, "s2", "refuse")
    assert first.holds(WREN, "s1")
    assert second.holds(OTIS, "s2")


def test_after_the_sign_out_the_person_may_sign_in_elsewhere(host: Host) -> None:
    first, second = host.terminal(1), host.terminal(2)
    first.claim(WREN, "s1", "refuse")
    first.release(WREN, "s1")
    assert not second.claim(WREN, "s2", "refuse")


def test_the_sign_out_of_an_ended_session_leaves_the_newer_one_alone(host: Host) -> None:
    first, second = host.terminal(1), host.terminal(2)
    first.claim(WREN, "s1", "end_first")
    second.claim(WREN, "s2", "end_first")
    first.release(WREN, "s1")
    assert second.holds(WREN, "s2")
    with pytest.raises(Problem):
        host.terminal(3).claim(WREN, "s3", "refuse")


def test_a_session_whose_process_is_gone_does_not_count(host: Host) -> None:
    host.terminal(1).claim(WREN, "s1", "refuse")
    host.dead.add(1)
    assert not host.terminal(2).claim(WREN, "s2", "refuse")


def test_entries_of_dead_processes_vanish_from_the_file(host: Host) -> None:
    host.terminal(1).claim(WREN, "s1", "refuse")
    host.dead.add(1)
    host.terminal(2).claim(OTIS, "s2", "refuse")
    assert len(json.loads((host.folder / FILE_NAME).read_bytes())) == 1


def test_asking_whether_it_is_held_does_not_write(host: Host) -> None:
    first = host.terminal(1)
    first.claim(WREN, "s1", "refuse")
    before = (host.folder / FILE_NAME).stat()
    assert all(first.holds(WREN, "s1") for _ in range(5))
    assert (host.folder / FILE_NAME).stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"x": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_cannot_be_understood_counts_as_nobody_and_the_living_come_back(
    host: Host, content: bytes
) -> None:
    first = host.terminal(1)
    first.claim(WREN, "s1", "refuse")
    (host.folder / FILE_NAME).write_bytes(content)
    assert first.holds(WREN, "s1")
    with pytest.raises(Problem, match=r"session\.second"):
        host.terminal(2).claim(WREN, "s2", "refuse")


def test_a_file_that_was_removed_is_made_again(host: Host) -> None:
    first = host.terminal(1)
    first.claim(WREN, "s1", "refuse")
    (host.folder / FILE_NAME).unlink()
    assert first.holds(WREN, "s1")
    with pytest.raises(Problem):
        host.terminal(2).claim(WREN, "s2", "refuse")


def test_a_link_in_its_place_is_refused_and_ends_nobody(host: Host, tmp_path: Path) -> None:
    first = host.terminal(1)
    first.claim(WREN, "s1", "refuse")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"{}")
    (host.folder / FILE_NAME).unlink()
    (host.folder / FILE_NAME).symlink_to(elsewhere)
    with pytest.raises(Problem, match=r"session\.registry"):
        host.terminal(2).claim(OTIS, "s2", "refuse")
    assert first.holds(WREN, "s1")
    assert elsewhere.read_bytes() == b"{}"


def test_the_file_is_private_and_names_nobody(host: Host) -> None:
    host.terminal(1).claim(WREN, "session-secret", "refuse")
    path = host.folder / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"wren" not in path.read_bytes()
    assert b"session-secret" not in path.read_bytes()


def test_this_process_lives_and_the_same_number_of_another_boot_or_time_does_not() -> None:
    own = this_process()
    assert is_alive_here(own)
    assert not is_alive_here(Process(own.pid, "another boot", own.started))
    assert not is_alive_here(Process(own.pid, own.boot, own.started + 1))
    assert not is_alive_here(Process(0, own.boot, -1))


def test_a_process_that_ended_does_not_live_even_before_its_parent_took_note() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        living = Process(child.pid, this_process().boot, started(child.pid))
        assert is_alive_here(living)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive_here(living)


def started(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[19])
