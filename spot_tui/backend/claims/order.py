"""A list of claims put in order and narrowed down to one group: what table and command show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from spot_tui.backend.claims.model import Claim, Group

_Key = Callable[[Claim], Any]

_KEYS: Mapping[str, tuple[_Key, bool]] = MappingProxyType(
    {
        "newest": (lambda claim: claim.first or date.min, True),
        "oldest": (lambda claim: claim.first or date.max, False),
        "patient": (lambda claim: claim.patient.name.casefold(), False),
        "status": (lambda claim: tuple(Group).index(claim.standing.group), False),
        "billed": (lambda claim: claim.billed or Decimal(0), True),
    }
)
ORDERS = tuple(_KEYS)
"""The orders that a list can have, the usual first. Words: ``claim_list.order.NAME``."""


def ordered(claims: Iterable[Claim], order: str) -> tuple[Claim, ...]:
    """Return claims in one of `ORDERS`, of equals the newest first; lists show their first day."""
    key, is_falling = _KEYS[order]
    newest = sorted(claims, key=lambda claim: (claim.first or date.min, claim.number), reverse=True)
    return tuple(sorted(newest, key=key, reverse=is_falling))


def groups_of(claims: Iterable[Claim]) -> tuple[Group, ...]:
    """Return the groups that occur, in their own order."""
    there = {claim.standing.group for claim in claims}
    return tuple(group for group in Group if group in there)


def following(order: str) -> str:
    """Return the order after this one, the first after the last."""
    return ORDERS[(ORDERS.index(order) + 1) % len(ORDERS)]
