"""What an operator sets about documents: whose limits hold, where files come from, who looks for viruses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from spot_tui.backend.upstreams import Setting

CLAMD = "clamd:"
NO_SCANNER = "none"


def _scanner(given: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(given, tuple):
        if not given or not Path(given[0]).is_absolute():
            raise ValueError("begin with the whole path of the program, such as /usr/bin/clamdscan")
    elif given != NO_SCANNER and not (given.startswith(CLAMD) and Path(given[len(CLAMD) :]).is_absolute()):
        raise ValueError("must be none, clamd:/path/to/socket, or a list: a program and its arguments")
    return given


class DocumentRules(Setting):
    """Choices about documents that are sent."""

    contractor: str = Field("First Coast", min_length=1, description="Whose limits hold, by its name in them")
    limits: Path | None = Field(
        None, description="Sizes and kinds of files by contractor (TOML); default: the shipped limits"
    )
    folders: tuple[Path, ...] = Field(
        (),
        description="Folders from which files may be sent, with what lies below; none: the home folder for "
        "screens, any file for commands, and nothing in kiosk mode",
    )
    media: tuple[Path, ...] = Field(
        (),
        description="Folders below which removable media are mounted, such as /run/media/desk; those there "
        "are offered too",
    )
    scanner: Annotated[str | tuple[str, ...], AfterValidator(_scanner)] = Field(
        NO_SCANNER,
        description="Who looks for viruses: none, clamd:/path/to/socket, or a program with its arguments "
        "that reads the file from standard input and ends with 0 (clean) or 1 (found)",
    )
    scanner_required: bool = Field(True, description="Refuse every file while the scanner gives no answer")
    scanner_seconds: float = Field(120, gt=0, le=3600, description="Longest wait for its answer")
    check_seconds: int = Field(30, ge=1, le=600, description="Longest look into one file")
    check_megabytes: int = Field(1024, ge=256, le=16384, description="Most memory for a look into one file")
