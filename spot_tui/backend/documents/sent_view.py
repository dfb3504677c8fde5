"""Sent documents in words, the same for screens, commands and prints: history, receipt, progress."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.documents.filed import FiledSubmission, ReceivedFile
from spot_tui.backend.documents.filling import LETTER_FILES
from spot_tui.backend.documents.upload_meter import LineState, Meter
from spot_tui.backend.documents.view import show_size
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Tone
from spot_tui.backend.explanations import explain, field_label
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.following import Followed, follow_submitted, waiting_about
from spot_tui.backend.outbox.model import Kind
from spot_tui.backend.problems import Problem
from spot_tui.words import knows, say

if TYPE_CHECKING:
    from spot_tui.backend.documents.desk import DocumentsDesk
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session

FollowedDocuments = Followed[FiledSubmission]
_YES_OR_NO = {"true": "documents.yes", "false": "documents.no"}
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)")
_COLUMNS = ("sent", "form", "status", "number")
_STATUSES = {
    "Received": "submission.status.received",
    "In process": "submission.status.in_process",
    "Completed": "submission.status.completed",
}
"""What a gateway may call how far a submission is, and we have words for in every language."""


async def follow(
    desk: DocumentsDesk, outbox: Outbox | None, session: Session, *, everybody: bool = False
) -> tuple[tuple[FollowedDocuments, ...], Problem | None]:
    """Return the submissions of the provider in force, as `follow_submitted` does."""
    return await follow_submitted(
        {Kind.DOCUMENTS},
        lambda provider: desk.list(session, provider, everybody=everybody),
        lambda filed: Followed("", filed.submitted_at, filed.number, filed),
        outbox,
        session,
    )


def submissions_section(found: Iterable[FollowedDocuments], zone: ZoneInfo) -> Section:
    """Return the table of these submissions and how many stand how; days are those of `zone`."""
    columns = tuple(say(f"submission.column.{name}") for name in _COLUMNS)
    listed = tuple(found)
    rows = tuple(_followed(each, zone) for each in listed)
    return Section("", rows, columns, notes=(summary_words(listed),))


def summary_words(found: Sequence[FollowedDocuments]) -> str:
    """Return how many there are, and how many stand how."""
    states = Counter(map(status_words, found))
    told = ", ".join(say("submission.standing", count=states[state], state=state) for state in states)
    return say("submission.summary", count=len(found), states=told)


def chosen(
    followed: Iterable[FollowedDocuments], form: str = "", wanted: str = ""
) -> tuple[FollowedDocuments, ...]:
    """Return those of one form, all without one, in which the words that are looked for stand."""
    return tuple(each for each in followed if form in ("", form_of(each)) and matches(each, wanted))


def submission_tab(filed: FiledSubmission, zone: ZoneInfo) -> Tab:
    """Return the receipt of a submission: what counts, what was filled in, and each file with its hash."""
    at = filed.submitted_at.astimezone(zone)
    facts = {
        "number": filed.number,
        "status": _status(filed),
        "received": show_date(filed.received_on),
        "sent": f"{show_date(at.date())} {at:%H:%M:%S %Z}",
        "by": filed.submitted_by,
    }
    filled = (
        (field_label(name), _said(value)) for name, value in filed.fields.items() if name != LETTER_FILES
    )
    sections = (
        Section(say("submission.section.receipt"), tuple(_facts(facts))),
        Section(say("submission.section.form"), tuple(Row(each) for each in filled)),
        _files_section(filed.files),
    )
    return Tab("submission", form_name(filed.form), tuple(each for each in sections if each.rows))


def receipt_tab(submission: Submission, form: str, zone: ZoneInfo) -> Tab:
    """Return the receipt that this machine keeps of a confirmed submission, of the form called `form`."""
    receipt = submission.receipt
    assert receipt is not None
    at = receipt.confirmed_at.astimezone(zone)
    facts = {
        "number": receipt.number,
        "received": show_date(receipt.received_on) if receipt.received_on else "",
        "confirmed": f"{show_date(at.date())} {at:%H:%M:%S %Z}",
        "claim": submission.claim,
        "overrides": ", ".join(submission.overrides),
    }
    sections = (
        Section(say("submission.section.receipt"), tuple(_facts(facts))),
        _files_section(receipt.files),
    )
    return Tab("submission", form_name(form), tuple(each for each in sections if each.rows))


def form_of(followed: FollowedDocuments) -> str:
    """Return the name of its form."""
    if followed.filed is not None:
        return followed.filed.form
    return submitted_form(followed.submission) if followed.submission else ""


def matches(followed: FollowedDocuments, wanted: str) -> bool:
    """Tell whether `wanted` stands in its number, its fields or the name of a file, in whatever case."""
    filed = followed.filed
    where = [followed.number, followed.submission.claim if followed.submission else ""]
    if filed is not None:
        where += [*map(_said, filed.fields.values()), *(each.name for each in filed.files)]
    return any(wanted.casefold() in each.casefold() for each in where)


def submitted_form(submission: Submission) -> str:
    """Return the name of the form of a submission, empty once it is confirmed: then its content is gone."""
    return str(json.loads(submission.content)["form"]) if submission.content else ""


def status_words(followed: FollowedDocuments) -> str:
    """Return how far one is."""
    if followed.filed is not None:
        return _status(followed.filed)
    return say(f"outbox.state.{followed.submission.state}") if followed.submission else ""


def _status(filed: FiledSubmission) -> str:
    """Return how far one on file is: in our words if we have them, else in the gateway's own."""
    known = _STATUSES.get(filed.status)
    return say(known) if known else filed.status


def followed_about(followed: FollowedDocuments) -> str:
    """Return how one stands, and about what it is."""
    filed = followed.filed
    if filed is None:
        return waiting_about(followed.submission) if followed.submission else ""
    about = {
        "claim": filed.fields.get("claim_number", ""),
        "letter": filed.fields.get("letter", ""),
        "files": ", ".join(each.name for each in filed.files),
    }
    told = [say(f"submission.about.{name}", text=text) for name, text in about.items() if text]
    return " ".join((_received(filed), *told))


def form_name(form: str) -> str:
    """Return what a form is called; one that is not ours by the gateway's own word."""
    key = f"documents.form.{form}"
    return say(key) if knows(key) else form


def lost_words(meter: Meter) -> str:
    """Return how much of what had arrived is sent once more; empty for nothing."""
    return say("upload.lost", size=show_size(meter.lost)) if meter.lost else ""


def progress_told(meter: Meter) -> str:
    """Return how far a file is, what the line is doing, and how much has to go once more, if any."""
    return " ".join(filter(None, (_line_told(meter), lost_words(meter))))


def _line_told(meter: Meter) -> str:
    size = show_size(meter.size)
    told = {"name": meter.name, "size": size, "percent": meter.arrived * 100 // max(meter.size, 1)}
    if meter.state is LineState.WAITING:
        why = explain(meter.problem).what if meter.problem else ""
        return say("upload.told.waiting", **told, why=why, seconds=round(meter.seconds_to_next_try))
    if meter.is_stalled:
        return say("upload.told.stalled", **told)
    left = meter.seconds_left
    if meter.state is LineState.SENDING and left is not None:
        rate = f"{meter.rate * 8 / 1000:,.0f}"
        return say("upload.told.moving", **told, rate=rate, left=show_time(left))
    return say(f"upload.told.{meter.state}", **told)


def _followed(each: FollowedDocuments, zone: ZoneInfo) -> Row:
    sent = show_date(each.at.astimezone(zone).date())
    if each.filed is not None:
        cells = (sent, form_name(each.filed.form), each.filed.status, each.number)
        return Row(cells, note=followed_about(each))
    cells = (sent, form_name(form_of(each)), status_words(each), "")
    return Row(cells, Tone.WARN, note=followed_about(each))


def _said(value: str) -> str:
    """Return a value of a form, as it is told over the line, as people say it."""
    if value in _YES_OR_NO:
        return say(_YES_OR_NO[value])
    return show_date(date.fromisoformat(value)) if _DAY.fullmatch(value) else value


def _received(filed: FiledSubmission) -> str:
    received = say("submission.received", date=show_date(filed.received_on))
    return f"{received} {say('submission.by', name=filed.submitted_by)}"


def _facts(facts: dict[str, str]) -> Iterator[Row]:
    for name, text in facts.items():
        if text:
            yield Row((say(f"submission.row.{name}"), text))


def _files_section(files: tuple[ReceivedFile, ...]) -> Section:
    return Section(say("submission.section.files"), tuple(map(_file, files)))


def _file(file: ReceivedFile) -> Row:
    """Return a file with its hash."""
    return Row((file.name, show_size(file.size)), note=f"SHA-256 {_grouped(file.sha256)}")


def _grouped(digest: str) -> str:
    """Return a hash in groups of eight, to be compared by eye."""
    groups: Sequence[str] = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return " ".join(groups)


def show_time(seconds: float) -> str:
    """Return a span of time as ``M:SS`` or ``H:MM:SS``."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
