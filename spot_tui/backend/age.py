"""When something was seen, as people say it: every figure shows its source and its age."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from spot_tui.backend.formats import show_date
from spot_tui.words import say


def show_moment(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """Return an aware `moment` in `zone`: ``09:41 today``, ``09:41 yesterday``, ``09:41 on 11/02/2026``."""
    there, today = moment.astimezone(zone), now.astimezone(zone).date()
    clock = f"{there:%H:%M}"
    if there.date() == today:
        return say("age.today", time=clock)
    if there.date() == today - timedelta(days=1):
        return say("age.yesterday", time=clock)
    return say("age.on", time=clock, date=show_date(there.date()))
