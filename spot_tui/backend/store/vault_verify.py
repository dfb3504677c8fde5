"""Proving all vaults: each owner's key opens, and each line of her journal was sealed for its place."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from spot_tui.backend.store.files import StoreLock, UnsafeFile, open_for_reading
from spot_tui.backend.store.keys import Keys
from spot_tui.backend.store.lines import (
    GENESIS,
    Damage,
    Position,
    checked_lines,
    first_number,
    unfinished_bytes,
)
from spot_tui.backend.store.vault_keys import VaultKeys
from spot_tui.backend.store.vault_lines import SealedLines
from spot_tui.backend.store.verify import Finding


@dataclass(slots=True)
class VaultsExamined:
    """How many vaults could be opened, how many lines were proved, and what is not as it was written."""

    vaults: int = 0
    lines: int = 0
    findings: list[Finding] = field(default_factory=list)


def examine_vaults(folder: Path) -> VaultsExamined:
    """Check all vaults in a store folder without changing any.

    Raises `OSError`. A shredded vault is none; a write that a kill cut short is no finding.
    """
    keys, found = VaultKeys(Keys(folder / "keys")), VaultsExamined()
    known = keys.names()
    for path in sorted((folder / "vault").glob("*.vault")):
        if path.stem not in known:
            found.findings.append(Finding(keys.file(path.stem).as_posix(), "key_removed"))
    for name in known:
        try:
            owner = keys.owner(name)
            key = keys.load(owner) if owner else None
            if owner and key is not None:
                found.lines += _count(folder / "vault" / f"{name}.vault", SealedLines(key, owner))
                found.vaults += 1
        except Damage as damage:
            found.findings.append(Finding(damage.path.as_posix(), damage.reason, damage.seq))
        except UnsafeFile as unsafe:
            found.findings.append(Finding(unsafe.path.as_posix(), "unsafe"))
    return found


def _count(path: Path, codec: SealedLines) -> int:
    """Return how many lines a journal has. Raises `Damage` at one that was not sealed for its place."""
    if not path.exists():
        raise Damage(path, "removed")
    with closing(StoreLock(path.with_suffix(".lock"))) as lock, lock.held(shared=True):
        descriptor = open_for_reading(path)
        try:
            size = os.fstat(descriptor).st_size
            end = start = Position(0, first_number(path, descriptor, size) - 1, GENESIS)
            for line in checked_lines(path, descriptor, start, size, codec):
                end = line.end
            unfinished_bytes(path, descriptor, end, size, codec)
        finally:
            os.close(descriptor)
    return end.seq - start.seq
