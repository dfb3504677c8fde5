"""What people do about access: ask for a role and follow the request; approvers decide, end and certify.

Every verb takes the `Bearer` whose token goes along: a session, or the limited token of somebody without a
role, which is good for her own requests only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from spot_tui.backend.access.model import (
    REASON_LENGTH,
    AccessRequest,
    Application,
    HeldRole,
    Organisation,
    RoleStatus,
)
from spot_tui.backend.access.wire import read_held_role, read_organisation, read_request, write_application
from spot_tui.backend.formats import read_words
from spot_tui.backend.gateway import Bearer, GatewayClient, path_part
from spot_tui.backend.store.audit import AuditLog, Event

_REQUESTS = "/access-requests"
_ROLES = "/roles"


class AccessDesk:
    """Access requests and roles, over the gateway; each act that changes something is audited.

    Besides the problems named with a verb each raises `Problem` ``gateway.*``, ``upstream.*``,
    ``session.ended`` and, those that change something, ``audit.*``.
    """

    def __init__(self, gateway: GatewayClient, *, audit: AuditLog) -> None:
        self._gateway = gateway
        self._audit = audit

    async def organisations(
        self, bearer: Bearer, *, npi: str = "", ptan: str = "", name: str = ""
    ) -> tuple[Organisation, ...]:
        """Return the registered organisations that have this NPI, PTAN or part of a name."""
        asked = {key: value for key, value in (("npi", npi), ("ptan", ptan), ("name", name)) if value}
        found = await self._gateway.read_all(bearer, "/organisations", asked)
        return tuple(read_organisation(body, self._gateway.name) for body in found)

    async def submit(self, bearer: Bearer, application: Application) -> AccessRequest:
        """Send a request and return it with its confirmation number.

        Sent again with the same content after a broken line, it is still one request. Raises `Problem`:
        ``access.already_requested``, ``access.already_held``, ``access.no_organisation``.
        """
        async with self._audit.act("access.request", details={"role": application.role.value}) as act:
            answer = await self._gateway.send(bearer, _REQUESTS, write_application(application))
            act.correlation = answer.reference
            request = read_request(answer.body, self._gateway.name)
            act.details["request"] = request.number
        return request

    async def mine(self, bearer: Bearer) -> tuple[AccessRequest, ...]:
        """Return the person's own requests, newest first."""
        found = await self._requests(bearer, "mine")
        return tuple(sorted(found, key=lambda request: request.asked_at, reverse=True))

    async def waiting(self, bearer: Bearer) -> tuple[AccessRequest, ...]:
        """Return the requests that wait for this approver, oldest first. Raises ``access.not_approver``."""
        found = await self._requests(bearer, "waiting")
        return tuple(sorted(found, key=lambda request: request.asked_at))

    async def find(self, bearer: Bearer, number: str) -> AccessRequest:
        """Return the request of a confirmation number. Raises ``access.no_request``."""
        answer = await self._gateway.read(bearer, f"{_REQUESTS}/{path_part(number)}")
        return read_request(answer.body, self._gateway.name)

    async def approve(self, bearer: Bearer, request: AccessRequest) -> AccessRequest:
        """Approve a request; its sender can sign in from now on.

        Raises `Problem`: ``access.not_approver``, ``access.own_request``, ``access.decided``,
        ``gateway.changed``.
        """
        body = {"decision": "approved", "reason": None}
        return await self._decide("access.approve", bearer, request, "decision", body)

    async def deny(self, bearer: Bearer, request: AccessRequest, reason: str) -> AccessRequest:
        """Deny a request; `reason` is told to its sender. Raises as `approve`, and ``field.missing``."""
        body = {"decision": "denied", "reason": read_words(reason, "reason", REASON_LENGTH)}
        return await self._decide("access.deny", bearer, request, "decision", body)

    async def cancel(self, bearer: Bearer, request: AccessRequest) -> AccessRequest:
        """Take the person's own request back. Raises ``access.decided``, ``access.not_yours``."""
        return await self._decide("access.cancel", bearer, request, "cancellation", {})

    async def roles(self, bearer: Bearer) -> tuple[HeldRole, ...]:
        """Return the person's own roles, those that hold first."""
        found = await self._roles(bearer, "mine")
        return tuple(sorted(found, key=lambda role: (role.status is not RoleStatus.ACTIVE, role.id)))

    async def members(self, bearer: Bearer) -> tuple[HeldRole, ...]:
        """Return the roles in this approver's organisations, next certification first.

        Raises ``access.not_approver``.
        """
        found = await self._roles(bearer, "organisation")
        return tuple(sorted(found, key=lambda role: (role.certify_by or date.max, role.person, role.id)))

    async def find_role(self, bearer: Bearer, role_id: str) -> HeldRole:
        """Return the role of an id. Raises ``access.no_role``."""
        answer = await self._gateway.read(bearer, f"{_ROLES}/{path_part(role_id)}")
        return read_held_role(answer.body, self._gateway.name)

    async def certify(self, bearer: Bearer, role: HeldRole) -> HeldRole:
        """Certify that the person still needs her role, for another year.

        Raises `Problem`: ``access.not_approver``, ``access.not_end_user``, ``access.own_role``,
        ``access.role_over``, ``gateway.changed``.
        """
        return await self._change_role("access.certify", bearer, role, "certifications", {})

    async def end_role(self, bearer: Bearer, role: HeldRole, reason: str) -> HeldRole:
        """End the role of a person who left. Raises as `certify`, and ``field.missing``."""
        body = {"reason": read_words(reason, "reason", REASON_LENGTH)}
        return await self._change_role("access.end", bearer, role, "end", body)

    async def _requests(self, bearer: Bearer, view: str) -> list[AccessRequest]:
        found = await self._gateway.read_all(bearer, _REQUESTS, {"view": view})
        return [read_request(body, self._gateway.name) for body in found]

    async def _roles(self, bearer: Bearer, view: str) -> list[HeldRole]:
        found = await self._gateway.read_all(bearer, _ROLES, {"view": view})
        return [read_held_role(body, self._gateway.name) for body in found]

    async def _decide(
        self, event: Event, bearer: Bearer, request: AccessRequest, tail: str, body: Mapping[str, object]
    ) -> AccessRequest:
        path = f"{_REQUESTS}/{path_part(request.number)}/{tail}"
        async with self._audit.act(event, details={"request": request.number}) as act:
            answer = await self._gateway.send(bearer, path, body, match=request.revision)
            act.correlation = answer.reference
            return read_request(answer.body, self._gateway.name)

    async def _change_role(
        self, event: Event, bearer: Bearer, role: HeldRole, tail: str, body: Mapping[str, object]
    ) -> HeldRole:
        path = f"{_ROLES}/{path_part(role.id)}/{tail}"
        async with self._audit.act(event, details={"role_id": role.id, "role": role.role.value}) as act:
            answer = await self._gateway.send(bearer, path, body, match=role.revision)
            act.correlation = answer.reference
            return read_held_role(answer.body, self._gateway.name)
