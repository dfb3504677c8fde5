"""The eligibility service: asks, keeps the audit trail around the wire, and answers with the model."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId, new_uuid
from spot_tui.backend.connectivity.core import X12_270
from spot_tui.backend.connectivity.repeats import pause_asked
from spot_tui.backend.connectivity.request import new_numbers
from spot_tui.backend.eligibility.answered import EligibilityAnswer
from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.rejects import may_ask_again, reject_problem
from spot_tui.backend.eligibility.reply import Asked, read_reply
from spot_tui.backend.eligibility.request import everything, write_inquiry
from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules, Provider

if TYPE_CHECKING:
    from spot_tui.backend.connectivity.core import CoreClient
    from spot_tui.backend.eligibility.answer_book import AnswerBook
    from spot_tui.backend.eligibility.model import Eligibility, Reject
    from spot_tui.backend.store.audit import Act, AuditLog
    from spot_tui.backend.use_rules import UseRules

__all__ = ["EligibilityAnswer", "EligibilityDesk", "OnAttempt", "Sleep"]

OnAttempt = Callable[[int], None]
"""Called with 1, 2, 3 as each try goes on the wire."""

Sleep = Callable[[float], Awaitable[None]]

RETRY_SECONDS = (1.0, 3.0)
"""How long to wait before each repeat that a machine may make."""

_BENEFIT_LOOP = "2110"
_FREE: AbstractAsyncContextManager[object] = nullcontext()


class EligibilityDesk:
    """Checks the eligibility of one beneficiary for one provider.

    `zone` is that in which the times of the request are written. `sleep` waits between repeats. `book` knows
    earlier answers; without it everything is asked on the wire. `use_rules` are to be accepted first.
    """

    def __init__(
        self,
        core: CoreClient,
        rules: EligibilityRules,
        *,
        audit: AuditLog,
        clock: Clock,
        zone: ZoneInfo,
        new_id: NewId = new_uuid,
        sleep: Sleep = asyncio.sleep,
        book: AnswerBook | None = None,
        use_rules: UseRules | None = None,
    ) -> None:
        self.book = book
        self.use_rules = use_rules
        self._core = core
        self._rules = rules
        self._audit = audit
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._sleep = sleep

    async def check(
        self,
        inquiry: Inquiry,
        provider: Provider,
        on_attempt: OnAttempt | None = None,
        *,
        again: bool = False,
        lane: AbstractAsyncContextManager[object] = _FREE,
    ) -> EligibilityAnswer:
        """Ask and return the answer, or the one to this very inquiry that is still good.

        `again`: ask though there is such an answer, and though the inquiry was rejected as it is within the
        hour, which is refused else with `Problem` ``kept.rejected``. `lane` is held while the inquiry is on
        the wire, and not while it is written down.

        The intent is in the audit log before anything is sent, the outcome before the answer is returned,
        also when the call is cancelled. A machine repeats only what passes by itself (AAA 42 or 80 with
        action R or P; a busy service that says when to come again), twice at most, as a new inquiry.

        Raises `Problem`: ``use_rules.not_accepted``; those of `CoreClient.exchange`; ``ack.ta1`` and
        ``ack.999`` (interchange or transaction refused); ``aaa.*`` (rejected, no beneficiary data);
        ``answer.unreadable``, ``answer.cut``, ``answer.kind`` (not a 271), ``answer.mismatch`` (about
        another person or inquiry, never shown); ``audit.*`` (nothing is asked or shown when the log cannot be
        written).
        """
        if self.use_rules is not None:
            self.use_rules.require()
        book = self.book
        if book is None:
            return (await self._ask_wire(inquiry, provider, on_attempt, lane))[0]
        if not again:
            kept = await book.known(inquiry, provider)
            if kept is not None:
                return kept
            await book.refuse_repeat(inquiry, provider)
        asked_at = self._clock.now()
        try:
            answer, payload = await self._ask_wire(inquiry, provider, on_attempt, lane)
        except Problem as problem:
            await book.refused(inquiry, provider, asked_at, problem)
            raise
        except asyncio.CancelledError:
            await book.stopped(inquiry, provider, asked_at)
            raise
        return await book.answered(inquiry, provider, answer, payload)

    async def _ask_wire(
        self,
        inquiry: Inquiry,
        provider: Provider,
        on_attempt: OnAttempt | None,
        lane: AbstractAsyncContextManager[object],
    ) -> tuple[EligibilityAnswer, str]:
        """Ask with its records around, and return the answer with the text of its 271."""
        async with self._audit.act(
            "record.search",
            patient=inquiry.mbi,
            details={"upstream": self._core.upstream.name, "answer": "wire"},
        ) as act:
            attempts = 0
            while True:
                attempts += 1
                if on_attempt:
                    on_attempt(attempts)
                try:
                    eligibility, payload = await self._ask(inquiry, provider, act, lane)
                except Problem as problem:
                    pause = pause_asked(problem, attempts - 1)
                    if pause is None:
                        raise
                    await self._sleep(pause)
                    continue
                rejects = eligibility.rejects if _refuses(eligibility) else ()
                uncounted = await self._count(inquiry, provider, rejects)
                if not rejects:
                    source, now = self._core.upstream.name, self._clock.now()
                    found = EligibilityAnswer(eligibility, source, now, attempts, kept_problem=uncounted)
                    return found, payload
                if not all(may_ask_again(reject, attempts - 1) for reject in rejects):
                    raise reject_problem(rejects, self._rules)
                await self._sleep(RETRY_SECONDS[attempts - 1])

    async def _count(self, inquiry: Inquiry, provider: Provider, rejects: Sequence[Reject]) -> Problem | None:
        """Count an inquiry that was answered; return why it could not be counted."""
        if self.book is None:
            return None
        return await self.book.count(inquiry, provider, rejects[0].code if rejects else "")

    async def _ask(
        self, inquiry: Inquiry, provider: Provider, act: Act, lane: AbstractAsyncContextManager[object]
    ) -> tuple[Eligibility, str]:
        """Send one inquiry. The audit record gets our trace and the id of the other side's envelope."""
        numbers = new_numbers(self._new_id)
        act.correlation = numbers.trace
        created = self._clock.now().astimezone(self._zone)
        upstream = self._core.upstream
        asking = everything(self._rules.preventive_codes)
        text = write_inquiry(inquiry, provider, upstream, numbers, created, asking)
        async with lane:
            answer = await self._core.exchange(text, X12_270)
        act.correlation = f"{numbers.trace}/{answer.payload_id}"
        reading = Reading(self._rules.partb_id_words)
        asked = Asked(inquiry, numbers, self._core.name, reading)
        return read_reply(answer.payload, asked), answer.payload


def _refuses(answer: Eligibility) -> bool:
    """Tell whether the answer is a reject.

    One within the benefits is, unless other benefits came: then it is about the one it stands in.
    """
    if not answer.rejects:
        return False
    inner = [reject for reject in answer.rejects if reject.loop.startswith(_BENEFIT_LOOP)]
    return len(inner) < len(answer.rejects) or answer.source.benefits <= len(inner)
