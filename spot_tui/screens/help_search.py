"""The search over all pages of the help book."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from spot_tui.backend.forms import Field, Form
from spot_tui.backend.help.book import help_book
from spot_tui.screens.help_topic import HelpTopicPage
from spot_tui.screens.page import Page
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.form_panel import FormPanel
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_LENGTH = 40


class HelpSearchPage(Page):
    """Readable by anybody, without a sign-in and without a line. Without words all pages are listed."""

    NAME = "help_search"
    KEYS = ("back", "search", "content", "choose")

    def body(self) -> Iterable[Widget]:
        """Yield the field and the pages found."""
        yield Plain(say("help_search.heading"), classes="gap title")
        yield FormPanel(Form("help_search", (Field("help_words", str, _LENGTH, required=False),)))
        yield Choices([Choice(page.id, page.title) for page in help_book().pages], id="hits")

    def main(self) -> Widget:
        """Return the form."""
        return self.panel

    @property
    def panel(self) -> FormPanel:
        """The form."""
        return self.query_one(FormPanel)

    def do_content(self) -> None:
        """Go to the field."""
        self.panel.focus_field()

    @on(FormPanel.Sent)
    def do_search(self) -> None:
        """Search, and go to what was found."""
        text = self.panel.typed["help_words"].strip()
        book = help_book()
        found = [hit.page for hit in book.search(text)] if text else list(book.pages)
        hits = self.query_one(Choices)
        hits.offer([Choice(page.id, page.title) for page in found])
        self.notice.clear()
        if found:
            hits.focus()
        else:
            self.notice.hint(say("help_search.nothing", words=text))

    @on(Choices.Chosen)
    def _open(self, message: Choices.Chosen) -> None:
        self.house.open(HelpTopicPage(help_book().page(message.choice.id)))
