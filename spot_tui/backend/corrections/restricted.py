"""Lists of modifiers, procedures and denials with limits: dated data with its origin, replaceable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from spot_tui.backend.corrections.catalogue import Outcome, Tag
from spot_tui.backend.corrections.data_files import read_data
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.problems import Problem

Kind = Literal["modifier", "procedure", "denial"]
Effect = Literal["excluded", "allowed", "other_road"]
Text = Annotated[str, Field(min_length=1, max_length=200)]

_SHAPES = {
    "modifier": re.compile(r"[A-Z0-9]{2}"),
    "procedure": re.compile(r"[A-Z0-9]{5}"),
    "denial": re.compile(r"((CO|PR|OA|PI) )?[A-Z0-9]{1,5}"),
}


class RestrictedList(BaseModel):
    """One list: what kind of codes, what holds for them, whose it is, and where it comes from.

    `values` are codes or ranges with both ends; a denial is a CARC (``50``), one with its group (``CO 50``)
    or a RARC (``N706``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    kind: Kind
    effect: Effect
    own: bool
    in_use: bool = True
    contractor: Text
    source: Text
    source_date: Text
    evidence: Tag
    loaded_on: date
    note: str = Field("", max_length=400)
    values: tuple[str, ...]

    @model_validator(mode="after")
    def _has_codes_of_its_kind(self) -> RestrictedList:
        if self.effect == "allowed" and self.kind == "denial":
            raise ValueError("no list says which denials are allowed")
        shape = _SHAPES[self.kind]
        for value in self.values:
            first, dash, last = value.partition("-")
            ends = (first, last) if dash else (first,)
            if not all(shape.fullmatch(end) for end in ends) or (
                dash and (len(first) != len(last) or last < first)
            ):
                raise ValueError(f"{value!r} is no {self.kind} code and no range of them")
        return self

    def has(self, code: str) -> bool:
        """Tell whether `code` is in this list."""
        return any(_covers(value, code) for value in self.values)

    @property
    def outcome(self) -> Literal[Outcome.REFUSE, Outcome.WARN]:
        """What it does: a list of the contractor's own refuses, one that is borrowed warns."""
        return Outcome.REFUSE if self.own else Outcome.WARN

    def finding(self, rule: str, *fields: str, line: int | None, code: str) -> Finding:
        """Return what a rule says of a code by this list, with whose list it is and of when."""
        told = {
            "code": code,
            "list": self.name,
            "date": self.source_date,
            "loaded": self.loaded_on.isoformat(),
        }
        return Finding(rule, self.outcome, Problem(f"rule.{rule}", fields, told), line)


class RestrictedLists(BaseModel):
    """All lists of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: tuple[RestrictedList, ...]

    def naming(self, kind: Kind, effect: Effect, code: str) -> Iterator[RestrictedList]:
        """Yield the lists in use that name a code."""
        yield from (each for each in self._of(kind, effect) if each.has(code))

    def lacking(self, kind: Kind, code: str) -> Iterator[RestrictedList]:
        """Yield the lists in use that allow only what they name, and do not name a code."""
        yield from (each for each in self._of(kind, "allowed") if not each.has(code))

    def _of(self, kind: Kind, effect: Effect) -> Iterator[RestrictedList]:
        return (each for each in self.list if each.in_use and each.kind == kind and each.effect == effect)


def read_restricted(path: Path | None) -> RestrictedLists:
    """Return the lists of `path`, without one the shipped ones. Raises `Problem` ``rules.file``."""
    return read_data(RestrictedLists, path, "restricted.toml")


def _covers(value: str, code: str) -> bool:
    first, dash, last = value.partition("-")
    return first <= code <= last and len(code) == len(first) if dash else code == value
