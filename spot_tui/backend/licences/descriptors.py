"""Licensed words of codes, from files that an operator supplies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from spot_tui.backend.licences.settings import CodeSet
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

_MOST_BYTES = 32 * 1024 * 1024
_MOST_WORDS = 1000
_CODE = re.compile(r"[A-Z0-9]{1,8}")
_CDT = re.compile(r"D[0-9]{4}")
_CPT = re.compile(r"[0-9]{5}|[0-9]{4}[FTUM]")


def code_set_of(procedure: str) -> CodeSet:
    """Return the code set that a procedure code belongs to, by its form."""
    if _CDT.fullmatch(procedure):
        return "cdt"
    return "cpt" if _CPT.fullmatch(procedure) else "hcpcs"


def read_descriptors(path: Path) -> Mapping[str, str]:
    """Return the words of a file by code: each line a code, a tab and its words; ``#`` begins a remark.

    Raises `Problem` ``licences.file`` with the line that is none.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError(f"over {_MOST_BYTES // 1024 // 1024} MB")
        return dict(_lines(data.decode("utf-8-sig")))
    except (OSError, ValueError) as error:
        reason = clean_line(getattr(error, "strerror", None) or str(error))
        raise Problem("licences.file", (), {"file": path, "reason": reason}) from None


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        told = line.rstrip("\r")
        if not told.strip() or told.startswith("#"):
            continue
        code, tab, words = told.partition("\t")
        if not tab or not _CODE.fullmatch(code.strip().upper()) or not words.strip():
            raise ValueError(f"line {number} is no code, tab and words")
        yield code.strip().upper(), clean_line(words, _MOST_WORDS)
