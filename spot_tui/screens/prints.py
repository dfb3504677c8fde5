"""The page from which an answer or a claim is printed or exported: what, in which form, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS
from spot_tui.screens.licence import with_licence
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.sheet import Tab
    from spot_tui.backend.prints.printout import Printout
    from spot_tui.backend.prints.service import Form
    from spot_tui.backend.prints.settings import Where

_LINES = ("print_what", "print_form", "print_where")
_ALL: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printable:
    """What a page has to print: its tabs, the first of them the summary, and the one that is open.

    `make` returns the printout of some tabs, of all where none is named; `shows_procedures` tells of each tab
    whether notices must be accepted before it is shown. With `has_table` it can be CSV too.
    """

    tabs: tuple[Tab, ...]
    active: Tab
    make: Callable[[tuple[str, ...]], Printout]
    shows_procedures: Callable[[Tab], bool]
    has_table: bool = False


def print_page(under: Page, tab: Tab, printout: Printout) -> PrintPage:
    """Return the page that prints something of one part, without procedure codes."""
    has_table = bool(printout.table)
    printable = Printable((tab,), tab, lambda _: printout, lambda _: False, has_table=has_table)
    return PrintPage(printable, under)


def _whats(tabs: tuple[Tab, ...], active: Tab) -> list[tuple[tuple[str, ...], str]]:
    """Return what can be printed, each as the tabs that it is and in words."""
    if len(tabs) == 1:
        return [(_ALL, active.label)]
    chosen = [((tabs[0].id,), say("prints.what.summary"))]
    if active.id != tabs[0].id:
        chosen.append(((active.id,), say("prints.what.one", tab=active.label)))
    return [*chosen, (_ALL, say("prints.what.all"))]


class PrintPage(Page):
    """Three lines that their digits change, and F5; what was done is said on the page `under` it."""

    NAME = "prints"
    KEYS = ("explain", "cancel", "back", "print_now", *_LINES)

    class Done(Message):
        """It is written or handed to the printer, and that is in the audit log."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, printable: Printable, under: Page) -> None:
        super().__init__()
        self._printable = printable
        self._under = under
        from spot_tui.backend.prints.service import forms_of

        self._whats = _whats(printable.tabs, printable.active)
        self._wheres: list[Where] = list(self.house.desk.profile.print_offers)
        self._forms: list[Form] = list(forms_of(has_table=printable.has_table))

    def body(self) -> Iterable[Widget]:
        """Yield the three lines, and what is to be known of paper and files."""
        yield Plain(((say("prints.heading"), Tone.STRONG),), classes="gap gap-below")
        yield Choices()
        yield Plain(((say("prints.hint"), Tone.QUIET),), classes="gap")
        yield Plain(((say("prints.private"), Tone.QUIET),), classes="gap")

    def main(self) -> Widget:
        """Return the lines."""
        return self.query_one(Choices)

    def on_mount(self) -> None:
        """Show what stands chosen."""
        self._show()

    def _show(self) -> None:
        """Show the lines; the cursor stays where it is."""
        lines = self.query_one(Choices)
        here = lines.cursor if lines.choices else 0
        notes = (self._whats[0][1], self._form_words(), self._where_words())
        width = max(len(COMMANDS[name].label) for name in _LINES)
        lines.offer(
            [
                Choice(name, COMMANDS[name].label.ljust(width), note, digit=COMMANDS[name].key)
                for name, note in zip(_LINES, notes, strict=True)
            ]
        )
        lines.point_at(here)
        self.tell_keys()

    def _form_words(self) -> str:
        is_printed = self._wheres[:1] == ["printer"]
        return say("prints.form.printer" if is_printed else f"prints.form.{self._forms[0]}")

    def _where_words(self) -> str:
        if not self._wheres:
            return say("prints.nowhere")
        if self._wheres[0] == "printer":
            return say("prints.to_printer")
        return say("prints.into", folder=self.house.desk.prints.folder)

    @on(Choices.Chosen)
    async def _choose(self, message: Choices.Chosen) -> None:
        if self.works(message.choice.id):
            await self.action_command(message.choice.id)

    def do_print_what(self) -> None:
        """Take the next of what can be printed."""
        self._whats.append(self._whats.pop(0))
        self._show()

    def can_print_what(self) -> bool:
        """Tell whether there is something else to print."""
        return len(self._whats) > 1

    def can_print_form(self) -> bool:
        """Tell whether a file is made: the printer has its own form."""
        return self._wheres[:1] == ["file"]

    def do_print_form(self) -> None:
        """Take the next form."""
        self._forms.append(self._forms.pop(0))
        self._show()

    def can_print_where(self) -> bool:
        """Tell whether there is another place."""
        return len(self._wheres) > 1

    def do_print_where(self) -> None:
        """Take the next place."""
        self._wheres.append(self._wheres.pop(0))
        self._show()

    def can_print_now(self) -> bool:
        """Tell whether this terminal may print or write files."""
        return bool(self._wheres)

    def do_print_now(self) -> None:
        """Do it, once the notices of the procedure codes on it are accepted."""
        only = self._whats[0][0]
        printed = [tab for tab in self._printable.tabs if not only or tab.id in only]
        try:
            if any(map(self._printable.shows_procedures, printed)):
                with_licence(self, self._hand_out)
            else:
                self._hand_out()
        except Problem as problem:
            self.show_refusal(problem)

    def _hand_out(self) -> None:
        printout = self._printable.make(self._whats[0][0])
        work = self._print(printout) if self._wheres[0] == "printer" else self._write(printout)
        self.wait_for(say("prints.doing"), work, self.Done)

    async def _print(self, printout: Printout) -> str:
        await self.house.desk.prints.to_printer(printout)
        return say("prints.printed")

    async def _write(self, printout: Printout) -> str:
        path = await self.house.desk.prints.to_new_file(printout, self._forms[0])
        return say("prints.written", file=path)

    @on(Done)
    def _go_back(self, message: Done) -> None:
        under = self._under
        under.once_on_top(lambda: under.notice.hint(message.words))
        self.app.pop_screen()
