import re
import string
from importlib.resources import files

import pytest

from spot_tui import words
from spot_tui.backend.text import clean

TOPICS = sorted(
    entry.name.removesuffix(".py")
    for entry in files("spot_tui.words").iterdir()
    if entry.name.endswith(".py") and entry.name != "__init__.py"
)
SENTENCES = [(topic, key) for topic in TOPICS for key in words.sentences(topic)]


@pytest.mark.parametrize("topic", TOPICS)
def test_keys_stand_in_the_module_of_their_topic(topic: str) -> None:
    assert all(key.partition(".")[0] == topic for key in words.sentences(topic))


@pytest.mark.parametrize(("topic", "key"), SENTENCES)
def test_a_sentence_is_clean_and_its_gaps_have_names(topic: str, key: str) -> None:
    sentence = words.sentences(topic)[key]
    assert clean(sentence) == sentence
    assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(sentence))


def test_a_number_decides_between_its_forms() -> None:
    assert words.say("password.days", days=1) == "Your password expires in 1 day."
    assert words.say("password.days", days=2) == "Your password expires in 2 days."
    assert words.say("password.days", days=0) == "Your password expires in 0 days."


COUNTED = [(topic, key) for topic, key in SENTENCES if isinstance(words.sentences(topic)[key], words.Counted)]


@pytest.mark.parametrize(("topic", "key"), COUNTED)
def test_the_form_for_one_says_the_same_of_the_same(topic: str, key: str) -> None:
    sentence = words.sentences(topic)[key]
    assert isinstance(sentence, words.Counted)
    assert f"{{{sentence.by}}}" in sentence
    assert clean(sentence.one) == sentence.one != sentence
    assert _gaps(sentence.one) <= _gaps(sentence)


@pytest.mark.parametrize(("topic", "key"), SENTENCES)
def test_what_is_counted_has_a_form_for_one(topic: str, key: str) -> None:
    sentence = words.sentences(topic)[key]
    units = "days|hours|minutes|seconds|months|tries|characters|drafts"
    counts = re.search(rf"\{{\w+\}} ({units})\b", sentence)
    assert counts is None or isinstance(sentence, words.Counted)


def _gaps(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence)}


def test_gaps_are_filled() -> None:
    assert words.say("problem.mbi.length", field="MBI", found=10).startswith("MBI has 10 characters")


def test_an_unknown_key_is_an_error_of_ours() -> None:
    assert not words.knows("problem.nothing")
    assert not words.knows("nothing.at.all")
    with pytest.raises(KeyError):
        words.say("problem.nothing")


def test_a_language_without_catalogue_stays_english() -> None:
    words.use_language("xx")
    assert words.say("field.mbi.label") == "Medicare number (MBI)"
