"""Every sentence a user can read, in one place and translatable.

A sentence has a key such as ``login.user_id.label``. The first part of the key names the module here that
declares it in its ``WORDS``; modules are loaded when the first of their sentences is said, so a command pays
only for its own. Screens, commands and docs all call `say`, hence read the same.
"""

from __future__ import annotations

import gettext
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALE = Path(__file__).parent.parent / "locale"
DOMAIN = "spot_tui"

_translation: gettext.NullTranslations = gettext.NullTranslations()


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
    """Speak `language` (``en``, ``es``) from now on; a language without a catalogue stays English."""
    global _translation  # noqa: PLW0603 - one language a process, as gettext itself has it
    _translation = gettext.translation(DOMAIN, LOCALE, [language], fallback=True)


def languages() -> Mapping[str, str]:
    """Return the languages that there is a catalogue for, by code, each in its own words. English is the source."""
    named = {"en": "English", "es": "Español"}
    there = {path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return {code: name for code, name in named.items() if code == "en" or code in there}


def translate(sentence: str) -> str:
    """Return `sentence`, which stands in a data file, in the language in use."""
    return _translation.gettext(sentence) if sentence else ""


def say(key: str, /, **parameters: object) -> str:
    """Return the sentence of `key` in the language in use, with `parameters` filled in.

    A `Counted` sentence takes the form of its number.

    Raises `KeyError` for a key that no module declares.
    """
    sentence = sentences(key.partition(".")[0])[key]
    if isinstance(sentence, Counted):
        number = parameters.get(sentence.by)
        count = number if isinstance(number, int) else 0
        return _translation.ngettext(sentence.one, sentence, count).format(**parameters)
    return translate(sentence).format(**parameters)


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
