"""What every screen is that lists what a person submitted: on file or in the outbox, the last one first."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.outbox.following import Followed
from spot_tui.backend.problems import Problem
from spot_tui.screens.outbox_watch import open_submission
from spot_tui.screens.table_page import TablePage
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

Filed = TypeVar("Filed")
Found = tuple[tuple[Followed[Filed], ...], Problem | None]


class FollowedPage(TablePage, Generic[Filed]):
    """One a line; Enter opens it, F5 asks how they stand, M shows everybody's of the office.

    `about` stands under the list for the marked one.
    """

    BAR_ROWS = 2
    KEYS: ClassVar[tuple[str, ...]] = (
        *("explain", "cancel", "back", "everybody", "refresh", "content"),
        *("page_up", "page_down", "sign_out", "choose"),
    )

    class Listed(Message):
        """What there is, and why the gateway's is missing; looking at it is in the audit log."""

        def __init__(self, found: Found[Any]) -> None:
            super().__init__()
            self.followed, self.problem = found

    class Shown(Message):
        """One as it stands now."""

        def __init__(self, filed: object) -> None:
            super().__init__()
            self.filed = filed

    def __init__(self) -> None:
        super().__init__()
        self.followed: tuple[Followed[Filed], ...] = ()
        self._found: tuple[Followed[Filed], ...] = ()
        self.is_everybody = False
        self._is_stale = False
        self._is_all_known = False

    def on_screen_resume(self) -> None:
        """Ask anew after one that is not on file was looked at."""
        if self._is_stale:
            self._is_stale = False
            self.do_refresh()

    def above(self) -> Iterator[Widget]:
        """Yield what is listed."""
        yield Plain(id="few", classes="gap-below")

    def on_mount(self) -> None:
        """Ask for them."""
        super().on_mount()
        self.do_refresh()

    def ask(self, *, everybody: bool) -> Coroutine[Any, Any, Found[Filed]] | None:
        """Return the work that asks for them; None where there is nobody to ask."""
        raise NotImplementedError

    def look_up(self, filed: Filed) -> Coroutine[Any, Any, Filed] | None:
        """Return the work that asks how one stands now."""
        raise NotImplementedError

    def show(self, filed: Filed) -> None:
        """Open the screen of one."""
        raise NotImplementedError

    def show_unfiled(self, each: Followed[Filed]) -> None:
        """Show how one stands that is not on file, from where it is sent, made again or removed."""
        if each.submission is not None:
            self._is_stale = True
            open_submission(self.house, each.submission)

    def chosen(self, followed: tuple[Followed[Filed], ...]) -> tuple[Followed[Filed], ...]:
        """Return those that are listed."""
        return followed

    def whose(self) -> str:
        """Return what is listed, in words."""
        return say(f"{self.NAME}.{'everybody' if self.is_everybody else 'mine'}")

    def nothing(self) -> str:
        """Return that nothing is listed, in words."""
        return say(f"{self.NAME}.none")

    def cells(self, each: Followed[Filed]) -> Sequence[str]:
        """Return what stands in the columns."""
        raise NotImplementedError

    def about(self, each: Followed[Filed]) -> str:
        """Return how one stands, in full."""
        raise NotImplementedError

    def do_refresh(self) -> None:
        """Ask how they stand now."""
        work = self.ask(everybody=self.is_everybody)
        if work is not None:
            self.wait_for(say(f"{self.NAME}.asking"), work, self.Listed)

    def do_everybody(self) -> None:
        """Show everybody's of this provider, or mine alone."""
        self.is_everybody = not self.is_everybody
        self.do_refresh()

    @on(Listed)
    def _list(self, message: Listed) -> None:
        self._found = message.followed
        self._is_all_known = message.problem is None
        self.list_found()
        if message.problem is not None:
            self.notice.complain(message.problem)

    def list_found(self) -> None:
        """List what was found and is chosen."""
        self.followed = self.chosen(self._found)
        self.query_one("#few", Plain).show(((self.whose(), Tone.STRONG),))
        nothing = self.nothing() if self._is_all_known else ""
        self.fill_table((self.cells(each) for each in self.followed), nothing)

    def about_marked(self) -> str:
        """Return how the marked one stands, in full."""
        return self.about(self.followed[self.choices.cursor])

    def choose(self) -> None:
        """Open the marked one as it stands now."""
        marked = self.followed[self.choices.cursor]
        work = self.look_up(marked.filed) if marked.filed is not None else None
        if work is None:
            self.show_unfiled(marked)
        else:
            self.wait_for(say(f"{self.NAME}.opening"), work, self.Shown)

    @on(Shown)
    def _show(self, message: Shown) -> None:
        self.show(cast(Any, message.filed))
