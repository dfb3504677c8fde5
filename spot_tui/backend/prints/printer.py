"""The system's printer: a program with fixed arguments, run without a shell or a terminal."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

_MOST_WORDS = 200
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "CUPS_SERVER", "USER")


async def send_to_printer(command: Sequence[str], content: bytes, seconds: float) -> None:
    """Give `content` to the print program and wait until it ends, `seconds` at most.

    Raises `Problem` ``print.failed`` with what it said. When the call is cancelled or takes too long, the
    program is ended.
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(error.strerror or str(error)) from None
    try:
        async with asyncio.timeout(seconds):
            _, said = await child.communicate(content)
    except TimeoutError:
        raise _failed(os.strerror(110)) from None
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        words = clean_line(said.decode("utf-8", "replace"), _MOST_WORDS)
        raise _failed(words or f"{command[0]}: {child.returncode}")


def _failed(reason: str) -> Problem:
    return Problem("print.failed", (), {"reason": clean_line(reason)})
