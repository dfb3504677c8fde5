"""Medicare numbers from the gateway (docs/gateway-api, ``POST /mbi-lookup``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.formats import read_mbi, read_name
from spot_tui.backend.gateway import Bearer, GatewayClient, Resource
from spot_tui.backend.mbi_lookup.service import Entry
from spot_tui.backend.mbi_lookup.subject import Subject
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.store.audit import Act

_PATH = "/mbi-lookup"


class GatewayDirectory:
    """The directory behind a gateway. It is asked in a body: an address may end in somebody's log."""

    def __init__(self, gateway: GatewayClient) -> None:
        self.name = gateway.name
        self._gateway = gateway

    async def find(self, bearer: Bearer, provider: Provider, subject: Subject, act: Act) -> Entry:
        """Ask and return the entry. Raises `Problem`: those of `GatewayClient`, ``lookup.*``."""
        body = {
            "npi": provider.npi,
            "ptan": provider.ptan or None,
            "first_name": subject.first_name,
            "last_name": subject.last_name,
            "birth_date": subject.birth_date.isoformat(),
            "ssn": subject.ssn.digits,
        }
        answer = await self._gateway.ask(bearer, _PATH, body)
        act.correlation = answer.reference
        return self._entry(answer)

    def _entry(self, answer: Resource) -> Entry:
        given = {name: answer.body.get(name) for name in ("mbi", "first_name", "last_name")}
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        try:
            return Entry(
                read_mbi(texts.get("mbi", "")),
                read_name(texts.get("first_name", ""), "first_name"),
                read_name(texts.get("last_name", ""), "last_name"),
            )
        except Problem:
            raise Problem("answer.mismatch", (), {"upstream": self.name, "layer": "HTTP"}) from None
