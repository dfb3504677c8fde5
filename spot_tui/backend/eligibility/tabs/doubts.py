"""Warnings that an answer cannot be relied on: unreadable dates, or statements that disagree."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility
from spot_tui.backend.eligibility.questions import covers_part, entitled
from spot_tui.backend.eligibility.sheet import Banner, Tone, Viewing
from spot_tui.backend.eligibility.tabs.phrases import day
from spot_tui.words import say

UNREAD_NOTE = "date_unreadable"


def doubts(answer: Eligibility, viewing: Viewing) -> Iterator[Banner]:
    """Yield what stops a bill, an inactive time of unknown days, before the other unread dates."""
    unread = [text for item in answer.inactive for text in item.unread_dates]
    if unread:
        yield _banner("inactive_unread", Tone.STOP, dates=_listed(unread))
    for part in PARTS:
        undated = any(
            covers_part(item, part) and not item.periods and not item.unread_dates for item in answer.inactive
        )
        if undated and entitled(answer, part, viewing.on):
            yield _banner("contradiction", Tone.STOP, part=part, date=day(viewing.on))
    noted = [note.details for note in answer.source.notes if note.code == UNREAD_NOTE]
    others = [text for text in noted if text not in unread]
    if others:
        yield _banner("unread", Tone.WARN, dates=_listed(others))


def _listed(texts: list[str]) -> str:
    return ", ".join(dict.fromkeys(text or say("benefits.unread.blank") for text in texts))


def _banner(key: str, tone: Tone, **parameters: object) -> Banner:
    return Banner(say(f"benefits.banner.{key}", **parameters), tone, "eligibility")
