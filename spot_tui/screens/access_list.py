"""A list of requests or roles, each of which opens as a sheet."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.screens.access_sheet import AccessSheet
from spot_tui.screens.paged import Paged
from spot_tui.screens.table_page import Widths, show_table, table_of
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say


class AccessList(Paged):
    """Asks for its rows when it opens, by key, and when a sheet was changed.

    `COLUMNS` are its columns; ``NAME.heading`` stands above them, ``NAME.none`` where there is no row.
    """

    KEYS: ClassVar[tuple[str, ...]] = (
        "explain",
        "cancel",
        "back",
        "reload",
        "content",
        "page_up",
        "page_down",
        "sign_out",
        "choose",
    )
    COLUMNS: ClassVar[Widths] = ()

    class Found(Message):
        """The rows as they are now."""

        def __init__(self, rows: Sequence[Choice]) -> None:
            super().__init__()
            self.rows = tuple(rows)

    def __init__(self) -> None:
        super().__init__()
        self._sheet: AccessSheet[Any] | None = None

    @abstractmethod
    def find(self) -> Coroutine[Any, Any, Sequence[Choice]]:
        """Ask for the rows."""

    @abstractmethod
    def sheet(self, key: str) -> AccessSheet[Any]:
        """Return the sheet of a row."""

    def body(self) -> Iterable[Widget]:
        """Yield heading, column heads and rows."""
        yield Plain(((say(f"{self.NAME}.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Plain(id="heads")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")
        yield Plain(id="open", classes="gap")

    def about(self, key: str) -> str:
        """Return what the columns have no room for; nothing where they show all."""
        return ""

    def on_mount(self) -> None:
        """Ask for the rows."""
        self.do_reload()

    def on_screen_resume(self) -> None:
        """Ask for the rows again, where a sheet was changed."""
        if self._sheet is not None and self._sheet.has_changed:
            self._sheet = None
            self.do_reload()

    def do_reload(self) -> None:
        """Ask for the rows."""
        self.wait_for(say("access_desk.looking"), self.find(), self.Found)

    @on(Found)
    def _show(self, message: Found) -> None:
        rows = self.query_one(Choices)
        here = rows.cursor
        heads = self.query_one("#heads", Plain)
        table = table_of(self.COLUMNS, "access_desk")
        show_table(rows, heads, table, message.rows, say(f"{self.NAME}.none"))
        rows.point_at(here)
        opens = ((say(f"{self.NAME}.open"), Tone.QUIET),) if message.rows else ""
        self.query_one("#open", Plain).show(opens)
        self._tell_marked()
        self.tell_keys()

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self.query_one(Choices).marked
        self.query_one("#marked", Plain).show(self.about(marked.id) if marked else "")

    @on(Choices.Chosen)
    def _open(self, message: Choices.Chosen) -> None:
        if self.works("choose"):
            self._sheet = self.sheet(message.choice.id)
            self.house.open(self._sheet)
