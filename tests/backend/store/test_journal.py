import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from spot_tui.backend.store.journal import Journal
from spot_tui.backend.store.lines import ChecksumChain, Damage, LineCodec, MacChain, canonical
from tests.backend.store.builders import SOAK, failing_sync, full_disk, touch_later

KEY = b"k" * 32


def journal(folder: Path, codec: LineCodec | None = None) -> Journal:
    return Journal(folder / "log.jsonl", codec or MacChain(KEY))


def contents(of: Journal) -> list[int]:
    return [document["n"] for _, document in of.stream()]


def three_lines(folder: Path) -> Path:
    log = journal(folder)
    log.append([{"n": 1}, {"n": 2}, {"n": 3}])
    log.close()
    return log.path


def test_sequence_numbers_go_on_from_one_handle_to_the_next(tmp_path: Path) -> None:
    assert journal(tmp_path).append([{"n": 1}, {"n": 2}]) == [1, 2]
    assert journal(tmp_path).append([{"n": 3}]) == [3]
    assert contents(journal(tmp_path)) == [1, 2, 3]


def test_two_handles_read_each_others_writes(tmp_path: Path) -> None:
    one, other = journal(tmp_path), journal(tmp_path)
    one.append([{"n": 1}])
    other.append([{"n": 2}])
    one.append([{"n": 3}])
    assert contents(one) == contents(other) == [1, 2, 3]


def test_threads_share_one_handle(tmp_path: Path) -> None:
    log = journal(tmp_path)
    threads = [threading.Thread(target=lambda: [log.append([{"n": n}]) for n in range(25)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seq for seq, _ in log.stream()] == list(range(1, 101))


def test_the_last_write_cut_at_every_byte_opens_without_it(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    data = path.read_bytes()
    kept = data.rindex(b"\n", 0, -1) + 1
    for cut in range(kept + 1, len(data)):
        path.write_bytes(data[:cut])
        opened = journal(tmp_path)
        assert (contents(opened), opened.cut_bytes) == ([1, 2], cut - kept)
        opened.close()


def test_a_write_of_several_lines_cut_at_every_byte_keeps_the_whole_ones(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    data = path.read_bytes()
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        opened = journal(tmp_path)
        assert contents(opened) == list(range(1, data[:cut].count(b"\n") + 1))
        opened.close()


@pytest.mark.parametrize("codec", [MacChain(KEY), ChecksumChain()], ids=["keyed", "checksum"])
def test_any_bit_flipped_is_found(tmp_path: Path, codec: LineCodec) -> None:
    log = journal(tmp_path, codec)
    log.append([{"n": 1}, {"n": 2}, {"n": 3}])
    log.close()
    data = log.path.read_bytes()
    for place in range(len(data)):
        for bit in range(8):
            log.path.write_bytes(data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :])
            with pytest.raises(Damage):
                journal(tmp_path, codec)
            assert len(log.path.read_bytes()) == len(data)


def test_a_line_without_its_proof_in_another_case_is_found(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    path.write_bytes(path.read_bytes().upper())
    with pytest.raises(Damage):
        journal(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda one, two, three: [two, three],
        lambda one, two, three: [one, three],
        lambda one, two, three: [two, one, three],
        lambda one, two, three: [one, three, two],
        lambda one, two, three: [one, one, two, three],
        lambda one, two, three: [one, two, three, three],
        lambda one, two, three: [one, b"\n", two, three],
        lambda one, two, three: [one, two, b"0" * 64 + b' 3 {"n":9}\n', three],
    ],
    ids=["first gone", "middle gone", "swap", "last swap", "doubled", "last doubled", "empty", "inserted"],
)
def test_lines_taken_moved_or_added_are_found(tmp_path: Path, change: Callable[..., list[bytes]]) -> None:
    path = three_lines(tmp_path)
    path.write_bytes(b"".join(change(*path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(Damage):
        journal(tmp_path)


def test_another_key_finds_every_line_wrong(tmp_path: Path) -> None:
    three_lines(tmp_path)
    with pytest.raises(Damage) as caught:
        journal(tmp_path, MacChain(b"x" * 32))
    assert caught.value.seq == 1


def test_a_damaged_journal_is_never_extended(tmp_path: Path) -> None:
    log = journal(tmp_path)
    log.append([{"n": 1}])
    with log.path.open("ab") as file:
        file.write(b"not a line\n")
    before = log.path.read_bytes()
    for _ in range(2):
        with pytest.raises(Damage):
            log.append([{"n": 2}])
    assert log.path.read_bytes() == before


def alter(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    touch_later(path)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda path: os.truncate(path, 0), "shortened"),
        (lambda path: path.unlink(), "removed"),
        (lambda path: path.rename(path.with_name("aside")) and path.touch(0o600), "replaced"),
        (
            lambda path: path.rename(path.with_name("aside")) and path.symlink_to(path.with_name("aside")),
            "replaced",
        ),
        (lambda path: alter(path, 3), "line"),
        (lambda path: alter(path, -1), "line"),
    ],
    ids=["emptied", "removed", "replaced", "linked", "altered", "its end altered"],
)
def test_a_file_changed_under_an_open_handle_is_found(
    tmp_path: Path, change: Callable[[Path], object], reason: str
) -> None:
    log = journal(tmp_path)
    log.append([{"n": 1}])
    change(log.path)
    with pytest.raises(Damage) as caught:
        log.append([{"n": 2}])
    assert caught.value.reason == reason


def test_a_file_touched_under_an_open_handle_but_not_altered_goes_on(tmp_path: Path) -> None:
    log = journal(tmp_path)
    log.append([{"n": 1}])
    touch_later(log.path)
    assert log.append([{"n": 2}]) == [2]


@pytest.mark.parametrize("after_bytes", [None, 0, 1, 70, 74])
def test_a_full_disk_stores_nothing_and_the_next_write_goes_on(
    tmp_path: Path, after_bytes: int | None
) -> None:
    log = journal(tmp_path)
    log.append([{"n": 1}])
    before = log.path.read_bytes()
    with full_disk(after_bytes=after_bytes), pytest.raises(OSError, match="No space"):
        log.append([{"n": 2}])
    assert log.path.read_bytes() == before
    assert log.append([{"n": 3}]) == [2]
    assert contents(journal(tmp_path)) == [1, 3]


def test_a_failed_sync_stores_nothing_and_the_next_write_goes_on(tmp_path: Path) -> None:
    log = journal(tmp_path)
    log.append([{"n": 1}])
    with failing_sync(), pytest.raises(OSError, match="Input/output"):
        log.append([{"n": 2}])
    assert log.append([{"n": 3}]) == [2]
    assert contents(journal(tmp_path)) == [1, 3]


def test_a_short_write_that_cannot_be_taken_back_is_cut_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, length: int) -> None:
        raise OSError(5, "Input/output error")

    log = journal(tmp_path)
    log.append([{"n": 1}])
    with monkeypatch.context() as patch, full_disk(after_bytes=20):
        patch.setattr(os, "ftruncate", refuse)
        with pytest.raises(OSError, match="No space"):
            log.append([{"n": 2}])
    assert log.append([{"n": 3}]) == [2]
    assert log.cut_bytes == 20


def test_a_record_that_no_json_holds_stores_nothing(tmp_path: Path) -> None:
    log = journal(tmp_path)
    for wrong in ({"n": 1.5}, {"n": [{"m": float("nan")}]}, {"n": "\ud800"}, {"n": object()}):
        with pytest.raises((ValueError, TypeError)):
            log.append([{"n": 1}, wrong])
    assert contents(log) == []


def test_a_record_longer_than_a_line_may_be_is_refused(tmp_path: Path) -> None:
    log = journal(tmp_path)
    with pytest.raises(ValueError, match="too long"):
        log.append([{"n": "x" * 70_000}])
    assert log.append([{"n": 1}]) == [1]


def test_there_is_one_way_to_write_a_document() -> None:
    assert canonical({"b": "é\n", "a": [True, None, {"d": 1, "c": 2}]}) == (
        '{"a":[true,null,{"c":2,"d":1}],"b":"é\\n"}'.encode()
    )


class JournalAgainstList(RuleBasedStateMachine):
    """Two handles on one journal do what a list does, through cuts, faults and reopening."""

    @initialize()
    def begin(self) -> None:
        import tempfile

        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.model: list[int] = []
        self.handles = [journal(self.folder), journal(self.folder)]

    @rule(which=st.integers(0, 1), numbers=st.lists(st.integers(), min_size=1, max_size=4))
    def append(self, which: int, numbers: list[int]) -> None:
        seqs = self.handles[which].append([{"n": n} for n in numbers])
        assert seqs == list(range(len(self.model) + 1, len(self.model) + len(numbers) + 1))
        self.model += numbers

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.handles[which].close()
        self.handles[which] = journal(self.folder)

    @rule(rest=st.binary(min_size=1, max_size=60).filter(lambda rest: b"\n" not in rest))
    def die_in_a_write(self, rest: bytes) -> None:
        with self.handles[0].path.open("ab") as file:
            file.write(rest)

    @rule(which=st.integers(0, 1), after=st.integers(0, 60))
    def fill_the_disk(self, which: int, after: int) -> None:
        with full_disk(after_bytes=after), pytest.raises(OSError, match="No space"):
            self.handles[which].append([{"n": 1}])

    @rule(which=st.integers(0, 1))
    def fail_to_sync(self, which: int) -> None:
        with failing_sync(), pytest.raises(OSError, match="Input/output"):
            self.handles[which].append([{"n": 1}])

    @invariant()
    def both_read_the_list(self) -> None:
        if hasattr(self, "handles"):
            assert contents(self.handles[0]) == contents(self.handles[1]) == self.model

    def teardown(self) -> None:
        if hasattr(self, "handles"):
            for handle in self.handles:
                handle.close()
            self._folder.cleanup()


TestJournalAgainstList = JournalAgainstList.TestCase
TestJournalAgainstList.settings = settings(
    max_examples=200 if SOAK else 15,
    stateful_step_count=40 if SOAK else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
