"""What offices submitted and a gateway has on file: listed for a provider and shown, on record each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from spot_tui.backend.gateway import Bearer, GatewayClient, about_provider, path_part
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.store.audit import AuditLog, Detail
    from spot_tui.backend.upstreams import Provider


class _AboutAClaim(Protocol):
    @property
    def number(self) -> str: ...

    @property
    def claim(self) -> str: ...


Filed = TypeVar("Filed", bound=_AboutAClaim)
Part = TypeVar("Part", bound=_AboutAClaim)
_Body = Mapping[str, object]


class OnFile(Generic[Filed]):
    """Things of one kind at `path` of the gateway, each read by `read`; `kind` names one in the audit log.

    Verbs raise `Problem` ``gateway.*``, ``upstream.*``, ``session.ended``, ``audit.*``, and
    ``claims.not_yours`` where the person has no role for the provider.
    """

    def __init__(
        self,
        gateway: GatewayClient,
        audit: AuditLog,
        path: str,
        kind: str,
        read: Callable[[_Body, str], Filed],
    ) -> None:
        self._gateway = gateway
        self._audit = audit
        self._path = path
        self._kind = kind
        self._read = read

    async def list(
        self, bearer: Bearer, provider: Provider, *, everybody: bool = False, claim: str = ""
    ) -> tuple[Filed, ...]:
        """Return the person's own, or all of the provider, those of one claim where it is named."""
        asked = {**about_provider(provider), "view": "provider" if everybody else "mine"}
        if claim:
            asked["claim"] = claim
        upstream = self._gateway.name
        details: dict[Detail, str | int] = {"upstream": upstream, "view": f"{self._kind}s"}
        async with self._audit.act("record.search", claim=claim, details=details) as act:
            found = await self._gateway.read_all(bearer, self._path, asked)
            filed = tuple(self._read(body, upstream) for body in found)
            act.details["records"] = len(filed)
        return filed

    async def show(self, bearer: Bearer, number: str) -> Filed:
        """Return the one of a number."""
        return await self._view(bearer, self._kind, number, "", self._read, lambda filed: filed.number)

    async def part(
        self,
        bearer: Bearer,
        number: str,
        name: str,
        read: Callable[[_Body, str], Part],
        belongs_to: Callable[[Part], str],
    ) -> Part:
        """Return what is called `name` of the one of a number; `belongs_to` tells whose it says it is."""
        return await self._view(bearer, name, number, f"/{name}", read, belongs_to)

    async def _view(
        self,
        bearer: Bearer,
        view: str,
        number: str,
        under: str,
        read: Callable[[_Body, str], Part],
        belongs_to: Callable[[Part], str],
    ) -> Part:
        upstream = self._gateway.name
        details: dict[Detail, str | int] = {"upstream": upstream, "view": view, "request": number}
        async with self._audit.act("record.view", details=details) as act:
            answer = await self._gateway.read(bearer, f"{self._path}/{path_part(number)}{under}")
            act.correlation = answer.reference
            seen = read(answer.body, upstream)
            if belongs_to(seen) != number:
                raise Problem("answer.mismatch", (), {"upstream": upstream, "layer": "HTTP"})
            act.claim = seen.claim
        return seen
