"""Why somebody who signed in is kept out, and when access lapses by itself.

The sign-in has one sentence for four causes. Who may look at her access requests (an onboarding client is
registered) learns which it is. Sources: SPOT User Guide, section 12; SPOT FAQ, questions 3 and 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from spot_tui.backend.access.model import AccessRequest, Decider, HeldRole, RequestStatus, RoleStatus
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import INACTIVE_DAYS, IdentityUpstream
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.gateway import Bearer


def access_lapses_on(last: date, days: int = INACTIVE_DAYS) -> date:
    """Return the day on which access lapses when nobody signs in after `last`.

    `days` is the setting ``identity.inactive_days``. Source: SPOT FAQ, question 5.
    """
    return last + timedelta(days=days)


def onboarding(upstream: IdentityUpstream) -> IdentityUpstream | None:
    """Return how an account without a role signs in for access requests only; None if it cannot."""
    if not upstream.onboarding_client_id:
        return None
    client = {"client_id": upstream.onboarding_client_id, "scopes": upstream.onboarding_scopes}
    return upstream.model_copy(update=client)


async def why_kept_out(desk: AccessDesk, bearer: Bearer, user_id: str) -> Problem:
    """Ask the gateway why somebody has no role, with the limited token of her `onboarding` sign-in.

    Returns what `why_not_assigned` says; raises `Problem` as `AccessDesk.mine` does.
    """
    return why_not_assigned(user_id, await desk.mine(bearer), await desk.roles(bearer))


def why_not_assigned(user_id: str, requests: Sequence[AccessRequest], roles: Sequence[HeldRole]) -> Problem:
    """Return which of the causes of ``identity.not_assigned`` it is, by the person's own requests and roles.

    Codes: ``identity.no_request``, ``identity.pending``, ``identity.denied``, ``identity.removed``, and
    ``identity.stale`` where a role holds, so that only an old session can be to blame. Each carries what to
    quote: ``user_id``, ``number`` (of the request) and ``whom``.
    """
    if any(role.status is RoleStatus.ACTIVE for role in roles):
        return Problem("identity.stale", (), {"user_id": user_id})
    newest = max(requests, key=lambda request: request.asked_at, default=None)
    if newest is not None and newest.is_open:
        return Problem("identity.pending", (), _quoted(user_id, newest))
    ended = max(roles, key=lambda role: role.ended_on or date.min, default=None)
    decided = newest.decided_at.date() if newest is not None and newest.decided_at else date.min
    if ended is not None and (ended.ended_on or date.min) >= decided:
        return Problem("identity.removed", (), _ended(user_id, ended))
    if newest is not None and newest.status is RequestStatus.DENIED:
        return Problem("identity.denied", (), _quoted(user_id, newest))
    if newest is not None and newest.status is RequestStatus.APPROVED:
        return Problem("identity.stale", (), {"user_id": user_id})
    return Problem("identity.no_request", (), {"user_id": user_id})


def _quoted(user_id: str, request: AccessRequest) -> dict[str, object]:
    return {
        "user_id": user_id,
        "number": request.number,
        "whom": _whom(request.decider, request.approvers),
        "reason": request.decision_reason.rstrip(".") or say("identity.no_reason"),
    }


def _ended(user_id: str, role: HeldRole) -> dict[str, object]:
    is_missed = role.status is RoleStatus.REMOVED
    reason = say("identity.certification_missed") if is_missed else role.end_reason.rstrip(".")
    return {
        "user_id": user_id,
        "date": show_date(role.ended_on) if role.ended_on else "?",
        "whom": _whom(Decider.HELP_DESK if role.role.decides else Decider.APPROVER, role.approvers),
        "reason": reason or say("identity.no_reason"),
    }


def _whom(decider: Decider, approvers: Sequence[str]) -> str:
    if decider is Decider.APPROVER and approvers:
        return say("identity.whom.approver.named", names=say("identity.whom.or").join(approvers))
    return say(f"identity.whom.{decider}")
