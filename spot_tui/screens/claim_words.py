"""Claims as the screens show them: rows of the table, and what stands above one claim."""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.backend.claims.codes import group_words, standing_words
from spot_tui.backend.claims.model import Claim, Group
from spot_tui.backend.claims.sheet import show_money, show_service
from spot_tui.backend.formats import show_date, show_mbi
from spot_tui.widgets.choices import BEFORE, Choice
from spot_tui.widgets.line import GAP, Line, Tone, columns_of
from spot_tui.widgets.table import Table
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
_HEADS = ("service", "number", "patient", "status", "billed", "paid")
_AMOUNTS = frozenset({4, 5})


def table_of_claims(claims: Sequence[Claim]) -> Table:
    """Return the table of these claims, whose longest number gives the width of that column."""
    least, most = _NUMBERS
    number = min(max((len(claim.number) for claim in claims), default=least), most)
    patient = _ROOM - number - _STATUS - _BILLED - _PAID - 4
    service = columns_of((_SERVICE,), len(BEFORE))
    others = columns_of((number, patient, _STATUS, _BILLED, _PAID), service[0].end + len(GAP), gap=1)
    heads = (say(f"claims_list.column.{name}") for name in _HEADS)
    return Table((*service, *others), tuple(heads), to_the_right=_AMOUNTS, heads_to_the_right=_AMOUNTS)


def row(key: str, claim: Claim) -> Choice:
    """Return a claim's row."""
    cells = (
        claim.number,
        claim.patient.name,
        group_words(claim),
        show_money(claim.billed),
        show_money(claim.paid),
    )
    return Choice(key, show_date(claim.first) if claim.first else "", cells=cells)


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
