"""What the practice portal checks of a signed SOAP request (WS-Security 1.1, X.509 token profile).

It knows no signers: any certificate will do that is good today, one that its owner made alone too. What signs
must be the key of the certificate sent along, and both body and time stamp must be signed.
"""

from __future__ import annotations

import base64
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from spot_tui.sandbox.core_envelope import SECURITY, SOAP, UTILITY, SoapFault

SKEW = timedelta(minutes=5)
_SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
_ID = f"{{{UTILITY}}}Id"
_METHODS = ("RSA_SHA256", "RSA_SHA384", "RSA_SHA512")


def check_signature(body: bytes, now: datetime, *, required: bool) -> None:
    """Check the signature of a request if it has one; `body` holds no document type.

    Raises `SoapFault` with the subcode of WS-Security: ``InvalidSecurity`` (none, or not whole),
    ``InvalidSecurityToken`` (certificate), ``FailedCheck`` (signature), ``MessageExpired`` (time stamp).
    """
    if not required and b"Signature" not in body:
        return
    try:
        import signxml  # noqa: F401 - whether it is there
        from lxml import etree
    except ImportError:
        raise SoapFault("Receiver", "This portal was installed without what checks signatures.") from None
    envelope = etree.fromstring(body, etree.XMLParser(resolve_entities=False))
    header = envelope.find(f"{{{SOAP}}}Header/{{{SECURITY}}}Security")
    signature = header.find(f"{{{_SIGNATURE}}}Signature") if header is not None else None
    if signature is None:
        if required:
            raise SoapFault("Sender", "The request has to be signed.", "InvalidSecurity")
        return
    _check_parts(envelope, header, signature)
    _verify(envelope, _certificate(header, signature), now)
    _check_time(header, now)


def _check_parts(envelope: Any, header: Any, signature: Any) -> None:  # noqa: ANN401 - lxml has no types
    signed = {found.get("URI", "") for found in signature.iter(f"{{{_SIGNATURE}}}Reference")}
    wanted = (envelope.find(f"{{{SOAP}}}Body"), header.find(f"{{{UTILITY}}}Timestamp"))
    if not all(part is not None and f"#{part.get(_ID)}" in signed for part in wanted):
        raise SoapFault("Sender", "Body and time stamp have to be signed.", "FailedCheck")


def _certificate(header: Any, signature: Any) -> Any:  # noqa: ANN401 - lxml has no types
    from cryptography.x509 import load_der_x509_certificate

    token = header.find(f"{{{SECURITY}}}BinarySecurityToken")
    path = f"{{{_SIGNATURE}}}KeyInfo/{{{SECURITY}}}SecurityTokenReference/{{{SECURITY}}}Reference"
    named = signature.find(path)
    if token is None or named is None or named.get("URI") != f"#{token.get(_ID)}":
        raise SoapFault("Sender", "The signature names no certificate of the message.", "InvalidSecurity")
    try:
        return load_der_x509_certificate(base64.b64decode("".join((token.text or "").split()), validate=True))
    except ValueError:
        raise SoapFault("Sender", "The certificate cannot be read.", "InvalidSecurityToken") from None


def _verify(envelope: Any, certificate: Any, now: datetime) -> None:  # noqa: ANN401 - lxml has no types
    from cryptography.exceptions import InvalidSignature
    from signxml.algorithms import SignatureMethod
    from signxml.exceptions import SignXMLException
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    logging.getLogger("signxml").setLevel(logging.CRITICAL + 1)  # Else what is signed could be logged.
    expected = SignatureConfiguration(
        location=f"./{{{SOAP}}}Header/{{{SECURITY}}}Security/",
        expect_references=False,
        signature_methods=frozenset(SignatureMethod[name] for name in _METHODS),
        verification_time=now,
    )
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise SoapFault("Sender", "The certificate is not good today.", "InvalidSecurityToken")
    try:
        XMLVerifier().verify(envelope, x509_cert=certificate, expect_config=expected)
    except (SignXMLException, InvalidSignature, ValueError):
        raise SoapFault("Sender", "The signature is not right.", "FailedCheck") from None


def _check_time(header: Any, now: datetime) -> None:  # noqa: ANN401 - lxml has no types
    stamp = header.find(f"{{{UTILITY}}}Timestamp")
    try:
        created, expires = (_time(stamp.findtext(f"{{{UTILITY}}}{name}")) for name in ("Created", "Expires"))
    except (TypeError, ValueError):
        raise SoapFault("Sender", "The time stamp cannot be read.", "InvalidSecurity") from None
    if created - SKEW > now or expires + SKEW < now:
        raise SoapFault("Sender", "The message has expired.", "MessageExpired")


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
