"""The profile that a command works with."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spot_tui.words import use_language

if TYPE_CHECKING:
    from spot_tui.settings import Profile


def chosen_profile(arguments: argparse.Namespace) -> Profile:
    """Return the profile that ``--config`` and ``--profile`` name, and speak its language from now on.

    Raises `Problem` ``settings.*``.
    """
    from spot_tui.backend.first_look import chosen_language, config_path
    from spot_tui.settings import choose_profile, load

    settings = load(config_path(arguments.config))
    use_language(chosen_language(settings.display.language))
    return choose_profile(settings, arguments.profile)
