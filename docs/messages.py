"""Brings translations up to the sentences of the code: ``python -m docs.messages``.

A language is a folder ``spot_tui/locale/LANGUAGE/LC_MESSAGES`` with a ``.po`` file for each topic, which
translators edit, and the ``.mo`` file compiled from it, which the program reads. Both are written the same
way each time, so that they change only where sentences do.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from spot_tui.backend.help.book import TOPIC as HELP
from spot_tui.backend.help.book import help_sentences
from spot_tui.backend.identity.practice import TOPIC as PEOPLE
from spot_tui.backend.licences.notices import TOPIC as NOTICES
from spot_tui.backend.licences.notices import notice_sentences
from spot_tui.backend.x12.codes import table_sentences
from spot_tui.backend.x12.codes import topic as topic_of_table
from spot_tui.sandbox.staff import staff
from spot_tui.words import LOCALE, Counted, sentences

FOLDER = "LC_MESSAGES"


class Topic(Catalog):
    """The sentences of one topic in one language; its header does not say when and by what it was written."""

    def __init__(self, language: str) -> None:
        super().__init__(
            locale=language, header_comment="# After a change: python -m docs.messages", fuzzy=False
        )

    def _header(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]

    mime_headers = property(_header, Catalog._set_mime_headers)


def english() -> dict[str, Catalog]:
    """Return the English sentences of each topic; the comment of each is its key, or where it stands."""
    found: dict[str, Catalog] = {}
    for topic, key, sentence in _sentences():
        forms = (sentence.one, str(sentence)) if isinstance(sentence, Counted) else sentence
        flags = ["python-brace-format"] if "{" in sentence else []
        found.setdefault(topic, Catalog()).add(forms, auto_comments=[key], flags=flags)
    return found


def _sentences() -> Iterator[tuple[str, str, str]]:
    """Yield topic, key and sentence of all."""
    names = sorted(entry.name.removesuffix(".py") for entry in files("spot_tui.words").iterdir())
    for topic in (name for name in names if not name.startswith("__")):
        yield from ((topic, key, sentence) for key, sentence in sentences(topic).items())
    yield from ((topic_of_table(table), table, sentence) for table, sentence in table_sentences())
    yield from ((HELP, key, sentence) for key, sentence in help_sentences())
    yield from ((PEOPLE, person.user_id, person.about) for person in staff().people)
    yield from ((NOTICES, key, sentence) for key, sentence in notice_sentences())


def translated(folder: Path) -> list[str]:
    """Return the languages that `folder` has."""
    return sorted(entry.name for entry in folder.iterdir() if (entry / FOLDER).is_dir())


def read(path: Path, language: str) -> Catalog:
    """Return what a ``.po`` file says; an empty catalogue where there is none."""
    if not path.exists():
        return Topic(language)
    with path.open("rb") as file:
        given = read_po(file, locale=language, abort_invalid=True)
    kept = Topic(language)
    for message in given:
        if message.id:
            kept[message.id] = message
    return kept


def brought_up(given: Catalog, source: Catalog, language: str) -> Catalog:
    """Return the sentences of `source` with what `given` says of them.

    A sentence that changed keeps, by its key if that is its alone, the words it had, marked fuzzy: they are
    looked at again before the program says them.
    """
    shared = Counter(key for old in given for key in old.auto_comments)
    by_key = {key: old for old in given if old.string for key in old.auto_comments if shared[key] == 1}
    made = Topic(language)
    for message in source:
        if not message.id:
            continue
        old = given.get(message.id)
        if old is None and (old := by_key.get(message.auto_comments[0])) is not None:
            old = _as_fuzzy(old, message)
        flags = set(message.flags) | ({"fuzzy"} if old is not None and old.fuzzy else set())
        made.add(
            message.id,
            old.string if old is not None else "",
            auto_comments=message.auto_comments,
            user_comments=old.user_comments if old is not None else (),
            flags=flags,
        )
    return made


def _as_fuzzy(old: Message, now: Message) -> Message | None:
    """Return the words of a sentence that changed, to be looked at again; None if they do not fit."""
    return Message(now.id, old.string, flags=["fuzzy"]) if old.pluralizable == now.pluralizable else None


def po_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as translators edit it."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=False, ignore_obsolete=True)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it: without what is not translated, and without fuzzy words."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def stale(folder: Path = LOCALE) -> list[str]:
    """Return the ``.mo`` files that do not say what their ``.po`` file says."""
    return [
        f"{language}/{path.name}: run `python -m docs.messages`"
        for language in translated(folder)
        for path in sorted((folder / language / FOLDER).glob("*.po"))
        if _bytes_of(path.with_suffix(".mo")) != mo_bytes(read(path, language))
    ]


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def bring_up(language: str, folder: Path = LOCALE) -> tuple[int, int]:
    """Write the files of a language anew. Returns how many of how many sentences are translated."""
    there = folder / language / FOLDER
    topics = english()
    for path in there.iterdir():
        if path.stem not in topics:
            path.unlink()
    done = total = 0
    for topic, source in topics.items():
        path = there / f"{topic}.po"
        catalogue = brought_up(read(path, language), source, language)
        path.write_bytes(po_text(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        done += sum(bool(message.id and is_translated(message)) for message in catalogue)
        total += len(catalogue)
    return done, total


def is_translated(message: Message) -> bool:
    """Tell whether a sentence has words in all its forms, looked at since it changed."""
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(forms) and not message.fuzzy


def main() -> int:
    """Bring all languages up; returns the exit code."""
    for language in translated(LOCALE):
        done, total = bring_up(language)
        print(f"{language}: {done} of {total} sentences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
