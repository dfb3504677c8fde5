"""What an approver has to do: decide about requests, and certify roles before their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from spot_tui.backend.access.model import Certification, HeldRole, Role, RoleStatus

if TYPE_CHECKING:
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.gateway import Bearer


@dataclass(frozen=True, slots=True)
class Duties:
    """How many requests wait for a decision, and how many certifications are due or overdue."""

    waiting: int
    due: int
    overdue: int


def decides(roles: Sequence[HeldRole]) -> bool:
    """Tell whether somebody with these roles is an approver or a backup approver anywhere."""
    return any(role.status is RoleStatus.ACTIVE and role.role.decides for role in roles)


def is_certified_here(role: HeldRole, user_id: str) -> bool:
    """Tell whether an approver with this `user_id` certifies and ends `role`.

    The help desk does so for approvers. Source: the yearly certification of IDM roles.
    """
    is_own = role.user_id.casefold() == user_id.casefold()
    return role.status is RoleStatus.ACTIVE and role.role is Role.END_USER and not is_own


async def find_duties(desk: AccessDesk, bearer: Bearer, user_id: str, today: date) -> Duties | None:
    """Return what somebody has to do as an approver; None for who is none. Raises `Problem`."""
    if not decides(await desk.roles(bearer)):
        return None
    waiting = await desk.waiting(bearer)
    members = [role for role in await desk.members(bearer) if is_certified_here(role, user_id)]
    states = [role.certification(today) for role in members]
    due, overdue = states.count(Certification.DUE), states.count(Certification.OVERDUE)
    return Duties(len(waiting), due, overdue)
