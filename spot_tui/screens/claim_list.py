"""The claims that a search found: sorted, narrowed down and paged by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.claims.model import Claim, Group
from spot_tui.backend.claims.order import ORDERS, following, groups_of, ordered
from spot_tui.backend.claims.service import ClaimList, ClaimShown
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider
from spot_tui.screens.claim_words import in_full, row, table_of_claims
from spot_tui.screens.paged import Paged
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.screens.bulk_work import BulkWork


class ClaimTable(Choices):
    """The table: the space bar marks a claim instead of opening it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "screen.command('tick_claim')", show=False)]


class ClaimListPage(Paged):
    """A table with a line cursor; Enter or a digit opens the claim, F5 asks for a change of marked ones."""

    NAME = "claim_list"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "cancel",
        "back",
        "new_search",
        "correct_ticked",
        "tick_claim",
        "tick_all",
        "sort_claims",
        "filter_claims",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "choose",
    )

    class Shown(Message):
        """The detail of one claim; viewing it is in the audit log."""

        def __init__(self, shown: ClaimShown) -> None:
            super().__init__()
            self.shown = shown

    def __init__(self, found: ClaimList, provider: Provider) -> None:
        super().__init__()
        self._found = found
        self._provider = provider
        """For which provider was searched."""
        self._order = ORDERS[0]
        self._group: Group | None = None
        self._listed: tuple[Claim, ...] = ()
        self._ticked: set[str] = set()
        self._bulk: BulkWork | None = None

    def body(self) -> Iterable[Widget]:
        """Yield what is listed, the table, and the marked claim in full."""
        yield Plain(id="few")
        yield Plain(id="asked_for")
        yield Plain(id="heads", classes="gap")
        yield ClaimTable(id="listed")
        yield Plain(id="marked", classes="gap")
        yield Plain(id="source")

    def on_mount(self) -> None:
        """Show all of them, the newest first."""
        self._list()
        if not self._found.claims:
            days = self.house.desk.profile.claim_rules.visible_days
            none = "claim_status.none" if self._found.has_detail else "claims_list.none"
            self.query_one("#heads", Plain).show(say(none, days=days))

    def on_screen_resume(self) -> None:
        """Say for whom was searched, where that is not the provider in force any more."""
        session, asked = self.house.session, self._provider
        is_other = session is not None and session.provider != asked
        words = say("answer.asked_for", provider=asked.organisation, npi=asked.npi)
        self.query_one("#asked_for", Plain).show(((words, Tone.WARN),) if is_other else "")
        if self._bulk is not None and self._ticked & self._bulk.sent:
            self._ticked -= self._bulk.sent
            self._show_ticks()

    def _list(self) -> None:
        claims = [c for c in self._found.claims if self._group in (None, c.standing.group)]
        self._listed = ordered(claims, self._order)
        table = self.query_one(Choices)
        table.offer(self._rows(), table_of_claims(self._listed))
        if self._listed:
            self.query_one("#heads", Plain).show_heads(table.table)
        self._tell_marked()

    def _rows(self) -> list[Choice]:
        return [
            replace(row(str(place), claim), ticked=claim.number in self._ticked)
            for place, claim in enumerate(self._listed)
        ]

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        place = self.query_one(Choices).cursor
        self.query_one("#marked", Plain).show(in_full(self._listed[place]) if self._listed else "")
        self._tell_source()
        self.tell_keys()

    def _tell_source(self) -> None:
        """Show what is listed of what was found, source, age and look-back."""
        table, desk = self.query_one(Choices), self.house.desk
        count = say("claims_list.count", count=len(self._found.claims))
        if self._group:
            count = say("claim_list.some", some=len(self._listed), count=count)
        group = say(f"claim_group.{self._group}") if self._group else say("claim_list.all")
        order = say(f"claim_list.order.{self._order}")
        last = min(table.top + table.rows, table.all_rows)
        lines = say("answer.lines", first=table.top + 1, last=last, all=table.all_rows)
        is_paged = table.can_page_up or table.can_page_down
        self.query_one("#few", Plain).show(
            (
                (f"{count}  ", Tone.STRONG),
                (
                    say("claim_list.listed", group=group, order=order) if self._found.claims else "",
                    Tone.PLAIN,
                ),
                (f"  {say('claim_list.ticked', count=len(self._ticked))}" if self._ticked else "", Tone.WARN),
                (f"  {lines}" if is_paged else "", Tone.PLAIN),
            )
        )
        when = show_moment(self._found.received_at, desk.clock.now(), ZoneInfo(desk.profile.zone))
        since = self._found.since
        told = say("claim_list.since", date=show_date(since)) if since else ""
        source = say("answer.source", source=self._found.source, moment=when)
        self.query_one("#source", Plain).show(((source, Tone.STRONG), (f".  {told}", Tone.QUIET)))

    def can_sort_claims(self) -> bool:
        """Tell whether there is anything to put in order."""
        return len(self._found.claims) > 1

    def do_sort_claims(self) -> None:
        """Take the next order."""
        self._order = following(self._order)
        self._list()

    def can_filter_claims(self) -> bool:
        """Tell whether they stand differently."""
        return len(groups_of(self._found.claims)) > 1

    def do_filter_claims(self) -> None:
        """Show the next group alone, and after the last all of them again."""
        choices = (None, *groups_of(self._found.claims))
        self._group = choices[(choices.index(self._group) + 1) % len(choices)]
        self._list()

    @property
    def _is_correctable(self) -> bool:
        """Whether the same change can be made on them: found over the gateway, for who works now."""
        session = self.house.session
        if self._found.has_detail or not self._listed or session is None:
            return False
        try:
            return self.house.desk.bulk is not None and session.provider == self._provider
        except Problem:  # the rules cannot be read; that is told on the claim
            return False

    def can_tick_claim(self) -> bool:
        """Tell whether the claim under the cursor can be marked."""
        return self._is_correctable

    def do_tick_claim(self) -> None:
        """Mark it, or take the mark away, and go on to the next."""
        table = self.query_one(Choices)
        self._ticked ^= {self._listed[table.cursor].number}
        self._show_ticks()
        table.point_at(table.cursor + 1)

    def can_tick_all(self) -> bool:
        """Tell whether claims can be marked."""
        return self._is_correctable

    def do_tick_all(self) -> None:
        """Mark all that are listed, or take their marks away."""
        listed = {claim.number for claim in self._listed}
        self._ticked = self._ticked - listed if listed <= self._ticked else self._ticked | listed
        self._show_ticks()

    def _show_ticks(self) -> None:
        self.query_one(Choices).change(self._rows())
        self._tell_marked()

    def can_correct_ticked(self) -> bool:
        """Tell whether any is marked."""
        return self._is_correctable and bool(self._ticked)

    def do_correct_ticked(self) -> None:
        """Ask for one change of those that are marked, once the notices are accepted."""
        from spot_tui.screens.licence import with_licence

        with_licence(self, self._correct_ticked)

    def _correct_ticked(self) -> None:
        from spot_tui.screens.bulk_start import BulkStartPage
        from spot_tui.screens.bulk_work import BulkWork

        claims = [claim for claim in self._found.claims if claim.number in self._ticked]
        self._bulk = BulkWork.of_claims(self.house, claims, self._provider)
        self.house.open(BulkStartPage(self._bulk))

    def do_new_search(self) -> None:
        """Drop this list and begin with an empty form."""
        from spot_tui.screens.claim_search import ClaimSearchPage
        from spot_tui.screens.claim_status import ClaimStatusPage

        self.app.pop_screen()
        if isinstance(self.app.screen, ClaimSearchPage | ClaimStatusPage):
            self.app.screen.do_new_search()

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        if not self.works("choose"):
            return
        from spot_tui.screens.licence import with_licence

        claim = self._listed[int(message.choice.id)]
        with_licence(self, lambda: self._ask_for(claim))

    def _ask_for(self, claim: Claim) -> None:
        desk, session = self.house.desk, self.house.session
        if self._found.has_detail:
            self._open_claim(ClaimShown(claim, self._found.source, self._found.received_at))
        elif desk.claims is not None and session is not None:
            work = desk.claims.show(session, self._provider, claim.number)
            self.wait_for(say("claim_list.opening"), work, self.Shown)

    @on(Shown)
    def _open(self, message: Shown) -> None:
        self._open_claim(message.shown)

    def _open_claim(self, shown: ClaimShown) -> None:
        from spot_tui.screens.claim import ClaimPage

        self.house.open(ClaimPage(shown, self._provider))

    def explanation(self) -> tuple[str, ...]:
        """Explain the claim under the cursor, then the screen."""
        if not self._listed:
            return super().explanation()
        from spot_tui.backend.claims.codes import explain_token, standing_tokens

        claim = self._listed[self.query_one(Choices).cursor]
        codes = [told for token in standing_tokens(claim.standing) for told in explain_token(token)]
        about = say(f"claims.about.{claim.standing.group}")
        return (in_full(claim), about, *codes, self._counts(), say("claim_list.help"))

    def _counts(self) -> str:
        """Return how many there are of each group."""
        numbers = Counter(claim.standing.group for claim in self._found.claims)
        there = groups_of(self._found.claims)
        return "\n".join(f"{numbers[group]:4}  {say(f'claim_group.{group}')}" for group in there)
