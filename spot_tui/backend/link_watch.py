"""How the line to the upstreams is, from what calls showed: nothing is asked only to learn it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from statistics import median

THIN_CONNECT_SECONDS = 0.3
"""From here on a line is called thin: a connection takes one round trip, on a wired line a tenth of that."""

_NO_LINE = frozenset({"upstream.unreachable", "upstream.timeout", "upstream.dropped"})
_CONNECTS_REMEMBERED = 5


class LinkState(StrEnum):
    """What the line seems to be. Words: ``line.NAME``."""

    ONLINE = "online"
    THIN = "thin"
    OFFLINE = "offline"
    CAPTIVE = "captive"
    """A web page answers in place of the upstream: that of a network which wants a sign-in, or of a proxy."""

    @property
    def is_away(self) -> bool:
        """Whether nothing gets through."""
        return self in {LinkState.OFFLINE, LinkState.CAPTIVE}


@dataclass(frozen=True, slots=True)
class _Seen:
    """How an upstream was at call number `at`, and since which call in a row."""

    state: LinkState
    at: int
    since: int


class LinkWatch:
    """Hears of every call how it ended.

    One upstream that fails while another one answers is that upstream's own trouble, not the line's.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}
        self._calls = count(1)
        self._connects: deque[float] = deque(maxlen=_CONNECTS_REMEMBERED)

    def answered(self, upstream: str, *, with_page: bool = False) -> None:
        """Note that something answered for an upstream; `with_page`: a web page that nobody asked for."""
        self._note(upstream, LinkState.CAPTIVE if with_page else LinkState.ONLINE)

    def failed(self, upstream: str, code: str) -> None:
        """Note the problem that a call ended with before anything had answered."""
        if code in _NO_LINE:
            self._note(upstream, LinkState.OFFLINE)

    def connected(self, seconds: float) -> None:
        """Note how long a connection took."""
        self._connects.append(seconds)

    @property
    def state(self) -> LinkState:
        """How the line is; online as long as nothing showed anything else."""
        newest = max(self._seen.values(), key=lambda seen: seen.at, default=None)
        if newest is not None and newest.state.is_away and not self._answers_since(newest.since):
            return newest.state
        is_slow = bool(self._connects) and median(self._connects) >= THIN_CONNECT_SECONDS
        return LinkState.THIN if is_slow else LinkState.ONLINE

    def _answers_since(self, call: int) -> bool:
        return any(seen.state is LinkState.ONLINE and seen.at > call for seen in self._seen.values())

    def _note(self, upstream: str, state: LinkState) -> None:
        before, now = self._seen.get(upstream), next(self._calls)
        since = before.since if before is not None and before.state is state else now
        self._seen[upstream] = _Seen(state, now, since)
