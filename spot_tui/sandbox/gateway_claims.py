"""Claims of the practice gateway: searched and shown to whoever has a role in the provider's organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from spot_tui.backend.formats import read_claim_number, read_mbi
from spot_tui.backend.problems import Problem
from spot_tui.sandbox import access_world
from spot_tui.sandbox.access_data import access_data
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.claims import MadeUpClaim
from spot_tui.sandbox.claims_now import body_now, claim_now, claims_now, summary_now
from spot_tui.sandbox.gateway_call import caller, give, give_one, page, refuse
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.tokens import DESK_SCOPE

_ASKED = frozenset(
    (
        *("npi", "ptan", "part", "service_from", "service_to", "mbi", "number"),
        *("decided_since", "limit", "cursor"),
    )
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a search asks for; dates of service are both included."""

    part: str
    service: tuple[date, date] | None
    decided_since: date | None
    mbi: str
    number: str


def search(call: Call) -> Response:
    """List the claims of one provider that fit, the last date of service first."""
    today = access_world.today(call.moment)
    npi = _provider(call)
    asked = _asked(call)
    of_provider = (claim for claim in claims_now(call.moment) if claim.provider == npi)
    found = [claim for claim in of_provider if _fits(claim, asked, today)]
    found.sort(key=lambda claim: (*claim.dates(today)[::-1], claim.number), reverse=True)
    shown, cursor = page(call, found, lambda claim: claim.number)
    return give({"items": [summary_now(call.moment, claim) for claim in shown], "next": cursor})


def show(call: Call) -> Response:
    """Show one claim of a provider, however old it is."""
    npi = _provider(call)
    claim = claim_now(call.moment, call.path["number"])
    if claim is None or claim.provider != npi:
        raise refuse("claims.none")
    return give_one(body_now(call.moment, claim))


def _provider(call: Call) -> str:
    """Return for which provider is asked, if the caller has a role in its organisation."""
    person = caller(call, DESK_SCOPE)
    unknown = sorted(set(call.query) - _ASKED)
    if unknown:
        raise refuse("gateway.format", 400, detail=f"{unknown[0][:40]} is not known here.")
    npi, ptan = call.query.get("npi", ""), call.query.get("ptan", "")
    if not may_act_for(call, person, npi, ptan):
        raise refuse("claims.not_yours")
    return npi


def may_act_for(call: Call, person: StaffMember, npi: str, ptan: str) -> bool:
    """Tell whether a person has a role in the organisation of a provider."""
    organisations = {role["organisation"] for role in access_world.roles_of(call.moment, person.user_id)}
    known = access_data().by_npi(npi)
    return known is not None and known.id in organisations and ptan in ("", known.ptan)


def _asked(call: Call) -> _Asked:
    """Return what narrows the search. Refuses what is out of form, and a search without anything to go by."""
    part = call.query.get("part", "")
    if part not in {"A", "B"}:
        raise refuse("gateway.format", 400, detail="part must be A or B.")
    since, until = _day(call, "service_from"), _day(call, "service_to")
    asked = _Asked(
        part=part,
        service=(since, until or since) if since else None,
        decided_since=_day(call, "decided_since"),
        mbi=_value(call, "mbi", read_mbi),
        number=_value(call, "number", read_claim_number),
    )
    if asked.service is None and not asked.mbi and not asked.number:
        raise refuse("gateway.incomplete", 400, detail="Ask by dates of service, mbi or number.")
    return asked


def _value(call: Call, name: str, rule: Callable[[str], str]) -> str:
    if name not in call.query:
        return ""
    try:
        return rule(call.query[name])
    except Problem:
        raise refuse("gateway.format", 400, detail=f"{name} is out of form.") from None


def _day(call: Call, name: str) -> date | None:
    if name not in call.query:
        return None
    try:
        return date.fromisoformat(call.query[name])
    except ValueError:
        raise refuse("gateway.format", 400, detail=f"{name} must be YYYY-MM-DD.") from None


def _fits(claim: MadeUpClaim, asked: _Asked, today: date) -> bool:
    first, last = claim.dates(today)
    return (
        claim.part == asked.part
        and asked.mbi in ("", claim.who.mbi)
        and asked.number in ("", claim.number)
        and (asked.service is None or (last >= asked.service[0] and first <= asked.service[1]))
        and _is_seen(claim, asked.decided_since, today)
    )


def _is_seen(claim: MadeUpClaim, since: date | None, today: date) -> bool:
    """Tell whether a claim was decided within the time looked back, or not yet."""
    on = claim.decided_on(today)
    return since is None or on is None or on >= since
