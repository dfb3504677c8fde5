"""Messages of the practice portal: its own, the requests for records of its claims, and decision letters."""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.model import AppealStatus, Group
from spot_tui.backend.formats import show_date
from spot_tui.backend.mailbox.model import MessageKind
from spot_tui.sandbox import access_world
from spot_tui.sandbox.appeal_letters import letter_of
from spot_tui.sandbox.claims import ADR_DAYS, MadeUpClaim
from spot_tui.sandbox.claims_now import claims_now
from spot_tui.sandbox.moving_dates import DayText, day
from spot_tui.sandbox.people import Fact
from spot_tui.sandbox.submissions import answer_of, appeals_of, received_on, show_appeal, show_old_appeal
from spot_tui.sandbox.world import Moment

_ZONE = ZoneInfo("America/New_York")
_WRITTEN_AT = time(9, 30)
_PDF = "application/pdf"
_CLINIC = "1234567893"


class MadeUpMessage(Fact):
    """A message to the first practice office."""

    number: str
    kind: MessageKind
    received: DayText
    sender: str
    subject: str
    claim: str = ""
    paragraphs: tuple[str, ...]
    attached: str = ""
    """Title of a document that comes along, empty where none does."""


class MadeUpNotice(Fact):
    """A notice to everybody."""

    number: str
    title: str
    published: DayText
    until: DayText | None = None
    paragraphs: tuple[str, ...]


class MadeUpMailbox(Fact):
    """The data file."""

    message: tuple[MadeUpMessage, ...]
    notice: tuple[MadeUpNotice, ...]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as everybody in the office sees it, and the document that comes along."""

    told: dict[str, Any]
    paragraphs: tuple[str, ...]
    title: str = ""

    @property
    def attachments(self) -> list[dict[str, Any]]:
        """What is told of its document."""
        if not self.title:
            return []
        content = self.content
        name = f"{self.told['letter'] or self.told['number']}.pdf"
        digest = hashlib.sha256(content).hexdigest()
        return [{"id": "1", "name": name, "media_type": _PDF, "size": len(content), "sha256": digest}]

    @property
    def content(self) -> bytes:
        """The document: a page with the title and what the message says."""
        return _page(self.title, self.paragraphs)


@cache
def _data() -> MadeUpMailbox:
    text = files("spot_tui.sandbox").joinpath("mailbox.toml").read_text(encoding="utf-8")
    return MadeUpMailbox.model_validate(tomllib.loads(text))


def notices(today: date) -> list[dict[str, Any]]:
    """Return the notices that hold on a day, the newest first."""
    told = [
        {
            "number": each.number,
            "title": each.title,
            "paragraphs": list(each.paragraphs),
            "published_on": day(each.published, today).isoformat(),
            "until": day(each.until, today).isoformat() if each.until else None,
        }
        for each in _data().notice
    ]
    return sorted(told, key=lambda each: str(each["published_on"]), reverse=True)


def posted(moment: Moment, npi: str) -> list[Posted]:
    """Return the messages of a provider, the last one first."""
    today = access_world.today(moment)
    found = [*_own(npi, today)]
    for claim in claims_now(moment):
        if claim.provider == npi:
            found += _requests(moment, claim, today)
            found += _decisions(moment, claim, today)
    return sorted(found, key=lambda each: (each.told["received_at"], each.told["number"]), reverse=True)


def _own(npi: str, today: date) -> Iterator[Posted]:
    for each in _data().message if npi == _CLINIC else ():
        told = _told(each.number, each.kind, day(each.received, today), each.sender, each.subject)
        yield Posted(told | {"claim": each.claim or None}, each.paragraphs, each.attached)


def _requests(moment: Moment, claim: MadeUpClaim, today: date) -> Iterator[Posted]:
    if claim.wanted is None:
        return
    on = day(claim.wanted.on, today)
    due = on + timedelta(days=ADR_DAYS)
    letter, who = claim.wanted.letter, claim.who
    subject = f"Records for claim {claim.number}"
    told = _told(f"PM-{letter}", MessageKind.REQUEST, on, "Practice portal, medical review", subject)
    answer = answer_of(moment, claim.provider, letter)
    told |= {
        "claim": claim.number,
        "submission": answer["number"] if answer else None,
        "answered_on": received_on(answer["at"]).isoformat() if answer else None,
        "letter": letter,
        "dated": on.isoformat(),
        "due_on": due.isoformat(),
        "open": answer is None and claim.group is Group.ACTION_NEEDED,
    }
    paragraphs = (
        "This letter was made up for practice. Nobody in it exists.",
        f"We need the medical records of {who.first} {who.last} for claim {claim.number}.",
        f"Send them with a copy of this letter ({letter}) by {show_date(due)}, in one submission.",
    )
    yield Posted(told, paragraphs, f"Request for records {letter}")


def _decisions(moment: Moment, claim: MadeUpClaim, today: date) -> Iterator[Posted]:
    old = [show_old_appeal(moment, appeal, claim, today) for appeal in claim.appeals]
    new = [show_appeal(moment, row, claim, "") for row in appeals_of(moment, claim.provider, claim.number)]
    for appeal in (*old, *new):
        if appeal["letter"] is None or AppealStatus(appeal["status"]) is AppealStatus.PENDING:
            continue
        letter = letter_of(appeal, claim)
        on = date.fromisoformat(letter["dated"])
        number = f"PM-{letter['number']}"
        told = _told(number, MessageKind.LETTER, on, "Practice portal, appeals", letter["title"])
        told |= {
            "claim": claim.number,
            "submission": appeal["number"],
            "letter": letter["number"],
            "dated": letter["dated"],
        }
        yield Posted(told, tuple(letter["paragraphs"]), letter["title"])


def _told(number: str, kind: MessageKind, on: date, sender: str, subject: str) -> dict[str, Any]:
    at = datetime.combine(on, _WRITTEN_AT, _ZONE).astimezone(UTC)
    nothing = dict.fromkeys(("claim", "submission", "letter", "dated", "due_on", "answered_on"))
    return {
        "number": number,
        "kind": kind.value,
        "received_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sender": sender,
        "subject": subject,
        **nothing,
        "open": False,
    }


def _page(title: str, paragraphs: tuple[str, ...]) -> bytes:
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(612, 792), invariant=1)
    canvas.setTitle("Practice letter")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(72, 700, title)
    canvas.setFont("Helvetica", 11)
    height = 670
    for paragraph in paragraphs:
        for line in simpleSplit(paragraph, "Helvetica", 11, 460):
            canvas.drawString(72, height, line)
            height -= 15
        height -= 8
    canvas.save()
    return written.getvalue()
