"""What the screens need of the program: its services, who is signed in, and the ways in and out.

`spot_tui.desk.Desk` is the composition root that satisfies `Services`; tests build their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from textual.screen import Screen

    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.appeals.service import AppealsDesk
    from spot_tui.backend.claims.service import ClaimsDesk
    from spot_tui.backend.claims.status_service import ClaimStatusDesk
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.corrections.bulk import BulkDesk
    from spot_tui.backend.corrections.case import RuleBook
    from spot_tui.backend.corrections.service import CorrectionsDesk
    from spot_tui.backend.deadline_board import Due
    from spot_tui.backend.documents.desk import DocumentsDesk, Resumed
    from spot_tui.backend.documents.papers import PaperDesk
    from spot_tui.backend.eligibility.answer_book import AnswerBook
    from spot_tui.backend.eligibility.batch.service import BatchDesk, OpenBatch
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.eligibility.service import EligibilityAnswer, OnAttempt
    from spot_tui.backend.first_look import FirstLook
    from spot_tui.backend.identity.device_grant import DeviceGrant
    from spot_tui.backend.identity.devices import DeviceDesk
    from spot_tui.backend.identity.practice import PracticeHelp
    from spot_tui.backend.identity.sign_in import SignIn
    from spot_tui.backend.licences.service import LicenceDesk
    from spot_tui.backend.link_watch import LinkWatch
    from spot_tui.backend.mailbox.service import MailboxDesk
    from spot_tui.backend.mbi_lookup.service import MbiLookupDesk
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.prints.service import PrintDesk
    from spot_tui.backend.problems import Problem
    from spot_tui.backend.session import Session
    from spot_tui.backend.sessions import Sessions
    from spot_tui.backend.status import StatusBoard
    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.upstream_checks.steps import Steps
    from spot_tui.backend.upstreams import Provider
    from spot_tui.backend.use_rules import UseRules
    from spot_tui.screens.line_words import OnTheLine
    from spot_tui.settings import Profile, Service
    from spot_tui.widgets.line import Line


class EligibilityService(Protocol):
    """Checks the eligibility of one beneficiary."""

    async def check(
        self,
        inquiry: Inquiry,
        provider: Provider,
        on_attempt: OnAttempt | None = None,
        *,
        again: bool = False,
    ) -> EligibilityAnswer:
        """Ask, or show the answer that is still good unless `again`; return it. Raises `Problem`."""
        ...


class Services(Protocol):
    """The services of one profile; those that may be None are so where it has no upstream for them."""

    @property
    def profile(self) -> Profile:
        """The profile's settings."""
        ...

    def has(self, service: Service) -> bool:
        """Tell whether there is an upstream for a service, which is not loaded for that."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def audit(self) -> AuditLog:
        """The audit log."""
        ...

    @property
    def sign_in(self) -> SignIn:
        """The sign-in."""
        ...

    @property
    def device_grant(self) -> DeviceGrant | None:
        """The second way to sign in, with a code in a web browser."""
        ...

    @property
    def sessions(self) -> Sessions:
        """What sessions stand on."""
        ...

    @property
    def devices(self) -> DeviceDesk:
        """The devices of who is signed in."""
        ...

    @property
    def status(self) -> StatusBoard:
        """What was seen of each upstream."""
        ...

    @property
    def line(self) -> LinkWatch:
        """What calls have shown of the line."""
        ...

    @property
    def practice(self) -> PracticeHelp | None:
        """The practice-only addresses."""
        ...

    @property
    def eligibility(self) -> EligibilityService | None:
        """The eligibility service."""
        ...

    @property
    def mbi_lookup(self) -> MbiLookupDesk | None:
        """The look-up of Medicare numbers."""
        ...

    @property
    def batches(self) -> BatchDesk | None:
        """Batches of inquiries."""
        ...

    @property
    def use_rules(self) -> UseRules:
        """What the eligibility service may be asked for, and who accepted that."""
        ...

    @property
    def claims(self) -> ClaimsDesk | None:
        """Claims over the gateway."""
        ...

    @property
    def claim_status(self) -> ClaimStatusDesk | None:
        """Claim status over CORE (276/277)."""
        ...

    @property
    def rule_book(self) -> RuleBook:
        """Rules of corrections, appeals and deadlines. Raises `Problem` ``rules.file``."""
        ...

    @property
    def corrections(self) -> CorrectionsDesk | None:
        """Claim corrections over the gateway. Raises `Problem` ``rules.file``."""
        ...

    @property
    def mailbox(self) -> MailboxDesk | None:
        """Messages, letters and notices."""
        ...

    async def deadlines(self, session: Session) -> tuple[tuple[Due, ...], Problem | None]:
        """Return what has a last day, and why the mailbox could not be asked. Raises `Problem`."""
        ...

    @property
    def appeals(self) -> AppealsDesk | None:
        """Appeals over the gateway. Raises `Problem` ``rules.file``."""
        ...

    @property
    def documents(self) -> DocumentsDesk | None:
        """Forms with documents, over the gateway and its uploads."""
        ...

    @property
    def papers(self) -> PaperDesk:
        """Files as they are looked through before they are sent."""
        ...

    @property
    def bulk(self) -> BulkDesk | None:
        """The same correction of many claims. Raises `Problem` ``rules.file``."""
        ...

    @property
    def outbox(self) -> Outbox | None:
        """What was submitted and has not gone out."""
        ...

    @property
    def licences(self) -> LicenceDesk:
        """Licence notices and licensed words."""
        ...

    @property
    def prints(self) -> PrintDesk:
        """Prints and exports."""
        ...

    @property
    def answer_book(self) -> AnswerBook:
        """What the office knows of its inquiries."""
        ...

    @property
    def access(self) -> AccessDesk | None:
        """Access requests and roles."""
        ...

    async def expire_drafts(self) -> None:
        """Remove everybody's drafts that have come to their end. Raises `Problem`: the audit log's own."""
        ...

    async def is_batch_waiting(self, session: Session) -> bool:
        """Tell whether her last batch has rows without an answer. Raises `Problem`."""
        ...

    async def send_waiting(self, session: Session, *, due_only: bool = False) -> list[Submission]:
        """Send what waits in her outbox, or only what is due; return it. Raises `Problem`."""
        ...

    async def resume_documents(self, session: Session) -> tuple[Resumed, ...]:
        """Go on with her uploads that were broken off, and return what became of each. Raises `Problem`."""
        ...

    async def look(self) -> None:
        """Ask each upstream that answers without a sign-in how it is, and note that in `status`."""
        ...

    def ways(self, *, send: bool) -> dict[str, Steps]:
        """Return the way to each upstream; `send` lets an envelope without a patient go out."""
        ...


class House(Protocol):
    """The app, as screens know it."""

    session: Session | None
    warning: str
    """What is to be said of the session's clock, empty while nothing is near."""

    line_words: Line
    """What is to be said of the line and of what waits, empty before anything was asked."""
    unsent: tuple[Submission, ...]
    """What waits in the outbox of who is signed in."""
    refused: tuple[Submission, ...]
    """What is in her outbox and never counts: refused, or too late."""

    @property
    def on_the_line(self) -> OnTheLine:
        """What waits, how far an upload is, and whether the audit log is written."""
        ...

    batch: OpenBatch | None
    """The batch that runs, or ran last, in this session."""
    batch_problem: Problem | None
    """What stopped it."""

    @property
    def is_batch_running(self) -> bool:
        """Whether it still asks, or pauses."""
        ...

    def run_batch(self, batch: OpenBatch) -> None:
        """Carry this batch beside the screens."""
        ...

    async def rest_batch(self) -> None:
        """Stop it, so that it can be gone on with."""
        ...

    upload_problems: dict[str, Problem]
    """What stopped the files of submissions in this session, by the submission's id."""

    @property
    def is_bringing(self) -> bool:
        """Whether files of documents are on their way, or a next try is waited for."""
        ...

    @property
    def is_resting(self) -> bool:
        """Whether who is signed in has paused her uploads."""
        ...

    def begin_outbox(self) -> None:
        """Send what waited before she came and go on with uploads, once it is known for whom she works."""
        ...

    def drop_made_again(self, submission_ids: frozenset[str]) -> None:
        """Remove what was refused and was made again: the new one is in the outbox."""
        ...

    def look_at_line(self) -> None:
        """Say how the line is and what waits now."""
        ...

    def bring_documents(self, *, though_resting: bool = False) -> None:
        """Go on with all files that are not there yet, beside the screens; `though_resting` ends a pause."""
        ...

    async def rest_documents(self) -> None:
        """Pause all uploads of this session."""
        ...

    async def stop_bringing(self) -> None:
        """Return once nothing of an upload is on the wire any more."""
        ...

    look: FirstLook
    """What the first screen needs of the settings, before there are services."""

    @property
    def desk(self) -> Services:
        """The services."""
        ...

    def open(self, page: Screen[None]) -> None:
        """Show a screen on top of this one."""
        ...

    def replace(self, page: Screen[None]) -> None:
        """Show a screen in place of this one."""
        ...

    def enter(self, session: Session) -> None:
        """Open the signed-in side."""
        ...

    async def leave(self, reason: str, told: Problem | None = None) -> None:
        """Sign out, drop every screen of the signed-in side, wipe the terminal, and say `told`."""
        ...

    def repaint(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        ...

    def lock(self) -> None:
        """Cover everything until the person who signed in opens it."""
        ...

    def uncover(self) -> None:
        """Show the screens again after the lock was opened."""
        ...

    async def uncovered(self) -> None:
        """Wait until nothing is covered by the lock."""
        ...

    def take_over(self) -> None:
        """End the locked session for somebody else."""
        ...

    def look_at_session(self) -> None:
        """Do at once what the session's clock asks for."""
        ...

    def carry(self, work: Awaitable[object]) -> None:
        """Do something beside the screens; a problem is told."""
        ...

    def keep_soon(self) -> None:
        """Save within the second what forms noted as typed."""
        ...

    def keep_typed(self) -> None:
        """Save now what forms noted as typed, unless it is on disk already."""
        ...

    has_f_keys: bool
    """Whether the terminal is not known to lack function keys."""

    @property
    def wears(self) -> str:
        """What the screens look like: its sentence is ``look.WEARS``."""
        ...

    @property
    def has_looks(self) -> bool:
        """Whether the screens can look otherwise, which they cannot without colours."""
        ...

    def change_look(self) -> None:
        """Look otherwise: standard, high contrast or two colours, each in its turn."""
        ...

    def exit(self, result: None = None, return_code: int = 0) -> None:
        """End the program."""
        ...
