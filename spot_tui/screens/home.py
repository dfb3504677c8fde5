"""The home screen: who is signed in, for whom, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on, work
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.age import show_moment
from spot_tui.backend.clock import today
from spot_tui.backend.formats import show_date
from spot_tui.backend.identity.access import access_lapses_on
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.duties import DutiesPage
from spot_tui.screens.mail_words import mail_note, notice_line
from spot_tui.screens.pin import ask_for_pin, pin_hint
from spot_tui.screens.provider import provider_lines
from spot_tui.screens.status_words import health_line
from spot_tui.widgets.choices import Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.drafts import Draft, DraftEntry
    from spot_tui.backend.eligibility.reject_meter import MeterReading
    from spot_tui.backend.mailbox.model import Waiting
    from spot_tui.backend.session import Session

_MAIL_EVERY = timedelta(minutes=5)
"""How long what waits in the mailbox is not asked for again: each time is a call and a record."""
_CARRIED_BY = {
    "eligibility": "eligibility",
    "claims": "gateway",
    "documents": "gateway",
    "mailbox": "gateway",
}
"""The upstream that a job needs; while it is away the job says so and the others stay as they are."""


class HomePage(DutiesPage):
    """Only what works here is listed."""

    NAME = "home"
    JOBS = (
        "eligibility",
        "mbi_lookup",
        "batch",
        "today",
        "claims",
        "documents",
        "mailbox",
        "go_on_with_draft",
        "account",
        "see_status",
    )
    KEYS = ("explain", "content", "choose_pin", "deadlines", "outbox", "notices", "sign_out", "choose", *JOBS)

    def body(self) -> Iterable[Widget]:
        """Yield the jobs, then who and for whom."""
        yield Plain(id="room")
        yield Plain(((say("home.heading"), Tone.STRONG),))
        yield Choices()
        yield Plain(id="hints")
        yield Plain(id="who", classes="gap")

    class Found(Message):
        """Drafts were looked for: what she typed and did not send, the last saved first."""

        def __init__(self, drafts: Sequence[DraftEntry]) -> None:
            super().__init__()
            self.drafts = tuple(drafts)

    class Opened(Message):
        """The draft to go on with."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    class Taken(Message):
        """The only provider there is was taken."""

    class Measured(Message):
        """What the reject meter shows."""

        def __init__(self, reading: MeterReading) -> None:
            super().__init__()
            self.reading = reading

    class Waited(Message):
        """What waits in the mailbox of a provider (NPI)."""

        def __init__(self, waiting: Waiting, npi: str) -> None:
            super().__init__()
            self.waiting = waiting
            self.npi = npi

    class BatchKept(Message):
        """Whether the last batch that is kept has rows without an answer."""

        def __init__(self, *, is_waiting: bool) -> None:
            super().__init__()
            self.is_waiting = is_waiting

    def __init__(self) -> None:
        super().__init__()
        self._rejects = ""
        self._is_batch_waiting = False
        self._mail: Waiting | None = None
        self._mail_asked: tuple[str, datetime] | None = None
        """For which provider (NPI) there was an answer last, and when, in UTC."""
        self._drafts: tuple[DraftEntry, ...] = ()
        self._ending = ""

    def on_mount(self) -> None:
        """Ask for which provider, where there is but one take it; and for a PIN, if nothing opens a lock."""
        session = self.house.session
        if session is None:
            return
        self._ask_provider(session)
        ask_for_pin(self.house)

    def _ask_provider(self, session: Session) -> None:
        providers = self.house.desk.profile.providers
        if session.provider is not None:
            return
        if len(providers) == 1:
            self.wait_for(say("provider.recording"), session.act_for(providers[0]), _taken)
        else:
            self.do_switch_provider()

    @on(Taken)
    def _show_provider(self) -> None:
        self.tell_path()
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Show what may have changed meanwhile: provider, services, planned maintenance, drafts."""
        self.house.begin_outbox()
        self.show_jobs()
        self.query_one("#who", Plain).show("\n".join(self._facts()))
        self._show_hints()
        self.house.keep_typed()
        self._find_drafts()
        self._find_rejects()
        self._find_mail()
        self._find_batch()

    @work(group="mail", exclusive=True)
    async def _find_mail(self) -> None:
        """Ask now and then what waits in the mailbox; a gateway that is away is told beside its jobs."""
        mailbox, session = self.house.desk.mailbox, self.house.session
        if mailbox is None or session is None or session.provider is None:
            return
        now, provider = self.house.desk.clock.now(), session.provider
        asked = self._mail_asked
        if asked is not None and asked[0] != provider.npi:
            asked = None
            self._tell_waiting(None)
        if asked is None or now - asked[1] > _MAIL_EVERY:
            with suppress(Problem):
                found = await mailbox.waiting(session, provider)
                self.post_message(self.Waited(found, provider.npi))

    @on(Waited)
    def _tell_mail(self, message: Waited) -> None:
        session = self.house.session
        if session is not None and session.provider is not None and session.provider.npi == message.npi:
            self._mail_asked = message.npi, self.house.desk.clock.now()
            self._tell_waiting(message.waiting)

    def _tell_waiting(self, waiting: Waiting | None) -> None:
        """Say what waits beside the mailbox; None while that is not known."""
        if waiting != self._mail:
            self._mail = waiting
            self.show_jobs()
            self._show_hints()
            self.tell_keys()

    @work(group="rejects", exclusive=True)
    async def _find_rejects(self) -> None:
        """See how many inquiries were rejected; a meter that cannot be read is told on its own screen."""
        if self.house.desk.has("eligibility"):
            with suppress(Problem):
                self.post_message(self.Measured(await self.house.desk.answer_book.reading()))

    @on(Measured)
    def _tell_rejects(self, message: Measured) -> None:
        self._rejects = ""
        if message.reading.is_high:
            from spot_tui.backend.eligibility.today_view import meter_line

            self._rejects = meter_line(message.reading)
        self._show_hints()

    @work(group="batches", exclusive=True)
    async def _find_batch(self) -> None:
        """See whether a batch was broken off; one that cannot be read is told on its own screen."""
        session = self.house.session
        if session is None:
            return
        with suppress(Problem):
            is_waiting = await self.house.desk.is_batch_waiting(session)
            self.post_message(self.BatchKept(is_waiting=is_waiting))

    @on(BatchKept)
    def _tell_batch(self, message: BatchKept) -> None:
        if message.is_waiting != self._is_batch_waiting:
            self._is_batch_waiting = message.is_waiting
            self.show_jobs()

    @work(group="drafts", exclusive=True)
    async def _find_drafts(self) -> None:
        session = self.house.session
        if session is None or session.work is None:
            return
        try:
            self.post_message(self.Found(await session.work.find()))
        except Problem as problem:
            self.post_message(self.Refused(problem))

    @on(Found)
    def _offer_drafts(self, message: Found) -> None:
        from spot_tui.screens.drafted import ending

        desk = self.house.desk
        self._ending = ending(message.drafts, desk.clock.now(), ZoneInfo(desk.profile.zone))
        self._show_hints()
        if message.drafts != self._drafts:
            self._drafts = message.drafts
            self.show_jobs()

    def _show_hints(self) -> None:
        """Show what should not be overlooked, in as few rows as it takes."""
        told = (
            pin_hint(self.house),
            self._second_device(),
            *self._in_outbox(),
            self._ending,
            self._rejects,
            self._planned(),
            notice_line(self._mail),
        )
        hints = "\n".join(filter(None, told))
        self.query_one("#hints", Plain).show(((hints, Tone.WARN),))

    def tell_line(self) -> None:
        """Say of the line and of what waits what is new, beside the jobs, in hints and keys too."""
        super().tell_line()
        if self.is_mounted:
            self.show_jobs()
            self._show_hints()
            self.tell_keys()

    def can_outbox(self) -> bool:
        """Tell whether anything waits or was refused; receipts are found from claims and documents."""
        return bool(self.house.unsent or self.house.refused)

    def _in_outbox(self) -> Iterator[str]:
        """Yield how much of hers is not sent, and how much was refused, where there is any."""
        key = key_name(COMMANDS["outbox"].key)
        for name, found in (("unsent", self.house.unsent), ("refused", self.house.refused)):
            if found:
                yield say(f"home.{name}", count=len(found), key=key)

    def note(self, name: str) -> str:
        """Return how the service of a job is, which drafts there are, what waits for an approver."""
        desk = self.house.desk
        if name == "go_on_with_draft":
            from spot_tui.screens.drafted import summary

            return summary(self._drafts, desk.clock.now(), ZoneInfo(desk.profile.zone))
        if name == "mailbox" and self._mail is not None:
            return mail_note(self._mail, today(desk.clock, ZoneInfo(desk.profile.zone)))
        if name == "account":
            return self.duties_note
        if name == "documents" and self.house.is_bringing:
            return say("home.on_their_way")
        if name == "batch":
            return self._batch_note()
        upstream = self._carrier(name)
        return health_line(desk.status.status(upstream)) if upstream else ""

    def _batch_note(self) -> str:
        """Return how the batch of this session is, else whether one was broken off."""
        batch = self.house.batch
        if batch is not None and self.house.is_batch_running:
            return say("home.batch.paused" if batch.run.progress.is_paused else "home.batch.running")
        is_waiting = batch.run.progress.left > 0 if batch is not None else self._is_batch_waiting
        return say("home.batch.waiting") if is_waiting else ""

    def _carrier(self, name: str) -> str | None:
        """Return the upstream that a job needs; claims come over the gateway, or else from the payers."""
        if name == "mbi_lookup":
            return "gateway" if self.house.desk.profile.mbi_lookup is None else None
        if name == "claims" and not self.house.desk.has("claims"):
            return "claims_b"
        return _CARRIED_BY.get(name)

    def _facts(self) -> list[str]:
        session = self.house.session
        if session is None:
            return []
        desk = self.house.desk
        facts = [say("home.who", name=session.person.name, user=session.person.user_id)]
        if session.last_sign_in:
            zone = ZoneInfo(desk.profile.zone)
            before = show_moment(session.last_sign_in, desk.clock.now(), zone)
            facts.append(say("home.last", moment=before))
            since = (desk.clock.now() - session.last_sign_in).days
            day = today(desk.clock, zone)
            lapses = access_lapses_on(day, desk.profile.identity.inactive_days)
            key = "home.lapses" if since else "home.lapses.today"
            facts.append(say(key, days=since, date=show_date(lapses)))
        if session.provider:
            facts.append(say("home.provider", provider=session.provider.organisation))
            facts += provider_lines(session.provider, desk.profile.zone)
        return [*facts, say(f"home.{desk.profile.environment}")]

    def _second_device(self) -> str:
        """Return what to do where one device only is registered, nothing otherwise."""
        session = self.house.session
        if session is None or not session.has_one_device or session.is_limited:
            return ""
        devices = self.house.desk.devices
        where = "here" if devices.can_change else "browser"
        keys = ", ".join(key_name(COMMANDS[name].key) for name in ("account", "devices"))
        return say(f"home.second_device.{where}", keys=keys, page=devices.page)

    def _planned(self) -> str:
        from spot_tui.screens.status_words import planned_soon

        return planned_soon(self.house.desk.status.lines(), self.house.desk.clock.now())

    def can_eligibility(self) -> bool:
        """Tell whether the profile has an eligibility service."""
        return self.house.desk.has("eligibility")

    def do_eligibility(self) -> None:
        """Open the inquiry; before the first one of the day, the rules of use."""
        from spot_tui.screens.inquiry import InquiryPage
        from spot_tui.screens.use_rules import with_use_rules

        with_use_rules(self, lambda: self.house.open(InquiryPage()))

    def can_mbi_lookup(self) -> bool:
        """Tell whether the profile has a way to look a number up."""
        return self.house.desk.has("mbi_lookup")

    def do_mbi_lookup(self) -> None:
        """Open the look-up; what is found goes into a new inquiry."""
        from spot_tui.screens.mbi_lookup import MbiLookupPage

        self.house.open(MbiLookupPage())

    def can_batch(self) -> bool:
        """Tell whether there is a service to ask."""
        return self.house.desk.has("batches")

    def do_batch(self) -> None:
        """Open the batch that runs, else the choice of a file."""
        from spot_tui.screens.batch import BatchPage
        from spot_tui.screens.batch_run import BatchRunPage
        from spot_tui.screens.use_rules import with_use_rules

        with_use_rules(self, lambda: self.house.open(BatchRunPage() if self.house.batch else BatchPage()))

    def can_today(self) -> bool:
        """Tell whether the profile has an eligibility service."""
        return self.house.desk.has("eligibility")

    def do_today(self) -> None:
        """Open what was asked today."""
        from spot_tui.screens.today import TodayPage

        self.house.open(TodayPage())

    def can_claims(self) -> bool:
        """Tell whether the profile has a service for claims."""
        return self.house.desk.has("claims") or self.house.desk.has("claim_status")

    def do_claims(self) -> None:
        """Open what can be done with claims."""
        from spot_tui.screens.claims_home import ClaimsHomePage

        self.house.open(ClaimsHomePage())

    def can_documents(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.has("documents")

    def do_documents(self) -> None:
        """Open the forms with which documents are sent."""
        from spot_tui.screens.documents_home import DocumentsHomePage

        self.house.open(DocumentsHomePage())

    def can_mailbox(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.has("mailbox")

    def do_mailbox(self) -> None:
        """Open the mailbox; what is read there is not new any more."""
        from spot_tui.screens.mailbox import MailboxPage

        self._mail_asked = None
        self.house.open(MailboxPage())

    def can_notices(self) -> bool:
        """Tell whether any notice holds."""
        return self._mail is not None and bool(self._mail.notices)

    def do_notices(self) -> None:
        """Show what every office is told."""
        from spot_tui.screens.notices import NoticesPage

        self.house.open(NoticesPage())

    def can_deadlines(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.has("mailbox")

    def do_deadlines(self) -> None:
        """Show everything that has a last day; a request may be answered from there."""
        from spot_tui.screens.deadlines import DeadlinesPage

        self._mail_asked = None
        self.house.open(DeadlinesPage())

    def can_go_on_with_draft(self) -> bool:
        """Tell whether anything was typed and not sent."""
        return bool(self._drafts)

    def do_go_on_with_draft(self) -> None:
        """Open the one draft, or the list of several."""
        from spot_tui.screens.drafted import fits
        from spot_tui.screens.drafts import DraftsPage

        session = self.house.session
        if session is None or session.work is None:
            return
        if len(self._drafts) == 1 and fits(self._drafts[0], session):
            self.wait_for(say("home.opening_draft"), session.work.take(self._drafts[0].id), self.Opened)
        else:
            self.house.open(DraftsPage(self._drafts))

    @on(Opened)
    def _open_draft(self, message: Opened) -> None:
        from spot_tui.screens.drafted import page_of

        self.house.open(page_of(message.draft))

    def do_account(self) -> None:
        """Open what is about the person: provider, devices, access."""
        from spot_tui.screens.account import AccountPage

        self.house.open(AccountPage())

    def do_see_status(self) -> None:
        """Show how the services are."""
        self.do_status()


def _taken(_: None) -> HomePage.Taken:
    return HomePage.Taken()
