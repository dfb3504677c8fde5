"""Collects every sentence for translators into `spot_tui/locale/spot_tui.pot`."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from spot_tui.backend.help.book import help_sentences
from spot_tui.backend.x12.codes import table_sentences
from spot_tui.words import DOMAIN, LOCALE, Counted, sentences


def catalogue() -> Catalog:
    """Return all sentences; the comment of each is its key."""
    found = Catalog(project=DOMAIN, header_comment="# Sentences of spot-tui.")
    topics = sorted(entry.name.removesuffix(".py") for entry in files("spot_tui.words").iterdir())
    for topic in topics:
        if topic.startswith("__"):
            continue
        for key, sentence in sentences(topic).items():
            forms = (sentence.one, str(sentence)) if isinstance(sentence, Counted) else sentence
            found.add(forms, auto_comments=[key], flags=["python-brace-format"] if "{" in sentence else [])
    for table, sentence in (*table_sentences(), *help_sentences()):
        found.add(sentence, auto_comments=[table], flags=["python-brace-format"] if "{" in sentence else [])
    return found


def main() -> int:
    """Write the template; returns the exit code."""
    target: Path = LOCALE / f"{DOMAIN}.pot"
    target.parent.mkdir(exist_ok=True)
    with target.open("wb") as file:
        write_po(file, catalogue(), sort_output=True, omit_header=True)
    print(f"{target.name}: {len(catalogue())} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
