"""From where files may be sent: the folders that an operator allows, and removable media below others.

A path counts with its links followed, and is opened from its folder downwards without following any: what is
put in its place between the two is refused.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.words import say

MOST_ENTRIES = 2000
MOST_NAME = 80
_MOUNTS = Path("/proc/self/mountinfo")
_MOUNT_POINT = 4
_OCTAL = re.compile(r"\\([0-7]{3})")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a pipe must not wait for its writer


@dataclass(frozen=True, slots=True)
class Place:
    """A folder from which files may be sent, with all below it."""

    path: Path
    is_medium: bool = False
    is_saved: bool = False
    """Whether it is the folder into which the program puts what is saved."""

    @property
    def name(self) -> str:
        """What a screen calls it."""
        return say("documents.saved_place") if self.is_saved else shown_name(self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder of a listing: `name` to be shown, `size` in bytes, `changed` in seconds since 1970."""

    name: str = field(repr=False)
    path: Path = field(repr=False)
    is_folder: bool
    size: int
    changed: float


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in a folder, folders first, then files, the last changed first.

    `hidden` is how many entries are not shown: names with a dot, links that lead out, devices. `has_more`
    when there are more than are ever listed.
    """

    entries: tuple[Entry, ...]
    hidden: int
    has_more: bool


def shown_name(path: PurePath) -> str:
    """Return the name of a file as it may be shown: one line, nothing in it steers a terminal."""
    return clean_line(path.name or path.as_posix(), MOST_NAME)


def places(
    rules: DocumentRules, *, is_kiosk: bool, saved: Path | None = None, mounts: Path = _MOUNTS
) -> tuple[Place, ...]:
    """Return the folders that a screen offers: those set, else the home folder, and none in kiosk mode.

    After them come `saved`, into which the program puts what is saved, once it is there, and the media that
    are mounted now below `rules.media`.
    """
    named = rules.folders or (() if is_kiosk else (Path.home(),))
    kept = [Place(folder.expanduser()) for folder in named]
    if saved is not None and saved.is_dir():
        kept.append(Place(saved, is_saved=True))
    return (*kept, *(Place(path, is_medium=True) for path in _media(rules, mounts)))


def roots(
    rules: DocumentRules,
    *,
    is_kiosk: bool,
    by_command: bool,
    saved: Path | None = None,
    mounts: Path = _MOUNTS,
) -> tuple[Path, ...]:
    """Return the folders from which a file may be opened; a command without any set may take every file."""
    if by_command and not is_kiosk and not rules.folders:
        return (Path("/"),)
    return tuple(place.path for place in places(rules, is_kiosk=is_kiosk, saved=saved, mounts=mounts))


def list_folder(path: Path, allowed: tuple[Path, ...]) -> Listing:
    """Return what is in a folder. Raises `Problem` ``paper.outside``, ``paper.folder``."""
    try:
        descriptor, _ = _open_within(path, allowed, _FOLDER)
    except OSError as error:
        raise _unlisted(path, error) from None
    try:
        with os.scandir(descriptor) as found:
            return _listed(path, found, allowed)
    except OSError as error:
        raise _unlisted(path, error) from None
    finally:
        os.close(descriptor)


def open_file(path: Path, allowed: tuple[Path, ...]) -> tuple[int, Path]:
    """Return a descriptor of a file for reading, and where it lies, links followed.

    Raises `Problem` ``documents.no_folder``, ``paper.outside``, ``paper.missing``, ``paper.no_file``.
    """
    if not allowed:
        raise Problem("documents.no_folder")
    try:
        descriptor, whole = _open_within(path, allowed, _FILE)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problem("paper.missing", ("files",), {"file": shown_name(path), "reason": reason}) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Problem("paper.no_file", ("files",), {"file": shown_name(path)})
    return descriptor, whole


def _open_within(path: Path, allowed: tuple[Path, ...], flags: int) -> tuple[int, Path]:
    """Open a path with its links followed, step by step from its folder without following one more.

    Returns the descriptor, and where the path leads.
    """
    whole = Path(os.path.realpath(path, strict=True))
    root = next((root for folder in allowed if whole.is_relative_to(root := _real(folder))), None)
    if root is None:
        folders = ", ".join(clean_line(folder.as_posix(), MOST_NAME) for folder in allowed)
        raise Problem("paper.outside", ("files",), {"file": shown_name(path), "folders": folders})
    steps = whole.relative_to(root).parts
    descriptor = os.open(root, _FOLDER)
    for place, step in enumerate(steps, start=1):
        try:
            further = os.open(step, flags if place == len(steps) else _FOLDER, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = further
    return descriptor, whole


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _listed(folder: Path, found: Iterator[os.DirEntry[str]], allowed: tuple[Path, ...]) -> Listing:
    entries: list[Entry] = []
    hidden, has_more = 0, False
    for each in found:
        if len(entries) == MOST_ENTRIES:
            has_more = True
            break
        entry = _entry(folder / each.name, allowed)
        if entry is None:
            hidden += 1
        else:
            entries.append(entry)
    entries.sort(key=lambda each: (not each.is_folder, each.name if each.is_folder else "", -each.changed))
    return Listing(tuple(entries), hidden, has_more)


def _entry(path: Path, allowed: tuple[Path, ...]) -> Entry | None:
    if path.name.startswith("."):
        return None
    try:
        if path.is_symlink() and not any(_real(path).is_relative_to(_real(each)) for each in allowed):
            return None
        about = path.stat()
    except OSError:
        return None
    is_folder = stat.S_ISDIR(about.st_mode)
    if not is_folder and not stat.S_ISREG(about.st_mode):
        return None
    return Entry(shown_name(path), path, is_folder, 0 if is_folder else about.st_size, about.st_mtime)


def _media(rules: DocumentRules, mounts: Path) -> list[Path]:
    """Return the mount points below the folders for media. Source: proc(5), mountinfo."""
    if not rules.media:
        return []
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:
        return []
    points = {
        Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), line.split()[_MOUNT_POINT])) for line in lines
    }
    below = {point for point in points for folder in rules.media if folder in point.parents}
    return sorted(below)


def _unlisted(path: Path, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    return Problem("paper.folder", ("files",), {"folder": shown_name(path), "reason": reason})
