"""The made-up claims as they stand in this world: with what offices submitted, and what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from decimal import Decimal
from sqlite3 import Row
from typing import Any

from spot_tui.backend.claims.model import CorrectionStatus, Group
from spot_tui.sandbox import access_world, submissions
from spot_tui.sandbox.claims import SUMMARY, MadeUpClaim, MadeUpLine, MadeUpReferring, body, claims
from spot_tui.sandbox.world import Moment

_ALLOWED_SHARE = Decimal("0.62")
"""What the portal allows of a line that it pays after a correction."""
_CENT = Decimal("0.01")


def claim_now(moment: Moment, number: str) -> MadeUpClaim | None:
    """Return the claim of a number as it stands; one that a correction brought about too."""
    made = claims().get(number)
    if made is not None:
        if _adjusting(moment, made) is None:
            return made
        return made.model_copy(update={"replaced_by": submissions.adjusted_number(number)})
    return next((claim for claim in _adjusted(moment) if claim.number == number), None)


def claims_now(moment: Moment) -> list[MadeUpClaim]:
    """Return all claims as they stand."""
    made = (claim_now(moment, number) for number in claims())
    return [*(claim for claim in made if claim is not None), *_adjusted(moment)]


def body_now(moment: Moment, claim: MadeUpClaim) -> dict[str, Any]:
    """Return a claim with its detail, as the gateway shows it now."""
    whole = body(claim, access_world.today(moment))
    rows = submissions.appeals_of(moment, claim.provider, claim.number)
    whole["appeals"] += [submissions.appeal_on_claim(moment, row, claim) for row in reversed(rows)]
    whole["corrections"] = [
        submissions.correction_on_claim(moment, row, claim)
        for row in submissions.corrections_of(moment, claim.provider, claim.number)
    ]
    del whole["revision"]
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]
    return whole | {"revision": f'"{digest}"'}


def summary_now(moment: Moment, claim: MadeUpClaim) -> dict[str, Any]:
    """Return a claim as the gateway's lists show it now."""
    whole = body_now(moment, claim)
    return {name: whole[name] for name in SUMMARY}


def _adjusting(moment: Moment, claim: MadeUpClaim) -> Row | None:
    """Return the correction that has adjusted a claim, or None."""
    rows = submissions.corrections_of(moment, claim.provider, claim.number)
    adjusted = CorrectionStatus.ADJUSTED
    return next((r for r in rows if submissions.correction_status(r, claim, moment.now) is adjusted), None)


def _adjusted(moment: Moment) -> Iterator[MadeUpClaim]:
    rows = moment.db.execute("SELECT DISTINCT claim FROM correction ORDER BY claim").fetchall()
    for number in (row["claim"] for row in rows):
        made = claims().get(number)
        row = _adjusting(moment, made) if made is not None else None
        if made is not None and row is not None:
            yield _corrected(made, row)


def _corrected(claim: MadeUpClaim, row: Row) -> MadeUpClaim:
    """Return the claim that a correction brings about: as asked, its changed lines paid."""
    asked = json.loads(row["body"])
    header = asked["header"] or {}
    diagnoses = list(header.get("diagnoses") or claim.diagnoses)
    changed = {line["number"]: line for line in asked["lines"]}
    lines = tuple(
        _corrected_line(line, changed[number], diagnoses) if number in changed else line
        for number, line in enumerate(claim.lines, 1)
    )
    dates = [line[name] for line in asked["lines"] for name in ("service_from", "service_to") if line[name]]
    is_paid = any(line.allowed is not None and not line.deny for line in lines)
    update: dict[str, object] = {
        "number": submissions.adjusted_number(claim.number),
        "replaces": claim.number,
        "decided": submissions.decided_on(row["at"]).isoformat(),
        "group": Group.PAID if is_paid else claim.group,
        "diagnoses": tuple(diagnoses),
        "lines": lines,
        "appeals": (),
    }
    if is_paid:
        update |= {"category": "", "status": "", "remarks": ()}
    if dates:
        update["service"] = f"{min(dates)}..{max(dates)}"
    if header.get("referring_npi"):
        referring = MadeUpReferring(name=header["referring_name"], npi=header["referring_npi"])
        update["referring"] = referring
    return claim.model_copy(update=update)


def _corrected_line(line: MadeUpLine, asked: dict[str, Any], diagnoses: list[str]) -> MadeUpLine:
    billed = Decimal(asked["billed"])
    allowed = (billed * _ALLOWED_SHARE).quantize(_CENT) if line.allowed is None else line.allowed
    pointers = ""
    for code in filter(None, asked["diagnoses"]):
        if code not in diagnoses:
            diagnoses.append(code)
        pointers += chr(ord("A") + diagnoses.index(code))
    return line.model_copy(
        update={
            "code": asked["procedure"],
            "mods": tuple(filter(None, asked["modifiers"])),
            "place": asked["place"],
            "units": asked["units"],
            "billed": billed,
            "pointers": pointers or line.pointers,
            "allowed": min(allowed, billed),
            "deny": "",
            "remarks": (),
        }
    )
