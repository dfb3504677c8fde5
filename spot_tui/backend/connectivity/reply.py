"""From the payload that came back to the one transaction set that answers, or the problem that it is."""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.acknowledgement import Acknowledgement, read_acknowledgements
from spot_tui.backend.x12.reader import Interchange, TransactionSet, read_interchanges

_INTERCHANGE_LAYER = "TA1"


def read_transaction(payload: str, kind: str, upstream: str) -> tuple[Interchange, TransactionSet]:
    """Return the only transaction set of `kind`, whole. `upstream` names the service in problems.

    Raises `Problem`: ``answer.unreadable``, ``ack.ta1``, ``ack.999`` (refused), ``answer.kind`` (something
    else came), ``answer.cut`` or ``answer.mismatch`` (more than one). Source: 005010X231A1.
    """
    interchanges = _interchanges(payload, kind, upstream)
    for interchange in interchanges:
        for acknowledgement in read_acknowledgements(interchange):
            if not acknowledgement.accepted:
                raise _refusal(acknowledgement, kind, upstream)
    interchange, transaction = _only_one(interchanges, kind, upstream)
    if not (interchange.complete and transaction.complete):
        raise reply_problem("answer.cut", kind, upstream)
    return interchange, transaction


def reply_problem(problem: str, kind: str, upstream: str, **parameters: str) -> Problem:
    """Return a problem of the layer of answers of `kind`."""
    return Problem(problem, (), {"upstream": upstream, "layer": kind} | parameters)


def _interchanges(payload: str, kind: str, upstream: str) -> tuple[Interchange, ...]:
    try:
        return read_interchanges(payload.encode("utf-8", "replace"))
    except Problem:
        raise reply_problem("answer.unreadable", kind, upstream) from None


def _refusal(acknowledgement: Acknowledgement, kind: str, upstream: str) -> Problem:
    refusals = acknowledgement.refusals
    code = refusals[0].code if refusals else acknowledgement.status
    meaning = "; ".join(dict.fromkeys(f"{refusal.words} {refusal.place}".strip() for refusal in refusals))
    is_outer = acknowledgement.kind == _INTERCHANGE_LAYER
    return reply_problem(
        "ack.ta1" if is_outer else "ack.999",
        kind,
        upstream,
        layer=acknowledgement.kind,
        code=code,
        meaning=meaning or acknowledgement.words,
    )


def _only_one(
    interchanges: Sequence[Interchange], kind: str, upstream: str
) -> tuple[Interchange, TransactionSet]:
    sets = [(interchange, found) for interchange in interchanges for found in interchange.sets]
    answers = [(interchange, found) for interchange, found in sets if found.kind == kind]
    if not answers:
        kinds = [found.kind for _, found in sets] or [
            a.kind for interchange in interchanges for a in read_acknowledgements(interchange)
        ]
        raise reply_problem("answer.kind", kind, upstream, found=", ".join(kinds) or "-")
    if len(answers) > 1:
        raise reply_problem("answer.mismatch", kind, upstream)
    return answers[0]
