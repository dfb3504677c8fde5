"""Keys of the vault: one for each owner, sealed under a key that follows from the store key.

An owner's key lies in ``keys/vault/NAME.key``, sealed with AES-256-GCM together with whose it is. To shred is
to put a mark in its place in one step: after it nothing sealed with that key can be read by anybody.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from spot_tui.backend.store.files import private_folder, read_private, replace_private
from spot_tui.backend.store.keys import KEY_BYTES, Keys, hkdf
from spot_tui.backend.store.lines import Damage, canonical

NONCE_BYTES = 12

_SEALING = b"spot-tui vault owner keys 1"
_SHREDDED = b"shredded\n"


class VaultKeys:
    """The owners' keys in the ``keys`` folder of a store. Changes are for the holder of the owner's lock.

    All raise `Damage` for a key that is not what was written or was sealed under another store key, and
    `UnsafeFile` and `OSError`.
    """

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.folder = keys.folder / "vault"
        self._sealing: AESGCM | None = None

    @staticmethod
    def name_of(owner: str) -> str:
        """Return what an owner's files are called."""
        return hashlib.sha256(owner.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def names(self) -> list[str]:
        """Return the names of all owners that ever had a key."""
        return sorted(path.stem for path in self.folder.glob("*.key"))

    def file(self, name: str) -> Path:
        """Return the file of a key."""
        return self.folder / f"{name}.key"

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Return what changes whenever the key is replaced; None when there is none."""
        try:
            found = os.lstat(self.file(name))
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def owner(self, name: str) -> str | None:
        """Return whose key it is; None when it was shredded or never made."""
        opened = self._open(name)
        return opened[1] if opened else None

    def load(self, owner: str) -> bytes | None:
        """Return an owner's key; None when it was shredded or never made."""
        opened = self._open(self.name_of(owner))
        return opened[0] if opened else None

    def is_shredded(self, owner: str) -> bool:
        """Tell whether there was a key that was shredded."""
        try:
            return read_private(self.file(self.name_of(owner))) == _SHREDDED
        except FileNotFoundError:
            return False

    def make(self, owner: str) -> bytes:
        """Make a key for an owner that has none, and return it once it is on disk."""
        name, key, nonce = (
            self.name_of(owner),
            secrets.token_bytes(KEY_BYTES),
            secrets.token_bytes(NONCE_BYTES),
        )
        sealing = self._sealing_key()
        private_folder(self.folder)
        text = canonical({"key": key.hex(), "owner": owner})
        sealed = nonce + sealing.encrypt(nonce, text, _bound_to(name))
        replace_private(self.file(name), sealed.hex().encode() + b"\n")
        return key

    def shred(self, owner: str) -> None:
        """Destroy an owner's key for good."""
        path = self.file(self.name_of(owner))
        if path.exists():
            replace_private(path, _SHREDDED)

    def _open(self, name: str) -> tuple[bytes, str] | None:
        try:
            content = read_private(self.file(name))
        except FileNotFoundError:
            return None
        if content == _SHREDDED:
            return None
        try:
            sealed = bytes.fromhex(content.decode("ascii").strip())
            text = self._sealing_key().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(name))
        except (ValueError, InvalidTag):
            raise Damage(self.file(name), "key_damaged") from None
        found = json.loads(text)
        return bytes.fromhex(found["key"]), found["owner"]

    def _sealing_key(self) -> AESGCM:
        if self._sealing is None:
            # With owners' keys there, a store key that is gone must not be made anew: it could open none.
            store_key = self._keys.store_key(make=not self.names())
            self._sealing = AESGCM(hkdf(store_key, b"", _SEALING))
        return self._sealing


def _bound_to(name: str) -> bytes:
    return canonical({"v": 1, "name": name})
