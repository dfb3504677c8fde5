"""What may be done here about a forgotten password or a locked account, as far as is known so far.

Settings may rule one out; an Identity Engine tells by its first forms, before a user ID; Classic tells only
when it is asked, and what it refused once is not offered again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from spot_tui.backend.identity.authorization import Authorization
from spot_tui.backend.identity.engine import detect
from spot_tui.backend.identity.organisation import Organisation
from spot_tui.backend.identity.prompts import Recovery
from spot_tui.backend.problems import Problem
from spot_tui.backend.together import together
from spot_tui.backend.upstreams import IdentityUpstream

_FOR_THIS_USER = "E0000034"
"""Forgot password is not allowed in the state of this user."""


class SelfService:
    """The recoveries of one organisation: `allowed` shrinks as it tells more."""

    def __init__(self, upstream: IdentityUpstream, organisation: Organisation) -> None:
        self.allowed = frozenset(Recovery(name) for name in upstream.self_service)
        self._upstream = upstream
        self._organisation = organisation
        self._has_looked = False

    async def look(self) -> frozenset[Recovery]:
        """Ask the organisation, once; one that does not answer now is asked again another time.

        Raises `Problem`: ``identity.engine``, ``identity.configuration``, ``upstream.*``, ...
        """
        if self._has_looked or not self.allowed:
            return self.allowed
        authorization = Authorization(self._upstream, self._organisation)
        make, _ = await together(detect(self._organisation), authorization.discover())
        offered = await make(self._organisation, authorization).offers()
        self._has_looked = True
        self.allowed &= offered
        return self.allowed

    @contextmanager
    def noting(self, recovery: Recovery) -> Iterator[None]:
        """Note when the organisation refuses a recovery to everybody: it is not offered again."""
        try:
            yield
        except Problem as problem:
            if problem.code == "identity.recovery" and problem.parameters.get("reason") != _FOR_THIS_USER:
                self.allowed -= {recovery}
            raise
