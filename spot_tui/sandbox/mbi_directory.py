"""Who of the made-up people is listed under which Social Security number, for the look-up of numbers.

Their numbers are of area 666 and group 00, of which none was or will be issued (20 CFR 422.103 and SSA's
rules on randomized numbers): ``666-00-`` and the number of the person in `people.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import Field

from spot_tui.backend.formats import months_later
from spot_tui.sandbox.moving_dates import DayText, day
from spot_tui.sandbox.people import Fact, MbiText, people

MONTHS_AFTER_DEATH = 48
_IGNORED_IN_NAMES = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom somebody looks for."""

    first: str = field(repr=False)
    last: str = field(repr=False)
    born: date | None = field(repr=False)
    ssn: str = field(repr=False)


class Listed(Fact):
    """Somebody in the directory, with the Medicare number in force."""

    ssn: str = Field(pattern=r"^66600[0-9]{4}$")
    mbi: MbiText
    first: str
    last: str
    born: date
    died: DayText | None = None
    shows: str = ""


class Departed(Fact):
    """The data file: who is listed and died too long ago for an inquiry."""

    as_of: str
    person: tuple[Listed, ...]


def ssn_of(number: int) -> str:
    """Return the Social Security number of a made-up person, nine digits."""
    return f"66600{number:04}"


@cache
def directory() -> Mapping[str, Listed]:
    """Return everybody who is listed, by Social Security number."""
    return {entry.ssn: entry for entry in (*_living(), *departed())}


@cache
def departed() -> tuple[Listed, ...]:
    """Return who died before anybody of `people.toml`."""
    text = files("spot_tui.sandbox").joinpath("departed.toml").read_text(encoding="utf-8")
    return Departed.model_validate(tomllib.loads(text)).person


def _living() -> Iterator[Listed]:
    for person in people().values():
        yield Listed(
            ssn=ssn_of(person.number),
            mbi=person.mbi,
            first=person.name_on_file,
            last=person.last,
            born=person.born,
            died=person.died,
        )


def find_listed(sought: Sought, today: date) -> Listed | None:
    """Return who fits all four values and did not die more than four years ago."""
    found = directory().get(sought.ssn.replace("-", ""))
    if found is None or sought.born != found.born:
        return None
    names = (bare_name(sought.first), bare_name(sought.last))
    if names != (bare_name(found.first), bare_name(found.last)):
        return None
    is_gone = found.died is not None and months_later(day(found.died, today), MONTHS_AFTER_DEATH) < today
    return None if is_gone else found


def bare_name(name: str) -> str:
    """Return a name as it is compared: letters and digits, in upper case."""
    return _IGNORED_IN_NAMES.sub("", name.upper())
