"""From the payload that came back to the answer about the person asked, or the problem that it is."""

from __future__ import annotations

from dataclasses import dataclass

from spot_tui.backend.connectivity.reply import read_transaction, reply_problem
from spot_tui.backend.connectivity.request import Numbers
from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.mapping import ANSWER, DEFAULT_READING, read_answers
from spot_tui.backend.eligibility.model import Beneficiary, Eligibility


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
    interchange, transaction = read_transaction(payload, ANSWER, asked.upstream)
    answers = read_answers(interchange, transaction, asked.reading)
    if len(answers) != 1 or not is_about(answers[0], asked):
        raise reply_problem("answer.mismatch", ANSWER, asked.upstream)
    return answers[0]


def read_again(payload: str, reading: Reading) -> Eligibility:
    """Return the answer of a 271 that was once read by `read_reply`, hence is about who was asked for.

    Raises `Problem` as that does, where it is read otherwise by now.
    """
    interchange, transaction = read_transaction(payload, ANSWER, "")
    return read_answers(interchange, transaction, reading)[0]


def is_about(answer: Eligibility, asked: Asked) -> bool:
    """Tell whether an answer is the one to this inquiry, and about the beneficiary who was asked for."""
    if not is_reply_to(answer, asked.numbers):
        return False
    return bool(answer.rejects) or _is_person(answer.beneficiary, asked.inquiry)


def is_reply_to(answer: Eligibility, numbers: Numbers) -> bool:
    """Tell whether an answer repeats the numbers of the request, at least one of them and no other."""
    reference, traces = answer.source.reference, {trace.number for trace in answer.traces}
    if reference and reference != numbers.reference:
        return False
    if traces and numbers.trace not in traces:
        return False
    return bool(reference or traces)


def _is_person(found: Beneficiary | None, inquiry: Inquiry) -> bool:
    """Compare MBI and birth date; Medicare may have corrected one of them, and then says so, never both."""
    if found is None or found.dependent:
        return False
    same_number = found.mbi == inquiry.mbi
    same_birth = found.birth_date == inquiry.birth_date
    if found.corrected:
        return same_number or (same_birth and bool(found.mbi))
    return same_number and (same_birth or found.birth_date is None)
