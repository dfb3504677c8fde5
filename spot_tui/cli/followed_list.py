"""What commands print of submissions that a person follows: a table, or one JSON document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.output import show, show_json

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.sheet import Section
    from spot_tui.backend.outbox.following import Followed
    from spot_tui.backend.outbox.listing import ListedSubmission

Filed = TypeVar("Filed")


def show_followed(
    found: Sequence[Followed[Filed]],
    problem: Problem | None,
    section: Callable[[], Section],
    document: Callable[[tuple[Filed, ...], tuple[ListedSubmission, ...]], object] | None,
    none: str,
) -> int:
    """Print what is followed, as the JSON `document` where there is one; return the exit status.

    `none` says that there is nothing. Raises `problem`, why the gateway's part is missing, after the table of
    what waits here; a document that lacks it is not printed.
    """
    from spot_tui.backend.eligibility.sheet import section_lines
    from spot_tui.backend.outbox.listing import listed

    if document is not None:
        if problem is None:
            filed = tuple(each.filed for each in found if each.filed is not None)
            waiting = tuple(listed(each.submission) for each in found if each.submission is not None)
            show_json(document(filed, waiting))
    elif found:
        for line in section_lines(section()):
            show(line.text)
    elif problem is None:
        show(none)
    if problem is not None:
        raise problem
    return EXIT_DONE
