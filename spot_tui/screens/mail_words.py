"""What the home screen says of the mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.formats import show_date
from spot_tui.words import say

if TYPE_CHECKING:
    from datetime import date

    from spot_tui.backend.mailbox.model import Waiting


def mail_note(waiting: Waiting, today: date) -> str:
    """Return how many messages are new, and by when the next request wants its answer."""
    told = [say("home.unread", count=waiting.unread)] if waiting.unread else []
    days = [(each.due_on - today).days for each in waiting.requests if each.due_on is not None]
    if days:
        left = min(days)
        key = "home.request_over" if left < 0 else "home.request_today" if left == 0 else "home.request"
        told.append(say(key, days=left))
    return ", ".join(told)


def notice_line(waiting: Waiting | None) -> str:
    """Return the newest notice with its date; empty where none holds."""
    if waiting is None or not waiting.notices:
        return ""
    newest = waiting.notices[0]
    return say("home.notice", date=show_date(newest.published_on), title=newest.title)
