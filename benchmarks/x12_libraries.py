"""The same long 271 cut into segments by the Python libraries that read it, in an environment made for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Section
from benchmarks.x12 import long_answer

ROOT = Path(__file__).parent.parent
LIBRARIES = {
    "linuxforhealth-x12": "0.57.0",
    "pyx12": "4.0.0",
    "ansi-x12": "0.2.0",
    "x12-edi-tools": "0.1.2",
}
TREE = {"TigerShark": "0.3.4"}
WITH = ("pydantic<2", "defusedxml", "python-dotenv")
HALF = 0.5
HOW = (
    "One process, blocks of 60 runs (4 of the slow ones) that take turns, medians. Ours checks the "
    "envelope, its counts, its control numbers and every character, and reports what is odd with its "
    "place; elements are cut when a segment is looked at, and one row has all of them cut. The segment "
    "reader of linuxforhealth-x12 is the fastest library that takes this text: it cuts and checks "
    "nothing. x12-edi-tools sorts segments by their id, ansi-x12 and pyx12 check counts and control "
    "numbers, TigerShark builds a tree of the guide's loops. Not measured: badx12 0.2.2 (does not import "
    "on this Python), the model reader of linuxforhealth-x12 (fails on this text), edifabric-x12 (wants a "
    "licence)."
)


def run() -> Section:
    """Install the libraries into an environment of their own, measure, and return the section."""
    with tempfile.TemporaryDirectory() as folder:
        python = _environment(Path(folder))
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        told = subprocess.run(
            [str(python), "-m", "benchmarks.x12_rivals"],
            input=long_answer(),
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    times: dict[str, float] = json.loads(told.stdout)
    ours = times["ours"]
    rows = [
        Figure("to checked segments", ours, "ms", times[name], f"{name} {version}", HALF)
        for name, version in LIBRARIES.items()
    ]
    elements = times["ours, elements"]
    cutter = "linuxforhealth-x12"
    beside = f"{cutter} {LIBRARIES[cutter]}"
    rows.append(Figure("with all elements cut", elements, "ms", times[cutter], beside))
    rows.append(Figure("to checked segments", ours, "ms", times["naive split"], "naive split"))
    (tree,) = TREE
    answer = times["ours, answer"]
    rows.append(Figure("to the typed answer", answer, "ms", times[tree], f"{tree} {TREE[tree]}", HALF))
    rows.append(Figure("to the typed answer, against its target", answer, "ms", target=5.0))
    return Section("The same 271 beside Python's X12 libraries", HOW, tuple(rows))


def _environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    pinned = [f"{name}=={version}" for name, version in (LIBRARIES | TREE).items()]
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-input"]
    subprocess.run([*install, "--no-deps", *pinned], check=True)
    subprocess.run([*install, *WITH], check=True)
    return python
