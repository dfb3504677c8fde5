"""A real sshd on the loopback address, with the kit's own lines and an account of its own.

It runs in a mount namespace, where /etc/passwd has the account and /run is empty: the machine stays as it is.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operator.kit import install, login
from tests.terminal.line import DEADLINE, Terminal, plain_environment
from tests.terminal.processes import command_of, descendants_of

ACCOUNT = "spot-tui"
_PACKAGES = ("openssh-server", "libwrap0")
_FETCH_SECONDS = 30
_GROUP_ID = 4711

_IN_A_NAMESPACE = """
set -e
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
mount -t tmpfs tmpfs /run
mkdir /run/sshd
shift
exec "$@"
"""

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
Include {snippet}
"""


@dataclass(frozen=True)
class Sshd:
    """The programs of OpenSSH on this machine."""

    program: str
    libraries: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LD_LIBRARY_PATH": self.libraries}


def find_sshd(folder: Path) -> Sshd:
    """Return the machine's sshd, else one that its package is unpacked for into `folder`; else skip."""
    if not (shutil.which("ssh") and shutil.which("ssh-keygen")):
        pytest.skip("there is no ssh on this machine")
    found = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin")
    sshd = Sshd(found) if found else _fetched(folder)
    ran = subprocess.run(
        [sshd.program, "-?"], env=sshd.environment, capture_output=True, text=True, check=False
    )
    if "OpenSSH" not in ran.stderr:
        pytest.skip(f"sshd does not run here: {ran.stderr[:200]}")
    return sshd


def _fetched(folder: Path) -> Sshd:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        pytest.skip("there is no sshd on this machine, and no apt-get to fetch it")
    try:
        ran = subprocess.run(
            ["apt-get", "-o", "Acquire::Retries=0", "download", *_PACKAGES],
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("there is no sshd on this machine, and its package does not come")
    if ran.returncode:
        pytest.skip("there is no sshd on this machine, and its package cannot be fetched")
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, folder / "unpacked"], check=True)
    (library,) = (folder / "unpacked").rglob("libwrap.so.0")
    return Sshd(str(folder / "unpacked" / "usr" / "sbin" / "sshd"), str(library.parent))


@dataclass(frozen=True)
class Host:
    """A host with the kit, to which people connect."""

    folder: Path
    port: int
    server: int

    @property
    def home(self) -> Path:
        """The home folder of the account."""
        return self.folder / "home"

    def connect(self, *more: str) -> list[str]:
        """Return the command that connects to it."""
        options = {
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "ConnectTimeout": str(int(DEADLINE)),
        }
        given = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        return ["ssh", "-F", "none", *given, "-p", str(self.port), *more, f"{ACCOUNT}@127.0.0.1"]

    def sit_down(self, *more: str) -> Terminal:
        """Connect from a terminal."""
        return Terminal(self.connect(*more), plain_environment(self.folder))

    def programs(self) -> list[int]:
        """Return the processes of the program that run for somebody."""
        return [pid for pid in descendants_of(self.server) if b"spot_tui" in command_of(pid)]


def read_by(folder: Path, sshd: Sshd, *options: str) -> list[str]:
    """Return the command that lets sshd read the host in `folder` as on a machine of its own."""
    if os.geteuid():
        pytest.skip("only root may make a namespace with an account of its own")
    tried = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this machine allows no mount namespace")
    apart = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _IN_A_NAMESPACE, "sh", str(folder)]
    return [*apart, sshd.program, "-f", str(folder / "sshd_config"), *options]


@contextmanager
def host(folder: Path, sshd: Sshd) -> Iterator[Host]:
    """Serve a host with the kit as long as it is needed."""
    port = write_host(folder)
    log = folder / "sshd.log"
    command = read_by(folder, sshd, "-D", "-E", str(log))
    with subprocess.Popen(command, env=sshd.environment) as server:
        try:
            _wait_for_log(log, server)
            yield Host(folder, port, server.pid)
        finally:
            server.terminate()


def _wait_for_log(log: Path, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + DEADLINE
    while not (log.exists() and "Server listening" in log.read_text()):
        assert server.poll() is None, log.read_text() if log.exists() else "sshd wrote nothing"
        assert time.monotonic() < end, "sshd never listened"
        time.sleep(0.05)


def write_host(folder: Path) -> int:
    """Write what sshd reads into `folder`, with the kit's own file; return the port."""
    install(folder, "ssh")
    script = login(folder)
    port = _free_port()
    snippet = folder / "etc" / "ssh" / "sshd_config.d" / "spot-tui.conf"
    text = snippet.read_text()
    for there, here in (("/usr/local/bin/spot-tui-kiosk", script), ("/etc/ssh/spot-tui", folder / "keys")):
        assert there in text
        text = text.replace(there, str(here))
    snippet.write_text(text)
    (folder / "sshd_config").write_text(_CONFIG.format(port=port, folder=folder, snippet=snippet))
    (folder / "home").mkdir()
    (folder / "keys").mkdir()
    for name in ("host_key", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "keys" / f"{ACCOUNT}.keys").write_text((folder / "key.pub").read_text())
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {(folder / 'host_key.pub').read_text()}")
    accounts = (
        f"{ACCOUNT}:x:0:{_GROUP_ID}::{folder / 'home'}:{script}\nsshd:x:4712:65534::/run/sshd:/bin/false\n"
    )
    (folder / "passwd").write_text(Path("/etc/passwd").read_text() + accounts)
    (folder / "group").write_text(Path("/etc/group").read_text() + f"{ACCOUNT}:x:{_GROUP_ID}:\n")
    return port


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
