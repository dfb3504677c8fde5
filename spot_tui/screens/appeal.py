"""One appeal on file: how it stands, what was asked for, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.appeals.following import next_level_deadline
from spot_tui.backend.appeals.model import DecisionLetter, FiledAppeal
from spot_tui.backend.appeals.view import appeal_tab
from spot_tui.backend.claims.model import AppealLevel, Claim
from spot_tui.backend.clock import today
from spot_tui.backend.corrections.appeals import UNDECIDED, check_level
from spot_tui.backend.corrections.findings import Finding, refusals
from spot_tui.backend.corrections.review import finding_words
from spot_tui.backend.corrections.roads_view import explain_rule
from spot_tui.backend.eligibility.sheet import Tab, tab_lines
from spot_tui.backend.explanations import explain
from spot_tui.screens.answer_words import toned
from spot_tui.screens.licence import with_licence
from spot_tui.screens.paged import Paged
from spot_tui.widgets.lined import Lined
from spot_tui.words import say


class AppealPage(Paged):
    """Letter, papers and next level by key; what cannot be done now says which rule forbids it."""

    NAME = "appeal"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "print_appeal", "cancel", "back", "next_level", "decision_letter", "add_papers"),
        *("content", "page_up", "page_down", "sign_out"),
    )

    class Told(Message):
        """The appeal as it stands now."""

        def __init__(self, filed: FiledAppeal) -> None:
            super().__init__()
            self.filed = filed

    class Opened(Message):
        """Its decision letter; opening it is in the audit log."""

        def __init__(self, letter: DecisionLetter) -> None:
            super().__init__()
            self.letter = letter

    class Loaded(Message):
        """Its claim as it stands now, and what it was wanted for; viewing it is in the audit log."""

        def __init__(self, claim: Claim, then: Callable[[Claim], None]) -> None:
            super().__init__()
            self.claim = claim
            self.then = then

    def __init__(self, filed: FiledAppeal) -> None:
        super().__init__()
        self._filed = filed
        self._read_at = self.house.desk.clock.now()
        self._barred: Finding | None = None
        self._is_stale = False

    def body(self) -> Iterable[Widget]:
        """Yield all there is to tell."""
        yield Lined([toned(each) for each in tab_lines(self._tab, self.line_width)])

    @property
    def _tab(self) -> Tab:
        desk = self.house.desk
        deadline = next_level_deadline(self._filed, desk.rule_book.limits)
        return appeal_tab(self._filed, deadline, today(desk.clock, ZoneInfo(desk.profile.zone)))

    def on_screen_resume(self) -> None:
        """Ask anew after something was sent about it."""
        appeals, session = self.house.desk.appeals, self.house.session
        if self._is_stale and appeals is not None and session is not None:
            self._is_stale = False
            self.wait_for(say("appeals.opening"), appeals.show(session, self._filed.number), self.Told)

    @on(Told)
    def _tell(self, message: Told) -> None:
        self._filed, self._read_at = message.filed, self.house.desk.clock.now()
        self.lined.fill([toned(each) for each in tab_lines(self._tab, self.line_width)])
        self.tell_keys()

    def can_decision_letter(self) -> bool:
        """Tell whether there is one yet."""
        return bool(self._filed.letter)

    def do_decision_letter(self) -> None:
        """Open the decision letter."""
        appeals, session = self.house.desk.appeals, self.house.session
        if appeals is not None and session is not None:
            work = appeals.letter(session, self._filed.number)
            self.wait_for(say("appeals.opening_letter"), work, self.Opened)

    @on(Opened)
    def _show_letter(self, message: Opened) -> None:
        from spot_tui.screens.letter import LetterPage

        self.house.open(LetterPage(message.letter))

    def can_add_papers(self) -> bool:
        """Tell whether it is not too late for them."""
        return self._filed.takes_documents

    def do_add_papers(self) -> None:
        """Look the claim up, then choose the papers."""
        self._look_claim_up(self._add_papers)

    def do_next_level(self) -> None:
        """Look the claim up: it tells whether the next level is open."""
        self._look_claim_up(self._go_on)

    def _look_claim_up(self, then: Callable[[Claim], None]) -> None:
        claims, session = self.house.desk.claims, self.house.session
        if claims is not None and session is not None and session.provider is not None:
            work = claims.show(session, session.provider, self._filed.claim)
            self.wait_for(say("claim_list.opening"), work, lambda shown: self.Loaded(shown.claim, then))

    @on(Loaded)
    def _take_claim(self, message: Loaded) -> None:
        message.then(message.claim)

    def _add_papers(self, claim: Claim) -> None:
        from spot_tui.screens.document_form import papers_page

        self._is_stale = True
        self.house.open(papers_page(self.house, claim, self._filed.number))

    def _go_on(self, claim: Claim) -> None:
        desk = self.house.desk
        day = today(desk.clock, ZoneInfo(desk.profile.zone))
        self._barred = next(iter(refusals(check_level(claim, self._next, day, desk.rule_book))), None)
        if self._barred is not None:
            told = explain(self._barred.problem)
            self.notice.hint(" ".join(filter(None, (finding_words(self._barred), told.next))))
            return
        from spot_tui.screens.appeal_form import AppealFormPage

        session = self.house.session
        if session is not None:
            self._is_stale = True
            form = AppealFormPage(self._next, claim, session.provider)
            with_licence(self, lambda: self.house.open(form))

    @property
    def _next(self) -> AppealLevel:
        """The level to go on with: the same one where nothing was decided on it."""
        return self._filed.level if self._filed.status in UNDECIDED else AppealLevel.RECONSIDERATION

    def can_print_appeal(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_appeal(self) -> None:
        """Choose in which form it is printed, and where."""
        from spot_tui.backend.prints.printouts import appeal_printout
        from spot_tui.screens.prints import print_page

        session, tab = self.house.session, self._tab
        provider = session.provider if session else None
        self.house.open(print_page(self, tab, appeal_printout(self._filed, tab, provider, self._read_at)))

    def explanation(self) -> tuple[str, ...]:
        """Explain how it stands, and the rule that bars the next level once that was asked for."""
        barred = tuple(explain_rule(self._barred.rule)) if self._barred else ()
        return (self.title_words, say(f"appeals.means.{self._filed.status}"), *barred, say("appeal.help"))
