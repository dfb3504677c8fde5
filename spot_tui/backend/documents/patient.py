"""Whether the claim that a form names is of the patient that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.forms import Values
from spot_tui.backend.problems import Kind, Problem

if TYPE_CHECKING:
    from spot_tui.backend.claims.service import ClaimsDesk
    from spot_tui.backend.gateway import Bearer
    from spot_tui.backend.upstreams import Provider

_NOT_SEEN = frozenset({"claims.none", "claims.not_yours", "gateway.permission"})


async def is_of_another(claims: ClaimsDesk, bearer: Bearer, provider: Provider, values: Values) -> bool:
    """Tell whether the gateway has the claim in `values` under another MBI than the one there.

    A claim that cannot be seen, or a gateway that cannot be asked, says nothing. Raises `Problem` as
    `ClaimsDesk.show` does for all else.
    """
    try:
        found = await claims.show(bearer, provider, str(values["claim_number"]))
    except Problem as problem:
        if problem.kind is not Kind.UNAVAILABLE and problem.code not in _NOT_SEEN:
            raise
        return False
    return found.claim.patient.mbi != values["mbi"]
