"""The practice portal's tus server (1.0.0): creation, checksum, termination, expiration, concatenation.

Bytes lie in a folder beside the world, a file for each upload. How many there are is the file's own size, so
that a kill at any byte leaves nothing that two records could tell differently. What was submitted with a form
is hashed and thrown away.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from sqlite3 import Row

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from spot_tui.sandbox.call import Call, Refused, called, endpoint
from spot_tui.sandbox.faults import drop_line, take
from spot_tui.sandbox.gateway_call import caller
from spot_tui.sandbox.tokens import DESK_SCOPE
from spot_tui.sandbox.world import Moment, World, uploads_folder

PATH = "/gateway/v1/uploads"
VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration,concatenation"
CHECKSUMS = ("sha256", "sha1")
MOST_BYTES = 200 * 1024 * 1024
KEPT_SECONDS = 24 * 3600
DROP_SWITCH = "upload_drop_bytes"
"""Switch: the line drops after so many bytes of a request; 0 for never."""
_MOST_CHECKED = 8 * 1024 * 1024
_MOST_HEAD = 64 * 1024
_SILENT_SECONDS = 30
_REFUSING = {"locked": 423, "offset": 409, "checksum": 460, "gone": 410, "kind": 415}
"""Faults that answer an append with a status of tus."""


def routes() -> list[Route]:
    """Return the routes, with their whole path."""
    one = f"{PATH}/{{id}}"
    return [
        Route(PATH, endpoint(offer), methods=["OPTIONS"], max_body_size=_MOST_HEAD),
        Route(PATH, endpoint(create), methods=["POST"], max_body_size=_MOST_HEAD),
        Route(one, endpoint(look), methods=["HEAD"], max_body_size=_MOST_HEAD),
        Route(one, endpoint(end), methods=["DELETE"], max_body_size=_MOST_HEAD),
        Route(one, append, methods=["PATCH"]),
    ]


def folder(moment: Moment) -> Path:
    """Return where this world's bytes lie."""
    return uploads_folder(Path(moment.db.execute("PRAGMA database_list").fetchone()["file"]))


def offer(call: Call) -> Response:
    """Tell what this server can do."""
    told = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        "Tus-Max-Size": str(MOST_BYTES),
    }
    return _answer(204, told)


def create(call: Call) -> Response:
    """Begin an upload, or join parts."""
    person = _caller(call)
    expire(call.moment)
    metadata = _metadata(call.headers.get("upload-metadata", ""))
    if not {"filename", "filetype", "reference"} <= set(metadata):
        raise _refuse(400, "Upload-Metadata must hold filename, filetype and reference.")
    concat = call.headers.get("upload-concat", "")
    if concat.startswith("final;"):
        return _join(call, person, metadata, concat.removeprefix("final;").split())
    length = _number(call.headers.get("upload-length", ""))
    if length is None:
        raise _refuse(400, "Upload-Length is asked for.")
    if length > MOST_BYTES:
        raise _refuse(413, "Too large.")
    row_id = _insert(call.moment, person, metadata, length, "partial" if concat == "partial" else "")
    return _answer(201, {"Location": f"{PATH}/{row_id}", **_expires(call.moment)})


def look(call: Call) -> Response:
    """Tell how much of an upload is there."""
    row = _find(call)
    told = {"Upload-Offset": str(size_of(call.moment, row)), "Upload-Length": str(row["length"])}
    more = {"Upload-Concat": "partial"} if row["concat"] == "partial" else {}
    return _answer(200, {**told, **more, "Upload-Expires": formatdate(row["expires_at"], usegmt=True)})


def end(call: Call) -> Response:
    """Throw an upload away."""
    remove(call.moment, _find(call))
    return _answer(204)


async def append(request: Request) -> Response:
    """Take bytes as they come; what came before the line broke stays."""
    world: World = request.app.state.world
    begun = await run_in_threadpool(_begin, world, request)
    if isinstance(begun, Response):
        return begun
    try:
        return await _take(request, begun)
    except (ClientDisconnect, TimeoutError):
        return _answer(400, {"Connection": "close"})
    finally:
        os.close(begun.descriptor)


def newest(moment: Moment, user_id: str, reference: str) -> Row | None:
    """Return somebody's whole upload of that reference, the last one made; None where none is whole."""
    query = (
        "SELECT * FROM upload WHERE user_id = ? AND reference = ? AND concat = '' ORDER BY made_at DESC, id"
    )
    rows = moment.db.execute(query, (user_id, reference)).fetchall()
    return next((row for row in rows if size_of(moment, row) == row["length"]), None)


def sha256_of(moment: Moment, row: Row) -> str:
    """Return the SHA-256 of the bytes that are stored."""
    with _path(moment, row["id"]).open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def size_of(moment: Moment, row: Row) -> int:
    """Return how many bytes of an upload are stored."""
    return _path(moment, row["id"]).stat().st_size


def remove(moment: Moment, row: Row) -> None:
    """Throw an upload away."""
    moment.db.execute("DELETE FROM upload WHERE id = ?", (row["id"],))
    _path(moment, row["id"]).unlink(missing_ok=True)


def expire(moment: Moment) -> None:
    """Throw away what was begun too long ago."""
    for row in moment.db.execute("SELECT * FROM upload WHERE expires_at < ?", (moment.now,)).fetchall():
        remove(moment, row)


@dataclass
class _Begun:
    """An append under way; `descriptor` is the upload's file, locked."""

    descriptor: int
    offset: int
    length: int
    drop_after: int
    checksum: tuple[str, bytes] | None
    fault: str
    expires: Mapping[str, str]


class _Dropped(Response):
    """No answer: the line is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await drop_line(scope, receive)


def _begin(world: World, request: Request) -> _Begun | Response:
    with world.transaction() as moment:
        try:
            return _opened(called(moment, request, b""))
        except Refused as refused:
            return refused.response


def _opened(call: Call) -> _Begun:
    row, fault = _find(call), take(call.moment, "append", "")
    if fault == "gone":
        remove(call.moment, row)
    if fault in _REFUSING:
        raise _refuse(_REFUSING[fault], "As asked.")
    if call.headers.get("content-type", "") != "application/offset+octet-stream":
        raise _refuse(415, "Content-Type must be application/offset+octet-stream.")
    checksum = _checksum(call.headers.get("upload-checksum", ""))
    descriptor = os.open(_path(call.moment, row["id"]), os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        offset = os.fstat(descriptor).st_size
        if _number(call.headers.get("upload-offset", "")) != offset:
            raise _refuse(409, "It stands elsewhere.")
    except BlockingIOError:
        os.close(descriptor)
        raise _refuse(423, "Something is appended to it now.") from None
    except BaseException:
        os.close(descriptor)
        raise
    drop_after = int(call.moment.switch(DROP_SWITCH, "0"))
    expires = {"Upload-Expires": formatdate(row["expires_at"], usegmt=True)}
    return _Begun(descriptor, offset, row["length"], drop_after, checksum, fault, expires)


async def _take(request: Request, begun: _Begun) -> Response:
    """Store what comes of a body; a piece with a checksum and one that is held back count whole or not."""
    held, is_held = bytearray(), begun.checksum is not None or begun.fault == "hold"
    at, taken = begun.offset, 0
    drop_after = begun.drop_after or (_half(request) if begun.fault in {"half", "hold"} else 0)
    stream = aiter(request.stream())
    while True:
        async with asyncio.timeout(_SILENT_SECONDS):
            step = await anext(stream, None)
        if step is None:
            break
        if drop_after:
            step = step[: drop_after - taken]
        taken += len(step)
        if begun.offset + taken > begun.length or len(held) > _MOST_CHECKED:
            return _answer(413, {"Connection": "close"})
        if is_held:
            held += step
        else:
            at += os.pwrite(begun.descriptor, _flipped(step, begun, at), at)
        if drop_after and taken >= drop_after:
            return _Dropped()
    if begun.checksum and hashlib.new(begun.checksum[0], held).digest() != begun.checksum[1]:
        return _answer(460)
    at += os.pwrite(begun.descriptor, held, at)
    return _answer(204, {"Upload-Offset": str(at), **begun.expires})


def _flipped(step: bytes, begun: _Begun, at: int) -> bytes:
    """Return a step as a failing disk would store it, where that is asked for."""
    is_first = begun.fault == "flip" and at == begun.offset and step
    return bytes([step[0] ^ 1]) + step[1:] if is_first else step


def _half(request: Request) -> int:
    return max((_number(request.headers.get("content-length", "")) or 0) // 2, 1)


def _join(call: Call, user_id: str, metadata: Mapping[str, str], urls: list[str]) -> Response:
    rows = [_owned(call, user_id, url.rpartition("/")[2]) for url in urls]
    if not rows or any(row["concat"] != "partial" for row in rows):
        raise _refuse(400, "Parts are asked for.")
    if any(size_of(call.moment, row) != row["length"] for row in rows):
        raise _refuse(400, "A part is not whole.")
    length = sum(row["length"] for row in rows)
    if length > MOST_BYTES:
        raise _refuse(413, "Too large.")
    row_id = _insert(call.moment, user_id, metadata, length, "")
    with _path(call.moment, row_id).open("r+b") as whole:
        for row in rows:
            with _path(call.moment, row["id"]).open("rb") as part:
                shutil.copyfileobj(part, whole)
    for row in rows:
        remove(call.moment, row)
    return _answer(201, {"Location": f"{PATH}/{row_id}", **_expires(call.moment)})


def _insert(moment: Moment, user_id: str, metadata: Mapping[str, str], length: int, concat: str) -> str:
    row_id = secrets.token_urlsafe(18)
    values = (row_id, user_id, metadata["reference"], length, moment.now, moment.now + KEPT_SECONDS, concat)
    moment.db.execute("INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    folder(moment).mkdir(mode=0o700, exist_ok=True)
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    os.close(os.open(_path(moment, row_id), flags, 0o600))
    return row_id


def _find(call: Call) -> Row:
    return _owned(call, _caller(call), call.path["id"])


def _owned(call: Call, user_id: str, row_id: str) -> Row:
    expire(call.moment)
    query = "SELECT * FROM upload WHERE id = ? AND user_id = ?"
    row: Row | None = call.moment.db.execute(query, (row_id, user_id)).fetchone()
    if row is None or not _path(call.moment, row_id).exists():
        raise _refuse(404, "There is no such upload.")
    return row


def _caller(call: Call) -> str:
    if call.headers.get("tus-resumable", "") != VERSION:
        raise Refused(_answer(412, {"Tus-Version": VERSION}))
    return caller(call, DESK_SCOPE).user_id


def _path(moment: Moment, row_id: str) -> Path:
    return folder(moment) / row_id


def _expires(moment: Moment) -> dict[str, str]:
    return {"Upload-Expires": formatdate(moment.now + KEPT_SECONDS, usegmt=True)}


def _metadata(text: str) -> dict[str, str]:
    found = {}
    for pair in text.split(","):
        name, _, value = pair.strip().partition(" ")
        with suppress(binascii.Error, UnicodeDecodeError):
            found[name] = base64.b64decode(value, validate=True).decode()
    return found


def _checksum(text: str) -> tuple[str, bytes] | None:
    name, _, value = text.partition(" ")
    if not name:
        return None
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if name not in CHECKSUMS or not digest:
        raise _refuse(400, "Upload-Checksum is of no known kind.")
    return name, digest


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _refuse(status: int, why: str) -> Refused:
    return Refused(_answer(status, {"Connection": "close"}, why))


def _answer(status: int, headers: Mapping[str, str] | None = None, why: str = "") -> Response:
    usual = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
    return Response(why, status, usual | dict(headers or {}), "text/plain" if why else None)
