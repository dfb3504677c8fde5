"""Dated data files of rules: the shipped one, or an operator's in its place."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

Model = TypeVar("Model", bound=BaseModel)
_MOST_BYTES = 1024 * 1024


def read_data(model: type[Model], path: Path | None, shipped: str, package: str = __package__) -> Model:
    """Return the data of `path`, without one those of the file called `shipped` of `package`.

    Raises `Problem` ``rules.file`` with the file and the first thing that is wrong in it.
    """
    shown = path or Path(shipped)
    try:
        text = _text(path) if path else files(package).joinpath(shipped).read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg'].removeprefix('Value error, ')}"
    except (OSError, ValueError) as error:
        reason = clean_line(getattr(error, "strerror", None) or str(error))
    raise Problem("rules.file", (), {"file": shown, "reason": reason})


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"over {_MOST_BYTES // 1024} KB")
    return data.decode("utf-8-sig")
