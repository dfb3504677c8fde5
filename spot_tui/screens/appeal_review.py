"""What will be sent as an appeal and nothing else, what rules say of it, and when it counts as received."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.appeals.asking import JudgedAppeal, judge_appeal
from spot_tui.backend.appeals.view import asked_sections
from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.judgement import Judgement, Mark, mark_of
from spot_tui.backend.eligibility.sheet import Section
from spot_tui.backend.outbox.model import Sender, Submission
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.reviewing import ReviewingPage
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm
    from spot_tui.screens.appeal_form import AppealFormPage


class AppealReviewPage(ReviewingPage):
    """F5 sends through the outbox; a field that the gateway refuses is gone back to."""

    NAME = "appeal_review"
    CONFLICTS = frozenset({"gateway.changed", "appeals.open"})
    KEYS = (
        *("explain", "cancel", "back", "confirm_warning", "reload_claim", "send_appeal"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    def __init__(self, form: AppealFormPage) -> None:
        super().__init__()
        self._form = form
        self._typed = form.panel.typed
        self._passed: frozenset[Mark] = frozenset()
        self._judged: JudgedAppeal | None = None

    @property
    def claim(self) -> Claim:
        """The claim whose decision is appealed."""
        assert self._form.claim is not None
        return self._form.claim

    @property
    def provider(self) -> Provider:
        """For whom it is appealed."""
        assert self._form.provider is not None
        return self._form.provider

    @property
    def deadline(self) -> Deadline | None:
        """The last day of its level."""
        return self._form.deadline

    def judge(self, moment: datetime) -> Judgement:
        """Return what rules say of it."""
        book = self.house.desk.rule_book
        self._judged = judge_appeal(self.claim, self._form.level, self._typed, moment, book)
        return Judgement(self._judged.findings, self._passed)

    def sections(self) -> Iterable[Section]:
        """Return what is asked for."""
        request = self._judged.request if self._judged else None
        return asked_sections(self.claim, request) if request else ()

    def confirm(self, finding: Finding) -> None:
        """Remember the yes until it is sent."""
        self._passed ^= {mark_of(finding)}

    def take_claim(self, claim: Claim) -> None:
        """Ask the same of the claim as it is now."""
        self._form.claim, self._passed = claim, frozenset()
        self._form.claim_loaded()

    def can_send_appeal(self) -> bool:
        """Tell whether it may be sent, and to whom."""
        return self.may_send and self.house.desk.appeals is not None

    def do_send_appeal(self) -> None:
        """Put it into the outbox and send it."""
        desk, session, moment = self.house.desk, self.house.session, self.house.desk.clock.now()
        judgement = self.judge(moment)
        request = self._judged.request if self._judged else None
        if desk.appeals is None or session is None or request is None:
            return
        work = desk.appeals.submit(
            Sender.of(session), self.provider, self.claim, request, moment, judgement.overrides
        )
        self.wait_for(say("appeal_review.sending"), work, self.Sent)

    def refused(self, problem: Problem) -> None:
        """Show the warnings that came up since; else why it was not taken into the outbox."""
        if problem.code == "corrections.override":
            self.on_screen_resume()
        self.show_refusal(problem)

    def refused_by_gateway(self, problem: Problem) -> None:
        """Go back to a field that is refused, or say why."""
        asked = {field.name for field in self._form.panel.form.fields}
        if asked & set(problem.fields) and problem.code not in self.CONFLICTS:
            self.app.pop_screen()
            self._form.refused(problem)
        else:
            super().refused_by_gateway(problem)

    @property
    def kept(self) -> KeptForm | None:
        """What keeps the form of the appeal."""
        return self._form.keeping()

    def arrived(self, submission: Submission) -> None:
        """Drop the draft, and show the confirmation."""
        from spot_tui.screens.appeal_sent import AppealSentPage

        self._form.was_sent(self._typed)
        request = self._judged.request if self._judged else None
        assert request is not None
        self.house.replace(AppealSentPage(submission, self.claim, self.provider, request))
