"""What is sent with a form of documents, and what the gateway has on file of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.made import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form as it was filled in: `fields` by name, the files to go along, and what the outbox wants to know.

    `patient` is an MBI and `claim` a claim's number, where the form is about one; `deadline` is the last day
    on which it may go out; `overrides` are ids of rules that warned and that the person went past; `made` is
    what it was made with.
    """

    form: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    files: tuple[LocalFile, ...] = ()
    patient: str = field(default="", repr=False)
    claim: str = field(default="", repr=False)
    deadline: date | None = None
    overrides: tuple[str, ...] = ()
    made: Made | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that the gateway has: its size in bytes, and the SHA-256 of what is stored there, in hex."""

    name: str = field(repr=False)
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FiledSubmission:
    """A submission on file. `status` is in the gateway's own words; `submitted_at` is aware, in UTC."""

    number: str
    form: str
    npi: str
    status: str
    submitted_by: str
    is_mine: bool
    submitted_at: datetime
    received_on: date
    fields: Mapping[str, str] = field(repr=False)
    files: tuple[ReceivedFile, ...] = field(repr=False)
