"""The outbox service: puts a submission on disk, sends it, and asks again until the gateway has answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId, today
from spot_tui.backend.disk_turns import DiskTurns
from spot_tui.backend.outbox.model import Outgoing, Sender, State, Submission
from spot_tui.backend.outbox.receipts import FILES_WANTED, read_receipt
from spot_tui.backend.outbox.rules import OutboxRules
from spot_tui.backend.outbox.shelf import OutboxShelf
from spot_tui.backend.outbox.waiting import (
    is_due,
    is_old_receipt,
    is_too_late,
    left_alone_until,
    may_ask,
    wait_after,
)
from spot_tui.backend.problems import Kind as ProblemKind
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_registry import Process, is_alive_here, this_process

if TYPE_CHECKING:
    from spot_tui.backend.gateway import Delivery, GatewayClient
    from spot_tui.backend.store.audit import Act, AuditLog, Detail
    from spot_tui.backend.store.vault import Vaults

_ABOUT_HER = frozenset({"gateway.permission", "claims.not_yours"})


class Outbox:
    """The submissions of everybody who works with one profile; each person's go out in her session only.

    Verbs raise `Problem` ``outbox.broken``, ``outbox.unwritable`` and the audit log's own. What happens on
    the wire is no problem of theirs: it is the state of the submission.
    """

    def __init__(
        self,
        vaults: Vaults,
        gateway: GatewayClient,
        rules: OutboxRules,
        *,
        audit: AuditLog,
        clock: Clock,
        new_id: NewId,
        zone: ZoneInfo,
        process: Process | None = None,
        is_alive: Callable[[Process], bool] = is_alive_here,
    ) -> None:
        self._shelf = OutboxShelf(vaults, process or this_process(), is_alive)
        self._gateway = gateway
        self._rules = rules
        self._audit = audit
        self._clock = clock
        self._new_id = new_id
        self._zone = zone
        self._turns = DiskTurns("outbox")
        self._one_at_a_time = asyncio.Lock()

    @property
    def rules(self) -> OutboxRules:
        """Its settings."""
        return self._rules

    @property
    def changes(self) -> int:
        """A number that grows whenever this program has written into anybody's outbox."""
        return self._shelf.changes

    async def submit(
        self, sender: Sender, outgoing: Outgoing, *, key: str = "", at_once: bool = True
    ) -> Submission:
        """Put a submission on disk, then send it, and return it as it is after that.

        With a `key` of its own it goes out once: where there is one with this key that was not refused, that
        is returned as it stands. Unless `at_once` it is put on disk alone, to go out with what is due.
        Raises, besides the usual, `Problem` ``outbox.too_long``; then nothing was kept or sent.
        """
        there = await self._with_key(sender.owner, key) if key else None
        if there is not None:
            return there
        made = self._begin(sender, outgoing, key or self._new_id())
        if not at_once:
            await self._record(made, "queued")
            return await self._store(made)
        async with self._act(made) as act:
            await self._turns(lambda: self._shelf.put(made))
            return await self._send_alone(sender, made, act)

    async def keep(self, sender: Sender, outgoing: Outgoing, submission_id: str) -> Submission:
        """Put a submission on disk whose files go first, and return it. It is sent once they are `uploaded`.

        Raises as `submit` does.
        """
        begun = self._begin(sender, outgoing, self._new_id())
        made = replace(begun, id=submission_id, state=State.UPLOADING)
        await self._record(made, made.state.value)
        return await self._store(made)

    async def uploaded(self, owner: str, submission_id: str) -> Submission:
        """Note that the files of a submission are all there, and return it: to be sent, unless it expired.

        Raises `Problem` ``outbox.unknown`` for one that was dropped meanwhile.
        """
        after, before = State.QUEUED, frozenset({State.UPLOADING})
        changed = await self._turns(lambda: self._shelf.change(owner, submission_id, before, after))
        return changed or await self._get(owner, submission_id)

    async def send_due(self, sender: Sender) -> list[Submission]:
        """Send what is due of hers, and return that as it is now."""
        return await self._send_those(sender, lambda each: is_due(each, self._clock.now()))

    async def send_all(self, sender: Sender) -> list[Submission]:
        """Send what waits of hers, due or not, as at her sign-in; not before the gateway allows it."""
        return await self._send_those(sender, lambda each: may_ask(each, self._clock.now()))

    async def send(self, sender: Sender, submission_id: str) -> Submission:
        """Send one of hers now.

        Raises `Problem` ``outbox.unknown``; ``outbox.not_waiting`` for one that is on its way or settled;
        ``outbox.other_provider``; ``outbox.not_yet`` while the gateway wants to be left alone.
        """
        found = await self._get(sender.owner, submission_id)
        if not sender.may_send(found):
            raise Problem("outbox.other_provider", (), {"npi": found.provider_npi})
        if not found.state.waits:
            raise Problem("outbox.not_waiting")
        now = self._clock.now()
        if not may_ask(found, now) and found.not_before is not None:
            seconds = max(int((found.not_before - now).total_seconds()), 1)
            raise Problem("outbox.not_yet", (), {"seconds": seconds})
        await self._tidy(sender.owner)
        async with self._act(found) as act:
            return await self._send_alone(sender, found, act)

    async def find(self, owner: str) -> list[Submission]:
        """Return the submissions of a person, the first one first."""
        return await self._turns(lambda: self._shelf.all(owner))

    async def drop(self, owner: str, submission_id: str, *, though_unconfirmed: bool = False) -> Submission:
        """Remove a submission of a person, record it, and return it.

        Raises `Problem` ``outbox.unknown``, ``outbox.not_waiting`` for one on the wire, and
        ``outbox.unconfirmed`` for one that may have arrived, unless `though_unconfirmed`.
        """
        found = await self._get(owner, submission_id)
        if found.state is State.UNCONFIRMED and not though_unconfirmed:
            raise Problem("outbox.unconfirmed")
        if found.state is State.SENDING:
            raise Problem("outbox.not_waiting")
        await self._remove(owner, [found], "dropped")
        return found

    async def drop_made_again(self, owner: str, submission_ids: frozenset[str]) -> None:
        """Remove, and record, those of a person that never count, since a new one has taken their place."""
        found = await self.find(owner)
        over = [each for each in found if each.id in submission_ids and each.state.never_counts]
        await self._remove(owner, over, "replaced")

    async def close(self) -> None:
        """Finish what is under way on the disk."""
        await self._turns.close()

    async def _with_key(self, owner: str, key: str) -> Submission | None:
        found = await self.find(owner)
        return next((each for each in found if each.key == key and not each.state.never_counts), None)

    def _begin(self, sender: Sender, outgoing: Outgoing, key: str) -> Submission:
        now = self._clock.now()
        given = {name: getattr(outgoing, name) for name in Outgoing.__dataclass_fields__}
        return Submission(
            **given,
            id=self._new_id(),
            key=key,
            owner=sender.owner,
            provider_npi=sender.provider_npi,
            created_at=now,
            next_at=now,
        )

    async def _get(self, owner: str, submission_id: str) -> Submission:
        found = next((each for each in await self.find(owner) if each.id == submission_id), None)
        if found is None:
            raise Problem("outbox.unknown")
        return found

    async def _send_those(self, sender: Sender, wanted: Callable[[Submission], bool]) -> list[Submission]:
        await self._tidy(sender.owner)
        sent: list[Submission] = []
        for each in await self.find(sender.owner):
            if not (sender.may_send(each) and wanted(each)):
                continue
            async with self._act(each) as act:
                sent.append(await self._send_alone(sender, each, act))
            if is_line_down(sent[-1]):
                break
        return sent

    async def _send_alone(self, sender: Sender, submission: Submission, act: Act) -> Submission:
        """Send it unless somebody else does, and note in `act` how it went."""
        async with self._one_at_a_time:
            taken = await self._turns(
                lambda: self._shelf.take(submission.owner, submission.id, self._clock.now())
            )
            if taken is None:
                act.reason = "elsewhere"
                return await self._get(submission.owner, submission.id)
            before, sending = taken
            unknown = replace(sending, state=State.UNCONFIRMED, sender=None)
            delivery = await self._deliver(sender, before, unknown)
            if _is_dropped(delivery):  # as a line that stood idle is at its next use
                before = replace(before, state=State.UNCONFIRMED)
                delivery = await self._deliver(sender, before, unknown)
            settled = await self._store(self._after(before, unknown, delivery))
        _note(act, settled, delivery)
        return settled

    async def _deliver(self, sender: Sender, before: Submission, unknown: Submission) -> Delivery:
        """Try once. Broken off, the submission is kept as `unknown`; as `before` where nothing was sent."""
        try:
            return await self._gateway.deliver(
                sender.bearer, unknown.path, unknown.content, key=unknown.key, match=unknown.match
            )
        except Problem as problem:
            await self._store(replace(before, problem=problem))
            raise
        except BaseException:
            await self._store(unknown)
            raise

    def _after(self, before: Submission, unknown: Submission, delivery: Delivery) -> Submission:
        """Return the submission as a try leaves it."""
        now = self._clock.now()
        tried = replace(
            unknown,
            problem=delivery.problem,
            next_at=now + wait_after(unknown.tries, unknown.key, self._rules),
            not_before=left_alone_until(now, delivery.wait_seconds),
        )
        if delivery.resource is not None:
            return self._confirmed(tried, delivery)
        if delivery.problem is not None and delivery.problem.code in FILES_WANTED:
            return replace(tried, state=State.UPLOADING)
        if delivery.fate == "refused" and not _says_nothing_of_before(before, delivery.problem):
            return replace(tried, state=State.REFUSED)
        return replace(tried, state=before.state) if delivery.fate == "untouched" else tried

    def _confirmed(self, tried: Submission, delivery: Delivery) -> Submission:
        assert delivery.resource is not None
        try:
            receipt = read_receipt(tried, delivery.resource.body, self._clock.now(), self._gateway.name)
        except Problem as problem:
            return replace(tried, problem=problem)
        return replace(tried, state=State.CONFIRMED, receipt=receipt, content="", made=None, problem=None)

    async def _tidy(self, owner: str) -> None:
        """Say of what came too late that it expired, and remove old receipts."""
        now, day = self._clock.now(), today(self._clock, self._zone)
        found = await self.find(owner)
        if any(is_too_late(each, day) for each in found):
            for late in await self._turns(
                lambda: self._shelf.expire(owner, lambda each: is_too_late(each, day))
            ):
                await self._record(late, "expired")
        await self._remove(owner, (each for each in found if is_old_receipt(each, now, self._rules)), "old")

    async def _store(self, submission: Submission) -> Submission:
        await self._turns(lambda: self._shelf.put(submission))
        return submission

    async def _remove(self, owner: str, submissions: Iterable[Submission], reason: str) -> None:
        ids = frozenset(each.id for each in submissions)
        if ids:
            for gone in await self._turns(lambda: self._shelf.drop(owner, ids)):
                await self._record(gone, reason)

    async def _record(self, submission: Submission, reason: str) -> None:
        await self._audit.record(
            "record.outbox",
            patient=submission.patient,
            claim=submission.claim,
            reason=reason,
            details={"document": submission.kind.value, "submission": submission.id},
        )

    def _act(self, submission: Submission) -> AbstractAsyncContextManager[Act]:
        details: dict[Detail, str | int] = {
            "document": submission.kind.value,
            "submission": submission.id,
            "upstream": self._gateway.name,
            "tries": submission.tries + 1,
        }
        if submission.overrides:
            details["overrides"] = " ".join(submission.overrides)
        return self._audit.act(
            "record.submit", patient=submission.patient, claim=submission.claim, details=details
        )


def _says_nothing_of_before(before: Submission, problem: Problem | None) -> bool:
    """Tell whether a refusal leaves open what became of the tries before: the person may do this no more."""
    is_about_her = problem is not None and problem.code in _ABOUT_HER
    return is_about_her and before.state is State.UNCONFIRMED


def is_line_down(submission: Submission) -> bool:
    """Tell whether a try of this one showed that others would not get through either."""
    problem = submission.problem
    return submission.state.waits and problem is not None and problem.kind is ProblemKind.UNAVAILABLE


def _is_dropped(delivery: Delivery) -> bool:
    return delivery.problem is not None and delivery.problem.code == "upstream.dropped"


def _note(act: Act, submission: Submission, delivery: Delivery) -> None:
    """Say in the record of a try how it left the submission."""
    act.reason = submission.state.value
    if delivery.resource is not None:
        act.correlation = delivery.resource.reference
    if submission.receipt is not None:
        act.details["request"] = submission.receipt.number
    if submission.problem is not None:
        act.outcome, act.code = submission.problem.kind.value, submission.problem.code
        act.correlation = submission.problem.reference
