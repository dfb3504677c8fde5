"""The answer: a one-page summary first, then the tabs, one body that is refilled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.clock import provider_day
from spot_tui.backend.eligibility.changes_view import changes_section, kept_line, news_line
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.model import Period
from spot_tui.backend.eligibility.presentation import present
from spot_tui.backend.eligibility.service import EligibilityAnswer
from spot_tui.backend.eligibility.sheet import Line as SheetLine
from spot_tui.backend.eligibility.sheet import Sheet, Tab, Viewing, has_procedures, tab_lines
from spot_tui.backend.eligibility.sheet import Tone as SheetTone
from spot_tui.backend.eligibility.verdict.judge import viewing_of
from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.commands import COMMANDS, TAB_KEYS, key_name
from spot_tui.screens.answer_words import banner_lines, explained, person_line, toned
from spot_tui.screens.licence import with_licence
from spot_tui.screens.paged import Paged
from spot_tui.screens.use_rules import with_use_rules
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.tab_row import TabLabel, TabRow
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.prints.printout import Printout


class AnswerPage(Paged):
    """Who, the banners that belong on every tab, the tab row, the body, and source and age beneath."""

    NAME = "answer"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "back",
        "new_patient",
        "ask_again",
        "print",
        "cancel",
        "changes",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "tab_left",
        "tab_right",
        *(f"tab_{tab}" for tab in TAB_KEYS),
    )

    class Answered(Message):
        """The eligibility service answered once more, and that is in the audit log."""

        def __init__(self, answer: EligibilityAnswer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, inquiry: Inquiry, answer: EligibilityAnswer, provider: Provider | None = None) -> None:
        super().__init__()
        self._inquiry = inquiry
        self._provider = provider
        """For which provider was asked."""
        self._answer = answer
        self._sheet = self._present()
        self._tabs: tuple[Tab, ...] = (self._sheet.summary, *self._sheet.tabs)
        self._active = 0
        self._lines: tuple[SheetLine, ...] = ()
        self._refused_again = ""

    @property
    def _viewing(self) -> Viewing:
        desk, session = self.house.desk, self.house.session
        today = provider_day(desk.clock, session.provider if session else None, desk.profile.zone)
        return viewing_of(self._inquiry.service, today, desk.profile.rules)

    def _present(self) -> Sheet:
        viewing = replace(self._viewing, source=self._answer.source, age=self._age)
        return present(self._answer.eligibility, viewing)

    @property
    def _age(self) -> str:
        return show_moment(self._answer.received_at, self.house.desk.clock.now(), self._zone)

    def body(self) -> Iterable[Widget]:
        """Yield the fixed lines around the one body."""
        yield Plain(
            ((person_line(self._answer.eligibility.beneficiary, self._inquiry), Tone.STRONG),), id="person"
        )
        yield Plain(id="asked_for")
        yield Plain(id="kept")
        yield Plain(id="news")
        yield Plain(id="banners")
        yield TabRow()
        yield Lined()
        yield Plain(id="source")

    def on_mount(self) -> None:
        """Open the summary."""
        self._open(0)

    def on_screen_resume(self) -> None:
        """Say for whom was asked, where that is not the provider in force any more."""
        session, asked = self.house.session, self._provider
        is_other = session is not None and asked is not None and session.provider != asked
        words = say("answer.asked_for", provider=asked.organisation, npi=asked.npi) if asked else ""
        self.query_one("#asked_for", Plain).show(((words, Tone.WARN),) if is_other else "")
        self._tell_kept()

    def _tell_kept(self) -> None:
        """Say when a kept answer was asked for, why answers are not kept, and what is new."""
        answer, now = self._answer, self.house.desk.clock.now()
        kept = kept_line(answer, now, self._zone, key_name(COMMANDS["ask_again"].key))
        problem = explain(answer.kept_problem).what if answer.kept_problem else ""
        told = "\n".join(filter(None, (kept, self._refused_again, problem)))
        self.query_one("#kept", Plain).show(((told, Tone.WARN),) if told else "")
        news = news_line(answer, now, self._zone)
        shown = (f"*** {news}", Tone.WARN) if answer.changes else (news, Tone.QUIET)
        self.query_one("#news", Plain).show((shown,) if news else "")

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.house.desk.profile.zone)

    def _open(self, index: int) -> None:
        """Refill the body with the tab at `index`; procedure codes wait for their notices."""
        if has_procedures(self._tabs[index % len(self._tabs)]) and self._must_ask(index):
            return
        self._active = index % len(self._tabs)
        tab = self._tabs[self._active]
        self._lines = self._lines_of(tab)
        self.query_one("#banners", Plain).show(banner_lines(self._sheet, tab.id))
        self.query_one(TabRow).tell(
            [TabLabel(TAB_KEYS[each.id], say(f"answer.tab.{each.id}"), each.empty) for each in self._tabs],
            self._active,
        )
        self.lined.fill([toned(line) for line in self._lines])

    def _must_ask(self, index: int) -> bool:
        """Tell whether notices stand between her and a tab, which are shown first then."""
        session, licences = self.house.session, self.house.desk.licences
        try:
            if session is None or not licences.pending(session.person.user_id):
                return False
            with_licence(self, lambda: self._open(index))
        except Problem as problem:
            self.show_refusal(problem)
        return True

    def _lines_of(self, tab: Tab) -> tuple[SheetLine, ...]:
        if tab.id == "summary":
            return tab_lines(tab, self.line_width)
        title = SheetLine(say(f"command.tab_{tab.id}.label"), SheetTone.HEADING)
        if not has_procedures(tab):
            return (title, *tab_lines(tab, self.line_width))
        owners = SheetLine(self.house.desk.licences.copyright_line(), SheetTone.MUTED)
        return (title, *tab_lines(tab, self.line_width), SheetLine(""), owners)

    @on(Lined.Moved)
    def _tell_source(self) -> None:
        """Show source, age and page."""
        lined = self.lined
        last = min(lined.top + lined.rows, lined.all_rows)
        lines = say("answer.lines", first=lined.top + 1, last=last, all=lined.all_rows)
        self.query_one("#source", Plain).show(
            (
                (say("answer.source", source=self._answer.source, moment=self._age), Tone.STRONG),
                (say("answer.legend"), Tone.QUIET),
                (lines if lined.can_page_up or lined.can_page_down else "", Tone.PLAIN),
                (say("answer.more") if lined.can_page_down else "", Tone.WARN),
            )
        )
        self.tell_keys()

    def do_tab_left(self) -> None:
        """Open the tab to the left."""
        self._open(self._active - 1)

    def do_tab_right(self) -> None:
        """Open the tab to the right."""
        self._open(self._active + 1)

    async def action_command(self, name: str) -> None:
        """Open a tab by its key, or do another command."""
        tab = name.removeprefix("tab_")
        ids = [each.id for each in self._tabs]
        if tab in ids and name.startswith("tab_"):
            self._open(ids.index(tab))
        else:
            await super().action_command(name)

    def can_ask_again(self) -> bool:
        """Tell whether she works for the provider for whom was asked."""
        session, desk = self.house.session, self.house.desk
        if desk.eligibility is None or session is None or self._provider is None:
            return False
        return session.provider == self._provider

    def asks(self, name: str) -> bool:
        """Ask before the service is asked once more, unless the answer is one that was kept."""
        return super().asks(name) and not (name == "ask_again" and self._answer.is_kept)

    def do_ask_again(self) -> None:
        """Ask once more."""
        with_use_rules(self, self._ask_again)

    def _ask_again(self) -> None:
        desk = self.house.desk
        if desk.eligibility is None or self._provider is None:
            return
        self.wait_for(
            say("answer.asking_again", source=self._answer.source),
            desk.eligibility.check(self._inquiry, self._provider, again=True),
            self.Answered,
            upstream="eligibility",
        )

    @on(Answered)
    def _show_again(self, message: Answered) -> None:
        self.house.replace(AnswerPage(self._inquiry, message.answer, self._provider))

    def show_refusal(self, problem: Problem) -> None:
        """Show a problem; that Medicare refuses now what it answered before stays on the screen."""
        if problem.code.startswith("aaa."):
            now = self.house.desk.clock.now()
            moment = show_moment(now, now, self._zone)
            self._refused_again = say("answer.again_refused", moment=moment)
            self._tell_kept()
        super().show_refusal(problem)

    def can_print(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print(self) -> None:
        """Choose what of it is printed, in which form, and where."""
        from spot_tui.screens.prints import Printable, PrintPage

        tabs = self._tabs
        self.house.open(PrintPage(Printable(tabs, tabs[self._active], self._printout, has_procedures), self))

    def _printout(self, only: tuple[str, ...]) -> Printout:
        from spot_tui.backend.prints.printouts import eligibility_printout

        owners = self.house.desk.licences.copyright_line()
        return eligibility_printout(self._answer, self._viewing, self._inquiry, self._provider, owners, only)

    def can_changes(self) -> bool:
        """Tell whether there was an answer before."""
        return self._answer.compared_with is not None

    def do_changes(self) -> None:
        """Show what was and what is."""
        from spot_tui.screens.changes import ChangesPage

        service = self._inquiry.service
        section = changes_section(
            self._answer, Period(service.first, service.last), self.house.desk.clock.now(), self._zone
        )
        person = person_line(self._answer.eligibility.beneficiary, self._inquiry)
        self.house.open(ChangesPage(person, section))

    def do_new_patient(self) -> None:
        """Drop this answer and begin with an empty form."""
        from spot_tui.screens.inquiry import InquiryPage

        self.app.pop_screen()
        if isinstance(self.app.screen, InquiryPage):
            self.app.screen.clear()

    @property
    def shows_procedures(self) -> bool:
        """Whether the open tab shows procedure codes."""
        return has_procedures(self._tabs[self._active])

    def explanation(self) -> tuple[str, ...]:
        """Explain the line under the cursor: its tab in plain words, and the raw segments behind it."""
        here = self._lines[self.lined.cursor] if self._lines else SheetLine("")
        return explained(self._tabs[self._active].id, here)
