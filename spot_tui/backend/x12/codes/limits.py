"""Limits of counted care that answers give no total for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from spot_tui.backend.x12.codes import TableFault, coded_rows


@dataclass(frozen=True, slots=True)
class Limit:
    """Sessions or days: at most, and `usual` without a further approval where that is fewer."""

    most: Decimal
    usual: Decimal | None = None


@cache
def limits() -> Mapping[str, Limit]:
    """Return the limits by programme or kind of day. Raises `TableFault` where one is no number."""
    try:
        return MappingProxyType(
            {
                name: Limit(**{kind: Decimal(number) for kind, number in row.items()})
                for name, row in coded_rows("limits", "limits").items()
            }
        )
    except (TypeError, ValueError, ArithmeticError) as error:
        raise TableFault(f"limits.json: {error}") from error
