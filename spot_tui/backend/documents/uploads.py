"""Uploads as documents of their owners' vaults, and who brings those of a submission now."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import datetime
from pathlib import Path

from tinydb import where

from spot_tui.backend.documents.upload import LocalFile, Part, Upload
from spot_tui.backend.outbox.shelf import opened_outbox
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.files import StoreLock, UnsafeFile, private_folder
from spot_tui.backend.store.lines import Document
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.store.vault_tables import VaultDatabase

_TABLE = "uploads"
_FOLDER = "uploads"


class UploadShelf:
    """Everybody's uploads, for one thread, each write on disk when it returns.

    Verbs raise `Problem` ``outbox.broken``, ``outbox.unwritable`` and ``outbox.too_long``.
    """

    def __init__(self, vaults: Vaults) -> None:
        self._vaults = vaults

    def put(self, owner: str, *uploads: Upload) -> None:
        """Store uploads, or how they stand now."""
        with opened_outbox(self._vaults, owner) as vault, vault.held():
            table = VaultDatabase(vault).table(_TABLE)
            for upload in uploads:
                table.upsert(_document_of(upload), where("reference") == upload.reference)

    def all(self, owner: str) -> list[Upload]:
        """Return all uploads of an owner, in the order in which they were chosen."""
        with opened_outbox(self._vaults, owner) as vault:
            if not vault.path.exists():
                return []
            return [_upload_of(document) for document in VaultDatabase(vault).table(_TABLE)]

    def drop(self, owner: str, submission: str) -> None:
        """Forget the uploads of a submission."""
        with opened_outbox(self._vaults, owner) as vault:
            VaultDatabase(vault).table(_TABLE).remove(where("submission") == submission)

    @contextmanager
    def held(self, submission: str) -> Iterator[None]:
        """Keep other terminals from bringing the files of this submission; it ends with this process.

        Raises `Problem` ``upload.elsewhere`` where another one does that.
        """
        folder = self._vaults.folder / _FOLDER
        lock = StoreLock(folder / f"{submission}.lock", patience=0.0)
        holding = lock.held()
        try:
            private_folder(folder)
            holding.__enter__()
        except TimeoutError:
            lock.close()
            raise Problem("upload.elsewhere") from None
        except (OSError, UnsafeFile) as error:
            lock.close()
            raise Problem("outbox.unwritable", (), {"reason": str(error)}) from None
        try:
            yield
        finally:
            (folder / f"{submission}.lock").unlink(missing_ok=True)
            holding.__exit__(None, None, None)
            lock.close()


def _document_of(upload: Upload) -> Document:
    """Return an upload as JSON values."""
    file = upload.file
    return {
        "reference": upload.reference,
        "submission": upload.submission,
        "path": os.fsencode(file.path).decode("latin-1"),  # a name need not be text
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "copy_key": upload.copy_key.hex(),
        "parts": [list(astuple(part)) for part in upload.parts],
        "url": upload.url,
        "expires_at": upload.expires_at.isoformat() if upload.expires_at else None,
    }


def _upload_of(document: Document) -> Upload:
    """Return the upload of a document."""
    expires_at = document["expires_at"]
    return Upload(
        reference=document["reference"],
        submission=document["submission"],
        file=LocalFile(
            Path(os.fsdecode(document["path"].encode("latin-1"))),
            document["media_type"],
            document["size"],
            document["sha256"],
        ),
        copy_key=bytes.fromhex(document.get("copy_key", "")),
        parts=tuple(Part(*part) for part in document["parts"]),
        url=document["url"],
        expires_at=datetime.fromisoformat(expires_at) if expires_at else None,
    )
