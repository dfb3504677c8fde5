"""What changed, in words for screen and command: one line, and a table of what was and what is."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from spot_tui.backend.age import show_moment
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.eligibility.tabs.phrases import span
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.answered import EligibilityAnswer
    from spot_tui.backend.eligibility.model import Period


def kept_line(answer: EligibilityAnswer, now: datetime, zone: tzinfo, how: str) -> str:
    """Return when a kept answer was asked for, by whom, and `how` to ask again; blank for one of now."""
    if not answer.is_kept:
        return ""
    moment = show_moment(answer.received_at, now, zone)
    if answer.asked_by:
        return say("changes.kept_of", moment=moment, user=answer.asked_by, how=how)
    return say("changes.kept", moment=moment, how=how)


def news_line(answer: EligibilityAnswer, now: datetime, zone: tzinfo) -> str:
    """Return what changed since the earlier answer, by topic, or that nothing did; nothing without one."""
    if answer.compared_with is None:
        return ""
    moment = show_moment(answer.compared_with.received_at, now, zone)
    if not answer.changes:
        return say("changes.nothing", moment=moment)
    return say("changes.since", moment=moment, topics=changed_topics(answer))


def changed_topics(answer: EligibilityAnswer) -> str:
    """Return what the changes are about, each once; blank for nothing."""
    return ", ".join(dict.fromkeys(change.topic.label for change in answer.changes))


def changes_section(answer: EligibilityAnswer, service: Period, now: datetime, zone: tzinfo) -> Section:
    """Return each change as it was and as it is; `service` are the dates of service of the answer."""
    rows = tuple(Row((change.topic.label, change.was, change.now), Tone.WARN) for change in answer.changes)
    columns = tuple(say(f"changes.column.{name}") for name in ("about", "was", "now"))
    return Section(
        say("changes.title"), rows, columns if rows else (), notes=tuple(_notes(answer, service, now, zone))
    )


def _notes(answer: EligibilityAnswer, service: Period, now: datetime, zone: tzinfo) -> list[str]:
    compared = answer.compared_with
    if compared is None:
        return []
    moment = show_moment(compared.received_at, now, zone)
    notes = [] if answer.changes else [say("changes.nothing", moment=moment)]
    notes.append(say("changes.compared", moment=moment, before=span(compared.service), after=span(service)))
    if compared.service != service:
        notes.append(say("changes.other_dates"))
    return notes
