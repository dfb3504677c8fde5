"""Bringing documents over a bad line, beside tuspy, and what an eligibility inquiry waits meanwhile."""

from __future__ import annotations

import json
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bad_link import SATELLITE, THIN, BadLink, opened, why_not
from benchmarks.figures import Figure, Section
from benchmarks.upload_ours import SETTLED_SECONDS
from benchmarks.upload_portal import URL

ROOT = Path(__file__).parent.parent
TUSPY = "tuspy==1.1.0"
SEEDS = (1, 2, 3)
AT_ONCE = 6
KIB, MIB = 1024, 1024 * 1024
LINES = (
    ("64 kbit/s", THIN, 256 * KIB, 64 * KIB),
    ("1 Mbit/s", SATELLITE, 4 * MIB, MIB),
)
"""Name, link, size of the file, and bytes of a chunk of tuspy's besides the whole file at once."""
ALWAYS_ENOUGH = 24 * MIB
HOW = (
    "Both ends in network namespaces of their own, a forwarder between them: 600 ms there and back, 2 % of "
    "all packets lost each way, a buffer of a second; TCP is CUBIC on both ends unless a row says otherwise. "
    "The practice portal serves ours and tuspy alike; tuspy may try again 20 times, a second apart. Medians "
    f"of {len(SEEDS)} patterns of losses, the same for all; the file of 64 kbit/s has 256 KiB, the other "
    "4 MiB. *Line* is the least time that its rate allows, TCP's headers taken off. BBR is what our uploads "
    "ask the machine for; where it is not allowed, the file goes in parts. An inquiry is a 270 over SOAP on "
    "a connection that stands, 12 in each pattern, while an upload fills the line."
)


def run() -> Section:
    """Measure and return the section of docs/performance.md."""
    if missing := why_not():
        raise SystemExit(f"Uploads are not measured: {missing}.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tuspy = _environment(folder)
        figures: list[Figure] = []
        for line, link, size, chunk in LINES:
            figures += _goodput(folder, tuspy, line, link, size, chunk)
            figures += _inquiries(folder, tuspy, line, link)
    return Section("Uploads over a bad line", HOW, tuple(figures))


def _goodput(
    folder: Path, tuspy: Path | None, line: str, link: BadLink, size: int, chunk: int
) -> list[Figure]:
    ours = {way: ["upload", way] for way in ("bbr", "")}
    theirs = {} if tuspy is None else {step: ["tuspy", str(step)] for step in (0, chunk)}
    ways: list[list[str]] = [*ours.values(), *theirs.values()]
    taken = _each(folder, tuspy, link, ways, size)
    seconds = [statistics.median(float(told) for told in way) for way in taken]
    best, names = size / link.most_bytes, (f"{line}: ours, BBR", f"{line}: ours, CUBIC")
    figures = [Figure(f"{names[0]}: an upload", seconds[0], "s", best, "line")]
    figures.append(Figure(f"{names[1]}: an upload", seconds[1], "s", best, "line"))
    for what, its in zip(("whole file", f"chunks of {chunk // KIB} KiB"), seconds[2:], strict=False):
        for name, our in zip(names, seconds[:2], strict=True):
            figures.append(Figure(f"{name}: an upload", our, "s", its, f"tuspy, CUBIC, {what}", 1.0))
    return figures


def _inquiries(folder: Path, tuspy: Path | None, line: str, link: BadLink) -> list[Figure]:
    ways = [["inquiries", ""], ["both", "bbr"], ["both", ""], *([["beside tuspy", "0"]] if tuspy else [])]
    taken = [
        [value for told in way for value in json.loads(told)] for way in _each(folder, tuspy, link, ways)
    ]
    idle, *loaded = (statistics.median(way) for way in taken)
    figures = [Figure(f"{line}: an inquiry, idle", idle, "s")]
    for name, way in zip(("our upload, BBR", "our upload, CUBIC", "tuspy, CUBIC"), loaded, strict=False):
        figures.append(Figure(f"{line}: an inquiry beside {name}", way, "s", idle, "idle"))
    return figures


def _each(
    folder: Path, tuspy: Path | None, link: BadLink, ways: Sequence[Sequence[str]], size: int = ALWAYS_ENOUGH
) -> list[list[str]]:
    """Return what each way told of each pattern of losses. Several go on at once, on links of their own."""
    file = folder / f"{size}.pdf"
    file.write_bytes(random.Random(5).randbytes(size))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = [
            [pool.submit(_one, tuspy, link, seed, way[0], way[1], file) for seed in SEEDS] for way in ways
        ]
        return [[each.result() for each in way] for way in told]


def _one(tuspy: Path | None, link: BadLink, seed: int, what: str, how: str, file: Path) -> str:
    with tempfile.TemporaryDirectory() as folder, opened(link, seed) as ends:
        serving = [*ends.at_server, sys.executable, "-m", "benchmarks.upload_portal", folder]
        with _running(serving) as portal:
            assert portal.stdout is not None
            token = portal.stdout.readline().strip()
            ours = [*ends.at_client, sys.executable, "-m", "benchmarks.upload_ours"]
            theirs = [*ends.at_client, str(tuspy), str(ROOT / "benchmarks" / "upload_tuspy.py")]
            theirs += [f"{URL}/gateway/v1/uploads", token, str(file), how]
            if what == "tuspy":
                return _told(theirs)
            if what == "beside tuspy":
                with _running(theirs) as uploading:
                    time.sleep(SETTLED_SECONDS)
                    told = _told([*ours, "inquiries", URL, token, str(file), ""])
                    if uploading.poll() is not None:
                        raise RuntimeError("tuspy ended before the inquiries did")
                    return told
            return _told([*ours, what, URL, token, str(file), how])


def _told(command: Sequence[str]) -> str:
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def _environment(folder: Path) -> Path | None:
    """Return a Python that has tuspy, or None, with a message, where it cannot be had."""
    python = folder / "tuspy" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "tuspy")], check=True)
    try:
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-input", TUSPY], check=True)
    except subprocess.CalledProcessError:
        print("tuspy cannot be installed here, so nothing is measured beside it.", file=sys.stderr)
        return None
    return python
