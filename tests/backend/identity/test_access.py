"""Why somebody is kept out, from her own requests and roles; whom to ask, and what to quote."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.access.model import (
    AccessRequest,
    Address,
    Decider,
    HeldRole,
    RequestStatus,
    Role,
    RoleStatus,
)
from spot_tui.backend.clock import SystemClock
from spot_tui.backend.contacts import contacts, help_desk_line
from spot_tui.backend.identity.access import access_lapses_on, why_not_assigned
from spot_tui.backend.identity.marks import SignInMarks
from spot_tui.backend.identity.tries import Tries
from spot_tui.backend.problems import KINDS, Problem
from spot_tui.backend.upstreams import HelpDesk, IdentityUpstream
from spot_tui.words import say

WREN = "wren.applegarth"


def request(status: RequestStatus, day: int = 1, **changes: Any) -> AccessRequest:
    decided = None if status is RequestStatus.PENDING else datetime(2026, 11, day + 1, tzinfo=UTC)
    facts: dict[str, Any] = {
        "number": f"PR-{day}",
        "status": status,
        "role": Role.END_USER,
        "user_id": WREN,
        "person": "Wren Applegarth",
        "organisation": "o1",
        "business_name": "Practice Family Clinic",
        "address": Address("1 Practice Way", "", "Jacksonville", "FL", "32202"),
        "npi": "1234567893",
        "ptan": "PR0001",
        "tin_ending": "00001",
        "line_of_business": ("B",),
        "reason": "front desk",
        "decider": Decider.APPROVER,
        "asked_at": datetime(2026, 11, day, tzinfo=UTC),
        "decided_at": decided,
        "decided_by": "",
        "decision_reason": "",
        "mismatches": (),
        "revision": "1",
    }
    return AccessRequest(**(facts | changes))


def role(status: RoleStatus, ended: date | None = None, **changes: Any) -> HeldRole:
    facts: dict[str, Any] = {
        "id": "r1",
        "status": status,
        "role": Role.END_USER,
        "user_id": WREN,
        "person": "Wren Applegarth",
        "organisation": "o1",
        "business_name": "Practice Family Clinic",
        "began_on": date(2025, 1, 2),
        "certified_on": None,
        "certify_by": None,
        "ended_on": ended,
        "end_reason": "",
        "revision": "1",
    }
    return HeldRole(**(facts | changes))


PENDING, DENIED, CANCELLED, APPROVED = (
    *(RequestStatus.PENDING, RequestStatus.DENIED),
    *(RequestStatus.CANCELLED, RequestStatus.APPROVED),
)
LATE, EARLY = date(2026, 11, 20), date(2026, 1, 20)


@pytest.mark.parametrize(
    ("requests", "roles", "code"),
    [
        ([], [], "identity.no_request"),
        ([request(CANCELLED)], [], "identity.no_request"),
        ([request(PENDING)], [], "identity.pending"),
        ([request(DENIED, 1), request(PENDING, 5)], [], "identity.pending"),
        ([request(DENIED)], [], "identity.denied"),
        ([request(PENDING, 1), request(DENIED, 5)], [], "identity.denied"),
        ([], [role(RoleStatus.REMOVED, LATE)], "identity.removed"),
        ([request(APPROVED)], [role(RoleStatus.ENDED, LATE)], "identity.removed"),
        ([request(DENIED)], [role(RoleStatus.REMOVED, EARLY)], "identity.denied"),
        ([request(PENDING)], [role(RoleStatus.REMOVED, EARLY)], "identity.pending"),
        ([request(APPROVED)], [], "identity.stale"),
        ([], [role(RoleStatus.ACTIVE)], "identity.stale"),
        ([request(DENIED)], [role(RoleStatus.ACTIVE), role(RoleStatus.ENDED, LATE)], "identity.stale"),
    ],
)
def test_the_newest_fact_tells_why(requests: list[AccessRequest], roles: list[HeldRole], code: str) -> None:
    problem = why_not_assigned(WREN, requests, roles)
    assert problem.code == code
    assert say(f"problem.{code}", **problem.parameters)
    assert WREN in say(f"problem.{code}", **problem.parameters) + say(
        f"problem.{code}.next", **problem.parameters
    )


@pytest.mark.parametrize(
    ("decider", "whom"), [(Decider.APPROVER, "approver of your office"), (Decider.HELP_DESK, "help desk")]
)
def test_who_decides_is_who_is_asked(decider: Decider, whom: str) -> None:
    problem = why_not_assigned(WREN, [request(PENDING, decider=decider)], [])
    assert problem.parameters["whom"] == whom


def test_an_approver_whose_name_is_known_is_named() -> None:
    asked = request(PENDING, approvers=("Otis Barnabeck", "Vera Oakhanger"))
    whom = why_not_assigned(WREN, [asked], []).parameters["whom"]
    assert whom == "approver of your office, Otis Barnabeck or Vera Oakhanger"


def test_an_approver_asks_the_help_desk_about_a_lost_role() -> None:
    lost = role(RoleStatus.REMOVED, LATE, role=Role.APPROVER)
    assert why_not_assigned(WREN, [], [lost]).parameters["whom"] == "help desk"


def test_a_missed_certification_is_named() -> None:
    parameters = why_not_assigned(WREN, [], [role(RoleStatus.REMOVED, LATE)]).parameters
    assert (parameters["date"], "certification" in str(parameters["reason"])) == ("11/20/2026", True)


def test_whom_to_call_and_what_to_press_come_from_the_profile() -> None:
    desk = HelpDesk(name="Our Desk", phone="904-555-0100", phone_options="3 access", email="desk@example.org")
    assert help_desk_line(desk) == "Our Desk: telephone 904-555-0100 (3 access), e-mail desk@example.org"
    plain = desk.model_copy(update={"phone_options": ""})
    assert help_desk_line(plain) == "Our Desk: telephone 904-555-0100, e-mail desk@example.org"


def test_what_is_quoted_is_user_number_and_reference() -> None:
    problem = Problem("identity.pending", (), {"user_id": WREN, "number": "PR-1"}, reference="req-9")
    assert contacts(problem, HelpDesk())[1:] == (
        f"Have ready: user ID {WREN}, confirmation number PR-1, reference req-9",
    )
    assert len(contacts(Problem("identity.busy"), HelpDesk())) == 1


def test_every_refusal_carries_what_its_sentences_need(tmp_path: Path) -> None:
    tries = Tries(SignInMarks(tmp_path), SystemClock(), ZoneInfo("America/New_York"), 45)
    tries.of(" Wren.Applegarth ")
    for code in ("identity.suspended", "identity.inactive", "identity.locked", "identity.maybe_locked"):
        judged = tries.judge(Problem(code))
        assert judged.parameters["user_id"] == "Wren.Applegarth"
        for key in (f"problem.{code}", f"problem.{code}.next"):
            assert say(key, **judged.parameters)
    assert tries.judge(Problem("identity.inactive")).parameters["days"] == 45


def test_a_clean_session_is_offered_once_a_user(tmp_path: Path) -> None:
    marks = SignInMarks(tmp_path)
    tries = Tries(marks, SystemClock(), ZoneInfo("America/New_York"))
    codes = []
    for user in ("wren", "wren", "otis", "WREN"):
        tries.of(user)
        codes.append(tries.judge(Problem("identity.not_assigned")).code)
    first, later = "identity.not_assigned", "identity.still_not_assigned"
    assert codes == [first, later, first, later]
    marks.note_signed_in("wren", None, "")
    assert tries.judge(Problem("identity.not_assigned")).code == first


def test_the_codes_of_access_are_problems_of_permission() -> None:
    names = ("no_request", "pending", "denied", "removed", "stale", "inactive", "still_not_assigned")
    assert {KINDS[f"identity.{name}"].value for name in names} == {"permission"}


@pytest.mark.parametrize(
    ("last", "days", "lapses"),
    [
        (date(2027, 1, 28), 30, date(2027, 2, 27)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_access_lapses_so_many_days_after_the_last_sign_in(last: date, days: int, lapses: date) -> None:
    assert access_lapses_on(last, days) == lapses


@pytest.mark.parametrize("topic", ["devices", "second_device", "password", "forgot", "unlock", "role"])
def test_what_the_wire_does_not_allow_has_directions(topic: str) -> None:
    page = IdentityUpstream(organisation_url="https://a.example", issuer="https://a.example", client_id="c")
    assert page.account_page in say(f"identity.directions.{topic}", page=page.account_page)
