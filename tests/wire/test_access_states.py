"""Which of the causes of one sentence it is: the gateway tells it to who may see her own requests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spot_tui.backend.contacts import contacts
from spot_tui.backend.identity.access import why_kept_out
from spot_tui.backend.problems import Kind
from spot_tui.backend.upstreams import HelpDesk
from tests.wire.gateway import Gateway, practice_gateway

ABEL = "abel.tolliver-wick"


@pytest.fixture
async def gateway(tmp_path: Path) -> AsyncIterator[Gateway]:
    async with practice_gateway(tmp_path) as gateway:
        yield gateway


@pytest.mark.parametrize(
    ("user_id", "code", "number"),
    [
        ("owen.hartlebury", "identity.no_request", None),
        ("petra.islingwood", "identity.pending", "PR-20017"),
        ("quinn.jesselmore", "identity.denied", "PR-20018"),
        ("rhea.kestrelton", "identity.removed", None),
        (ABEL, "identity.stale", None),
    ],
)
async def test_every_state_of_access_is_told_apart_with_what_to_quote(
    gateway: Gateway, user_id: str, code: str, number: str | None
) -> None:
    problem = await why_kept_out(gateway.desk, gateway.limited(user_id), user_id)
    assert (problem.code, problem.kind) == (code, Kind.PERMISSION)
    assert problem.parameters["user_id"] == user_id
    assert problem.parameters.get("number") == number
    quoted = contacts(problem, HelpDesk())[-1]
    assert user_id in quoted
    assert number is None or number in quoted
