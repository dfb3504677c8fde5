"""Sealed lines: ``tag SP number SP table SP id SP sealed LF``, each with AES-256-GCM under its owner's key.

The tag covers format version, table, owner, document id, revision (the line's number: no two are equal in the
life of a vault) and the tag before, so a line proves itself nowhere but in its own place.
"""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from spot_tui.backend.store.lines import Document, canonical
from spot_tui.backend.store.vault_keys import NONCE_BYTES

FORMAT_VERSION = 1
_TAG_BYTES = 16
_TABLE = re.compile(r"[a-z_]{1,32}")


class SealedLines:
    """The codec of one owner's vault. A line's document says ``table``, ``id`` and ``document``, or null."""

    def __init__(self, key: bytes, owner: str) -> None:
        self._cipher = AESGCM(key)
        self._owner = owner

    def seal(self, previous: bytes, seq: int, document: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return tag and body of the line. Raises `ValueError` for a table's name that is none."""
        if not _TABLE.fullmatch(document["table"]):
            raise ValueError(f"a table is named in small letters, not {document['table']!r}")
        place = f"{document['table']} {document['id']}".encode()
        nonce = secrets.token_bytes(NONCE_BYTES)
        text = canonical({"document": document["document"]})
        sealed = self._cipher.encrypt(nonce, text, self._bound_to(previous, seq, place))
        tag = sealed[-_TAG_BYTES:].hex().encode()
        return tag, b"%b %b" % (place, b64encode(nonce + sealed[:-_TAG_BYTES]))

    def holds(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> bool:
        """Tell whether the line was sealed for this place in this owner's vault."""
        try:
            self.document(previous, mark, seq, body)
        except ValueError:
            return False
        return True

    def document(self, previous: bytes, mark: bytes, seq: int, body: bytes) -> Document:
        """Return the document of a line. Raises `ValueError` for one that was not sealed for this place."""
        place, _, packed = body.rpartition(b" ")
        opened = b64decode(packed, validate=True)
        tag = bytes.fromhex(mark.decode("ascii"))
        # One line has one way to be written: neither base64 nor hex ensures that by itself.
        if b64encode(opened) != packed or tag.hex().encode() != mark or len(tag) != _TAG_BYTES:
            raise ValueError("not as it was sealed")
        nonce, sealed = opened[:NONCE_BYTES], opened[NONCE_BYTES:]
        try:
            text = self._cipher.decrypt(nonce, sealed + tag, self._bound_to(previous, seq, place))
        except InvalidTag:
            raise ValueError("not as it was sealed") from None
        table, _, doc_id = place.decode("ascii").partition(" ")
        return {"table": table, "id": int(doc_id), **json.loads(text)}

    def _bound_to(self, previous: bytes, seq: int, place: bytes) -> bytes:
        table, _, doc_id = place.decode("ascii").partition(" ")
        return canonical(
            {
                "v": FORMAT_VERSION,
                "table": table,
                "owner": self._owner,
                "id": doc_id,
                "revision": seq,
                "previous": previous.decode("ascii"),
            }
        )
