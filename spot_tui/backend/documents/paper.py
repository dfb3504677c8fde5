"""A file as it was checked: what goes into a submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from spot_tui.backend.documents.forms import Role
from spot_tui.backend.documents.limits import PaperKind
from spot_tui.backend.documents.scanner import Scan
from spot_tui.backend.problems import Problem


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: `name` cleaned for the screen, `size` in bytes, `sha256` (hex) of all of it.

    `kind` is what it holds, None where that is no kind that is known. `is_locked`: a password or another
    encryption. `problems` are what else speaks against it, `scan` is what the virus scanner said. `sha256`
    and `pages` are known of a file with nothing wrong. `path` is where it lies, links followed.
    """

    name: str = field(repr=False)
    size: int
    kind: PaperKind | None
    role: Role = Role.RECORDS
    sha256: str = ""
    pages: int = 0
    is_locked: bool = False
    scan: Scan = "none"
    problems: tuple[Problem, ...] = ()
    path: Path = field(default=Path(), repr=False)
