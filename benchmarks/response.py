"""How long a key and a change of tab take, on a quick line and on a thin one, and what the program holds."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.sample import HINT, go_to_table, samples
from tests.terminal.journeys import ask, go_home, go_to_sign_in, kiosk, portal_over_tcp, sign_in
from tests.terminal.line import Terminal, plain_environment

KEYS = "aeiumnrst"
TABS = "21212121"
THIN_TABS = "2121"
THIN_BYTES = 960.0
"""What a line of 9 600 bit/s carries in a second: a byte takes ten bits."""
KEY_MS, TAB_MS, MEMORY_MIB, THIN_SECONDS = 20.0, 100.0, 80.0, 2.5
HOW = (
    "In a pseudo-terminal of 80 by 24 with TERM=xterm-256color, from the key to the last byte that the "
    "program writes for it, medians: a key in a field of the sign-in form, and a change between two full "
    "tabs. The thin line takes 960 bytes a second, which is 9 600 bit/s. Memory is what is resident after "
    "that; the practice portal serves in a process of its own. Beside it samples of a form and of nine tabs "
    "with 30 rows in three libraries; they reach no service and keep nothing."
)


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of a key and of a change of tab, seconds of one on the thin line, and MiB resident."""

    key: float
    tab: float
    thin: float
    memory: float


def run() -> Section:
    with tempfile.TemporaryDirectory() as folder, samples() as commands:
        home = Path(folder)
        ours = ours_in(home)
        beside = {name: sample_in(home, command) for name, command in commands.items()}
    figures = [
        Figure("key to last byte", ours.key, "ms", target=KEY_MS),
        Figure("change of tab", ours.tab, "ms", target=TAB_MS),
        Figure("change of tab at 9 600 bit/s", ours.thin, "s", target=THIN_SECONDS),
        Figure("memory", ours.memory, "MiB", target=MEMORY_MIB),
    ]
    for name, its in beside.items():
        figures += [
            Figure("key to last byte", ours.key, "ms", its.key, name),
            Figure("change of tab", ours.tab, "ms", its.tab, name),
            Figure("change of tab at 9 600 bit/s", ours.thin, "s", its.thin, name),
            Figure("memory", ours.memory, "MiB", its.memory, name),
        ]
    return Section("Keys, tabs and memory", HOW, tuple(figures))


def ours_in(home: Path) -> Took:
    with portal_over_tcp(home) as settings:
        served = ("--config", str(settings), "--profile", "served")
        with kiosk(home, *served) as line:
            go_to_sign_in(line)
            line.quiet()
            key = seconds_each(line, KEYS) * 1000
        with kiosk(home, *served) as line:
            sign_in(line)
            go_home(line)
            ask(line)
            line.press("1")
            line.quiet()
            return of_tabs(line, key)


def sample_in(home: Path, command: Sequence[str]) -> Took:
    with Terminal(command, plain_environment(home)) as line:
        line.wait_for(HINT)
        line.quiet()
        key = seconds_each(line, KEYS) * 1000
        go_to_table(line)
        return of_tabs(line, key)


def of_tabs(line: Terminal, key_ms: float) -> Took:
    tab = seconds_each(line, TABS) * 1000
    line.bytes_per_second = THIN_BYTES
    thin = seconds_each(line, THIN_TABS)
    return Took(key_ms, tab, thin, resident_mib(line.process.pid))


def seconds_each(line: Terminal, keys: Iterable[str]) -> float:
    """Return the median of the seconds from a key to the last byte that it brings."""
    taken = []
    for key in keys:
        before, began = len(line.received), time.perf_counter()
        line.press(key)
        line.quiet()
        if len(line.received) == before:
            raise RuntimeError(f"the key {key} brought nothing:\n{line.text}")
        taken.append(line.last_at - began)
    return statistics.median(taken)


def resident_mib(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None, status
    return int(found[1]) / 1024


if __name__ == "__main__":
    print(run().markdown())
