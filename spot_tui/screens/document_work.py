"""One submission of documents while it is made, shared by its screens: what was typed and which files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import today
from spot_tui.backend.corrections.judgement import Mark
from spot_tui.backend.documents.checks import Judged, judge
from spot_tui.backend.documents.filling import FILES, draft_values
from spot_tui.backend.documents.forms import DocumentForm, Role
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.forms import Field as FormField
from spot_tui.backend.forms import Form, Typed
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.documents.folders import Place
    from spot_tui.backend.upstreams import Provider
    from spot_tui.screens.house import House

_MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that was chosen, and what it turned out to be; None until it was checked."""

    path: Path = field(repr=False)
    role: Role
    paper: Paper | None = None

    def as_role(self, role: Role) -> Chosen:
        """Return it as something else in the submission."""
        return replace(self, role=role, paper=replace(self.paper, role=role) if self.paper else None)


class DocumentWork:
    """`typed` is what stands in the form; `passed` are the warnings that have their yes.

    `answered_on` is the day on which the letter was answered before, which is but `is_answer_known` where the
    gateway could be asked; `due_on` is the last day that a request named. `opened` is the folder from which
    files were taken last.
    """

    def __init__(
        self,
        house: House,
        form: DocumentForm,
        provider: Provider,
        typed: Typed,
        due_on: date | None = None,
    ) -> None:
        self.house = house
        self.form = form
        self.provider = provider
        self.typed: Typed = {name: text for name, text in typed.items() if name != FILES}
        self.chosen = read_chosen(typed.get(FILES, ""), form)
        self.passed: frozenset[Mark] = frozenset()
        self.answered_on: date | None = None
        self.is_answer_known = True
        self.due_on = due_on
        self.opened: tuple[Place, Path] | None = None

    @property
    def today(self) -> date:
        """The contractor's day."""
        desk = self.house.desk
        return today(desk.clock, ZoneInfo(desk.profile.zone))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The files that were checked."""
        return tuple(each.paper for each in self.chosen if each.paper is not None)

    @property
    def is_checked(self) -> bool:
        """Whether every file was checked."""
        return len(self.papers) == len(self.chosen)

    @property
    def total(self) -> int:
        """How many bytes the checked files are together."""
        return sum(paper.size for paper in self.papers)

    def judged(self) -> Judged:
        """Return all that stands in the way of sending it now. Raises `Problem` ``rules.file``."""
        desk = self.house.desk
        return judge(
            self.form,
            self.typed,
            self.papers,
            moment=desk.clock.now(),
            limits=desk.papers.limits,
            book=desk.rule_book,
            answered_on=self.answered_on,
            due_on=self.due_on,
        )

    def file_problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files, together and one by one."""
        judged = self.judged()
        refused = (each.problem for each in judged.findings if each.refuses)
        return tuple(each for each in (*judged.problems, *refused) if FILES in each.fields)

    def add(self, paths: Iterable[Path]) -> None:
        """Take files, but for those that were chosen before."""
        known = {each.path for each in self.chosen}
        role = self.form.roles[-1]
        self.chosen += tuple(Chosen(path, role) for path in dict.fromkeys(paths) if path not in known)

    def put(self, place: int, chosen: Chosen) -> None:
        """Put what is known now of the file at a place."""
        self.chosen = (*self.chosen[:place], chosen, *self.chosen[place + 1 :])

    def take_out(self, place: int) -> None:
        """Leave the file at a place out."""
        self.chosen = (*self.chosen[:place], *self.chosen[place + 1 :])

    def draft_form(self) -> Form:
        """Return the form that its draft is of: its fields, and where its files lie."""
        form = self.form.form(self.today)
        return replace(form, fields=(*form.fields, FormField(FILES, str, _MOST_CHARACTERS, required=False)))

    def draft_values(self) -> dict[str, str]:
        """Return what its draft holds."""
        return draft_values(self.typed, ((each.role, each.path) for each in self.chosen))


def read_chosen(text: str, form: DocumentForm) -> tuple[Chosen, ...]:
    """Return the files that a draft names, to be checked again."""
    return tuple(
        Chosen(Path(path), Role(role))
        for role, path in (json.loads(text) if text else ())
        if role in form.roles
    )
