"""What the office knows of its inquiries: answers that are still good, what changed, history and rejects.

The eligibility service asks it before the wire and tells it afterwards. A disk that fails never stands
between a person and an answer from the wire: what went wrong is told beside the answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.age import show_moment
from spot_tui.backend.clock import today
from spot_tui.backend.disk_turns import DiskTurns
from spot_tui.backend.eligibility.answer_shelf import AnswerShelf
from spot_tui.backend.eligibility.answered import Compared, EligibilityAnswer
from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.history import Entry, History, Outcome, expire_entries
from spot_tui.backend.eligibility.kept_answers import KeptAnswer, KeptAnswers, compared_to
from spot_tui.backend.eligibility.model import Eligibility, Period, Reject
from spot_tui.backend.eligibility.reject_meter import RejectMeter
from spot_tui.backend.eligibility.rejects import reject_problem
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.vault import Vaults

if TYPE_CHECKING:
    from pathlib import Path

    from spot_tui.backend.clock import Clock, NewId
    from spot_tui.backend.eligibility.answer_rules import AnswerRules, RejectMeterRules
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.eligibility.reject_meter import MeterReading
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstreams import EligibilityRules, Provider


class AnswerBook:
    """One profile's. `zone` is the profile's, for providers without one; `turns` carries work on the disk."""

    def __init__(
        self,
        answers: KeptAnswers,
        history: History,
        meter: RejectMeter,
        *,
        rules: EligibilityRules,
        audit: AuditLog,
        clock: Clock,
        zone: ZoneInfo,
        new_id: NewId,
        turns: DiskTurns,
    ) -> None:
        self._answers = answers
        self._history = history
        self._meter = meter
        self._rules = rules
        self._audit = audit
        self._clock = clock
        self._zone = zone
        self._new_id = new_id
        self._turns = turns

    async def known(self, inquiry: Inquiry, provider: Provider) -> EligibilityAnswer | None:
        """Return the answer to this inquiry that is still good, recorded as shown; None where there is none.

        Raises `Problem` of the audit log.
        """
        kept, _ = await self._answers.fresh(inquiry, provider.npi)
        answer = await self._given_out(kept) if kept else None
        if kept is not None and answer is not None and answer.asked_by:
            entry = self._entry(inquiry, provider, Outcome.ANSWERED, self._clock.now())
            answer = await self._noted(answer, entry, kept)
        return answer

    async def refuse_repeat(self, inquiry: Inquiry, provider: Provider) -> None:
        """Raise `Problem` ``kept.rejected`` for an inquiry that was rejected as it is within the hour."""
        try:
            refused = await self._turns(lambda: self._meter.refused_before(inquiry, provider.npi))
        except Problem:  # told when this one is counted
            return
        if refused is None:
            return
        reject = reject_problem([Reject(refused.code, "2100C", "", valid_request=False)], self._rules)
        moment = show_moment(refused.at, self._clock.now(), self._zone_of(provider))
        raise Problem("kept.rejected", reject.fields, {**reject.parameters, "moment": moment})

    async def count(self, inquiry: Inquiry, provider: Provider, code: str = "") -> Problem | None:
        """Count an inquiry that was answered, rejected with `code` if any; return why it was not counted."""
        try:
            await self._turns(lambda: self._meter.count(inquiry, provider.npi, code))
        except Problem as problem:
            return problem
        return None

    async def answered(
        self, inquiry: Inquiry, provider: Provider, answer: EligibilityAnswer, payload: str
    ) -> EligibilityAnswer:
        """Keep an answer of the wire, and return it with what is new in it."""
        kept = self._answers.make(
            inquiry, provider, self._audit.who, payload, answer.source, answer.received_at
        )
        earlier, problem = await self._answers.about(inquiry.mbi, provider.npi)
        base = compared_to(earlier, kept.day)
        kept = replace(kept, before=base.id if base else "")
        try:
            await self._answers.keep(kept)
        except Problem as failed:
            problem = problem or failed
        compared = self._compared(answer, kept, base)
        entry = self._entry(inquiry, provider, Outcome.ANSWERED, answer.received_at)
        return await self._noted(replace(compared, kept_problem=answer.kept_problem or problem), entry, kept)

    async def refused(
        self, inquiry: Inquiry, provider: Provider, asked_at: datetime, problem: Problem
    ) -> None:
        """Note an inquiry that had no answer: rejected, or failed on its way."""
        from spot_tui.backend.eligibility.rejects import reason_of

        is_reject = problem.code.startswith("aaa.")
        entry = replace(
            self._entry(inquiry, provider, Outcome.REJECTED if is_reject else Outcome.FAILED, asked_at),
            code=str(problem.parameters["code"]) if is_reject else problem.code,
            words=reason_of(problem),
        )
        try:
            if is_reject:
                await self._answers.outdate(inquiry, provider.npi)
        except Problem:
            pass
        await self._note(entry)

    async def stopped(self, inquiry: Inquiry, provider: Provider, asked_at: datetime) -> None:
        """Note an inquiry that was given up before its answer came."""
        await self._note(self._entry(inquiry, provider, Outcome.STOPPED, asked_at))

    async def today(self, provider: Provider | None) -> tuple[list[Entry], Problem | None]:
        """Return what the person signed in asked today, the last first, and why some may be missing.

        That it is shown is recorded. Raises `Problem` of the audit log.
        """
        zone = self._zone_of(provider)
        day = self._clock.now().astimezone(zone).date()
        entries, problem = await self._history.of(self._audit.who.subject, day)
        await self._audit.record("record.view", details={"view": "today", "records": len(entries)})
        return entries, problem

    async def reopen(self, entry: Entry) -> EligibilityAnswer:
        """Return the answer of an inquiry of today, recorded as shown.

        Raises `Problem`: ``kept.outdated`` where it is not kept or not good any more, ``kept.broken`` and
        ``kept.unwritable`` where a disk that fails may have it, and those of the audit log.
        """
        kept = (
            await self._answers.get(entry.answer_id, entry.inquiry.mbi, entry.npi)
            if entry.answer_id
            else None
        )
        answer = await self._given_out(kept) if kept else None
        if answer is None:
            raise Problem("kept.outdated")
        return answer

    async def reading(self) -> MeterReading:
        """Return what the reject meter shows. Raises `Problem` ``kept.broken`` or ``kept.unwritable``."""
        return await self._turns(self._meter.reading)

    def forget(self) -> None:
        """Hold nothing of anybody in memory, as after a sign-out."""
        self._answers.forget()
        self._history.forget()

    async def close(self) -> None:
        """Finish what is under way, and give the files back."""
        self.forget()
        await self._turns.close()
        self._meter.close()

    async def _given_out(self, kept: KeptAnswer) -> EligibilityAnswer | None:
        eligibility = self._read(kept)
        if eligibility is None:
            return None
        earlier, problem = await self._answers.about(kept.inquiry.mbi, kept.npi)
        base = next((answer for answer in earlier if kept.before and answer.id == kept.before), None)
        who = self._audit.who
        answer = EligibilityAnswer(
            eligibility,
            kept.source,
            kept.received_at,
            attempts=0,
            is_kept=True,
            asked_by="" if kept.subject == who.subject else kept.user or kept.subject,
            kept_problem=problem,
        )
        answer = self._compared(answer, kept, base)
        await self._audit.record(
            "record.view", patient=kept.inquiry.mbi, details={"upstream": kept.source, "answer": "kept"}
        )
        return answer

    def _compared(
        self, answer: EligibilityAnswer, kept: KeptAnswer, base: KeptAnswer | None
    ) -> EligibilityAnswer:
        earlier = self._read(base) if base else None
        if base is None or earlier is None:
            return answer
        from spot_tui.backend.eligibility.changes import Told, changes

        before = Told(earlier, _period(base), base.day)
        after = Told(answer.eligibility, _period(kept), kept.day)
        return replace(
            answer,
            changes=changes(before, after),
            compared_with=Compared(base.received_at, _period(base)),
        )

    def _read(self, kept: KeptAnswer) -> Eligibility | None:
        """Return what an answer says; None where this version of the program reads it no more."""
        from spot_tui.backend.eligibility.reply import read_again

        try:
            return read_again(kept.payload, Reading(self._rules.partb_id_words))
        except Problem:
            return None

    def _entry(self, inquiry: Inquiry, provider: Provider, outcome: Outcome, asked_at: datetime) -> Entry:
        return Entry(
            id=self._new_id(),
            at=asked_at,
            day=asked_at.astimezone(self._zone_of(provider)).date(),
            npi=provider.npi,
            inquiry=inquiry,
            name=f"{inquiry.first_name} {inquiry.last_name}",
            outcome=outcome,
            words="",
        )

    async def _noted(self, answer: EligibilityAnswer, entry: Entry, kept: KeptAnswer) -> EligibilityAnswer:
        """Note an answer in the history, by the name that Medicare's record has."""
        from spot_tui.backend.eligibility.verdict.judge import verdict, viewing_of
        from spot_tui.backend.eligibility.verdict.wording import deciding_words

        viewing = viewing_of(entry.inquiry.service, entry.day, self._rules)
        judged = verdict(answer.eligibility, viewing)
        person = answer.eligibility.beneficiary
        names = (person.first_name, person.last_name, person.suffix) if person else ()
        entry = replace(
            entry,
            name=" ".join(filter(None, names)) or entry.name,
            words=deciding_words(judged, viewing),
            verdict=judged.outcome.value,
            is_partly=judged.is_partly,
            answer_id=kept.id,
        )
        problem = await self._note(entry)
        return replace(answer, kept_problem=answer.kept_problem or problem)

    async def _note(self, entry: Entry) -> Problem | None:
        try:
            await self._history.note(entry, self._audit.who.subject)
        except Problem as problem:
            return problem
        return None

    def _zone_of(self, provider: Provider | None) -> ZoneInfo:
        return ZoneInfo(provider.zone) if provider and provider.zone else self._zone


def _period(kept: KeptAnswer) -> Period:
    service = kept.inquiry.service
    return Period(service.first, service.last)


def open_book(
    store: Path,
    rules: EligibilityRules,
    answers: AnswerRules,
    meter: RejectMeterRules,
    *,
    audit: AuditLog,
    clock: Clock,
    zone: ZoneInfo,
    new_id: NewId,
) -> AnswerBook:
    """Return the book of a store folder; answers are on disk where `answers` say that they are kept."""
    turns = DiskTurns("answers")
    vaults = Vaults(store) if answers.keep_answers_days else None
    shelf = AnswerShelf(vaults, answers, clock, zone) if vaults else None
    return AnswerBook(
        KeptAnswers(answers, clock=clock, zone=zone, new_id=new_id, turns=turns, shelf=shelf),
        History(turns, vaults),
        RejectMeter(store, meter, clock, zone),
        rules=rules,
        audit=audit,
        clock=clock,
        zone=zone,
        new_id=new_id,
        turns=turns,
    )


def expire_kept(store: Path, answers: AnswerRules, clock: Clock, zone: ZoneInfo) -> int:
    """Remove from the disk the answers and inquiries that have come to their end; return how many.

    That also ends what was kept under settings that do not hold any more. Raises `Problem` ``kept.broken`` or
    ``kept.unwritable`` once everything was tried.
    """
    vaults = Vaults(store)
    try:
        removed = expire_entries(vaults, today(clock, zone), is_kept=bool(answers.keep_answers_days))
        return removed + AnswerShelf(vaults, answers, clock, zone).expire()
    finally:
        vaults.close()
