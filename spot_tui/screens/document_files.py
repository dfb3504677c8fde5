"""The files that go along: what each is, whether it may go, and how large they are together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.documents.folders import shown_name
from spot_tui.backend.documents.forms import Role
from spot_tui.backend.documents.paper import Paper
from spot_tui.backend.documents.view import show_size
from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.screens.document_form import DocumentFormPage
from spot_tui.screens.document_picker import DocumentPickerPage
from spot_tui.screens.document_work import Chosen
from spot_tui.screens.page import Page
from spot_tui.screens.table_page import show_table
from spot_tui.widgets.choices import BEFORE, Choice, Choices
from spot_tui.widgets.line import Tone, columns_of, line
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

_NAME, _ROLE, _SIZE, _FOUND = 34, 8, 9, 17


class DocumentFilesPage(Page):
    """One file a line, checked as soon as it is chosen; under the list what is wrong and what to do."""

    DEFAULT_CSS = """
    DocumentFilesPage Choices { max-height: 45%; }
    """
    NAME = "document_files"
    BAR_ROWS = 2
    KEYS = ("explain", "add_files", "back", "take_out", "as_letter", "review", "content", "sign_out")

    class Checked(Message):
        """One file was looked through; that is in the audit log."""

        def __init__(self, path: Path, paper: Paper) -> None:
            super().__init__()
            self.path = path
            self.paper = paper

    def __init__(self, form: DocumentFormPage) -> None:
        super().__init__()
        self._form = form
        self.made = form.made
        self._problems: tuple[Problem, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield the form, the list, the marked file in full, the sum, and what is missing."""
        yield Plain(((say(f"documents.form.{self.made.form.id}"), Tone.STRONG),))
        yield Plain(id="heads", classes="gap")
        yield Choices()
        yield Plain(id="marked", classes="gap")
        yield Plain(id="total", classes="gap")
        yield Plain(id="missing")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def on_screen_resume(self) -> None:
        """Show what is chosen now, and check what was not checked yet."""
        self._fill(self.main().cursor if self.main().choices else 0)
        self._check()

    @work(group="papers", exclusive=True)
    async def _check(self) -> None:
        """Look through one file after the other; one that was taken out meanwhile is not waited for."""
        try:
            desk = self.house.desk.papers
            for each in self.made.chosen:
                if each.paper is None:
                    self.post_message(self.Checked(each.path, await desk.check(each.path, each.role)))
        except Problem as problem:
            self.post_message(self.Refused(problem))

    @on(Checked)
    def _take(self, message: Checked) -> None:
        places = [n for n, each in enumerate(self.made.chosen) if each.path == message.path]
        for place in places:
            role = self.made.chosen[place].role
            self.made.put(place, Chosen(message.path, role, message.paper).as_role(role))
        self._fill(self.main().cursor)

    def _fill(self, cursor: int) -> None:
        self._problems = self.made.file_problems()
        names = ("documents.column.name", "documents.column.role", "documents.column.size")
        heads = (*map(say, names), say("document_files.column.found"))
        columns = columns_of((_NAME, _ROLE, _SIZE, _FOUND), len(BEFORE))
        table = Table(columns, heads, to_the_right=frozenset({2}))
        rows = [self._choice(str(n), each) for n, each in enumerate(self.made.chosen)]
        none = line(say("document_files.none"), Tone.QUIET)
        show_table(self.main(), self.query_one("#heads", Plain), table, rows, none)
        self.main().point_at(cursor)
        self._tell_marked()
        self._tell_sum()
        self.tell_keys()

    def _choice(self, key: str, chosen: Chosen) -> Choice:
        paper = chosen.paper
        if paper is None:
            size, found = "", say("document_files.checking")
        else:
            size = show_size(paper.size)
            fine = say("document_files.fine", count=paper.pages)
            found = say("document_files.wrong") if self._wrong(paper) else fine
        role = say(f"documents.role.{chosen.role}")
        return Choice(key, shown_name(chosen.path), cells=(role, size, found))

    def _wrong(self, paper: Paper) -> tuple[Problem, ...]:
        """Return what speaks against one file: what was found in it, and rules that name it."""
        named = (each for each in self._problems if each.parameters.get("file") == paper.name)
        return tuple(dict.fromkeys((*paper.problems, *named)))

    @property
    def _marked(self) -> Chosen | None:
        return self.made.chosen[self.main().cursor] if self.made.chosen else None

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self._marked
        paper = marked.paper if marked else None
        wrong = self._wrong(paper) if paper else ()
        told = "\n".join(map(_told, wrong[:2]))
        self.query_one("#marked", Plain).show(((told, Tone.BAD),))
        self.tell_keys()

    def _tell_sum(self) -> None:
        made, limits = self.made, self.house.desk.papers.limits
        told = say("documents.total", total=show_size(made.total), most=limits.total_megabytes.value)
        self.query_one("#total", Plain).show(((told, Tone.STRONG),))
        ours = [each for each in self._problems if "file" not in each.parameters]
        if not made.is_checked:
            words, tone = say("document_files.still_checking"), Tone.WARN
        elif ours:
            words, tone = "\n".join((*map(_told, ours), self._letter_hint())).rstrip(), Tone.WARN
        elif self._problems:
            words, tone = say("document_files.to_correct"), Tone.BAD
        else:
            words, tone = say("document_files.ready"), Tone.GOOD
        self.query_one("#missing", Plain).show(((words, tone),))

    def _letter_hint(self) -> str:
        """Return how a letter is marked, where one is missing and there is a file to mark."""
        has_letter = any(each.role is Role.LETTER for each in self.made.chosen)
        is_missing = self.made.form.id.answers_letter and not has_letter
        return say("document_files.mark_letter") if is_missing and self.made.chosen else ""

    def do_add_files(self) -> None:
        """Open the folders."""
        self.house.open(DocumentPickerPage(self.made, self._changed))

    def _changed(self) -> None:
        self.notice.clear()
        self._form.note_typed()

    def can_take_out(self) -> bool:
        """Tell whether there is a file under the cursor."""
        return bool(self.made.chosen)

    def do_take_out(self) -> None:
        """Leave it out."""
        here = self.main().cursor
        self.made.take_out(here)
        self._changed()
        self._fill(here)

    def can_as_letter(self) -> bool:
        """Tell whether the form tells letters from records."""
        return bool(self.made.chosen) and len(self.made.form.roles) > 1

    def do_as_letter(self) -> None:
        """Change what the file under the cursor is."""
        here, marked = self.main().cursor, self._marked
        if marked is not None:
            self.made.put(here, marked.as_role(Role.RECORDS if marked.role is Role.LETTER else Role.LETTER))
            self._changed()
            self._fill(here)

    def can_review(self) -> bool:
        """Tell whether every file was checked."""
        return self.made.is_checked

    def do_review(self) -> None:
        """Show all once more, unless something is wrong with the files."""
        from spot_tui.screens.document_review import DocumentReviewPage

        wrong = self.made.file_problems()
        if wrong:
            self.notice.complain(wrong[0])
        else:
            self.notice.clear()
            self.house.open(DocumentReviewPage(self._form))


def _told(problem: Problem) -> str:
    """Return what is wrong and what to do."""
    told = explain(problem)
    return f"{told.what} {told.next}".rstrip()
