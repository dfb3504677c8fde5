"""All services of one profile, put together: the composition root that app and commands open.

A service is made when it is first asked for, so that a command pays for what it uses, and the kiosk paints
before anything is loaded that its first screen does not need. Nothing is loaded for what has no upstream.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import Clock, NewId, SystemClock, new_uuid
from spot_tui.backend.problems import Problem
from spot_tui.settings import Profile, Service, store_folder, world_file

if TYPE_CHECKING:
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.appeals.service import AppealsDesk
    from spot_tui.backend.claims.service import ClaimsDesk
    from spot_tui.backend.claims.status_service import ClaimStatusDesk
    from spot_tui.backend.corrections.bulk import BulkDesk
    from spot_tui.backend.corrections.case import RuleBook
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.deadline_board import Due
    from spot_tui.backend.documents.desk import DocumentsDesk, Resumed
    from spot_tui.backend.documents.papers import PaperDesk
    from spot_tui.backend.documents.upload_flow import Flow
    from spot_tui.backend.drafts import Drafts
    from spot_tui.backend.eligibility.answer_book import AnswerBook
    from spot_tui.backend.eligibility.batch.service import BatchDesk
    from spot_tui.backend.eligibility.service import EligibilityDesk
    from spot_tui.backend.gateway import GatewayClient
    from spot_tui.backend.http import Link, Transport, UpstreamClient
    from spot_tui.backend.identity.device_grant import DeviceGrant
    from spot_tui.backend.identity.devices import DeviceDesk
    from spot_tui.backend.identity.marks import SignInMarks
    from spot_tui.backend.identity.practice import PracticeHelp
    from spot_tui.backend.identity.sign_in import SignIn
    from spot_tui.backend.licences.service import LicenceDesk
    from spot_tui.backend.link_watch import LinkWatch
    from spot_tui.backend.mailbox.model import Message
    from spot_tui.backend.mailbox.service import MailboxDesk
    from spot_tui.backend.mbi_lookup.service import Directory, MbiLookupDesk
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.prints.service import PrintDesk
    from spot_tui.backend.session import Session
    from spot_tui.backend.sessions import Sessions
    from spot_tui.backend.status import StatusBoard
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstream_checks.service import UpstreamChecks
    from spot_tui.backend.upstream_checks.steps import Steps
    from spot_tui.backend.use_rules import UseRules


class Desk:
    """The services of the profile called `name`; those that it has no upstream for are None.

    The practice portal runs in this process where the profile says so: its transport is handed to the clients
    here, and nothing behind them knows.
    """

    def __init__(self, name: str, profile: Profile, clock: Clock, new_id: NewId) -> None:
        self.name = name
        self.profile = profile
        self.clock = clock
        self.new_id = new_id
        self.zone = ZoneInfo(profile.zone)
        self.store = store_folder(name, profile)

    def has(self, service: Service) -> bool:
        """Tell whether there is an upstream for a service, which is not loaded for that."""
        profile = self.profile
        match service:
            case "eligibility" | "batches":
                return profile.eligibility is not None
            case "claim_status":
                return profile.claims is not None
            case "mbi_lookup" if profile.mbi_lookup is not None:
                return True
            case _:
                return profile.gateway is not None

    @cached_property
    def audit(self) -> AuditLog:
        """The audit log."""
        from spot_tui.backend.store.audit import AuditLog
        from spot_tui.backend.store.records import facts_of_this_process

        return AuditLog(
            self.store,
            clock=self.clock,
            new_id=self.new_id,
            environment=self.profile.environment,
            facts=facts_of_this_process(),
            anchor=self.profile.audit.anchor_file,
        )

    @cached_property
    def drafts(self) -> Drafts:
        """The drafts of everybody who works here."""
        from spot_tui.backend.drafts import Drafts
        from spot_tui.backend.store.vault import Vaults

        return Drafts(
            Vaults(self.store),
            audit=self.audit,
            clock=self.clock,
            new_id=self.new_id,
            zone=self.zone,
            keep_days=self.profile.drafts.keep_days,
        )

    @cached_property
    def marks(self) -> SignInMarks:
        """What this machine remembers of sign-ins."""
        from spot_tui.backend.identity.marks import SignInMarks

        return SignInMarks(self.store)

    @cached_property
    def sign_in(self) -> SignIn:
        """The sign-in."""
        from spot_tui.backend.identity.sign_in import SignIn

        return SignIn(
            self.profile.identity,
            self._identity_client,
            audit=self.audit,
            marks=self.marks,
            clock=self.clock,
            new_id=self.new_id,
            zone=self.zone,
            sessions=self.sessions,
        )

    @cached_property
    def devices(self) -> DeviceDesk:
        """The devices of who is signed in."""
        from spot_tui.backend.identity.devices import DeviceDesk

        return DeviceDesk(self.profile.identity, self._identity_client, audit=self.audit, clock=self.clock)

    @cached_property
    def device_grant(self) -> DeviceGrant | None:
        """The second way to sign in, with a code in a web browser; None where it is not set up."""
        from spot_tui.backend.identity.device_grant import DeviceGrant

        upstream = self.profile.identity
        if not upstream.device_grant:
            return None
        return DeviceGrant(
            upstream,
            self._identity_client,
            audit=self.audit,
            marks=self.marks,
            clock=self.clock,
            sessions=self.sessions,
        )

    @cached_property
    def sessions(self) -> Sessions:
        """What sessions stand on; the kiosk says there that it has a lock."""
        from spot_tui.backend.session_registry import SessionRegistry
        from spot_tui.backend.sessions import Sessions

        rules = self.profile.session
        return Sessions(
            clock=self.clock,
            audit=self.audit,
            new_id=self.new_id,
            rules=rules,
            registry=SessionRegistry(self.store),
            drafts=lambda: self.drafts,
            forget=self._forget_answers,
            forget_provider=self._forget_gateway_answers,
            wants_refresh=rules.renew_token and not self.profile.kiosk.enabled,
        )

    @cached_property
    def practice(self) -> PracticeHelp | None:
        """The practice-only addresses."""
        from spot_tui.backend.identity.practice import practice_help

        return practice_help(self.profile.identity, self._transport, self._link)

    @cached_property
    def eligibility(self) -> EligibilityDesk | None:
        """The eligibility service."""
        upstream, client = self.profile.eligibility, self._core_client
        if upstream is None or client is None:
            return None
        from spot_tui.backend.connectivity.core import CoreClient
        from spot_tui.backend.eligibility.service import EligibilityDesk

        core = CoreClient(upstream, client, clock=self.clock, new_id=self.new_id)
        return EligibilityDesk(
            core,
            self.profile.rules,
            audit=self.audit,
            clock=self.clock,
            zone=self.zone,
            new_id=self.new_id,
            book=self.answer_book,
            use_rules=self.use_rules,
        )

    @cached_property
    def use_rules(self) -> UseRules:
        """What the eligibility service may be asked for, and who accepted that."""
        from spot_tui.backend.use_rules import open_use_rules

        return open_use_rules(
            self.profile.use_rules, self.store, audit=self.audit, clock=self.clock, zone=self.zone
        )

    @cached_property
    def answer_book(self) -> AnswerBook:
        """What the office knows of its inquiries."""
        from spot_tui.backend.eligibility.answer_book import open_book

        profile = self.profile
        return open_book(
            self.store,
            profile.rules,
            profile.answers,
            profile.reject_meter,
            audit=self.audit,
            clock=self.clock,
            zone=self.zone,
            new_id=self.new_id,
        )

    @cached_property
    def batches(self) -> BatchDesk | None:
        """Batches of inquiries; None where there is no eligibility service to ask."""
        if self.eligibility is None:
            return None
        from spot_tui.backend.eligibility.batch.book import BatchBook
        from spot_tui.backend.eligibility.batch.service import BatchDesk

        rules = self.profile.batch
        return BatchDesk(
            self.eligibility,
            BatchBook(self.store, self.clock, rules.keep_days),
            rules,
            self.profile.rules,
            audit=self.audit,
            clock=self.clock,
            zone=self.profile.zone,
            new_id=self.new_id,
        )

    @cached_property
    def access(self) -> AccessDesk | None:
        """Access requests and roles."""
        if self.gateway is None:
            return None
        from spot_tui.backend.access.service import AccessDesk

        return AccessDesk(self.gateway, audit=self.audit)

    @cached_property
    def claims(self) -> ClaimsDesk | None:
        """Claims over the gateway."""
        if self.gateway is None:
            return None
        from spot_tui.backend.claims.service import ClaimsDesk

        return ClaimsDesk(
            self.gateway, self.profile.claim_rules, audit=self.audit, clock=self.clock, saw=self.status.saw
        )

    @cached_property
    def claim_status(self) -> ClaimStatusDesk | None:
        """Claim status over CORE (276/277)."""
        upstream, client = self.profile.claims, self._claims_client
        if upstream is None or client is None:
            return None
        from spot_tui.backend.claims.status_service import ClaimStatusDesk
        from spot_tui.backend.connectivity.core import CoreClient

        core = CoreClient(upstream, client, clock=self.clock, new_id=self.new_id)
        return ClaimStatusDesk(
            core,
            upstream,
            audit=self.audit,
            clock=self.clock,
            zone=self.zone,
            new_id=self.new_id,
            saw=self.status.saw,
        )

    @cached_property
    def mbi_lookup(self) -> MbiLookupDesk | None:
        """The look-up of Medicare numbers: over the look-up payer where there is one, else the gateway."""
        directory = self._payer_directory or self._gateway_directory
        if directory is None:
            return None
        from spot_tui.backend.mbi_lookup.service import MbiLookupDesk

        return MbiLookupDesk(directory, audit=self.audit, clock=self.clock, use_rules=self.use_rules)

    @property
    def _payer_directory(self) -> Directory | None:
        upstream, client = self.profile.mbi_lookup, self._lookup_client
        if upstream is None or client is None:
            return None
        from spot_tui.backend.connectivity.core import CoreClient
        from spot_tui.backend.mbi_lookup.over_payer import PayerDirectory

        core = CoreClient(upstream, client, clock=self.clock, new_id=self.new_id)
        return PayerDirectory(core, self.profile.rules, clock=self.clock, zone=self.zone, new_id=self.new_id)

    @property
    def _gateway_directory(self) -> Directory | None:
        if self.gateway is None:
            return None
        from spot_tui.backend.mbi_lookup.over_gateway import GatewayDirectory

        return GatewayDirectory(self.gateway)

    @cached_property
    def outbox(self) -> Outbox | None:
        """What was submitted and is not confirmed yet, of everybody who works here."""
        if self.gateway is None:
            return None
        from spot_tui.backend.outbox.service import Outbox
        from spot_tui.backend.store.vault import Vaults

        return Outbox(
            Vaults(self.store),
            self.gateway,
            self.profile.outbox,
            audit=self.audit,
            clock=self.clock,
            new_id=self.new_id,
            zone=self.zone,
        )

    @cached_property
    def corrections(self) -> CorrectionsDesk | None:
        """Claim corrections. Raises `Problem` ``rules.file``."""
        if self.gateway is None or self.outbox is None:
            return None
        from spot_tui.backend.corrections.service import CorrectionsDesk

        return CorrectionsDesk(self.gateway, self.outbox, self.rule_book, audit=self.audit)

    @cached_property
    def bulk(self) -> BulkDesk | None:
        """The same change on many claims. Raises `Problem` ``rules.file``."""
        if self.claims is None or self.corrections is None:
            return None
        from spot_tui.backend.corrections.bulk import BulkDesk

        return BulkDesk(self.claims, self.corrections, self.rule_book, clock=self.clock, zone=self.zone)

    @cached_property
    def appeals(self) -> AppealsDesk | None:
        """Appeals of claims."""
        if self.gateway is None or self.outbox is None:
            return None
        from spot_tui.backend.appeals.service import AppealsDesk

        return AppealsDesk(self.gateway, self.outbox, self.rule_book, audit=self.audit)

    @cached_property
    def papers(self) -> PaperDesk:
        """Files that are to be sent. Raises `Problem` ``rules.file``."""
        from spot_tui.backend.documents.limits import read_limits
        from spot_tui.backend.documents.papers import PaperDesk

        rules = self.profile.document_rules
        limits = read_limits(rules.limits, rules.contractor)
        saved = self.prints.folder if "file" in self.prints.offers else None
        return PaperDesk(rules, limits, is_kiosk=self.profile.kiosk.enabled, audit=self.audit, saved=saved)

    @cached_property
    def mailbox(self) -> MailboxDesk | None:
        """Messages, letters and notices."""
        if self.gateway is None:
            return None
        from spot_tui.backend.mailbox.service import MailboxDesk

        return MailboxDesk(self.gateway, audit=self.audit)

    async def deadlines(self, session: Session) -> tuple[tuple[Due, ...], Problem | None]:
        """Return what has a last day for the person, and why the mailbox could not be asked, if it could not.

        What is on this machine is told all the same. Raises `Problem` ``vault.*``, ``outbox.*`` and the audit
        log's own.
        """
        from spot_tui.backend.deadline_board import deadline_board

        requests: tuple[Message, ...] = ()
        problem = None
        if self.mailbox is not None and session.provider is not None:
            try:
                requests = (await self.mailbox.waiting(session, session.provider)).requests
            except Problem as error:
                problem = error
        unsent = await self.outbox.find(session.person.subject) if self.outbox is not None else []
        drafts = await session.work.find() if session.work is not None else []
        return deadline_board(requests, unsent, drafts), problem

    @cached_property
    def documents(self) -> DocumentsDesk | None:
        """Forms with documents."""
        if self.gateway is None or self.outbox is None:
            return None
        from spot_tui.backend.documents.desk import DocumentsDesk
        from spot_tui.backend.documents.upload_flow import Timing
        from spot_tui.backend.store.vault import Vaults

        return DocumentsDesk(
            self.gateway,
            self.outbox,
            Vaults(self.store),
            self._new_flow,
            self.profile.uploads,
            audit=self.audit,
            timing=Timing(self.clock),
            new_id=self.new_id,
        )

    async def resume_documents(self, session: Session) -> tuple[Resumed, ...]:
        """Go on with uploads of the person signed in that were broken off, for the provider she works for.

        Returns what became of each. Raises `Problem` ``gateway.token``, ``session.ended``, ``outbox.*`` and
        the audit log's own.
        """
        if session.provider is None or session.is_limited or not (self.store / "uploads").exists():
            return ()
        from spot_tui.backend.outbox.model import Sender

        documents = self.documents
        return await documents.resume(Sender.of(session)) if documents is not None else ()

    def _new_flow(self) -> Flow:
        """Open a connection of its own to where documents' bytes go."""
        from spot_tui.backend.documents.tus import TusServer
        from spot_tui.backend.documents.upload_flow import Flow
        from spot_tui.backend.documents.upload_line import UploadLine
        from spot_tui.backend.http import UpstreamClient

        upstream, rules = self.profile.gateway, self.profile.uploads
        assert upstream is not None
        line, url = (
            UploadLine(rules.congestion),
            upstream.uploads_url or f"{upstream.url.rstrip('/')}/uploads",
        )
        client = UpstreamClient(
            upstream.name,
            (url, *upstream.upload_origins),
            upstream.limits,
            upstream.trust,
            self._transport,
            one_line=line,
            watch=self.line,
        )
        return Flow(TusServer(client, url, rules.stall_seconds), line, self._link, client.close)

    async def is_batch_waiting(self, session: Session) -> bool:
        """Tell whether her last batch, for the provider she works for, has rows without an answer.

        Nothing is loaded where nobody ever began one. Raises `Problem`: the vault's own.
        """
        if session.provider is None or not (self.store / "batches").exists() or self.batches is None:
            return False
        return await self.batches.is_any_waiting(session.provider)

    async def send_waiting(self, session: Session, *, due_only: bool = False) -> list[Submission]:
        """Send what waits in the outbox of the person signed in, for the provider she works for.

        With `due_only` only what is to be tried again by now. Returns what was sent, as it is now. Raises
        `Problem` ``outbox.*`` and the audit log's own.
        """
        provider = session.provider
        if provider is None or session.is_limited or not (self.store / "vault").exists():
            return []
        outbox = self.outbox
        if outbox is None:
            return []
        from spot_tui.backend.outbox.model import Sender

        send = outbox.send_due if due_only else outbox.send_all
        return await send(Sender.of(session))

    @cached_property
    def rule_book(self) -> RuleBook:
        """Rules of corrections, appeals and deadlines. Raises `Problem` ``rules.file``."""
        from spot_tui.backend.corrections.case import open_book

        return open_book(self.profile.correction_rules, self.profile.deadline_rules, self.zone)

    @cached_property
    def licences(self) -> LicenceDesk:
        """Licence notices and licensed words."""
        from spot_tui.backend.licences.service import LicenceDesk

        return LicenceDesk(self.profile.licences, self.store, audit=self.audit)

    @cached_property
    def prints(self) -> PrintDesk:
        """Prints and exports."""
        from spot_tui.backend.prints.service import PrintDesk

        return PrintDesk(
            self.profile.prints,
            self.store,
            self.profile.environment,
            in_kiosk=self.profile.kiosk.enabled,
            audit=self.audit,
            clock=self.clock,
            zone=self.zone,
        )

    @cached_property
    def gateway(self) -> GatewayClient | None:
        """The gateway, whose health the status board hears of at every call."""
        upstream, client = self.profile.gateway, self._gateway_client
        if upstream is None or client is None:
            return None
        from spot_tui.backend.gateway import GatewayClient

        return GatewayClient(upstream, client, new_id=self.new_id, saw=partial(self.status.saw, "gateway"))

    @cached_property
    def status(self) -> StatusBoard:
        """What was seen of each upstream, and what is planned."""
        from spot_tui.backend.status import StatusBoard

        there = {"eligibility": self.profile.eligibility, "gateway": self.profile.gateway}
        set_up = {"identity", *(name for name, upstream in there.items() if upstream is not None)}
        if self.profile.gateway is not None or self.profile.claims is not None:
            set_up |= {"claims_a", "claims_b"}
        return StatusBoard(self.clock, self.zone, self.profile.maintenance, set_up)

    @cached_property
    def line(self) -> LinkWatch:
        """What calls have shown of the line."""
        from spot_tui.backend.link_watch import LinkWatch

        return LinkWatch(self.profile.line)

    @cached_property
    def upstream_checks(self) -> UpstreamChecks:
        """Checks of each upstream, step by step."""
        from spot_tui.backend.upstream_checks.service import UpstreamChecks

        return UpstreamChecks(clock=self.clock, new_id=self.new_id, transport=self._transport)

    def ways(self, *, send: bool) -> dict[str, Steps]:
        """Return the way to each upstream of the profile, to be followed step by step.

        With `send` an envelope without a patient goes out to those that take X12.
        """
        from spot_tui.backend.connectivity.core import X12_276

        profile, checks = self.profile, self.upstream_checks
        ways = {"identity": checks.identity(profile.identity)}
        if profile.eligibility is not None:
            ways["eligibility"] = checks.core(profile.eligibility, send=send)
        if profile.claims is not None:
            ways["claims"] = checks.core(profile.claims, send=send, payload_type=X12_276)
        if profile.mbi_lookup is not None:
            ways["mbi_lookup"] = checks.core(profile.mbi_lookup, send=send)
        if profile.gateway is not None:
            ways["gateway"] = checks.gateway(profile.gateway)
        return ways

    async def expire_drafts(self) -> None:
        """Remove everybody's drafts, batches and kept answers that have come to their end.

        Raises `Problem`: the audit log's own, ``kept.broken`` and ``kept.unwritable``.
        """
        if (self.store / "vault").exists():
            from spot_tui.backend.eligibility.answer_book import expire_kept
            from spot_tui.backend.eligibility.batch.book import BatchBook

            await self.drafts.expire()
            book = BatchBook(self.store, self.clock, self.profile.batch.keep_days)
            await asyncio.to_thread(book.expire)
            answers, clock, zone = self.profile.answers, self.clock, self.zone
            await asyncio.to_thread(expire_kept, self.store, answers, clock, zone)

    async def look(self) -> None:
        """Ask each upstream that answers without a sign-in how it is; `status` and `line` hear of it."""
        parts = ("claims_a", "claims_b")
        profile = self.profile
        asked = (
            (
                ("identity",),
                self._identity_client,
                f"{profile.identity.issuer}/.well-known/openid-configuration",
            ),
            (("eligibility",), self._core_client, profile.eligibility.url if profile.eligibility else ""),
            (parts, self._claims_client, profile.claims.url if profile.claims else ""),
            (
                ("gateway",) if profile.claims else ("gateway", *parts),
                self._gateway_client,
                f"{profile.gateway.url}/" if profile.gateway else "",
            ),
        )
        await asyncio.gather(
            *(self._look_at(names, client, url) for names, client, url in asked if client is not None)
        )
        self.line.was_looked_at()

    async def _look_at(self, names: Sequence[str], client: UpstreamClient, url: str) -> None:
        problem = await _problem_of(client, url)
        for name in names:
            self.status.saw(name, problem)

    async def close(self) -> None:
        """Record the end and give everything back that was opened."""
        await self.hang_up()
        if "answer_book" in self.__dict__:
            await self.answer_book.close()
        if (documents := self.__dict__.get("documents")) is not None:
            await documents.close()
        if (outbox := self.__dict__.get("outbox")) is not None:
            await outbox.close()
        if "drafts" in self.__dict__:
            with suppress(Problem):
                await self.drafts.close()
        if "sessions" in self.__dict__:
            self.sessions.close()
        if "audit" in self.__dict__:
            with suppress(Problem):
                await self.audit.stop()

    async def hang_up(self) -> None:
        """Close the connections, for who has recorded nothing."""
        for upstream in ("identity", "core", "claims", "lookup", "gateway"):
            client = self.__dict__.get(f"_{upstream}_client")
            if client is not None:
                await client.close()
        if (practice := self.__dict__.get("practice")) is not None:
            await practice.close()
        transport = self.__dict__.get("_transport")
        if transport is not None:
            await transport.aclose()

    def _forget_answers(self) -> None:
        """Hold no answer in memory any more."""
        if "answer_book" in self.__dict__:
            self.answer_book.forget()
        self._forget_gateway_answers()

    def _forget_gateway_answers(self) -> None:
        gateway = self.__dict__.get("gateway")
        if gateway is not None:
            gateway.forget()

    @cached_property
    def _link(self) -> Link:
        from spot_tui.backend.http import Link

        return Link(watch=self.line)

    @cached_property
    def _transport(self) -> Transport | None:
        if not self.profile.portal.in_process:
            return None
        from spot_tui.sandbox.transport import PracticeTransport

        portal = self.profile.portal
        switches: dict[str, str] = {"core_layout": portal.layout, "core_first_names": portal.first_names}
        switches["engine"] = portal.engine
        return PracticeTransport(world_file(self.name, self.profile), switches=switches)

    @cached_property
    def _identity_client(self) -> UpstreamClient:
        from spot_tui.backend.identity.organisation import identity_client

        return identity_client(self.profile.identity, self._transport, self._link)

    @cached_property
    def _core_client(self) -> UpstreamClient | None:
        from spot_tui.backend.http import UpstreamClient

        upstream = self.profile.eligibility
        if upstream is None:
            return None
        return UpstreamClient(
            upstream.name, (upstream.url,), upstream.limits, upstream.trust, self._transport, self._link
        )

    @cached_property
    def _claims_client(self) -> UpstreamClient | None:
        from spot_tui.backend.http import UpstreamClient

        upstream = self.profile.claims
        if upstream is None:
            return None
        return UpstreamClient(
            upstream.name, (upstream.url,), upstream.limits, upstream.trust, self._transport, self._link
        )

    @cached_property
    def _lookup_client(self) -> UpstreamClient | None:
        from spot_tui.backend.http import UpstreamClient

        upstream = self.profile.mbi_lookup
        if upstream is None:
            return None
        return UpstreamClient(
            upstream.name, (upstream.url,), upstream.limits, upstream.trust, self._transport, self._link
        )

    @cached_property
    def _gateway_client(self) -> UpstreamClient | None:
        from spot_tui.backend.http import UpstreamClient

        upstream = self.profile.gateway
        if upstream is None:
            return None
        return UpstreamClient(
            upstream.name, (upstream.url,), upstream.limits, upstream.trust, self._transport, self._link
        )


def open_desk(name: str, profile: Profile, clock: Clock | None = None, new_id: NewId = new_uuid) -> Desk:
    """Return the services of a profile; nothing is read, written or asked yet."""
    return Desk(name, profile, clock or SystemClock(), new_id)


@asynccontextmanager
async def working_desk(name: str, profile: Profile) -> AsyncIterator[Desk]:
    """Open a desk with its audit log checked and started, and close it at the end.

    Raises `Problem` ``audit.broken`` or ``audit.unwritable``.
    """
    desk = open_desk(name, profile)
    try:
        await desk.audit.start()
        yield desk
    finally:
        await desk.close()


async def _problem_of(client: UpstreamClient, url: str) -> Problem | None:
    """Return what keeps an upstream from answering, or None; any answer but a fault of its own will do.

    A refusal to be asked so (404, 405), with a page or without, is an answer too: many take POST alone.
    """
    try:
        answer = await client.send("GET", url)
    except Problem as problem:
        return problem
    is_foreign = answer.is_page and answer.status < 400
    return answer.unusable() if answer.status >= 500 or is_foreign else None
