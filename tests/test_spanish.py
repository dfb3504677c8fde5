"""The Spanish is whole: every sentence of screens, commands, problems, help and code tables, and exact."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

import pytest
from babel.messages.catalog import Message

from docs import messages
from spot_tui import words
from spot_tui.backend.text import clean
from spot_tui.commands import COMMANDS

ENGLISH = messages.english()
SPANISH = {
    topic: messages.read(words.LOCALE / "es" / messages.FOLDER / f"{topic}.po", "es") for topic in ENGLISH
}
MARK = "same"
"""The translator's comment on a sentence that is the same in both languages."""
_KEPT = re.compile(r"\bF\d{1,2}\b|\bCtrl\+\w|--[a-z][a-z-]+|`[^`]+`|%(?:\(\w+\))?[srd]")


def forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    return (said or "",) if isinstance(said, str | None) else tuple(said)


def told(topic: str) -> list[Message]:
    return [message for message in SPANISH[topic] if message.id]


def gaps(sentence: str) -> set[tuple[str, str | None]]:
    parsed = string.Formatter().parse(sentence)
    return {(name, form) for _, name, form, _ in parsed if name is not None}


def kept(sentence: str) -> list[str]:
    return sorted(_KEPT.findall(sentence))


@pytest.mark.parametrize("topic", ENGLISH)
def test_every_sentence_is_there_and_no_other(topic: str) -> None:
    wanted = {message.id for message in ENGLISH[topic] if message.id}
    assert {message.id for message in told(topic)} == wanted, "run `make messages`"


@pytest.mark.parametrize("topic", ENGLISH)
def test_every_sentence_is_translated(topic: str) -> None:
    assert [message.id for message in told(topic) if not messages.is_translated(message)] == []


@pytest.mark.parametrize("topic", ENGLISH)
def test_no_english_is_left(topic: str) -> None:
    same = [m for m in told(topic) if forms(m.string)[-1] == forms(m.id)[-1]]
    assert [message.id for message in same if MARK not in message.user_comments] == []
    assert [m.id for m in told(topic) if MARK in m.user_comments and m not in same] == []


@pytest.mark.parametrize("topic", ENGLISH)
def test_gaps_are_those_of_the_english(topic: str) -> None:
    def fits(message: Message) -> bool:
        one, many = gaps(forms(message.string)[0]), gaps(forms(message.string)[-1])
        return many == gaps(forms(message.id)[-1]) and one <= many

    assert [message.id for message in told(topic) if not fits(message)] == []


@pytest.mark.parametrize("topic", ENGLISH)
def test_keys_options_and_commands_are_kept(topic: str) -> None:
    def fits(message: Message) -> bool:
        return all(kept(said) in map(kept, forms(message.id)) for said in forms(message.string))

    assert [message.id for message in told(topic) if not fits(message)] == []


@pytest.mark.parametrize("topic", ENGLISH)
def test_blanks_lines_and_items_are_those_of_the_english(topic: str) -> None:
    def shape(sentence: str) -> tuple[int, ...]:
        before, after = len(sentence) - len(sentence.lstrip()), len(sentence) - len(sentence.rstrip())
        return before, after, sentence.count("\n"), sentence.startswith("- ")

    def fits(message: Message) -> bool:
        return all(
            clean(said, most=len(said) + 1) == said and shape(said) == shape(forms(message.id)[-1])
            for said in forms(message.string)
        )

    assert [message.id for message in told(topic) if not fits(message)] == []


def test_a_label_fits_the_key_bar() -> None:
    words.use_language("es")
    in_bar = [command.label for command in COMMANDS.values() if command.in_bar]
    assert [label for label in in_bar if len(label) > 17] == []


def test_commands_of_a_screen_have_labels_of_their_own() -> None:
    """Two labels that are the same in Spanish are the same in English too."""
    english = {command.id: command.label for command in COMMANDS.values()}
    words.use_language("es")
    spanish = {command.id: command.label for command in COMMANDS.values()}
    merged = {
        (spanish[one], english[one], english[other])
        for one in english
        for other in english
        if spanish[one] == spanish[other] and english[one] < english[other]
    }
    assert merged == set()
