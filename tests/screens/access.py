"""Access as a test tells it: requests, roles and offices, and a service that answers as it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from spot_tui.backend.access.model import (
    AccessRequest,
    Address,
    Application,
    Decider,
    HeldRole,
    Organisation,
    RequestStatus,
    Role,
    RoleStatus,
)
from spot_tui.widgets.form_panel import FormPanel
from tests.screens.desk import TestDesk, Told
from tests.screens.looking import open_job, press, to_home, to_provider

WREN, PETRA = "wren.applegarth", "petra.islingwood"
ADDRESS = Address("100 Practice Way", "", "Jacksonville", "FL", "32202")
CLINIC = Organisation(
    "ORG-1001", "Practice Family Clinic", ADDRESS, "1234567893", "PR0001", "00001", ("A", "B")
)

PENDING = AccessRequest(
    number="PR-20017",
    status=RequestStatus.PENDING,
    role=Role.END_USER,
    user_id=PETRA,
    person="Petra Islingwood",
    organisation="ORG-1001",
    business_name="Practice Family Clinic",
    address=ADDRESS,
    npi="1234567893",
    ptan="PR0001",
    tin_ending="00001",
    line_of_business=("A", "B"),
    reason="New at the front desk",
    decider=Decider.APPROVER,
    asked_at=datetime(2026, 11, 21, 14, tzinfo=UTC),
    decided_at=None,
    decided_by="",
    decision_reason="",
    mismatches=(),
    revision='"1"',
    approvers=("Otis Barnabeck",),
)
DENIED = replace(
    PENDING,
    number="PR-20018",
    status=RequestStatus.DENIED,
    mismatches=("tin",),
    tin_ending="00009",
    asked_at=datetime(2026, 10, 12, 14, tzinfo=UTC),
    decided_at=datetime(2026, 10, 13, 14, tzinfo=UTC),
    decided_by="otis.barnabeck",
    decision_reason="The tax number differs from the Medicare enrollment.",
)
MEMBER = HeldRole(
    id="ROLE-1004",
    status=RoleStatus.ACTIVE,
    role=Role.END_USER,
    user_id="hugo.dandelmere",
    person="Hugo Dandelmere",
    organisation="ORG-1001",
    business_name="Practice Family Clinic",
    began_on=date(2025, 11, 19),
    certified_on=None,
    certify_by=date(2026, 11, 19),
    ended_on=None,
    end_reason="",
    revision='"1"',
    approvers=("Otis Barnabeck",),
)
APPROVER = replace(
    MEMBER,
    id="ROLE-1002",
    role=Role.APPROVER,
    user_id=WREN,
    person="Wren Applegarth",
    certify_by=date(2027, 8, 16),
    approvers=(),
)
HELD = replace(MEMBER, id="ROLE-1001", user_id=WREN, person="Wren Applegarth", certify_by=date(2027, 8, 16))


class ToldAccess:
    """What the gateway holds, and how it answers the next acts."""

    def __init__(self) -> None:
        self.requests: list[AccessRequest] = [PENDING, DENIED]
        self.held: list[HeldRole] = [HELD]
        self.waits: list[AccessRequest] = [PENDING]
        self.staff: list[HeldRole] = [
            MEMBER,
            replace(MEMBER, id="ROLE-1003", certify_by=date(2026, 12, 24)),
            HELD,
        ]
        self.offices: list[Organisation] = [CLINIC]
        self.told = Told()
        self.done: list[tuple[Any, ...]] = []

    async def mine(self, bearer: object) -> tuple[AccessRequest, ...]:
        return tuple(self.requests)

    async def roles(self, bearer: object) -> tuple[HeldRole, ...]:
        return tuple(self.held)

    async def waiting(self, bearer: object) -> tuple[AccessRequest, ...]:
        return tuple(self.waits)

    async def members(self, bearer: object) -> tuple[HeldRole, ...]:
        return tuple(self.staff)

    async def organisations(self, bearer: object, **asked: str) -> tuple[Organisation, ...]:
        self.done.append(("organisations", asked))
        return tuple(self.offices)

    async def find(self, bearer: object, number: str) -> Any:
        return await self._act("find", number)

    async def find_role(self, bearer: object, role_id: str) -> Any:
        return await self._act("find_role", role_id)

    async def submit(self, bearer: object, application: Application) -> Any:
        return await self._act("submit", application)

    async def approve(self, bearer: object, request: AccessRequest) -> Any:
        return await self._act("approve", request.number)

    async def deny(self, bearer: object, request: AccessRequest, reason: str) -> Any:
        return await self._act("deny", request.number, reason)

    async def cancel(self, bearer: object, request: AccessRequest) -> Any:
        return await self._act("cancel", request.number)

    async def certify(self, bearer: object, role: HeldRole) -> Any:
        return await self._act("certify", role.id)

    async def end_role(self, bearer: object, role: HeldRole, reason: str) -> Any:
        return await self._act("end_role", role.id, reason)

    async def _act(self, *what: Any) -> Any:
        self.done.append(what)
        return await self.told.next()


def give_access(desk: TestDesk, *, approves: bool = False) -> ToldAccess:
    """Set a gateway up at this desk; its person may be an approver."""
    access = ToldAccess()
    if approves:
        access.held = [APPROVER]
    desk.access = access
    return access


async def access_home(pilot: Any, desk: TestDesk) -> None:
    """From the home screen."""
    give_access(desk)
    await to_home(pilot, desk)
    await open_job(pilot, "account", "access")


async def limited_home(pilot: Any, desk: TestDesk) -> None:
    """After a sign-in for access requests only."""
    give_access(desk).held = []
    desk.is_limited = True
    await to_provider(pilot, desk)


async def my_access(pilot: Any, desk: TestDesk) -> None:
    await access_home(pilot, desk)
    await press(pilot, "2")


async def my_request(pilot: Any, desk: TestDesk) -> None:
    await my_access(pilot, desk)
    await press(pilot, "1")


async def my_role(pilot: Any, desk: TestDesk) -> None:
    await my_access(pilot, desk)
    await press(pilot, "3")


async def request_form(pilot: Any, desk: TestDesk) -> None:
    await access_home(pilot, desk)
    await press(pilot, "1")


ADDRESS_TYPED = {
    "street": "100 Practice Way",
    "city": "Jacksonville",
    "state": "FL",
    "zip": "32202",
    "reason": "New at the front desk",
}


def fill_rest(pilot: Any) -> None:
    """Fill in what is not known of the office, and why."""
    panel = pilot.app.screen.query_one(FormPanel)
    panel.fill({**panel.typed, **ADDRESS_TYPED})


async def office(pilot: Any, desk: TestDesk) -> None:
    await request_form(pilot, desk)
    await press(pilot, "f4")


async def review(pilot: Any, desk: TestDesk) -> None:
    await request_form(pilot, desk)
    fill_rest(pilot)
    await press(pilot, "f5")


async def sent(pilot: Any, desk: TestDesk) -> None:
    await review(pilot, desk)
    desk.access.told.answers = [PENDING]
    await press(pilot, "f5")


async def waiting(pilot: Any, desk: TestDesk) -> None:
    """As an approver, what is to be decided."""
    give_access(desk, approves=True)
    await to_home(pilot, desk)
    await open_job(pilot, "account", "approvals")


async def decision(pilot: Any, desk: TestDesk) -> None:
    await waiting(pilot, desk)
    await press(pilot, "1")


async def deny(pilot: Any, desk: TestDesk) -> None:
    await decision(pilot, desk)
    await press(pilot, "f2")


async def members(pilot: Any, desk: TestDesk) -> None:
    await waiting(pilot, desk)
    await press(pilot, "f2")


async def member(pilot: Any, desk: TestDesk) -> None:
    await members(pilot, desk)
    await press(pilot, "1")


async def end_role(pilot: Any, desk: TestDesk) -> None:
    await member(pilot, desk)
    await press(pilot, "f2")


async def approver_account(pilot: Any, desk: TestDesk) -> None:
    await approver_home(pilot, desk)
    await open_job(pilot, "account")


async def approver_home(pilot: Any, desk: TestDesk) -> None:
    give_access(desk, approves=True)
    await to_home(pilot, desk)


ACCESS_PLACES = {
    "account": approver_account,
    "access_home": access_home,
    "access_limited": limited_home,
    "access_mine": my_access,
    "access_request": my_request,
    "access_form": request_form,
    "access_office": office,
    "access_review": review,
    "access_sent": sent,
    "access_waiting": waiting,
    "access_decision": decision,
    "access_deny": deny,
    "access_members": members,
    "access_member": member,
    "access_end_role": end_role,
}
