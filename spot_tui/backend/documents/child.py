"""A program that gets an open file and says little: the one that looks into files, the operator's scanner.

Without a shell or a terminal, in a session of its own. These two and the printer are the only programs that
are ever run.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

MOST_ANSWER = 4096


async def ask_child(
    command: Sequence[str], descriptor: int, environment: Mapping[str, str]
) -> tuple[bytes, int]:
    """Run `command` with the open file as its standard input; return the first 4 KB it says, and its status.

    A negative status is the signal that ended it. Raises `OSError` where it does not start. It is ended, with
    what it started, when this call is, or when it says more.
    """
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=descriptor,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=environment,
        cwd="/",
        start_new_session=True,
    )
    assert child.stdout is not None
    said = b""
    try:
        while len(said) < MOST_ANSWER and (more := await child.stdout.read(MOST_ANSWER - len(said))):
            said += more
        if len(said) < MOST_ANSWER:
            await child.wait()
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.stdout.read()  # it counts as ended once its last words are read
            await child.wait()
    return said, await child.wait()
