"""What every screen is that shows once more what will be sent, with what rules say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.judgement import Judgement, mark_of
from spot_tui.backend.corrections.review import finding_words, receipt_words
from spot_tui.backend.eligibility.sheet import Section, Tab, tab_lines
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.model import State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.answer_words import toned
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm

Row = tuple[Line, Finding | None]


class ReviewingPage(Paged):
    """Sent once nothing is refused, each warning has its yes (Y), and the claim is as it was seen."""

    BAR_ROWS = 2
    CONFLICTS: frozenset[str] = frozenset({"gateway.changed"})
    """Refusals of the gateway after which the claim has to be looked up again."""

    class Sent(Message):
        """How the submission stands; it is in the outbox and in the audit log."""

        def __init__(self, submission: Submission) -> None:
            super().__init__()
            self.submission = submission

    class Reloaded(Message):
        """The claim as it is now."""

        def __init__(self, shown: ClaimShown) -> None:
            super().__init__()
            self.shown = shown

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._judgement: Judgement | None = None
        self._is_outdated = False

    @property
    def claim(self) -> Claim:
        """The claim that it is about."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What it is about, in a line."""
        return headline(self.claim)

    @property
    def provider(self) -> Provider:
        """For whom it is sent."""
        raise NotImplementedError

    @property
    def deadline(self) -> Deadline | None:
        """The last day for it."""
        raise NotImplementedError

    def judge(self, moment: datetime) -> Judgement:
        """Return what rules say of it, sent at `moment`."""
        raise NotImplementedError

    def sections(self) -> Iterable[Section]:
        """Return what is sent, and nothing else."""
        raise NotImplementedError

    def confirm(self, finding: Finding) -> None:
        """Take a yes to a warning, or take it back."""
        raise NotImplementedError

    def take_claim(self, claim: Claim) -> None:
        """Go on with the claim as it is now; no warning has its yes any more."""
        raise NotImplementedError

    def arrived(self, submission: Submission) -> None:
        """Go on after it was sent, or waits for the line."""
        raise NotImplementedError

    @property
    def kept(self) -> KeptForm | None:
        """What keeps the form that is looked at; None where nobody is signed in."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """Yield the claim, who was faster, what is sent, and when that counts as received."""
        yield Plain(id="conflict")
        yield Plain(((self.about, Tone.STRONG),), classes="gap-below")
        yield Lined()
        yield Plain(id="few", classes="gap")
        yield Plain(id="received")
        if self.shows_procedures:
            yield owners_line(self.house)

    @property
    def shows_procedures(self) -> bool:
        """Whether it shows procedure codes, and so has to say whose they are."""
        return True

    def on_screen_resume(self) -> None:
        """Show what would be sent now."""
        self._fill()

    def _fill(self) -> None:
        judgement = self._judgement = self.judge(self.house.desk.clock.now())
        here = self.lined.cursor if self.lined.lines else 0
        self._rows = tuple(self._made_rows(judgement))
        waiting = {mark_of(finding) for finding in judgement.to_confirm}
        wanted = (n for n, (_, found) in enumerate(self._rows) if found and mark_of(found) in waiting)
        self.lined.fill([text for text, _ in self._rows], next(wanted, here))
        self._tell_state(judgement)
        self.tell_keys()

    def _made_rows(self, judgement: Judgement) -> Iterator[Row]:
        lines = tab_lines(Tab("", "", tuple(self.sections())), self.line_width)
        yield from ((toned(each), None) for each in lines)
        for title, findings in (("refused", judgement.refused), ("warned", judgement.warned)):
            if findings:
                yield line(""), None
                yield line(say(f"reviewing.{title}"), Tone.STRONG), None
            for finding in findings:
                yield from self._finding_rows(finding, is_passed=finding not in judgement.to_confirm)

    def _finding_rows(self, finding: Finding, *, is_passed: bool) -> Iterator[Row]:
        if finding.refuses:
            mark, tone = "! ", Tone.BAD
        else:
            mark, tone = (say("reviewing.passed"), Tone.PLAIN) if is_passed else ("[ ] ", Tone.WARN)
        for text in wrapped(f"{mark}{finding_words(finding)}", self.text_width, tone, indent="    "):
            yield text, finding
        then = explain(finding.problem).next
        for text in wrapped(f"    {then}", self.text_width, Tone.QUIET, indent="    ") if then else ():
            yield text, finding

    def _tell_state(self, judgement: Judgement) -> None:
        waiting, now = len(judgement.to_confirm), self.house.desk.clock.now()
        if judgement.refused:
            told, tone = say("reviewing.blocked", count=len(judgement.refused)), Tone.BAD
        elif waiting:
            told, tone = say("reviewing.to_confirm", count=waiting), Tone.WARN
        else:
            told, tone = say("reviewing.ready"), Tone.STRONG
        self.query_one("#few", Plain).show(((told, tone),))
        self.query_one("#received", Plain).show(self.received_words(now))

    def received_words(self, now: datetime) -> str:
        """Return when it counts as received if it is sent now, and the last day for it."""
        calendar = self.house.desk.rule_book.calendar
        today = now.astimezone(calendar.zone).date()
        return receipt_words(calendar, now, self.deadline, today, self.provider)

    @property
    def _warning(self) -> Finding | None:
        """The warning under the cursor."""
        if not self._rows:
            return None
        finding = self._rows[self.lined.cursor][1]
        return finding if finding is not None and not finding.refuses else None

    def can_confirm_warning(self) -> bool:
        """Tell whether the cursor is on a warning."""
        return self._warning is not None

    def do_confirm_warning(self) -> None:
        """Say yes to the warning under the cursor, or take that back."""
        if self._warning is not None:
            self.confirm(self._warning)
            self._fill()

    @property
    def may_send(self) -> bool:
        """Whether nothing is refused, every warning has its yes, and it was made on what is known."""
        judgement = self._judgement
        is_right = judgement is not None and not judgement.refused and not judgement.to_confirm
        return is_right and not self._is_outdated

    @on(Sent)
    def _show_sent(self, message: Sent) -> None:
        submission = message.submission
        self.note_submitted(submission)
        if submission.state is State.REFUSED and submission.problem is not None:
            self.refused_by_gateway(submission.problem)
        else:
            self.arrived(submission)

    def note_submitted(self, submission: Submission) -> None:
        """Let it take the place of what was refused of this form; refused itself, the next one takes its."""
        if self.kept is None:
            return
        if submission.state.never_counts:
            self.kept.refused |= {submission.id}
        elif self.kept.refused:
            self.house.drop_made_again(self.kept.refused)

    def refused_by_gateway(self, problem: Problem) -> None:
        """Show why; where the claim is another one now, it is looked up again first."""
        self._is_outdated = problem.code in self.CONFLICTS
        self.show_refusal(problem)
        if self._is_outdated:
            self.tell_conflict(say("reviewing.conflict"))
        self.tell_keys()

    def tell_conflict(self, words: str) -> None:
        """Say above all, where no notice hides it, what stands against sending it as it was seen."""
        self.query_one("#conflict", Plain).show(((words, Tone.BAD),) if words else "")

    def can_reload_claim(self) -> bool:
        """Tell whether the claim is another one now than it was when she began."""
        return self._is_outdated and self.house.desk.claims is not None

    def do_reload_claim(self) -> None:
        """Look the claim up again; what was typed stays."""
        desk, session = self.house.desk, self.house.session
        if desk.claims is not None and session is not None:
            work = desk.claims.show(session, self.provider, self.claim.number)
            self.wait_for(say("claim_list.opening"), work, self.Reloaded)

    @on(Reloaded)
    def _show_reloaded(self, message: Reloaded) -> None:
        self.take_claim(message.shown.claim)
        self._is_outdated = False
        self.tell_conflict("")
        self._fill()
        self.notice.hint(say("reviewing.reloaded"))

    def explanation(self) -> tuple[str, ...]:
        """Explain the finding under the cursor by its rule."""
        from spot_tui.backend.corrections.roads_view import explain_rule

        finding = self._rows[self.lined.cursor][1] if self._rows else None
        if finding is None:
            return super().explanation()
        return (finding_words(finding), *explain(finding.problem), *explain_rule(finding.rule))
