"""How one row of a batch ended, and in which order rows are looked at: exceptions first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from sys import intern
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.sheet import Tone, Viewing
from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem

if TYPE_CHECKING:
    from spot_tui.backend.eligibility.answered import EligibilityAnswer
    from spot_tui.backend.eligibility.inquiry import Inquiry
    from spot_tui.backend.store.lines import Document
    from spot_tui.backend.upstreams import EligibilityRules


class RowState(StrEnum):
    """How a row ended, exceptions first.

    `UNKNOWN`: it was asked, and the program ended before its answer came; nobody knows whether it was worked
    on. `FAILED`: no answer after all tries. `BAD`: what stands in the file cannot be asked. `WARNED`:
    answered, and there is something to heed. `WAITING`: not asked yet.
    """

    UNKNOWN = "unknown"
    FAILED = "failed"
    REJECTED = "rejected"
    BAD = "bad"
    WARNED = "warned"
    CLEAR = "clear"
    WAITING = "waiting"


ANSWERED = frozenset({RowState.WARNED, RowState.CLEAR})
FINAL = frozenset({RowState.REJECTED, RowState.WARNED, RowState.CLEAR})
"""What is not asked again when a batch is gone on with."""

RANKS = tuple(RowState)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """How a row ended: in words, with the code of the reject or problem, and when that was known (UTC).

    `changes` counts what is new against an earlier answer; None where there was none to compare with.
    """

    state: RowState
    words: str = ""
    code: str = ""
    at: datetime | None = None
    changes: int | None = None
    source: str = ""

    def document(self) -> Document:
        """Return it as the journal holds it."""
        return {
            "state": self.state.value,
            "words": self.words,
            "code": self.code,
            "at": self.at.isoformat() if self.at else "",
            "changes": self.changes,
            "source": self.source,
        }


def outcome_of(document: Document) -> RowOutcome:
    """Return the outcome of a journal's document; texts that many rows share are held once."""
    at = document["at"]
    return RowOutcome(
        RowState(document["state"]),
        intern(document["words"]),
        intern(document["code"]),
        datetime.fromisoformat(at) if at else None,
        document["changes"],
        intern(document["source"]),
    )


def of_answer(answer: EligibilityAnswer, inquiry: Inquiry, day: date, rules: EligibilityRules) -> RowOutcome:
    """Return the outcome of an answer: its most serious warning, or that there is none."""
    from spot_tui.backend.eligibility.headline import headline
    from spot_tui.backend.eligibility.tabs.banners import banners

    service = inquiry.service
    vbid = frozenset(rules.vbid_contracts)
    viewing = Viewing(service.first, day, rules.show_aco, vbid, through=service.last)
    is_warned = any(banner.tone in {Tone.STOP, Tone.WARN} for banner in banners(answer.eligibility, viewing))
    return RowOutcome(
        RowState.WARNED if is_warned else RowState.CLEAR,
        headline(answer.eligibility, service, day, rules),
        "",
        answer.received_at,
        len(answer.changes) if answer.compared_with else None,
        answer.source,
    )


def of_problem(state: RowState, problem: Problem, at: datetime) -> RowOutcome:
    """Return the outcome of a row that was rejected, or failed."""
    code = str(problem.parameters["code"]) if problem.code.startswith("aaa.") else problem.code
    return RowOutcome(state, reason_of(problem), code, at)


def reason_of(problem: Problem) -> str:
    """Return in one line what is wrong."""
    return str(problem.parameters["cause"]) if problem.code.startswith("aaa.") else explain(problem).what
