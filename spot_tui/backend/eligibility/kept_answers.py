"""Answers of today, to be shown again instead of asked for again, and the last one before to compare with.

In memory they are held for who is signed in, and forgotten at the sign-out. Where the operator keeps answers
they lie in the vault as well, for everybody who works with the profile.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import today
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock, NewId
    from spot_tui.backend.disk_turns import DiskTurns
    from spot_tui.backend.eligibility.answer_rules import AnswerRules
    from spot_tui.backend.eligibility.answer_shelf import AnswerShelf
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.store.records import Who
    from spot_tui.backend.upstreams import Provider

MOST_OF_A_DAY = 4
"""So many answers about one patient are held of one day: other dates of service, or asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """One answer as it came: `packed` is the 271, compressed. Moments are aware, in UTC.

    `subject` and `user` are who asked; `day` that on which it came, where the provider is. It is shown again
    until `fresh_until`. `before` is the id of the answer that it was compared with, if there was one.
    """

    id: str
    inquiry: Inquiry = field(repr=False)
    npi: str
    packed: bytes = field(repr=False)
    source: str
    received_at: datetime
    day: date
    fresh_until: datetime
    subject: str
    user: str
    before: str = ""

    @property
    def payload(self) -> str:
        """The text of the 271."""
        return zlib.decompress(self.packed).decode()

    def answers(self, inquiry: Inquiry, now: datetime) -> bool:
        """Tell whether this is the answer to an inquiry, and still good at the moment `now`."""
        return self.inquiry == inquiry and self.received_at <= now < self.fresh_until


def worth_keeping(answers: Iterable[KeptAnswer]) -> list[KeptAnswer]:
    """Return, of the answers about one patient, those of the last day and the last one before that day.

    The last ones of a day, `MOST_OF_A_DAY` at most; in the order in which they came.
    """
    ordered = sorted(answers, key=lambda answer: answer.received_at)
    if not ordered:
        return []
    last = ordered[-1].day
    earlier = [answer for answer in ordered if answer.day < last]
    return earlier[-1:] + [answer for answer in ordered if answer.day >= last][-MOST_OF_A_DAY:]


def compared_to(answers: Sequence[KeptAnswer], day: date) -> KeptAnswer | None:
    """Return what an answer of `day` is compared with: the last one of an earlier day, else the last one.

    The answers of one day are those of one visit: asked again, it still says what is new since the last one.
    """
    ordered = sorted(answers, key=lambda answer: answer.received_at)
    found = [answer for answer in ordered if answer.day < day] or ordered
    return found[-1] if found else None


class KeptAnswers:
    """The answers that are held. `shelf` is None where the operator keeps none on disk.

    Verbs that touch the disk are done in `turns`; they raise `Problem` ``kept.broken``, ``kept.unwritable``
    and ``kept.too_long``. What memory holds is served all the same.
    """

    def __init__(
        self,
        rules: AnswerRules,
        *,
        clock: Clock,
        zone: ZoneInfo,
        new_id: NewId,
        turns: DiskTurns,
        shelf: AnswerShelf | None = None,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._turns = turns
        self._shelf = shelf
        self._held: dict[str, KeptAnswer] = {}

    async def about(self, mbi: str, npi: str) -> tuple[list[KeptAnswer], Problem | None]:
        """Return the answers about a patient for a provider, as they came, and why some may be missing."""
        self._let_go_of_old()
        found = {answer.id: answer for answer in self._held.values() if _is_about(answer, mbi, npi)}
        problem = None
        if self._shelf is not None:
            shelf = self._shelf
            try:
                found |= {answer.id: answer for answer in await self._turns(lambda: shelf.about(mbi, npi))}
            except Problem as caught:
                problem = caught
        return sorted(found.values(), key=lambda answer: answer.received_at), problem

    async def fresh(self, inquiry: Inquiry, npi: str) -> tuple[KeptAnswer | None, Problem | None]:
        """Return the last good answer to this very inquiry, if any, and why one may be missing."""
        found, problem = await self.about(inquiry.mbi, npi)
        now = self._clock.now()
        return next((a for a in reversed(found) if a.answers(inquiry, now)), None), problem

    def make(
        self, inquiry: Inquiry, provider: Provider, who: Who, payload: str, source: str, received_at: datetime
    ) -> KeptAnswer:
        """Return an answer that just came, not kept yet."""
        zone = ZoneInfo(provider.zone) if provider.zone else self._zone
        day = received_at.astimezone(zone).date()
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
        if self._rules.fresh_hours:
            end = min(end, received_at + timedelta(hours=self._rules.fresh_hours))
        return KeptAnswer(
            id=self._new_id(),
            inquiry=inquiry,
            npi=provider.npi,
            packed=zlib.compress(payload.encode(), 9),
            source=source,
            received_at=received_at,
            day=day,
            fresh_until=end,
            subject=who.subject,
            user=who.user,
        )

    async def keep(self, answer: KeptAnswer) -> None:
        """Hold an answer, and put it on disk where answers are kept."""
        mine = [held for held in self._held.values() if _is_about(held, answer.inquiry.mbi, answer.npi)]
        worth = {held.id for held in worth_keeping([*mine, answer])}
        for held in mine:
            if held.id not in worth:
                del self._held[held.id]
        self._held[answer.id] = answer
        while len(self._held) > self._rules.most_in_memory:
            del self._held[next(iter(self._held))]
        if self._shelf is not None:
            shelf = self._shelf
            await self._turns(lambda: shelf.keep(answer))

    async def outdate(self, inquiry: Inquiry, npi: str) -> None:
        """Show no answer to this inquiry again: Medicare answers it otherwise now."""
        now = self._clock.now()
        for held in list(self._held.values()):
            if _is_about(held, inquiry.mbi, npi) and held.answers(inquiry, now):
                self._held[held.id] = replace(held, fresh_until=now)
        if self._shelf is not None:
            shelf = self._shelf
            await self._turns(lambda: shelf.outdate(inquiry, npi, now))

    async def get(self, answer_id: str, mbi: str, npi: str) -> KeptAnswer | None:
        """Return an answer while it is good, else None; a `Problem` where a disk that fails may have it."""
        found, problem = await self.about(mbi, npi)
        now = self._clock.now()
        answer = next((a for a in found if a.id == answer_id and a.answers(a.inquiry, now)), None)
        if answer is None and problem is not None:
            raise problem
        return answer

    def _let_go_of_old(self) -> None:
        oldest = today(self._clock, self._zone) - timedelta(days=self._rules.keep_answers_days)
        for held in [held for held in self._held.values() if held.day < oldest]:
            del self._held[held.id]

    def forget(self) -> None:
        """Hold nothing in memory any more, as after a sign-out."""
        self._held.clear()


def _is_about(answer: KeptAnswer, mbi: str, npi: str) -> bool:
    return answer.inquiry.mbi == mbi and answer.npi == npi
