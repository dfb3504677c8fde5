"""Appeals and decision letters in words, the same for screens and commands."""

from __future__ import annotations

from collections.abc import Iterable

from spot_tui.backend.appeals.model import DecisionLetter, FiledAppeal
from spot_tui.backend.claims.model import AppealStatus
from spot_tui.backend.eligibility.sheet import Row, Section, Tone
from spot_tui.backend.formats import show_date
from spot_tui.words import say

_COLUMNS = ("received", "claim", "level", "status", "number")
_TONES = {
    AppealStatus.FAVORABLE: Tone.GOOD,
    AppealStatus.PARTLY_FAVORABLE: Tone.WARN,
    AppealStatus.PENDING: Tone.PLAIN,
}


def appeals_section(appeals: Iterable[FiledAppeal]) -> Section:
    """Return the table of these appeals."""
    rows = tuple(
        Row((show_date(each.filed_on), each.claim, _level(each), _status(each), each.number), _tone(each))
        for each in appeals
    )
    return Section("", rows, tuple(say(f"appeals.column.{name}") for name in _COLUMNS))


def appeal_section(appeal: FiledAppeal) -> Section:
    """Return how one appeal stands and what it is about."""
    facts = {
        "status": _status(appeal),
        "level": _level(appeal),
        "number": appeal.number,
        "claim": appeal.claim,
        "lines": ", ".join(str(line) for line in appeal.lines),
        "about": say(f"appeals.about.{appeal.about}") if appeal.about else "",
        "reason": appeal.reason,
        "requestor": appeal.requestor,
        "previous": appeal.previous,
        "by": appeal.submitted_by,
        "received": show_date(appeal.filed_on),
        "decided": show_date(appeal.decided_on) if appeal.decided_on else "",
        "letter": appeal.letter,
        "documents": "\n".join(each.name for each in appeal.documents),
    }
    rows = tuple(
        Row((say(f"appeals.row.{name}"), text), _tone(appeal) if name == "status" else Tone.PLAIN)
        for name, text in facts.items()
        if text
    )
    return Section(say("appeals.section"), rows)


def letter_lines(letter: DecisionLetter) -> tuple[str, ...]:
    """Return a letter's head and paragraphs."""
    status = say(f"claims.appeal.{letter.status}")
    head = say("appeals.letter", number=letter.number, date=show_date(letter.dated), status=status)
    about = say("appeals.letter.about", appeal=letter.appeal, claim=letter.claim)
    return letter.title, head, about, *letter.paragraphs


def _level(appeal: FiledAppeal) -> str:
    return say(f"claims.level.{appeal.level}")


def _status(appeal: FiledAppeal) -> str:
    return say(f"claims.appeal.{appeal.status}")


def _tone(appeal: FiledAppeal) -> Tone:
    return _TONES.get(appeal.status, Tone.STOP)
