"""CORE over TLS with a client certificate, to the practice portal behind a real TLS server."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.upstreams import Trust
from spot_tui.sandbox.app import build
from spot_tui.sandbox.people import people
from spot_tui.sandbox.server import listen, server
from spot_tui.sandbox.world import World
from tests.backend.store.builders import SetClock
from tests.backend.upstream_checks.looking import core, ids, steps_of
from tests.certificates import Made, make
from tests.wire.core_desk import core_desk
from tests.wire.portal import Portal


@dataclass
class Office:
    """An authority that both sides believe, and what it signed."""

    authority: Made
    server: Made
    client: Made

    def trust(self, **changes: Any) -> Trust:
        given = {
            "ca_file": self.authority.certificate_file,
            "client_certificate": self.client.certificate_file,
            "client_key": self.client.key_file,
        }
        return Trust.model_validate(given | changes)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("tls")
    authority = make(folder, "authority")
    return Office(authority, make(folder, "server", by=authority), make(folder, "client", by=authority))


@pytest.fixture
def secure(office: Office, tmp_path: Path) -> Iterator[Portal]:
    """Serve a portal over TLS that wants a certificate of the authority."""
    clock = SetClock()
    world = World(tmp_path / "portal" / "world.sqlite", clock)
    listening = listen("127.0.0.1", 0, is_secure=True)
    known = (office.server.certificate_file, office.server.key_file, office.authority.certificate_file)
    running = server(build(world), *known)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield Portal(f"https://127.0.0.1:{listening.getsockname()[1]}", world, clock, [])
    finally:
        running.should_exit = True
        thread.join(10)
        listening.close()
        world.close()


@pytest.mark.parametrize("form", ["mime", "soap"])
async def test_a_client_certificate_opens_the_door(
    secure: Portal, office: Office, tmp_path: Path, form: str
) -> None:
    async with core_desk(secure, tmp_path / "store", form, trust=office.trust()) as desk:
        assert (await desk.check(people()[1])).eligibility.deductibles


async def test_a_sealed_key_is_opened_by_its_passphrase(
    secure: Portal, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = make(tmp_path, "sealed", by=office.authority, passphrase="wagon-41")
    monkeypatch.setenv("SPOT_TUI_KEY", "wagon-41")
    given = {"client_certificate": sealed.certificate_file, "client_key": sealed.key_file}
    secret = {"environment": "SPOT_TUI_KEY"}
    trust = office.trust(**given, client_key_passphrase=secret)
    async with core_desk(secure, tmp_path / "store", "mime", trust=trust) as desk:
        assert (await desk.check(people()[1])).eligibility.deductibles
    async with core_desk(secure, tmp_path / "missing", "mime", trust=office.trust(**given)) as desk:
        with pytest.raises(Problem) as caught:
            await desk.check(people()[1])
    assert (caught.value.code, caught.value.parameters["layer"]) == ("certificate.passphrase", "TLS")


async def test_a_key_that_others_may_read_is_not_used(secure: Portal, office: Office, tmp_path: Path) -> None:
    loose = make(tmp_path, "loose", by=office.authority)
    loose.key_file.chmod(0o644)
    trust = office.trust(client_certificate=loose.certificate_file, client_key=loose.key_file)
    async with core_desk(secure, tmp_path / "store", "mime", trust=trust) as desk:
        with pytest.raises(Problem) as caught:
            await desk.check(people()[1])
    assert caught.value.code == "certificate.open"


@contextmanager
def doorkeeper(office: Office, lines: int = 1) -> Iterator[str]:
    """Serve lines that ask for a certificate and say so in an alert when they get none that they know."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(office.server.certificate_file, office.server.key_file)
    context.load_verify_locations(office.authority.certificate_file)
    context.verify_mode = ssl.CERT_REQUIRED
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for _ in range(lines):
            line, _ = listening.accept()
            with (
                context.wrap_socket(line, server_side=True, do_handshake_on_connect=False) as secured,
                suppress(OSError),
            ):
                refuse(secured)

    def refuse(secured: ssl.SSLSocket) -> None:
        try:
            secured.do_handshake()
        except ssl.SSLError:
            # What still comes is read to its end, else the alert would be lost with a reset of the line.
            secured.shutdown(socket.SHUT_WR)
            while secured.recv(4096):
                pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(10)


async def test_a_certificate_that_is_missing_or_unknown_is_a_matter_of_permission(
    portal: Portal, office: Office, tmp_path: Path
) -> None:
    stranger = make(tmp_path, "stranger")
    cases: dict[str, dict[str, Any]] = {
        "none": {"client_certificate": None, "client_key": None},
        "stranger": {"client_certificate": stranger.certificate_file, "client_key": stranger.key_file},
    }
    for name, given in cases.items():
        with doorkeeper(office) as url:
            trust = office.trust(**given)
            async with core_desk(portal, tmp_path / name, "mime", trust=trust, url=f"{url}/core") as desk:
                with pytest.raises(Problem) as caught:
                    await desk.check(people()[1])
        problem = caught.value
        assert (problem.code, problem.kind) == ("upstream.client_certificate", Kind.PERMISSION), name
        assert problem.parameters["layer"] == "TLS"


async def test_the_doctor_names_the_layer_that_misses_a_certificate(office: Office) -> None:
    trust = {"ca_file": office.authority.certificate_file}
    with doorkeeper(office, lines=2) as url:
        steps = await steps_of(core(f"{url}/core", trust=trust))
    assert ids(steps) == ["address.found", "line.open", "tls.proved", "upstream.client_certificate"]
    assert steps[-1].layer == "tls"
