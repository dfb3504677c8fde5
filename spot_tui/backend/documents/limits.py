"""What a contractor takes in one submission: dated data with its origin, replaceable by the operator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from spot_tui.backend.corrections.catalogue import Tag
from spot_tui.backend.corrections.data_files import read_data
from spot_tui.backend.problems import Problem

MEGABYTE = 1024 * 1024
Value = TypeVar("Value")
_Text = Annotated[str, Field(min_length=1, max_length=200)]
_Count = Annotated[int, Field(ge=1, le=100_000)]


class PaperKind(StrEnum):
    """What a file is, by what it holds."""

    PDF = "pdf"
    TIFF = "tiff"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return "application/pdf" if self is PaperKind.PDF else "image/tiff"


class Told(BaseModel, Generic[Value]):
    """A limit, and where it comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Value
    source: _Text
    source_date: _Text
    evidence: Tag


class Limits(BaseModel):
    """The limits of one contractor; one that is None does not exist."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Text
    loaded_on: date
    total_megabytes: Told[_Count]
    kinds: Told[Annotated[tuple[PaperKind, ...], Field(min_length=1)]]
    file_megabytes: Told[_Count] | None = None
    most_files: Told[_Count] | None = None

    @property
    def total(self) -> int:
        """Most bytes that all files are together."""
        return self.total_megabytes.value * MEGABYTE

    @property
    def one_file(self) -> int:
        """Most MB that one file is."""
        most = self.total_megabytes.value
        return min(self.file_megabytes.value, most) if self.file_megabytes else most


class LimitsByContractor(BaseModel):
    """All limits of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    contractor: tuple[Limits, ...]


def read_limits(path: Path | None, contractor: str) -> Limits:
    """Return the limits of `contractor` in `path`, without one in the shipped file.

    Raises `Problem` ``rules.file``, also where the contractor is not in it.
    """
    known = read_data(LimitsByContractor, path, "limits.toml", __package__).contractor
    for limits in known:
        if limits.name == contractor:
            return limits
    names = ", ".join(limits.name for limits in known)
    reason = f"contractor: {contractor} is not among {names}"
    raise Problem("rules.file", (), {"file": path or Path("limits.toml"), "reason": reason})


def megabytes_over(sizes: Iterable[int], limits: Limits) -> Decimal | None:
    """Return by how many MB files of these `sizes` (bytes) exceed the limit together, None where they fit."""
    over = sum(sizes) - limits.total
    return (Decimal(over) / MEGABYTE).quantize(Decimal("0.1"), ROUND_UP) if over > 0 else None
