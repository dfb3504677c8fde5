"""The corrections service: sends a correction through the outbox, and follows what is on file."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from spot_tui.backend.claims.model import CorrectionStatus
from spot_tui.backend.corrections.case import Case, RuleBook
from spot_tui.backend.corrections.check import check_correction
from spot_tui.backend.corrections.deadlines import correction_deadline
from spot_tui.backend.corrections.editing import made_of
from spot_tui.backend.corrections.filed import FiledCorrection
from spot_tui.backend.corrections.findings import gone_past
from spot_tui.backend.corrections.wire import read_filed, write_correction
from spot_tui.backend.gateway import Bearer, GatewayClient
from spot_tui.backend.on_file import OnFile
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender, Submission
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.request import Correction

_PATH = "/corrections"
_KEYS = UUID("b1d6f3a0-6f0e-4c5e-9a83-5f2f2f6f0c11")
"""Names made with it are keys of corrections that are sent once."""


class CorrectionsDesk:
    """Corrections of one provider at a time.

    Verbs that read raise `Problem` ``gateway.*``, ``upstream.*``, ``session.ended``, ``audit.*``, and
    ``claims.not_yours`` where the person has no role for the provider.
    """

    def __init__(self, gateway: GatewayClient, outbox: Outbox, book: RuleBook, *, audit: AuditLog) -> None:
        self.name = gateway.name
        self._on_file = OnFile(gateway, audit, _PATH, "correction", read_filed)
        self._outbox = outbox
        self._book = book

    async def submit(
        self,
        sender: Sender,
        provider: Provider,
        claim: Claim,
        asked: Correction,
        today: date,
        overrides: Collection[str] = (),
    ) -> Submission:
        """Send a correction of `claim` as it was seen; return how the submission stands after that.

        `overrides` are the ids of rules that warned and that the person went past; they are recorded.
        Raises `Problem`: that of the first rule that refuses; ``corrections.override`` with the `rules` that
        want an explicit yes; ``outbox.*``. What the gateway says is the state of the submission.
        """
        case = Case(claim, asked, today, self._book)
        return await self._outbox.submit(sender, self._outgoing(provider, case, overrides))

    async def submit_once(
        self,
        sender: Sender,
        provider: Provider,
        case: Case,
        overrides: Collection[str] = (),
        *,
        at_once: bool = True,
    ) -> Submission:
        """Send a correction as `submit` does; the same one again on the same day stays the one that it was.

        Unless `at_once` it is put into the outbox alone.
        """
        outgoing = self._outgoing(provider, case, overrides)
        named = "\n".join((sender.owner, provider.npi, case.today.isoformat(), outgoing.content))
        key = str(uuid5(_KEYS, named))
        return await self._outbox.submit(sender, outgoing, key=key, at_once=at_once)

    def _outgoing(self, provider: Provider, case: Case, overrides: Collection[str]) -> Outgoing:
        claim = case.claim
        warned = gone_past(check_correction(case), overrides)
        passed = tuple(dict.fromkeys((*warned, *overrides)))  # R75 depends on the moment, not on the request
        body = write_correction(case.correction, provider, passed)
        return Outgoing(
            kind=Kind.CORRECTION,
            path=_PATH,
            content=json.dumps(body),
            match=claim.revision,
            claim=claim.number,
            patient=claim.patient.mbi,
            deadline=self._last_day(claim),
            overrides=passed,
            made=made_of(claim, case.correction),
        )

    async def list(
        self, bearer: Bearer, provider: Provider, *, everybody: bool = False, claim: str = ""
    ) -> tuple[FiledCorrection, ...]:
        """Return the person's corrections, or everybody's of the provider, the last one first."""
        found = await self._on_file.list(bearer, provider, everybody=everybody, claim=claim)
        return tuple(sorted(found, key=lambda each: (each.submitted_at, each.number), reverse=True))

    async def show(self, bearer: Bearer, number: str) -> FiledCorrection:
        """Return the correction of a confirmation number. Raises ``corrections.none``."""
        return await self._on_file.show(bearer, number)

    async def status(self, bearer: Bearer, number: str) -> CorrectionStatus:
        """Return how far a correction is. Raises as `show`."""
        return (await self.show(bearer, number)).status

    def _last_day(self, claim: Claim) -> date | None:
        if claim.determined_on is None:
            return None
        return correction_deadline(claim.determined_on, self._book.rules, self._book.limits).last_day
