"""Keeps the guides true: `python -m docs.check` compares, with ``--write`` it writes the made parts anew.

Translations must be compiled (`python -m docs.messages`).

A part between ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` is made from the code. Besides those, every
link must lead to a file, and every dependency must have its line.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from docs.generated import PARTS
from docs.messages import stale as stale_translations

ROOT = Path(__file__).parent.parent
GUIDES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)")
_PART = re.compile(r"(<!-- begin (\S+) -->\n)(.*?)(<!-- end \2 -->)", re.DOTALL)


def filled(text: str) -> str:
    """Return a guide's text with each of its made parts as the code has it now."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[4]}", text)


def stale_parts() -> list[str]:
    """Return the guides whose made parts differ from the code."""
    return [
        f"{_name(guide)}: run `python -m docs.check --write`"
        for guide in GUIDES
        if filled(text := guide.read_text(encoding="utf-8")) != text
    ]


def unplaced_parts() -> list[str]:
    """Return the made parts that stand in no guide."""
    placed = {part[2] for guide in GUIDES for part in _PART.finditer(guide.read_text(encoding="utf-8"))}
    return [f"no guide has the part {name}" for name in PARTS if name not in placed]


def broken_links() -> list[str]:
    """Return the links that lead to no file."""
    return [
        f"{_name(guide)}: {link[1]}"
        for guide in GUIDES
        for link in _LINK.finditer(guide.read_text(encoding="utf-8"))
        if not (guide.parent / link[1]).exists()
    ]


def unreachable_pages() -> list[str]:
    """Return the pages of the operator guide that its first page does not lead to."""
    folder = ROOT / "docs" / "operator"
    led_to = {link[1] for link in _LINK.finditer((folder / "README.md").read_text(encoding="utf-8"))}
    return [
        f"docs/operator/README.md says nothing of {page.name}"
        for page in folder.glob("*.md")
        if page.name not in {*led_to, "README.md"}
    ]


def unexplained_dependencies() -> list[str]:
    """Return the direct dependencies without a line in docs/dependencies.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(entry for group in groups for entry in group)]
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=!~ ]", entry)[0] for entry in wanted if isinstance(entry, str)]
    return [f"docs/dependencies.md says nothing of {name}" for name in names if name not in told]


def _name(guide: Path) -> str:
    return str(guide.relative_to(ROOT))


def main(arguments: list[str]) -> int:
    """Check, or with ``--write`` write the made parts first. Returns the exit code."""
    if "--write" in arguments:
        for guide in GUIDES:
            guide.write_text(filled(guide.read_text(encoding="utf-8")), encoding="utf-8")
    wrong = [
        *stale_parts(),
        *stale_translations(),
        *unplaced_parts(),
        *broken_links(),
        *unreachable_pages(),
        *unexplained_dependencies(),
    ]
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(f"docs: {len(GUIDES)} guides, {len(PARTS)} made parts, all true")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
