"""What a screen or a command looks at once a second, and what it then has to do.

::

    state = watch.look()          # None: nothing to draw
    match state:
        case Warned():            # say it; at the first one `await session.warned(state)` records it
        case Working():           # take the warning away
        case Locked():            # cover the screen first, then `await session.lock(state.reason)`
        case Ended():             # cover the screen first, then `await session.end(state.reason)`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.session_clock import Ended, Locked, State, Warned, Working

if TYPE_CHECKING:
    from spot_tui.backend.session import Session

TICK_SECONDS = 1.0


class SessionWatch:
    """Follows one session. `look` costs a few microseconds while nothing happens, and never waits."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._told: State = Working()

    def look(self) -> State | None:
        """Return the state if it is to be shown anew, else None.

        A countdown is told in steps, so that a line stays quiet: by the minute, within the last minute by ten
        seconds, within the last ten by the second. Locked and Ended are told once.
        """
        self._session.keep_up()
        state = _in_steps(self._session.clock.state)
        if _same(state, self._told):
            return None
        self._told = state
        if isinstance(state, Working):
            self._session.not_warned()
        return state


def _in_steps(state: State) -> State:
    if not isinstance(state, Warned):
        return state
    seconds = state.seconds_left
    step = 60 if seconds > 60 else 10 if seconds > 10 else 1
    return Warned(state.ahead, -(-seconds // step) * step)


def _same(state: State, told: State) -> bool:
    if isinstance(state, Locked | Ended):
        return type(state) is type(told)
    return state == told
