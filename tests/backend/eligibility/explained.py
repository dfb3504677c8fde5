"""Rows of an answer that F1 would have nothing of our own to say about."""

from __future__ import annotations

from datetime import date

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.presentation import present
from spot_tui.backend.eligibility.sheet import Viewing


def unexplained(answer: Eligibility, on: date) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tab and cells of each row that nothing explains."""
    found = present(answer, Viewing(on, on))
    return [
        (tab.id, row.cells)
        for tab in (found.summary, *found.tabs)
        for section in tab.sections
        for row in section.rows
        if not (section.about or row.about)
    ]
