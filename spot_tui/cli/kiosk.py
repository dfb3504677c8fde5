"""`spot-tui` alone: the screens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from spot_tui.backend.first_look import PRACTICE, chosen_language, config_path, first_look
from spot_tui.backend.problems import Problem
from spot_tui.terminal.colour import choose_colours, fix_colours
from spot_tui.terminal.letters import choose_characters, fix_characters
from spot_tui.words import use_language

if TYPE_CHECKING:
    import argparse

    from spot_tui.desk import Desk
    from spot_tui.terminal.crash import Incidents
    from spot_tui.terminal.environment import Surroundings


def open_kiosk(arguments: argparse.Namespace | None, surroundings: Surroundings, incidents: Incidents) -> int:
    """Open the screens and return the exit status once they are left.

    `arguments` is None where none were typed, so that the usual start needs no parser. Values of settings are
    judged once the first screen is painted. Raises `Problem`: ``terminal.missing``, ``terminal.dumb`` or
    ``settings.*``.
    """
    name = arguments.profile if arguments else PRACTICE
    path = config_path(arguments.config if arguments else None)
    look = first_look(path, name)
    use_language(chosen_language(look.language))
    _require_terminal(surroundings)
    fix_colours(choose_colours(look.colours, surroundings))
    fix_characters(choose_characters(look.characters, surroundings))

    def make_desk() -> Desk:
        from spot_tui.desk import open_desk
        from spot_tui.settings import choose_profile, load

        return open_desk(name, choose_profile(load(path), name))

    from spot_tui.app import Kiosk
    from spot_tui.terminal.driver import driver_called

    app = Kiosk(look, make_desk, driver_class=driver_called(look.driver))
    app.incidents = incidents
    app.wear(look.theme)
    app.has_f_keys = surroundings.has_f_keys
    app.run(mouse=False)
    if app.refusal is not None:
        raise app.refusal
    return app.return_code or 0


def _require_terminal(surroundings: Surroundings) -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Problem("terminal.missing")
    if surroundings.term in {"", "dumb", "unknown"}:
        raise Problem("terminal.dumb", (), {"term": surroundings.term or "unset"})
