"""What a crash shows: an incident number, and nothing of what was on the screen or in a variable.

Textual prints tracebacks with all local variables, passwords and Medicare numbers among them. Here the clerk
reads one sentence, and a private report keeps where it happened: types, files, lines and functions, without
locals, arguments or the errors' own texts, which may hold data.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from spot_tui.backend.problems import EXIT_INTERNAL
from spot_tui.words import say

if TYPE_CHECKING:
    from textual.app import App

    AppBefore = App[Any]
else:
    AppBefore = object

MOST_REPORTS = 50
_MOST_FRAMES = 60


class Incidents:
    """Private reports of internal errors, one small file each, the newest 50 kept.

    `folder` defaults to the user's state folder. Files have mode 0600, the folder 0700.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the reports lie."""
        if self._folder is None:
            from platformdirs import user_state_path

            self._folder = user_state_path("spot-tui") / "incidents"
        return self._folder

    def record(self, error: BaseException | None, place: str = "") -> str:
        """Keep a report of `error` and return its incident number. Never raises: a full disk loses it."""
        moment = datetime.now(UTC)
        incident = f"{moment:%Y%m%d}-{os.urandom(3).hex().upper()}"
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(incident, "\n".join(_report(incident, moment, error, place)) + "\n")
            self._prune()
        return incident

    def sentence(self, error: BaseException | None, place: str = "") -> str:
        """Keep a report of `error` and return what the user is told."""
        incident = self.record(error, place)
        return f"{say('problem.internal', incident=incident)} {say('problem.internal.next')}"

    def _write(self, incident: str, text: str) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(self.folder / f"{incident}.txt", flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)

    def _prune(self) -> None:
        reports = sorted(self.folder.glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)
        for path in reports[:-MOST_REPORTS]:
            path.unlink(missing_ok=True)


class NeutralCrash(AppBefore):
    """Mixed into the app, before `App`: every way in which Textual reports a crash goes through it.

    `_fatal_error` is Textual's private name (8.2.8); a test fails when it changes.
    """

    incidents = Incidents()

    def _fatal_error(self) -> None:
        """Leave with the neutral sentence; called by Textual while an error is handled."""
        self._leave_with(sys.exc_info()[1] or self._exception)

    def panic(self, *renderables: object) -> None:
        """Leave with the neutral sentence instead of `renderables`, which may show anything."""
        self._leave_with(self._exception, place="panic")

    def _leave_with(self, error: BaseException | None, place: str = "") -> None:
        first = not self._exit
        sentence = self.incidents.sentence(error, place)
        self.exit(return_code=EXIT_INTERNAL, message=sentence if first else None)


def quiet_process(incidents: Incidents) -> None:
    """Let nothing of an error's text reach standard error from outside the app: it is the screen.

    Covers threads, finalizers, log records and warnings of any library.
    """
    sys.excepthook = lambda kind, error, trace: _tell(incidents, error)
    threading.excepthook = lambda args: _note(incidents, args.exc_value, "thread")
    sys.unraisablehook = lambda args: _note(incidents, args.exc_value, "finalizer")
    logging.lastResort = None
    logging.raiseExceptions = False
    warnings.simplefilter("ignore")


def run_neutral(run: Callable[[], int], incidents: Incidents) -> int:
    """Return what `run` returns; an error that leaves it ends with the neutral sentence and status 1."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - the last place that can keep its text from the terminal
        _tell(incidents, error)
        return EXIT_INTERNAL


def flushed(status: int) -> int:
    """Return `status` when all output is out; end at once where the interpreter would not keep to it.

    It changes the status where the terminal is gone, and asks for Python code where PYTHONINSPECT was set.
    """
    try:
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        os._exit(status)
    if sys.flags.inspect:
        os._exit(status)
    return status


def _tell(incidents: Incidents, error: BaseException) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    sentence = incidents.sentence(error)
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.__stderr__.write(f"{sentence}\n")  # type: ignore[union-attr] # none at all is suppressed


def _note(incidents: Incidents, error: BaseException | None, place: str) -> None:
    incidents.record(error, place)


def _report(incident: str, moment: datetime, error: BaseException | None, place: str) -> Iterator[str]:
    yield f"incident {incident}"
    yield f"time {moment.isoformat(timespec='seconds')}"
    yield f"python {sys.version.split()[0]}"
    if place:
        yield f"place {place}"
    told: set[int] = set()
    while error is not None and id(error) not in told:
        told.add(id(error))
        yield f"error {type(error).__module__}.{type(error).__qualname__}"
        yield from _frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _frames(trace: TracebackType | None) -> Iterator[str]:
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    yield from places[-_MOST_FRAMES:]


def _short(file: str) -> str:
    """Return the last three parts of a file's path: enough to find it, without the machine's folders."""
    return "/".join(Path(file).parts[-3:])
