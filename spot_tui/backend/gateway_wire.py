"""What all JSON of the gateway shares: its models, numbers and revisions, and how an answer is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

_AMOUNT = r"^-?[0-9]{1,9}\.[0-9]{2}$"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNITS = r"^[0-9]{1,7}(\.[0-9]{1,3})?$"


def _text(value: object) -> object:
    """Refuse a number where a decimal string must stand: its cents may be lost already."""
    if not isinstance(value, str):
        raise ValueError("no decimal string")
    return value


def _day(value: object) -> object:
    """Refuse what pydantic would take for a day besides ``YYYY-MM-DD``, such as a number of seconds."""
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError("no date")
    return value


Day = Annotated[date, BeforeValidator(_day)]
Mark = Annotated[bool, Field(strict=True)]
Text = Annotated[str, Field(max_length=200), AfterValidator(clean_line)]
Number = Annotated[str, Field(pattern=r"^[A-Z0-9]{8,23}$")]
Money = Annotated[str, Field(pattern=_AMOUNT), BeforeValidator(_text)]
Units = Annotated[str, Field(pattern=_UNITS), BeforeValidator(_text)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Revision = Annotated[str, Field(pattern=r'^"[\x21\x23-\x7e]{1,80}"$')]
FileName = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_line)]
MediaType = Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Paragraph = Annotated[str, Field(max_length=4000), AfterValidator(lambda text: clean_line(text, 4000))]
_Model = TypeVar("_Model", bound=BaseModel)
_Meaning = TypeVar("_Meaning")

# Schemas are built when they are first used: a command or an answer needs few of them.


class Asked(BaseModel):
    """A part of a request: no member but those known."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Told(BaseModel):
    """A part of an answer: later versions may say more."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


def read_told(
    model: type[_Model], meaning: Callable[[_Model], _Meaning], body: Mapping[str, object], upstream: str
) -> _Meaning:
    """Return what an answer's body stands for. Raises `Problem` ``upstream.unreadable``."""
    try:
        return meaning(model.model_validate(body))
    except ValidationError:
        raise Problem("upstream.unreadable", (), {"upstream": upstream, "status": 200}) from None
