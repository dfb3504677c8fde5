"""What waits in the outbox, how far it is, and what the gateway said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from spot_tui.backend.documents.filed import ReceivedFile
from spot_tui.backend.gateway import Bearer
from spot_tui.backend.made import Made
from spot_tui.backend.problems import Problem
from spot_tui.backend.session_registry import Process

if TYPE_CHECKING:
    from spot_tui.backend.session import Session


class Kind(StrEnum):
    """What is submitted. Words: ``outbox.kind.NAME``."""

    CORRECTION = "correction"
    APPEAL = "appeal"
    APPEAL_DOCUMENTS = "appeal_documents"
    DOCUMENTS = "documents"


class State(StrEnum):
    """How far a submission is. Words: ``outbox.state.NAME``."""

    UPLOADING = "uploading"
    """On disk; its files go first, and it is sent once they are there."""
    QUEUED = "queued"
    """On disk, and certainly not at the gateway."""
    SENDING = "sending"
    """On the wire now, by a process that lives."""
    UNCONFIRMED = "unconfirmed"
    """It may have arrived: nobody answered. It is asked again with the same key."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """The gateway has refused it for good."""
    EXPIRED = "expired"
    """Its last day passed before it could be sent."""

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self in {State.QUEUED, State.UNCONFIRMED}

    @property
    def is_settled(self) -> bool:
        """Whether nothing becomes of it any more."""
        return self is State.CONFIRMED or self.never_counts

    @property
    def never_counts(self) -> bool:
        """Whether it was refused or came too late: only a new one can take its place."""
        return self in {State.REFUSED, State.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What a person submits: a POST to `path` of the gateway with the JSON text `content`.

    `match` is the ETag of the state it was made on. `claim` and `patient` are whom it is about, for the audit
    log's pseudonyms. `deadline` is the last day on which it may go out, in the profile's zone. `overrides`
    are the ids of rules that warned and that the person went past. `made` is what a refused one is gone back
    to; None where there is no form of it.
    """

    kind: Kind
    path: str
    content: str = field(repr=False)
    match: str = ""
    claim: str = field(default="", repr=False)
    patient: str = field(default="", repr=False)
    deadline: date | None = None
    overrides: tuple[str, ...] = ()
    made: Made | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The gateway's confirmation: its number, the day that counts as received, and when it came (UTC)."""

    number: str
    received_on: date | None
    confirmed_at: datetime
    files: tuple[ReceivedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Outgoing):
    """An outgoing thing in the outbox of its `owner` (her subject), for one provider.

    `key` goes along as Idempotency-Key at every try. Times are aware, in UTC: `next_at` is when it is tried
    again by itself, `not_before` until when the gateway asked to be left alone. `problem` is what kept the
    last try from ending well, or the refusal. `sender` is the process that has it on the wire. What was
    confirmed has no `content` any more, and is not `made` again.
    """

    id: str
    key: str
    owner: str
    provider_npi: str
    created_at: datetime
    next_at: datetime
    state: State = State.QUEUED
    tries: int = 0
    tried_at: datetime | None = None
    not_before: datetime | None = None
    problem: Problem | None = None
    receipt: Receipt | None = None
    sender: Process | None = None

    @property
    def may_be_made_again(self) -> bool:
        """Whether it never counts, and its form is known."""
        return self.made is not None and self.state.never_counts


@dataclass(frozen=True, slots=True)
class Sender:
    """In whose session, and for which provider, something is sent."""

    owner: str
    provider_npi: str
    bearer: Bearer = field(repr=False)

    @classmethod
    def of(cls, session: Session) -> Sender:
        """Return the sender that a session is. Raises `Problem` ``outbox.no_provider``."""
        if session.provider is None or session.is_limited:
            raise Problem("outbox.no_provider")
        return cls(session.person.subject, session.provider.npi, session)

    def may_send(self, submission: Submission) -> bool:
        """Tell whether this submission is hers, and for the provider she works for now."""
        return (submission.owner, submission.provider_npi) == (self.owner, self.provider_npi)
