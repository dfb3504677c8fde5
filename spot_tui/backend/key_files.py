"""Certificates and their private keys on this machine: read when needed, checked, never shown.

Sources: RFC 5280 (certificates), RFC 7468 (PEM).
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.backend.secret import read_secret
from spot_tui.backend.upstreams import SecretLocation

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

ENDS_SOON = timedelta(days=30)
"""How long before its end a certificate is spoken of: partners take days to learn of a new one."""

_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A certificate and the private key that belongs to it."""

    certificate: Certificate
    key: PrivateKeyTypes = field(repr=False)


def read_pair(certificate: Path, key: Path | None, passphrase: SecretLocation | None) -> KeyPair:
    """Return a certificate with its key; without a file of its own the key stands in the certificate's.

    Raises `Problem`: ``certificate.unreadable``, ``certificate.none``, ``certificate.open`` (others may read
    the key), ``certificate.key``, ``certificate.passphrase``, ``certificate.pair``, ``core.password``.
    """
    found = read_certificate(certificate)
    private = _read_key(key or certificate, passphrase)
    if _spki(private.public_key()) != _spki(found.public_key()):
        raise Problem("certificate.pair", (), {"place": certificate, "key": key or certificate})
    return KeyPair(found, private)


def read_certificate(path: Path) -> Certificate:
    """Return the first certificate of a PEM file. Raises `Problem`, as `read_pair` does."""
    from cryptography.x509 import load_pem_x509_certificate

    content = _read(path)
    try:
        return load_pem_x509_certificate(content)
    except ValueError:
        raise Problem("certificate.none", (), {"place": path}) from None


def check_dates(certificate: Certificate, place: object, now: datetime) -> None:
    """Raise `Problem` ``certificate.ended`` or ``certificate.early`` outside the days that it is good for."""
    if now >= certificate.not_valid_after_utc:
        when = show_date(certificate.not_valid_after_utc.date())
        raise Problem("certificate.ended", (), {"place": place, "date": when})
    if now < certificate.not_valid_before_utc:
        when = show_date(certificate.not_valid_before_utc.date())
        raise Problem("certificate.early", (), {"place": place, "date": when})


def require_private(path: Path) -> None:
    """Raise `Problem` ``certificate.open`` when others may read a key; a file that is not there passes."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return
    if mode & _OTHERS:
        raise Problem("certificate.open", (), {"place": path, "mode": f"{mode:04o}"})


def _read_key(path: Path, passphrase: SecretLocation | None) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    require_private(path)
    content = _read(path)
    secret = read_secret(passphrase).encode() if passphrase else None
    try:
        return load_pem_private_key(content, secret)
    except TypeError:  # sealed without a passphrase, or the other way round
        if not secret:
            raise Problem("certificate.passphrase", (), {"place": path}) from None
        return load_pem_private_key(content, None)
    except (ValueError, UnsupportedAlgorithm):
        code = "certificate.passphrase" if secret else "certificate.key"
        raise Problem(code, (), {"place": path}) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Problem("certificate.unreadable", (), {"place": path, "reason": reason}) from None


def _spki(key: object) -> bytes:
    """Return a public key as bytes that can be compared."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    # Every public key has it; the union of their types is not worth spelling out here.
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined, no-any-return]
