"""Reading a secret from where the settings say it lies, when it is needed and never before."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import SecretLocation

CREDENTIALS_FOLDER = "CREDENTIALS_DIRECTORY"
MOST_BYTES = 4096


def read_secret(location: SecretLocation, environment: Mapping[str, str] = os.environ) -> str:
    """Return the secret without its final line end.

    Raises `Problem` ``core.password``: the place cannot be read, is empty, is too long, or is a file that
    others may read.
    """
    if location.environment:
        return _not_empty(environment.get(location.environment, ""), f"${location.environment}")
    if location.file:
        return _read_file(location.file, private=True)
    folder = environment.get(CREDENTIALS_FOLDER)
    if not folder:
        raise _problem(str(location.credential), "systemd passed no credentials")
    return _read_file(Path(folder) / Path(str(location.credential)).name, private=False)


def _read_file(path: Path, *, private: bool) -> str:
    try:
        with path.open("rb") as file:
            if private and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise _problem(str(path), "others may read it, its mode must be 0600")
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise _problem(str(path), error.strerror or type(error).__name__) from None
    except UnicodeDecodeError:
        raise _problem(str(path), "it is no text") from None
    if len(content) > MOST_BYTES:
        raise _problem(str(path), "it is too long")
    return _not_empty(text.removesuffix("\n").removesuffix("\r"), str(path))


def _not_empty(secret: str, place: str) -> str:
    if not secret:
        raise _problem(place, "it is empty")
    return secret


def _problem(place: str, reason: str) -> Problem:
    return Problem("core.password", (), {"place": place, "reason": reason})
