"""An answer as text: what the screen shows tab by tab, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.cli.output import show

if TYPE_CHECKING:
    from collections.abc import Collection

    from spot_tui.backend.eligibility.sheet import Sheet

_RULE = "="


def show_sheet(sheet: Sheet, only: Collection[str] = ()) -> None:
    """Print a whole answer: the person, the summary and every tab, the empty ones too.

    `only` names the tabs to print instead of all; ``summary`` is one of them, and without it the warnings
    stand alone.
    """
    from spot_tui.backend.eligibility.sheet import Section, section_lines, sentence_lines, tab_lines

    for line in section_lines(Section("", sheet.person)):
        show(line.text)
    for banner in sheet.banners if only and sheet.summary.id not in only else ():
        for line in sentence_lines(f"! {banner.text}", banner.tone):
            show(line.text)
    for tab in (sheet.summary, *sheet.tabs):
        if only and tab.id not in only:
            continue
        show()
        show(tab.label)
        show(_RULE * len(tab.label))
        for line in tab_lines(tab):
            show(line.text)
