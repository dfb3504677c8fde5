"""An upload as it is kept on disk: of which file, and how far each part of it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath

from spot_tui.backend.text import clean_line

MOST_NAME = 120
"""Characters of a file's name that are told (docs/gateway-api)."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file as it was when it was chosen: `size` in bytes, `sha256` in lower-case hex."""

    path: Path = field(repr=False)
    media_type: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """What it is called, as it may be shown and sent: one line, without what no text can hold."""
        whole = self.path.name.encode("utf-8", "replace").decode()
        ending = PurePath(whole).suffix[:10]
        return clean_line(whole, MOST_NAME) if len(whole) <= MOST_NAME else _short(whole, ending)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file that is an upload of its own at the server; without `url` it was not begun.

    `offset` counts from the stretch's own beginning: so many bytes the server has confirmed. `seen` counts
    likewise what was seen to arrive when a request broke off, until the server is asked about it.
    """

    start: int
    length: int
    url: str = field(default="", repr=False)
    offset: int = 0
    seen: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is at the server."""
        return bool(self.url) and self.offset == self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file's way to the server.

    `reference` is our own name of it, under which the form tells of it; it never changes. `url` is where the
    whole file lies, once it does. `copy_key` opens the encrypted copy of the file; blank where none is kept.
    """

    reference: str
    submission: str
    file: LocalFile
    copy_key: bytes = field(default=b"", repr=False)
    parts: tuple[Part, ...] = ()
    url: str = field(default="", repr=False)
    expires_at: datetime | None = None

    @property
    def confirmed(self) -> int:
        """How many bytes the server has confirmed."""
        return sum(part.offset for part in self.parts)

    @property
    def arrived(self) -> int:
        """How many bytes are over there, as far as that is known."""
        return sum(max(part.offset, part.seen) for part in self.parts)

    @property
    def urls(self) -> frozenset[str]:
        """All that the server holds of it."""
        return frozenset(url for url in (self.url, *(part.url for part in self.parts)) if url)

    @property
    def metadata(self) -> dict[str, str]:
        """What the server is told of it."""
        return {
            "filename": self.file.name,
            "filetype": self.file.media_type,
            "reference": self.reference,
        }

    def with_part(self, number: int, part: Part) -> Upload:
        """Return it with another state of one part."""
        return replace(self, parts=(*self.parts[:number], part, *self.parts[number + 1 :]))

    def anew(self) -> Upload:
        """Return it as one that the server does not know any more."""
        return replace(self, parts=(), url="", expires_at=None)


def _short(name: str, ending: str) -> str:
    """Return a long name cut, with its ending."""
    return clean_line(name, MOST_NAME - len(ending)) + clean_line(ending, len(ending))
