from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from spot_tui.backend.eligibility.inquiry import inquiry_form
from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.terminal.prompts import Prompts

TODAY = date(2026, 3, 2)
GIVEN = {
    "mbi": "1AA0AA0AA01",
    "first_name": "Alma",
    "last_name": "Quillfeather",
    "birth_date": "03/02/1948",
}


class Person:
    """Answers questions from a list and remembers what was said to her."""

    def __init__(self, *answers: str) -> None:
        self._answers: Iterator[str] = iter(answers)
        self.said: list[str] = []
        self.secrets: list[str] = []

    @property
    def prompts(self) -> Prompts:
        return Prompts(self._read, self._read_secret, self.said.append)

    def _read(self, question: str) -> str:
        self.said.append(question)
        try:
            return next(self._answers)
        except StopIteration:
            raise EOFError from None

    def _read_secret(self, question: str) -> str:
        self.secrets.append(question)
        return self._read(question)


def form() -> Form:
    return inquiry_form(TODAY, EligibilityRules())


def test_only_what_is_left_out_is_asked() -> None:
    person = Person("Quillfeather", "", "")
    given = {name: text for name, text in GIVEN.items() if name != "last_name"}
    values = person.prompts.fill(form(), given)
    assert values["last_name"] == "Quillfeather"
    assert [said for said in person.said if said.startswith("First name")] == []


def test_complete_input_asks_nothing() -> None:
    person = Person()
    assert person.prompts.fill(form(), GIVEN)["mbi"] == "1AA0AA0AA01"
    assert person.said == []


def test_wrong_answer_is_asked_again_with_the_reason() -> None:
    person = Person("13/02/1948", "02/13/1948")
    assert person.prompts.ask(form().field("birth_date")) == "02/13/1948"
    assert "a day that does not exist" in person.said[1]


def test_dash_is_mended_on_yes() -> None:
    person = Person("1AA0-AA0-AA01", "y")
    assert person.prompts.ask(form().field("mbi")) == "1AA0AA0AA01"


def test_dash_is_asked_again_on_no() -> None:
    person = Person("1AA0-AA0-AA01", "n", "1AA0AA0AA02")
    assert person.prompts.ask(form().field("mbi")) == "1AA0AA0AA02"


def test_question_mark_explains_the_field() -> None:
    person = Person("?", "03/02/1948")
    person.prompts.ask(form().field("birth_date"))
    assert "MM/DD/YYYY, like 03/02/1948." in person.said


def test_secret_is_read_as_a_secret_even_a_question_mark() -> None:
    person = Person("?")
    field = Field("password", str, 100, secret=True)
    assert person.prompts.ask(field) == "?"
    assert len(person.secrets) == 1


def test_values_that_do_not_fit_are_asked_again() -> None:
    person = Person(*GIVEN.values(), "03/01/2026", "02/01/2026", "02/01/2026", "03/01/2026")
    values = person.prompts.fill(form(), {})
    assert values["service_date"] == date(2026, 2, 1)
    assert values["service_date_to"] == date(2026, 3, 1)
    assert any("before the first" in said for said in person.said)


def test_given_values_that_do_not_fit_are_a_problem() -> None:
    given = {**GIVEN, "service_date": "03/01/2026", "service_date_to": "02/01/2026"}
    with pytest.raises(Problem) as caught:
        Person().prompts.fill(form(), given)
    assert caught.value.code == "dates.order"


def test_given_value_that_is_wrong_is_a_problem_before_anything_is_asked() -> None:
    person = Person("x")
    with pytest.raises(Problem) as caught:
        person.prompts.fill(form(), {"mbi": "1AA0"})
    assert caught.value.code == "mbi.length"
    assert person.said == []


def test_end_of_input_is_a_missing_field() -> None:
    with pytest.raises(Problem) as caught:
        Person().prompts.ask(form().field("mbi"))
    assert (caught.value.code, caught.value.fields) == ("field.missing", ("mbi",))


def test_choice_takes_only_its_numbers() -> None:
    person = Person("0", "3", "²", "x", "2")
    assert person.prompts.choose("Which?", ["a", "b"]) == 1


def test_what_another_side_sent_is_cleaned() -> None:
    person = Person("1")
    person.prompts.choose("Which?", ["\x1b[2Jbad"])
    assert "\x1b" not in "".join(person.said)


def test_confirm_takes_yes_and_no_only() -> None:
    assert Person("maybe", "", "yes").prompts.confirm("Go?")
    assert not Person("N").prompts.confirm("Go?")
