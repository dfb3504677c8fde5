"""Forms with documents in the practice gateway: taken once their files are there, listed, shown."""

from __future__ import annotations

import hashlib
import json
import re
from sqlite3 import Row
from typing import Any

from starlette.responses import Response

from spot_tui.backend.claims.model import AppealStatus
from spot_tui.backend.documents.wire import FileBody, SubmissionBody
from spot_tui.sandbox import access_world, uploads
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.faults import take
from spot_tui.sandbox.gateway_appeals import visible
from spot_tui.sandbox.gateway_call import caller, give, give_one, once, page, refuse
from spot_tui.sandbox.gateway_submitted import listed_for, read_body, refuse_foreign
from spot_tui.sandbox.people import people_by_mbi
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.submissions import (
    DECIDED_SECONDS,
    IN_PROCESS_SECONDS,
    add_documents,
    moment_text,
    name_of,
    received_on,
)
from spot_tui.sandbox.tokens import DESK_SCOPE
from spot_tui.sandbox.world import Moment

_LETTER = "letter"
_APPEAL, _APPEAL_NUMBER = "appeal", "appeal_number"
_ANSWERS = ("records", "records_tpe")
"""Forms that answer a letter which asks for records; a letter is answered once."""
_MBI = re.compile(r"\b[1-9][A-Z][A-Z0-9]\d[A-Z][A-Z0-9]\d[A-Z]{2}\d{2}\b")
_LISTED = "SELECT * FROM submission WHERE npi = ?1 AND ?2 IN ('', form) ORDER BY at DESC, number DESC"


def submit(call: Call) -> Response:
    """Take a form whose files are all there as they are told of."""
    person = caller(call, DESK_SCOPE)

    def act() -> Response:
        asked = read_body(call, SubmissionBody)
        refuse_foreign(call, person, asked.npi, asked.ptan)
        _refuse_unknown_people(asked)
        _refuse_answered(call, asked)
        of_appeal = _new_to_appeal(call, person, asked)
        for place, file in enumerate(asked.files):
            _refuse_other_bytes(call, person, file, place)
        row = _file(call.moment, person, asked)
        if of_appeal:
            add_documents(call.moment, asked.fields[_APPEAL_NUMBER], person.user_id, of_appeal)
        for file in asked.files:
            found = uploads.newest(call.moment, person.user_id, file.reference)
            if found is not None:
                uploads.remove(call.moment, found)
        told = _shown(call.moment, row, person.user_id)
        return give_one(told, 201, f"{call.origin}/gateway/v1/submissions/{row['number']}")

    return once(call, person, act)


def listed(call: Call) -> Response:
    """List the caller's submissions for a provider, or all of them."""
    person = caller(call, DESK_SCOPE)
    npi, is_mine, _ = listed_for(call, person, {"form"})
    rows = call.moment.db.execute(_LISTED, (npi, call.query.get("form", ""))).fetchall()
    found = [
        _shown(call.moment, row, person.user_id)
        for row in rows
        if not is_mine or row["user_id"] == person.user_id
    ]
    shown, cursor = page(call, found, lambda each: str(each["number"]))
    return give({"items": shown, "next": cursor})


def show(call: Call) -> Response:
    """Show a submission to whoever has a role at its provider."""
    person = caller(call, DESK_SCOPE)
    query = "SELECT * FROM submission WHERE number = ?"
    row = call.moment.db.execute(query, (call.path["number"],)).fetchone()
    if row is None or not access_world.works_for(call.moment, person.user_id, row["npi"]):
        raise refuse("submissions.none")
    return give_one(_shown(call.moment, row, person.user_id))


def _refuse_unknown_people(asked: SubmissionBody) -> None:
    """Refuse whoever is none of the made-up people, so that nothing of a real one is kept."""
    for name, value in asked.fields.items():
        if any(number not in people_by_mbi() for number in _MBI.findall(value.upper())):
            detail = "Only Medicare numbers of made-up people are taken."
            raise refuse("gateway.matching", detail=detail, wrong=[(f"/fields/{name}", detail)])


def _refuse_answered(call: Call, asked: SubmissionBody) -> None:
    letter = _answered_letter(asked)
    query = "SELECT * FROM submission WHERE npi = ? AND letter = ?"
    before = call.moment.db.execute(query, (asked.npi, letter)).fetchone() if letter else None
    if before is not None:
        when = moment_text(before["at"])
        raise refuse("submissions.answered", detail=f"{before['number']} answered this letter at {when}.")


def _new_to_appeal(call: Call, person: StaffMember, asked: SubmissionBody) -> list[dict[str, Any]]:
    """Return the files that the appeal in the form was not told of yet; refuse them once it is decided."""
    if asked.form != _APPEAL:
        return []
    told, claim = visible(call, person, asked.fields.get(_APPEAL_NUMBER, ""))
    if told["npi"] != asked.npi:
        raise refuse("appeals.none")
    who = claim.who
    known = {"claim_number": claim.number, "first_name": who.first, "last_name": who.last, "mbi": who.mbi}
    wrong = [
        (f"/fields/{name}", "It does not match the appeal.")
        for name, value in known.items()
        if asked.fields.get(name, "").casefold() != value.casefold()
    ]
    if wrong:
        raise refuse("gateway.matching", wrong=wrong)
    told_of = {document["sha256"] for document in told["documents"]}
    new = [file for file in asked.files if file.sha256 not in told_of]
    if new and told["status"] != AppealStatus.PENDING:
        raise refuse("appeals.decided")
    return [file.model_dump(mode="json", exclude={"reference"}) for file in new]


def _answered_letter(asked: SubmissionBody) -> str:
    return asked.fields.get(_LETTER, "").strip() if asked.form in _ANSWERS else ""


def _refuse_other_bytes(call: Call, person: StaffMember, file: FileBody, place: int) -> None:
    """Refuse a file that is not there, and one that is not stored as it was sent, which is thrown away."""
    found = uploads.newest(call.moment, person.user_id, file.reference)
    if found is None:
        raise refuse("submissions.missing", wrong=[(f"/files/{place}", "It is not there, or not whole.")])
    if uploads.sha256_of(call.moment, found) != file.sha256:
        uploads.remove(call.moment, found)
        raise refuse("submissions.damaged", wrong=[(f"/files/{place}/sha256", "Other bytes are stored.")])


def _file(moment: Moment, person: StaffMember, asked: SubmissionBody) -> Row:
    (count,) = moment.db.execute("SELECT count(*) FROM submission").fetchone()
    number = f"PD-{10_001 + count}"
    body = asked.model_dump(mode="json")
    if take(moment, "submissions", "") == "hash":
        for file in body["files"]:
            file["sha256"] = hashlib.sha256(file["sha256"].encode()).hexdigest()
    about = (number, person.user_id, asked.npi, asked.form, _answered_letter(asked))
    values = (*about, moment.now, json.dumps(body))
    moment.db.execute("INSERT INTO submission VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    query = "SELECT * FROM submission WHERE number = ?"
    row: Row = moment.db.execute(query, (number,)).fetchone()
    return row


def _shown(moment: Moment, row: Row, user_id: str) -> dict[str, Any]:
    body = json.loads(row["body"])
    told = {
        "number": row["number"],
        "form": row["form"],
        "npi": row["npi"],
        "status": _status(moment.now - row["at"]),
        "submitted_by": name_of(moment, row["user_id"]),
        "submitted_at": moment_text(row["at"]),
        "received_on": received_on(row["at"]).isoformat(),
        "fields": body["fields"],
        "files": body["files"],
    }
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return {**told, "mine": row["user_id"] == user_id, "revision": f'"{digest}"'}


def _status(elapsed: float) -> str:
    if elapsed < IN_PROCESS_SECONDS:
        return "Received"
    return "In process" if elapsed < DECIDED_SECONDS else "Completed"
