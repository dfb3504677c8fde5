"""The help book: its pages, the one that belongs to a screen, and a search over all words.

Pages are data files, so they are read offline and before the sign-in. They are English; `translate` gives
each sentence in the language in use.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from spot_tui.backend.problems import Problem
from spot_tui.words import translate

TOPIC = "help_pages"
"""The topic of all its sentences."""

FRONT_PAGE = "help"
"""The page for a screen that has none of its own."""

PARTS = frozenset({"A", "B", "both"})
LOCATIONS = ("FL", "PR", "VI")
"""Florida, Puerto Rico, U.S. Virgin Islands: where the contractor's pages hold, unless one says otherwise."""

_TITLE, _WORDS, _TEXT = 8, 6, 1
_WHOLE_TITLE = 4
_LEAST_BEGINNING = 3
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ies", "ing", "ed", "s")
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_LITTLE = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "i"),
        *("if", "in", "is", "it", "me", "my", "of", "on", "or", "the", "there", "they", "this", "to", "was"),
        *("what", "when", "where", "which", "who", "why", "will", "with", "you", "your"),
        *("al", "como", "con", "cual", "cuando", "de", "del", "donde", "el", "en", "es", "esta", "este"),
        *("hago", "hay", "la", "las", "lo", "los", "me", "mi", "mis", "o", "para", "por", "puedo", "que"),
        *("quien", "se", "si", "son", "su", "sus", "un", "una", "y"),
    )
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page. `part` is A, B or both, `location` the states and territories it holds for.

    `date` is the day of the facts, `source` where they stand, `screens` the screens it belongs to. A
    paragraph that begins with ``- `` is an item of a list.
    """

    id: str
    date: date
    part: str
    location: tuple[str, ...]
    screens: tuple[str, ...]
    source: str
    english_title: str
    english_words: tuple[str, ...]
    english_text: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its title in the language in use."""
        return translate(TOPIC, self.english_title)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its text in the language in use."""
        return tuple(translate(TOPIC, text) for text in self.english_text)

    @property
    def words(self) -> tuple[str, ...]:
        """Other words for its topic, in the language in use."""
        return tuple(translate(TOPIC, words) for words in self.english_words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found; `line` is the paragraph that has most of the words, or the first one."""

    page: HelpPage
    line: str


class HelpBook:
    """All pages, in reading order."""

    def __init__(self, pages: tuple[HelpPage, ...]) -> None:
        self.pages = pages
        self._by_id = {page.id: page for page in pages}
        self._by_screen = {screen: page for page in reversed(pages) for screen in page.screens}

    def page(self, page_id: str) -> HelpPage:
        """Return the page of an id. Raises `Problem` ``help.page``."""
        if page_id not in self._by_id:
            raise Problem("help.page", (), {"page": page_id})
        return self._by_id[page_id]

    def page_for(self, screen: str) -> HelpPage:
        """Return the page that belongs to a screen, by the screen's name; the front page where none does."""
        return self._by_screen.get(screen) or self._by_id[FRONT_PAGE]

    def search(self, text: str) -> tuple[Hit, ...]:
        """Return the pages that have words of `text`, best first; none for a text without words.

        A page with more of the words comes first; a word counts most in the title, then among the page's
        other words, then in its text. The beginning of a word is enough, from three letters.
        """
        asked = tuple(dict.fromkeys(_stems(text)))
        scored = [(_score(page, asked), page) for page in self.pages]
        best = sorted((found for found in scored if found[0][0]), key=lambda found: found[0], reverse=True)
        return tuple(Hit(page, _line(page, asked)) for _, page in best)


@cache
def help_book() -> HelpBook:
    """Return the book that ships with the program."""
    folder = files(__package__) / "pages"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    given = [tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in names]
    return HelpBook(tuple(_read(entry) for book in given for entry in book["page"]))


def help_sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence for translators, each with the page that it stands on."""
    for page in help_book().pages:
        for sentence in (page.english_title, *page.english_words, *page.english_text):
            yield f"help.{page.id}", sentence


def _read(entry: dict[str, Any]) -> HelpPage:
    """Return a page of the data file. Raises `ValueError` or `KeyError` where it is not whole."""
    page = HelpPage(
        id=entry["id"],
        date=entry["date"],
        part=entry["part"],
        location=tuple(entry.get("location", LOCATIONS)),
        screens=tuple(entry["screens"]),
        source=entry["source"],
        english_title=entry["title"],
        english_words=tuple(entry["words"]),
        english_text=tuple(entry["text"]),
    )
    whole = page.part in PARTS and isinstance(page.date, date) and page.source and page.english_text
    if not whole or not page.location:
        raise ValueError(f"help page {page.id} is not whole")
    return page


def _score(page: HelpPage, asked: tuple[str, ...]) -> tuple[int, float]:
    """Return how many of the words a page has, and how well; a title that says nothing else counts more."""
    title = frozenset(_stems(page.title))
    places = (
        (_TITLE, title),
        (_WORDS, frozenset(_stems(" ".join(page.words)))),
        (_TEXT, frozenset(_stems(" ".join(page.paragraphs)))),
    )
    found, total = 0, _WHOLE_TITLE * len(title.intersection(asked)) / len(title) if title else 0.0
    for word in asked:
        worth = max(weight * _fit(word, there) for weight, there in places)
        found += worth > 0
        total += worth
    return found, total


def _fit(word: str, there: frozenset[str]) -> float:
    if word in there:
        return 1
    begins = len(word) >= _LEAST_BEGINNING and any(other.startswith(word) for other in there)
    return 0.5 if begins else 0


def _line(page: HelpPage, asked: tuple[str, ...]) -> str:
    def worth(paragraph: str) -> float:
        there = frozenset(_stems(paragraph))
        return sum(_fit(word, there) for word in asked)

    return max(page.paragraphs, key=worth)


def _stems(text: str) -> list[str]:
    """Return the words of a text without accents, endings and the little words that every text has."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("e-mail", "email"))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return [_stem(word) for word in _WORD.findall(letters) if word not in _LITTLE]


def _stem(word: str) -> str:
    """Return an English word without its usual endings, so that ``logging`` is ``log``."""
    for ending in _ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) >= 3 and not word.endswith("ss"):
            word = left + "y" if ending == "ies" else _DOUBLED.sub(r"\1", left)
            break
    return word.removesuffix("e") if len(word) > 3 else word
