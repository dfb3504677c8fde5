"""Findings that an answer cannot be relied on, or not read in full; and remarks on the person."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import PARTS, Eligibility
from spot_tui.backend.eligibility.questions import covers_part
from spot_tui.backend.eligibility.rejects import reject_advice
from spot_tui.backend.eligibility.service_days import entitled_days, unread_insurers
from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Finding, Harm, Outcome, Topic
from spot_tui.backend.x12.codes import word
from spot_tui.words import say

TAB = "eligibility"
UNREAD_NOTE = "date_unreadable"


def refusals(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield each reject with its cause and what to do, in words."""
    for reject in answer.rejects:
        cause, advice = reject_advice(reject)
        advice = " ".join(filter(None, (advice, word("aaa_action", reject.action), *reject.texts)))
        facts = {"code": reject.code, "loop": reject.loop, "cause": cause, "advice": advice}
        whole, outcome = (viewing.service,), Outcome.REFUSED
        yield Finding(Topic.REFUSED, "refused", Harm.STOP, whole, "summary", facts, outcome, reject.raw)


def doubts(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield what is unreadable or contradicts itself, so that a person has to ask before she bills."""
    whole, check = (viewing.service,), Outcome.CHECK_FIRST
    undated = [item for item in answer.inactive if item.unread_dates]
    unread = [text for item in undated for text in item.unread_dates]
    if unread:
        raw = tuple(text for item in undated for text in item.raw)
        facts = {"unread": _listed(unread)}
        yield Finding(Topic.DOUBT, "inactive_unread", Harm.STOP, whole, TAB, facts, check, raw)
    for part in PARTS:
        days = entitled_days(answer, part, viewing.service)
        against = [
            item
            for item in answer.inactive
            if covers_part(item, part) and not item.periods and not item.unread_dates
        ]
        if days and against:
            raw = tuple(text for item in against for text in item.raw)
            yield Finding(Topic.DOUBT, "contradiction", Harm.STOP, days, TAB, {"part": part}, check, raw)
    insurers = unread_insurers(answer, viewing.service)
    if insurers:
        raw = tuple(text for item in insurers for text in item.raw)
        yield Finding(Topic.INSURER, "insurer_unread", Harm.STOP, whole, "other", {}, check, raw)
    noted = [note.details for note in answer.source.notes if note.code == UNREAD_NOTE]
    others = [text for text in noted if text not in unread]
    if others:
        yield Finding(Topic.REMARK, "unread", Harm.WARN, whole, TAB, {"unread": _listed(others)})


def _listed(texts: list[str]) -> str:
    return ", ".join(dict.fromkeys(text or say("benefits.unread.blank") for text in texts))


def person_remarks(answer: Eligibility, viewing: Viewing) -> Iterator[Finding]:
    """Yield what Medicare's record says of name and number."""
    person, whole = answer.beneficiary, (viewing.service,)
    if person and person.old_mbi_ended:
        facts = {"date": person.old_mbi_ended}
        yield Finding(Topic.REMARK, "old_mbi", Harm.WARN, whole, TAB, facts, raw=person.raw)
    if person and person.corrected:
        yield Finding(Topic.REMARK, "corrected", Harm.WARN, whole, TAB, raw=person.raw)
