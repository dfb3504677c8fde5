"""Fields of a form as JSON on standard input: the private way, since others on the machine see options."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, NoReturn

from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse

    from spot_tui.backend.forms import Typed

MOST_CHARACTERS = 65536
STANDARD_INPUT = "-"


def read_fields(text: str, known: Collection[str]) -> Typed:
    """Return what a JSON object gives, by field name, dates as MM/DD/YYYY.

    Raises `Problem` ``input.json`` for anything but an object of texts, ``input.key`` for an unknown field.
    """
    if len(text) > MOST_CHARACTERS:
        _refuse(say("cli.json.long", most=MOST_CHARACTERS))
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        _refuse(say("cli.json.broken"))
    if not isinstance(given, dict):
        _refuse(say("cli.json.no_object"))
    for name, value in given.items():
        if name not in known:
            raise Problem("input.key", (), {"key": name, "known": ", ".join(known)})
        if not isinstance(value, str):
            _refuse(say("cli.json.no_text", key=name))
    return given


def given_options(arguments: argparse.Namespace, names: Collection[str]) -> dict[str, str]:
    """Return those of the fields `names` that were given as options."""
    return {name: getattr(arguments, name) for name in names if getattr(arguments, name) is not None}


def _refuse(reason: str) -> NoReturn:
    raise Problem("input.json", (), {"reason": reason}) from None
