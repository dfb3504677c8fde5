"""How the line to the upstreams is, from what calls showed: nothing is sent only to measure it."""

from __future__ import annotations

import socket
import struct
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from spot_tui.backend.link_rules import LinkRules

_NO_LINE = frozenset({"upstream.unreachable", "upstream.timeout", "upstream.dropped"})
_TRIPS_REMEMBERED = 5
_CALLS_REMEMBERED = 20
_LEAST_PACKETS = 50
"""Fewer packets than these tell nothing of how many are lost."""

_ROUND_TRIP, _SENT_AGAIN, _SENT = 68, 100, 156
"""Where Linux tells them in its struct tcp_info (tcp(7), linux/tcp.h): microseconds, segments, segments."""


class LinkState(StrEnum):
    """What the line seems to be. Words: ``line.NAME``."""

    NOT_ASKED = "not_asked"
    ONLINE = "online"
    THIN = "thin"
    OFFLINE = "offline"
    CAPTIVE = "captive"
    """A web page answers in place of the upstream: that of a network which wants a sign-in, or of a proxy."""

    @property
    def is_away(self) -> bool:
        """Whether nothing gets through."""
        return self in {LinkState.OFFLINE, LinkState.CAPTIVE}


class _Ended(StrEnum):
    """How the last call to an upstream ended."""

    ANSWERED = "answered"
    SERVICE_AWAY = "service_away"
    """Something on the way answered in its place that it is away."""
    NO_ANSWER = "no_answer"
    PAGE = "page"

    @property
    def is_through(self) -> bool:
        return self in {_Ended.ANSWERED, _Ended.SERVICE_AWAY}


@dataclass(frozen=True, slots=True)
class _Seen:
    """How the last call ended, which it was, and since which call that has been so in a row."""

    ended: _Ended
    at: int
    since: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What the kernel knows of a connection: its round trip in seconds, packets sent, and sent again."""

    round_trip: float
    sent: int
    sent_again: int


def measured(connection: socket.socket) -> Measured | None:
    """Return what is known of a connection, None where this system does not tell."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
        values = [struct.unpack_from("=I", told, place)[0] for place in (_ROUND_TRIP, _SENT, _SENT_AGAIN)]
    except (AttributeError, OSError, struct.error):
        return None
    return Measured(values[0] / 1_000_000, values[1], values[2])


class LinkWatch:
    """Hears of every call how it ended, and what the kernel measured meanwhile.

    An upstream that fails while another one answers is `missing`: that is its own trouble, not the line's.
    `rate` is how many bytes of an upload arrive in a second, None while there is none that tells.
    """

    def __init__(self, rules: LinkRules | None = None) -> None:
        self.rules = rules or LinkRules()
        self.rate: float | None = None
        self._seen: dict[str, _Seen] = {}
        self._calls = count(1)
        self._trips: deque[float] = deque(maxlen=_TRIPS_REMEMBERED)
        self._packets: deque[tuple[int, int]] = deque(maxlen=_CALLS_REMEMBERED)
        self._counted: dict[int, Measured] = {}

    def answered(self, upstream: str, *, with_page: bool = False, is_away: bool = False) -> None:
        """Note that something answered for an upstream.

        `with_page`: a web page that nobody asked for; `is_away`: that the upstream itself is not there.
        """
        answered = _Ended.SERVICE_AWAY if is_away else _Ended.ANSWERED
        self._note(upstream, _Ended.PAGE if with_page else answered)

    def failed(self, upstream: str, code: str) -> None:
        """Note the problem that a call ended with before anything had answered."""
        if code in _NO_LINE:
            self._note(upstream, _Ended.NO_ANSWER)

    def connected(self, seconds: float) -> None:
        """Note how long a connection took: one round trip."""
        self._trips.append(seconds)

    def carried(self, connection: int, told: Measured) -> None:
        """Note what the kernel told at the end of a call over the connection of this descriptor."""
        self._trips.append(told.round_trip)
        before, self._counted[connection] = self._counted.get(connection), told
        if before is None or told.sent < before.sent or told.sent_again < before.sent_again:
            before = Measured(0.0, 0, 0)  # another connection has the descriptor now
        self._packets.append((told.sent - before.sent, told.sent_again - before.sent_again))

    def was_looked_at(self) -> None:
        """Note that all upstreams have been asked that can be: older answers of others say nothing now."""
        failing = [seen.since for seen in self._seen.values() if not seen.ended.is_through]
        if failing:
            began = min(failing)
            self._seen = {
                name: seen
                for name, seen in self._seen.items()
                if not seen.ended.is_through or seen.at > began
            }

    @property
    def state(self) -> LinkState:
        """How the line is."""
        newest = max(self._seen.values(), key=lambda seen: seen.at, default=None)
        if newest is None:
            return LinkState.NOT_ASKED
        if not any(seen.ended.is_through for seen in self._seen.values()):
            return LinkState.CAPTIVE if newest.ended is _Ended.PAGE else LinkState.OFFLINE
        return LinkState.THIN if self._is_thin else LinkState.ONLINE

    @property
    def missing(self) -> tuple[str, ...]:
        """The upstreams that do not work while the line does, the one first that failed first."""
        if self.state.is_away:
            return ()
        away = {_Ended.NO_ANSWER, _Ended.SERVICE_AWAY}
        found = [(seen.since, name) for name, seen in self._seen.items() if seen.ended in away]
        return tuple(name for _, name in sorted(found))

    @property
    def round_trip(self) -> float | None:
        """Seconds to the other end and back, the middle of the last ones; None before any connection."""
        return sorted(self._trips)[len(self._trips) // 2] if self._trips else None

    @property
    def loss(self) -> float | None:
        """Share of packets that had to be sent again, 0 to 1; None while too few were sent to tell."""
        sent = sum(each for each, _ in self._packets)
        return sum(again for _, again in self._packets) / sent if sent >= _LEAST_PACKETS else None

    @property
    def _is_thin(self) -> bool:
        rules = self.rules
        return (
            (self.round_trip or 0) * 1000 >= rules.thin_round_trip_ms
            or (self.loss or 0) * 100 >= rules.thin_loss_percent
            or (self.rate is not None and self.rate * 8 / 1000 < rules.thin_rate_kbit)
        )

    def _note(self, upstream: str, ended: _Ended) -> None:
        before, now = self._seen.get(upstream), next(self._calls)
        since = before.since if before is not None and before.ended is ended else now
        self._seen[upstream] = _Seen(ended, now, since)
