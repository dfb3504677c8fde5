"""Licence notices: read from a data file, ours or the operator's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from spot_tui.backend.licences.settings import CodeSet
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean, clean_line
from spot_tui.words import translate

COPYRIGHT_LENGTH = 76
_MOST_BYTES = 1024 * 1024
_MOST_TEXT = 100_000
TOPIC = "licence_notices"
"""The topic of the notices that ship."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: whose, which code sets it covers, its version, its one copyright line, and its text."""

    id: str
    owner: str
    covers: tuple[CodeSet, ...]
    version: str
    copyright: str
    text: str

    @property
    def said(self) -> str:
        """Its text in the language in use; the file of an operator is said as it stands."""
        return translate(TOPIC, self.text)

    @property
    def digest(self) -> str:
        """The SHA-256 of version and text: what an acceptance is for."""
        return sha256(f"{self.version}\n{self.text}".encode()).hexdigest()


class _NoticeBody(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9]{1,20}$")
    owner: Annotated[str, AfterValidator(clean_line)] = Field(min_length=1, max_length=80)
    covers: tuple[CodeSet, ...] = Field(min_length=1)
    version: Annotated[str, AfterValidator(clean_line)] = Field(min_length=1, max_length=40)
    copyright: Annotated[str, AfterValidator(clean_line)] = Field(min_length=1, max_length=COPYRIGHT_LENGTH)
    text: str = Field(min_length=1, max_length=_MOST_TEXT)


class _NoticeFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    notice: tuple[_NoticeBody, ...] = Field(min_length=1)


def read_notices(path: Path | None = None) -> tuple[Notice, ...]:
    """Return the notices of a file, without one those that ship. Raises `Problem` ``licences.file``."""
    try:
        found = _NoticeFile.model_validate(tomllib.loads(_text(path))).notice
    except (OSError, ValueError) as error:
        # ValidationError, TOMLDecodeError and UnicodeDecodeError are all of ValueError.
        raise Problem(
            "licences.file", (), {"file": path or "notices.toml", "reason": _reason(error)}
        ) from None
    return tuple(
        Notice(
            id=notice.id,
            owner=notice.owner,
            covers=notice.covers,
            version=notice.version,
            copyright=notice.copyright,
            text=clean(notice.text.strip(), most=_MOST_TEXT),
        )
        for notice in found
    )


def notice_sentences() -> Iterator[tuple[str, str]]:
    """Yield the texts that ship, for translators, each with the notice that it is."""
    yield from ((notice.id, notice.text) for notice in read_notices())


def _text(path: Path | None) -> str:
    if path is None:
        return files(__package__).joinpath("notices.toml").read_text("utf-8")
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError("too long")
    return data.decode("utf-8")


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return clean_line(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    return clean_line(getattr(error, "strerror", None) or str(error))
