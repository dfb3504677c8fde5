"""Choosing files, within the folders that the operator allows and removable media, never elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.documents.folders import Entry, Listing, Place, shown_name
from spot_tui.backend.documents.view import show_size
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.screens.document_work import DocumentWork
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, columns_of, fit
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

_MARK = "    "
_NAME, _SIZE, _CHANGED = 48, 9, 10
_PLACES = Table(columns_of((_NAME, _SIZE), len(_MARK)), as_text=True)
_ENTRIES = Table(columns_of((_NAME, _SIZE, _CHANGED), len(_MARK)), to_the_right=frozenset({1}), as_text=True)


class FileList(Lined):
    """Enter opens a folder or marks a file; the space bar marks."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.command('choose')", show=False)]


class DocumentPickerPage(Paged):
    """Folders and media first; in a folder its folders, then its files, the last changed first."""

    NAME = "document_picker"
    BAR_ROWS = 2
    KEYS = (
        *("explain", "cancel", "back", "folder_up", "tick_file", "take_files"),
        *("content", "page_up", "page_down", "sign_out", "choose"),
    )

    class Opened(Message):
        """What is in a folder."""

        def __init__(self, place: Place, folder: Path, listing: Listing) -> None:
            super().__init__()
            self.place = place
            self.folder = folder
            self.listing = listing

    def __init__(self, made: DocumentWork, taken: Callable[[], None]) -> None:
        super().__init__()
        self._made = made
        self._taken = taken
        self._places: tuple[Place, ...] = ()
        self._place: Place | None = None
        self._folder = Path()
        self._listing = Listing((), 0, has_more=False)
        self._marked: dict[Path, int] = {}

    def body(self) -> Iterable[Widget]:
        """Yield where one is, the list, and how large the marked files are together."""
        yield Plain(id="where", classes="gap-below")
        yield FileList()
        yield Plain(id="hidden")
        yield Plain(id="sum", classes="gap")

    def on_mount(self) -> None:
        """Open the folder where she was last, or the only one there is, or list them."""
        self._list_places()
        if not self._places:
            self.show_refusal(Problem("documents.no_folder"))
        elif self._made.opened is not None and self._made.opened[0] in self._places:
            self._open(*self._made.opened)
        elif len(self._places) == 1:
            self._open(self._places[0], self._places[0].path)

    def _list_places(self) -> None:
        self._place = None
        self._places = self.house.desk.papers.places()
        self._fill()

    def _open(self, place: Place, folder: Path) -> None:
        async def listed() -> Listing:
            return await self.house.desk.papers.list(folder)

        self.wait_for(
            say("document_picker.opening"), listed(), lambda listing: self.Opened(place, folder, listing)
        )

    @on(Opened)
    def _show(self, message: Opened) -> None:
        before = self._folder
        self._place, self._folder, self._listing = message.place, message.folder, message.listing
        entries = self._listing.entries
        self._fill(next((n for n, each in enumerate(entries) if each.path == before), 0))

    def _fill(self, cursor: int = 0) -> None:
        if self._place is None:
            rows = [self._place_row(place) for place in self._places]
            where, hidden = say("document_picker.places"), ""
        else:
            rows = [self._row(entry) for entry in self._listing.entries]
            below = self._folder.relative_to(self._place.path).parts
            where = " / ".join((self._place.name, *(shown_name(Path(part)) for part in below)))
            hidden = self._hidden_words()
        self.lined.fill(rows, cursor, _ENTRIES if self._place else _PLACES)
        self.query_one("#where", Plain).show(((fit(where, self.text_width).rstrip(), Tone.STRONG),))
        self.query_one("#hidden", Plain).show(((hidden, Tone.QUIET),))
        self._tell_sum()
        self.tell_keys()

    def _hidden_words(self) -> str:
        told = [say("document_picker.empty")] if not self._listing.entries else []
        if self._listing.hidden:
            told.append(say("document_picker.hidden", count=self._listing.hidden))
        if self._listing.has_more:
            told.append(say("document_picker.more", count=len(self._listing.entries)))
        return " ".join(told)

    def _place_row(self, place: Place) -> Line:
        kind = say("document_picker.medium" if place.is_medium else "document_picker.folder")
        return (_MARK, Tone.STRONG), (place.name, Tone.STRONG), (kind, Tone.PLAIN)

    def _row(self, entry: Entry) -> Line:
        if entry.is_folder:
            folder = say("document_picker.folder")
            return (_MARK, Tone.STRONG), (entry.name, Tone.STRONG), (folder, Tone.QUIET), ("", Tone.PLAIN)
        mark = "[x] " if entry.path in self._marked else "[ ] "
        zone = ZoneInfo(self.house.desk.profile.zone)
        changed = show_date(datetime.fromtimestamp(entry.changed, zone).date())
        cells = (entry.name, show_size(entry.size), changed)
        return (mark, Tone.PLAIN), *((cell, Tone.PLAIN) for cell in cells)

    def _tell_sum(self) -> None:
        limits = self.house.desk.papers.limits
        known = {each.path for each in self._made.chosen}
        total = self._made.total + sum(size for path, size in self._marked.items() if path not in known)
        told = say("document_picker.marked", count=len(self._marked))
        together = say("documents.total", total=show_size(total), most=limits.total_megabytes.value)
        tone = Tone.BAD if total > limits.total else Tone.PLAIN
        self.query_one("#sum", Plain).show(((f"{told} ", Tone.STRONG), (together, tone)))

    @property
    def _here(self) -> Entry | None:
        entries = self._listing.entries if self._place else ()
        return entries[self.lined.cursor] if entries else None

    def can_tick_file(self) -> bool:
        """Tell whether the cursor is on a file."""
        return self._here is not None and not self._here.is_folder

    def do_tick_file(self) -> None:
        """Mark it, or take the mark away, and go on to the next."""
        entry = self._here
        if entry is None:
            return
        if entry.path in self._marked:
            del self._marked[entry.path]
        else:
            self._marked[entry.path] = entry.size
        self._fill(self.lined.cursor)
        self.lined.action_move(1)

    def do_choose(self) -> None:
        """Open the folder under the cursor, or mark the file."""
        entry = self._here
        if self._place is None and self._places:
            place = self._places[self.lined.cursor]
            self._open(place, place.path)
        elif entry is not None and entry.is_folder and self._place is not None:
            self._open(self._place, entry.path)
        elif entry is not None:
            self.do_tick_file()

    def can_folder_up(self) -> bool:
        """Tell whether there is something above."""
        return self._place is not None and (self._folder != self._place.path or len(self._places) > 1)

    def do_folder_up(self) -> None:
        """Go to the folder above; above the first one to the list of folders and media as it is now."""
        place = self._place
        if place is not None and self._folder != place.path:
            self._open(place, self._folder.parent)
        else:
            self._list_places()

    def can_take_files(self) -> bool:
        """Tell whether anything is marked."""
        return bool(self._marked)

    def do_take_files(self) -> None:
        """Take them, and go back to the files."""
        self._made.add(self._marked)
        self._made.opened = (self._place, self._folder) if self._place else None
        self._taken()
        self.app.pop_screen()
