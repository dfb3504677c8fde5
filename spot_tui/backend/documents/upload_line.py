"""The line over which documents go: one connection, whose unacknowledged bytes can be told.

How much was handed over runs ahead of how much has arrived by what the kernel still holds; on a thin line
that is many seconds. Source: tcp(7), SIOCOUTQ, TCP_CONGESTION, TCP_NOTSENT_LOWAT and TCP_INFO (linux/tcp.h).
"""

from __future__ import annotations

import array
import fcntl
import socket
import struct
import termios
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

UNSENT_BYTES = 4 * 1024
"""So much waits in the kernel to be sent. Little, so that a pause for somebody else's request takes effect
soon; what is on its way stays unbounded, since a long lossy line wants much of it (docs/performance.md)."""

_INFO = struct.Struct("=16xI4xIIII28xI72xII8xQ")
_INFO_BYTES = _INFO.size
_FULL = 1.3
"""A round trip that takes so many times the least one spends the rest in a queue."""
_QUEUE_SECONDS = 0.2
_LEAST_ROOM = 6 * 1024
"""So much may always be under way: before that, the rate is not known."""

Option = tuple[int, int, int] | tuple[int, int, bytes]


class UploadLine:
    """A single connection for one flow of bytes at a time."""

    def __init__(self, congestion: str = "bbr") -> None:
        self._congestion = congestion
        self._socket: Any = None

    @property
    def options(self) -> tuple[Option, ...]:
        """Socket options of the connection."""
        return (
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_BYTES),
            *congestion_option(self._congestion),
        )

    async def saw(self, event: str, told: Mapping[str, Any]) -> None:
        """Remember the socket of the connection that was made last."""
        if event == "connection.connect_tcp.complete":
            self._socket = told["return_value"].get_extra_info("socket")

    def unacknowledged(self) -> int:
        """Return how many bytes were handed over that the other end has not acknowledged."""
        descriptor = self._socket.fileno() if self._socket is not None else -1
        if descriptor < 0:
            return 0
        held = array.array("i", [0])
        try:
            fcntl.ioctl(descriptor, termios.TIOCOUTQ, held)
        except OSError:
            return 0
        return max(held[0], 0)

    def is_full(self) -> bool:
        """Tell whether what is sent has to queue: more connections would not carry more."""
        pace = self._pace()
        return pace is not None and pace.is_queueing

    def has_room(self) -> bool:
        """Tell whether more can be handed over without a queue that everybody else would wait in."""
        pace = self._pace()
        return pace is None or not pace.is_queueing or pace.under_way < pace.room

    def _pace(self) -> _Pace | None:
        """Return what the kernel has seen; None where it tells nothing."""
        try:
            told = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
        except (AttributeError, OSError):
            return None
        return _Pace(*_INFO.unpack(told)) if len(told) == _INFO_BYTES else None


class _Pace(NamedTuple):
    """Bytes of a segment, segments by what became of them, round trips in microseconds, bytes a second."""

    segment: int
    unacknowledged: int
    arrived_beyond: int
    lost: int
    repeated: int
    round_trip: int
    unsent: int
    least: int
    rate: int

    @property
    def under_way(self) -> int:
        """How many bytes are on the line or about to be; those behind a lost segment have arrived."""
        segments = self.unacknowledged - self.arrived_beyond - self.lost + self.repeated
        return segments * self.segment + self.unsent

    @property
    def is_queueing(self) -> bool:
        """Whether a good part of the round trip is spent in a queue."""
        return self.round_trip > self.least * _FULL

    @property
    def room(self) -> float:
        """How many bytes under way keep the line busy, with a short queue."""
        return max(self.rate * (self.least / 1e6 + _QUEUE_SECONDS), _LEAST_ROOM)


@cache
def congestion_option(name: str) -> tuple[Option, ...]:
    """Return the option that chooses a way to share a lossy line; none where this machine does not allow it.

    It is tried on a spare socket, since a refused option would make every connection fail.
    """
    if not name or not hasattr(socket, "TCP_CONGESTION"):
        return ()
    option = (socket.IPPROTO_TCP, socket.TCP_CONGESTION, name.encode("ascii"))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as spare:
        try:
            spare.setsockopt(*option)
        except OSError:
            return ()
    return (option,)
