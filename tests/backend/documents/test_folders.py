"""From where files may be sent: never from outside, whatever lies in the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spot_tui.backend.documents import folders
from spot_tui.backend.documents.folders import list_folder, open_file, places, roots
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.problems import Problem


def code_of(path: Path, *allowed: Path) -> str:
    try:
        os.close(open_file(path, allowed)[0])
    except Problem as problem:
        return problem.code
    return ""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with files, links and a pipe, beside another one that is not allowed."""
    inside, outside = tmp_path / "desk", tmp_path / "private"
    for folder in (inside / "june", outside, tmp_path / "desk-2"):
        folder.mkdir(parents=True)
    (inside / "june" / "scan.pdf").write_bytes(b"made up")
    (inside / ".hidden").write_bytes(b"made up")
    (outside / "key").write_bytes(b"made up")
    (tmp_path / "desk-2" / "scan.pdf").write_bytes(b"made up")
    (inside / "out").symlink_to(outside / "key")
    (inside / "out-folder").symlink_to(outside)
    (inside / "within").symlink_to("june/scan.pdf")
    (inside / "loop").symlink_to("loop")
    os.mkfifo(inside / "pipe")
    return inside


def test_a_file_is_opened_from_within_and_never_from_outside(desk: Path) -> None:
    assert code_of(desk / "june" / "scan.pdf", desk) == ""
    assert code_of(desk / "within", desk) == ""
    for outside in (
        "out",
        "out-folder/key",
        "../private/key",
        "june/../../private/key",
        "../desk-2/scan.pdf",
    ):
        assert code_of(desk / outside, desk) == "paper.outside", outside
    assert code_of(desk / "out", desk, desk.parent / "private") == ""
    assert code_of(desk / "none", desk) == "paper.missing"
    assert code_of(desk / "loop", desk) == "paper.missing"
    assert {code_of(desk / name, desk) for name in ("june", "", "pipe")} == {"paper.no_file"}
    assert code_of(desk / "june" / "scan.pdf") == "documents.no_folder"


def test_what_is_put_in_its_place_meanwhile_is_not_followed(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def swapped(path: object, flags: int, *mode: int, dir_fd: int | None = None) -> int:
        if path == "june":
            (desk / "june").rename(desk / "july")
            (desk / "june").symlink_to(desk.parent / "private")
        return really_open(path, flags, *mode, dir_fd=dir_fd)  # type: ignore[arg-type]

    (desk.parent / "private" / "scan.pdf").write_bytes(b"private")
    monkeypatch.setattr(os, "open", swapped)
    assert code_of(desk / "june" / "scan.pdf", desk) == "paper.missing"


def test_a_listing_shows_what_may_be_chosen_the_newest_file_first(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("old.pdf", "new\x1b[31m.pdf")):
        (desk / name).write_bytes(b"made up")
        os.utime(desk / name, (number, 5_000_000_000 + number))
    listing = list_folder(desk, (desk,))
    assert [entry.name for entry in listing.entries] == [
        "june",
        "new\N{REPLACEMENT CHARACTER}[31m.pdf",
        "old.pdf",
        "within",
    ]
    assert [entry.size for entry in listing.entries] == [0, 7, 7, 7]
    assert listing.entries[1].path.read_bytes() == b"made up"
    assert (listing.hidden, listing.has_more) == (5, False)
    monkeypatch.setattr(folders, "MOST_ENTRIES", 2)
    assert list_folder(desk, (desk,)).has_more
    for path, code in ((desk / "out-folder", "paper.outside"), (desk / "none", "paper.folder")):
        with pytest.raises(Problem) as refused:
            list_folder(path, (desk,))
        assert refused.value.code == code


def test_folders_are_those_that_are_set_and_media_that_are_there(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    line = "36 35 98:0 / {} rw,noatime shared:1 - vfat /dev/sdb1 rw\n"
    mounted = ("/run/media/desk/A\\040STICK", "/run/media/desk", "/run/media/desk-2/B", "/")
    mounts.write_text("".join(line.format(point) for point in mounted))
    rules = DocumentRules(folders=(tmp_path,), media=(Path("/run/media/desk"),))
    offered = places(rules, is_kiosk=True, mounts=mounts)
    assert [(place.path, place.is_medium) for place in offered] == [
        (tmp_path, False),
        (Path("/run/media/desk/A STICK"), True),
    ]
    assert offered[1].name == "A STICK"
    assert roots(rules, is_kiosk=False, by_command=True, mounts=mounts) == tuple(
        each.path for each in offered
    )


def test_without_folders_a_kiosk_has_none_a_screen_the_home_folder_and_a_command_all() -> None:
    rules = DocumentRules()
    assert places(rules, is_kiosk=True) == ()
    assert [place.path for place in places(rules, is_kiosk=False)] == [Path.home()]
    assert roots(rules, is_kiosk=True, by_command=True) == ()
    assert roots(rules, is_kiosk=False, by_command=True) == (Path("/"),)
