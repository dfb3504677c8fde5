"""Corrections and appeals over the wire: through the outbox, by the portal's own rules, with their trail."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.appeals.model import About, AppealRequest, AttachedDocument
from spot_tui.backend.appeals.service import AppealsDesk
from spot_tui.backend.appeals.wire import write_appeal
from spot_tui.backend.claims.model import AppealLevel, AppealStatus, Claim, CorrectionStatus
from spot_tui.backend.claims.rules import ClaimRules
from spot_tui.backend.claims.service import ClaimsDesk
from spot_tui.backend.corrections.case import Case, shipped_book
from spot_tui.backend.corrections.changes import parse_changes, read_changes
from spot_tui.backend.corrections.request import Correction
from spot_tui.backend.corrections.service import CorrectionsDesk
from spot_tui.backend.corrections.wire import write_correction
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender, State
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.session_registry import Process
from spot_tui.backend.store.vault import Vaults
from tests.backend.store.builders import records
from tests.refusals import code_of
from tests.wire.gateway import CLERK, CLINIC, OTHER_CLERK, Gateway, practice_gateway

TODAY = date(2026, 11, 22)  # a Sunday
MODIFIER_MISSING, NOT_NECESSARY = "9926000000102", "9926000000107"
SECOND = AppealLevel.RECONSIDERATION
RECORDS = AttachedDocument("records.pdf", "application/pdf", 48_211, "0" * 64)


@dataclass
class Desk:
    """The services of one clerk over a practice gateway."""

    gateway: Gateway
    user_id: str
    outbox: Outbox
    corrections: CorrectionsDesk
    appeals: AppealsDesk
    claims: ClaimsDesk

    @property
    def sender(self) -> Sender:
        return Sender(self.user_id, CLINIC.npi, self.gateway.token(self.user_id))

    async def claim(self, number: str) -> Claim:
        return (await self.claims.show(self.sender.bearer, CLINIC, number)).claim

    async def correct(self, claim: Claim, changes: dict[str, Any], *overrides: str) -> Any:
        return await self.corrections.submit(
            self.sender, CLINIC, claim, asked(claim, changes), TODAY, overrides
        )

    async def appeal(self, claim: Claim, request: AppealRequest, *overrides: str) -> Any:
        moment = self.gateway.clock.now()
        return await self.appeals.submit(self.sender, CLINIC, claim, request, moment, overrides)

    async def appeal_unjudged(self, claim: Claim, request: AppealRequest) -> Any:
        """Send what no rule of ours has looked at."""
        content = json.dumps(write_appeal(request, CLINIC))
        outgoing = Outgoing(kind=Kind.APPEAL, path="/appeals", content=content, match=claim.revision)
        return await self.outbox.submit(self.sender, outgoing)


def desk_of(gateway: Gateway, user_id: str, store: Path) -> Desk:
    numbers = count(1)
    outbox = Outbox(
        Vaults(store),
        gateway.client,
        OutboxRules(),
        audit=gateway.audit,
        clock=gateway.clock,
        new_id=lambda: f"{user_id}-{next(numbers):06}",
        zone=ZoneInfo("America/New_York"),
        process=Process(1, "boot-a", 1),
        is_alive=lambda process: True,
    )
    return Desk(
        gateway,
        user_id,
        outbox,
        CorrectionsDesk(gateway.client, outbox, shipped_book(), audit=gateway.audit),
        AppealsDesk(gateway.client, outbox, shipped_book(), audit=gateway.audit),
        ClaimsDesk(gateway.client, ClaimRules(), audit=gateway.audit, clock=gateway.clock),
    )


def asked(claim: Claim, changes: dict[str, Any]) -> Correction:
    names = {"first_name": claim.patient.first_name, "last_name": claim.patient.last_name}
    read = read_changes(claim, parse_changes(json.dumps(names | changes)))
    assert not read.findings
    return read.correction


ADD_59 = {"lines": {"1": {"modifier_1": "59"}}}


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with practice_gateway(tmp_path) as opened:
        yield opened


@pytest.fixture
async def wren(gateway: Gateway, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = desk_of(gateway, CLERK, tmp_path / "store")
    yield desk
    await desk.outbox.close()


@pytest.fixture
async def ida(gateway: Gateway, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = desk_of(gateway, OTHER_CLERK, tmp_path / "store")
    yield desk
    await desk.outbox.close()


async def test_a_correction_is_filed_followed_and_adjusts_the_claim(wren: Desk) -> None:
    claim = await wren.claim(MODIFIER_MISSING)
    sent = await wren.correct(claim, ADD_59)
    assert sent.receipt is not None
    assert (sent.state, sent.receipt.received_on) == (State.CONFIRMED, date(2026, 11, 23))
    assert sent.deadline == date(2027, 11, 7)
    number, bearer = sent.receipt.number, wren.sender.bearer
    filed = await wren.corrections.show(bearer, number)
    assert (filed.status, filed.submitted_by, filed.is_mine) == (
        CorrectionStatus.SUBMITTED,
        "Wren Applegarth",
        True,
    )
    assert filed.asked.lines[1].modifier_1 == "59"
    wren.gateway.clock.forward(seconds=60)
    assert await wren.corrections.status(wren.sender.bearer, number) is CorrectionStatus.IN_PROCESS
    wren.gateway.clock.forward(seconds=120)
    (listed,) = await wren.corrections.list(wren.sender.bearer, CLINIC)
    assert (listed.status, listed.decided_on) == (CorrectionStatus.ADJUSTED, TODAY)
    before, after = await wren.claim(MODIFIER_MISSING), await wren.claim(listed.adjusted_claim)
    assert (before.replaced_by, after.replaces) == (after.number, before.number)
    assert after.lines[0].modifiers == ("59",)
    assert after.paid is not None
    assert after.paid > 0


async def test_the_same_correction_is_sent_once_and_may_wait_on_disk_for_what_is_due(wren: Desk) -> None:
    claim = await wren.claim(MODIFIER_MISSING)
    case = Case(claim, asked(claim, ADD_59), TODAY, shipped_book())
    kept = await wren.corrections.submit_once(wren.sender, CLINIC, case, at_once=False)
    assert (kept.state, kept.tries) == (State.QUEUED, 0)
    assert (await wren.corrections.submit_once(wren.sender, CLINIC, case)).id == kept.id
    (sent,) = await wren.outbox.send_due(wren.sender)
    again = await wren.corrections.submit_once(wren.sender, CLINIC, case)
    assert (sent.state, again.receipt) == (State.CONFIRMED, sent.receipt)
    assert len(await wren.corrections.list(wren.sender.bearer, CLINIC)) == 1
    written = [r for r in records(wren.gateway.audit.folder) if r["event"] == "record.outbox"]
    assert [r["reason"] for r in written] == ["queued"]


async def test_the_contractor_may_refuse_in_the_end_and_says_why(wren: Desk) -> None:
    claim = await wren.claim("9926000000101")
    sent = await wren.correct(claim, {"lines": {"1": {"place": "22"}}})
    assert sent.receipt is not None
    wren.gateway.clock.forward(seconds=180)
    filed = await wren.corrections.show(wren.sender.bearer, sent.receipt.number)
    assert filed.status is CorrectionStatus.REFUSED
    assert "place of service" in filed.reason
    assert filed.adjusted_claim == ""


async def test_two_clerks_correcting_one_claim_are_told_of_each_other(wren: Desk, ida: Desk) -> None:
    seen_by_both = await wren.claim(MODIFIER_MISSING)
    await ida.correct(seen_by_both, ADD_59)
    late = await wren.correct(seen_by_both, ADD_59)
    assert late.problem is not None
    assert (late.state, late.problem.code) == (State.REFUSED, "gateway.changed")
    assert "Correction PC-10001 of this claim was submitted by Ida Corriveld" in late.problem.upstream_words
    again = await wren.correct(await wren.claim(MODIFIER_MISSING), ADD_59)
    assert again.problem is not None
    assert (again.state, again.problem.code) == (State.REFUSED, "corrections.open")
    assert "Ida Corriveld" in again.problem.upstream_words
    assert await wren.corrections.list(wren.sender.bearer, CLINIC) == ()
    (theirs,) = await wren.corrections.list(wren.sender.bearer, CLINIC, everybody=True)
    assert (theirs.submitted_by, theirs.is_mine) == ("Ida Corriveld", False)


async def test_what_a_rule_refuses_or_warns_of_is_not_sent(wren: Desk) -> None:
    claim = await wren.claim("9926000000106")
    assert await code_of(wren.correct(claim, ADD_59)) == "rule.R02"
    claim = await wren.claim(MODIFIER_MISSING)
    warns = {"lines": {"1": {"modifier_1": "22"}}}
    assert await code_of(wren.correct(claim, warns)) == "corrections.override"
    assert await wren.outbox.find(CLERK) == []
    sent = await wren.correct(claim, warns, "R48", "R50")
    assert sent.state is State.CONFIRMED
    assert "R48" in records(wren.gateway.audit.folder)[-1]["details"]["overrides"]


@pytest.mark.parametrize(
    ("number", "changes", "code", "words"),
    [
        ("9926000000106", ADD_59, "corrections.refused", "R02"),
        (MODIFIER_MISSING, {"first_name": "Berta", **ADD_59}, "gateway.matching", "R09"),
        (MODIFIER_MISSING, {"first_name": "", **ADD_59}, "gateway.incomplete", "R10"),
        (MODIFIER_MISSING, {"lines": {"1": {"modifier_1": "22"}}}, "corrections.override", "R48"),
        (MODIFIER_MISSING, {}, "", "R26"),
    ],
)
async def test_the_portal_goes_by_its_own_rules_whatever_a_client_lets_pass(
    wren: Desk, number: str, changes: dict[str, Any], code: str, words: str
) -> None:
    claim = await wren.claim(number)
    body = write_correction(asked(claim, changes), CLINIC, ())
    outgoing = Outgoing(
        kind=Kind.CORRECTION, path="/corrections", content=json.dumps(body), match=claim.revision
    )
    sent = await wren.outbox.submit(wren.sender, outgoing)
    assert sent.problem is not None
    assert sent.state is State.REFUSED
    assert code in ("", sent.problem.code)
    assert sent.problem.upstream_words.startswith(words)


async def test_a_correction_is_seen_by_its_provider_only(wren: Desk) -> None:
    sent = await wren.correct(await wren.claim(MODIFIER_MISSING), ADD_59)
    assert sent.receipt is not None
    stranger = wren.gateway.limited("owen.hartlebury")
    assert await code_of(wren.corrections.show(stranger, sent.receipt.number)) == "gateway.permission"
    assert await code_of(wren.corrections.show(wren.sender.bearer, "PC-4711")) == "corrections.none"


def appeal_of(claim: Claim, **changes: Any) -> AppealRequest:
    first, last = claim.first, claim.last
    assert first is not None
    assert last is not None
    request = AppealRequest(
        level=AppealLevel.REDETERMINATION,
        claim=claim.number,
        first_name=claim.patient.first_name,
        last_name=claim.patient.last_name,
        mbi=claim.patient.mbi,
        service_from=first,
        service_to=last,
        lines=(1,),
        reason="The records show why it was needed.",
        requestor="Wren Applegarth",
        signature="Wren Applegarth",
    )
    return replace(request, **changes)


@pytest.mark.parametrize(
    ("number", "documents", "ends"),
    [
        (NOT_NECESSARY, (), AppealStatus.UNFAVORABLE),
        (NOT_NECESSARY, (RECORDS,), AppealStatus.FAVORABLE),
        ("9926000000103", (RECORDS,), AppealStatus.PARTLY_FAVORABLE),
        ("9926000000104", (RECORDS,), AppealStatus.WITHDRAWN),
        ("9926000000105", (RECORDS,), AppealStatus.DISMISSED),
        ("9926000000109", (RECORDS,), AppealStatus.DISMISSED_INCOMPLETE),
        ("9926000000110", (RECORDS,), AppealStatus.LIABILITY_CHANGED),
    ],
)
async def test_an_appeal_is_filed_followed_and_decided_by_letter(
    wren: Desk, number: str, documents: tuple[AttachedDocument, ...], ends: AppealStatus
) -> None:
    claim = await wren.claim(number)
    sent = await wren.appeal(claim, appeal_of(claim))
    assert sent.receipt is not None
    filed = await wren.appeals.show(wren.sender.bearer, sent.receipt.number)
    assert filed.takes_documents
    assert await code_of(wren.appeals.letter(wren.sender.bearer, filed.number)) == "appeals.no_letter"
    if documents:
        added = await wren.appeals.add_documents(wren.sender, filed, documents)
        assert added.state is State.CONFIRMED
    wren.gateway.clock.forward(seconds=180)
    bearer = wren.sender.bearer
    assert await wren.appeals.status(bearer, filed.number) is ends
    letter = await wren.appeals.letter(bearer, filed.number)
    assert (letter.status, letter.dated, letter.claim) == (ends, TODAY, number)
    assert [(each.number, each.status) for each in (await wren.claim(number)).appeals] == [
        (filed.number, ends)
    ]


async def test_papers_are_added_to_a_pending_appeal_that_came_by_another_way(wren: Desk) -> None:
    (old,) = (await wren.claim("9926000000125")).appeals
    filed = await wren.appeals.show(wren.sender.bearer, old.number)
    assert (await wren.appeals.add_documents(wren.sender, filed, (RECORDS,))).state is State.CONFIRMED
    again = await wren.appeals.show(wren.sender.bearer, old.number)
    assert [document.name for document in again.documents] == [RECORDS.name]


async def test_level_two_follows_a_decided_level_one_in_time(wren: Desk) -> None:
    claim = await wren.claim("9926000000126")
    (first,) = claim.appeals
    second = appeal_of(claim, level=AppealLevel.RECONSIDERATION, previous=first.number)
    assert (await wren.appeal(claim, second)).state is State.CONFIRMED
    claim = await wren.claim("9926000000127")
    late = appeal_of(claim, level=AppealLevel.RECONSIDERATION, previous=claim.appeals[0].number)
    assert await code_of(wren.appeal(claim, late)) == "rule.R56"
    sent = await wren.appeal_unjudged(claim, late)
    assert sent.problem is not None
    assert sent.problem.upstream_words.startswith("R56")


@pytest.mark.parametrize(
    ("number", "changes", "rule", "code"),
    [
        ("9926000000106", {}, "rule.R02", "appeals.refused"),
        (NOT_NECESSARY, {"level": SECOND, "previous": "PRA-1"}, "rule.R55", "appeals.refused"),
        (NOT_NECESSARY, {"signature": ""}, "rule.R57", "gateway.incomplete"),
        (NOT_NECESSARY, {"about": About.REFUND}, "rule.R59", "appeals.refused"),
        (NOT_NECESSARY, {"reason": "We wish to return the overpayment."}, "rule.R59", "appeals.refused"),
        (NOT_NECESSARY, {"about": About.REOPENING}, "rule.R62", "appeals.refused"),
        ("9926000000125", {}, "rule.R06", "appeals.open"),
        (NOT_NECESSARY, {"mbi": "1AA0AA0AA09"}, "", "gateway.matching"),
        (NOT_NECESSARY, {"lines": (7,)}, "", "gateway.matching"),
    ],
)
async def test_an_appeal_that_the_rules_bar_is_refused_here_and_at_the_portal(
    wren: Desk, number: str, changes: dict[str, Any], rule: str, code: str
) -> None:
    claim = await wren.claim(number)
    request = appeal_of(claim, **changes)
    if rule:
        assert await code_of(wren.appeal(claim, request)) == rule
        assert await wren.outbox.find(CLERK) == []
    sent = await wren.appeal_unjudged(claim, request)
    assert sent.problem is not None
    assert (sent.state, sent.problem.code) == (State.REFUSED, code)
    if code == "appeals.refused":
        assert sent.problem.upstream_words.startswith(rule.removeprefix("rule."))


async def test_an_appeal_without_a_day_of_decision_wants_a_yes_which_is_recorded(wren: Desk) -> None:
    claim = replace(await wren.claim(NOT_NECESSARY), determined_on=None)
    assert await code_of(wren.appeal(claim, appeal_of(claim))) == "corrections.override"
    assert (await wren.appeal(claim, appeal_of(claim), "R04")).state is State.CONFIRMED
    assert records(wren.gateway.audit.folder)[-1]["details"]["overrides"] == "R04"


async def test_all_appeals_of_the_provider_are_listed_with_those_of_other_ways(wren: Desk) -> None:
    found = await wren.appeals.list(wren.sender.bearer, CLINIC, everybody=True)
    assert {"PRA-0125-1", "PRA-0128-1"} <= {each.number for each in found}
    letter = await wren.appeals.letter(wren.sender.bearer, "PRA-0128-1")
    assert letter.number == "PRL-0128"
    assert await wren.appeals.list(wren.sender.bearer, CLINIC) == ()


async def test_letters_and_lists_are_on_record_without_the_claim_in_clear(wren: Desk) -> None:
    await wren.appeals.letter(wren.sender.bearer, "PRA-0128-1")
    intent, outcome = records(wren.gateway.audit.folder)[-2:]
    assert (intent["outcome"], outcome["outcome"]) == ("pending", "success")
    assert outcome["details"]["view"] == "letter"
    assert "claim_ref" in outcome
    assert "9926000000128" not in str(outcome)


async def test_received_is_the_day_of_a_business_day_until_six(wren: Desk) -> None:
    wren.gateway.clock.moment = datetime(2026, 11, 24, 23, 1, tzinfo=UTC)  # Tuesday, 18:01 in New York
    sent = await wren.correct(await wren.claim(MODIFIER_MISSING), ADD_59)
    assert sent.receipt is not None
    assert sent.receipt.received_on == date(2026, 11, 25)
