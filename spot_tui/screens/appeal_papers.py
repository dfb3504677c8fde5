"""More papers for an appeal that is on file: which appeal, who sends them, and which files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.appeals.papers import JudgedPapers, look_through, start_of_papers
from spot_tui.backend.claims.model import Claim
from spot_tui.backend.corrections.appeal_forms import PAPER_FIELDS, appeal_documents_form
from spot_tui.backend.forms import Typed
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.about_claim import AboutAClaim
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft


class AppealPapersPage(AboutAClaim):
    """F5 looks the files through; what is wrong with one stands beside it."""

    NAME = "appeal_papers"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "review"),
        *("part_before", "part_after", "content", "sign_out"),
    )

    class Looked(Message):
        """The files were looked through, each on record."""

        def __init__(self, found: JudgedPapers) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self, number: str, claim: Claim | None, provider: Provider | None, draft: Draft | None = None
    ) -> None:
        super().__init__(claim, provider, draft)
        self._number = number

    def body(self) -> Iterable[Widget]:
        """Yield the claim, the form, and where files are taken from."""
        yield Plain(((self.headline, Tone.STRONG),), id="claim", classes="gap-below")
        yield FormPanel(appeal_documents_form(self.claim), self._start)
        yield Plain(((self._hint, Tone.QUIET),), classes="gap")

    @property
    def _start(self) -> Typed:
        if self.draft is not None:
            return self.draft.values
        session = self.house.session
        who = session.person.name if session else ""
        return start_of_papers(self.claim, self._number, who) if self.claim else {}

    @property
    def _folder(self) -> Path | None:
        places = self.house.desk.papers.places()
        return places[0].path if places else None

    @property
    def _hint(self) -> str:
        folder = self._folder
        return say("appeal_papers.folder", folder=folder) if folder else say("appeal_papers.no_folder")

    def claim_loaded(self) -> None:
        """Compare what the draft holds with the claim as it is now."""
        self.panel.form = appeal_documents_form(self.claim)

    @on(FormPanel.Turned)
    @on(FormPanel.Changed)
    def _other_keys(self) -> None:
        self.tell_keys()

    def do_send(self) -> None:
        """Review, as Enter in the last field asks for."""
        self.do_review()

    def do_review(self) -> None:
        """Look the files through, or go to what is missing or wrong."""
        reading, desk = self.panel.send(), self.house.desk
        if self.claim is None or self.provider is None:
            self.look_claim_up()
        elif reading.problems:
            self.tell_to_correct()
        else:
            self.notice.clear()
            paths = [self._path(self.panel.typed[name]) for name in self._filled]
            work = look_through(desk.papers, self.panel.typed, paths, desk.clock.now(), desk.rule_book)
            self.wait_for(say("appeal_papers.looking"), work, self.Looked)

    @property
    def _filled(self) -> tuple[str, ...]:
        """The fields that name a file."""
        return tuple(name for name in PAPER_FIELDS if self.panel.typed[name].strip())

    def _path(self, text: str) -> Path:
        named, folder = Path(text.strip()).expanduser(), self._folder
        return named if named.is_absolute() or folder is None else folder / named

    @on(Looked)
    def _go_on(self, message: Looked) -> None:
        from spot_tui.screens.appeal_papers_review import AppealPapersReviewPage

        found = message.found
        stops = found.judged.stops()
        if not stops:
            self.house.open(AppealPapersReviewPage(self, found))
            return
        beside = [
            Problem(problem.code, (name,), problem.parameters)
            for name, paper in zip(self._filled, found.papers, strict=False)
            for problem in stops
            if problem in paper.problems or problem.parameters.get("file") == paper.name
        ]
        for problem in beside or stops:
            self.show_refusal(problem)

    def refused(self, problem: Problem) -> None:
        """Show what the gateway refused beside its field."""
        self.show_refusal(problem)
