"""What the first screen needs of the settings, read before they are judged.

The whole settings take a library to validate that costs a quarter of the start; the first screen is painted
without it. A value that cannot be taken here is left as it is without a file: the judgement comes right
after, and a bad value ends the program then.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from spot_tui.backend.problems import Problem
from spot_tui.words import SOURCE, languages

PRACTICE = "practice"
CONFIG_VARIABLE = "SPOT_TUI_CONFIG"
LANGUAGE_VARIABLE = "SPOT_TUI_LANGUAGE"


class FirstLook(NamedTuple):
    """Settings of the first screen: those of ``display``; of the profile its mark, help desk and way out."""

    environment: str = "production"
    language: str = "en"
    colours: str = "auto"
    theme: str = "standard"
    characters: str = "auto"
    help_desk: str = "SPOT Help Desk"
    phone: str = "855-416-4199"
    email: str = "FCSOSpotHelp@fcso.com"
    may_leave: bool = True
    driver: str = "cells"


def chosen_language(by_settings: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the language of ``SPOT_TUI_LANGUAGE`` if there is such a one, else that of the settings."""
    asked = (environment.get(LANGUAGE_VARIABLE, ""), by_settings)
    return next((code for code in asked if code in languages()), SOURCE)


def config_path(explicit: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the settings file: the one named, that of ``SPOT_TUI_CONFIG``, the user's own, or None."""
    named = explicit or (Path(environment[CONFIG_VARIABLE]) if environment.get(CONFIG_VARIABLE) else None)
    if named:
        return named
    from platformdirs import user_config_path

    usual = user_config_path("spot-tui") / "spot-tui.toml"
    return usual if usual.exists() else None


def read_settings(path: Path) -> dict[str, object]:
    """Return what the TOML file at `path` says. Raises `Problem` ``settings.unreadable``."""
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("settings.unreadable", (), {"file": path, "reason": error}) from None


def first_look(path: Path | None, name: str) -> FirstLook:
    """Return what the first screen of the profile `name` needs of the file at `path`.

    Raises `Problem`: ``settings.unreadable`` or ``settings.profile``.
    """
    given = read_settings(path) if path else {}
    profiles = _table(given, "profiles")
    if name not in {PRACTICE, *profiles}:
        raise no_such_profile(name, {PRACTICE, *profiles})
    profile = _table(profiles, name)
    help_desk = _table(profile, "help_desk")
    found = {
        **({"environment": "practice"} if name == PRACTICE and not profile else _texts(profile)),
        **_texts(_table(given, "display")),
        **{{"name": "help_desk"}.get(key, key): text for key, text in _texts(help_desk).items()},
    }
    texts = {key: text for key, text in found.items() if key in FirstLook._fields}
    kiosk = _table(profile, "kiosk")
    may_leave = kiosk.get("may_leave") is True or kiosk.get("enabled") is not True
    return FirstLook(**texts, may_leave=may_leave)


def no_such_profile(name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a profile that is not there; it lists those there are."""
    return Problem("settings.profile", (), {"name": name, "known": ", ".join(sorted(known))})


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    return {key: value for key, value in table.items() if isinstance(value, str)}
