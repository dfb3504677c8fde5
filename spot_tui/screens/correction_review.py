"""Before and after in one screen: what will be sent and nothing else, and when it counts as received."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.editing import Judged
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.review import review_sections
from spot_tui.backend.eligibility.sheet import Section
from spot_tui.backend.outbox.model import Sender, Submission
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.correction import other_words
from spot_tui.screens.correction_work import CorrectionWork
from spot_tui.screens.reviewing import ReviewingPage
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.filed import FiledCorrection
    from spot_tui.backend.kept_work import KeptForm


class CorrectionReviewPage(ReviewingPage):
    """F5 sends; a colleague who was faster is named."""

    NAME = "correction_review"
    CONFLICTS = frozenset({"gateway.changed", "corrections.open"})
    KEYS = (
        *("explain", "cancel", "back", "confirm_warning", "reload_claim", "send_correction"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    class Others(Message):
        """The corrections of this claim, after the gateway had another one or another state of it."""

        def __init__(self, problem: Problem, filed: tuple[FiledCorrection, ...]) -> None:
            super().__init__()
            self.problem = problem
            self.filed = filed

    def __init__(self, made: CorrectionWork) -> None:
        super().__init__()
        self._made = made
        self._judged: Judged | None = None

    @property
    def claim(self) -> Claim:
        """The claim that is corrected."""
        return self._made.editing.claim

    @property
    def provider(self) -> Provider:
        """For whom it is corrected."""
        return self._made.provider

    @property
    def deadline(self) -> Deadline | None:
        """The end of the year for corrections."""
        return self._made.editing.deadline

    def judge(self, moment: datetime) -> Judged:
        """Return the correction and what rules say of it."""
        self._judged = self._made.editing.judged(moment)
        return self._judged

    def sections(self) -> Iterable[Section]:
        """Return what changes, before and after."""
        return review_sections(self.claim, self._judged.correction) if self._judged else ()

    def confirm(self, finding: Finding) -> None:
        """Keep the yes with the rest of the correction."""
        self._made.editing = self._made.editing.confirming(finding)

    def take_claim(self, claim: Claim) -> None:
        """Put the same changes on the claim as it is now."""
        self._made.change(replace(self._made.editing, claim=claim, passed=frozenset()))

    def can_send_correction(self) -> bool:
        """Tell whether it may be sent, and to whom."""
        return self.may_send and self.house.desk.corrections is not None

    def do_send_correction(self) -> None:
        """Put it into the outbox and send it."""
        desk, session, judged = self.house.desk, self.house.session, self._judged
        if desk.corrections is None or session is None or judged is None:
            return
        work = desk.corrections.submit(
            Sender.of(session),
            self.provider,
            self.claim,
            judged.correction,
            self._made.editing.today,
            judged.overrides,
        )
        self.wait_for(say("correction_review.sending"), work, self.Sent)

    @property
    def kept(self) -> KeptForm | None:
        """What keeps the correction."""
        return self._made.kept

    def arrived(self, submission: Submission) -> None:
        """Drop the draft, and show the confirmation."""
        from spot_tui.screens.correction_sent import CorrectionSentPage

        if self._judged is None:
            return
        self._made.was_sent()
        asked = self._judged.correction
        self.house.replace(CorrectionSentPage(submission, self.claim, self.provider, asked))

    def refused_by_gateway(self, problem: Problem) -> None:
        """Look who was faster, where somebody was."""
        super().refused_by_gateway(problem)
        desk, session = self.house.desk, self.house.session
        if problem.code in self.CONFLICTS and desk.corrections is not None and session is not None:
            work = desk.corrections.list(session, self.provider, everybody=True, claim=self.claim.number)
            self.wait_for(say("correction_review.looking"), work, lambda filed: self.Others(problem, filed))

    @on(Others)
    def _tell_others(self, message: Others) -> None:
        """Say who was faster, when, and what to do."""
        self.show_refusal(message.problem)
        if message.filed:
            told = other_words(message.filed[0], self)
            self.tell_conflict(f"{told} {say('reviewing.conflict')}")
        self.tell_keys()
