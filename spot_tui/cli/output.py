"""What commands print: results on standard output, all else on standard error, nothing uncleaned."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TextIO

from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.backend.text import clean

REJECT_FACTS = ("code", "loop", "cause", "advice", "action")
"""What a document tells of a reject (AAA): where it stands, why, what to check, whether to send again."""


class OutputClosed(Exception):
    """The reader of standard output has gone: there is nobody to print for."""


def prepare_output() -> None:
    """Let a terminal that lacks a character show a question mark for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show(text: str = "") -> None:
    """Print lines of a result on standard output."""
    _write(sys.stdout, clean(text, most=len(text) + 1) + "\n")


def show_json(document: object) -> None:
    """Print one JSON document on standard output; characters that could steer a terminal are escaped."""
    _write(sys.stdout, json.dumps(document, indent=2) + "\n")


def tell(text: str) -> None:
    """Print a message on standard error."""
    _write(sys.stderr, clean(text, most=len(text) + 1) + "\n")


def print_problem(problem: Problem) -> None:
    """Print what is wrong, what to do next, and the other side's words to quote, on standard error."""
    from spot_tui.backend.explanations import explain

    for line in explain(problem):
        tell(line)


def show_problem_json(problem: Problem) -> None:
    """Print a problem as the JSON document of a command that was asked for one."""
    from spot_tui.backend.explanations import explain

    told = explain(problem)
    is_reject = problem.code.startswith("aaa.")
    reject = {name: problem.parameters.get(name, "") for name in REJECT_FACTS} if is_reject else None
    show_json(
        {
            "problem": {
                "code": problem.code,
                "kind": problem.kind.value,
                "fields": list(problem.fields),
                "what": told.what,
                "next": told.next,
                "upstream_words": problem.upstream_words,
                "reference": problem.reference,
                "reject": reject,
            }
        }
    )


def finish_output() -> int:
    """Hand the rest of the output over; a reader that has gone is not an error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer would be written once more at the end of the interpreter.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Problem("output.unwritable", (), {"reason": error.strerror or str(error)}) from None
    return EXIT_DONE


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        if stream is sys.stderr:
            stream.flush()
    except BrokenPipeError:
        raise OutputClosed from None
    except OSError as error:
        raise Problem("output.unwritable", (), {"reason": error.strerror or str(error)}) from None
