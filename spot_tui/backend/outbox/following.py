"""What a person follows: what she submitted that is on file, and what of it has not gone out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from spot_tui.backend.explanations import explain
from spot_tui.backend.outbox.model import Kind, State, Submission
from spot_tui.backend.outbox.view import told
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.outbox.service import Outbox
    from spot_tui.backend.session import Session
    from spot_tui.backend.upstreams import Provider

Filed = TypeVar("Filed")


@dataclass(frozen=True, slots=True)
class Followed(Generic[Filed]):
    """Something on file, or a submission that is not; `at` is when it was sent off (UTC).

    `number` is its confirmation number, empty while there is none.
    """

    claim: str = field(repr=False)
    at: datetime
    number: str = ""
    filed: Filed | None = None
    submission: Submission | None = None


async def follow_submitted(
    kinds: Collection[Kind],
    listed: Callable[[Provider], Awaitable[Sequence[Filed]]],
    followed: Callable[[Filed], Followed[Filed]],
    outbox: Outbox | None,
    session: Session,
) -> tuple[tuple[Followed[Filed], ...], Problem | None]:
    """Return what the provider in force has of these kinds, the last first, and why the gateway's is missing.

    What waits on this machine is told even where the gateway is away. Raises `Problem`: that of the outbox.
    """
    provider = session.provider
    if provider is None:
        return (), None
    waiting = await outbox.find(session.person.subject) if outbox else []
    found: list[Followed[Filed]] = [
        Followed(each.claim, each.created_at, submission=each)
        for each in waiting
        if each.kind in kinds and each.provider_npi == provider.npi and each.state is not State.CONFIRMED
    ]
    problem: Problem | None = None
    try:
        found += map(followed, await listed(provider))
    except Problem as away:
        problem = away
    return tuple(sorted(found, key=lambda each: each.at, reverse=True)), problem


def waiting_about(submission: Submission) -> str:
    """Return how one stands that is not on file, and why."""
    refused = explain(submission.problem).what if submission.problem else ""
    quoted = submission.problem.upstream_words if submission.problem else ""
    return " ".join(filter(None, (told(submission), refused, quoted)))
