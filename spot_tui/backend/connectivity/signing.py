"""Signing SOAP envelopes with an X.509 certificate, for partners that want it (HETS).

Sources: WS-Security 1.1; its X.509 Certificate Token Profile; XML Signature 1.1; Exclusive XML
Canonicalization 1.0. The signature itself is made by signxml, the extra ``signing``, loaded at first use.
"""

from __future__ import annotations

import base64
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from spot_tui.backend.connectivity.envelope import Body, Outgoing
from spot_tui.backend.connectivity.soap import SECURITY_NAMESPACE, WSS, X509_V3, Seal, write_soap
from spot_tui.backend.key_files import KeyPair, check_dates, read_pair
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Signing

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Signer:
    """Signs the messages of one upstream. Certificate and key are read once, when first needed."""

    def __init__(self, settings: Signing) -> None:
        self._settings = settings
        self._pair: KeyPair | None = None

    def sign(self, request: Outgoing, now: datetime) -> Body:
        """Return the request as a signed SOAP envelope; `now` is UTC. It takes some milliseconds.

        Raises `Problem`: ``core.signing_missing``, ``core.signing_key``, ``certificate.*`` and
        ``core.password`` (the key's passphrase).
        """
        require_signing()
        from lxml import etree
        from signxml.algorithms import SignatureConstructionMethod
        from signxml.signer import XMLSigner

        pair = self._opened()
        check_dates(pair.certificate, self._settings.certificate, now)
        seal = _seal(pair, now, timedelta(seconds=self._settings.timestamp_seconds))
        plain = write_soap(request, seal)
        envelope = etree.fromstring(plain.content, etree.XMLParser(resolve_entities=False))
        named = {"body": seal.body_id(request), "timestamp": seal.timestamp_id(request)}
        signature = XMLSigner(
            method=SignatureConstructionMethod.detached,
            signature_algorithm=self._settings.algorithm,
            digest_algorithm=self._settings.algorithm.removeprefix("rsa-"),
            c14n_algorithm=EXCLUSIVE_C14N,
        ).sign(
            envelope,
            key=require_rsa(pair, self._settings),
            reference_uri=[f"#{named[part]}" for part in self._settings.parts],
            key_info=etree.fromstring(_key_info(seal.token_id(request))),
        )
        envelope.find(f".//{{{SECURITY_NAMESPACE}}}Security").append(signature)
        return Body(plain.content_type, etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"))

    def _opened(self) -> KeyPair:
        if self._pair is None:
            settings = self._settings
            self._pair = read_pair(settings.certificate, settings.key, settings.passphrase)
        return self._pair


def require_signing() -> None:
    """Load what signs. Raises `Problem` ``core.signing_missing``."""
    try:
        import signxml  # noqa: F401 - whether it is there
    except ImportError:
        raise Problem("core.signing_missing") from None
    log = logging.getLogger("signxml")  # At its lowest level it would log what is signed.
    log.setLevel(logging.CRITICAL + 1)
    log.propagate = False


def require_rsa(pair: KeyPair, settings: Signing) -> RSAPrivateKey:
    """Return the key that signs. Raises `Problem` ``core.signing_key`` for another kind of key."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(pair.key, RSAPrivateKey):
        raise Problem("core.signing_key", (), {"place": settings.key})
    return pair.key


def _seal(pair: KeyPair, now: datetime, valid: timedelta) -> Seal:
    from cryptography.hazmat.primitives.serialization import Encoding

    token = base64.b64encode(pair.certificate.public_bytes(Encoding.DER)).decode("ascii")
    return Seal(f"{now:{_TIME}}", f"{now + valid:{_TIME}}", token)


def _key_info(token_id: str) -> str:
    return (
        f'<ds:KeyInfo xmlns:ds="{_SIGNATURE_NAMESPACE}">'
        f'<wsse:SecurityTokenReference xmlns:wsse="{SECURITY_NAMESPACE}">'
        f'<wsse:Reference URI="#{token_id}" ValueType="{WSS}-{X509_V3}"/>'
        "</wsse:SecurityTokenReference></ds:KeyInfo>"
    )
