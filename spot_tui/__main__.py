"""Entry point: `spot-tui` and `python -m spot_tui`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status.

    What is made at the start lives as long as the program: collecting garbage meanwhile finds none and costs
    a tenth of the start, so it begins once a command runs or the first screen is painted.

    The environment is scrubbed before anything else is imported; after that, no error's text or variable
    reaches the terminal.
    """
    gc.disable()
    from spot_tui.terminal.environment import prepare

    surroundings = prepare()
    from spot_tui.terminal.crash import Incidents, flushed, quiet_process, run_neutral

    incidents = Incidents()
    quiet_process(incidents)
    given = sys.argv[1:] if arguments is None else arguments

    def run() -> int:
        from spot_tui.cli import run_command_line

        return run_command_line(given, surroundings, incidents)

    return flushed(run_neutral(run, incidents))


if __name__ == "__main__":
    sys.exit(main())
