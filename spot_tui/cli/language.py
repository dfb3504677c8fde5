"""The language of commands, spoken from the first word on: help and complaints come before the settings."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from spot_tui.backend.first_look import PRACTICE, chosen_language, config_path, first_look
from spot_tui.backend.problems import Problem
from spot_tui.words import LOCALE, SOURCE, language, use_language

PARSER_WORDS = "argparse"
"""The topic of what Python's own parser says."""


def speak(config: Path | None) -> None:
    """Speak the language of the settings; settings that are wrong are told of by what needs them."""
    with suppress(Problem):
        use_language(chosen_language(first_look(config_path(config), PRACTICE).language))
    _speak_in_parser()


def _speak_in_parser() -> None:
    """Have Python's parser, which asks `gettext` as the environment says, speak the same language."""
    if language() == SOURCE:
        return
    import gettext

    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(PARSER_WORDS, LOCALE)
    gettext.textdomain(PARSER_WORDS)
