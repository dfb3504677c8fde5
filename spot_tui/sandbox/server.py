"""The practice portal over TCP (uvicorn), with nothing of what passes in its log."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import sys
import traceback
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import uvicorn
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from spot_tui.backend.problems import Problem
from spot_tui.sandbox.faults import DROP

IDLE_SECONDS = 120
"""An idle connection is the client's to end, which it does before that."""


class DroppableProtocol(H11Protocol):
    """HTTP/1.1 that lets the application drop the line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever uvicorn passes
        super().__init__(*args, **kwargs)
        served = self.app

        async def with_drop(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[DROP] = self.transport.abort
            await served(scope, receive, send)

        self.app = with_drop


def listen(host: str, port: int, *, is_secure: bool) -> socket.socket:
    """Return the socket to serve on.

    Raises `Problem`: ``sandbox.certificate`` for another address than loopback without TLS, ``sandbox.port``.
    """
    if not is_secure and not is_loopback(host):
        raise Problem("sandbox.certificate")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem("sandbox.port", (), {"host": host, "port": port, "reason": reason}) from None
    # Lines inherit it; asyncio would set it, but not on a socket made without naming the protocol.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def is_loopback(host: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def server(
    app: ASGIApp,
    certificate: Path | None = None,
    key: Path | None = None,
    client_authority: Path | None = None,
) -> uvicorn.Server:
    """Return the server; its `run` takes the sockets. With `client_authority` it wants certificates of it.

    Raises `Problem` ``sandbox.certificate_unusable``.
    """
    log = logging.getLogger("uvicorn")
    log.propagate = False
    log.handlers = [_NameOnly()]
    config = uvicorn.Config(
        app,
        http=DroppableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=IDLE_SECONDS,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        ssl_ca_certs=str(client_authority) if client_authority else None,
        ssl_cert_reqs=ssl.CERT_REQUIRED if client_authority else ssl.CERT_NONE,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        reason = error.strerror or type(error).__name__
        raise Problem("sandbox.certificate_unusable", (), {"reason": reason}) from None
    return uvicorn.Server(config)


class _NameOnly(logging.Handler):
    """Tell where the portal failed without telling what it held."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or isinstance(error, (asyncio.CancelledError, ClientDisconnect)):
            return  # nobody waits for the answer any more
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        sys.stderr.write(f"practice portal: {type(error).__name__} in {place}\n")
