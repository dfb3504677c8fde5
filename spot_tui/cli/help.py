"""`help`: the help pages, without a session, a line or a settings file that is right."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.output import show, show_json
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.help.book import HelpPage
    from spot_tui.cli import Commands

_WIDTH = 78
_MOST_OTHERS = 5


def add_parser(commands: Commands) -> None:
    """Declare `help`."""
    parser = commands.add_parser("help", help=say("cli.help.help"), description=say("cli.help.description"))
    parser.add_argument("words", nargs="*", metavar=say("help.words"), help=say("help.words.help"))
    parser.add_argument("--page", metavar=say("cli.name"), help=say("help.page.help"))
    parser.add_argument("--json", action="store_true", help=say("cli.json.help"))
    parser.set_defaults(run=run_help)


def run_help(arguments: argparse.Namespace) -> int:
    """Print the page that was named, the best one for the words, or the list of all."""
    from spot_tui.backend.help.book import help_book

    book, words = help_book(), " ".join(arguments.words)
    if arguments.page:
        found = [book.page(arguments.page)]
    elif words:
        found = [hit.page for hit in book.search(words)]
    else:
        found = list(book.pages)
    if not found:
        raise Problem("help.nothing", (), {"words": words})
    if arguments.json:
        show_json({"version": 1, "pages": [_document(page) for page in found]})
    elif arguments.page or words:
        _show_page(found[0])
        _show_list(found[1 : 1 + _MOST_OTHERS], say("help.others"))
    else:
        _show_list(found, say("help.all"))
    return EXIT_DONE


def _show_page(page: HelpPage) -> None:
    show(page.title)
    show("=" * len(page.title))
    for paragraph in page.paragraphs:
        is_item = paragraph.startswith("- ")
        if not is_item:
            show()
        for line in textwrap.wrap(paragraph, _WIDTH, subsequent_indent="  " if is_item else ""):
            show(line)
    show()
    show(_note(page))


def _note(page: HelpPage) -> str:
    return say(
        "help.note",
        date=show_date(page.date),
        part=say(f"help.part.{page.part}"),
        location=", ".join(page.location),
        source=page.source,
    )


def _show_list(pages: list[HelpPage], heading: str) -> None:
    if not pages:
        return
    show()
    show(heading)
    for page in pages:
        show(f"  {page.id:<20} {page.title}")


def _document(page: HelpPage) -> dict[str, object]:
    return {
        "id": page.id,
        "title": page.title,
        "date": page.date.isoformat(),
        "part": page.part,
        "location": list(page.location),
        "screens": list(page.screens),
        "source": page.source,
        "text": list(page.paragraphs),
    }
