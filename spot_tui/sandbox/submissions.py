"""What offices submitted to the practice portal: corrections and appeals, and how far each is by now.

A minute of practice stands for days: what was submitted is in process after one, decided after three. How it
ends, the claim's own data say; an appeal without any document ends unfavorably.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from sqlite3 import Row
from typing import Any
from zoneinfo import ZoneInfo

from spot_tui.backend.claims.model import AppealLevel, AppealStatus, CorrectionStatus
from spot_tui.backend.corrections.case import shipped_book
from spot_tui.sandbox.claims import MadeUpAppeal, MadeUpClaim
from spot_tui.sandbox.members import find_member
from spot_tui.sandbox.moving_dates import day
from spot_tui.sandbox.world import Moment

IN_PROCESS_SECONDS, DECIDED_SECONDS = 60, 180
_ZONE = ZoneInfo("America/New_York")


def correction_status(row: Row, claim: MadeUpClaim, now: float) -> CorrectionStatus:
    """Return how far a correction is."""
    elapsed = now - row["at"]
    if elapsed < IN_PROCESS_SECONDS:
        return CorrectionStatus.SUBMITTED
    if elapsed < DECIDED_SECONDS:
        return CorrectionStatus.IN_PROCESS
    return CorrectionStatus.REFUSED if claim.correction_refused else CorrectionStatus.ADJUSTED


def adjusted_number(claim: str) -> str:
    """Return the number of the claim that comes of a correction."""
    return f"{int(claim) + 800_000:013}"


def corrections_of(moment: Moment, npi: str, claim: str = "") -> list[Row]:
    """Return the corrections of a provider, or those of one claim, the last one first."""
    query = "SELECT * FROM correction WHERE npi = ?1 AND ?2 IN ('', claim) ORDER BY at DESC, number DESC"
    return moment.db.execute(query, (npi, claim)).fetchall()


def appeals_of(moment: Moment, npi: str, claim: str = "") -> list[Row]:
    """Return the appeals that were submitted for a provider, or those of one claim, the last one first."""
    query = "SELECT * FROM appeal WHERE npi = ?1 AND ?2 IN ('', claim) ORDER BY at DESC, number DESC"
    return moment.db.execute(query, (npi, claim)).fetchall()


def add(moment: Moment, table: str, user_id: str, npi: str, body: dict[str, Any]) -> Row:
    """File a correction or an appeal, and return it."""
    (count,) = moment.db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - one of ours
    number = f"{'PC' if table == 'correction' else 'PA'}-{10_001 + count}"
    values = (number, user_id, npi, body["claim"], moment.now, json.dumps(body))
    moment.db.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?)", values)  # noqa: S608 - one of ours
    row = find(moment, table, number)
    assert row is not None
    return row


def answer_of(moment: Moment, npi: str, letter: str) -> Row | None:
    """Return the submission of documents that answered a provider's letter first, or None."""
    query = "SELECT * FROM submission WHERE npi = ? AND letter = ? ORDER BY at, number"
    row: Row | None = moment.db.execute(query, (npi, letter)).fetchone() if letter else None
    return row


def find(moment: Moment, table: str, number: str) -> Row | None:
    """Return the correction or appeal of a number, or None."""
    query = f"SELECT * FROM {table} WHERE number = ?"  # noqa: S608 - one of ours
    row: Row | None = moment.db.execute(query, (number,)).fetchone()
    return row


def documents_of(moment: Moment, row: Row) -> list[dict[str, Any]]:
    """Return what was told of an appeal's documents, first those that came along with it."""
    return [*json.loads(row["body"])["documents"], *_added_documents(moment, row["number"])]


def _added_documents(moment: Moment, appeal: str) -> list[dict[str, Any]]:
    query = "SELECT body FROM appeal_document WHERE appeal = ? ORDER BY at, number"
    rows = moment.db.execute(query, (appeal,)).fetchall()
    return [document for row in rows for document in json.loads(row["body"])]


def add_documents(moment: Moment, appeal: str, user_id: str, documents: list[dict[str, Any]]) -> str:
    """File what is told of further documents, and return the number of that."""
    query = "SELECT count(*) FROM appeal_document WHERE appeal = ?"
    (count,) = moment.db.execute(query, (appeal,)).fetchone()
    number = f"{appeal}-D{count + 1}"
    values = (number, appeal, user_id, moment.now, json.dumps(documents))
    moment.db.execute("INSERT INTO appeal_document VALUES (?, ?, ?, ?, ?)", values)
    return number


def appeal_status(moment: Moment, row: Row, claim: MadeUpClaim) -> AppealStatus:
    """Return how an appeal stands."""
    if moment.now - row["at"] < DECIDED_SECONDS:
        return AppealStatus.PENDING
    return claim.appeal_ends if documents_of(moment, row) else AppealStatus.UNFAVORABLE


def appeal_on_claim(moment: Moment, row: Row, claim: MadeUpClaim) -> dict[str, Any]:
    """Return a submitted appeal as the claim shows it."""
    status = appeal_status(moment, row, claim)
    is_over = status is not AppealStatus.PENDING
    return {
        "number": row["number"],
        "level": json.loads(row["body"])["level"],
        "status": status.value,
        "filed_on": received_on(row["at"]).isoformat(),
        "decided_on": decided_on(row["at"]).isoformat() if is_over else None,
        "letter": f"PRL-{row['number']}" if is_over else None,
    }


def correction_on_claim(moment: Moment, row: Row, claim: MadeUpClaim) -> dict[str, Any]:
    """Return a correction as the claim shows it, for everybody who looks at it."""
    return {
        "number": row["number"],
        "status": correction_status(row, claim, moment.now).value,
        "submitted_by": name_of(moment, row["user_id"]),
        "submitted_at": moment_text(row["at"]),
    }


def show_correction(moment: Moment, row: Row, claim: MadeUpClaim, user_id: str) -> dict[str, Any]:
    """Return a correction as the gateway shows it to somebody."""
    status = correction_status(row, claim, moment.now)
    is_adjusted = status is CorrectionStatus.ADJUSTED
    told = {
        **_submitted(moment, row, claim),
        "status": status.value,
        "decided_on": None if status.is_open else decided_on(row["at"]).isoformat(),
        "reason": claim.correction_refused if status is CorrectionStatus.REFUSED else None,
        "adjusted_claim": adjusted_number(row["claim"]) if is_adjusted else None,
        "request": json.loads(row["body"]),
    }
    return _revised(told, mine=row["user_id"] == user_id)


def show_appeal(moment: Moment, row: Row, claim: MadeUpClaim, user_id: str) -> dict[str, Any]:
    """Return a submitted appeal as the gateway shows it to somebody."""
    asked, on_claim = json.loads(row["body"]), appeal_on_claim(moment, row, claim)
    told = {
        **_submitted(moment, row, claim),
        **{name: on_claim[name] for name in ("level", "status", "decided_on", "letter")},
        **{name: asked[name] for name in ("previous", "lines", "about", "reason", "requestor")},
        "documents": documents_of(moment, row),
    }
    return _revised(told, mine=row["user_id"] == user_id)


def show_old_appeal(moment: Moment, appeal: MadeUpAppeal, claim: MadeUpClaim, today: date) -> dict[str, Any]:
    """Return an appeal that did not come by this way."""
    first = next((each for each in claim.appeals if each.level is AppealLevel.REDETERMINATION), None)
    is_second = appeal.level is AppealLevel.RECONSIDERATION
    told = {
        "number": appeal.number,
        "claim": claim.number,
        "npi": claim.provider,
        "submitted_by": None,
        "submitted_at": None,
        "received_on": day(appeal.filed, today).isoformat(),
        "level": appeal.level.value,
        "status": appeal.status.value,
        "decided_on": day(appeal.decided, today).isoformat() if appeal.decided else None,
        "letter": appeal.letter or None,
        "previous": first.number if is_second and first else None,
        "lines": [number + 1 for number in range(len(claim.lines))],
        "documents": _added_documents(moment, appeal.number),
        "about": None,
        "reason": None,
        "requestor": None,
    }
    return _revised(told, mine=False)


def received_on(at: float) -> date:
    """Return the day that counts as received: until 6 p.m. of a business day that day, else the next one."""
    return shipped_book().calendar.received_on(datetime.fromtimestamp(at, UTC))


def decided_on(at: float) -> date:
    """Return the portal's day of the decision about what was submitted at a time."""
    return datetime.fromtimestamp(at + DECIDED_SECONDS, _ZONE).date()


def name_of(moment: Moment, user_id: str) -> str:
    """Return the name of who submitted something."""
    person = find_member(moment, user_id)
    return f"{person.first_name} {person.last_name}" if person else user_id


def moment_text(seconds: float) -> str:
    """Return seconds since 1970 as RFC 3339."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _submitted(moment: Moment, row: Row, claim: MadeUpClaim) -> dict[str, Any]:
    return {
        "number": row["number"],
        "claim": claim.number,
        "npi": row["npi"],
        "submitted_by": name_of(moment, row["user_id"]),
        "submitted_at": moment_text(row["at"]),
        "received_on": received_on(row["at"]).isoformat(),
    }


def _revised(told: dict[str, Any], *, mine: bool) -> dict[str, Any]:
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return {**told, "mine": mine, "revision": f'"{digest}"'}
