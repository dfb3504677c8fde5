"""A correction while it is made: what was typed so far, kept as one draft, and what rules say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from spot_tui.backend.claims.model import Claim, Line
from spot_tui.backend.corrections.case import Case, LineCase, RuleBook
from spot_tui.backend.corrections.changes import MOST_CHARACTERS, Changes, parse_changes, read_changes
from spot_tui.backend.corrections.check import check_line, check_sending
from spot_tui.backend.corrections.deadlines import Deadline, correction_deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.forms import show_values
from spot_tui.backend.corrections.judgement import Judgement, Mark, mark_of
from spot_tui.backend.corrections.request import (
    HOSPICE_MODIFIERS,
    Correction,
    HeaderValues,
    LineValues,
    first_empty_slot,
    header_values,
    line_values,
)
from spot_tui.backend.formats import NAME_LENGTH, read_claim_number
from spot_tui.backend.forms import Field, Form, Typed
from spot_tui.backend.made import Made
from spot_tui.backend.problems import Problem

_NUMBER_LENGTH = 30


@dataclass(frozen=True)
class Judged(Judgement):
    """The correction that was typed, and all that rules say of it."""

    correction: Correction


@dataclass(frozen=True)
class Editing:
    """A claim and what is asked of it so far, as typed; `today` is the contractor's day.

    `passed` are the warnings that the person said yes to. One whose facts change asks anew.
    """

    claim: Claim
    today: date
    book: RuleBook
    changes: Changes = field(default_factory=Changes, repr=False)
    passed: frozenset[Mark] = frozenset()

    @property
    def deadline(self) -> Deadline | None:
        """The last day for this correction; None where the day of the decision is not told."""
        on = self.claim.determined_on
        return correction_deadline(on, self.book.rules, self.book.limits) if on else None

    def judged(self, moment: datetime) -> Judged:
        """Return the correction and what rules say of it, sent at `moment` (aware)."""
        read = read_changes(self.claim, self.changes)
        found = check_sending(Case(self.claim, read.correction, self.today, self.book), moment)
        return Judged((*read.findings, *found), self.passed, read.correction)

    def confirming(self, finding: Finding) -> Editing:
        """Return it with a yes to a warning, or without it where there was one."""
        return replace(self, passed=self.passed ^ {mark_of(finding)})

    def named(self, first_name: str, last_name: str, *, history: bool) -> Editing:
        """Return it with the patient's names, and whether the claim is to go as it is."""
        update = {"first_name": first_name, "last_name": last_name, "history": history}
        return self._with(update)

    def header_typed(self) -> dict[str, str]:
        """Return what stands in the fields of the header."""
        return {**show_values(header_values(self.claim)), **self.changes.header}

    def with_header(self, typed: Typed) -> Editing:
        """Return it with the header as typed."""
        return self._with({"header": _differing(typed, show_values(header_values(self.claim)))})

    def line_typed(self, line: Line) -> dict[str, str]:
        """Return what stands in the fields of a line."""
        return {**show_values(line_values(self.claim, line)), **(self.changes.lines.get(line.number) or {})}

    def with_line(self, line: Line, typed: Typed) -> Editing:
        """Return it with a line as typed; one that is as it was is no longer among the edited ones."""
        differing = _differing(typed, show_values(line_values(self.claim, line)))
        lines = {number: given for number, given in self.changes.lines.items() if number != line.number}
        if differing:
            lines[line.number] = differing
        return self._with({"lines": dict(sorted(lines.items()))})

    def adding(self, line: Line, code: str) -> Editing:
        """Return it with a modifier in the first empty slot of a line.

        A hospice modifier that was added before gives way to it. Raises `Problem` of the rule that refuses.
        """
        typed = self.line_typed(line)
        before = line_values(self.claim, line)
        slot = first_empty_slot(before)
        if not slot:
            raise Problem("rule.R45")
        if typed[slot] and typed[slot] not in HOSPICE_MODIFIERS:
            raise Problem("rule.R47")
        made = self.with_line(line, {**typed, slot: code})
        refused = next((each for each in made.line_findings(line) if each.refuses), None)
        if refused is not None:
            raise refused.problem
        return made

    def line_findings(self, line: Line) -> tuple[Finding, ...]:
        """Return what rules say of one line as it is typed."""
        read = read_changes(self.claim, self.changes)
        misread = tuple(each for each in read.findings if each.line == line.number)
        before = line_values(self.claim, line)
        after = read.correction.lines.get(line.number, before)
        if after == before:
            return misread
        case = Case(self.claim, read.correction, self.today, self.book)
        return (*misread, *check_line(LineCase(case, line, before, after)))

    def values(self, line: Line) -> LineValues:
        """Return a line as it shall be."""
        before = line_values(self.claim, line)
        return read_changes(self.claim, self.changes).correction.lines.get(line.number, before)

    def header(self) -> HeaderValues:
        """Return the header as it shall be."""
        asked = read_changes(self.claim, self.changes).correction.header
        return asked or header_values(self.claim)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return self.changes == Changes()

    def _with(self, update: Mapping[str, object]) -> Editing:
        return replace(self, changes=Changes.model_validate({**self.changes.model_dump(), **update}))


def draft_form() -> Form:
    """Return the form under which a correction is kept: one draft holds all edited lines."""
    fields = (
        Field("claim_number", read_claim_number, _NUMBER_LENGTH),
        Field("last_name", str, NAME_LENGTH, required=False),
        Field("first_name", str, NAME_LENGTH, required=False),
        Field("changes", parse_changes, MOST_CHARACTERS),
    )
    return Form("correction", fields, drafted=True)


def draft_values(editing: Editing) -> dict[str, str]:
    """Return what a draft holds of a correction; nothing where nothing was typed."""
    return {} if editing.is_empty else _values(editing.claim, editing.changes)


def made_of(claim: Claim, asked: Correction) -> Made:
    """Return the draft that a correction of `claim` is made with."""
    lines = {
        line.number: _differing(show_values(asked.lines[line.number]), show_values(line_values(claim, line)))
        for line in claim.lines
        if line.number in asked.lines
    }
    header = asked.header or header_values(claim)
    changes = Changes(
        first_name=asked.first_name,
        last_name=asked.last_name,
        history=asked.history,
        header=_differing(show_values(header), show_values(header_values(claim))),
        lines=lines,
    )
    return Made(draft_form().name, _values(claim, changes))


def changes_of(values: Typed) -> Changes:
    """Return the changes of a draft. Raises `Problem` ``changes.file``."""
    return parse_changes(values.get("changes", "{}"))


def _values(claim: Claim, changes: Changes) -> dict[str, str]:
    return {
        "claim_number": claim.number,
        "last_name": claim.patient.last_name,
        "first_name": claim.patient.first_name,
        "changes": changes.model_dump_json(exclude_defaults=True),
    }


def _differing(typed: Typed, before: Typed) -> dict[str, str]:
    return {name: text for name, text in typed.items() if text.strip() != before.get(name, "")}
