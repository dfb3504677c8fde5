"""A batch by command against the practice portal in a process of its own: its time, and its memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, Section
from spot_tui.backend.eligibility.batch.rules import BatchRules
from spot_tui.sandbox.people import people
from tests.terminal.journeys import PROGRAM, settings_of
from tests.terminal.line import ROOT, plain_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENTS, MANY = 1_000, 3_000
LATENCY_MS = 300
FOUND = 25
"""Made-up people who are found on any day, hence one inquiry each and no repeats."""
AT_ONCE = BatchRules().at_once
HOW = (
    "`spot-tui eligibility batch` from its start to its end, sign-in and results included, against "
    f"`sandbox serve` that waits {LATENCY_MS} ms with each answer; {AT_ONCE} inquiries on the wire at once, "
    f"which is the default. Ideal is that wait alone, divided by {AT_ONCE}. CPU is that of the command, user "
    f"and system. Memory is the most that the command held resident; that of 100 and of {MANY} patients was "
    "taken without the wait. Both processes share the cores of this machine."
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run took: seconds on the clock and of CPU, and the most bytes resident."""

    seconds: float
    cpu: float
    resident: int


def run() -> Section:
    """Measure and return the section of docs/performance.md."""
    slow, few, many = _ran(PATIENTS, LATENCY_MS), _ran(100, 0), _ran(MANY, 0)
    ideal = PATIENTS * LATENCY_MS / 1000 / AT_ONCE
    mib = 1024 * 1024
    figures = (
        Figure(f"{PATIENTS} patients, whole command", slow.seconds, "s", ideal, "ideal", 1 / 0.9),
        Figure("of the ideal rate", 100 * ideal / slow.seconds, "%"),
        Figure("CPU of the command for a patient", 1000 * slow.cpu / PATIENTS, "ms"),
        Figure(
            f"memory with {PATIENTS} patients", slow.resident / mib, "MiB", few.resident / mib, "with 100"
        ),
        Figure(
            f"memory with {MANY} patients",
            many.resident / mib,
            "MiB",
            slow.resident / mib,
            f"with {PATIENTS}",
        ),
    )
    return Section("Batch", HOW, figures)


def _ran(patients: int, latency: int) -> Ran:
    with tempfile.TemporaryDirectory(dir=os.environ.get("SPOT_TUI_BENCH_FOLDER")) as name:
        home = Path(name)
        with _portal(home, latency) as url:
            (home / "spot-tui.toml").write_text(settings_of(url))
            write_patients(home / "patients.csv", patients)
            return _timed(
                [
                    *(*PROGRAM, "--config", str(home / "spot-tui.toml"), "--profile", "served"),
                    *("eligibility", "batch", str(home / "patients.csv"), "--out", str(home / "out.csv")),
                    *("--practice-user", "wren.applegarth", "--purpose", "claims"),
                ],
                home,
            )


def write_patients(path: Path, count: int) -> None:
    """Write a file of so many inquiries that all differ: a few people, on one day after the other."""
    found = [people()[number] for number in sorted(people())][:FOUND]
    today = date.today()  # noqa: DTZ011 - a service of the day before is one as well
    with path.open("w") as file:
        file.write("MBI,First name,Last name,Date of birth,Date of service\n")
        for number in range(count):
            person, day = found[number % len(found)], today - timedelta(days=number // len(found))
            file.write(f"{person.mbi},{person.first},{person.last},{person.born},{day}\n")


def _timed(command: list[str], home: Path) -> Ran:
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=plain_environment(home), cwd=ROOT, stdout=sys.stderr, stdin=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the batch ended with {process.returncode}")
    return Ran(time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


@contextmanager
def _portal(home: Path, latency: int) -> Iterator[str]:
    command = [*PROGRAM, "sandbox", "serve", "--port", "0", "--latency", str(latency)]
    with subprocess.Popen(
        command, env=plain_environment(home / "portal"), cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            address = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
            assert address is not None
            yield address[0]
        finally:
            server.terminate()
