"""The line in words: how it is, what waits in the outbox and since when, how far an upload is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from spot_tui.backend.link_watch import LinkState
from spot_tui.backend.outbox.model import Submission
from spot_tui.backend.outbox.view import made_words
from spot_tui.words import say


def line_words(
    state: LinkState, unsent: Sequence[Submission], percent: int | None, now: datetime, zone: tzinfo
) -> str:
    """Return what is to be said; nothing while all is well.

    Since when the oldest waits is told, not for how long: that changes nothing on the screen while it waits.
    """
    told = [] if state is LinkState.ONLINE else [say(f"line.{state}")]
    if unsent:
        oldest = min(each.created_at for each in unsent)
        told.append(say("line.unsent", count=len(unsent), since=made_words(oldest, now, zone)))
    if percent is not None:
        told.append(say("line.upload", percent=percent))
    return ", ".join(told)
