"""A desk for screens: real settings, clock and status board; services that answer as a test tells them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock
from spot_tui.backend.corrections.case import shipped_book
from spot_tui.backend.deadline_board import Due
from spot_tui.backend.documents.desk import Resumed
from spot_tui.backend.drafts import Drafts
from spot_tui.backend.eligibility.history import Entry
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.reject_meter import MeterReading
from spot_tui.backend.eligibility.service import EligibilityAnswer
from spot_tui.backend.identity.device_grant import GrantCode
from spot_tui.backend.identity.device_wire import RegisteredDevice
from spot_tui.backend.identity.practice import PracticeCode, PracticePerson
from spot_tui.backend.identity.prompts import (
    ChooseDevice,
    Device,
    DeviceKind,
    Done,
    Enrol,
    EnterCode,
    Prompt,
    Recovery,
)
from spot_tui.backend.identity.refused_tries import Caution, Risk
from spot_tui.backend.kept_work import KeptWork
from spot_tui.backend.licences.notices import Notice, read_notices
from spot_tui.backend.link_watch import LinkWatch
from spot_tui.backend.prints.printout import Printout
from spot_tui.backend.problems import Problem
from spot_tui.backend.session import Person, Session, Tokens
from spot_tui.backend.sessions import Sessions
from spot_tui.backend.status import StatusBoard
from spot_tui.backend.store.audit import Act, Who
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.unlock import Cost, Unlock
from spot_tui.backend.upstream_checks.steps import Step, Steps
from spot_tui.backend.upstreams import Provider
from spot_tui.settings import Profile, Service, practice_profile
from spot_tui.words import say

MORNING = datetime(2026, 11, 24, 14, 41, tzinfo=UTC)
"""A Tuesday, 09:41 in New York."""

PASSWORD = "Only4Practice-Portal"

AUTHENTICATOR = Device("uft1", DeviceKind.AUTHENTICATOR, "wren.applegarth")
MAY_LOCK = Caution(Risk.LOCKS, 2, "10:41 AM EST")

PHONE = Device("sms2", DeviceKind.SMS, "+1 XXX-XXX-0111")
KEY = Device("webauthn3", DeviceKind.OTHER, "Security key", usable=False)


@dataclass
class TestClock:
    """A clock that only a test moves."""

    __test__ = False
    moment: datetime = MORNING
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Told:
    """What to answer, next first: a value to return, a `Problem` to raise, or None to wait until `go_on`."""

    answers: list[Any] = field(default_factory=list)

    def go_on(self, answer: Any) -> None:
        """Answer now what was left waiting."""
        self._later.set_result(answer)

    def fail(self, problem: Problem) -> None:
        """Refuse now what was left waiting."""
        self._later.set_exception(problem)

    async def next(self) -> Any:
        answer = self.answers.pop(0)
        if answer is None:
            self._later = asyncio.get_running_loop().create_future()
            answer = await self._later
        if isinstance(answer, Problem):
            raise answer
        return answer


class ToldSelfService:
    """What an organisation allows; `told` is what it turns out to when it is asked."""

    def __init__(self) -> None:
        self.allowed = self.told = frozenset(Recovery)

    async def look(self) -> frozenset[Recovery]:
        self.allowed = self.told
        return self.allowed


class ToldSignIn:
    """A sign-in that answers as it is told, and counts what it was sent."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.prompt: Prompt | None = None
        self.told = Told()
        self.sent: list[tuple[str, ...]] = []
        self.cautions: dict[str, Caution] = {}
        self.resend_wait = 0.0
        self.cancelled = 0
        self.self_service = ToldSelfService()

    def caution(self, user_id: str = "") -> Caution | None:
        return self.cautions.get(user_id)

    async def start(self, user_id: str, password: str) -> Prompt:
        return await self._verb("start", user_id, password)

    async def start_limited(self, user_id: str, password: str) -> Prompt:
        return await self._verb("start_limited", user_id, password)

    async def forgot(self, user_id: str) -> Prompt:
        return await self._verb("forgot", user_id)

    async def unlock(self, user_id: str) -> Prompt:
        return await self._verb("unlock", user_id)

    async def prove_by_mail(self, token: str) -> Prompt:
        return await self._verb("prove_by_mail", token)

    async def choose(self, device_id: str) -> Prompt:
        return await self._verb("choose", device_id)

    async def enter(self, passcode: str) -> Prompt:
        return await self._verb("enter", passcode)

    async def resend(self) -> Prompt:
        return await self._verb("resend")

    async def wait(self) -> Prompt:
        return await self._verb("wait")

    async def change_password(self, old: str, new: str) -> Prompt:
        return await self._verb("change_password", old, new)

    async def answer(self, text: str) -> Prompt:
        return await self._verb("answer", text)

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        return await self._verb("enrol", kind, *(() if phone is None else (phone,)))

    async def activate(self, code: str) -> Prompt:
        return await self._verb("activate", code)

    async def skip(self) -> Prompt:
        return await self._verb("skip")

    async def back(self) -> Prompt:
        return await self._verb("back")

    async def cancel(self) -> None:
        self.cancelled += 1
        self.prompt = None

    async def _verb(self, *what: str) -> Prompt:
        self.sent.append(what)
        self.prompt = cast(Prompt, await self.told.next())
        return self.prompt


class ToldGrant:
    """A device grant that answers as it is told: `begins` what `start` does, `told` what `wait` does."""

    def __init__(self, desk: TestDesk) -> None:
        self.desk = desk
        self.begins = Told()
        self.told = Told()
        self.confirmed = Told()
        self.seconds_left = 600.0
        self.done: list[str] = []

    async def start(self) -> GrantCode:
        self.done.append("start")
        return cast(GrantCode, await self.begins.next())

    async def start_limited(self) -> GrantCode:
        self.done.append("start_limited")
        return cast(GrantCode, await self.begins.next())

    async def wait(self) -> Person:
        self.done.append("wait")
        return cast(Person, await self.told.next())

    async def confirm(self) -> Session:
        self.done.append("confirm")
        return cast(Session, await self.confirmed.next())

    async def decline(self) -> None:
        self.done.append("decline")

    async def cancel(self) -> None:
        self.done.append("closed, then cancel" if self.desk.closed else "cancel")


class ToldPractice:
    """The practice-only addresses."""

    def __init__(self) -> None:
        self.listed: list[PracticePerson] = [
            PracticePerson("wren.applegarth", "Wren Applegarth", PASSWORD, "End user, approved role"),
            PracticePerson("otis.barnabeck", "Otis Barnabeck", PASSWORD, "Approver, device of every kind"),
        ]
        self.code = PracticeCode("123456", 21, is_used=False)
        self.mailed = PracticeCode("VBQ0gwBp5LyJJFdbmWCM", 300, is_used=False)
        self.can_decide = True
        self.can_press = False
        self.done: list[tuple[object, ...]] = []

    async def decide(self, user_code: str, user_id: str, *, approve: bool) -> None:
        self.done.append((user_code, user_id, approve))

    async def press_yes(self, user_id: str, device_id: str, number: str | None = None) -> None:
        self.done.append((user_id, device_id, number))

    async def press_no(self, user_id: str, device_id: str) -> None:
        self.done.append((user_id, device_id, False))

    async def people(self) -> list[PracticePerson]:
        return self.listed

    async def mail(self, user_id: str) -> PracticeCode:
        return self.mailed

    async def passcode(self, user_id: str, device_id: str) -> PracticeCode:
        return self.code


class ToldAudit:
    """An audit log that keeps what it was given, or refuses it."""

    def __init__(self) -> None:
        self.records: list[tuple[str, str, dict[str, Any]]] = []
        self.problem: Problem | None = None
        self.who = Who()
        self.unusable: Problem | None = None

    async def start(self) -> None:
        if self.unusable:
            raise self.unusable

    @asynccontextmanager
    async def act(self, event: str, **about: Any) -> AsyncIterator[Act]:
        act = Act("act-1")
        yield act
        await self.record(event, act.outcome, reason=act.reason)

    def record_now(self, event: str, outcome: str = "success", **about: Any) -> None:
        if self.problem:
            raise self.problem
        self.records.append((event, outcome, about))

    @property
    def events(self) -> list[str]:
        return [event for event, _, _ in self.records]

    async def record(self, event: str, outcome: str = "success", **about: Any) -> int:
        if self.problem:
            raise self.problem
        self.records.append((event, outcome, about))
        return len(self.records)


class ToldRegistration:
    """The registration of a device that goes on as it is told; an `Enrol` ends it."""

    def __init__(self, told: Told, sent: list[tuple[str, ...]]) -> None:
        self.told = told
        self.sent = sent
        self.resend_wait = 0.0
        self.is_done = False

    async def enrol(self, kind: DeviceKind, phone: str | None = None) -> Prompt:
        return await self._verb("enrol", kind, *(() if phone is None else (phone,)))

    async def activate(self, code: str) -> Prompt:
        return await self._verb("activate", code)

    async def resend(self) -> Prompt:
        return await self._verb("resend")

    async def cancel(self) -> None:
        self.sent.append(("cancel",))

    async def _verb(self, *what: str) -> Prompt:
        self.sent.append(what)
        prompt = cast(Prompt, await self.told.next())
        self.is_done = isinstance(prompt, Enrol)
        return prompt


class ToldDevices:
    """The devices of who is signed in, as a test tells them."""

    def __init__(self) -> None:
        self.page = "https://account.example"
        self.can_change = True
        self.has: tuple[RegisteredDevice, ...] = (
            RegisteredDevice(AUTHENTICATOR, datetime(2026, 3, 2, 15, tzinfo=UTC), is_last_used=True),
            RegisteredDevice(PHONE, datetime(2026, 10, 1, 15, tzinfo=UTC)),
        )
        self.told = Told()
        self.sent: list[tuple[str, ...]] = []
        self.problem: Problem | None = None

    async def registered(self, session: Session) -> tuple[RegisteredDevice, ...]:
        if self.problem:
            raise self.problem
        session.devices = tuple(each.device for each in self.has)
        return self.has

    async def kinds(self, session: Session) -> tuple[DeviceKind, ...]:
        return cast(tuple[DeviceKind, ...], await self.told.next())

    def registration(self, session: Session) -> ToldRegistration:
        return ToldRegistration(self.told, self.sent)

    async def remove(self, session: Session, device: Device, *, reason: str = "asked") -> None:
        self.sent.append(("remove", device.id, reason))
        if self.problem:
            raise self.problem
        self.has = tuple(each for each in self.has if each.device != device)


class ToldEligibility:
    """An eligibility service that answers as it is told."""

    def __init__(self) -> None:
        self.told = Told()
        self.asked: list[Inquiry] = []
        self.again: list[bool] = []
        self.providers: list[Provider] = []
        self.tries = 1

    async def check(
        self,
        inquiry: Inquiry,
        provider: Provider,
        on_attempt: Callable[[int], None] | None = None,
        *,
        again: bool = False,
    ) -> EligibilityAnswer:
        self.asked.append(inquiry)
        self.again.append(again)
        self.providers.append(provider)
        if on_attempt:
            for attempt in range(1, self.tries + 1):
                on_attempt(attempt)
        return cast(EligibilityAnswer, await self.told.next())


class ToldBook:
    """What was asked today and how many inquiries were rejected, as a test tells it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.problem: Problem | None = None
        self.told = Told()
        self.reopened: list[str] = []
        self.measured = MeterReading(7, 0)

    async def today(self, provider: Provider | None) -> tuple[list[Entry], Problem | None]:
        return list(self.entries), self.problem

    async def reopen(self, entry: Entry) -> EligibilityAnswer:
        self.reopened.append(entry.id)
        return cast(EligibilityAnswer, await self.told.next())

    async def reading(self) -> MeterReading:
        return self.measured


class ToldLicences:
    """Notices that are accepted already, unless a test says otherwise."""

    def __init__(self) -> None:
        self.waiting: list[Notice] = []
        self.decided: list[tuple[str, str, bool]] = []
        self.told: dict[str, str] = {}
        self.unreadable: Problem | None = None

    def pending(self, user_id: str) -> tuple[Notice, ...]:
        if self.unreadable is not None:
            raise self.unreadable
        return tuple(self.waiting)

    async def decide(self, user_id: str, notice: Notice, *, accepted: bool) -> None:
        self.decided.append((user_id, notice.id, accepted))
        if accepted:
            self.waiting.remove(notice)

    def copyright_line(self) -> str:
        return "  ".join(notice.copyright for notice in read_notices())

    def words(self, user_id: str, codes: str, code: str) -> str:
        return self.told.get(code, "")


class ToldPrints:
    """A printer and a folder that take what they are given, or refuse it."""

    def __init__(self) -> None:
        self.folder = Path("/srv/prints")
        self.made: list[tuple[str, Printout]] = []
        self.problem: Problem | None = None

    async def to_new_file(self, printout: Printout, form: str) -> Path:
        self._take(form, printout)
        return self.folder / f"{printout.kind}-20261124-094100-1.{form}"

    async def to_printer(self, printout: Printout) -> None:
        self._take("printer", printout)

    def _take(self, where: str, printout: Printout) -> None:
        if self.problem:
            raise self.problem
        self.made.append((where, printout))


class ToldUseRules:
    """Rules of use that are accepted already, unless a test says otherwise."""

    text = say("use_rules.text")

    def __init__(self) -> None:
        self.pending = False
        self.decided: list[bool] = []

    def is_pending(self) -> bool:
        return self.pending

    async def decide(self, *, accepted: bool) -> None:
        self.decided.append(accepted)
        self.pending = not accepted


class TestDesk:
    """What the screens need, all of it at hand for the test."""

    __test__ = False

    def __init__(self, profile: Profile | None = None) -> None:
        self.profile = profile or practice_profile()
        self.clock = TestClock()
        self.audit = ToldAudit()
        self.sign_in = ToldSignIn(self.clock)
        self.devices = ToldDevices()
        self.practice: ToldPractice | None = ToldPractice()
        self.device_grant = ToldGrant(self)
        self.eligibility: ToldEligibility | None = ToldEligibility()
        self.answer_book = ToldBook()
        self.access: Any = None
        self.claims: Any = None
        self.mbi_lookup: Any = None
        self.claim_status: Any = None
        self.corrections: Any = None
        self.appeals: Any = None
        self.papers: Any = None
        self.documents: Any = None
        self.bulk: Any = None
        self.outbox: Any = None
        self.mailbox: Any = None
        self.licences: Any = ToldLicences()
        self.rule_book = shipped_book()
        self.use_rules: Any = ToldUseRules()
        self.batches: Any = None
        self.prints: Any = ToldPrints()
        self.is_limited = False
        self.person = Person("wren.applegarth", "Wren Applegarth", "sub-1")
        self.token = "access"
        self.line = LinkWatch()
        self.status = StatusBoard(
            self.clock,
            ZoneInfo(self.profile.zone),
            self.profile.maintenance,
            ("identity", "eligibility"),
        )
        self.ended: list[str] = []
        self.sessions = Sessions(clock=self.clock, audit=cast(Any, self.audit), new_id=lambda: "id")
        self.has_password = True
        self.work: KeptWork | None = None
        self.drafts: Drafts | None = None
        self.numbers = count(1)
        self.session_numbers = count(1)
        self.closed = False
        self.looks = Told()
        self.steps: dict[str, list[Step | None]] = {}
        self.sent: list[bool] = []
        self.waiting: list[Any] = []
        """What sending from the outbox gives: submissions, or a problem."""
        self.asked_due: list[bool] = []
        self.resuming: list[str] = []
        self.stopped: Problem | None = None
        self.resumed = asyncio.Event()
        self.resumed.set()

    def has(self, service: Service) -> bool:
        return getattr(self, service) is not None

    async def is_batch_waiting(self, session: Session) -> bool:
        return self.batches is not None and await self.batches.is_any_waiting(session.provider)

    async def send_waiting(self, session: Session, *, due_only: bool = False) -> list[Any]:
        self.asked_due.append(due_only)
        given = self.waiting.pop(0) if self.waiting else []
        if isinstance(given, Problem):
            raise given
        return cast(list[Any], given)

    async def resume_documents(self, session: Session) -> tuple[Any, ...]:
        self.resuming.append(session.id)
        try:
            await self.resumed.wait()
        except asyncio.CancelledError:
            self.resuming.append("cancelled")
            raise
        return () if self.stopped is None else (Resumed(cast(Any, SimpleNamespace(id="id-1")), self.stopped),)

    async def deadlines(self, session: Session) -> tuple[tuple[Due, ...], Problem | None]:
        return (), None

    async def look(self) -> None:
        await self.looks.next()

    def ways(self, *, send: bool) -> dict[str, Steps]:
        """Follow the ways that a test gave; at None it is waited for ever."""
        self.sent.append(send)

        async def follow(steps: list[Step | None]) -> Steps:
            for step in steps:
                if step is None:
                    await asyncio.Event().wait()
                else:
                    yield step

        return {part: follow(steps) for part, steps in self.steps.items()}

    async def close(self) -> None:
        self.closed = True

    def keep_drafts(self, folder: Path, owner: str = "sub-1") -> None:
        """Keep what is typed in this folder from now on."""
        drafts = self.drafts = Drafts(
            Vaults(folder),
            audit=cast(Any, self.audit),
            clock=self.clock,
            new_id=lambda: f"draft-{next(self.numbers)}",
            zone=ZoneInfo(self.profile.zone),
            keep_days=7,
        )
        self.work = KeptWork(owner, lambda: drafts)

    async def expire_drafts(self) -> None:
        if self.drafts is not None:
            await self.drafts.expire()

    def session(self) -> Session:
        async def sign_out(tokens: Tokens) -> None:
            self.ended.append(tokens.access)

        self.unlock_by = Unlock(Cost(2**8, 8, 1))
        if self.has_password:
            self.unlock_by._salt = bytearray(b"salt")
            self.unlock_by._digest = bytearray(self.unlock_by._made(PASSWORD, b"salt"))
        return Session(
            f"session-{next(self.session_numbers)}",
            self.person,
            Tokens(self.token, "identity", self.clock.now() + timedelta(hours=12)),
            clock=self.clock,
            audit=cast(Any, self.audit),
            sign_out=sign_out,
            last_sign_in=MORNING - timedelta(days=1),
            unlock_by=self.unlock_by,
            work=self.work,
            is_limited=self.is_limited,
        )

    def let_in(self) -> None:
        """Make the next sign-in go through: device, passcode, session."""
        self.sign_in.told.answers += [
            ChooseDevice((AUTHENTICATOR, PHONE, KEY)),
            EnterCode(AUTHENTICATOR),
            Done(self.session()),
        ]
