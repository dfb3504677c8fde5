"""Sent documents in words, the same for screens, commands and prints: history, receipt, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.documents.filed import FiledSubmission
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
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session

FollowedDocuments = Followed[FiledSubmission]
_COLUMNS = ("sent", "form", "status", "number")


async def follow(
    desk: DocumentsDesk, outbox: Outbox | None, session: Session, *, everybody: bool = False, form: str = ""
) -> tuple[tuple[FollowedDocuments, ...], Problem | None]:
    """Return the submissions of the provider in force, as `follow_submitted` does."""
    return await follow_submitted(
        {Kind.DOCUMENTS},
        lambda provider: desk.list(session, provider, everybody=everybody, form=form),
        lambda filed: Followed("", filed.submitted_at, filed.number, filed),
        outbox,
        session,
    )


def submissions_section(found: Iterable[FollowedDocuments], zone: ZoneInfo) -> Section:
    """Return the table of these submissions; days are those of `zone`."""
    columns = tuple(say(f"submission.column.{name}") for name in _COLUMNS)
    return Section("", tuple(_followed(each, zone) for each in found), columns)


def submission_tab(filed: FiledSubmission, zone: ZoneInfo) -> Tab:
    """Return the receipt of a submission: what counts, what was filled in, and each file with its hash."""
    at = filed.submitted_at.astimezone(zone)
    facts = {
        "number": filed.number,
        "status": filed.status,
        "received": show_date(filed.received_on),
        "sent": f"{show_date(at.date())} {at:%H:%M:%S %Z}",
        "by": filed.submitted_by,
    }
    filled = ((field_label(name), value) for name, value in filed.fields.items())
    sections = (
        Section(say("submission.section.receipt"), tuple(_facts(facts))),
        Section(say("submission.section.form"), tuple(Row(each) for each in filled)),
        Section(say("submission.section.files"), tuple(_files(filed))),
    )
    return Tab("submission", form_name(filed.form), tuple(each for each in sections if each.rows))


def form_name(form: str) -> str:
    """Return what a form is called; one that is not ours by the gateway's own word."""
    key = f"documents.form.{form}"
    return say(key) if knows(key) else form


def progress_told(meter: Meter) -> str:
    """Return in a sentence how far a file is, and what the line is doing."""
    size = show_size(meter.size)
    told = {"name": meter.name, "size": size, "percent": meter.arrived * 100 // max(meter.size, 1)}
    if meter.state is LineState.WAITING:
        why = explain(meter.problem).what if meter.problem else ""
        return say("upload.told.waiting", **told, why=why, seconds=round(meter.seconds_to_next_try))
    left = meter.seconds_left
    if meter.state is LineState.SENDING and left is not None:
        rate = f"{meter.rate * 8 / 1000:,.0f}"
        return say("upload.told.sending", **told, rate=rate, left=_minutes(left))
    return say(f"upload.told.{meter.state}", **told)


def _followed(each: FollowedDocuments, zone: ZoneInfo) -> Row:
    sent = show_date(each.at.astimezone(zone).date())
    if each.filed is not None:
        received = say("submission.received", date=show_date(each.filed.received_on))
        who = say("submission.by", name=each.filed.submitted_by)
        cells = (sent, form_name(each.filed.form), each.filed.status, each.number)
        return Row(cells, note=f"{received} {who}")
    assert each.submission is not None
    state = say(f"outbox.state.{each.submission.state}")
    kind = say(f"outbox.kind.{each.submission.kind}")
    return Row((sent, kind, state, ""), Tone.WARN, note=waiting_about(each.submission))


def _facts(facts: dict[str, str]) -> Iterator[Row]:
    for name, text in facts.items():
        if text:
            yield Row((say(f"submission.row.{name}"), text))


def _files(filed: FiledSubmission) -> Iterator[Row]:
    for file in filed.files:
        yield Row((file.name, show_size(file.size)), note=f"SHA-256 {_grouped(file.sha256)}")


def _grouped(digest: str) -> str:
    """Return a hash in groups of eight, to be compared by eye."""
    groups: Sequence[str] = [digest[at : at + 8] for at in range(0, len(digest), 8)]
    return " ".join(groups)


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
