"""Certificates made for a test: authorities, servers and clients of our own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Made:
    """A certificate with its key, in memory and as files."""

    certificate: x509.Certificate
    key: Key
    certificate_file: Path
    key_file: Path


@cache
def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """Make each key once for all tests of a run, since making one takes long."""
    return rsa.generate_private_key(65537, 2048)


def make(
    folder: Path,
    name: str,
    *,
    by: Made | None = None,
    key: Key | None = None,
    host: str = "127.0.0.1",
    now: datetime | None = None,
    begins: int = -1,
    ends: int = 365,
    passphrase: str = "",
) -> Made:
    """Make a certificate called `name`, signed by another one's key or by its own.

    It is good from `begins` to `ends` days from `now`.
    """
    moment = now or datetime.now(UTC)
    own = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    named = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment + timedelta(days=begins))
        .not_valid_after(moment + timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .sign(by.key if by else own, SHA256())
    )
    sealed: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    )
    file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.touch(mode=0o600)
    key_file.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    return Made(made, own, file, key_file)
