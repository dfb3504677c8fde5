"""A remittance advice (835, X12 005010X221A1): one payment with its claims, lines and adjustments.

Money is `Decimal` dollars as it stood, negative where it is taken back; an empty amount is None, never zero.
Codes are those of the wire; their words are in the code tables. Account numbers of banks are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from spot_tui.backend.eligibility.model import Dated, Note, Party, Period

Pair = tuple[str, str]
Sum = tuple[str, Decimal]


class Outcome(StrEnum):
    """What became of a claim, so that those which need work can stand first.

    ``returned``: unprocessable (MA130), a new claim is needed. ``denied``: refused, nothing paid. ``partly``:
    a line was refused, others not. ``reversed``: an earlier payment is taken back (status 22). ``elsewhere``:
    another payer's claim, passed on. ``patient``: cost sharing took all of it. ``estimate``: nothing is paid
    by it. ``paid``: paid, whole or reduced.
    """

    RETURNED = "returned"
    DENIED = "denied"
    PARTLY = "partly"
    REVERSED = "reversed"
    ELSEWHERE = "elsewhere"
    PATIENT = "patient"
    ESTIMATE = "estimate"
    PAID = "paid"


class Balance(StrEnum):
    """Which sum does not hold: a line's, a claim's, its lines', its patient's share, the payment's."""

    LINE = "line"
    CLAIM = "claim"
    LINES = "lines"
    PATIENT = "patient"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A sum that does not hold: what the advice `said`, what was `counted`, and on which line (0: none)."""

    kind: Balance
    said: Decimal
    counted: Decimal
    line: int = 0


@dataclass(frozen=True, slots=True)
class RemittanceAdjustment:
    """An amount that was not paid (CAS): group code (CO, PR, OA, PI, CR), CARC, dollars and units."""

    group: str
    reason: str
    amount: Decimal | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """A service line (SVC). `code` was decided on; `billed_code` was sent where it differs.

    `kind` is HC (HCPCS), NU (revenue code), ... `units` were paid, `billed_units` sent where they differ.
    `allowed` is AMT*B6. `remarks` are RARCs; `policies` are numbers of coverage policies (REF*0K).
    """

    kind: str
    code: str
    modifiers: tuple[str, ...] = ()
    charge: Decimal | None = None
    paid: Decimal | None = None
    allowed: Decimal | None = None
    units: Decimal | None = None
    billed_code: str = ""
    billed_modifiers: tuple[str, ...] = ()
    billed_units: Decimal | None = None
    revenue_code: str = ""
    period: Period | None = None
    line_id: str = ""
    adjustments: tuple[RemittanceAdjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    references: tuple[Pair, ...] = ()
    amounts: tuple[Sum, ...] = ()
    quantities: tuple[Sum, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemittanceClaim:
    """A claim (CLP). `number` is the payer's (ICN or DCN), `account` the office's own patient account.

    `status` is CLP02, `filing` CLP06 (MA, MB, ...), `facility` and `frequency` CLP08 and CLP09. `patient` is
    NM1*QC, `corrected` what Medicare has instead (NM1*74), `crossover` whom it was passed on to (NM1*TT).
    `remarks` come from MIA and MOA, `measures` are their other numbers by place (MIA04). `other` keeps what
    has no place of its own.
    """

    position: int
    account: str
    status: str
    charge: Decimal | None
    paid: Decimal | None
    patient_share: Decimal | None
    filing: str
    number: str
    facility: str = ""
    frequency: str = ""
    drg: str = ""
    patient: Party | None = None
    corrected: Party | None = None
    crossover: Party | None = None
    parties: tuple[Party, ...] = ()
    period: Period | None = None
    dates: tuple[Dated, ...] = ()
    adjustments: tuple[RemittanceAdjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    measures: tuple[Sum, ...] = ()
    references: tuple[Pair, ...] = ()
    amounts: tuple[Sum, ...] = ()
    quantities: tuple[Sum, ...] = ()
    lines: tuple[RemittanceLine, ...] = ()
    other: tuple[str, ...] = ()
    outcome: Outcome = Outcome.PAID
    imbalances: tuple[Imbalance, ...] = ()

    @property
    def all_adjustments(self) -> tuple[RemittanceAdjustment, ...]:
        """Those of the claim and of its lines."""
        return (*self.adjustments, *(each for line in self.lines for each in line.adjustments))

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """RARCs of the claim and of its lines, each once."""
        return tuple(dict.fromkeys((*self.remarks, *(code for line in self.lines for code in line.remarks))))

    @property
    def needs_work(self) -> bool:
        """Tell whether somebody has to look at it: not simply paid, or its sums do not hold."""
        return self.outcome in _WORK or bool(self.imbalances)


_WORK = frozenset({Outcome.RETURNED, Outcome.DENIED, Outcome.PARTLY, Outcome.REVERSED, Outcome.ELSEWHERE})


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """Money of the whole payment, of no claim (PLB): positive is taken off the payment, negative is added."""

    provider: str
    year_end: date | None
    reason: str
    reference: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class RemittanceTotals:
    """What all claims of a payment add up to; `adjusted` by group code, `outcomes` counted by `Outcome`."""

    claims: int
    charge: Decimal
    paid: Decimal
    patient_share: Decimal
    provider_adjustments: Decimal
    adjusted: tuple[Sum, ...] = ()
    outcomes: tuple[tuple[str, int], ...] = ()
    needing_work: int = 0


@dataclass(frozen=True, slots=True)
class Remittance:
    """One payment, or a notice without one. `amount` is BPR02, negative where it is a debit.

    `handling` is BPR01, `method` BPR04 (ACH, CHK, NON, ...), `paid_on` BPR16, `number` the check's or EFT's
    (TRN02), `payer_id` TRN03, `made_on` DTM*405. `other` keeps what has no place of its own.
    """

    version: str
    amount: Decimal | None
    handling: str
    method: str
    paid_on: date | None
    number: str
    payer_id: str
    made_on: date | None
    payer: Party | None
    payee: Party | None
    references: tuple[Pair, ...]
    claims: tuple[RemittanceClaim, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...]
    totals: RemittanceTotals
    imbalances: tuple[Imbalance, ...] = ()
    other: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
