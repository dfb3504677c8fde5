"""What certificates tell: those that an upstream shows, and our own."""

from __future__ import annotations

import ssl
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.formats import show_date
from spot_tui.backend.key_files import ENDS_SOON, KeyPair, check_dates, read_pair
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstream_checks.steps import Layer, Step, failed, noted, passed
from spot_tui.backend.upstreams import Signing, Trust

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
_WRONG_NAME = frozenset({62, 64})
_LONGEST_NAME = 60
_MOST_NAMES = 3


def check_own(trust: Trust, now: datetime) -> Step | None:
    """Look at the certificate that is shown to an upstream; None where none is."""
    if trust.client_certificate is None:
        return None
    place = trust.client_certificate
    try:
        pair = read_pair(place, trust.client_key, trust.client_key_passphrase)
        check_dates(pair.certificate, place, now)
    except Problem as problem:
        return failed("certificate", problem)
    return _good_until("certificate", pair, place, now)


def check_signing(signing: Signing, now: datetime) -> Step:
    """Look at what signs messages: whether it is installed, and its certificate and key."""
    from spot_tui.backend.connectivity.signing import require_rsa, require_signing

    try:
        require_signing()
        pair = read_pair(signing.certificate, signing.key, signing.passphrase)
        require_rsa(pair, signing)
        check_dates(pair.certificate, signing.certificate, now)
    except Problem as problem:
        return failed("signing", problem)
    return _good_until("signing", pair, signing.certificate, now)


def check_shown(certificate: bytes, host: str, version: str, now: datetime) -> Step:
    """Tell whose certificate (DER) an upstream proved itself with, and until when it is good."""
    from cryptography.x509 import load_der_x509_certificate

    try:
        found = load_der_x509_certificate(certificate)
    except ValueError:  # OpenSSL believed it, so TLS is good; only its words cannot be told.
        return passed("tls", "unread", host=host, version=version)
    end = found.not_valid_after_utc
    told = {"host": host, "version": version, "issuer": _name(found.issuer), "date": show_date(end.date())}
    return noted("tls", "soon", **told) if end - now < ENDS_SOON else passed("tls", "proved", **told)


def untrusted(
    certificate: bytes, error: ssl.SSLCertVerificationError, now: datetime
) -> tuple[str, dict[str, str]]:
    """Return the code and the parameters of the problem that a certificate (DER) is not believed.

    What can be seen in it goes before what the system's verifier says, which differs between systems.
    """
    from cryptography.x509 import load_der_x509_certificate

    try:
        found = load_der_x509_certificate(certificate)
    except ValueError:
        return "check.tls", {"reason": clean_line(error.verify_message or "-", _LONGEST_NAME)}
    told = {"issuer": _name(found.issuer), "names": _names(found)}
    if now >= found.not_valid_after_utc:
        return "check.tls_ended", told | {"date": show_date(found.not_valid_after_utc.date())}
    if now < found.not_valid_before_utc:
        return "check.tls_early", told | {"date": show_date(found.not_valid_before_utc.date())}
    if getattr(error, "verify_code", 0) in _WRONG_NAME or "match" in (error.verify_message or ""):
        return "check.tls_host", told
    return ("check.tls_self" if found.issuer == found.subject else "check.tls_issuer"), told


def _good_until(layer: Layer, pair: KeyPair, place: Path, now: datetime) -> Step:
    end = pair.certificate.not_valid_after_utc
    told = {
        "place": place,
        "subject": _name(pair.certificate.subject),
        "issuer": _name(pair.certificate.issuer),
        "date": show_date(end.date()),
    }
    return noted(layer, "soon", **told) if end - now < ENDS_SOON else passed(layer, "good", **told)


def _name(name: Name) -> str:
    """Return whom a certificate names, in short: the common name, else the organisation."""
    from cryptography.x509.oid import NameOID

    for wanted in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(wanted):
            return clean_line(str(attribute.value), _LONGEST_NAME)
    return "-"


def _names(certificate: Certificate) -> str:
    """Return the hosts that a certificate is for, as many as can be told."""
    from cryptography.x509 import DNSName, ExtensionNotFound, IPAddress, SubjectAlternativeName

    try:
        found = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except (ExtensionNotFound, ValueError):
        return _name(certificate.subject)
    names = [*found.get_values_for_type(DNSName), *map(str, found.get_values_for_type(IPAddress))]
    shown = ", ".join(clean_line(name, _LONGEST_NAME) for name in names[:_MOST_NAMES])
    return f"{shown} ..." if len(names) > _MOST_NAMES else shown or "-"
