"""Access requests from the form to the decision, over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from spot_tui.backend.access.model import (
    AccessRequest,
    Certification,
    Decider,
    RequestStatus,
    Role,
    RoleStatus,
)
from spot_tui.backend.problems import Problem
from tests.backend.store.builders import records
from tests.wire.gateway import (
    APPROVER,
    CLERK,
    DENIED,
    NO_REQUEST,
    OTHER_CLERK,
    PENDING,
    REMOVED,
    Gateway,
    application,
    practice_gateway,
)

TAMPA = {"business_name": "Practice Home Health of Tampa", "npi": "1000000038", "ptan": "PR0003"}
OVERDUE_CLERK = "hugo.dandelmere"


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with practice_gateway(tmp_path) as opened:
        yield opened


async def problem_of(act: Awaitable[object]) -> Problem:
    with pytest.raises(Problem) as caught:
        await act
    return caught.value


async def waiting_of(gateway: Gateway, user_id: str) -> AccessRequest:
    waiting = await gateway.desk.waiting(gateway.token(APPROVER))
    return next(request for request in waiting if request.user_id == user_id)


async def test_a_request_gets_a_confirmation_number_and_waits_for_the_own_approver(gateway: Gateway) -> None:
    sent = await gateway.desk.submit(gateway.limited(NO_REQUEST), application())
    assert sent.number.startswith("PR-")
    assert (sent.status, sent.decider) == (RequestStatus.PENDING, Decider.APPROVER)
    assert (sent.organisation, sent.person) == ("ORG-1001", "Owen Hartlebury")
    assert sent.mismatches == ()
    assert sent.is_open


async def test_a_request_shows_only_the_end_of_the_tax_number(gateway: Gateway) -> None:
    sent = await gateway.desk.submit(gateway.limited(NO_REQUEST), application())
    assert sent.tin_ending == "00001"
    assert "000000001" not in repr(sent)


async def test_who_asked_is_pending_for_the_sign_in_too(gateway: Gateway) -> None:
    await gateway.desk.submit(gateway.limited(NO_REQUEST), application())
    assert gateway.access_of(NO_REQUEST) == "pending"


async def test_an_approved_person_can_sign_in(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    decided = await gateway.desk.approve(gateway.token(APPROVER), request)
    assert (decided.status, decided.decided_by) == (RequestStatus.APPROVED, APPROVER)
    assert gateway.access_of(PENDING) == "approved"
    held = await gateway.desk.roles(gateway.token(PENDING))
    assert [(role.role, role.status) for role in held] == [(Role.END_USER, RoleStatus.ACTIVE)]


async def test_a_denied_person_is_told_why(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    await gateway.desk.deny(gateway.token(APPROVER), request, "Nobody knows her")
    (mine,) = await gateway.desk.mine(gateway.limited(PENDING))
    assert (mine.status, mine.decision_reason) == (RequestStatus.DENIED, "Nobody knows her")
    assert gateway.access_of(PENDING) == "denied"


async def test_a_denial_needs_its_reason(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    problem = await problem_of(gateway.desk.deny(gateway.token(APPROVER), request, "  "))
    assert (problem.code, problem.fields) == ("field.missing", ("reason",))
    assert (await gateway.desk.find(gateway.limited(PENDING), request.number)).is_open


async def test_who_waits_learns_the_name_of_the_approver(gateway: Gateway) -> None:
    (mine,) = await gateway.desk.mine(gateway.limited(PENDING))
    assert mine.approvers == ("Otis Barnabeck",)
    asked = await gateway.desk.submit(gateway.limited(NO_REQUEST), application(role=Role.BACKUP_APPROVER))
    assert asked.approvers == ()


async def test_the_staffs_first_requests_are_as_their_access(gateway: Gateway) -> None:
    seen = {}
    for user_id in (PENDING, DENIED, CLERK):
        seen[user_id] = [request.status for request in await gateway.desk.mine(gateway.limited(user_id))]
    assert seen == {
        PENDING: [RequestStatus.PENDING],
        DENIED: [RequestStatus.DENIED],
        CLERK: [RequestStatus.APPROVED],
    }


@pytest.mark.parametrize("user_id", [CLERK, REMOVED])
async def test_a_role_began_on_the_day_of_its_approval(gateway: Gateway, user_id: str) -> None:
    bearer = gateway.limited(user_id)
    (request,) = await gateway.desk.mine(bearer)
    began = {role.began_on for role in await gateway.desk.roles(bearer)}
    assert request.decided_at is not None
    assert began == {request.decided_at.date()}


async def test_a_denied_request_names_what_differs_from_the_enrollment(gateway: Gateway) -> None:
    (denied,) = await gateway.desk.mine(gateway.limited(DENIED))
    assert denied.mismatches == ("tin",)


async def test_a_removed_person_sees_that_certification_was_missed_and_may_ask_again(
    gateway: Gateway,
) -> None:
    (role,) = await gateway.desk.roles(gateway.limited(REMOVED))
    assert (role.status, role.certify_by) == (RoleStatus.REMOVED, None)
    await gateway.desk.submit(gateway.limited(REMOVED), application())
    assert gateway.access_of(REMOVED) == "pending"


async def test_a_second_request_while_one_waits_is_refused_with_its_number(gateway: Gateway) -> None:
    problem = await problem_of(gateway.desk.submit(gateway.limited(PENDING), application()))
    assert problem.code == "access.already_requested"
    assert "PR-20017" in problem.upstream_words


async def test_a_role_that_is_held_is_not_asked_for_again(gateway: Gateway) -> None:
    for user_id in (CLERK, APPROVER):
        problem = await problem_of(gateway.desk.submit(gateway.token(user_id), application()))
        assert problem.code == "access.already_held"


async def test_an_end_user_cannot_join_what_no_approver_has_registered(gateway: Gateway) -> None:
    problem = await problem_of(gateway.desk.submit(gateway.limited(NO_REQUEST), application(**TAMPA)))
    assert (problem.code, problem.fields) == ("access.no_organisation", ("npi",))


async def test_an_approver_joins_the_organisation_that_is_there(gateway: Gateway) -> None:
    sent = await gateway.desk.submit(gateway.limited(NO_REQUEST), application(role=Role.BACKUP_APPROVER))
    assert (sent.organisation, sent.decider) == ("ORG-1001", Decider.HELP_DESK)


async def test_the_help_desk_decides_after_a_minute_by_the_enrollment(gateway: Gateway) -> None:
    asked = application(role=Role.APPROVER, tin="000000003", line_of_business=("A",), **TAMPA)
    asked = replace(asked, address=replace(asked.address, city="Tampa"))
    sent = await gateway.desk.submit(gateway.limited(NO_REQUEST), asked)
    assert sent.organisation == ""
    gateway.clock.forward(seconds=61)
    (decided,) = await gateway.desk.mine(gateway.limited(NO_REQUEST))
    assert (decided.status, decided.organisation) == (RequestStatus.APPROVED, "ORG-1003")
    assert gateway.access_of(NO_REQUEST) == "approved"
    found = await gateway.desk.organisations(gateway.token(NO_REQUEST), npi="1000000038")
    assert [organisation.id for organisation in found] == ["ORG-1003"]


async def test_the_help_desk_denies_what_differs(gateway: Gateway) -> None:
    asked = application(role=Role.APPROVER, tin="000000007")
    await gateway.desk.submit(gateway.limited(NO_REQUEST), asked)
    gateway.clock.forward(seconds=61)
    (decided,) = await gateway.desk.mine(gateway.limited(NO_REQUEST))
    assert decided.status is RequestStatus.DENIED
    assert "Tax number (TIN)" in decided.decision_reason


async def test_real_numbers_are_refused_and_not_kept(gateway: Gateway) -> None:
    problem = await problem_of(gateway.desk.submit(gateway.limited(NO_REQUEST), application(tin="593276459")))
    assert (problem.code, problem.fields) == ("gateway.matching", ("tin",))
    with gateway.world.transaction() as moment:
        kept = moment.db.execute("SELECT count(*) FROM access_request WHERE user_id = ?", (NO_REQUEST,))
        assert kept.fetchone()[0] == 0


async def test_a_request_can_be_taken_back_by_its_sender_only(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    refused = await problem_of(gateway.desk.cancel(gateway.token(APPROVER), request))
    assert refused.code == "access.not_yours"
    taken = await gateway.desk.cancel(gateway.limited(PENDING), request)
    assert taken.status is RequestStatus.CANCELLED
    assert gateway.access_of(PENDING) == "no_request"


async def test_what_is_decided_is_not_decided_again(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    await gateway.desk.approve(gateway.token(APPROVER), request)
    problem = await problem_of(gateway.desk.deny(gateway.token(APPROVER), request, "Too late"))
    assert problem.code == "access.decided"


async def test_nobody_decides_about_a_request_of_her_own(gateway: Gateway) -> None:
    asked = application(
        npi="1000000020", ptan="PR0002", tin="000000002", business_name="Practice Clinic of San Juan"
    )
    own = await gateway.desk.submit(gateway.token(APPROVER), asked)
    problem = await problem_of(gateway.desk.approve(gateway.token(APPROVER), own))
    assert problem.code == "access.own_request"


@pytest.mark.parametrize("kind", ["token", "limited"])
async def test_only_an_approver_sees_what_waits_and_who_has_a_role(gateway: Gateway, kind: str) -> None:
    bearer = gateway.token(CLERK) if kind == "token" else gateway.limited(APPROVER)
    for view in (gateway.desk.waiting, gateway.desk.members):
        assert (await problem_of(view(bearer))).code == "access.not_approver"


async def test_a_limited_token_decides_nothing(gateway: Gateway) -> None:
    request = await waiting_of(gateway, PENDING)
    problem = await problem_of(gateway.desk.approve(gateway.limited(APPROVER), request))
    assert problem.code == "access.not_approver"
    assert gateway.access_of(PENDING) == "pending"


async def test_the_requests_of_others_are_as_if_they_were_not(gateway: Gateway) -> None:
    for number in ("PR-20017", "PR-99999", "..", "a/b", ""):
        assert (await problem_of(gateway.desk.find(gateway.token(CLERK), number))).code in {
            "access.no_request",
            "gateway.not_found",
        }


async def test_a_leavers_role_ends_and_she_cannot_sign_in(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    role = next(role for role in await gateway.desk.members(bearer) if role.user_id == OTHER_CLERK)
    ended = await gateway.desk.end_role(bearer, role, "She left")
    assert (ended.status, ended.end_reason, ended.certify_by) == (RoleStatus.ENDED, "She left", None)
    assert gateway.access_of(OTHER_CLERK) == "removed"
    assert (await problem_of(gateway.desk.mine(gateway.token(OTHER_CLERK)))).code == "gateway.token"


async def test_who_has_another_role_left_still_signs_in(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    role = next(role for role in await gateway.desk.members(bearer) if role.user_id == CLERK)
    await gateway.desk.end_role(bearer, role, "Works in San Juan now")
    assert gateway.access_of(CLERK) == "approved"


async def test_members_come_with_the_next_certification_first(gateway: Gateway) -> None:
    members = await gateway.desk.members(gateway.token(APPROVER))
    today = date(2026, 11, 22)
    by_user = {role.user_id: role.certification(today) for role in members}
    assert members[0].user_id == OVERDUE_CLERK
    assert by_user[OVERDUE_CLERK] is Certification.OVERDUE
    assert by_user[OTHER_CLERK] is Certification.DUE
    assert by_user[CLERK] is Certification.DONE


async def test_a_certified_role_is_good_for_another_year(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    role = next(role for role in await gateway.desk.members(bearer) if role.user_id == OTHER_CLERK)
    certified = await gateway.desk.certify(bearer, role)
    assert (certified.certified_on, certified.certify_by) == (date(2026, 11, 22), date(2027, 11, 22))


async def test_a_role_that_another_has_changed_is_not_changed_blindly(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    role = next(role for role in await gateway.desk.members(bearer) if role.user_id == OTHER_CLERK)
    await gateway.desk.certify(bearer, role)
    problem = await problem_of(gateway.desk.end_role(bearer, role, "She left"))
    assert problem.code == "gateway.changed"
    assert (await gateway.desk.find_role(bearer, role.id)).status is RoleStatus.ACTIVE


async def test_an_approvers_own_role_is_not_for_herself_to_end_or_certify(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    (own,) = await gateway.desk.roles(bearer)
    assert (await problem_of(gateway.desk.certify(bearer, own))).code == "access.own_role"
    assert (await problem_of(gateway.desk.end_role(bearer, own, "I left"))).code == "access.own_role"


async def test_a_second_approvers_role_is_the_help_desks(gateway: Gateway) -> None:
    await gateway.desk.submit(gateway.limited(NO_REQUEST), application(role=Role.BACKUP_APPROVER))
    gateway.clock.forward(seconds=61)
    bearer = gateway.token(APPROVER)
    backup = next(role for role in await gateway.desk.members(bearer) if role.user_id == NO_REQUEST)
    assert (await problem_of(gateway.desk.certify(bearer, backup))).code == "access.not_end_user"


async def test_a_role_that_ended_is_neither_ended_nor_certified(gateway: Gateway) -> None:
    bearer = gateway.token(APPROVER)
    gone = next(role for role in await gateway.desk.members(bearer) if role.user_id == REMOVED)
    assert (await problem_of(gateway.desk.certify(bearer, gone))).code == "access.role_over"


async def test_lists_are_read_over_all_their_pages(tmp_path: Path) -> None:
    async with practice_gateway(tmp_path / "one") as whole, practice_gateway(tmp_path / "two", 2) as paged:
        everybody = [role.user_id for role in await whole.desk.members(whole.token(APPROVER))]
        assert [role.user_id for role in await paged.desk.members(paged.token(APPROVER))] == everybody
        assert len(everybody) > 10


@pytest.mark.parametrize(
    "fault", ["gateway.cut", "gateway.drop", "gateway.503", "gateway.page", "gateway.break"]
)
async def test_a_request_whose_answer_was_lost_is_still_one(gateway: Gateway, fault: str) -> None:
    bearer = gateway.limited(NO_REQUEST)
    # A line that breaks is tried again at once, so it breaks twice here.
    gateway.switch_on(fault, times=2 if fault in {"gateway.drop", "gateway.break"} else 1)
    problem = await problem_of(gateway.desk.submit(bearer, application()))
    assert problem.code.startswith("upstream.") or problem.code == "gateway.busy"
    sent = await gateway.desk.submit(bearer, application())
    assert [request.number for request in await gateway.desk.mine(bearer)] == [sent.number]


async def test_a_line_that_breaks_once_is_not_noticed(gateway: Gateway) -> None:
    gateway.switch_on("gateway.break")
    sent = await gateway.desk.submit(gateway.limited(NO_REQUEST), application())
    assert sent.is_open
    assert gateway.seen == [None]


async def test_the_board_hears_how_the_gateway_is(gateway: Gateway) -> None:
    bearer = gateway.token(CLERK)
    gateway.switch_on("gateway.500")
    await problem_of(gateway.desk.mine(bearer))
    await gateway.desk.mine(bearer)
    assert [problem and problem.code for problem in gateway.seen] == ["upstream.down", None]


async def test_each_act_is_recorded_with_its_number_and_no_free_text(
    gateway: Gateway, tmp_path: Path
) -> None:
    bearer = gateway.token(APPROVER)
    await gateway.desk.deny(bearer, await waiting_of(gateway, PENDING), "Secret words")
    role = next(role for role in await gateway.desk.members(bearer) if role.user_id == OTHER_CLERK)
    await gateway.desk.certify(bearer, role)
    asked = await gateway.desk.submit(gateway.limited(NO_REQUEST), application())
    await gateway.desk.cancel(gateway.limited(NO_REQUEST), asked)
    kept = records(tmp_path / "store")
    done = [(r["event"], r["outcome"]) for r in kept if r["event"].startswith("access.")]
    acts = ["access.deny", "access.certify", "access.request", "access.cancel"]
    assert done == [(event, outcome) for event in acts for outcome in ("pending", "success")]
    assert "Secret words" not in repr(kept)
    assert "000000001" not in repr(kept)
    answered = next(r for r in kept if r["event"] == "access.request" and r["outcome"] == "success")
    assert answered["details"] == {"request": asked.number, "role": "end_user"}
    assert answered["corr"].startswith("gw-")


async def test_without_a_token_that_holds_nothing_is_told(gateway: Gateway) -> None:
    bearer = gateway.token(CLERK)
    gateway.clock.forward(hours=13)
    assert (await problem_of(gateway.desk.mine(bearer))).code == "gateway.token"
