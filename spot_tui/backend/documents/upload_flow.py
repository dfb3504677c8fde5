"""One flow of bytes: a connection of its own, which lets others go first, and how much of it has arrived."""

from __future__ import annotations

import asyncio
import random
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from hashlib import new as new_hash
from typing import TYPE_CHECKING, Protocol

from spot_tui.backend.clock import Clock
from spot_tui.backend.documents.local_file import OpenFile
from spot_tui.backend.documents.tus import Body, Standing, TusServer
from spot_tui.backend.documents.upload import Part

if TYPE_CHECKING:
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.http import Link

FIRST_PIECE, LEAST_PIECE, MOST_PIECE = 64 * 1024, 32 * 1024, 8 * 1024 * 1024
SHORT_SECONDS, LONG_SECONDS = 10, 20
LEAST_STEP, MOST_STEP = 2 * 1448, 64 * 1024
_STEP_SECONDS = 0.25
_GIVE_WAY_SECONDS = 3.0
_LOOK_SECONDS = 0.05
_IN_USE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Time as an upload gets it: a clock, a way to wait, and a number from 0 to 1 that spreads waits."""

    clock: Clock
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Line(Protocol):
    """A connection that can tell what of it was not acknowledged."""

    def unacknowledged(self) -> int:
        """Return how many bytes were handed over that the other end has not acknowledged."""
        ...

    def has_room(self) -> bool:
        """Tell whether more can be handed over without a queue that everybody else would wait in."""
        ...

    def is_full(self) -> bool:
        """Tell whether what is sent has to queue: more connections would not carry more."""
        ...


class Stride:
    """How many bytes one request carries: all that are left, or a piece of 10 to 20 seconds."""

    def __init__(self, *, in_pieces: bool) -> None:
        self._bytes = FIRST_PIECE if in_pieces else 0

    @property
    def is_in_pieces(self) -> bool:
        """Whether requests are bounded."""
        return self._bytes > 0

    def length(self, left: int) -> int:
        """Return how much of what is `left` goes next."""
        return min(self._bytes, left) if self._bytes else left

    def take_pieces(self) -> None:
        """Bound requests from now on."""
        self._bytes = self._bytes or FIRST_PIECE

    def went_well(self, seconds: float) -> None:
        """Make the next piece larger after a quick one, smaller after a long one."""
        if seconds > LONG_SECONDS:
            self.failed()
        elif self._bytes and seconds < SHORT_SECONDS:
            self._bytes = min(self._bytes * 2, MOST_PIECE)

    def failed(self) -> None:
        """Make the next piece smaller."""
        if self._bytes:
            self._bytes = max(self._bytes // 2, LEAST_PIECE)


class Step:
    """How many bytes are handed over at a time: what the line takes in a quarter of a second.

    Between two steps others may go first, so a step is what they wait for.
    """

    def __init__(self) -> None:
        self.length = LEAST_STEP

    def took(self, seconds: float) -> None:
        """Fit the next step to how long this one took."""
        fitting = self.length * _STEP_SECONDS / seconds if seconds > 0 else MOST_STEP
        self.length = int(max(LEAST_STEP, min(fitting, 2 * self.length, MOST_STEP)))


class Flow:
    """One connection to `server`; `arrived` counts the bytes of the request under way that are over there."""

    def __init__(
        self, server: TusServer, line: Line, link: Link, close: Callable[[], Awaitable[None]]
    ) -> None:
        self.server = server
        self.close = close
        self._line = line
        self._link = link
        self._step = Step()
        self._handed = 0
        self._seen = 0

    @property
    def has_full_line(self) -> bool:
        """Whether its line carries no more than it gets."""
        return self._line.is_full()

    @property
    def arrived(self) -> int:
        """Bytes of the last request that the other end of the line has acknowledged, as last seen."""
        self._seen = max(self._seen, self._handed - self._line.unacknowledged())
        return self._seen

    def settle(self) -> None:
        """Count anew: what arrived is confirmed by now, or lost."""
        self._handed = self._seen = 0

    async def append(
        self, bearer: Bearer, file: OpenFile, part: Part, length: int, checksum: str = ""
    ) -> Standing:
        """Append the next `length` bytes of a part, with a checksum of that kind."""
        self.settle()
        start = part.start + part.offset
        if checksum:
            piece = await _whole(file, start, length)
            digest = b64encode(new_hash(checksum, piece).digest()).decode()
            body = Body(length, self._giving_way(_one(piece)), f"{checksum} {digest}")
        else:
            body = Body(length, self._giving_way(file.blocks(start, length)))
        return await self.server.append(bearer, part.url, part.offset, body)

    async def _giving_way(self, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        now, pace = asyncio.get_running_loop().time, self._step
        async for block in blocks:
            at = 0
            while at < len(block):
                await self._link.give_way(_GIVE_WAY_SECONDS)
                step, began = block[at : at + pace.length], now()
                await self._wait_for_room()
                yield step
                at += len(step)
                self._handed += len(step)
                self._seen = max(self._seen, self._handed - self._line.unacknowledged())
                pace.took(now() - began)

    async def _wait_for_room(self) -> None:
        """Let a queue on the line get short while somebody works over it, which costs some of the rate."""
        for _ in range(int(_GIVE_WAY_SECONDS / _LOOK_SECONDS)):
            if not self._link.was_used(_IN_USE_SECONDS) or self._line.has_room():
                return
            await asyncio.sleep(_LOOK_SECONDS)


async def _whole(file: OpenFile, start: int, length: int) -> bytes:
    found = bytearray()
    while len(found) < length:
        found += await file.read(start + len(found), length - len(found))
    return bytes(found)


async def _one(piece: bytes) -> AsyncIterator[bytes]:
    yield piece
