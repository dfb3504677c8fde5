"""The line over which documents go: one connection, whose unacknowledged bytes can be told.

How much was handed over runs ahead of how much has arrived by what the kernel still holds; on a thin line
that is many seconds. Source: tcp(7), SIOCOUTQ, TCP_CONGESTION and TCP_NOTSENT_LOWAT.
"""

from __future__ import annotations

import array
import fcntl
import socket
import termios
from collections.abc import Mapping
from functools import cache
from typing import Any

UNSENT_BYTES = 16 * 1024
"""So much waits in the kernel to be sent. Little, so that a pause for somebody else's request takes effect
soon; what is on its way stays unbounded, since a long lossy line wants much of it (docs/performance.md)."""

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
