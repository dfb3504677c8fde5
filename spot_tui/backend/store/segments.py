"""The audit log's segments: one journal file a UTC day, each with its own key and linked to the one before.

On a new day the first process that writes rotates, under the lock. The next key, the link and the name of
the new segment replace the old state in one step; then the new file gets its first record; then the state
says so. A kill between two steps leaves a state from which the next writer goes on.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from spot_tui.backend.clock import Clock
from spot_tui.backend.store.files import StoreLock, open_for_reading, private_folder
from spot_tui.backend.store.journal import JournalFile
from spot_tui.backend.store.keys import ChainState, Keys, Link, mac_key, next_key
from spot_tui.backend.store.lines import Damage, Document, Line, MacChain, Position, raw_lines
from spot_tui.backend.store.records import Detail, Event
from spot_tui.backend.store.tables import AppendOnlyError, whole_database

Compose = Callable[[Event, Mapping[Detail, str | int]], Document]

# Smaller steps back are the time service at work, not somebody setting the clock.
CLOCK_STEP_MS = 1000
_PATTERN = "[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9].jsonl"


def segment_of(moment: datetime) -> str:
    """Return the name of the segment of a moment's UTC day, such as ``2026/11/22``."""
    day = moment.astimezone(UTC)
    return f"{day.year:04}/{day.month:02}/{day.day:02}"


def segment_file(audit: Path, segment: str) -> Path:
    """Return the file of a segment."""
    return audit / f"{segment}.jsonl"


def segments(audit: Path, since: date | None = None) -> list[str]:
    """Return the names of the segments that are there, in order.

    With `since`, those that can hold records of that day or later. There is no such upper bound: after the
    clock was set back, a segment holds records of earlier days than its own.
    """
    first = since.strftime("%Y/%m/%d") if since else ""
    names = sorted(path.relative_to(audit).as_posix().removesuffix(".jsonl") for path in audit.glob(_PATTERN))
    return [name for name in names if name >= first]


def start_of(link: Link | None) -> Position:
    """Return where a segment begins that follows on `link`."""
    return Position(0, link.seq, link.mac.encode()) if link else Position()


def link_details(link: Link | None) -> dict[Detail, str | int]:
    """Return what a segment's first record says of the segment before."""
    if link is None:
        return {}
    return {
        "link_segment": link.segment,
        "link_mac": link.mac,
        "link_count": link.count,
        "link_sha256": link.sha256,
    }


def stamp(moment: datetime) -> str:
    """Return a moment as records have it: UTC, ISO 8601, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_lines(path: Path, needles: Sequence[bytes] = ()) -> Iterator[bytes]:
    """Yield the whole lines of a segment that hold all `needles`."""
    descriptor = open_for_reading(path)
    try:
        for text in raw_lines(descriptor, 0, os.fstat(descriptor).st_size):
            if all(needle in text for needle in needles):
                yield text
    finally:
        os.close(descriptor)


def parse(path: Path, text: bytes) -> tuple[int, Document]:
    """Return sequence number and document of a line. Raises `Damage` for what is no line."""
    try:
        _, seq, body = text.split(b" ", 2)
        return int(seq), MacChain.parse(body)
    except ValueError:
        raise Damage(path, "line") from None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a segment in hex. Raises `Damage` when it is gone."""
    try:
        descriptor = open_for_reading(path)
    except FileNotFoundError:
        raise Damage(path, "removed") from None
    with os.fdopen(descriptor, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class AuditStorage(Storage):
    """All segments as one storage that appends; `compose` makes the records that the storage itself adds.

    `append` and `open` raise `Damage`, `UnsafeFile`, or `OSError` when the log cannot be written.
    """

    def __init__(self, folder: Path, keys: Keys, clock: Clock, compose: Compose) -> None:
        self.folder = folder
        self.audit = folder / "audit"
        self._keys = keys
        self._clock = clock
        self._compose = compose
        self._lock = StoreLock(folder / "audit.lock")
        self._file: JournalFile | None = None
        self._state: ChainState | None = None
        self._stamp: tuple[int, int] | None = None
        self._cut_bytes = 0
        self._last: Line | None = None
        self._last_moment: datetime | None = None
        self.written: tuple[Position, Position] = (Position(), Position())

    def open(self) -> None:
        """Check the present segment, and its link to the one before; begin the log where there is none."""
        private_folder(self.folder)
        with self._lock.held():
            self._current()

    def append(self, documents: Sequence[Mapping[str, Any]]) -> list[int]:
        """Write all `documents`, stamped with the time, or none; return their numbers once on disk."""
        if self._file is None:
            private_folder(self.folder)
        with self._lock.held():
            now = self._clock.now()
            file = self._caught_up(now)
            own = self._own_records(file, now)
            before = file.end
            numbers = file.append([self._stamped(document, now) for document in (*own, *documents)])
            self._cut_bytes = 0
            self._last, self._last_moment = file.last, now
            self.written = (before, file.end)
        return numbers[len(own) :]

    def stream(
        self, since: date | None = None, needles: Sequence[bytes] = ()
    ) -> Iterator[tuple[int, Document]]:
        """Yield number and document of each record in order. Raises `Damage` for what is no line."""
        for name in segments(self.audit, since):
            path = segment_file(self.audit, name)
            for text in read_lines(path, needles):
                yield parse(path, text)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the whole log, or None when there is nothing."""
        return whole_database(self)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse to write the whole database anew."""
        raise AppendOnlyError

    def close(self) -> None:
        """Give the files back; the next `append` opens them again."""
        with suppress(OSError), self._lock.held():
            self._forget()
        self._lock.close()

    def _caught_up(self, now: datetime) -> JournalFile:
        file, state = self._current()
        self._cut_bytes += file.catch_up()
        today = segment_of(now)
        return self._rotate(file, state, today) if today > state.segment else file

    def _current(self) -> tuple[JournalFile, ChainState]:
        stamp_now = self._keys.chain_stamp()
        if stamp_now is None and (self._state is not None or segments(self.audit)):
            raise Damage(self._keys.chain_file, "key_removed")
        if self._file is None or self._state is None or stamp_now != self._stamp:
            self._forget()
            return self._open()
        return self._file, self._state

    def _forget(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> tuple[JournalFile, ChainState]:
        state = self._keys.chain_state() or self._first_state()
        return self._continue(state) if state.opened else self._begin(state)

    def _first_state(self) -> ChainState:
        self._keys.store_key(make=True)
        key = self._keys.make_first_chain_key()
        state = ChainState(segment_of(self._clock.now()), key, link=None, opened=False)
        self._keys.save_chain_state(state)
        return state

    def _begin(self, state: ChainState) -> tuple[JournalFile, ChainState]:
        path = segment_file(self.audit, state.segment)
        for folder in (self.audit, path.parent.parent, path.parent):
            private_folder(folder)
        file = JournalFile(path, self._codec(state), start_of(state.link), create=True)
        file.catch_up()
        if file.count == 0:
            first = self._compose("audit.segment", link_details(state.link))
            file.append([self._stamped(first, self._clock.now())])
        state = replace(state, opened=True)
        self._keys.save_chain_state(state)
        return self._keep(file, state)

    def _continue(self, state: ChainState) -> tuple[JournalFile, ChainState]:
        path = segment_file(self.audit, state.segment)
        try:
            file = JournalFile(path, self._codec(state), start_of(state.link), create=False)
        except FileNotFoundError:
            raise Damage(path, "removed") from None
        self._cut_bytes += file.catch_up()
        if file.count == 0:
            raise Damage(path, "shortened")
        self._check_link(path, state.link)
        return self._keep(file, state)

    def _check_link(self, path: Path, link: Link | None) -> None:
        _, first = parse(path, next(read_lines(path)))
        said = {name: value for name, value in first.get("details", {}).items() if name.startswith("link_")}
        if said != link_details(link):
            raise Damage(path, "unlinked")
        if link and sha256_of(before := segment_file(self.audit, link.segment)) != link.sha256:
            raise Damage(before, "unlinked")

    def _rotate(self, file: JournalFile, state: ChainState, today: str) -> JournalFile:
        # Proved once more from its first line: after this the key is gone, and the link vouches for the file.
        whole = JournalFile(file.path, self._codec(state), file.start, create=False)
        whole.catch_up()
        whole.close()
        if whole.end != file.end:
            raise Damage(file.path, "shortened")
        link = Link(state.segment, file.end.mark.decode(), file.end.seq, file.count, whole.digest)
        self._forget()
        new = ChainState(today, next_key(state.key), link, opened=False)
        self._keys.save_chain_state(new)
        return self._begin(new)[0]

    def _keep(self, file: JournalFile, state: ChainState) -> tuple[JournalFile, ChainState]:
        self._file, self._state, self._stamp = file, state, self._keys.chain_stamp()
        return file, state

    def _codec(self, state: ChainState) -> MacChain:
        return MacChain(mac_key(state.key, self._keys.store_key()))

    def _own_records(self, file: JournalFile, now: datetime) -> list[Document]:
        records: list[Document] = []
        if self._cut_bytes:
            records.append(self._compose("audit.cut", {"cut_bytes": self._cut_bytes}))
        back = self._moment_of_last(file) - now
        back_ms = round(back.total_seconds() * 1000)
        if back_ms >= CLOCK_STEP_MS:
            records.append(self._compose("audit.clock", {"back_ms": back_ms}))
        return records

    def _moment_of_last(self, file: JournalFile) -> datetime:
        if self._last_moment is None or file.last is not self._last:
            assert file.last is not None
            self._last_moment = datetime.fromisoformat(file.document(file.last)["ts"])
        return self._last_moment

    def _stamped(self, document: Mapping[str, Any], now: datetime) -> Document:
        return {**document, "ts": stamp(now), "mono": int(self._clock.monotonic() * 1000)}
