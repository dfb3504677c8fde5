"""A verdict in words: the same on screen, in commands, in lists and in print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.tabs.phrases import changing, day, money, number, spans, telephone
from spot_tui.backend.eligibility.verdict.finding import Fact, Finding, Topic, Verdict
from spot_tui.backend.x12.codes import word
from spot_tui.words import knows, say

_SAY_WHEN = frozenset({Topic.NOT_ENTITLED, Topic.INACTIVE, Topic.DIED})
_DATED = frozenset({Topic.DEDUCTIBLE, Topic.ENTITLED})
_DOLLARS = frozenset({"dollars_left", "dollars_total", "dollars_used", "threshold", "review", "room"})


def outcome_words(verdict: Verdict) -> str:
    """Return what is to be done with the bill in a few words, for lists."""
    return worded_outcome(verdict.outcome, is_partly=verdict.is_partly)


def worded_outcome(outcome: str, *, is_partly: bool) -> str:
    """Return the same of an outcome that was noted down."""
    words = say(f"verdict.outcome.{outcome}")
    return say("verdict.partly", words=words) if is_partly else words


def headline(verdict: Verdict) -> str:
    """Return the answer to "can I bill Medicare?" in one line."""
    words = say(f"verdict.headline.{verdict.outcome}")
    return say("verdict.headline.partly", words=words) if verdict.is_partly else words


def deciding_words(verdict: Verdict, viewing: Viewing) -> str:
    """Return the sentence that decided, else the first warning, else that there is none."""
    first = verdict.deciding or next((each for each in verdict.findings if each.harm != "info"), None)
    return text(first, viewing) if first else say("verdict.no_warning")


def text(finding: Finding, viewing: Viewing) -> str:
    """Return the sentence of a finding, and where it does not hold on all dates of service, when it does."""
    told = say(f"verdict.{finding.code}", **_worded(finding))
    if finding.days == (viewing.service,):
        return told
    if finding.topic in _DATED:
        return say("verdict.on_dates", dates=spans(finding.days), words=told)
    if finding.topic in _SAY_WHEN:
        return told
    return " ".join(filter(None, (told, changing(finding.days, viewing))))


def more(finding: Finding) -> str:
    """Return what else is known of a finding or to be done about it; blank for nothing."""
    key = f"verdict.{finding.code}.more"
    if not knows(key):
        return ""
    return say(key, **_worded(finding))


def _worded(finding: Finding) -> dict[str, str]:
    """Return the facts in words, and those that several sentences make of them."""
    facts = finding.facts
    worded = {name: _fact(name, fact) for name, fact in facts.items()}
    worded["dates"] = spans(finding.days)
    if "parts" in facts:
        names = [say("verdict.part", part=part) for part in str(facts["parts"])]
        worded["parts"], worded["either"] = say("benefits.and").join(names), say("benefits.or").join(names)
    if "topics" in facts:
        worded["topics"] = ", ".join(say(f"verdict.topic.{name}") for name in str(facts["topics"]).split())
    if "state_end" in facts:
        worded["as_of"] = _as_of(worded)
    if "option" in facts:
        worded["processes"] = word("bill_option", str(facts["option"]))
    return worded


def _as_of(worded: Mapping[str, str]) -> str:
    """Return how a plan stands today and at the end of the dates of service, side by side."""
    one_day = worded["today"] == worded["end"]
    return say(f"verdict.as_of.{'one' if one_day else 'two'}", **worded)


def _fact(name: str, fact: Fact) -> str:
    if fact is None:
        return say("verdict.unsent")
    if name in _CODED:
        return _CODED[name](str(fact))
    if isinstance(fact, date):
        return day(fact)
    if isinstance(fact, Decimal):
        return money(fact) if name in _DOLLARS else number(fact)
    return str(fact)


_CODED: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "plan_type": lambda code: word("plan", code),
        "msp_type": lambda code: word("msp", code),
        "telephone": telephone,
        "state_today": lambda code: say(f"benefits.map.{code}"),
        "state_end": lambda code: say(f"benefits.map.{code}"),
        "discipline": lambda code: say(f"benefits.therapy.{code}"),
        "programme": lambda code: say(f"benefits.sessions.{code}"),
        "days_of": lambda code: say(f"benefits.inpatient.{code}"),
        "setting": lambda code: say(f"benefits.inpatient.{code}_title"),
        "revocation": lambda code: word("revocation", code),
    }
)
