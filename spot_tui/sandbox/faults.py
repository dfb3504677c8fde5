"""Faults that can be switched on: what goes wrong, in which part of the portal, on which path, how often.

A fault is called ``PART.KIND`` (``identity.503``, ``core.drop``); it acts on every call to that part until it
is switched off, or on so many calls. The switches live in the world, so all processes that share it see them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from email.utils import formatdate
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spot_tui.sandbox.world import Moment, World

DROP = "practice.drop"
"""ASGI extension: a callable that closes the line at once. The servers of this package offer it."""

PARTS = ("identity", "core", "gateway", "uploads")
KINDS = ("429", "500", "503", "page", "type", "cut", "break", "drop", "slow", "huge", "skew")
CORE_KINDS = (
    *(
        "busy",
        "empty",
        "no-body",
        "cut-xml",
        "doctype",
        "soap-receiver",
        "soap-must-understand",
        "soap-security",
    ),
    *("payload-type", "version", "checksum", "unauthorized", "unknown-code", "no-payload", "foreign-text"),
    *("ack-ta1", "ack-999", "blank-code", "base64", "framed", "mtom", "crlf", "cut-x12", "late"),
    *("other-trace", "other-person"),
)
"""Faults that the CORE side makes itself, in the layers between HTTP and the answer."""

GATEWAY_KINDS = ("in-progress",)
"""Faults that the gateway makes itself: the first call with a key still runs."""
UPLOAD_KINDS = ("half", "hold", "flip", "locked", "offset", "checksum", "gone", "kind")
"""Faults of one append to an upload: the line drops half-way (`hold`: and nothing stays), a bit is stored
wrong, or it is refused with 423, 409, 460, 410, 415."""

Headers = list[tuple[bytes, bytes]]

FAULT = "practice.fault"
"""Key of the ASGI scope under which the part's own functions find the fault they are to make."""

NAMES = (
    *(f"{part}.{kind}" for part in PARTS for kind in KINDS),
    *(f"core.{kind}" for kind in CORE_KINDS),
    *(f"gateway.{kind}" for kind in GATEWAY_KINDS),
    *(f"append.{kind}" for kind in UPLOAD_KINDS),
    "submissions.hash",
)

SLOW_SECONDS = 90.0
SKEW_SECONDS = 600
HUGE_BYTES = 50 * 1024 * 1024
_BLOCK = b" " * 65536

_PAGE = b"<!DOCTYPE html><html><head><title>Proxy</title></head><body>Sign in to the network.</body></html>"


def switch_on(moment: Moment, name: str, path: str = "", times: int | None = None) -> None:
    """Switch a fault on for addresses that contain `path`, for so many calls or until it is switched off.

    Raises `ValueError` for a name that is not in `NAMES`.
    """
    if name not in NAMES:
        raise ValueError(name)
    if name.endswith(".skew"):
        moment.set_switch("clock_ahead", str(SKEW_SECONDS))
        return
    moment.db.execute("INSERT OR REPLACE INTO fault VALUES (?, ?, ?)", (name, path, times))


def switch_off(moment: Moment, name: str = "") -> None:
    """Switch a fault off, or all of them."""
    if not name or name.endswith(".skew"):
        moment.set_switch("clock_ahead", "0")
    moment.db.execute("DELETE FROM fault WHERE ?1 = '' OR name = ?1", (name,))


def listed(moment: Moment) -> list[dict[str, object]]:
    """Return the faults that are on."""
    rows = moment.db.execute("SELECT name, path, times FROM fault ORDER BY name, path").fetchall()
    on = [dict(row) for row in rows]
    if moment.switch("clock_ahead", "0") != "0":
        on.append({"name": "identity.skew", "path": "", "times": None})
    return on


def take(moment: Moment, part: str, path: str) -> str:
    """Return the kind of fault that this call meets, or nothing, and count it."""
    rows = moment.db.execute("SELECT rowid, name, path, times FROM fault ORDER BY rowid").fetchall()
    for row in rows:
        if row["name"].partition(".")[0] != part or row["path"] not in path:
            continue
        if row["times"] is not None:
            moment.db.execute("UPDATE fault SET times = times - 1 WHERE rowid = ?", (row["rowid"],))
            moment.db.execute("DELETE FROM fault WHERE times < 1")
        return str(row["name"]).partition(".")[2]
    return ""


def rate_limited(status: int, now: float) -> Headers:
    """Return the headers of an error as Okta sends them."""
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-cache, no-store")]
    if status == 429:
        reset = str(int(now) + 30).encode()
        headers += [
            (b"x-rate-limit-limit", b"60"),
            (b"x-rate-limit-remaining", b"0"),
            (b"x-rate-limit-reset", reset),
        ]
    return headers


class Faulty:
    """A part of the portal with its faults and its delay.

    `error_body` and `error_headers` are the part's own of a status; headers depend on the moment too.
    """

    def __init__(
        self,
        app: ASGIApp,
        world: World,
        part: str,
        error_body: Callable[[int], bytes],
        error_headers: Callable[[int, float], Headers] = rate_limited,
    ) -> None:
        self._app = app
        self._world = world
        self._part = part
        self._error_body = error_body
        self._error_headers = error_headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or spoil the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind, delay, now = await run_in_threadpool(self._look, str(scope["path"]))
        send = _dated(send, now)
        await _wait(SLOW_SECONDS if kind == "slow" else delay)
        if kind.isdigit():
            status = int(kind)
            await _answer(send, status, self._error_headers(status, now), self._error_body(status))
        elif kind == "drop":
            await drop_line(scope, receive)
        elif kind in {"page", "type", "huge"}:
            await _send_instead(kind, send)
        elif kind in {"cut", "break"}:
            await self._send_half(kind, scope, receive, send)
        else:
            scope[FAULT] = kind
            await self._app(scope, receive, send)

    def _look(self, path: str) -> tuple[str, float, float]:
        with self._world.transaction() as moment:
            kind = take(moment, self._part, path)
            return kind, float(moment.switch("latency_ms", "0")) / 1000, moment.now

    async def _send_half(self, kind: str, scope: Scope, receive: Receive, send: Send) -> None:
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        # Half of what is said, not of what is compressed: that would be a line that broke.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, keep)
        body = b"".join(message.get("body", b"") for message in kept[1:])
        start = kept[0]
        if kind == "cut":
            MutableHeaders(scope=start)["content-length"] = str(len(body) // 2)
        await send(start)
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": kind == "break"}
        )
        if kind == "break":
            await drop_line(scope, receive)


def error_object(status: int) -> bytes:
    """Return a bare JSON error, for parts that have no form of their own."""
    return json.dumps({"status": status}).encode()


async def _wait(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)


async def drop_line(scope: Scope, receive: Receive) -> None:
    """Close the line at once, and answer nothing."""
    close = cast("Callable[[], None]", scope.get("extensions", {})[DROP])
    close()
    with suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass


async def _send_instead(kind: str, send: Send) -> None:
    if kind == "page":
        await _answer(send, 200, [(b"content-type", b"text/html; charset=utf-8")], _PAGE)
    elif kind == "type":
        await _answer(send, 200, [(b"content-type", b"image/png")], b"\x89PNG\r\n\x1a\n\x00\x00\x1b[2J")
    else:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(HUGE_BYTES).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for _ in range(HUGE_BYTES // len(_BLOCK)):
            await send({"type": "http.response.body", "body": _BLOCK, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


def _dated(send: Send, now: float) -> Send:
    """Put the portal's own time on every answer, right or wrong."""

    async def dated(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["date"] = formatdate(now, usegmt=True)
        await send(message)

    return dated
