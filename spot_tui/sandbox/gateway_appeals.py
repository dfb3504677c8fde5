"""Appeals of the practice gateway: taken by the portal's own rules, listed, shown, decided by letter."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.responses import Response

from spot_tui.backend.appeals.model import REQUIRED
from spot_tui.backend.appeals.wire import AppealRequestBody, MoreDocumentsBody
from spot_tui.backend.claims.model import AppealLevel, AppealStatus, Group
from spot_tui.backend.claims.wire import read_claim
from spot_tui.backend.corrections.appeals import level_1_deadline, level_2_deadline, no_appeal
from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.corrections.deadlines import Deadline
from spot_tui.backend.problems import Kind
from spot_tui.backend.x12.codes.adjustments import UNPROCESSABLE
from spot_tui.sandbox import access_world, submissions
from spot_tui.sandbox.appeal_letters import letter_of
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.claims import MadeUpAppeal, MadeUpClaim, claims
from spot_tui.sandbox.claims_now import claims_now
from spot_tui.sandbox.gateway_call import caller, give, give_one, match, once, page, refuse
from spot_tui.sandbox.gateway_submitted import (
    claim_of,
    last_words,
    listed_for,
    match_claim,
    read_body,
    refuse_by_rule,
    refuse_foreign,
)
from spot_tui.sandbox.staff import StaffMember
from spot_tui.sandbox.tokens import DESK_SCOPE

_NO_APPEAL = {
    "R59": "money is given back by the overpayment form, not by an appeal.",
    "R62": "that a claim was not reopened cannot be appealed.",
}


def submit(call: Call) -> Response:
    """Take an appeal of a claim in the state that the caller has seen."""
    person = caller(call, DESK_SCOPE)

    def act() -> Response:
        asked = read_body(call, AppealRequestBody)
        refuse_foreign(call, person, asked.npi, asked.ptan)
        claim = claim_of(call, asked.npi, asked.claim)
        whole = match_claim(call, claim)
        _refuse_open(call, claim, asked, whole)
        _refuse_by_rules(claim, asked, whole, access_world.today(call.moment))
        body = asked.model_dump(mode="json")
        row = submissions.add(call.moment, "appeal", person.user_id, asked.npi, body)
        told = submissions.show_appeal(call.moment, row, claim, person.user_id)
        return give_one(told, 201, f"{call.origin}/gateway/v1/appeals/{row['number']}")

    return once(call, person, act)


def listed(call: Call) -> Response:
    """List the caller's appeals for a provider, or all of them, those of other ways too."""
    person = caller(call, DESK_SCOPE)
    npi, is_mine, number = listed_for(call, person)
    rows = submissions.appeals_of(call.moment, npi, number)
    found = [
        submissions.show_appeal(call.moment, row, claim_of(call, npi, row["claim"]), person.user_id)
        for row in rows
        if not is_mine or row["user_id"] == person.user_id
    ]
    today = access_world.today(call.moment)
    if not is_mine:
        found += [
            submissions.show_old_appeal(call.moment, appeal, claim, today)
            for claim in claims_now(call.moment)
            if claim.provider == npi and number in ("", claim.number)
            for appeal in claim.appeals
        ]
    shown, cursor = page(call, found, lambda appeal: str(appeal["number"]))
    return give({"items": shown, "next": cursor})


def show(call: Call) -> Response:
    """Show an appeal to whoever has a role at its provider."""
    person = caller(call, DESK_SCOPE)
    return give_one(_visible(call, person)[0])


def add_documents(call: Call) -> Response:
    """Take what is told of further documents of an appeal that is not decided."""
    person = caller(call, DESK_SCOPE)

    def act() -> Response:
        told, _ = _visible(call, person)
        documents = read_body(call, MoreDocumentsBody).model_dump(mode="json")["documents"]
        if told["status"] != AppealStatus.PENDING:
            raise refuse("appeals.decided")
        match(call, told["revision"])
        appeal = told["number"]
        number = submissions.add_documents(call.moment, appeal, person.user_id, documents)
        on = submissions.received_on(call.moment.now).isoformat()
        changed = _visible(call, person)[0]["revision"]
        body = {"number": number, "appeal": appeal, "received_on": on, "documents": documents}
        at = f"{call.origin}/gateway/v1/appeals/{appeal}"
        return give_one(body | {"revision": changed}, 201, at)

    return once(call, person, act)


def letter(call: Call) -> Response:
    """Give the decision letter of an appeal."""
    person = caller(call, DESK_SCOPE)
    told, claim = _visible(call, person)
    if told["letter"] is None:
        raise refuse("appeals.no_letter")
    return give(letter_of(told, claim))


def _visible(call: Call, person: StaffMember) -> tuple[dict[str, Any], MadeUpClaim]:
    return visible(call, person, call.path["number"])


def visible(call: Call, person: StaffMember, number: str) -> tuple[dict[str, Any], MadeUpClaim]:
    """Return an appeal that the person may see, and its claim. Refuses with ``appeals.none``."""
    moment = call.moment
    row = submissions.find(moment, "appeal", number)
    if row is not None and access_world.works_for(moment, person.user_id, row["npi"]):
        claim = claim_of(call, row["npi"], row["claim"])
        return submissions.show_appeal(moment, row, claim, person.user_id), claim
    for claim, appeal in _old_appeals():
        if appeal.number == number and access_world.works_for(moment, person.user_id, claim.provider):
            today = access_world.today(moment)
            return submissions.show_old_appeal(moment, appeal, claim, today), claim
    raise refuse("appeals.none")


def _old_appeals() -> list[tuple[MadeUpClaim, MadeUpAppeal]]:
    return [(claim, appeal) for claim in claims().values() for appeal in claim.appeals]


def _refuse_open(call: Call, claim: MadeUpClaim, asked: AppealRequestBody, whole: dict[str, Any]) -> None:
    for appeal in whole["appeals"]:
        if appeal["level"] == asked.level and appeal["status"] == AppealStatus.PENDING:
            words = last_words(call, claim) or f"Appeal {appeal['number']} of this claim is pending."
            raise refuse("appeals.open", detail=words)


def _refuse_by_rules(
    claim: MadeUpClaim, asked: AppealRequestBody, whole: dict[str, Any], today: date
) -> None:
    wrong = [(f"/{name}", f"R57: {name} is missing.") for name in REQUIRED if not getattr(asked, name)]
    if wrong:
        raise refuse_by_rule("appeals.refused", Kind.INCOMPLETE, wrong)
    wrong = [
        (f"/{finding.problem.fields[0]}", f"{finding.rule}: {_NO_APPEAL[finding.rule]}")
        for finding in no_appeal(asked.about, asked.reason)
    ]
    if wrong:
        raise refuse_by_rule("appeals.refused", Kind.PERMISSION, wrong)
    wrong = list(_unlike(claim, asked, whole))
    if wrong:
        raise refuse_by_rule("appeals.refused", Kind.MATCHING, wrong)
    wrong = list(_barred(claim, asked, whole, today))
    if wrong:
        raise refuse_by_rule("appeals.refused", Kind.PERMISSION, wrong)


def _unlike(claim: MadeUpClaim, asked: AppealRequestBody, whole: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what does not fit the claim."""
    who = claim.who
    names = {"first_name": who.first, "last_name": who.last, "mbi": who.mbi}
    wrong = [
        (f"/{name}", "It does not match the claim.")
        for name, known in names.items()
        if " ".join(getattr(asked, name).split()).casefold() != known.casefold()
    ]
    if not set(asked.lines) <= set(range(1, len(claim.lines) + 1)):
        wrong.append(("/lines", "The claim has no such line."))
    first, last = asked.service_from.isoformat(), asked.service_to.isoformat()
    if not whole["service_from"] <= first <= last <= whole["service_to"]:
        wrong.append(("/service_from", "The dates lie outside those of the claim."))
    return wrong


def _barred(
    claim: MadeUpClaim, asked: AppealRequestBody, whole: dict[str, Any], today: date
) -> list[tuple[str, str]]:
    """Return which rules do not allow it: R02, R05, R54 to R56."""
    remarks = {*whole["remarks"], *(code for line in whole["lines"] for code in line["remarks"])}
    if UNPROCESSABLE in remarks:
        return [("/claim", "R02: an unprocessable claim cannot be appealed; send a new claim.")]
    if claim.group not in {Group.PAID, Group.DENIED} or not whole["determined_on"]:
        return [("/claim", "R05: the claim is not decided yet.")]
    deadline = _deadline(asked, whole)
    if deadline is None:
        return [("/previous", "R55: level 2 needs a decided redetermination of this claim.")]
    if not deadline.is_open(today):
        rule = "R54" if asked.level is AppealLevel.REDETERMINATION else "R56"
        return [("/level", f"{rule}: the last day was {deadline.last_day.isoformat()}.")]
    return []


def _deadline(asked: AppealRequestBody, whole: dict[str, Any]) -> Deadline | None:
    claim, book = read_claim(whole, ""), shipped_book()
    if asked.level is AppealLevel.REDETERMINATION:
        return level_1_deadline(claim, book)
    is_decided = any(
        appeal.level is AppealLevel.REDETERMINATION and appeal.number == asked.previous and appeal.decided_on
        for appeal in claim.appeals
    )
    return level_2_deadline(claim, book) if is_decided else None
