"""What the person who is signed in asked today: filtered by outcome, and opened again without asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.eligibility.history import Entry, Outcome
from spot_tui.backend.eligibility.today_view import TONES, meter_line, outcome_words
from spot_tui.backend.formats import masked_mbi, show_date
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.answer_words import tone_of
from spot_tui.screens.paged import Paged
from spot_tui.screens.use_rules import with_use_rules
from spot_tui.widgets.line import Line, Tone, columns_of
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.reject_meter import MeterReading
    from spot_tui.backend.eligibility.service import EligibilityAnswer
    from spot_tui.backend.upstreams import Provider

_WIDTHS = {"time": 6, "patient": 25, "mbi": 8}
_OUTCOMES = (17, 27)
"""How wide the column of the outcome is, at least and at most: the words after it are in full below."""
_REST = 33
"""How wide outcome and words are together."""


class TodayPage(Paged):
    """One inquiry a line, the last first; how the marked one ended, and the reject meter, beneath."""

    NAME = "today"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "cancel",
        "back",
        "filter_today",
        "ask_again",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "choose",
    )

    class Found(Message):
        """The inquiries of today; looking at them is in the audit log."""

        def __init__(self, entries: Sequence[Entry], problem: Problem | None) -> None:
            super().__init__()
            self.entries = tuple(entries)
            self.problem = problem

    class Measured(Message):
        """What the reject meter shows."""

        def __init__(self, reading: MeterReading) -> None:
            super().__init__()
            self.reading = reading

    class Unknown(Message):
        """What was asked today, or how many were rejected, cannot be told."""

        def __init__(self, problem: Problem) -> None:
            super().__init__()
            self.problem = problem

    class Opened(Message):
        """An answer that was asked for before or, where it was asked for again, now."""

        def __init__(self, entry: Entry, answer: EligibilityAnswer) -> None:
            super().__init__()
            self.entry = entry
            self.answer = answer

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._listed: tuple[Entry, ...] = ()
        self._outcome: Outcome | None = None

    def body(self) -> Iterable[Widget]:
        """Yield heading, list, the marked inquiry and the meter."""
        yield Plain(((say("today.heading"), Tone.STRONG),), id="few")
        yield Plain("", id="heads", classes="gap")
        yield Lined()
        yield Plain(id="marked")
        yield Plain(id="meter")

    def on_screen_resume(self) -> None:
        """Look again: more may have been asked meanwhile."""
        self._look()

    @work(group="today", exclusive=True)
    async def _look(self) -> None:
        session, book = self.house.session, self.house.desk.answer_book
        try:
            entries, problem = await book.today(session.provider if session else None)
            self.post_message(self.Found(entries, problem))
            self.post_message(self.Measured(await book.reading()))
        except Problem as problem:
            self.post_message(self.Unknown(problem))

    @on(Found)
    def _list_found(self, message: Found) -> None:
        self._entries = message.entries
        if self._outcome not in self._outcomes:
            self._outcome = None
        self._list()
        if message.problem is not None:
            self.notice.complain(message.problem)

    @on(Measured)
    def _show_meter(self, message: Measured) -> None:
        tone = Tone.WARN if message.reading.is_high else Tone.QUIET
        self.query_one("#meter", Plain).show(((meter_line(message.reading), tone),))

    @on(Unknown)
    def _tell_unknown(self, message: Unknown) -> None:
        self.notice.complain(message.problem)

    @property
    def _outcomes(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in Outcome if any(e.outcome is outcome for e in self._entries))

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.house.desk.profile.zone)

    def _list(self) -> None:
        here = self._marked
        self._listed = tuple(e for e in self._entries if self._outcome in (None, e.outcome))
        place = next((i for i, e in enumerate(self._listed) if here and e.id == here.id), 0)
        heading = (say("today.heading"), Tone.STRONG)
        self.query_one("#few", Plain).show((heading, (self._listed_words(), Tone.PLAIN)))
        self.lined.fill([self._line(entry) for entry in self._listed], place, self._table())
        heads = self.query_one("#heads", Plain)
        if self._entries:
            heads.show_heads(self.lined.table)
        else:
            heads.show(say("today.none"))
        self._tell_marked()

    def _table(self) -> Table:
        least, most = _OUTCOMES
        widest = max((cell_len(outcome_words(entry)) for entry in self._listed), default=least)
        outcome = max(least, min(widest, most))
        heads = (*(say(f"today.column.{name}") for name in (*_WIDTHS, "outcome")), "")
        columns = columns_of((*_WIDTHS.values(), outcome, _REST - outcome), gap=1)
        return Table(columns, heads, Tone.KEY)

    def _listed_words(self) -> str:
        """Return how many are listed, and of which outcome."""
        count = len(self._entries)
        if not self._outcome:
            return say("today.filter.all", all=count) if count else ""
        outcome = say(f"today.outcome.{self._outcome.value}")
        return say("today.filter.some", outcome=outcome, some=len(self._listed), all=count)

    def _line(self, entry: Entry) -> Line:
        told = outcome_words(entry)
        return (
            (f"{entry.at.astimezone(self._zone):%H:%M}", Tone.PLAIN),
            (entry.name, Tone.STRONG),
            (masked_mbi(entry.inquiry.mbi), Tone.PLAIN),
            (told, tone_of(TONES[entry.outcome])),
            (entry.words, Tone.PLAIN),
        )

    @property
    def _marked(self) -> Entry | None:
        return self._listed[self.lined.cursor] if self._listed else None

    @on(Lined.Moved)
    def _tell_marked(self) -> None:
        """Show how the marked inquiry ended, in full."""
        entry, told = self._marked, ""
        if entry is not None:
            service = entry.inquiry.service
            dates = show_date(service.first)
            if service.last != service.first:
                dates = say("answer.dates", first=dates, last=show_date(service.last))
            facts = {"service": dates, "words": entry.words}
            provider = self._provider_of(entry)
            is_other = provider is not None and not self._is_own(provider)
            key, name = "today.about_other" if is_other else "today.about", provider and provider.organisation
            told = say(key, provider=name, **facts)
        self.query_one("#marked", Plain).show(told)
        self.tell_keys()

    def _provider_of(self, entry: Entry) -> Provider | None:
        return next((p for p in self.house.desk.profile.providers if p.npi == entry.npi), None)

    def _is_own(self, provider: Provider) -> bool:
        session = self.house.session
        return session is not None and session.provider == provider

    def can_filter_today(self) -> bool:
        """Tell whether they ended differently."""
        return len(self._outcomes) > 1

    def do_filter_today(self) -> None:
        """Show those of the next outcome alone, and after the last all of them again."""
        choices = (None, *self._outcomes)
        self._outcome = choices[(choices.index(self._outcome) + 1) % len(choices)]
        self._list()

    def can_choose(self) -> bool:
        """Tell whether there is an inquiry under the cursor."""
        return self._marked is not None

    def do_choose(self) -> None:
        """Open the answer of the marked inquiry, which is not asked for again."""
        entry = self._marked
        if entry is None:
            return
        if not entry.answer_id:
            self.notice.hint(say("today.no_answer"))
            return
        self.wait_for(
            say("today.opening"),
            self.house.desk.answer_book.reopen(entry),
            lambda answer: self.Opened(entry, answer),
        )

    def can_ask_again(self) -> bool:
        """Tell whether there is an inquiry under the cursor, and a service to ask."""
        return self._marked is not None and self.house.desk.eligibility is not None

    def question(self, name: str) -> str:
        """Ask about whom it is, where an inquiry is to be sent again."""
        entry = self._marked
        if name != "ask_again" or entry is None:
            return super().question(name)
        return say("today.ask_again", name=entry.name, key=key_name(COMMANDS[name].key))

    def do_ask_again(self) -> None:
        """Ask once more what the marked inquiry asked."""
        entry, desk = self._marked, self.house.desk
        provider = self._provider_of(entry) if entry else None
        if entry is None or provider is None or desk.eligibility is None:
            return
        if not self._is_own(provider):
            self.notice.hint(say("today.other_provider", provider=provider.organisation))
            return
        with_use_rules(self, lambda: self._ask_again(entry, provider))

    def _ask_again(self, entry: Entry, provider: Provider) -> None:
        desk = self.house.desk
        if desk.eligibility is None:
            return
        source = desk.profile.eligibility.name if desk.profile.eligibility else ""
        self.wait_for(
            say("answer.asking_again", source=source),
            desk.eligibility.check(entry.inquiry, provider, again=True),
            lambda answer: self.Opened(entry, answer),
            upstream="eligibility",
        )

    @on(Opened)
    def _show_answer(self, message: Opened) -> None:
        from spot_tui.screens.answer import AnswerPage

        entry = message.entry
        self.house.open(AnswerPage(entry.inquiry, message.answer, self._provider_of(entry)))

    def show_refusal(self, problem: Problem) -> None:
        """Show a problem; what was asked again and refused is in the list."""
        super().show_refusal(problem)
        self._look()
