"""Small builders for vaults and what is in them."""

import shutil
from pathlib import Path
from typing import Any

from tinydb.table import Table

from spot_tui.backend.store.keys import Keys
from spot_tui.backend.store.vault import Change, Vault
from spot_tui.backend.store.vault_keys import VaultKeys
from spot_tui.backend.store.vault_tables import VaultDatabase, VaultStorage

CLERK = "00u-clerk-1"
COLLEAGUE = "00u-clerk-2"


def vault(store: Path, owner: str = CLERK) -> Vault:
    return Vault(store, VaultKeys(Keys(store / "keys", {})), owner)


def key_file(store: Path, owner: str = CLERK) -> Path:
    keys = VaultKeys(Keys(store / "keys", {}))
    return keys.file(keys.name_of(owner))


def table(of: Vault, name: str = "drafts") -> Table:
    return VaultDatabase(of).table(name)


def contents(of: Vault) -> dict[str, dict[str, Any]]:
    return VaultStorage(of).read() or {}


def put(of: Vault, doc_id: int, n: int | str, table: str = "drafts") -> None:
    of.apply([Change(table, doc_id, {"n": n})])


def three_lines(store: Path, owner: str = CLERK) -> Path:
    """Write documents 1 and 2, then 1 again, each with a write of its own; return the journal."""
    one = vault(store, owner)
    put(one, 1, "first")
    put(one, 2, "second")
    put(one, 1, "third")
    one.close()
    return one.path


def copied(store: Path, to: Path) -> Path:
    """Return a copy of a whole store, file modes included."""
    if to.exists():
        shutil.rmtree(to)
    return Path(shutil.copytree(store, to))
