"""Forms as data: one declaration that screen, command, plain prompts, drafts and docs read.

A `Form` holds its fields and the checks on values that must fit each other. Labels and help are sentences:
``field.NAME.label`` and ``field.NAME.help``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.text import clean

Typed = Mapping[str, str]
"""What was typed, by field name."""

Values = Mapping[str, object]
"""What it stands for, by field name; a field that is empty or wrong is left out."""

Rule = Callable[[str], object]
"""From what was typed to its value; raises `Problem`."""

Check = Callable[[Values], Iterator[Problem]]
"""Yields what does not fit among values that are right one by one."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Values that one key puts in, or the word for them where there is no such key (commands, prompts).

    `key` is the first letter of `word`. `gives` is what stands then in its own field and in others.
    """

    word: str
    gives: Typed

    @property
    def key(self) -> str:
        """Return the letter."""
        return self.word[0]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `most` is the longest text it takes; `secret` ones are masked and never drafted.

    `upper` shows letters in upper case as they are typed. `shortcut` is what one key does to a value that its
    rule refuses with the problem code `shortcut_for`. One that is not `drafted` is shown and yet in no draft.
    `help` is the topic whose help it has (``field.TOPIC.help``), where that is not its own. What begins with
    a value on file, to be emptied only as rules let it, is not `called_optional`.
    """

    name: str
    rule: Rule
    most: int
    required: bool = True
    secret: bool = False
    upper: bool = False
    shortcut_for: str = ""
    shortcut: Callable[[str], str] | None = None
    drafted: bool = True
    help: str = ""
    presets: tuple[Preset, ...] = ()
    called_optional: bool = True

    def preset(self, name: str) -> Preset | None:
        """Return the preset with this key or word, None where there is none."""
        wanted = name.strip().lower()
        return next((preset for preset in self.presets if wanted in (preset.key, preset.word)), None)

    @property
    def help_key(self) -> str:
        """Return the key of the sentence that says what right looks like."""
        return f"field.{self.help or self.name}.help"

    def read(self, text: str) -> object:
        """Return the value of `text`, None where an optional field is empty. Raises `Problem`."""
        preset = self.preset(text)
        text = preset.gives[self.name] if preset else text
        if not self.required and not text.strip():
            return None
        return self.rule(text)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in reading order and the checks on several of them.

    `drafted`: what is typed into it is kept as a draft until it is sent. `breaks` are the fields with which
    another part begins, where all of them do not fit a small screen.
    """

    name: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    drafted: bool = False
    breaks: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[tuple[Field, ...], ...]:
        """Its fields, part by part."""
        begins = [0, *(self.fields.index(self.field(name)) for name in self.breaks), len(self.fields)]
        return tuple(self.fields[begin:end] for begin, end in pairwise(begins))

    def field(self, name: str) -> Field:
        """Return the field called `name`. Raises `KeyError`."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def keepable(self, typed: Typed) -> dict[str, str]:
        """Return what a draft holds of typed text: cleaned, without what is secret, undeclared or empty."""
        return {
            field.name: clean(typed[field.name])
            for field in self.fields
            if typed.get(field.name) and field.drafted and not field.secret
        }

    def spelled_out(self, typed: Typed) -> Typed:
        """Return what was typed with presets put in; what stands in another field is not replaced."""
        spelled = dict(typed)
        for field in self.fields:
            preset = field.preset(typed.get(field.name, ""))
            given = preset.gives if preset else {}
            spelled |= {
                n: text for n, text in given.items() if n == field.name or not typed.get(n, "").strip()
            }
        return spelled

    def read(self, typed: Typed) -> Reading:
        """Return values and problems of everything typed; checks see only values that are right."""
        typed = self.spelled_out(typed)
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for field in self.fields:
            try:
                values[field.name] = field.read(typed.get(field.name, ""))
            except Problem as problem:
                problems.append(problem)
        for check in self.checks:
            problems.extend(check(values))
        return Reading(values, tuple(problems))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form made of the typed text. With no problems every field has its value."""

    values: Values
    problems: tuple[Problem, ...]

    @property
    def foremost(self) -> Problem:
        """The problem to tell first: that of the field to go to. There must be one."""
        gap = self.first_gap
        return next((p for p in self.problems if gap in p.fields), self.problems[0])

    @property
    def first_gap(self) -> str | None:
        """The field to go to: that of the first incomplete problem, else of the first problem."""
        incomplete = (p for p in self.problems if p.kind is Kind.INCOMPLETE)
        problem = next(incomplete, None) or next(iter(self.problems), None)
        return problem.fields[0] if problem and problem.fields else None


def service_in_order(values: Values) -> Iterator[Problem]:
    """Yield ``dates.order`` where the last date of service is before the first."""
    first, last = values.get("service_from"), values.get("service_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Problem("dates.order", ("service_from", "service_to"))
