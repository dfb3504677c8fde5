"""What submitted corrections and appeals share in the practice gateway: who may, on which claim, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from spot_tui.backend.problems import Kind
from spot_tui.sandbox import access_world, submissions
from spot_tui.sandbox.access_data import access_data
from spot_tui.sandbox.call import Call, Refused
from spot_tui.sandbox.claims import MadeUpClaim
from spot_tui.sandbox.claims_now import body_now, claim_now
from spot_tui.sandbox.gateway_call import match, read_json, refuse
from spot_tui.sandbox.staff import StaffMember

_Body = TypeVar("_Body", bound=BaseModel)
_ASKED = frozenset({"npi", "ptan", "view", "limit", "cursor"})
_CODES = {
    Kind.MATCHING: "gateway.matching",
    Kind.FORMAT: "gateway.format",
    Kind.INCOMPLETE: "gateway.incomplete",
}


def read_body(call: Call, model: type[_Body]) -> _Body:
    """Return the body of a request. Refuses what is out of form, at its place."""
    given = read_json(call, model.model_fields)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)[:20]
        wrong = [(pointer(each["loc"]), each["msg"][:300]) for each in found]
        missing = all(each["type"] == "missing" for each in found)
        raise refuse("gateway.incomplete" if missing else "gateway.format", wrong=wrong) from None


def pointer(parts: Iterable[object]) -> str:
    """Return a JSON pointer to a place of a request."""
    return "".join(f"/{part}" for part in parts)[:200]


def refuse_foreign(call: Call, person: StaffMember, npi: str, ptan: str) -> None:
    """Refuse a provider in whose organisation the person has no role."""
    organisations = {role["organisation"] for role in access_world.roles_of(call.moment, person.user_id)}
    known = access_data().by_npi(npi)
    if known is None or known.id not in organisations or (ptan and ptan != known.ptan):
        raise refuse("claims.not_yours")


def listed_for(call: Call, person: StaffMember, more: Collection[str] = ("claim",)) -> tuple[str, bool, str]:
    """Return for which provider a list is asked, whether only the person's own, and of which claim.

    `more` may stand in the query besides.
    """
    unknown = sorted(set(call.query) - _ASKED - set(more))
    if unknown:
        raise refuse("gateway.format", 400, detail=f"{unknown[0][:40]} is not known here.")
    view = call.query.get("view", "mine")
    if view not in {"mine", "provider"}:
        raise refuse("gateway.format", 400, detail="view must be mine or provider.")
    npi = call.query.get("npi", "")
    refuse_foreign(call, person, npi, call.query.get("ptan", ""))
    return npi, view == "mine", call.query.get("claim", "")


def claim_of(call: Call, npi: str, number: str) -> MadeUpClaim:
    """Return a claim of a provider as it stands. Refuses one that is not there or another's."""
    claim = claim_now(call.moment, number)
    if claim is None or claim.provider != npi:
        raise refuse("claims.none")
    return claim


def match_claim(call: Call, claim: MadeUpClaim) -> dict[str, Any]:
    """Return the claim's body if the caller has seen this state; else tell who has changed it."""
    body = body_now(call.moment, claim)
    match(call, body["revision"], last_words(call, claim))
    return body


def last_words(call: Call, claim: MadeUpClaim) -> str:
    """Return what was submitted about a claim last, and by whom; empty where nothing was."""
    moment = call.moment
    rows = [
        *submissions.corrections_of(moment, claim.provider, claim.number),
        *submissions.appeals_of(moment, claim.provider, claim.number),
    ]
    if not rows:
        return ""
    last = max(rows, key=lambda row: (row["at"], row["number"]))
    what = "Correction" if last["number"].startswith("PC") else "Appeal"
    who, when = submissions.name_of(moment, last["user_id"]), submissions.moment_text(last["at"])
    return f"{what} {last['number']} of this claim was submitted by {who} at {when}."


def refuse_by_rule(code: str, kind: Kind, wrong: list[tuple[str, str]]) -> Refused:
    """Return the refusal of what rules do not let pass; `kind` is that of the first one."""
    return refuse(_CODES.get(kind, code), 422, detail=wrong[0][1], wrong=wrong)
