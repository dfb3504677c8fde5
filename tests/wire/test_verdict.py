"""What is said of a bill for the made-up people, over real HTTP; and that all they show is explained."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Outcome, Topic
from spot_tui.backend.eligibility.verdict.judge import verdict
from spot_tui.sandbox.people import people
from tests.backend.eligibility.explained import unexplained
from tests.wire.core_desk import CoreDesk, core_desk
from tests.wire.portal import Portal

TODAY = date(2026, 11, 22)
DIED = TODAY - timedelta(days=45)


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store") as desk:
        yield desk


@pytest.mark.parametrize(
    ("number", "days_ago", "outcome", "topic"),
    [
        (1, 0, Outcome.BILL_MEDICARE, Topic.DEDUCTIBLE),
        (2, 0, Outcome.PART_B_ONLY, Topic.NOT_ENTITLED),
        (3, 45, Outcome.BILL_MEDICARE, Topic.REMARK),
        (4, 0, Outcome.BILL_MEDICARE, Topic.DEDUCTIBLE),
        (4, 30, Outcome.INACTIVE, Topic.INACTIVE),
        (5, 0, Outcome.NOT_ENTITLED, Topic.NOT_ENTITLED),
        (6, 0, Outcome.BILL_PLAN, Topic.PLAN),
        (7, 0, Outcome.BILL_MEDICARE, Topic.PLAN),
        (9, 0, Outcome.INSURER_FIRST, Topic.INSURER),
        (11, 0, Outcome.CHECK_FIRST, Topic.INSURER),
        (15, 0, Outcome.BILL_MEDICARE, Topic.QMB),
        (16, 0, Outcome.DRUGS_ONLY, Topic.NOT_ENTITLED),
        (17, 0, Outcome.HOSPICE, Topic.PLAN),
        (18, 0, Outcome.BILL_MEDICARE, Topic.DEDUCTIBLE),
        (22, 0, Outcome.BILL_MEDICARE, Topic.LIMIT),
    ],
)
async def test_a_made_up_person_is_judged(
    desk: CoreDesk, number: int, days_ago: int, outcome: Outcome, topic: Topic
) -> None:
    on = TODAY - timedelta(days=days_ago)
    answer = (await desk.check(people()[number], on)).eligibility
    made = verdict(answer, Viewing(on, TODAY))
    assert (made.outcome, made.findings[0].topic) == (outcome, topic)


@pytest.mark.parametrize("number", list(people()))
async def test_every_row_of_a_made_up_person_is_explained(desk: CoreDesk, number: int) -> None:
    on = DIED if people()[number].died else TODAY
    assert unexplained((await desk.check(people()[number], on)).eligibility, on) == []
