"""The mailbox service: lists and opens what the contractor wrote, and fetches what came along with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spot_tui.backend.gateway import Bearer, GatewayClient, about_provider, path_part
from spot_tui.backend.mailbox.model import View
from spot_tui.backend.mailbox.wire import read_content, read_message, read_waiting
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, Detail
from spot_tui.backend.upstreams import Provider

if TYPE_CHECKING:
    from spot_tui.backend.mailbox.model import Attachment, Message, Waiting

_PATH = "/messages"


class MailboxDesk:
    """The mailbox of one provider at a time.

    Verbs raise `Problem` ``gateway.*``, ``upstream.*``, ``session.ended``, ``audit.*``, and
    ``claims.not_yours`` where the person has no role for the provider.
    """

    def __init__(self, gateway: GatewayClient, *, audit: AuditLog) -> None:
        self.name = gateway.name
        self._gateway = gateway
        self._audit = audit

    async def waiting(self, bearer: Bearer, provider: Provider) -> Waiting:
        """Return what waits for the office, the request that is due first at the top, in one call."""
        async with self._audit.act("record.view", details=self._details("waiting")) as act:
            answer = await self._gateway.read(bearer, "/waiting", about_provider(provider))
            act.correlation = answer.reference
            found = read_waiting(answer.body, self.name)
            act.details["records"] = len(found.requests)
        requests = sorted(found.requests, key=lambda each: (each.due_on is None, each.due_on, each.number))
        return replace(found, requests=tuple(requests))

    async def list(
        self, bearer: Bearer, provider: Provider, view: View = View.ALL, claim: str = ""
    ) -> tuple[Message, ...]:
        """Return the messages of a view, or those about one claim, the last one first."""
        asked = {**about_provider(provider), "view": view.value}
        if claim:
            asked["claim"] = claim
        async with self._audit.act("record.search", claim=claim, details=self._details("messages")) as act:
            found = await self._gateway.read_all(bearer, _PATH, asked)
            messages = tuple(read_message(body, self.name) for body in found)
            act.details["records"] = len(messages)
        return tuple(sorted(messages, key=lambda each: (each.received_at, each.number), reverse=True))

    async def open(self, bearer: Bearer, number: str) -> Message:
        """Return a message with what it says, and have it marked as read by this person.

        That the mark did not arrive is no problem: the message stays among those not read. Raises
        ``messages.none``.
        """
        at = f"{_PATH}/{path_part(number)}"
        async with self._audit.act("record.view", details=self._details("message", number)) as act:
            answer = await self._gateway.read(bearer, at)
            act.correlation = answer.reference
            message = read_message(answer.body, self.name)
            if message.number != number:
                raise Problem("answer.mismatch", (), {"upstream": self.name, "layer": "HTTP"})
            act.claim = message.claim
            act.details["document"] = message.kind.value
        return message if message.is_read else await self._mark_read(bearer, at, message)

    async def fetch(self, bearer: Bearer, message: Message, attachment: Attachment) -> bytes:
        """Return the bytes of an attachment, which are those that the message told of.

        Raises ``messages.none`` and ``messages.damaged``.
        """
        at = f"{_PATH}/{path_part(message.number)}/attachments/{path_part(attachment.id)}"
        async with self._audit.act(
            "record.view", claim=message.claim, details=self._details("attachment", message.number)
        ) as act:
            act.details["file_sha256"] = attachment.sha256
            answer = await self._gateway.read(bearer, at)
            act.correlation = answer.reference
            return read_content(answer.body, attachment, self.name)

    async def _mark_read(self, bearer: Bearer, at: str, message: Message) -> Message:
        try:
            answer = await self._gateway.send(bearer, f"{at}/read", {})
        except Problem:
            return message
        return replace(message, is_read=read_message(answer.body, self.name).is_read)

    def _details(self, view: str, number: str = "") -> dict[Detail, str | int]:
        return {"upstream": self.name, "view": view, **({"request": number} if number else {})}
