"""Before and after in one screen: what will be sent and nothing else, and when it counts as received."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.corrections.editing import Judged, mark_of
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.review import (
    finding_words,
    receipt_words,
    review_sections,
)
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.model import Sender, State, Submission
from spot_tui.backend.problems import Problem
from spot_tui.screens.answer_words import toned
from spot_tui.screens.claim_words import headline
from spot_tui.screens.correction import other_words
from spot_tui.screens.correction_work import CorrectionWork
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, line, wrapped
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.filed import FiledCorrection

_WIDTH = 76
_CONFLICTS = frozenset({"gateway.changed", "corrections.open"})
Row = tuple[Line, Finding | None]


class CorrectionReviewPage(Paged):
    """F5 sends once nothing is refused and each warning has its yes (Y)."""

    NAME = "correction_review"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "confirm_warning", "reload_claim", "send_correction"),
        *("content", "page_up", "page_down", "sign_out"),
    )

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

    class Others(Message):
        """The corrections of this claim, after the gateway had another one or another state of it."""

        def __init__(self, problem: Problem, filed: tuple[FiledCorrection, ...]) -> None:
            super().__init__()
            self.problem = problem
            self.filed = filed

    def __init__(self, made: CorrectionWork) -> None:
        super().__init__()
        self._made = made
        self._rows: tuple[Row, ...] = ()
        self._judged: Judged | None = None
        self._is_outdated = False

    def body(self) -> Iterable[Widget]:
        """Yield the claim, what is sent, and when that counts as received."""
        yield Plain(((headline(self._made.editing.claim), Tone.STRONG),), classes="gap-below")
        yield Lined()
        yield Plain(id="few", classes="gap")
        yield Plain(id="received")

    def on_screen_resume(self) -> None:
        """Show what would be sent now."""
        self._fill()

    def _fill(self) -> None:
        editing = self._made.editing
        self._judged = editing.judged(self.house.desk.clock.now())
        here = self.lined.cursor if self.lined.lines else 0
        self._rows = tuple(self._made_rows(self._judged))
        waiting = {mark_of(finding) for finding in self._judged.to_confirm}
        wanted = (n for n, (_, found) in enumerate(self._rows) if found and mark_of(found) in waiting)
        first = next(wanted, here)
        self.lined.fill([text for text, _ in self._rows], first)
        self._tell_state(self._judged)
        self.tell_keys()

    def _made_rows(self, judged: Judged) -> Iterator[Row]:
        tab = Tab("", "", tuple(review_sections(self._made.editing.claim, judged.correction)))
        yield from ((toned(each), None) for each in tab_lines(tab))
        for title, findings in (("refused", judged.refused), ("warned", judged.warned)):
            if findings:
                yield line(""), None
                yield line(say(f"correction_review.{title}"), Tone.STRONG), None
            for finding in findings:
                yield from self._finding_rows(finding, is_passed=finding not in judged.to_confirm)

    def _finding_rows(self, finding: Finding, *, is_passed: bool) -> Iterator[Row]:
        if finding.refuses:
            mark, tone = "! ", Tone.BAD
        else:
            mark, tone = (say("correction_review.passed"), Tone.PLAIN) if is_passed else ("[ ] ", Tone.WARN)
        for text in wrapped(f"{mark}{finding_words(finding)}", _WIDTH, tone, indent="    "):
            yield text, finding
        then = explain(finding.problem).next
        for text in wrapped(f"    {then}", _WIDTH, Tone.QUIET, indent="    ") if then else ():
            yield text, finding

    def _tell_state(self, judged: Judged) -> None:
        editing, desk = self._made.editing, self.house.desk
        waiting = len(judged.to_confirm)
        if judged.refused:
            told, tone = say("correction_review.blocked", count=len(judged.refused)), Tone.BAD
        elif waiting:
            told, tone = say("correction_review.to_confirm", count=waiting), Tone.WARN
        else:
            told, tone = say("correction_review.ready"), Tone.STRONG
        self.query_one("#few", Plain).show(((told, tone),))
        received = receipt_words(editing.book.calendar, desk.clock.now(), editing.deadline, editing.today)
        self.query_one("#received", Plain).show(received)

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
            self._made.editing = self._made.editing.confirming(self._warning)
            self._fill()

    def can_send_correction(self) -> bool:
        """Tell whether nothing is refused, every warning has its yes, and it was made on what is known."""
        judged = self._judged
        is_right = judged is not None and not judged.refused and not judged.to_confirm
        return is_right and not self._is_outdated and self.house.desk.corrections is not None

    def do_send_correction(self) -> None:
        """Put it into the outbox and send it."""
        desk, session, made = self.house.desk, self.house.session, self._made
        if desk.corrections is None or session is None or self._judged is None:
            return
        editing = made.editing
        work = desk.corrections.submit(
            Sender.of(session),
            made.provider,
            editing.claim,
            self._judged.correction,
            editing.today,
            self._judged.overrides,
        )
        self.wait_for(say("correction_review.sending"), work, self.Sent)

    @on(Sent)
    def _show_sent(self, message: Sent) -> None:
        submission = message.submission
        if submission.state is State.REFUSED and submission.problem is not None:
            self._refused_by_gateway(submission.problem)
            return
        from spot_tui.screens.correction_sent import CorrectionSentPage

        self._made.was_sent()
        self.house.replace(CorrectionSentPage(submission, self._made.editing.claim))

    def _refused_by_gateway(self, problem: Problem) -> None:
        desk, session = self.house.desk, self.house.session
        if problem.code not in _CONFLICTS or desk.corrections is None or session is None:
            self.show_refusal(problem)
            return
        self._is_outdated = True
        number = self._made.editing.claim.number
        work = desk.corrections.list(session, self._made.provider, everybody=True, claim=number)
        self.wait_for(say("correction_review.looking"), work, lambda filed: self.Others(problem, filed))

    @on(Others)
    def _tell_others(self, message: Others) -> None:
        """Say who was faster, when, and what to do."""
        self.show_refusal(message.problem)
        if message.filed:
            self.query_one("#few", Plain).show(((other_words(message.filed[0], self), Tone.BAD),))
        self.query_one("#received", Plain).show(say("correction_review.conflict"))
        self.tell_keys()

    def can_reload_claim(self) -> bool:
        """Tell whether the claim is another one now than it was when she began."""
        return self._is_outdated and self.house.desk.claims is not None

    def do_reload_claim(self) -> None:
        """Look the claim up again; what was typed stays."""
        desk, session, made = self.house.desk, self.house.session, self._made
        if desk.claims is not None and session is not None:
            work = desk.claims.show(session, made.provider, made.editing.claim.number)
            self.wait_for(say("claim_list.opening"), work, self.Reloaded)

    @on(Reloaded)
    def _show_reloaded(self, message: Reloaded) -> None:
        from dataclasses import replace

        self._made.change(replace(self._made.editing, claim=message.shown.claim, passed=frozenset()))
        self._is_outdated = False
        self._fill()
        self.notice.hint(say("correction_review.reloaded"))

    def explanation(self) -> tuple[str, ...]:
        """Explain the finding under the cursor by its rule."""
        from spot_tui.backend.corrections.roads_view import explain_rule

        finding = self._rows[self.lined.cursor][1] if self._rows else None
        if finding is None:
            return super().explanation()
        return (finding_words(finding), *explain(finding.problem), *explain_rule(finding.rule))
