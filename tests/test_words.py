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


@pytest.mark.parametrize("topic", TOPICS)
def test_keys_stand_in_the_module_of_their_topic(topic: str) -> None:
    assert all(key.partition(".")[0] == topic for key in words.sentences(topic))


@pytest.mark.parametrize("topic", TOPICS)
def test_sentences_are_clean_and_their_gaps_have_names(topic: str) -> None:
    found = words.sentences(topic)
    assert [key for key, sentence in found.items() if clean(sentence) != sentence] == []
    unnamed = {key for key, sentence in found.items() for gap in _gaps(sentence) if not gap.isidentifier()}
    assert unnamed == set()


def test_a_number_decides_between_its_forms() -> None:
    assert words.say("password.days", days=1) == "Your password expires in 1 day."
    assert words.say("password.days", days=2) == "Your password expires in 2 days."
    assert words.say("password.days", days=0) == "Your password expires in 0 days."


@pytest.mark.parametrize("topic", TOPICS)
def test_the_form_for_one_says_the_same_of_the_same(topic: str) -> None:
    counted = [s for s in words.sentences(topic).values() if isinstance(s, words.Counted)]
    assert [s for s in counted if f"{{{s.by}}}" not in s] == []
    assert [s for s in counted if clean(s.one) != s.one or s.one == s] == []
    assert [s for s in counted if not _gaps(s.one) <= _gaps(s)] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_what_is_counted_has_a_form_for_one(topic: str) -> None:
    units = "days|hours|minutes|seconds|months|tries|characters|drafts"
    counts = re.compile(rf"\{{\w+\}} ({units})\b")
    found = [s for s in words.sentences(topic).values() if counts.search(s)]
    assert [s for s in found if not isinstance(s, words.Counted)] == []


def _gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


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
