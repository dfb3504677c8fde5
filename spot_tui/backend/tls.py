"""TLS to an upstream: who is believed, what is shown, and why it failed (RFC 8446, RFC 9325)."""

from __future__ import annotations

import ssl
from pathlib import Path

from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Trust

_PEER_SAYS = "alert"
_ABOUT_OUR_CERTIFICATE = ("certificate", "unknown ca", "access denied", "handshake failure")


def tls_context(upstream: str, trust: Trust) -> ssl.SSLContext:
    """Return what TLS is spoken with: TLS 1.2 or later, who is believed, and the certificate to show.

    Raises `Problem` ``upstream.certificate`` (an authority cannot be read), ``certificate.*``,
    ``core.password`` (a passphrase cannot be read).
    """
    try:
        context = _trusting(trust)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if trust.client_certificate:
            _show(context, trust, trust.client_certificate)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        reason = error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)
        raise Problem("upstream.certificate", (), {"upstream": upstream, "reason": reason}) from None
    return context


def _show(context: ssl.SSLContext, trust: Trust, certificate: Path) -> None:
    """Have a certificate shown. Its key is tried first: OpenSSL says little, and asks on the terminal."""
    from spot_tui.backend.key_files import read_pair
    from spot_tui.backend.secret import read_secret

    read_pair(certificate, trust.client_key, trust.client_key_passphrase)
    passphrase = read_secret(trust.client_key_passphrase) if trust.client_key_passphrase else ""
    context.load_cert_chain(certificate, trust.client_key, passphrase)


def _trusting(trust: Trust) -> ssl.SSLContext:
    if trust.ca_file:
        # Not create_default_context: that one writes the keys of connections where SSLKEYLOGFILE says.
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(trust.ca_file)
        return context
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def tls_refusal(error: BaseException | None) -> str:
    """Return why TLS failed, walking down to the cause, or nothing if TLS was not it."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message or "certificate verify failed"
        if isinstance(error, ssl.SSLError) and error.reason and "EOF" not in error.reason:
            return error.reason.replace("_", " ").lower()
        error = error.__cause__ or error.__context__
    return ""


def is_about_our_certificate(reason: str) -> bool:
    """Tell whether TLS failed since the other side misses a certificate of ours or does not believe it."""
    return _PEER_SAYS in reason and any(words in reason for words in _ABOUT_OUR_CERTIFICATE)
