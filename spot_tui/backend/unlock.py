"""Unlocking a session without asking the organisation, which would spend one of the account's tries.

At sign-in a salted verifier of the password is made and kept in memory; the password itself is not. Who
signed in without a password chooses a PIN for this session. Sources: NIST SP 800-63B-4 (after idle time a
password with the session's own secret is enough), CMS ARS 5.01 AC-7 (three tries), RFC 7914 (scrypt).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from spot_tui.backend.problems import Problem

TRIES = 3
PIN_DIGITS = range(6, 17)
"""How many digits a PIN may have."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear one check is made (scrypt's n, r, p)."""

    n: int = 2**14
    r: int = 8
    p: int = 5


class Unlock:
    """What opens the lock of one session, and how many tries are left.

    `tries_left` counts down with each wrong try of the session and is whole again after a right one.
    """

    def __init__(self, cost: Cost = Cost()) -> None:
        self.tries_left = TRIES
        self.kind: Literal["password", "pin"] = "password"
        """What opens it, where anything does."""
        self.is_declined = False
        """Whether the person wants no PIN: then nothing opens it, and she is not asked again."""
        self._cost = cost
        self._salt = bytearray()
        self._digest = bytearray()

    def __repr__(self) -> str:
        """Tell nothing of what opens it."""
        return f"Unlock(tries_left={self.tries_left})"

    @property
    def is_set(self) -> bool:
        """Whether there is anything that opens it; else a PIN is to be chosen."""
        return bool(self._digest)

    async def set(self, secret: str) -> None:
        """Let this password open it from now on, as after a sign-in or a change of password."""
        salt = secrets.token_bytes(16)
        digest = await asyncio.to_thread(self._made, secret, salt)
        self.wipe()
        self._salt, self._digest = bytearray(salt), bytearray(digest)
        self.tries_left = TRIES
        self.kind = "password"

    async def choose_pin(self, pin: str, again: str) -> None:
        """Let this PIN open it from now on; it is for this session only.

        Raises `Problem`: ``pin.shape`` (not 6 to 16 digits), ``pin.easy`` (one digit throughout, or a plain
        row), ``pin.differs`` (the two are not the same).
        """
        if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_DIGITS):
            raise Problem("pin.shape", ("pin",))
        if len({(int(after) - int(before)) % 10 for before, after in pairwise(pin)}) == 1:
            raise Problem("pin.easy", ("pin",))
        if pin != again:
            raise Problem("pin.differs", ("pin_again",))
        await self.set(pin)
        self.kind = "pin"

    async def check(self, secret: str) -> bool:
        """Tell whether this opens it. A wrong one costs a try; with none left nothing does."""
        if not self.is_set or self.tries_left <= 0:
            return False
        # Before the answer is known, so that two at once, or one that is given up, cost what they are.
        self.tries_left -= 1
        given = await asyncio.to_thread(self._made, secret, bytes(self._salt))
        is_right = self.is_set and hmac.compare_digest(given, bytes(self._digest))
        if is_right:
            self.tries_left = TRIES
        return is_right

    def wipe(self) -> None:
        """Forget what opens it, as at sign-out."""
        for kept in (self._salt, self._digest):
            kept[:] = bytes(len(kept))
        self._salt, self._digest = bytearray(), bytearray()

    def _made(self, secret: str, salt: bytes) -> bytes:
        cost = self._cost
        text = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
        most = 256 * cost.n * cost.r
        return hashlib.scrypt(text, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=most, dklen=32)
