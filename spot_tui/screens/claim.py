"""One claim: summary with the next step, lines, payment, appeals; one body that is refilled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.appeals.model import FiledAppeal
from spot_tui.backend.claims.codes import (
    FILED_CORRECTION,
    explain_token,
    filed_in,
    licensed_code,
)
from spot_tui.backend.claims.inquiry import inquiry_about
from spot_tui.backend.claims.service import ClaimList, ClaimShown
from spot_tui.backend.claims.sheet import ClaimViewing, claim_tabs, headline, not_on_claim
from spot_tui.backend.clock import provider_day
from spot_tui.backend.clock import today as day_in
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.roads import Way, roads
from spot_tui.backend.eligibility.sheet import Line as SheetLine
from spot_tui.backend.eligibility.sheet import Tab, section_lines, sentence_lines, tab_lines
from spot_tui.backend.eligibility.sheet import Tone as SheetTone
from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.prints.printout import Printout
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.commands import CLAIM_TAB_KEYS
from spot_tui.screens.answer_words import toned
from spot_tui.screens.claim_words import banner
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.room import LINE_WIDTH
from spot_tui.widgets.tab_row import TabLabel, TabRow
from spot_tui.words import say


class ClaimPage(Paged):
    """Number, patient and state above every tab; F1 explains the codes of the line under the cursor.

    Enter opens the correction or appeal on it.
    """

    NAME = "claim"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "next_step", "ask_status", "open_filed", "print_claim"),
        *("content", "page_up", "page_down", "sign_out", "tab_left", "tab_right"),
        *(f"claim_{tab}" for tab in CLAIM_TAB_KEYS),
    )

    class Answered(Message):
        """How the payer says that the claim stands; asking is in the audit log."""

        def __init__(self, found: ClaimList) -> None:
            super().__init__()
            self.found = found

    class Sent(Message):
        """What of her outbox the claim does not show yet."""

        def __init__(self, sent: tuple[Submission, ...]) -> None:
            super().__init__()
            self.sent = sent

    class Opened(Message):
        """A correction or appeal as it stands now; looking is in the audit log."""

        def __init__(self, filed: FiledCorrection | FiledAppeal) -> None:
            super().__init__()
            self.filed = filed

    def __init__(self, shown: ClaimShown, provider: Provider) -> None:
        super().__init__()
        self._shown = shown
        self._provider = provider
        """For which provider it was asked for."""
        desk, session = self.house.desk, self.house.session
        today = provider_day(desk.clock, session.provider if session else None, desk.profile.zone)
        self._unruled: Problem | None = None
        self._viewing = ClaimViewing(today, ZoneInfo(desk.profile.zone), self._ways())
        self._tabs = claim_tabs(shown.claim, self._viewing)
        self._active = 0
        self._lines: tuple[SheetLine, ...] = ()

    def _ways(self) -> tuple[Way, ...]:
        """Return the roads from here; none of a status answer, which tells too little of the claim."""
        desk, claim = self.house.desk, self._shown.claim
        if not claim.revision:
            return ()
        try:
            return roads(claim, day_in(desk.clock, ZoneInfo(desk.profile.zone)), desk.rule_book)
        except Problem as problem:
            self._unruled = problem
            return ()

    def body(self) -> Iterable[Widget]:
        """Yield the fixed lines around the one body."""
        yield Plain(((headline(self._shown.claim), Tone.STRONG),), id="person")
        yield Plain(id="asked_for")
        yield Plain(banner(self._shown.claim), id="banners")
        yield TabRow()
        yield Lined()
        yield owners_line(self.house)
        yield Plain(id="source")

    def on_mount(self) -> None:
        """Open the summary."""
        self._open(0)
        if self._unruled:
            self.show_refusal(self._unruled)

    def on_screen_resume(self) -> None:
        """Say for whom it was asked for, where that is not the provider in force, and look what was sent."""
        session, asked = self.house.session, self._provider
        is_other = session is not None and session.provider != asked
        words = say("answer.asked_for", provider=asked.organisation, npi=asked.npi)
        self.query_one("#asked_for", Plain).show(((words, Tone.WARN),) if is_other else "")
        self._look_into_outbox()

    @work(group="outbox", exclusive=True)
    async def _look_into_outbox(self) -> None:
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is None or session is None:
            return
        try:
            found = await outbox.find(session.person.subject)
        except Problem:
            return  # the program's own turns at the outbox tell it
        self.post_message(self.Sent(not_on_claim(self._shown.claim, found)))

    @on(Sent)
    def _tell_sent(self, message: Sent) -> None:
        """Show what was sent, the cursor where it was."""
        if message.sent != self._viewing.sent:
            self._viewing = replace(self._viewing, sent=message.sent)
            self._tabs = claim_tabs(self._shown.claim, self._viewing)
            self._open(self._active, self.lined.cursor)

    def _open(self, index: int, cursor: int = 0) -> None:
        """Refill the body with the tab at `index`, the cursor on line `cursor`."""
        self._active = index % len(self._tabs)
        tab = self._tabs[self._active]
        self._lines = (_line_lines if tab.id == "lines" else tab_lines)(tab, self.line_width)
        self.query_one(TabRow).tell(
            [TabLabel(CLAIM_TAB_KEYS[each.id], each.label, each.empty) for each in self._tabs], self._active
        )
        self.lined.fill([toned(line) for line in self._lines], cursor)

    @on(Lined.Moved)
    def _tell_source(self) -> None:
        """Show source, age and page."""
        lined, desk = self.lined, self.house.desk
        moment = show_moment(self._shown.received_at, desk.clock.now(), ZoneInfo(desk.profile.zone))
        last = min(lined.top + lined.rows, lined.all_rows)
        lines = say("answer.lines", first=lined.top + 1, last=last, all=lined.all_rows)
        self.query_one("#source", Plain).show(
            (
                (say("answer.source", source=self._shown.source, moment=moment), Tone.STRONG),
                (f"  {lines}" if lined.can_page_up or lined.can_page_down else "", Tone.PLAIN),
                (say("answer.more") if lined.can_page_down else "", Tone.WARN),
            )
        )
        self.tell_keys()

    def can_next_step(self) -> bool:
        """Tell whether the roads of this claim are known."""
        return bool(self._viewing.ways)

    def do_next_step(self) -> None:
        """Show the roads that lead on from here, and open one."""
        from spot_tui.screens.next_step import NextStepPage

        self.house.open(NextStepPage(self._shown, self._provider, self._viewing.ways))

    def can_ask_status(self) -> bool:
        """Tell whether the payer can be asked, and all is known that it must be asked with."""
        return self.house.desk.claim_status is not None and inquiry_about(self._shown.claim) is not None

    def do_ask_status(self) -> None:
        """Ask the payer how this claim stands now."""
        status, inquiry = self.house.desk.claim_status, inquiry_about(self._shown.claim)
        if status is not None and inquiry is not None:
            work = status.ask(inquiry, self._provider)
            self.wait_for(say("claim_status.waiting", source=status.name), work, self.Answered)

    @on(Answered)
    def _show_answer(self, message: Answered) -> None:
        from spot_tui.screens.claim_list import ClaimListPage

        found = message.found
        if len(found.claims) == 1:
            shown = ClaimShown(found.claims[0], found.source, found.received_at)
            self.house.open(ClaimPage(shown, self._provider))
        else:
            self.house.open(ClaimListPage(found, self._provider))

    @property
    def _filed(self) -> tuple[str, str]:
        """Kind and number of what is on file under the cursor; nothing where it is something else."""
        return filed_in(self._lines[self.lined.cursor].raw if self._lines else ())

    def can_open_filed(self) -> bool:
        """Tell whether the cursor is on a correction or appeal."""
        return bool(self._filed[1]) and self.house.desk.corrections is not None

    def do_open_filed(self) -> None:
        """Ask how the correction or appeal under the cursor stands, and show it."""
        desk, session, (kind, number) = self.house.desk, self.house.session, self._filed
        if desk.corrections is None or desk.appeals is None or session is None:
            return
        if kind == FILED_CORRECTION:
            work = desk.corrections.show(session, number)
            self.wait_for(say("corrections.opening"), work, self.Opened)
        else:
            self.wait_for(say("appeals.opening"), desk.appeals.show(session, number), self.Opened)

    @on(Opened)
    def _show_filed(self, message: Opened) -> None:
        from spot_tui.screens.appeal import AppealPage
        from spot_tui.screens.correction_filed import CorrectionFiledPage

        filed = message.filed
        if isinstance(filed, FiledCorrection):
            self.house.open(CorrectionFiledPage(filed))
        else:
            self.house.open(AppealPage(filed))

    def can_print_claim(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self.house.desk.profile.print_offers)

    def do_print_claim(self) -> None:
        """Choose what of it is printed, in which form, and where."""
        from spot_tui.screens.prints import Printable, PrintPage

        tabs = self._tabs
        printable = Printable(tabs, tabs[self._active], self._printout, lambda _: True)
        self.house.open(PrintPage(printable, self))

    def _printout(self, only: tuple[str, ...]) -> Printout:
        from spot_tui.backend.prints.printouts import claim_printout

        owners = self.house.desk.licences.copyright_line()
        return claim_printout(self._shown, self._provider, self._viewing, owners, only)

    def do_tab_left(self) -> None:
        """Open the tab to the left."""
        self._open(self._active - 1)

    def do_tab_right(self) -> None:
        """Open the tab to the right."""
        self._open(self._active + 1)

    async def action_command(self, name: str) -> None:
        """Open a tab by its key, or do another command."""
        tab = name.removeprefix("claim_")
        ids = [each.id for each in self._tabs]
        if tab in ids and name.startswith("claim_"):
            self._open(ids.index(tab))
        else:
            await super().action_command(name)

    def _explained(self, token: str) -> Iterator[str]:
        """Yield our own words for a code, then the licensed ones where there are any."""
        yield from explain_token(token)
        session, code = self.house.session, licensed_code(token)
        if session is None or code is None:
            return
        try:
            words = self.house.desk.licences.words(session.person.user_id, *code)
        except Problem as problem:
            yield say("licence.unread", reason=explain(problem).what)
            return
        if words:
            yield say("licence.words", words=words)

    def explanation(self) -> tuple[str, ...]:
        """Explain the line under the cursor: its codes in plain words, and what to do about them."""
        here = self._lines[self.lined.cursor] if self._lines else SheetLine("")
        told = tuple(sentence for token in here.raw for sentence in self._explained(token))
        title = here.text.strip() or self._tabs[self._active].label
        return (title, *(told or (say("claims.explain.plain"),)), say("claim.help"))


def _line_lines(tab: Tab, width: int) -> tuple[SheetLine, ...]:
    """Return the tab of the lines; their table is as wide as it is made, to be folded between columns.

    Narrower columns would break dates and codes.
    """
    table, *others = tab.sections
    rows = section_lines(replace(table, notes=()), LINE_WIDTH)
    notes = (line for note in table.notes for line in sentence_lines(note, SheetTone.MUTED, width))
    rest = tab_lines(replace(tab, sections=tuple(others), notes=()), width)
    return (*rows, *notes, *((SheetLine(""), *rest) if rest else ()))
