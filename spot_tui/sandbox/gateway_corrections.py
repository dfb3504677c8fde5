"""Corrections of the practice gateway: taken by the portal's own rules, listed, shown."""

from __future__ import annotations

from starlette.responses import Response

from spot_tui.backend.claims.wire import read_claim
from spot_tui.backend.corrections.case import Case, shipped_book
from spot_tui.backend.corrections.check import check_correction
from spot_tui.backend.corrections.findings import Finding
from spot_tui.backend.corrections.request import DIAGNOSIS_PLACES, MODIFIER_SLOTS
from spot_tui.backend.corrections.wire import CorrectionBody
from spot_tui.backend.explanations import explain
from spot_tui.sandbox import access_world, submissions
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.gateway_call import caller, give, give_one, once, page, refuse
from spot_tui.sandbox.gateway_submitted import (
    claim_of,
    last_words,
    listed_for,
    match_claim,
    pointer,
    read_body,
    refuse_by_rule,
    refuse_foreign,
)
from spot_tui.sandbox.tokens import DESK_SCOPE


def submit(call: Call) -> Response:
    """Take a correction of a claim in the state that the caller has seen."""
    person = caller(call, DESK_SCOPE)

    def act() -> Response:
        asked = read_body(call, CorrectionBody)
        refuse_foreign(call, person, asked.npi, asked.ptan)
        claim = claim_of(call, asked.npi, asked.claim)
        whole = match_claim(call, claim)
        for row in submissions.corrections_of(call.moment, asked.npi, claim.number):
            if submissions.correction_status(row, claim, call.moment.now).is_open:
                raise refuse("corrections.open", detail=last_words(call, claim))
        correction = asked.read(range(1, len(claim.lines) + 1))
        today = access_world.today(call.moment)
        _refuse_by_rules(asked, Case(read_claim(whole, ""), correction, today, shipped_book()))
        body = asked.model_dump(mode="json")
        row = submissions.add(call.moment, "correction", person.user_id, asked.npi, body)
        told = submissions.show_correction(call.moment, row, claim, person.user_id)
        return give_one(told, 201, f"{call.origin}/gateway/v1/corrections/{row['number']}")

    return once(call, person, act)


def listed(call: Call) -> Response:
    """List the caller's corrections for a provider, or everybody's."""
    person = caller(call, DESK_SCOPE)
    npi, is_mine, number = listed_for(call, person)
    rows = submissions.corrections_of(call.moment, npi, number)
    found = [row for row in rows if not is_mine or row["user_id"] == person.user_id]
    shown, cursor = page(call, found, lambda row: str(row["number"]))
    items = [
        submissions.show_correction(call.moment, row, claim_of(call, npi, row["claim"]), person.user_id)
        for row in shown
    ]
    return give({"items": items, "next": cursor})


def show(call: Call) -> Response:
    """Show a correction to whoever has a role at its provider."""
    person = caller(call, DESK_SCOPE)
    row = submissions.find(call.moment, "correction", call.path["number"])
    if row is None or not access_world.works_for(call.moment, person.user_id, row["npi"]):
        raise refuse("corrections.none")
    claim = claim_of(call, row["npi"], row["claim"])
    return give_one(submissions.show_correction(call.moment, row, claim, person.user_id))


def _refuse_by_rules(asked: CorrectionBody, case: Case) -> None:
    findings = check_correction(case)
    refused = [finding for finding in findings if finding.refuses]
    if refused:
        wrong = [(_place(asked, finding), _told(finding)) for finding in refused[:20]]
        raise refuse_by_rule("corrections.refused", refused[0].problem.kind, wrong)
    warned = [finding for finding in findings if finding.rule not in asked.overrides]
    if warned:
        wrong = [("/overrides", _told(finding)) for finding in warned[:20]]
        raise refuse("corrections.override", detail=wrong[0][1], wrong=wrong)


def _told(finding: Finding) -> str:
    return f"{finding.rule}: {explain(finding.problem).what}"[:300]


def _place(asked: CorrectionBody, finding: Finding) -> str:
    """Return where in the request a finding belongs."""
    name = finding.problem.fields[0] if finding.problem.fields else ""
    places = [place for place, line in enumerate(asked.lines) if line.number == finding.line]
    if not places:
        is_header = name in {"referring_name", "referring_npi", "diagnoses"}
        return pointer(filter(None, ("header" if is_header else "", name))) or "/claim"
    for group, slots in (("modifiers", MODIFIER_SLOTS), ("diagnoses", DIAGNOSIS_PLACES)):
        if name in slots:
            return pointer(("lines", places[0], group, slots.index(name)))
    return pointer(filter(lambda part: part != "", ("lines", places[0], name)))
