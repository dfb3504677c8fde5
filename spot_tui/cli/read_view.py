"""What `read` prints of a file: answers as the screens show them, other kinds in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spot_tui.backend.licences.descriptors import code_set_of
from spot_tui.backend.licences.service import PROCEDURES
from spot_tui.backend.problems import Problem
from spot_tui.cli.output import show
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.eligibility.model import Eligibility
    from spot_tui.backend.eligibility.sheet import Section, Sheet
    from spot_tui.backend.results import Result
    from spot_tui.backend.upstreams import EligibilityRules


@dataclass(frozen=True, slots=True)
class Choice:
    """How much of a file is printed: one patient or claim by its number there, some tabs, what needs work."""

    number: int | None = None
    tabs: tuple[str, ...] = ()
    work_only: bool = False


class View:
    """Prints the results of one file."""

    def __init__(
        self, choice: Choice, rules: EligibilityRules, today: date, owners: Callable[[], str]
    ) -> None:
        """Print what `choice` says; `today` and `rules` decide how answers read.

        `owners` gives the copyright line of procedure codes. It stands below what shows any; no notice is
        asked for, as nobody is signed in, the codes are the file's own and no licensed words are shown.
        """
        self._choice = choice
        self._rules = rules
        self._today = today
        self._owners = owners
        self._patients = 0
        self._before = 0

    def show(self, results: Sequence[Result]) -> None:
        """Print the results of a file one below the other, a list of patients first where it has several.

        Raises `Problem` ``read.absent`` where the file has no patient or claim of the number chosen.
        """
        self._patients = sum(len(result.eligibility) for result in results)
        count = sum(map(_counted, results))
        if self._choice.number and self._choice.number > count:
            raise Problem("read.absent", parameters={"number": self._choice.number, "count": count})
        self._before = 0
        if self._patients > 1 and self._choice.number is None:
            self._show_patients([answer for result in results for answer in result.eligibility])
        for result in results:
            count = _counted(result)
            place = self._choice.number
            if place is None or self._before < place <= self._before + count:
                self._show_result(result)
            self._before += count
        if any(code_set_of(code) in PROCEDURES for result in results for code in _procedures(result)):
            show(self._owners())

    def _show_patients(self, answers: Sequence[Eligibility]) -> None:
        from spot_tui.backend.eligibility.sheet import Row, Section
        from spot_tui.backend.eligibility.tabs.phrases import day
        from spot_tui.backend.formats import MBI_LENGTH, show_mbi

        rows = []
        for number, answer in enumerate(answers, 1):
            sheet, person = self._sheet(answer), answer.beneficiary
            name = f"{person.last_name}, {person.first_name}".strip(" ,") if person else ""
            born = day(person.birth_date) if person and person.birth_date else ""
            mbi = person.mbi if person else ""
            shown = show_mbi(mbi) if len(mbi) == MBI_LENGTH else mbi
            rows.append(Row((str(number), name, shown, born, sheet.outcome)))
        columns = tuple(
            say(f"read.column.{name}") for name in ("number", "patient", "mbi", "born", "warning")
        )
        _show_section(Section(say("read.patients", count=len(rows)), tuple(rows), columns, frozenset({0})))
        show()

    def _show_result(self, result: Result) -> None:
        from spot_tui.cli.sheet import show_sheet

        _show_heading(result)
        for number, answer in enumerate(result.eligibility, start=self._before + 1):
            if self._choice.number in (None, number):
                if number > self._before + 1:
                    show()
                if self._patients > 1:
                    show(say("read.patient", number=number, all=self._patients))
                show_sheet(self._sheet(answer), self._choice.tabs)
        for section in self._sections(result):
            _show_section(section)
            show()

    def _sections(self, result: Result) -> Iterator[Section]:
        from spot_tui.backend.result_views import acknowledgement_sections, claim_sections, segment_section

        place = self._choice.number
        if result.acknowledgement:
            yield from acknowledgement_sections(result.acknowledgement)
        if result.claim_status:
            report = result.claim_status
            if place is not None:
                wanted = place - self._before
                report = replace(report, claims=report.claims[wanted - 1 : wanted])
            yield from claim_sections(report)
        if result.remittance:
            from spot_tui.backend.remittance.views import one_claim_sections, remittance_sections

            if place is None:
                work_only = self._choice.work_only
                yield from remittance_sections(result.remittance, self._before, work_only=work_only)
            else:
                yield from one_claim_sections(result.remittance, place - self._before, self._before)
        if result.segments:
            yield segment_section(result.segments)

    def _sheet(self, answer: Eligibility) -> Sheet:
        from spot_tui.backend.eligibility.presentation import present
        from spot_tui.backend.eligibility.verdict.judge import viewing_of_answer

        viewing = viewing_of_answer(answer, self._today, self._rules)
        return present(answer, replace(viewing, source=answer.source.sender, age=_age(answer)))


def _age(answer: Eligibility) -> str:
    """Return the day on which an answer was written, where it says so (BHT04)."""
    from spot_tui.backend.eligibility.benefit import read_day
    from spot_tui.backend.eligibility.tabs.phrases import day

    written = read_day(answer.source.created[:8])
    return say("read.written", date=day(written)) if written else ""


def _procedures(result: Result) -> Iterator[str]:
    """Yield the procedure codes of a result."""
    for answer in result.eligibility:
        yield from (service.code for service in answer.preventive)
    if result.claim_status:
        yield from (line.code for claim in result.claim_status.claims for line in claim.lines)
    if result.remittance:
        for line in (line for claim in result.remittance.claims for line in claim.lines):
            yield from (line.code, line.billed_code)


def _counted(result: Result) -> int:
    """Return how many patients or claims a result has."""
    if result.remittance:
        return len(result.remittance.claims)
    if result.claim_status:
        return len(result.claim_status.claims)
    return len(result.eligibility)


def _show_heading(result: Result) -> None:
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines
    from spot_tui.backend.x12.codes import word

    words = word("transaction", result.kind)
    title = say("read.title", kind=result.kind, words=words) if result.kind else say("read.title.unknown")
    show(title)
    show("-" * len(title))
    for note in result.notes:
        what = say(f"x12.oddity.{note.code}", details=note.details)
        place = say("x12.oddity.at_byte", what=what, segment=note.segment, offset=note.offset)
        for line in sentence_lines(say("read.odd", what=place), Tone.WARN):
            show(line.text)


def _show_section(section: Section) -> None:
    from spot_tui.backend.eligibility.sheet import section_lines

    for line in section_lines(section):
        show(line.text)
