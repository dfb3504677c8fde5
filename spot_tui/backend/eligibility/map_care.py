"""EBs about home health and hospice."""

from __future__ import annotations

import re
from datetime import date

from spot_tui.backend.eligibility.benefit import Benefit, fold
from spot_tui.backend.eligibility.model import Certification, HomeHealth, Hospice, HospiceElections, Period

CERTIFICATIONS = frozenset({"G0179", "G0180"})
HOME_HEALTH, HOSPICE = "42", "45"

_REVOCATION = re.compile(r"revocation code-?\s?(\d)")
_PATIENT_STATUS = re.compile(r"patient (?:discharge )?status(?: code)?[-: ]*(\d{2})\b")
_BEGIN, _END = "193", "194"
_OLD_MEANINGS = {
    "hheh start date": "start",
    "hheh end date": "end",
    "hheh doeba": "first",
    "hheh dolba": "last",
}


def certification(benefit: Benefit) -> tuple[Certification, ...]:
    """Take EB01 X with G0180 or G0179: each DTP is one certification or recertification."""
    if benefit.hcpcs not in CERTIFICATIONS:
        return ()
    days = tuple(dated.period.first for dated in benefit.dates)
    return (Certification(benefit.hcpcs, days, benefit.raw),)


def home_health(benefit: Benefit) -> tuple[HomeHealth, ...]:
    """Take EB01 X for home health: 472 episode, 193 and 194 first and last billed day.

    4010 answers send all four days as 193 and 194, explained by messages in the same order. Where Medicare
    sends the patient's status is not published: a message that names it is taken for it.
    """
    if HOME_HEALTH not in benefit.service_types:
        return ()
    period, first, last = _old_episode(benefit) or _episode(benefit)
    status = _PATIENT_STATUS.search(benefit.folded)
    return (
        HomeHealth(
            period=period,
            first_billed=first,
            last_billed=last,
            contractor=benefit.party("PR", "PRP"),
            provider=benefit.party("1P"),
            patient_status=status.group(1) if status else "",
            texts=_unread(benefit),
            raw=benefit.raw,
        ),
    )


def _episode(benefit: Benefit) -> tuple[Period | None, date | None, date | None]:
    period = next((dated.period for dated in benefit.dates if dated.qualifier == "472"), None)
    first, last = benefit.days(_BEGIN), benefit.days(_END)
    return period, first[0] if first else None, last[0] if last else None


def _old_episode(benefit: Benefit) -> tuple[Period | None, date | None, date | None] | None:
    meanings = [_OLD_MEANINGS[text] for text in map(fold, benefit.texts) if text in _OLD_MEANINGS]
    if not meanings:
        return None
    days = dict(zip(meanings, (dated.period.first for dated in benefit.dates), strict=False))
    period = Period(days["start"], days.get("end")) if "start" in days else None
    return period, days.get("first"), days.get("last")


def _unread(benefit: Benefit) -> tuple[str, ...]:
    """Return the messages that stand in no field, to be shown as they came."""
    read = (_REVOCATION, _PATIENT_STATUS)
    return tuple(
        text
        for text in benefit.texts
        if (folded := fold(text)) not in _OLD_MEANINGS and not any(each.search(folded) for each in read)
    )


def hospice(benefit: Benefit) -> tuple[Hospice, ...]:
    """Take EB01 X for hospice: one item for each period; a single date is an open election."""
    if HOSPICE not in benefit.service_types:
        return ()
    code = _REVOCATION.search(benefit.folded)
    provider = benefit.party("1P")
    return tuple(
        Hospice(
            period=period,
            revocation=code.group(1) if code else "",
            provider=provider,
            texts=_unread(benefit),
            raw=benefit.raw,
        )
        for period in benefit.periods("292") or (None,)
    )


def hospice_elections(benefit: Benefit) -> tuple[HospiceElections, ...]:
    """Take the count of hospice elections: EB01 D, quantity used (99)."""
    if HOSPICE not in benefit.service_types or benefit.quantity_kind != "99":
        return ()
    count = None if benefit.quantity is None else int(benefit.quantity)
    return (HospiceElections(count, benefit.raw),)
