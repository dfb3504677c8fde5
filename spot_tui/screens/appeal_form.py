"""The form of an appeal, of either level: whose claim, which services, why, and who asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from spot_tui.backend.claims.model import AppealLevel, Claim
from spot_tui.backend.corrections.appeal_forms import appeal_form, start_of_appeal
from spot_tui.backend.corrections.appeals import appeal_deadline
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.corrections.review import line_title, until_words
from spot_tui.backend.forms import Form, Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.about_claim import AboutAClaim
from spot_tui.screens.licence import owners_line
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft

_LINES_SHOWN = 4
"""So many lines of the claim have room under the form; F1 lists all."""


class AppealFormPage(AboutAClaim):
    """In two parts; F5 shows what will be sent. What the claim tells is filled in."""

    NAME = "appeal_form"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "remove_dashes", "cancel", "back", "review"),
        *("part_before", "part_after", "content", "sign_out"),
    )

    def __init__(
        self, level: AppealLevel, claim: Claim | None, provider: Provider | None, draft: Draft | None = None
    ) -> None:
        super().__init__(claim, provider, draft)
        self.level = level

    def body(self) -> Iterable[Widget]:
        """Yield the claim, which part it is, the form, and until when it may be sent."""
        yield Plain(((self.headline, Tone.STRONG),), id="claim")
        yield Plain(id="part", classes="gap-below")
        yield FormPanel(self._form, self._start)
        yield Plain(id="until")
        yield Plain(id="lines", classes="gap")
        yield owners_line(self.house)

    @property
    def _form(self) -> Form:
        return appeal_form(self.level, self.claim, self.today, self.house.desk.rule_book)

    @property
    def _start(self) -> Typed:
        """Return what stands there before anything is typed: the claim's own, and who works here."""
        if self.draft is not None:
            return self.draft.values
        session = self.house.session
        return start_of_appeal(self.claim, session.person.name if session else "") if self.claim else {}

    @property
    def deadline(self) -> Deadline | None:
        """The last day of this level, None while it is not known."""
        return appeal_deadline(self.claim, self.level, self.house.desk.rule_book) if self.claim else None

    @property
    def keep_until(self) -> date | None:
        """The last day of this level."""
        return self.deadline.last_day if self.deadline else None

    def claim_loaded(self) -> None:
        """Compare what the draft holds with the claim as it is now."""
        self.panel.form = self._form
        self._tell_part()
        self.tell_refused_before()

    @on(FormPanel.Turned)
    def _tell_part(self) -> None:
        part = self.panel.part + 1
        words = say("appeal_form.heading", level=say(f"claims.level.{self.level}"), part=part)
        what = say(f"appeal_form.part.{part}")
        self.query_one("#part", Plain).show(((f"{words}  ", Tone.STRONG), (what, Tone.PLAIN)))
        told = until_words(self.deadline, self.today) if self.claim else ""
        self.query_one("#until", Plain).show(((told, Tone.QUIET),))
        lines = self.claim.lines[:_LINES_SHOWN] if self.claim and part > 1 else ()
        self.query_one("#lines", Plain).show("\n".join(map(line_title, lines)))
        self.query_one("#licence").display = bool(lines)
        self.tell_keys()

    def on_mount(self) -> None:
        """Say which part it is."""
        self._tell_part()

    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.tell_keys()

    def do_send(self) -> None:
        """Review, as Enter in the last field asks for."""
        self.do_review()

    def do_review(self) -> None:
        """Show everything once more with what rules say, or go to what is missing or wrong."""
        from spot_tui.screens.appeal_review import AppealReviewPage

        reading = self.panel.send()
        if self.claim is None or self.provider is None:
            self.look_claim_up()
        elif reading.problems:
            self.tell_to_correct()
        else:
            self.notice.clear()
            self.house.open(AppealReviewPage(self))

    def refused(self, problem: Problem) -> None:
        """Show what the gateway refused beside its field."""
        self.show_refusal(problem)

    def explanation(self) -> tuple[str, ...]:
        """Explain the field under the cursor; of the services, name the lines of the claim."""
        lines = self.claim.lines if self.claim and self.panel.here == "services" else ()
        return (*super().explanation(), *map(line_title, lines))
