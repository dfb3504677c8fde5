"""Claims as the screens show them: rows of the table, and what stands above one claim."""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.backend.claims.codes import group_words, standing_words
from spot_tui.backend.claims.model import Claim, Group
from spot_tui.backend.claims.sheet import show_money, show_service
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.widgets.choices import BEFORE, Choice
from spot_tui.widgets.line import GAP, Columns, Line, Tone, columns_of, cut, fit, line
from spot_tui.words import say

GROUP_TONES = {
    Group.PAID: Tone.GOOD,
    Group.DENIED: Tone.BAD,
    Group.RETURNED: Tone.BAD,
    Group.ACTION_NEEDED: Tone.WARN,
}
_SERVICE, _STATUS, _BILLED, _PAID = 10, 13, 10, 9
_NUMBERS = (13, 15)
_ROOM = 62


def heads(claims: Sequence[Claim]) -> Line:
    """Return the line of column heads."""
    words = [say(f"claims_list.column.{name}") for name in ("number", "patient", "status", "billed", "paid")]
    first = fit(say("claims_list.column.service"), _SERVICE)
    return line(f"{BEFORE}{first}  {_row(words, _number_width(claims))}", Tone.QUIET)


def row(key: str, claim: Claim, claims: Sequence[Claim]) -> Choice:
    """Return a claim's row among `claims`, whose longest number gives the width of that column."""
    cells = (
        claim.number,
        claim.patient.name,
        group_words(claim),
        show_money(claim.billed),
        show_money(claim.paid),
    )
    first = show_date(claim.first) if claim.first else ""
    return Choice(key, fit(first, _SERVICE), _row(cells, _number_width(claims)))


def _row(cells: Sequence[str], number_width: int) -> str:
    number, patient, status, billed, paid = cells
    patient_width = _patient_width(number_width)
    return " ".join(
        (
            fit(number, number_width),
            fit(patient, patient_width),
            fit(status, _STATUS),
            cut(billed, _BILLED).rjust(_BILLED),
            cut(paid, _PAID).rjust(_PAID),
        )
    )


def columns(claims: Sequence[Claim]) -> Columns:
    """Return the columns of the table of these claims."""
    service = columns_of((_SERVICE,), len(BEFORE))
    number = _number_width(claims)
    others = (number, _patient_width(number), _STATUS, _BILLED, _PAID)
    return (*service, *columns_of(others, service[0].end + len(GAP), gap=1))


def _patient_width(number_width: int) -> int:
    return _ROOM - number_width - _STATUS - _BILLED - _PAID - 4


def _number_width(claims: Sequence[Claim]) -> int:
    least, most = _NUMBERS
    return min(max((len(claim.number) for claim in claims), default=least), most)


def in_full(claim: Claim) -> str:
    """Return what the columns have no room for: the whole name, all dates, and the codes in words."""
    who = (claim.patient.name, show_mbi(claim.patient.mbi) if claim.patient.mbi else "")
    return say(
        "claim_list.marked",
        patient="  ".join(filter(None, who)),
        service=show_service(claim.first, claim.last),
        number=claim.number,
        status=standing_words(claim.standing) or group_words(claim),
    )


def banner(claim: Claim) -> Line:
    """Return how the claim stands, as it stands above every tab."""
    group = claim.standing.group
    about = say(f"claims.about.{group}")
    if group_words(claim) != say(f"claim_group.{group}"):
        about = say("claims.about.partly_paid")
    tone = GROUP_TONES.get(group, Tone.STRONG)
    return ((f"*** {group_words(claim)}", tone), (f"  {about}", Tone.PLAIN))
