"""From a 277 that came back to claims, once it is known to answer what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from spot_tui.backend.claims.codes import standing_words
from spot_tui.backend.claims.inquiry import StatusInquiry
from spot_tui.backend.claims.model import Claim, Group, Line, Part, Patient, Payment, Standing
from spot_tui.backend.claims.status import (
    ClaimStatus,
    ServiceLine,
    Status,
    StatusInformation,
    read_claim_report,
)
from spot_tui.backend.connectivity.reply import read_transaction, reply_problem
from spot_tui.backend.connectivity.request import Numbers
from spot_tui.backend.problems import Problem

ANSWER = "277"
_NOT_FOUND = frozenset({"A4", "D0"})
_ASKED_WRONG = frozenset({"E0", "E3", "E4"})
_AWAY = frozenset({"E1", "E2"})
_GROUPS = {
    **dict.fromkeys(("A0", "A1", "A2", "A5"), Group.RECEIVED),
    **dict.fromkeys(("A3", "A6", "A7", "A8"), Group.RETURNED),
    **dict.fromkeys(("P3", "P4", "RQ"), Group.ACTION_NEEDED),
    **dict.fromkeys(("F2", "F4"), Group.DENIED),
    "F1": Group.PAID,
}
_PATIENT_LEVELS = frozenset({"22", "23"})


@dataclass(frozen=True, slots=True)
class StatusAsked:
    """What was asked, to know the answer again. `upstream` names the service in problems."""

    inquiry: StatusInquiry
    numbers: Numbers
    upstream: str


def read_status_reply(payload: str, asked: StatusAsked) -> tuple[Claim, ...]:
    """Return the claims that an answer is about; none where none was found.

    Raises `Problem`: those of `read_transaction`; ``answer.mismatch`` (another question or person, never
    shown); ``claims.provider_refused``, ``claims.asked_wrong``, ``claims.away``. Source: 005010X212 (BHT03
    and TRN02 repeat those of the 276).
    """
    interchange, transaction = read_transaction(payload, ANSWER, asked.upstream)
    report = read_claim_report(interchange, transaction)
    if report.is_acknowledgement or not report.claims:
        raise reply_problem(
            "answer.kind", ANSWER, asked.upstream, found="277CA" if report.is_acknowledgement else "-"
        )
    if report.reference and report.reference != asked.numbers.reference:
        raise _mismatch(asked)
    found: list[Claim] = []
    for told in report.claims:
        _raise_refusal(told, asked)
        if _state(told.statuses).category not in _NOT_FOUND:
            found.append(_claim(told, asked.inquiry.part))
    return tuple(found)


def _raise_refusal(told: ClaimStatus, asked: StatusAsked) -> None:
    """Raise what is told of the whole request, and what is about something else than was asked."""
    state = _state(told.statuses)
    words = {"meaning": standing_words(Standing(Group.RETURNED, state.category, state.code, state.entity))}
    parameters = {"upstream": asked.upstream, **words}
    if state.category in _AWAY:
        raise Problem("claims.away", (), parameters, reference=told.trace)
    if told.loop not in _PATIENT_LEVELS:
        raise Problem("claims.provider_refused", (), parameters, reference=asked.numbers.trace)
    if told.trace != asked.numbers.trace or told.patient is None or told.patient.id != asked.inquiry.mbi:
        raise _mismatch(asked)
    if state.category in _ASKED_WRONG:
        raise Problem("claims.asked_wrong", (), parameters, reference=told.trace)


def _mismatch(asked: StatusAsked) -> Problem:
    return reply_problem("answer.mismatch", ANSWER, asked.upstream)


def _claim(told: ClaimStatus, part: Part) -> Claim:
    patient, first = told.patient, told.statuses[0]
    period = told.period
    lines = tuple(_line(line, number) for number, line in enumerate(told.lines, start=1))
    standings = [*_standings(told.statuses)] or [Standing(Group.IN_PROCESS)]
    return Claim(
        number=told.reference("1K"),
        part=part,
        patient=Patient(
            mbi=patient.id if patient else "",
            first_name=patient.first_name if patient else "",
            last_name=patient.name if patient else "",
            account=told.reference("EJ"),
        ),
        standing=standings[0],
        first=period.first if period else None,
        last=period.last if period else None,
        billed=first.charge,
        paid=first.paid if standings[0].group.is_final else None,
        type_of_bill=told.reference("BLT"),
        billing_npi=told.provider.id if told.provider else "",
        more_standings=tuple(standings[1:]),
        payment=_payment(first),
        lines=lines,
    )


def _payment(told: StatusInformation) -> Payment | None:
    if not told.check_number:
        return None
    return Payment(told.check_number, told.paid_on, amount=told.paid)


def _line(told: ServiceLine, number: int) -> Line:
    given = told.line_id
    return Line(
        number=int(given) if given.isascii() and given.isdigit() and 0 < int(given[:4]) < 1000 else number,
        first=told.period.first if told.period else None,
        last=told.period.last if told.period else None,
        procedure=told.code,
        modifiers=told.modifiers,
        units=told.units,
        billed=told.charge,
        paid=told.paid,
        standings=tuple(_standings(told.statuses)),
    )


def _standings(statuses: Iterable[StatusInformation]) -> Iterable[Standing]:
    """Yield every state with the group that a clerk makes of it; what is not known counts as in process."""
    for told in statuses:
        for state in told.states:
            yield Standing(_group(state, told.paid), state.category, state.code, state.entity, on=told.on)


def _group(state: Status, paid: Decimal | None) -> Group:
    if state.category.startswith("R"):
        return Group.ACTION_NEEDED
    if state.category in {"F0", "F3", "F3F", "F3N"}:
        return Group.PAID if paid else Group.DENIED
    return _GROUPS.get(state.category, Group.IN_PROCESS)


def _state(statuses: tuple[StatusInformation, ...]) -> Status:
    return next((state for told in statuses for state in told.states), Status("", ""))
