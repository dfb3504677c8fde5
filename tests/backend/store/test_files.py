import fcntl
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from spot_tui.backend.store import files
from spot_tui.backend.store.files import (
    StoreLock,
    UnsafeFile,
    create_private,
    open_private,
    private_folder,
    read_private,
    replace_private,
)
from tests.backend.store.builders import new_log


@pytest.fixture(params=[0o000, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_files_and_folders_are_the_accounts_own_whatever_the_umask(tmp_path: Path) -> None:
    log = new_log(tmp_path / "a" / "store", anchor=tmp_path / "anchor")
    log.record_now("session.start")
    log.close()
    made = [path for path in (tmp_path / "a").rglob("*") if path.is_dir()]
    written = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert {mode(path) for path in [tmp_path / "a", *made]} == {0o700}
    assert {mode(path) for path in written} == {0o600}
    assert len(written) == 5


def test_the_name_of_every_new_file_is_made_to_survive_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = files.sync_folder

    def sync(path: Path) -> None:
        synced.append(path)
        real(path)

    monkeypatch.setattr(files, "sync_folder", sync)
    log = new_log(tmp_path / "store")
    log.record_now("record.view")
    log.close()
    assert {path.parent for path in (tmp_path / "store").rglob("*")} <= set(synced)


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").touch(0o600)
    (tmp_path / "file").symlink_to(tmp_path / "target")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("file", "dangling"):
        with pytest.raises(UnsafeFile) as caught:
            open_private(tmp_path / name, create=True)
        assert caught.value.reason == "symlink"
    assert not (tmp_path / "nowhere").exists()


def test_a_link_in_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").symlink_to(tmp_path)
    with pytest.raises(UnsafeFile) as caught:
        private_folder(tmp_path / "folder")
    assert caught.value.reason == "symlink"


def test_something_else_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("folder", "pipe"):
        with pytest.raises(UnsafeFile) as caught:
            open_private(tmp_path / name)
        assert caught.value.reason == "kind"


@pytest.mark.parametrize("others", [0o640, 0o604, 0o620, 0o602])
def test_a_file_that_others_may_touch_is_refused(tmp_path: Path, others: int) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "file").chmod(others)
    with pytest.raises(UnsafeFile) as caught:
        read_private(tmp_path / "file")
    assert caught.value.reason == "mode"


def test_a_folder_that_others_may_write_is_refused_and_one_they_may_read_is_not(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o770)
    with pytest.raises(UnsafeFile):
        private_folder(tmp_path / "shared")
    (tmp_path / "shared").chmod(0o755)
    assert private_folder(tmp_path / "shared") == tmp_path / "shared"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_account_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch(0o600)
    os.chown(tmp_path / "file", 12345, -1)
    with pytest.raises(UnsafeFile) as caught:
        read_private(tmp_path / "file")
    assert caught.value.reason == "owner"


def test_a_replaced_file_is_blanked(tmp_path: Path) -> None:
    replace_private(tmp_path / "key", b"first secret")
    with (tmp_path / "key").open("rb") as old:
        replace_private(tmp_path / "key", b"second")
        assert old.read() == bytes(len(b"first secret"))
    assert read_private(tmp_path / "key") == b"second"


def test_a_file_is_made_once_by_whoever_comes_first(tmp_path: Path) -> None:
    assert create_private(tmp_path / "key", b"one")
    assert not create_private(tmp_path / "key", b"two")
    assert read_private(tmp_path / "key") == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_lock_excludes_another_handle_and_says_so_after_a_while(tmp_path: Path) -> None:
    held, other = StoreLock(tmp_path / "lock"), StoreLock(tmp_path / "lock", patience=0.01)
    with held.held(), pytest.raises(TimeoutError), other.held():
        pass
    with other.held():
        assert True


def test_a_lock_excludes_other_threads_of_the_same_handle(tmp_path: Path) -> None:
    lock = StoreLock(tmp_path / "lock", patience=0.01)
    refused: list[bool] = []

    def take() -> None:
        try:
            with lock.held():
                refused.append(False)
        except TimeoutError:
            refused.append(True)

    with lock.held():
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
    assert refused == [True]


def test_readers_share_a_lock_and_keep_writers_away(tmp_path: Path) -> None:
    one, two = StoreLock(tmp_path / "lock"), StoreLock(tmp_path / "lock")
    writer = StoreLock(tmp_path / "lock", patience=0.01)
    with one.held(shared=True), two.held(shared=True), pytest.raises(TimeoutError), writer.held():
        pass


def test_a_lock_file_put_in_place_of_the_held_one_is_taken_instead(tmp_path: Path) -> None:
    lock, other = StoreLock(tmp_path / "lock"), StoreLock(tmp_path / "lock", patience=0.01)
    with lock.held():
        pass
    (tmp_path / "lock").unlink()
    with other.held(), pytest.raises(TimeoutError), StoreLock(tmp_path / "lock", patience=0.01).held():
        pass
    with lock.held():
        descriptor = os.open(tmp_path / "lock", os.O_RDWR)
        with pytest.raises(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
