"""A claim to be corrected: header and lines, what may change and what is locked, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.claims.sheet import headline
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.screens.correction_rows import EditRow, Place, correction_rows
from spot_tui.screens.correction_work import CorrectionWork
from spot_tui.screens.draft_line import DraftLine
from spot_tui.screens.licence import owners_line
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.kept_work import KeptForm


class CorrectionPage(DraftLine, Paged):
    """Enter opens the header or a line; V and W add a hospice modifier; F5 shows what will be sent."""

    NAME = "correction"
    BAR_ROWS = 2
    KEYS = (
        "explain",
        "back",
        "undo_line",
        "review",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "add_gv",
        "add_gw",
        "choose",
    )

    class Others(Message):
        """What other corrections of this claim are on file; looking is in the audit log."""

        def __init__(self, filed: tuple[FiledCorrection, ...]) -> None:
            super().__init__()
            self.filed = filed

    def __init__(self, made: CorrectionWork) -> None:
        super().__init__()
        self._made = made
        self._rows: tuple[EditRow, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the claim, its deadline, who else corrects it, and the rows."""
        yield Plain(((headline(self._made.editing.claim), Tone.STRONG),))
        yield Plain(self._until())
        yield Plain(id="few")
        yield Lined()
        yield owners_line(self.house)

    @property
    def kept(self) -> KeptForm | None:
        """What keeps it."""
        return self._made.kept

    def on_mount(self) -> None:
        """Look who else corrects this claim."""
        self._look_for_others()

    def on_screen_resume(self) -> None:
        """Show what stands there now."""
        self._fill()

    def _until(self) -> str:
        editing = self._made.editing
        if editing.deadline is None:
            return say("correction.until_unknown")
        last, days = show_date(editing.deadline.last_day), editing.deadline.days_left(editing.today)
        return say("correction.until", date=last, days=days)

    def _fill(self) -> None:
        self._rows = correction_rows(self._made.editing)
        lined, first = self.lined, not self.lined.lines
        here = lined.cursor
        if first:
            here = next((n for n, row in enumerate(self._rows) if row.line and not row.rule), 0)
        lined.fill([row.text for row in self._rows], here)
        self.tell_keys()

    @work(group="others", exclusive=True)
    async def _look_for_others(self) -> None:
        desk, session = self.house.desk, self.house.session
        if desk.corrections is None or session is None:
            return
        number = self._made.editing.claim.number
        try:
            found = await desk.corrections.list(session, self._made.provider, everybody=True, claim=number)
        except Problem:
            return  # it is told when she sends: the gateway looks itself
        self.post_message(self.Others(found))

    @on(Others)
    def _tell_others(self, message: Others) -> None:
        newest = next((each for each in message.filed if each.status.is_open), None)
        if newest is not None:
            self.query_one("#few", Plain).show(((other_words(newest, self), Tone.WARN),))

    @property
    def _here(self) -> EditRow | None:
        return self._rows[self.lined.cursor] if self._rows else None

    def do_choose(self) -> None:
        """Open what the cursor is on, or say why it is locked."""
        here = self._here
        if here is None:
            return
        if here.rule:
            self.notice.hint(here.why)
        elif here.line is not None:
            from spot_tui.screens.correction_fields import CorrectionLinePage

            self.house.open(CorrectionLinePage(self._made, here.line))
        elif here.place is Place.HEADER:
            from spot_tui.screens.correction_fields import CorrectionHeaderPage

            self.house.open(CorrectionHeaderPage(self._made))

    def can_undo_line(self) -> bool:
        """Tell whether the cursor is on something that was changed."""
        here = self._here
        return here is not None and here.is_changed

    def do_undo_line(self) -> None:
        """Put the line or the header under the cursor back as it was."""
        here, editing = self._here, self._made.editing
        if here is not None:
            self._made.change(editing.with_line(here.line, {}) if here.line else editing.with_header({}))
            self.notice.clear()
            self._fill()

    def can_add_gv(self) -> bool:
        """Tell whether the cursor is on a line that may change."""
        here = self._here
        return here is not None and here.line is not None and not here.rule

    def can_add_gw(self) -> bool:
        """Tell whether the cursor is on a line that may change."""
        return self.can_add_gv()

    def do_add_gv(self) -> None:
        """Add GV to the line under the cursor."""
        self._add("GV")

    def do_add_gw(self) -> None:
        """Add GW to the line under the cursor."""
        self._add("GW")

    def _add(self, code: str) -> None:
        here = self._here
        if here is None or here.line is None:
            return
        try:
            self._made.change(self._made.editing.adding(here.line, code))
        except Problem as problem:
            self.show_refusal(problem)
            return
        self._fill()
        self.notice.hint(say("correction.hospice_added", number=here.line.number, code=code))

    def do_review(self) -> None:
        """Show what will be sent."""
        from spot_tui.screens.correction_review import CorrectionReviewPage

        self.house.open(CorrectionReviewPage(self._made))

    def explanation(self) -> tuple[str, ...]:
        """Explain what the cursor is on: why it is locked, and which rule says so."""
        from spot_tui.backend.corrections.roads_view import explain_rule

        here = self._here
        if here is None or not here.rule:
            return super().explanation()
        return (here.why, *explain_rule(here.rule), say("correction.add"), say("correction.help"))


def other_words(filed: FiledCorrection, page: Paged) -> str:
    """Return who else corrects a claim, since when and how far that is."""
    desk = page.house.desk
    moment = show_moment(filed.submitted_at, desk.clock.now(), ZoneInfo(desk.profile.zone))
    return say(
        "correction.other_mine" if filed.is_mine else "correction.other",
        name=filed.submitted_by,
        moment=moment,
        status=say(f"corrections.status.{filed.status}"),
        number=filed.number,
    )
