"""From the payload that came back to the answer about the person asked, or the problem that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.mapping import ANSWER, DEFAULT_READING, read_answers
from spot_tui.backend.eligibility.model import Beneficiary, Eligibility
from spot_tui.backend.eligibility.request import Numbers
from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.acknowledgement import Acknowledgement, read_acknowledgements
from spot_tui.backend.x12.reader import Interchange, TransactionSet, read_interchanges

_INTERCHANGE_LAYER = "TA1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, to know the answer again. `upstream` names the service in problems."""

    inquiry: Inquiry
    numbers: Numbers
    upstream: str
    reading: Reading = DEFAULT_READING


def read_reply(payload: str, asked: Asked) -> Eligibility:
    """Return the answer, which may be a reject, once it is known to be the one to this inquiry.

    Raises `Problem`: ``answer.unreadable``, ``ack.ta1``, ``ack.999``, ``answer.kind``, ``answer.cut`` or
    ``answer.mismatch``. Sources: X12 005010X279A1 (BHT03 and TRN02 repeat those of the 270); 005010X231A1.
    """
    interchanges = _interchanges(payload, asked)
    _raise_refusal(interchanges, asked)
    interchange, transaction = _only_answer(interchanges, asked)
    if not (interchange.complete and transaction.complete):
        raise _problem("answer.cut", asked)
    answers = read_answers(interchange, transaction, asked.reading)
    if len(answers) != 1 or not is_about(answers[0], asked):
        raise _problem("answer.mismatch", asked)
    return answers[0]


def is_about(answer: Eligibility, asked: Asked) -> bool:
    """Tell whether an answer is the one to this inquiry, and about the beneficiary who was asked for."""
    reference, traces = answer.source.reference, {trace.number for trace in answer.traces}
    if reference and reference != asked.numbers.reference:
        return False
    if traces and asked.numbers.trace not in traces:
        return False
    if not (reference or traces):
        return False
    return bool(answer.rejects) or _is_person(answer.beneficiary, asked.inquiry)


def _is_person(found: Beneficiary | None, inquiry: Inquiry) -> bool:
    """Compare MBI and birth date; Medicare may have corrected one of them, and then says so, never both."""
    if found is None or found.dependent:
        return False
    same_number = found.mbi == inquiry.mbi
    same_birth = found.birth_date == inquiry.birth_date
    if found.corrected:
        return same_number or (same_birth and bool(found.mbi))
    return same_number and (same_birth or found.birth_date is None)


def _interchanges(payload: str, asked: Asked) -> tuple[Interchange, ...]:
    try:
        return read_interchanges(payload.encode("utf-8", "replace"))
    except Problem:
        raise _problem("answer.unreadable", asked) from None


def _raise_refusal(interchanges: Sequence[Interchange], asked: Asked) -> None:
    for interchange in interchanges:
        for acknowledgement in read_acknowledgements(interchange):
            if not acknowledgement.accepted:
                raise _refusal(acknowledgement, asked)


def _refusal(acknowledgement: Acknowledgement, asked: Asked) -> Problem:
    refusals = acknowledgement.refusals
    code = refusals[0].code if refusals else acknowledgement.status
    meaning = "; ".join(dict.fromkeys(f"{refusal.words} {refusal.place}".strip() for refusal in refusals))
    is_outer = acknowledgement.kind == _INTERCHANGE_LAYER
    return _problem(
        "ack.ta1" if is_outer else "ack.999",
        asked,
        layer=acknowledgement.kind,
        code=code,
        meaning=meaning or acknowledgement.words,
    )


def _only_answer(interchanges: Sequence[Interchange], asked: Asked) -> tuple[Interchange, TransactionSet]:
    sets = [(interchange, found) for interchange in interchanges for found in interchange.sets]
    answers = [(interchange, found) for interchange, found in sets if found.kind == ANSWER]
    if not answers:
        kinds = [found.kind for _, found in sets] or [
            a.kind for interchange in interchanges for a in read_acknowledgements(interchange)
        ]
        raise _problem("answer.kind", asked, found=", ".join(kinds) or "-")
    if len(answers) > 1:
        raise _problem("answer.mismatch", asked)
    return answers[0]


def _problem(problem: str, asked: Asked, **parameters: str) -> Problem:
    return Problem(problem, (), {"upstream": asked.upstream, "layer": ANSWER, **parameters})
