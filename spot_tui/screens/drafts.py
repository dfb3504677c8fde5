"""The list of a person's drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.cells import cell_len
from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.problems import Problem
from spot_tui.screens.drafted import fits, form_name, page_of
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import BEFORE, Choice, Choices
from spot_tui.widgets.line import Tone, columns_of
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import datetime

    from spot_tui.backend.drafts import Draft, DraftEntry
    from spot_tui.backend.kept_work import KeptWork

_FORMS = (22, 35)
"""How wide the column of the form is, at least and at most."""
_MOMENT = 20
_REST = 49
"""How wide form and what it is about are together."""


class DraftsPage(Page):
    """What was typed and not sent, the last saved first: to go on with, or to be removed."""

    NAME = "drafts"
    KEYS = ("explain", "drop_draft", "cancel", "back", "content", "sign_out", "choose")

    class Found(Message):
        """The drafts that there are now."""

        def __init__(self, drafts: Sequence[DraftEntry]) -> None:
            super().__init__()
            self.drafts = tuple(drafts)

    class Opened(Message):
        """The draft to go on with."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self, drafts: Sequence[DraftEntry]) -> None:
        super().__init__()
        self._drafts = tuple(drafts)

    def body(self) -> Iterable[Widget]:
        """Yield the drafts, and more about the one under the cursor."""
        yield Plain(((say("drafts.heading"), Tone.STRONG),), classes="gap gap-below")
        drafts = Choices()
        drafts.offer(self._choices(), self._table())
        yield drafts
        yield Plain(id="about", classes="gap")

    def main(self) -> Widget:
        """Return the drafts."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """Look again: one may have been sent or changed."""
        self._find()

    @work(group="drafts", exclusive=True)
    async def _find(self) -> None:
        kept = self._kept()
        if kept is None:
            return
        try:
            self.post_message(self.Found(await kept.find()))
        except Problem as problem:
            self.post_message(self.Refused(problem))

    def _kept(self) -> KeptWork | None:
        return self.house.session.work if self.house.session else None

    def _table(self) -> Table:
        widths = (self._form_width, _MOMENT, self._about_width)
        return Table(columns_of(widths, len(BEFORE)), as_text=True)

    @property
    def _form_width(self) -> int:
        least, most = _FORMS
        return min(max((least, *(cell_len(form_name(draft)) for draft in self._drafts))), most)

    @property
    def _about_width(self) -> int:
        return _REST - self._form_width

    def _choices(self) -> list[Choice]:
        return [
            Choice(draft.id, form_name(draft), cells=(self._moment(draft.saved_at), draft.about))
            for draft in self._drafts
        ]

    def _moment(self, moment: datetime) -> str:
        desk = self.house.desk
        return show_moment(moment, desk.clock.now(), ZoneInfo(desk.profile.zone))

    def _provider(self, draft: DraftEntry) -> str:
        known = {provider.npi: provider.organisation for provider in self.house.desk.profile.providers}
        return known.get(draft.provider_npi, draft.provider_npi)

    @on(Found)
    def _list(self, message: Found) -> None:
        if not message.drafts:
            self.app.pop_screen()
            return
        self._drafts = message.drafts
        drafts = self.query_one(Choices)
        here = min(drafts.cursor, len(self._drafts) - 1)
        drafts.offer(self._choices(), self._table())
        drafts.point_at(here)
        self._tell_more()
        self.tell_keys()

    @on(Choices.Moved)
    def _tell_more(self) -> None:
        draft = self._marked()
        if draft is None:
            return
        until = say("drafts.until", moment=self._moment(draft.expires_at))
        provider = say("drafts.for", provider=self._provider(draft)) if draft.provider_npi else ""
        about = draft.about if cell_len(draft.about) > self._about_width else ""
        self.query_one("#about", Plain).show("\n".join(filter(None, (about, provider, until))))

    def _marked(self) -> DraftEntry | None:
        marked = self.query_one(Choices).marked
        return next((draft for draft in self._drafts if marked and draft.id == marked.id), None)

    @on(Choices.Chosen)
    def _choose(self, message: Choices.Chosen) -> None:
        session, kept, draft = self.house.session, self._kept(), self._marked()
        if session is None or kept is None or draft is None or not self.works("choose"):
            return
        if fits(draft, session):
            self.wait_for(say("drafts.opening"), kept.take(message.choice.id), self.Opened)
        else:
            self.notice.hint(say("drafts.other_provider", provider=self._provider(draft)))

    @on(Opened)
    def _open(self, message: Opened) -> None:
        self.house.open(page_of(message.draft))

    def can_drop_draft(self) -> bool:
        """Tell whether there is a draft under the cursor."""
        return self._marked() is not None

    def do_drop_draft(self) -> None:
        """Remove the draft under the cursor."""
        kept, draft = self._kept(), self._marked()
        if kept is not None and draft is not None:
            self.wait_for(say("drafts.dropping"), self._without(kept, draft.id), self.Found)

    async def _without(self, kept: KeptWork, draft_id: str) -> list[DraftEntry]:
        await kept.drop(draft_id)
        return await kept.find()
