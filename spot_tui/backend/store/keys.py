"""Keys of the store: one secret for pseudonyms and MACs, and the chain of the audit log's own keys.

The store key comes from the file ``keys/store.key``, else from the systemd credential
``spot-tui.store-key``, else it is made on first use. It never changes, so it alone would let a thief rewrite
the whole log. Hence each segment has a key of its own: ``k_next = HKDF(k)``, after which k is erased. MACs
need both, so neither a copied disk without the credential nor a later intruder can rewrite earlier days.

The first of these keys is what all others follow from. It is put aside as ``keys/audit-first.key`` for the
privacy officer, who takes it off the machine; `audit verify` needs it to check every MAC, and says so while
it still lies there.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from spot_tui.backend.store.files import create_private, private_folder, read_private, replace_private
from spot_tui.backend.store.lines import Damage

CREDENTIAL = "spot-tui.store-key"
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
KEY_BYTES = 32
_LEAST_CREDENTIAL_BYTES = 16

_PSEUDONYMS = b"spot-tui pseudonyms 1"
_MAC = b"spot-tui audit mac 1"
_NEXT = b"spot-tui audit next segment 1"
_CREDENTIAL = b"spot-tui store key 1"


def hkdf(key: bytes, salt: bytes, label: bytes) -> bytes:
    """Return 32 bytes derived from `key` (RFC 5869 with SHA-256; one block is all that 32 bytes take)."""
    extracted = hmac.digest(salt or bytes(KEY_BYTES), key, "sha256")
    return hmac.digest(extracted, label + b"\x01", "sha256")


def next_key(key: bytes) -> bytes:
    """Return the chain key of the segment after the one of `key`."""
    return hkdf(key, b"", _NEXT)


def mac_key(chain_key: bytes, store_key: bytes) -> bytes:
    """Return the key of a segment's MACs."""
    return hkdf(chain_key, store_key, _MAC)


class Pseudonyms:
    """Keyed hashes that stand for what may not be written: equal for equal values, and no way back."""

    def __init__(self, store_key: bytes) -> None:
        self._key = hkdf(store_key, b"", _PSEUDONYMS)

    def of_patient(self, mbi: str) -> str:
        """Return what stands for a beneficiary, however the MBI was typed."""
        return self._hash("mbi", mbi.replace("-", "").replace(" ", "").upper())

    def of_claim(self, number: str) -> str:
        """Return what stands for a claim, however its number was typed."""
        return self._hash("claim", number.replace("-", "").replace(" ", "").upper())

    def of_inquiry(self, asked: str) -> str:
        """Return what stands for all that was asked about a beneficiary."""
        return self._hash("inquiry", asked)

    def of_session(self, session_id: str) -> str:
        """Return what stands for a session."""
        return self._hash("session", session_id)

    def of_user(self, user_id: str) -> str:
        """Return what stands for a user of the sign-in, however the user ID was typed."""
        return self._hash("user", user_id.strip().lower())

    def _hash(self, what: str, value: str) -> str:
        named = f"{what}:{value}".encode("utf-8", "replace")
        return hmac.digest(self._key, named, "sha256").hex()[:32] if value else ""


@dataclass(frozen=True, slots=True)
class Link:
    """How a segment ended: what the next one's first record repeats."""

    segment: str
    mac: str
    seq: int
    count: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """The segment being written, its key, the one before, and whether its first record is on disk."""

    segment: str
    key: bytes
    link: Link | None
    opened: bool


class Keys:
    """The ``keys`` folder of a store."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.folder = folder
        self.chain_file = folder / "audit-chain.json"
        self._chain_name = str(self.chain_file)
        self.first_file = folder / "audit-first.key"
        self.store_file = folder / "store.key"
        self._credentials = environment.get(CREDENTIALS_VARIABLE)

    def store_key(self, *, make: bool = False) -> bytes:
        """Return the store key. Raises `Damage` when there is none (unless `make`) or it is no key."""
        try:
            return _read_key(self.store_file)
        except FileNotFoundError:
            pass
        credential = self._credential()
        if credential:
            return hkdf(credential, b"", _CREDENTIAL)
        if not make:
            raise Damage(self.store_file, "key_removed")
        private_folder(self.folder)
        create_private(self.store_file, _key_text(secrets.token_bytes(KEY_BYTES)))
        return _read_key(self.store_file)

    def _credential(self) -> bytes:
        if not self._credentials:
            return b""
        try:
            found = (Path(self._credentials) / CREDENTIAL).read_bytes()
        except FileNotFoundError:
            return b""
        if len(found) < _LEAST_CREDENTIAL_BYTES:
            raise Damage(Path(self._credentials) / CREDENTIAL, "key_damaged")
        return found

    def make_first_chain_key(self) -> bytes:
        """Make the key that all segments' keys follow from, put a copy aside, and return it."""
        key = secrets.token_bytes(KEY_BYTES)
        private_folder(self.folder)
        replace_private(self.first_file, _key_text(key))
        return key

    def first_chain_key(self, file: Path | None = None) -> bytes | None:
        """Return the first key from `file`, or from where it was put aside; None when it was taken away."""
        try:
            return _read_key(file or self.first_file)
        except FileNotFoundError:
            if file:
                raise
            return None

    def chain_stamp(self) -> tuple[int, int] | None:
        """Return what changes whenever the chain's state is replaced; None when there is none."""
        try:
            found = os.lstat(self._chain_name)
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def chain_state(self) -> ChainState | None:
        """Return the chain's state, None when there is none. Raises `Damage` when it is unreadable."""
        try:
            content = read_private(self.chain_file)
        except FileNotFoundError:
            return None
        try:
            found = json.loads(content)
            link = found["link"]
            return ChainState(
                segment=str(found["segment"]),
                key=bytes.fromhex(found["key"]),
                link=Link(**link) if link else None,
                opened=bool(found["opened"]),
            )
        except (ValueError, KeyError, TypeError):
            raise Damage(self.chain_file, "key_damaged") from None

    def save_chain_state(self, state: ChainState) -> None:
        """Put `state` on disk in place of the former, whose key is erased in the same step."""
        link = state.link
        content = {
            "segment": state.segment,
            "key": state.key.hex(),
            "link": {name: getattr(link, name) for name in Link.__slots__} if link else None,
            "opened": state.opened,
        }
        replace_private(self.chain_file, json.dumps(content, sort_keys=True).encode())


def _key_text(key: bytes) -> bytes:
    return key.hex().encode() + b"\n"


def _read_key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(read_private(path).decode("ascii").strip())
    except ValueError:
        raise Damage(path, "key_damaged") from None
    if len(key) != KEY_BYTES:
        raise Damage(path, "key_damaged")
    return key
