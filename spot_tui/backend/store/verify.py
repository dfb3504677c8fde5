"""Proving the audit log: its MACs as far as the keys reach, the links between segments, and the anchors.

The machine holds the key of the present segment only. With it the present segment's MACs are checked and,
through the links, the hashes of all segments before. Checking every MAC takes the first chain key, which the
privacy officer keeps. Whoever has today's key could make the links anew: the first key or the anchors show
it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.anchors import AnchorFile
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.store.files import StoreLock, UnsafeFile, open_for_reading
from spot_tui.backend.store.keys import ChainState, Keys, Link, mac_key, next_key
from spot_tui.backend.store.lines import (
    Damage,
    Document,
    LineCodec,
    MacChain,
    Position,
    Reason,
    UnprovedLines,
    checked_lines,
    unfinished_bytes,
)
from spot_tui.backend.store.segments import (
    link_details,
    parse,
    read_lines,
    segment_file,
    segments,
    sha256_of,
)

Macs = Literal["all", "present", "none"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: in which segment or file, at which record, and what."""

    where: str
    reason: Reason
    seq: int | None = None


@dataclass(slots=True)
class Verification:
    """What was checked, how far that reaches, and what was found.

    `macs` tells whose MACs could be checked: those of all segments, of the present one only, or none.
    `anchors` counts the anchors that were compared, and is None when no anchor file could be read.
    `unfinished_bytes` of a write that a kill cut short are no finding: the next write removes them.
    """

    segments: int = 0
    records: int = 0
    links: int = 0
    macs: Macs = "none"
    anchors: int | None = None
    anchors_unreadable: int = 0
    first_key_here: bool = False
    unfinished_bytes: int = 0
    recorded: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify(audit: AuditLog, first_key: Path | None = None) -> Verification:
    """Check the whole log, then record that it was checked, and return what was found.

    `first_key` is the file of the first chain key, for the officer who kept it. Raises `OSError` when that
    cannot be read. What cannot be recorded any more is told by `recorded`.
    """
    verification = examine(audit.folder, audit.anchor_path, first_key)
    try:
        if verification.sound:
            audit.record_now("audit.verify", details={"records": verification.records})
        else:
            audit.record_now("audit.verify", "unavailable", code="audit.broken")
        verification.recorded = True
    except Problem:
        verification.recorded = False
    return verification


def examine(folder: Path, anchor: Path | None = None, first_key: Path | None = None) -> Verification:
    """Check the log in a store folder without changing anything."""
    keys = Keys(folder / "keys")
    found = Verification(first_key_here=keys.first_file.exists())
    anchors = _Anchors(anchor, found)
    if folder.exists():
        with _noting(found):
            _Examination(folder, keys, first_key, found, anchors).run()
    anchors.conclude()
    return found


@contextmanager
def _noting(found: Verification) -> Iterator[None]:
    try:
        yield
    except Damage as damage:
        found.findings.append(Finding(damage.path.as_posix(), damage.reason, damage.seq))
    except UnsafeFile as unsafe:
        found.findings.append(Finding(unsafe.path.as_posix(), "unsafe"))


class _Anchors:
    """The anchors still to be met on the way through the log."""

    def __init__(self, path: Path | None, found: Verification) -> None:
        self._path = path
        self._found = found
        self._open: defaultdict[int, set[str]] = defaultdict(set)
        if path is None:
            return
        try:
            anchors, found.anchors_unreadable = AnchorFile(path).read()
        except OSError:
            return
        found.anchors = len(anchors)
        for anchor in anchors:
            self._open[anchor.seq].add(anchor.mac)

    def meet(self, position: Position) -> None:
        """Cross off the anchors that this record fulfils."""
        if position.seq in self._open:
            self._open[position.seq].discard(position.mark.decode("ascii", "replace"))

    def conclude(self) -> None:
        """Report the first anchor that no record fulfilled."""
        missing = sorted(seq for seq, macs in self._open.items() if macs)
        if missing:
            self._found.findings.append(Finding(str(self._path), "anchor", missing[0]))


class _Examination:
    """One way through all segments, in order."""

    def __init__(
        self, folder: Path, keys: Keys, first_key: Path | None, found: Verification, anchors: _Anchors
    ) -> None:
        self._audit = folder / "audit"
        self._lock = StoreLock(folder / "audit.lock")
        self._keys = keys
        self._first_file = first_key or keys.first_file
        self._chain_key = keys.first_chain_key(first_key)
        self._found = found
        self._anchors = anchors
        self._before: Link | None = None
        self._previous = ""
        self._state: ChainState | None = None
        self._store_key: bytes | None = None

    def run(self) -> None:
        """Check segment after segment, then that the last is the one that the state names."""
        with self._lock.held(shared=True):
            # What is written after this moment is not looked at: verifying must not keep writers waiting.
            names = segments(self._audit)
            sizes = {name: segment_file(self._audit, name).lstat().st_size for name in names}
            self._load_keys(names)
        self._lock.close()
        with _noting(self._found):
            self._refuse_another_first_key(names)
        if self._store_key is not None:
            self._found.macs = "all" if self._chain_key else "present" if self._state else "none"
        for name in names:
            with _noting(self._found):
                self._segment(name, sizes[name])
        with _noting(self._found):
            self._present(names)

    def _load_keys(self, names: list[str]) -> None:
        with _noting(self._found):
            self._state = self._keys.chain_state()
            if self._state is None and names:
                raise Damage(self._keys.chain_file, "key_removed")
        if self._state is not None:
            with _noting(self._found):
                self._store_key = self._keys.store_key()

    def _refuse_another_first_key(self, names: list[str]) -> None:
        state, key = self._state, self._chain_key
        if state is None or key is None:
            return
        for _ in [name for name in names if name < state.segment]:
            key = next_key(key)
        if key != state.key:
            self._chain_key = None
            raise Damage(self._first_file, "key_other")

    def _segment(self, name: str, size: int) -> None:
        path = segment_file(self._audit, name)
        self._found.segments += 1
        before, self._before = self._before, None
        first = next(read_lines(path), None)
        if first is None:
            self._refuse_missing_first(path, name)
            return
        seq, document = parse(path, first)
        details = document.get("details")
        said: Document = details if isinstance(details, dict) else {}
        with _noting(self._found):
            self._check_link(name, said, before)
        start = Position(0, seq - 1, str(said.get("link_mac", Position().mark.decode())).encode())
        end = self._lines(path, name, start, size, self._codec(name))
        self._before = Link(name, end.mark.decode(), end.seq, end.seq - start.seq, sha256_of(path))

    def _refuse_missing_first(self, path: Path, name: str) -> None:
        begun = self._state is not None and self._state.segment == name and not self._state.opened
        if not begun:
            raise Damage(path, "shortened")

    def _codec(self, name: str) -> LineCodec:
        key = self._chain_key
        if key is not None:
            self._chain_key = next_key(key)
        elif self._state is not None and self._state.segment == name:
            key = self._state.key
        return MacChain(mac_key(key, self._store_key)) if key and self._store_key else UnprovedLines()

    def _check_link(self, name: str, said: Document, before: Link | None) -> None:
        path = segment_file(self._audit, name)
        previous, self._previous = self._previous, name
        if said.get("link_segment", "") != previous:
            if previous:
                raise Damage(path, "unlinked")
            raise Damage(segment_file(self._audit, str(said["link_segment"])), "removed")
        if before is None:
            return  # the first segment, or the one before was found damaged: nothing to compare with
        expected = {str(key): value for key, value in link_details(before).items()}
        if {key: value for key, value in said.items() if key in expected} != expected:
            raise Damage(path, "unlinked")
        self._found.links += 1

    def _lines(self, path: Path, name: str, start: Position, size: int, codec: LineCodec) -> Position:
        end = start
        descriptor = open_for_reading(path)
        try:
            for line in checked_lines(path, descriptor, start, size, codec):
                end = line.end
                self._found.records += 1
                self._anchors.meet(end)
            rest = unfinished_bytes(path, descriptor, end, size, codec)
        finally:
            os.close(descriptor)
        if rest and (self._state is None or name != self._state.segment):
            raise Damage(path, "line", end.seq + 1)
        self._found.unfinished_bytes += rest
        return end

    def _present(self, names: list[str]) -> None:
        state = self._state
        if state is None:
            return
        later = [name for name in names if name > state.segment]
        if later:
            raise Damage(segment_file(self._audit, later[0]), "unknown")
        if state.opened and state.segment not in names:
            raise Damage(segment_file(self._audit, state.segment), "removed")
