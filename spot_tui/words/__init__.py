"""Every sentence a user can read, in one place and translatable.

A sentence has a key such as ``login.user_id.label``. The first part of the key names the module here that
declares it in its ``WORDS``; modules are loaded when the first of their sentences is said, so a command pays
only for its own. Screens, commands and docs all call `say`, hence read the same.

Another language has a catalogue of each topic, ``locale/LANGUAGE/LC_MESSAGES/TOPIC.mo``, loaded like the module.
Texts of data files have theirs too: ``help_pages``, ``licence_notices``, ``practice_people``, and
``codes.TABLE`` for a code table.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from gettext import NullTranslations

LOCALE = Path(__file__).parent.parent / "locale"
SOURCE = "en"

_language = SOURCE


class Counted(str):
    """A sentence that counts something: itself for most numbers, `one` for 1; `by` names the number.

    A language with more forms has them in its catalogue.
    """

    __slots__ = ("by", "one")

    by: str
    one: str

    def __new__(cls, by: str, one: str, many: str) -> Counted:
        """Keep the form for 1 beside the sentence."""
        made = super().__new__(cls, many)
        made.by, made.one = by, one
        return made


def use_language(language: str) -> None:
    """Speak `language` (``en``, ``es``) from now on; what it has no words for stays English."""
    global _language  # noqa: PLW0603 - one language a process, as gettext itself has it
    _language = language


def language() -> str:
    """Return the code of the language in use."""
    return _language


def languages() -> Mapping[str, str]:
    """Return the languages that there are, by code, each in its own words. English is the source."""
    named = {SOURCE: "English", "es": "Español"}
    return {code: name for code, name in named.items() if code == SOURCE or (LOCALE / code).is_dir()}


def translate(topic: str, sentence: str) -> str:
    """Return `sentence`, which stands in a data file of this topic, in the language in use."""
    if not sentence or _language == SOURCE:
        return sentence
    return _catalogue(_language, topic).gettext(sentence)


def say(key: str, /, **parameters: object) -> str:
    """Return the sentence of `key` in the language in use, with `parameters` filled in.

    A `Counted` sentence takes the form of its number.

    Raises `KeyError` for a key that no module declares.
    """
    topic = key.partition(".")[0]
    sentence = sentences(topic)[key]
    if isinstance(sentence, Counted):
        number = parameters.get(sentence.by)
        count = number if isinstance(number, int) else 0
        return _counted(topic, sentence, count).format(**parameters)
    return translate(topic, sentence).format(**parameters)


def _counted(topic: str, sentence: Counted, count: int) -> str:
    if _language == SOURCE:
        return sentence.one if count == 1 else sentence
    return _catalogue(_language, topic).ngettext(sentence.one, sentence, count)


@cache
def _catalogue(language: str, topic: str) -> NullTranslations:
    from gettext import translation

    return translation(topic, LOCALE, [language], fallback=True)


def knows(key: str) -> bool:
    """Tell whether a sentence of this `key` is declared."""
    try:
        return key in sentences(key.partition(".")[0])
    except ModuleNotFoundError:
        return False


@cache
def sentences(topic: str) -> Mapping[str, str]:
    """Return all English sentences of one topic, by key."""
    return MappingProxyType(import_module(f"spot_tui.words.{topic}").WORDS)
