"""How one row of a batch ended, and in which order rows are looked at: exceptions first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from sys import intern
from typing import TYPE_CHECKING

from spot_tui.backend.eligibility.rejects import reason_of
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

UNANSWERED = frozenset({RowState.UNKNOWN, RowState.FAILED, RowState.WAITING})
"""What is asked when all rows without an answer are."""

RANKS = tuple(RowState)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """How a row ended: in words, with the code of the reject or problem, and when that was known (UTC).

    `verdict` is what can be billed, for lists: an outcome of `eligibility.verdict`, `is_partly` on some days
    alone. `changes` counts what is new against an earlier answer, `changed` names what that is about; None
    where there was none to compare with.
    """

    state: RowState
    words: str = ""
    code: str = ""
    at: datetime | None = None
    changes: int | None = None
    source: str = ""
    verdict: str = ""
    is_partly: bool = False
    changed: str = ""

    def document(self) -> Document:
        """Return it as the journal holds it."""
        return {
            "state": self.state.value,
            "words": self.words,
            "code": self.code,
            "at": self.at.isoformat() if self.at else "",
            "changes": self.changes,
            "source": self.source,
            "verdict": self.verdict,
            "is_partly": self.is_partly,
            "changed": self.changed,
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
        intern(document["verdict"]),
        document["is_partly"],
        intern(document.get("changed", "")),
    )


def of_answer(answer: EligibilityAnswer, inquiry: Inquiry, day: date, rules: EligibilityRules) -> RowOutcome:
    """Return the outcome of an answer: the verdict on it, and the sentence that decided."""
    from spot_tui.backend.eligibility.changes_view import changed_topics
    from spot_tui.backend.eligibility.verdict.finding import Harm, Outcome
    from spot_tui.backend.eligibility.verdict.judge import verdict, viewing_of
    from spot_tui.backend.eligibility.verdict.wording import deciding_words

    viewing = viewing_of(inquiry.service, day, rules)
    judged = verdict(answer.eligibility, viewing)
    is_warned = judged.outcome is not Outcome.BILL_MEDICARE or any(
        finding.harm is not Harm.INFO for finding in judged.findings
    )
    return RowOutcome(
        RowState.WARNED if is_warned else RowState.CLEAR,
        deciding_words(judged, viewing),
        "",
        answer.received_at,
        len(answer.changes) if answer.compared_with else None,
        answer.source,
        judged.outcome.value,
        judged.is_partly,
        changed_topics(answer),
    )


def of_problem(state: RowState, problem: Problem, at: datetime) -> RowOutcome:
    """Return the outcome of a row that was rejected, now or within the hour (its AAA code), or failed."""
    code = str(problem.parameters["code"]) if state is RowState.REJECTED else problem.code
    return RowOutcome(state, reason_of(problem), code, at)
