"""Appeals and decision letters in words, the same for screens, commands and prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.appeals.following import (
    FollowedAppeal,
    deadline_words,
    followed_about,
    next_level_deadline,
    status_words,
)
from spot_tui.backend.appeals.model import AppealRequest, DecisionLetter, FiledAppeal
from spot_tui.backend.claims.model import AppealStatus, Claim
from spot_tui.backend.claims.sheet import show_service
from spot_tui.backend.corrections.appeal_forms import show_lines
from spot_tui.backend.corrections.review import line_title
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.backend.outbox.view import told
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.deadlines import Deadline
    from spot_tui.backend.corrections.settings import DeadlineRules
    from spot_tui.backend.outbox.model import Submission

_COLUMNS = ("sent", "claim", "level", "status", "number")
_TONES = {
    AppealStatus.FAVORABLE: Tone.GOOD,
    AppealStatus.PARTLY_FAVORABLE: Tone.WARN,
    AppealStatus.PENDING: Tone.PLAIN,
}


def appeals_section(
    appeals: Sequence[FollowedAppeal], limits: DeadlineRules, zone: ZoneInfo, today: date
) -> Section:
    """Return the table of these appeals, each with what its status means."""
    filed = tuple(each.filed for each in appeals if each.filed is not None)
    rows = []
    for each in appeals:
        deadline = next_level_deadline(each.filed, limits, filed) if each.filed else None
        sent = show_date(each.at.astimezone(zone).date())
        level = say(f"claims.level.{each.filed.level}") if each.filed else ""
        rows.append(
            Row(
                (sent, each.claim, level, status_words(each), each.number),
                _TONES.get(each.filed.status, Tone.STOP) if each.filed else Tone.WARN,
                note=followed_about(each, deadline, today),
            )
        )
    return Section("", tuple(rows), tuple(say(f"appeals.column.{name}") for name in _COLUMNS))


def appeal_tab(appeal: FiledAppeal, deadline: Deadline | None, today: date) -> Tab:
    """Return how one appeal stands and what was asked for; `deadline` is that of its next level."""
    stands = {
        "status": say(f"claims.appeal.{appeal.status}"),
        "means": say(f"appeals.means.{appeal.status}"),
        "until": deadline_words(deadline, today) if deadline else "",
        "received": show_date(appeal.filed_on),
        "decided": show_date(appeal.decided_on) if appeal.decided_on else "",
        "letter": appeal.letter,
    }
    asked = {
        "level": say(f"claims.level.{appeal.level}"),
        "number": appeal.number,
        "claim": appeal.claim,
        "lines": show_lines(appeal.lines),
        "about": say(f"appeals.about.{appeal.about}") if appeal.about else "",
        "reason": appeal.reason,
        "requestor": appeal.requestor,
        "previous": appeal.previous,
        "by": appeal.submitted_by,
        "documents": "\n".join(each.name for each in appeal.documents),
    }
    tone = _TONES.get(appeal.status, Tone.STOP)
    sections = (
        Section(say("appeals.section.stands"), tuple(_rows(stands, tone))),
        Section(say("appeals.section.asked"), tuple(_rows(asked, Tone.PLAIN))),
    )
    return Tab("appeal", say("appeals.section"), sections)


def asked_sections(claim: Claim, request: AppealRequest) -> Iterator[Section]:
    """Yield what is sent as an appeal of `claim`: the request, the patient, and each service."""
    yield Section(say("appeals.section.asked"), tuple(_rows(_asked(request), Tone.PLAIN)))
    patient = {
        "patient": f"{request.first_name} {request.last_name}",
        "mbi": show_mbi(request.mbi),
        "service": show_service(request.service_from, request.service_to),
    }
    yield Section(say("appeals.section.patient"), tuple(_rows(patient, Tone.PLAIN)))
    services = tuple(Row((line_title(line),)) for line in claim.lines if line.number in request.lines)
    yield Section(say("appeals.section.services"), services)


def submitted_tab(submission: Submission, request: AppealRequest) -> Tab:
    """Return what became of an appeal that was sent, and what was asked for, without procedure codes."""
    receipt = submission.receipt
    stands = {
        "told": told(submission),
        "confirmation": receipt.number if receipt else "",
        "received": show_date(receipt.received_on) if receipt and receipt.received_on else "",
        "overrides": ", ".join(submission.overrides),
    }
    asked = {**_asked(request), "claim": request.claim, "lines": show_lines(request.lines)}
    sections = (
        Section(say("appeals.section.stands"), tuple(_rows(stands, Tone.PLAIN))),
        Section(say("appeals.section.asked"), tuple(_rows(asked, Tone.PLAIN))),
    )
    return Tab("confirmation", say("appeals.section"), sections)


def letter_head(letter: DecisionLetter) -> tuple[str, str]:
    """Return number, day and outcome of a letter, and what it is about."""
    status = say(f"claims.appeal.{letter.status}")
    head = say("appeals.letter", number=letter.number, date=show_date(letter.dated), status=status)
    return head, say("appeals.letter.about", appeal=letter.appeal, claim=letter.claim)


def letter_tab(letter: DecisionLetter) -> Tab:
    """Return the text of a letter, paragraph by paragraph."""
    text = tuple(Section("", (Row((paragraph,)),)) for paragraph in letter.paragraphs)
    return Tab("letter", letter.title, text)


def _asked(request: AppealRequest) -> dict[str, str]:
    return {
        "level": say(f"claims.level.{request.level}"),
        "previous": request.previous,
        "about": say(f"appeals.about.{request.about}"),
        "reason": request.reason,
        "requestor": request.requestor,
        "signature": request.signature,
    }


def _rows(facts: dict[str, str], tone: Tone) -> Iterator[Row]:
    """Yield the facts there are; the first one has the tone."""
    for place, (name, text) in enumerate(facts.items()):
        if text:
            yield Row((say(f"appeals.row.{name}"), text), tone if place == 0 else Tone.PLAIN)
