"""Whether the claim that a form names is of the patient that it names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from spot_tui.backend.claims.service import ClaimShown
from spot_tui.backend.documents.patient import is_of_another
from spot_tui.backend.problems import Problem
from tests.backend.corrections.cases import claim

NUMBER, MBI, OTHER_MBI = "9926000000999", "1AA0AA0AA00", "1AA0AA0AA01"


class Claims:
    """A claims service that has one claim, or meets a problem."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem
        self.asked: list[str] = []

    async def show(self, bearer: object, provider: object, number: str) -> ClaimShown:
        self.asked.append(number)
        if self.problem is not None:
            raise self.problem
        return ClaimShown(claim(), "Practice gateway", datetime(2026, 11, 24, tzinfo=UTC))


async def asked(claims: Claims, mbi: str) -> bool:
    values: dict[str, Any] = {"claim_number": NUMBER, "mbi": mbi}
    return await is_of_another(cast(Any, claims), cast(Any, None), cast(Any, None), values)


@pytest.mark.parametrize(("mbi", "is_another"), [(MBI, False), (OTHER_MBI, True)])
async def test_the_claim_says_whose_it_is(mbi: str, is_another: bool) -> None:
    claims = Claims()
    assert await asked(claims, mbi) is is_another
    assert claims.asked == [NUMBER]


@pytest.mark.parametrize(
    "code", ["claims.none", "claims.not_yours", "gateway.permission", "upstream.unreachable"]
)
async def test_a_claim_that_cannot_be_seen_says_nothing(code: str) -> None:
    assert await asked(Claims(Problem(code)), OTHER_MBI) is False


async def test_what_else_goes_wrong_is_told() -> None:
    with pytest.raises(Problem) as caught:
        await asked(Claims(Problem("session.ended")), OTHER_MBI)
    assert caught.value.code == "session.ended"
