"""Run all benchmarks and write their figures to docs/performance.md: `python -m benchmarks [NAME ...]`.

A benchmark is a module of this folder with ``run() -> Section``. Figures are printed and written, never
judged by an exit status: wall clocks differ from machine to machine, ratios less so.
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks.figures import Section

NAMES = (
    "start",
    "terminal_bytes",
    "response",
    "ending",
    "x12",
    "audit",
    "kept_answers",
    "batch",
    "x12_libraries",
    "upload",
)
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main(names: list[str]) -> int:
    written = PAGE.read_text(encoding="utf-8")
    for name in names or list(NAMES):
        section: Section = import_module(f"benchmarks.{name}").run()
        text = section.markdown()
        print(text, end="\n\n", flush=True)
        written = between_markers(written, name, text)
    written = between_markers(written, "machine", machine())
    PAGE.write_text(written, encoding="utf-8")
    return 0


def between_markers(page: str, name: str, text: str) -> str:
    """Return `page` with what stands between the markers of `name` replaced by `text`."""
    begin, end = f"<!-- figures: {name} -->", f"<!-- end: {name} -->"
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{PAGE.name} has no markers for {name}")
    return f"{before}{begin}\n{text}\n{end}{after}"


def machine() -> str:
    """Return where and when the figures were taken."""
    now = datetime.now(UTC)
    return (
        f"Taken on {now:%Y-%m-%d} with Python {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
