"""The operator's virus scanner: clamd over its socket, or a program that reads the file; nobody by default.

Sources: clamd(8), INSTREAM; clamdscan(1), return codes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from spot_tui.backend.documents.child import MOST_ANSWER, ask_child
from spot_tui.backend.documents.settings import CLAMD, NO_SCANNER, DocumentRules
from spot_tui.backend.text import clean_line

Scan = Literal["none", "clean", "found", "away"]

_CHUNK = 256 * 1024
_MOST_WORDS = 120
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said: `words` are the name of what it found, or why there is no answer."""

    scan: Scan
    words: str = ""


async def scan(descriptor: int, rules: DocumentRules) -> Verdict:
    """Return what the operator's scanner says of the open file; nothing here raises."""
    scanner = rules.scanner
    if scanner == NO_SCANNER:
        return Verdict("none")
    try:
        async with asyncio.timeout(rules.scanner_seconds):
            if isinstance(scanner, str):
                return await _ask_clamd(descriptor, scanner.removeprefix(CLAMD))
            return await _ask_program(descriptor, scanner)
    except TimeoutError:
        return Verdict("away", os.strerror(110))
    except OSError as error:
        return Verdict("away", clean_line(error.strerror or str(error), _MOST_WORDS))


async def _ask_clamd(descriptor: int, socket: str) -> Verdict:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        with suppress(ConnectionError):  # it closes early on what it takes for too long, and says so first
            writer.write(b"zINSTREAM\0")
            for chunk in _chunks(descriptor):
                writer.write(len(chunk).to_bytes(4, "big") + chunk)
                await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
        answer = await reader.read(MOST_ANSWER)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
    said = _words(answer.strip(b"\0")).removeprefix("stream: ")
    if said == "OK":
        return Verdict("clean")
    if said.endswith(" FOUND"):
        return Verdict("found", said.removesuffix(" FOUND"))
    return Verdict("away", said or os.strerror(32))


async def _ask_program(descriptor: int, command: Sequence[str]) -> Verdict:
    os.lseek(descriptor, 0, os.SEEK_SET)
    answer, status = await ask_child(command, descriptor, _ENVIRONMENT)
    said = _words(answer)
    if status in (0, 1):
        return Verdict("found", said) if status else Verdict("clean")
    return Verdict("away", said or f"{command[0]}: {status}")


def _chunks(descriptor: int) -> Iterator[bytes]:
    place = 0
    while chunk := os.pread(descriptor, _CHUNK, place):
        yield chunk
        place += len(chunk)


def _words(said: bytes) -> str:
    return clean_line(said.decode("utf-8", "replace"), _MOST_WORDS)
