"""Runs the program that looks into a file, and believes nothing of it but the form of its answer."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spot_tui.backend.documents.child import ask_child
from spot_tui.backend.documents.settings import DocumentRules

Fault = Literal["cut", "damaged", "locked", "no_pages", "script", "attachment", "too_hard", "unchecked"]

_GRACE_SECONDS = 5


class Inside(BaseModel):
    """What is in a file: its pages, and what is wrong with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    faults: Annotated[tuple[Fault, ...], Field(max_length=10)] = ()


async def look_inside(descriptor: int, rules: DocumentRules) -> Inside:
    """Return what a process of its own finds in the open file.

    It gets the descriptor as its standard input, limits, and an environment without anything in it.
    """
    command = (
        *(sys.executable, "-I", "-B", "-m", "spot_tui.backend.documents.inside"),
        *(str(rules.check_seconds), str(rules.check_megabytes)),
    )
    try:
        async with asyncio.timeout(rules.check_seconds + _GRACE_SECONDS):
            answer, status = await ask_child(command, descriptor, {})
    except TimeoutError:
        return Inside(faults=("too_hard",))
    except OSError:
        return Inside(faults=("unchecked",))
    return _understood(answer, status)


def _understood(answer: bytes, status: int) -> Inside:
    if status == -signal.SIGKILL:  # what the kernel does at a limit
        return Inside(faults=("too_hard",))
    try:
        return Inside.model_validate_json(answer)
    except ValidationError:
        return Inside(faults=("damaged",) if status < 0 else ("unchecked",))
