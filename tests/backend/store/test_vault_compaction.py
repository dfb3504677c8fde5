import os
import shutil
from pathlib import Path

import pytest

from spot_tui.backend.store import vault as vault_module
from spot_tui.backend.store.lines import Damage
from spot_tui.backend.store.vault import LEAST_DEAD_LINES, Change, Vault
from tests.backend.store.builders import Died, dying_at, failing_sync, full_disk
from tests.backend.store.vault_builders import contents, copied, put, table, three_lines, vault


def almost_full(store: Path) -> Vault:
    """Return a vault with two documents which the next change compacts."""
    one = vault(store)
    one.apply([Change("drafts", 1, {"n": "kept"}), Change("outbox", 2, {"n": 0})])
    one.apply([Change("outbox", 2, {"n": n}) for n in range(1, LEAST_DEAD_LINES)])
    return one


EXPECTED = {"drafts": {"1": {"n": "kept"}}, "outbox": {"2": {"n": "new"}}}


def test_dead_lines_are_taken_away_when_they_outweigh_the_living(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    assert one.path.read_bytes().count(b"\n") == LEAST_DEAD_LINES + 1
    put(one, 2, "new", "outbox")
    assert one.path.read_bytes().count(b"\n") == 3
    assert contents(one) == contents(vault(tmp_path)) == EXPECTED


def test_a_file_of_living_lines_is_left_as_it_is(tmp_path: Path) -> None:
    one = vault(tmp_path)
    many = 3 * LEAST_DEAD_LINES
    one.apply([Change("drafts", doc_id, {"n": 0}) for doc_id in range(1, many + 1)])
    inode = one.path.stat().st_ino
    for n in range(LEAST_DEAD_LINES + 1):
        put(one, 1, n + 1)
    assert one.path.stat().st_ino == inode
    assert len(contents(one)["drafts"]) == many


def test_nothing_of_the_last_removed_document_stays_in_the_file(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    sealed = one.path.read_bytes().strip().rpartition(b" ")[2]
    one.apply([Change("drafts", 1, None)])
    assert sealed not in one.path.read_bytes()
    assert contents(one) == {}


def test_a_saved_document_goes_through_many_compactions(tmp_path: Path) -> None:
    one = vault(tmp_path)
    for n in range(5 * LEAST_DEAD_LINES):
        put(one, 1, n)
        assert one.path.read_bytes().count(b"\n") <= LEAST_DEAD_LINES + 2
    assert contents(vault(tmp_path)) == {"drafts": {"1": {"n": 5 * LEAST_DEAD_LINES - 1}}}


def test_lines_are_sealed_anew_and_numbered_on(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    before = one.path.read_bytes()
    put(one, 2, "new", "outbox")
    lines = one.path.read_bytes().splitlines()
    assert [int(line.split(b" ")[1]) for line in lines] == [LEAST_DEAD_LINES + 3 + n for n in range(3)]
    assert not {line.split(b" ")[-1] for line in lines} & {
        line.split(b" ")[-1] for line in before.splitlines()
    }


def test_ids_are_not_given_again_after_a_compaction(tmp_path: Path) -> None:
    one = vault(tmp_path)
    first = table(one).insert({"n": 1})
    table(one).remove(doc_ids=[first])
    assert table(vault(tmp_path)).insert({"n": 2}) > first


def test_a_handle_from_before_reads_and_writes_the_new_file(tmp_path: Path) -> None:
    stale, writing = vault(tmp_path), almost_full(tmp_path)
    assert contents(stale)
    inode = stale.path.stat().st_ino
    put(writing, 2, "new", "outbox")
    assert stale.path.stat().st_ino != inode
    assert contents(stale) == EXPECTED
    put(writing, 3, "more")
    put(stale, 4, "yet more")
    assert contents(writing) == contents(stale) == contents(vault(tmp_path))
    assert contents(writing)["drafts"].keys() == {"1", "3", "4"}


def test_a_handle_from_before_makes_sure_of_the_new_files_name_before_it_writes_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale, writing = vault(tmp_path), almost_full(tmp_path)
    assert contents(stale)
    put(writing, 2, "new", "outbox")
    calls: list[str] = []
    real = os.pwrite

    def write(descriptor: int, data: bytes, offset: int) -> int:
        calls.append("line")
        return real(descriptor, data, offset)

    monkeypatch.setattr(os, "pwrite", write)
    monkeypatch.setattr(vault_module, "sync_folder", lambda _: calls.append("name"))
    put(stale, 3, "more")
    assert calls == ["name", "line"]


def test_a_handle_from_before_writes_first_of_all(tmp_path: Path) -> None:
    stale, writing = vault(tmp_path), almost_full(tmp_path)
    assert contents(stale)
    put(writing, 2, "new", "outbox")
    put(stale, 5, "late")
    assert contents(writing)["drafts"] == {"1": {"n": "kept"}, "5": {"n": "late"}}


def test_the_file_from_before_put_back_is_found(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    before = shutil.copy2(one.path, tmp_path / "before")
    put(one, 2, "new", "outbox")
    Path(before).rename(one.path)
    for _ in range(2):
        with pytest.raises(Damage) as caught:
            contents(one)
        assert caught.value.reason == "replaced"


def test_lines_of_the_file_from_before_fit_nowhere_in_the_new_one(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    old = one.path.read_bytes().splitlines(keepends=True)
    put(one, 2, "new", "outbox")
    new = one.path.read_bytes()
    one.close()
    for line in old:
        one.path.write_bytes(new + line)
        with pytest.raises(Damage):
            contents(vault(tmp_path))


def test_the_first_line_of_a_compacted_file_cannot_be_taken_away(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    put(one, 2, "new", "outbox")
    one.close()
    lines = one.path.read_bytes().splitlines(keepends=True)
    for first in (1, 2):
        one.path.write_bytes(b"".join(lines[first:]))
        with pytest.raises(Damage):
            contents(vault(tmp_path))


def test_a_death_at_any_disk_call_of_a_compaction_loses_nothing(tmp_path: Path) -> None:
    almost_full(tmp_path / "whole").close()
    before = contents(vault(tmp_path / "whole"))
    steps = []
    for step in range(1, 100):
        store = copied(tmp_path / "whole", tmp_path / str(step))
        writing, stale = vault(store), vault(store)
        assert contents(writing) == contents(stale) == before
        with dying_at(step) as died:
            acknowledged = False
            try:
                put(writing, 2, "new", "outbox")
                acknowledged = True
            except Died:
                pass
        found = contents(vault(store))
        assert found == EXPECTED if acknowledged else found in (before, EXPECTED)
        assert contents(stale) == found
        put(stale, 7, "later")
        assert contents(vault(store))["drafts"]["7"] == {"n": "later"}
        steps.append(found == EXPECTED)
        if not died():
            assert acknowledged
            assert steps == sorted(steps)
            assert not list(store.rglob("*.new"))
            return
    raise AssertionError("it never ended")


def test_a_change_is_kept_when_there_is_no_room_to_compact(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    real, calls = os.pwrite, []

    def pwrite(descriptor: int, data: bytes, offset: int) -> int:
        calls.append(len(data))
        return real(descriptor, data[:10] if len(calls) > 1 else data, offset)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "pwrite", pwrite)
        put(one, 2, "new", "outbox")
    assert len(calls) == 2
    assert contents(one) == contents(vault(tmp_path)) == EXPECTED
    assert not list(tmp_path.rglob("*.new"))
    put(one, 2, "new", "drafts")
    assert one.path.read_bytes().count(b"\n") < LEAST_DEAD_LINES


@pytest.mark.parametrize("call", ["rename", "sync"])
def test_a_change_is_kept_when_compaction_fails_at_its_end(tmp_path: Path, call: str) -> None:
    one = almost_full(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with one.held():
        with pytest.MonkeyPatch.context() as failing:
            failing.setattr(*((os, "rename") if call == "rename" else (vault_module, "sync_folder")), fail)
            put(one, 2, "new", "outbox")
        with pytest.MonkeyPatch.context() as no_second_try:
            no_second_try.setattr(vault_module, "LEAST_DEAD_LINES", 1000)
            put(one, 3, "in the same block")
    expected = {
        "drafts": {**EXPECTED["drafts"], "3": {"n": "in the same block"}},
        "outbox": EXPECTED["outbox"],
    }
    assert contents(one) == contents(vault(tmp_path)) == expected


def test_what_a_killed_compaction_left_behind_does_not_matter(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    beside = one.path.with_suffix(".new")
    beside.write_bytes(b"half a line\n" * 1000)
    beside.chmod(0o600)
    put(one, 2, "new", "outbox")
    assert contents(vault(tmp_path)) == EXPECTED
    assert not beside.exists()


def test_a_full_disk_or_failed_sync_of_the_change_itself_compacts_nothing(tmp_path: Path) -> None:
    one = almost_full(tmp_path)
    before, inode = one.path.read_bytes(), one.path.stat().st_ino
    with full_disk(after_bytes=5), pytest.raises(OSError, match="No space"):
        put(one, 2, "new", "outbox")
    with failing_sync(), pytest.raises(OSError, match="Input/output"):
        put(one, 2, "new", "outbox")
    assert (one.path.read_bytes(), one.path.stat().st_ino) == (before, inode)


def test_damage_is_never_compacted_away(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    damaged = path.read_bytes().replace(b" drafts 2 ", b" drafts 4 ")
    path.write_bytes(damaged)
    one = vault(tmp_path)
    for n in range(LEAST_DEAD_LINES + 2):
        with pytest.raises(Damage):
            put(one, 1, n)
    assert path.read_bytes() == damaged
