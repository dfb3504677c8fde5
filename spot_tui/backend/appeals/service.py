"""The appeals service: sends appeals and their documents through the outbox, follows them, reads letters."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from spot_tui.backend.appeals.model import REQUIRED
from spot_tui.backend.appeals.wire import read_appeal, read_letter, write_appeal, write_documents
from spot_tui.backend.claims.model import AppealLevel, AppealStatus
from spot_tui.backend.corrections.appeals import level_1_deadline, level_2_deadline
from spot_tui.backend.corrections.case import RuleBook
from spot_tui.backend.gateway import Bearer, GatewayClient, about_provider, path_part
from spot_tui.backend.outbox.model import Kind, Outgoing, Sender, Submission
from spot_tui.backend.outbox.service import Outbox
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, Detail
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.appeals.model import AppealRequest, AttachedDocument, DecisionLetter, FiledAppeal
    from spot_tui.backend.claims.model import Claim

_PATH = "/appeals"


class AppealsDesk:
    """Appeals of one provider at a time. Verbs that read raise `Problem` as those of corrections do."""

    def __init__(self, gateway: GatewayClient, outbox: Outbox, book: RuleBook, *, audit: AuditLog) -> None:
        self.name = gateway.name
        self._gateway = gateway
        self._outbox = outbox
        self._book = book
        self._audit = audit

    async def submit(
        self,
        sender: Sender,
        provider: Provider,
        claim: Claim,
        request: AppealRequest,
        overrides: Collection[str] = (),
    ) -> Submission:
        """Send an appeal of `claim` as it was seen; return how the submission stands after that.

        `overrides` are the ids of rules that warned and that the person went past; they are recorded.
        Raises `Problem` ``field.missing`` for the first thing without which an appeal is dismissed (42 CFR
        405.944), and ``outbox.*``.
        """
        _refuse_incomplete(request)
        outgoing = Outgoing(
            kind=Kind.APPEAL,
            path=_PATH,
            content=json.dumps(write_appeal(request, provider)),
            match=claim.revision,
            claim=claim.number,
            patient=request.mbi,
            deadline=self._last_day(claim, request.level),
            overrides=tuple(overrides),
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
        asked = {**about_provider(provider), "view": "provider" if everybody else "mine"}
        if claim:
            asked["claim"] = claim
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "appeals"}
        async with self._audit.act("record.search", claim=claim, details=details) as act:
            found = await self._gateway.read_all(bearer, _PATH, asked)
            filed = tuple(read_appeal(body, self.name) for body in found)
            act.details["records"] = len(filed)
        return tuple(sorted(filed, key=lambda each: (each.filed_on, each.number), reverse=True))

    async def show(self, bearer: Bearer, number: str) -> FiledAppeal:
        """Return the appeal of a number. Raises ``appeals.none``."""
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "appeal", "request": number}
        async with self._audit.act("record.view", details=details) as act:
            answer = await self._gateway.read(bearer, f"{_PATH}/{path_part(number)}")
            act.correlation = answer.reference
            filed = read_appeal(answer.body, self.name)
            _refuse_other(filed.number, number, self.name)
            act.claim = filed.claim
        return filed

    async def status(self, bearer: Bearer, number: str) -> AppealStatus:
        """Return how an appeal stands. Raises as `show`."""
        return (await self.show(bearer, number)).status

    async def letter(self, bearer: Bearer, number: str) -> DecisionLetter:
        """Return the decision letter of an appeal. Raises ``appeals.none``, ``appeals.no_letter``."""
        details: dict[Detail, str | int] = {"upstream": self.name, "view": "letter", "request": number}
        async with self._audit.act("record.view", details=details) as act:
            answer = await self._gateway.read(bearer, f"{_PATH}/{path_part(number)}/letter")
            act.correlation = answer.reference
            letter = read_letter(answer.body, self.name)
            _refuse_other(letter.appeal, number, self.name)
            act.claim = letter.claim
        return letter

    def _last_day(self, claim: Claim, level: AppealLevel) -> date | None:
        is_first = level is AppealLevel.REDETERMINATION
        deadline = (level_1_deadline if is_first else level_2_deadline)(claim, self._book)
        return deadline.last_day if deadline else None


def _refuse_incomplete(request: AppealRequest) -> None:
    if missing := tuple(name for name in REQUIRED if not getattr(request, name)):
        raise Problem("field.missing", missing)
    if request.level is AppealLevel.RECONSIDERATION and not request.previous:
        raise Problem("field.missing", ("previous",))


def _refuse_other(found: str, wanted: str, upstream: str) -> None:
    if found != wanted:
        raise Problem("answer.mismatch", (), {"upstream": upstream, "layer": "HTTP"})
