"""The program, loaded once and forked for each command: a process of its own that need not load it again.

`run` asks for one; the other side is ``python -m tests.forked_program FD``, which ends with who started it.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

_MOST_SECONDS = 60
_MOST_BYTES = 200_000
_LOADED = ("spot_tui.backend", "spot_tui.cli", "spot_tui.sandbox")
_LOADED_LATE = ("reportlab.pdfgen.canvas", "cryptography.hazmat.primitives.asymmetric.rsa", "tinydb")


def run(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, given: str
) -> subprocess.CompletedProcess[str]:
    """Run a command with `given` on its standard input, in a session of its own. Raises `TimeoutError`."""
    asked = json.dumps([list(arguments), dict(environment), str(folder)]).encode()
    here, there = socket.socketpair()
    with TemporaryFile() as said, TemporaryFile() as complained, TemporaryFile() as typed, here, there:
        typed.write(given.encode())
        typed.seek(0)
        files = [file.fileno() for file in (typed, said, complained, there)]
        socket.send_fds(_program(), [asked], files)
        there.close()
        here.settimeout(2 * _MOST_SECONDS)
        status = int(here.recv(16))
        said.seek(0)
        complained.seek(0)
        return subprocess.CompletedProcess(
            [*arguments], status, said.read().decode(), complained.read().decode()
        )


@cache
def _program() -> socket.socket:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with there:
        command = [sys.executable, "-m", "tests.forked_program", str(there.fileno())]
        process = subprocess.Popen(command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
    atexit.register(_end, process, here)
    return here


def _end(process: subprocess.Popen[bytes], asking: socket.socket) -> None:
    asking.close()
    process.wait()


def serve(asking: socket.socket) -> None:
    """Fork for each command asked for; return in the process that is to run it, with everything set up."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, files, *_ = socket.recv_fds(asking, _MOST_BYTES, 4)
        if not asked:
            os._exit(0)
        if os.fork():
            for file in files:
                os.close(file)
        elif _is_command(files.pop()):
            asking.close()
            arguments, environment, folder = json.loads(asked)
            _become(arguments, environment, folder, files)
            return


def _is_command(answer: int) -> bool:
    """Fork once more: tell the command itself; the other waits for it and says how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    command = os.fork()
    if not command:
        os.close(answer)
        return True
    _, status = os.waitpid(command, 0)
    os.write(answer, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(arguments: list[str], environment: dict[str, str], folder: str, files: list[int]) -> None:
    os.setsid()
    signal.alarm(_MOST_SECONDS)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv = ["spot-tui", *arguments]


def load() -> None:
    """Load what commands load, but for what they leave out on purpose."""
    for name in _LOADED:
        package = import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            import_module(module.name)
    for name in _LOADED_LATE:
        import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    load()
    serve(socket.socket(fileno=int(sys.argv[1])))

    from spot_tui.__main__ import main

    sys.exit(main())
