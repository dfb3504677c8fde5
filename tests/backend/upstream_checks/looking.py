"""Looking at a CORE endpoint that a test serves."""

from __future__ import annotations

from typing import Any

from spot_tui.backend.clock import Clock, SystemClock
from spot_tui.backend.upstream_checks.service import UpstreamChecks
from spot_tui.backend.upstream_checks.steps import Step
from spot_tui.backend.upstreams import CoreUpstream
from tests.wire.core_desk import new_uuids

QUICK = {"connect_seconds": 5, "read_seconds": 5}


def core(url: str, **changes: Any) -> CoreUpstream:
    given = {"url": url, "sender_id": "PRACTICE", "limits": QUICK}
    return CoreUpstream.model_validate(given | changes)


async def steps_of(
    upstream: CoreUpstream, *, send: bool = True, clock: Clock | None = None, ids: str = "looking"
) -> list[Step]:
    """Return all steps; each has words in which nothing is missing."""
    checks = UpstreamChecks(clock=clock or SystemClock(), new_id=new_uuids(ids))
    steps = [step async for step in checks.core(upstream, send=send)]
    assert all(step.label and step.what for step in steps)
    assert all(step.fix for step in steps if step.state != "good")
    assert all(step.state != "bad" for step in steps[:-1])
    return steps


def ids(steps: list[Step]) -> list[str]:
    return [step.id for step in steps]
