"""The registered offices that fit what was typed, to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.screens.access_desk import access_of, bearer_of
from spot_tui.screens.access_words import OFFICES
from spot_tui.screens.paged import Paged
from spot_tui.screens.table_page import show_table, table_of
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.model import Organisation


class OfficePage(Paged):
    """Looks up by NPI, PTAN or part of a name (`asked`), and hands the one chosen to `take`."""

    NAME = "access_desk.office"
    KEYS = ("explain", "cancel", "back", "page_up", "page_down", "sign_out", "choose")

    class Found(Message):
        """The offices that fit."""

        def __init__(self, offices: Sequence[Organisation]) -> None:
            super().__init__()
            self.offices = tuple(offices)

    def __init__(self, asked: Mapping[str, str], take: Callable[[Organisation], None]) -> None:
        super().__init__()
        self._look_up = dict(asked)
        self._take = take
        self._offices: tuple[Organisation, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the offices."""
        yield Plain(((say("access_desk.office.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(id="heads")
        yield Choices(id="listed")
        yield Plain(((say("access_desk.office.choose"), Tone.QUIET),), classes="gap")

    def on_mount(self) -> None:
        """Look up."""
        work = access_of(self.house).organisations(bearer_of(self.house), **self._look_up)
        self.wait_for(say("access_desk.office.looking"), work, self.Found)

    @on(Found)
    def _show(self, message: Found) -> None:
        self._offices = message.offices
        rows = [
            Choice(each.id, each.business_name, cells=(each.npi, each.ptan, each.address.city))
            for each in message.offices
        ]
        heads, none = self.query_one("#heads", Plain), say("access_desk.office.none")
        show_table(self.query_one(Choices), heads, table_of(OFFICES, "access_desk"), rows, none)
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        if self.works("choose"):
            office = next(office for office in self._offices if office.id == message.choice.id)
            self.app.pop_screen()
            self._take(office)
