import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.lines import Damage, LineTooLong
from spot_tui.backend.store.vault import Change, Vaults
from tests.backend.store.builders import SOAK, dying_at, failing_sync, full_disk
from tests.backend.store.vault_builders import (
    CLERK,
    COLLEAGUE,
    contents,
    copied,
    key_file,
    put,
    three_lines,
    vault,
)

SECRETS = ("1AA0AA0AA01", "Knee pain since spring", "00u-clerk-1", "drafted")


def test_what_one_handle_writes_another_reads(tmp_path: Path) -> None:
    one, other = vault(tmp_path), vault(tmp_path)
    put(one, 1, "a")
    put(other, 2, "b")
    put(one, 1, "c")
    other.apply([Change("drafts", 2, None), Change("outbox", 2, {"n": "d"})])
    expected = {"drafts": {"1": {"n": "c"}}, "outbox": {"2": {"n": "d"}}}
    assert contents(one) == contents(other) == contents(vault(tmp_path)) == expected


def test_threads_share_one_handle(tmp_path: Path) -> None:
    shared = vault(tmp_path)

    def work(doc_id: int) -> None:
        for n in range(20):
            put(shared, doc_id, n)

    threads = [threading.Thread(target=work, args=(doc_id,)) for doc_id in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contents(vault(tmp_path)) == {"drafts": {str(doc_id): {"n": 19} for doc_id in range(1, 5)}}


def test_no_file_of_the_store_holds_what_was_written_or_whose_it_is(tmp_path: Path) -> None:
    one = vault(tmp_path)
    for secret in SECRETS:
        one.apply([Change("drafts", 1, {"drafted": secret})])
    one.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert one.path in files
    for path in files:
        for secret in SECRETS:
            assert secret.encode() not in path.read_bytes()
            assert secret not in path.name


def test_everything_is_private(tmp_path: Path) -> None:
    store = tmp_path / "store"
    before = os.umask(0)
    try:
        three_lines(store)
    finally:
        os.umask(before)
    for path in [store, *store.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_last_line_cut_at_every_byte_opens_without_it(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    data = path.read_bytes()
    kept = data.rindex(b"\n", 0, -1) + 1
    for cut in range(kept + 1, len(data)):
        path.write_bytes(data[:cut])
        opened = vault(tmp_path)
        assert contents(opened) == {"drafts": {"1": {"n": "first"}, "2": {"n": "second"}}}
        assert opened.cut_bytes == cut - kept
        opened.close()


def test_a_cut_first_line_leaves_an_empty_vault(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    data = one.path.read_bytes()
    for cut in range(1, len(data)):
        one.path.write_bytes(data[:cut])
        opened = vault(tmp_path)
        assert (contents(opened), opened.cut_bytes) == ({}, cut)
        opened.close()


def test_any_bit_flipped_is_found_and_nothing_is_repaired(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    data = path.read_bytes()
    for place in range(len(data)):
        for bit in range(8) if SOAK else [place % 8]:
            changed = data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
            path.write_bytes(changed)
            opened = vault(tmp_path)
            with pytest.raises(Damage):
                contents(opened)
            with pytest.raises(Damage):
                put(opened, 3, "more")
            opened.close()
            assert path.read_bytes() == changed


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
        lambda one, two, three: [b"\n", one, two, three],
        lambda one, two, three: [b"no line at all\n", one, two, three],
        lambda one, two, three: [one, two.replace(b" drafts 2 ", b" drafts 3 "), three],
        lambda one, two, three: [one, two.replace(b" drafts 2 ", b" outbox 2 "), three],
    ],
    ids=[
        *("first gone", "middle gone", "swap", "last swap", "doubled", "last doubled"),
        *("empty", "empty first", "foreign first", "another id", "another table"),
    ],
)
def test_lines_taken_moved_renamed_or_added_are_found(
    tmp_path: Path, change: Callable[..., list[bytes]]
) -> None:
    path = three_lines(tmp_path)
    path.write_bytes(b"".join(change(*path.read_bytes().splitlines(keepends=True))))
    with pytest.raises(Damage) as caught:
        contents(vault(tmp_path))
    assert caught.value.reason == "line"


def test_damage_is_found_by_a_handle_that_is_open(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    with one.path.open("ab") as file:
        file.write(b"not a line\n")
    before = one.path.read_bytes()
    for _ in range(2):
        with pytest.raises(Damage):
            put(one, 2, "second")
        with pytest.raises(Damage):
            contents(one)
    assert one.path.read_bytes() == before


def test_one_persons_journal_in_anothers_place_opens_for_nobody(tmp_path: Path) -> None:
    clerks, colleagues = three_lines(tmp_path, CLERK), three_lines(tmp_path, COLLEAGUE)
    colleagues.write_bytes(clerks.read_bytes())
    with pytest.raises(Damage):
        contents(vault(tmp_path, COLLEAGUE))


def test_one_persons_journal_and_key_in_anothers_place_open_for_nobody(tmp_path: Path) -> None:
    clerks, colleagues = three_lines(tmp_path, CLERK), three_lines(tmp_path, COLLEAGUE)
    colleagues.write_bytes(clerks.read_bytes())
    key_file(tmp_path, COLLEAGUE).write_bytes(key_file(tmp_path, CLERK).read_bytes())
    with pytest.raises(Damage) as caught:
        contents(vault(tmp_path, COLLEAGUE))
    assert caught.value.reason == "key_damaged"


def test_another_person_sees_nothing(tmp_path: Path) -> None:
    three_lines(tmp_path, CLERK)
    assert contents(vault(tmp_path, COLLEAGUE)) == {}


def test_any_bit_flipped_in_a_key_is_found(tmp_path: Path) -> None:
    three_lines(tmp_path)
    key = key_file(tmp_path)
    data = key.read_bytes()
    for place in range(len(data) - 1):
        changed = bytes([data[place] ^ 1 << place % 3])
        if changed.lower() == data[place : place + 1]:
            continue
        key.write_bytes(data[:place] + changed + data[place + 1 :])
        with pytest.raises(Damage):
            contents(vault(tmp_path))


def test_a_key_that_is_gone_is_damage_and_no_other_is_made(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    before = path.read_bytes()
    key_file(tmp_path).unlink()
    for _ in range(2):
        with pytest.raises(Damage) as caught:
            contents(vault(tmp_path))
        assert caught.value.reason == "key_removed"
    assert path.read_bytes() == before


def test_a_key_removed_under_an_open_handle_is_found(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    key_file(tmp_path).unlink()
    with pytest.raises(Damage):
        contents(one)


def test_a_store_key_that_is_gone_is_damage_and_no_other_is_made(tmp_path: Path) -> None:
    three_lines(tmp_path)
    (tmp_path / "keys" / "store.key").unlink()
    with pytest.raises(Damage) as caught:
        contents(vault(tmp_path))
    assert caught.value.reason == "key_removed"
    with pytest.raises(Damage):
        contents(vault(tmp_path, COLLEAGUE))
    assert not (tmp_path / "keys" / "store.key").exists()


def test_another_store_key_opens_nothing(tmp_path: Path) -> None:
    three_lines(tmp_path)
    (tmp_path / "keys" / "store.key").write_text("ab" * 32)
    with pytest.raises(Damage) as caught:
        contents(vault(tmp_path))
    assert caught.value.reason == "key_damaged"


def test_the_key_may_come_as_a_credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "spot-tui.store-key").write_bytes(b"c" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    vaults = Vaults(tmp_path / "store")
    put(vaults.of(CLERK), 1, "first")
    vaults.close()
    assert not (tmp_path / "store" / "keys" / "store.key").exists()
    assert contents(Vaults(tmp_path / "store").of(CLERK)) == {"drafts": {"1": {"n": "first"}}}


def test_a_journal_that_is_gone_is_damage(tmp_path: Path) -> None:
    three_lines(tmp_path).unlink()
    with pytest.raises(Damage) as caught:
        contents(vault(tmp_path))
    assert caught.value.reason == "removed"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda path: os.truncate(path, 0), "shortened"),
        (lambda path: path.unlink(), "removed"),
        (lambda path: path.rename(path.with_name("aside")) and path.touch(0o600), "replaced"),
    ],
    ids=["emptied", "removed", "replaced"],
)
def test_a_file_changed_under_an_open_handle_is_found(
    tmp_path: Path, change: Callable[[Path], object], reason: str
) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    change(one.path)
    for _ in range(2):
        with pytest.raises(Damage) as caught:
            put(one, 2, "second")
        assert caught.value.reason == reason


def test_an_older_copy_in_the_place_of_the_file_is_found_by_an_open_handle(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    older = shutil.copy2(one.path, tmp_path / "older")
    put(one, 1, "second")
    Path(older).rename(one.path)
    for _ in range(2):
        with pytest.raises(Damage) as caught:
            contents(one)
        assert caught.value.reason == "replaced"
        one.close()


def test_links_in_place_of_files_are_refused(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    path.rename(path.with_name("aside"))
    path.symlink_to("aside")
    with pytest.raises(UnsafeFile):
        contents(vault(tmp_path))


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    three_lines(tmp_path)
    key_file(tmp_path).chmod(0o640)
    with pytest.raises(UnsafeFile):
        contents(vault(tmp_path))


@pytest.mark.parametrize("after_bytes", [None, 0, 1, 60])
def test_a_full_disk_stores_nothing_and_the_next_write_goes_on(
    tmp_path: Path, after_bytes: int | None
) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    before = one.path.read_bytes()
    with full_disk(after_bytes=after_bytes), pytest.raises(OSError, match="No space"):
        put(one, 1, "second")
    assert one.path.read_bytes() == before
    assert contents(one) == {"drafts": {"1": {"n": "first"}}}
    put(one, 2, "third")
    assert contents(vault(tmp_path)) == {"drafts": {"1": {"n": "first"}, "2": {"n": "third"}}}


def test_a_failed_sync_stores_nothing_and_the_next_write_goes_on(tmp_path: Path) -> None:
    one = vault(tmp_path)
    put(one, 1, "first")
    with failing_sync(), pytest.raises(OSError, match="Input/output"):
        put(one, 1, "second")
    put(one, 2, "third")
    expected = {"drafts": {"1": {"n": "first"}, "2": {"n": "third"}}}
    assert contents(one) == contents(vault(tmp_path)) == expected


def test_several_changes_are_stored_all_or_none(tmp_path: Path) -> None:
    one = vault(tmp_path)
    with pytest.raises(LineTooLong):
        one.apply([Change("drafts", 1, {"n": "a"}), Change("drafts", 2, {"n": "x" * 70_000})])
    with pytest.raises(ValueError, match="floats"):
        one.apply([Change("drafts", 1, {"n": "a"}), Change("drafts", 2, {"n": 1.5})])
    assert contents(one) == contents(vault(tmp_path)) == {}


def test_a_death_at_any_disk_call_of_the_first_use_leaves_a_vault_that_opens(tmp_path: Path) -> None:
    for step in range(1, 200):
        store = tmp_path / str(step)
        with dying_at(step) as died:
            try:
                put(vault(store), 1, "first")
            except BaseException as error:  # noqa: BLE001 - the machine died
                assert type(error).__name__ == "Died"
        again = vault(store)
        assert contents(again) in ({}, {"drafts": {"1": {"n": "first"}}})
        put(again, 2, "second")
        assert contents(vault(store))["drafts"]["2"] == {"n": "second"}
        again.close()
        if not died():
            return
    raise AssertionError("it never ended")


def test_a_vault_put_away_holds_nothing_and_opens_again(tmp_path: Path) -> None:
    vaults = Vaults(tmp_path)
    clerks = vaults.of(CLERK)
    put(clerks, 1, "first")
    vaults.put_away(CLERK)
    assert (clerks._living, clerks._codec, clerks._file) == ({}, None, None)
    assert contents(vaults.of(CLERK)) == contents(clerks) == {"drafts": {"1": {"n": "first"}}}


def test_a_vault_needs_an_owner(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="owner"):
        Vaults(tmp_path).of("")


def test_all_owners_of_a_store_are_known_to_it(tmp_path: Path) -> None:
    vaults = Vaults(tmp_path)
    assert vaults.names() == []
    for owner in (CLERK, COLLEAGUE):
        put(vaults.of(owner), 1, "first")
    assert {vaults.owner(name) for name in vaults.names()} == {CLERK, COLLEAGUE}
    vaults.of(CLERK).shred()
    assert {vaults.owner(name) for name in vaults.names()} == {None, COLLEAGUE}


def test_what_was_shredded_is_gone_for_every_handle_and_for_nobody_else(tmp_path: Path) -> None:
    three_lines(tmp_path, COLLEAGUE)
    one, other = vault(tmp_path), vault(tmp_path)
    put(one, 1, "first")
    assert contents(other)
    one.shred()
    assert (one._living, one._codec) == ({}, None)
    assert not one.path.exists()
    assert contents(other) == contents(one) == contents(vault(tmp_path)) == {}
    assert contents(vault(tmp_path, COLLEAGUE))["drafts"].keys() == {"1", "2"}


def test_a_copy_of_a_shredded_journal_cannot_be_read(tmp_path: Path) -> None:
    path = three_lines(tmp_path)
    copy = path.read_bytes()
    old_key = key_file(tmp_path).read_bytes()
    vault(tmp_path).shred()
    assert all(old_key not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    put(vault(tmp_path), 9, "new")
    path.write_bytes(copy)
    with pytest.raises(Damage):
        contents(vault(tmp_path))


def test_the_same_person_may_begin_again_after_shredding(tmp_path: Path) -> None:
    one, other = vault(tmp_path), vault(tmp_path)
    put(one, 1, "first")
    assert contents(other)
    one.shred()
    put(one, 1, "new")
    assert contents(other) == {"drafts": {"1": {"n": "new"}}}


def test_a_damaged_vault_can_be_shredded(tmp_path: Path) -> None:
    three_lines(tmp_path).write_bytes(b"damage\n")
    vault(tmp_path).shred()
    assert contents(vault(tmp_path)) == {}


def test_a_death_while_shredding_leaves_all_or_nothing(tmp_path: Path) -> None:
    three_lines(tmp_path / "whole")
    for step in range(1, 100):
        store = copied(tmp_path / "whole", tmp_path / str(step))
        with dying_at(step) as died:
            try:
                vault(store).shred()
            except BaseException as error:  # noqa: BLE001 - the machine died
                assert type(error).__name__ == "Died"
        whole = {"drafts": {"1": {"n": "third"}, "2": {"n": "second"}}}
        assert contents(vault(store)) in (({}, whole) if died() else ({},))
        if not died():
            return
    raise AssertionError("it never ended")
