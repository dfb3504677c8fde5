import pytest

from spot_tui import words
from spot_tui.backend.problems import KIND_EXITS, KINDS, SPECIAL_EXITS, Kind, Problem, worst_exit


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_problem_says_what_is_wrong_and_what_to_do(code: str) -> None:
    assert words.knows(f"problem.{code}")
    assert words.knows(f"problem.{code}.next")


def test_every_sentence_about_a_problem_belongs_to_one() -> None:
    kinds = {f"kind.{kind}" for kind in Kind}
    told = {key.removeprefix("problem.").removesuffix(".next") for key in words.sentences("problem")}
    assert told - kinds - {"internal", "usage", "quote", "reference", "quote.reference"} == set(KINDS)


def test_every_kind_has_a_name_and_an_exit_code_of_its_own() -> None:
    assert all(words.knows(f"problem.kind.{kind}") for kind in Kind)
    assert sorted(KIND_EXITS.values()) == [3, 4, 5, 6, 7]


def test_special_exit_codes_belong_to_known_problems() -> None:
    assert set(SPECIAL_EXITS) <= set(KINDS)


def test_an_unknown_code_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match=r"no\.such"):
        Problem("no.such")


def test_words_of_the_other_side_are_cleaned() -> None:
    problem = Problem("field.missing", upstream_words="\x1b[2Jlocked\r\n\x9b1m", reference="a\x07b")
    assert problem.upstream_words.isprintable()
    assert problem.reference.isprintable()


def test_several_outcomes_give_the_worst_exit_code() -> None:
    assert worst_exit([0, 4, 3]) == 4
    assert worst_exit([]) == 0
