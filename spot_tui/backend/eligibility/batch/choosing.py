"""Which files a batch may be read from on the screen, and where its results go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.formats import require
from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.batch.rules import BatchRules

MOST_LISTED = 50
_PATH_LENGTH = 400
_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_RESULTS = ".results"


def folders_of(rules: BatchRules, *, is_kiosk: bool) -> tuple[Path, ...]:
    """Return the folders that the screen works with; none on a kiosk whose operator named none."""
    if rules.folders:
        return tuple(folder.expanduser() for folder in rules.folders)
    return () if is_kiosk else (Path.home(),)


def files_in(folders: tuple[Path, ...]) -> list[Path]:
    """Return the files of patients in the folders, the last changed first; results are none."""
    found: list[tuple[float, Path]] = []
    for folder in folders:
        try:
            found += [(path.stat().st_mtime, path) for path in folder.iterdir() if _is_one(path)]
        except OSError:
            continue
    return [path for _, path in sorted(found, reverse=True)[:MOST_LISTED]]


def file_form(folders: tuple[Path, ...]) -> Form:
    """Return the form in which a file is named: whole, or within the first folder."""

    def rule(text: str) -> Path:
        return allowed(Path(require(text, "batch_file")), folders)

    return Form("batch", (Field("batch_file", rule, _PATH_LENGTH),))


def allowed(path: Path, folders: tuple[Path, ...]) -> Path:
    """Return the file meant. Raises `Problem` ``batch.folder`` for one elsewhere, links followed."""
    named = path.expanduser()
    whole = (named if named.is_absolute() or not folders else folders[0] / named).resolve()
    if not any(whole.is_relative_to(folder.resolve()) for folder in folders):
        listed = ", ".join(folder.as_posix() for folder in folders) or "-"
        raise Problem("batch.folder", ("batch_file",), {"file": path.as_posix(), "folders": listed})
    return whole


def results_beside(path: Path) -> Path:
    """Return a new name for the results of a file, beside it."""
    names = (f"{path.stem}{_RESULTS}{f'-{number}' if number else ''}.csv" for number in range(1000))
    return next(there for name in names if not (there := path.with_name(name)).exists())


def _is_one(path: Path) -> bool:
    is_ours = _RESULTS in path.name
    return (
        path.suffix.lower() in _SUFFIXES and not path.name.startswith(".") and not is_ours and path.is_file()
    )
