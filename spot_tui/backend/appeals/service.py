"""The appeals service: sends appeals and their documents through the outbox, follows them, reads letters."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from spot_tui.backend.appeals.wire import read_appeal, read_letter, write_appeal, write_documents
from spot_tui.backend.claims.model import AppealStatus
from spot_tui.backend.corrections.appeal_forms import made_of
from spot_tui.backend.corrections.appeals import appeal_deadline, check_sending_appeal
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.corrections.findings import gone_past
from spot_tui.backend.gateway import Bearer, GatewayClient, path_part
from spot_tui.backend.on_file import OnFile
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender, Submission
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.appeals.model import AppealRequest, AttachedDocument, DecisionLetter, FiledAppeal
    from spot_tui.backend.claims.model import Claim

_PATH = "/appeals"


class AppealsDesk:
    """Appeals of one provider at a time. Verbs that read raise `Problem` as those of corrections do."""

    def __init__(self, gateway: GatewayClient, outbox: Outbox, book: RuleBook, *, audit: AuditLog) -> None:
        self.name = gateway.name
        self._on_file = OnFile(gateway, audit, _PATH, "appeal", read_appeal)
        self._outbox = outbox
        self._book = book

    async def submit(
        self,
        sender: Sender,
        provider: Provider,
        claim: Claim,
        request: AppealRequest,
        moment: datetime,
        overrides: Collection[str] = (),
    ) -> Submission:
        """Send an appeal of `claim` as it was seen, at `moment`; return how it stands after that.

        `overrides` are the ids of rules that warned and that the person went past; they are recorded.
        Raises `Problem`: that of the first rule that refuses; ``corrections.override`` with the `rules` that
        want an explicit yes; ``outbox.*``. What the gateway says is the state of the submission.
        """
        passed = gone_past(check_sending_appeal(claim, request, moment, self._book), overrides)
        deadline = appeal_deadline(claim, request.level, self._book)
        outgoing = Outgoing(
            kind=Kind.APPEAL,
            path=_PATH,
            content=json.dumps(write_appeal(request, provider)),
            match=claim.revision,
            claim=claim.number,
            patient=request.mbi,
            deadline=deadline.last_day if deadline else None,
            overrides=passed,
            made=made_of(request),
        )
        return await self._outbox.submit(sender, outgoing)

    async def add_documents(
        self, sender: Sender, appeal: FiledAppeal, documents: Sequence[AttachedDocument]
    ) -> Submission:
        """Tell the gateway of documents that belong to an appeal; return how the submission stands."""
        if not documents:
            raise Problem("field.missing", ("documents",))
        outgoing = Outgoing(
            kind=Kind.APPEAL_DOCUMENTS,
            path=f"{_PATH}/{path_part(appeal.number)}/documents",
            content=json.dumps({"documents": write_documents(documents)}),
            match=appeal.revision,
            claim=appeal.claim,
        )
        return await self._outbox.submit(sender, outgoing)

    async def list(
        self, bearer: Bearer, provider: Provider, *, everybody: bool = False, claim: str = ""
    ) -> tuple[FiledAppeal, ...]:
        """Return the person's appeals, or all of the provider, the last one first."""
        found = await self._on_file.list(bearer, provider, everybody=everybody, claim=claim)
        return tuple(sorted(found, key=lambda each: (each.filed_on, each.number), reverse=True))

    async def show(self, bearer: Bearer, number: str) -> FiledAppeal:
        """Return the appeal of a number. Raises ``appeals.none``."""
        return await self._on_file.show(bearer, number)

    async def status(self, bearer: Bearer, number: str) -> AppealStatus:
        """Return how an appeal stands. Raises as `show`."""
        return (await self.show(bearer, number)).status

    async def letter(self, bearer: Bearer, number: str) -> DecisionLetter:
        """Return the decision letter of an appeal. Raises ``appeals.none``, ``appeals.no_letter``."""
        return await self._on_file.part(bearer, number, "letter", read_letter, lambda letter: letter.appeal)
