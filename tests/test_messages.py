"""What brings translations up to the sentences, and what the program makes of a translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from docs import messages
from spot_tui import words
from spot_tui.words import Counted


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Speak a language that has nothing yet."""
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    words._catalogue.cache_clear()
    words.use_language("pl")
    yield folder
    words._catalogue.cache_clear()


def write(folder: Path, topic: str, *said: tuple[object, object]) -> None:
    catalogue = messages.Topic("pl")
    for sentence, translation in said:
        catalogue.add(sentence, translation)  # type: ignore[arg-type] # babel names no type for plurals
    (folder / f"{topic}.mo").write_bytes(messages.mo_bytes(catalogue))


def test_a_language_has_its_own_forms(polish: Path) -> None:
    sentence = words.sentences("password")["password.days"]
    assert isinstance(sentence, Counted)
    forms = ("{days} dzień", "{days} dni", "{days} dni!")
    write(polish, "password", ((sentence.one, str(sentence)), forms))
    told = [words.say("password.days", days=days) for days in (1, 2, 5)]
    assert told == ["1 dzień", "2 dni", "5 dni!"]


def test_the_same_english_has_other_words_in_another_topic(polish: Path) -> None:
    write(polish, "one", ("Open", "Otwórz"))
    write(polish, "two", ("Open", "Otwarte"))
    assert [words.translate(topic, "Open") for topic in ("one", "two", "three")] == [
        "Otwórz",
        "Otwarte",
        "Open",
    ]


def test_what_is_not_translated_stays_english(polish: Path) -> None:
    assert words.say("password.title") == "New password"
    assert words.say("password.days", days=2) == "Your password expires in 2 days."


def _source(**sentences: str) -> Catalog:
    made = Catalog()
    for key, sentence in sentences.items():
        made.add(sentence, auto_comments=[key])
    return made


def test_a_sentence_that_changed_keeps_its_words_as_fuzzy_and_is_not_said() -> None:
    given = messages.Topic("es")
    given.add("Sign in", "Iniciar sesión", auto_comments=["title"])
    given.add("Go", "Seguir", auto_comments=["go"])
    made = messages.brought_up(given, _source(title="Sign in now", go="Go", new="New"), "es")
    told = {message.id: (message.string, message.fuzzy) for message in made if message.id}
    assert told == {"Sign in now": ("Iniciar sesión", True), "Go": ("Seguir", False), "New": ("", False)}
    assert b"Iniciar" not in messages.mo_bytes(made)
    assert b"Seguir" in messages.mo_bytes(made)


def test_a_new_sentence_of_a_place_with_several_gets_the_words_of_none() -> None:
    given = messages.Topic("es")
    given.add("One", "Uno", auto_comments=["page"])
    given.add("Two", "Dos", auto_comments=["page"])
    source = Catalog()
    for sentence in ("One", "Three"):
        source.add(sentence, auto_comments=["page"])
    told = {message.id: message.string for message in messages.brought_up(given, source, "es") if message.id}
    assert told == {"One": "Uno", "Three": ""}


def test_files_written_twice_are_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "gone.po").write_bytes(messages.po_text(messages.Topic("es")))
    messages.bring_up("es", tmp_path)
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    messages.bring_up("es", tmp_path)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    assert "gone.po" not in first
    assert "codes.carc.mo" in first


def test_a_translation_that_was_not_compiled_is_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = messages.Topic("es")
    catalogue.add("Go", "Seguir")
    (folder / "way.po").write_bytes(messages.po_text(catalogue))
    assert messages.stale(tmp_path) == ["es/way.po: run `python -m docs.messages`"]
    (folder / "way.mo").write_bytes(messages.mo_bytes(catalogue))
    assert messages.stale(tmp_path) == []
