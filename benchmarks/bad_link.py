"""A thin, slow, lossy link between two network namespaces, with the kernel's own TCP over it.

A user-space forwarder between two TUN devices, so no kernel module is needed: root, `ip` and /dev/net/tun
are. Nothing of the host is changed, and neither end reaches anything but the other one. TCP of both ends is
CUBIC, which is what machines outside of data centres have, unless a program chooses another one.
"""

from __future__ import annotations

import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

SERVER, CLIENT = "10.77.0.1", "10.77.0.2"
_TUNSETIFF, _IFF_TUN_NO_PI, _CLONE_NEWNET = 0x400454CA, 0x1001, 0x40000000
_BUFFER_SECONDS = 1.0
"""What the narrow place holds before it drops."""
_HEADER = 40
_MTU = 1500
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class BadLink:
    """So many kbit/s each way, this long there and back, and so much of all packets lost each way."""

    up_kbit: float
    down_kbit: float
    round_trip_ms: float = 600
    loss: float = 0.02

    @property
    def most_bytes(self) -> float:
        """Bytes a second that TCP can carry up at best, its headers taken off."""
        return self.up_kbit * 125 * (_MTU - _HEADER) / _MTU


THIN, SATELLITE = BadLink(64, 64), BadLink(1000, 4000)


def why_not() -> str:
    """Return why there can be no such link on this machine; empty where there can."""
    if os.geteuid() != 0:
        return "a bad link needs root"
    if shutil.which("ip") is None or not Path("/dev/net/tun").exists():
        return "a bad link needs iproute2 and /dev/net/tun"
    return ""


@dataclass(slots=True)
class _Way:
    """One direction: packets from `source` arrive at `sink`, late or not at all."""

    source: int
    sink: int
    kbit: float
    link: BadLink
    chance: random.Random
    free_at: float = 0.0
    number: int = 0
    under_way: list[tuple[float, int, bytes]] = field(default_factory=list)

    def take(self, packet: bytes, now: float) -> None:
        """Let a packet in, unless the buffer is full or the packet gets lost on the way."""
        begins = max(now, self.free_at)
        if begins - now > _BUFFER_SECONDS:
            return
        self.free_at = begins + len(packet) / (self.kbit * 125)
        if self.chance.random() >= self.link.loss:
            self.number += 1
            arrives = self.free_at + self.link.round_trip_ms / 2000
            heapq.heappush(self.under_way, (arrives, self.number, packet))

    def give(self, now: float) -> None:
        """Let out what has arrived."""
        while self.under_way and self.under_way[0][0] <= now:
            packet = heapq.heappop(self.under_way)[2]
            with suppress(OSError):  # one more that is lost
                os.write(self.sink, packet)


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of a link, as what goes before a command that is to run there."""

    at_server: tuple[str, ...]
    at_client: tuple[str, ...]


@contextmanager
def opened(link: BadLink, seed: int) -> Iterator[Ends]:
    """Set a link up; `seed` makes its losses those of another run. All of it is gone afterwards."""
    names = [f"spot-{os.getpid()}-{next(_NUMBERS)}-{end}" for end in ("server", "client")]
    stop = threading.Event()
    try:
        server, client = (
            _device(name, own, other)
            for name, own, other in zip(names, (SERVER, CLIENT), (CLIENT, SERVER), strict=True)
        )
        ways = (
            _Way(client, server, link.up_kbit, link, random.Random(seed)),
            _Way(server, client, link.down_kbit, link, random.Random(seed + 1)),
        )
        pump = threading.Thread(target=_pump, args=(ways, stop), daemon=True)
        pump.start()
        try:
            at_server, at_client = (("ip", "netns", "exec", name) for name in names)
            yield Ends(at_server, at_client)
        finally:
            stop.set()
            pump.join()
            for descriptor in (server, client):
                os.close(descriptor)
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL, check=False)


def _device(name: str, own: str, other: str) -> int:
    """Make a namespace with one device, and return this program's end of it."""
    _ip("netns", "add", name)
    made: list[int] = []
    thread = threading.Thread(target=lambda: made.append(_tun(name)))  # a namespace is a thread's own
    thread.start()
    thread.join()
    inside = ("-n", name)
    _ip(*inside, "addr", "add", own, "peer", other, "dev", "bad0")
    _ip(*inside, "link", "set", "bad0", "mtu", str(_MTU), "up")
    _ip(*inside, "link", "set", "lo", "up")
    _ip(*inside, "route", "replace", f"{other}/32", "dev", "bad0", "congctl", "cubic")
    return made[0]


def _tun(name: str) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    with Path(f"/run/netns/{name}").open("rb") as namespace:
        if libc.setns(namespace.fileno(), _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH22x", b"bad0", _IFF_TUN_NO_PI))
    return descriptor


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, stdin=subprocess.DEVNULL)


def _pump(ways: tuple[_Way, ...], stop: threading.Event) -> None:
    by_source = {way.source: way for way in ways}
    poll = select.poll()
    for source in by_source:
        poll.register(source, select.POLLIN)
    while not stop.is_set():
        next_at = min((way.under_way[0][0] for way in ways if way.under_way), default=float("inf"))
        for source, _ in poll.poll(max(0.0, min(50.0, (next_at - time.monotonic()) * 1000))):
            with suppress(BlockingIOError):
                while packet := os.read(source, 65536):
                    if packet[0] >> 4 == 4:  # what IPv6 asks by itself has no place on this line
                        by_source[source].take(packet, time.monotonic())
        for way in ways:
            way.give(time.monotonic())
