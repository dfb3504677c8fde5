"""What a person does about access: asks for a role, follows the request; an approver decides, ends, certifies.

Every verb takes the `Bearer` whose token goes along: a session, or the limited token of somebody without a
role, which is good for her own requests only.
"""

from __future__ import annotations

from spot_tui.backend.access.model import AccessRequest, Application, HeldRole, Organisation
from spot_tui.backend.gateway import Bearer, GatewayClient
from spot_tui.backend.store.audit import AuditLog


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
        raise NotImplementedError

    async def submit(self, bearer: Bearer, application: Application) -> AccessRequest:
        """Send a request and return it with its confirmation number.

        Sent again with the same content after a broken line, it is still one request. Raises `Problem`:
        ``access.already_requested``, ``access.already_held``, ``access.no_organisation``.
        """
        raise NotImplementedError

    async def mine(self, bearer: Bearer) -> tuple[AccessRequest, ...]:
        """Return the person's own requests, newest first."""
        raise NotImplementedError

    async def waiting(self, bearer: Bearer) -> tuple[AccessRequest, ...]:
        """Return the requests that wait for this approver, oldest first. Raises ``access.not_approver``."""
        raise NotImplementedError

    async def find(self, bearer: Bearer, number: str) -> AccessRequest:
        """Return the request of a confirmation number. Raises ``access.no_request``."""
        raise NotImplementedError

    async def approve(self, bearer: Bearer, request: AccessRequest) -> AccessRequest:
        """Approve a request; its sender can sign in from now on.

        Raises `Problem`: ``access.not_approver``, ``access.own_request``, ``access.decided``,
        ``gateway.changed``.
        """
        raise NotImplementedError

    async def deny(self, bearer: Bearer, request: AccessRequest, reason: str) -> AccessRequest:
        """Deny a request; `reason` is told to its sender. Raises as `approve`, and ``field.missing``."""
        raise NotImplementedError

    async def cancel(self, bearer: Bearer, request: AccessRequest) -> AccessRequest:
        """Take the person's own request back. Raises ``access.decided``, ``access.not_yours``."""
        raise NotImplementedError

    async def roles(self, bearer: Bearer) -> tuple[HeldRole, ...]:
        """Return the person's own roles, those that hold first."""
        raise NotImplementedError

    async def members(self, bearer: Bearer) -> tuple[HeldRole, ...]:
        """Return the roles in this approver's organisations, next certification first.

        Raises ``access.not_approver``.
        """
        raise NotImplementedError

    async def certify(self, bearer: Bearer, role: HeldRole) -> HeldRole:
        """Certify that the person still needs her role, for another year.

        Raises `Problem`: ``access.not_approver``, ``access.not_end_user``, ``access.role_over``,
        ``gateway.changed``.
        """
        raise NotImplementedError

    async def end_role(self, bearer: Bearer, role: HeldRole, reason: str) -> HeldRole:
        """End the role of a person who left. Raises as `certify`, and ``field.missing``."""
        raise NotImplementedError
