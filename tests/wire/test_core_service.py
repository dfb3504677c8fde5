"""The audit trail around an inquiry, repeats, and what is kept from sight."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.sandbox.people import people
from tests.backend.store.builders import failing_sync, full_disk
from tests.wire.core_desk import CLINIC, CoreDesk, about, core_desk
from tests.wire.portal import Portal

ALMA = people()[1]


@pytest.fixture
async def desk(portal: Portal, tmp_path: Path) -> AsyncIterator[CoreDesk]:
    async with core_desk(portal, tmp_path / "store") as desk:
        yield desk


def outcomes(desk: CoreDesk) -> list[tuple[str, str]]:
    return [(record["outcome"], record.get("code", "")) for record in desk.recorded()]


async def test_an_answer_names_its_source_and_time(desk: CoreDesk) -> None:
    answer = await desk.check(ALMA)
    assert (answer.source, answer.received_at, answer.attempts) == ("HETS", desk.clock.now(), 1)
    assert "QUILLFEATHER" not in repr(answer)


async def test_the_intent_is_on_disk_before_anything_is_sent(portal: Portal, desk: CoreDesk) -> None:
    seen: list[tuple[int, list[tuple[str, str]]]] = []

    def look(_: int) -> None:
        seen.append((portal.posts("/soap"), outcomes(desk)))

    await desk.desk.check(about(ALMA, desk.today), CLINIC, look)
    assert seen == [(0, [("pending", "")])]
    assert outcomes(desk) == [("pending", ""), ("success", "")]


async def test_the_record_holds_both_ids_and_the_upstream_but_nobodys_number(desk: CoreDesk) -> None:
    await desk.check(ALMA)
    intent, outcome = desk.recorded()
    ours, _, theirs = outcome["corr"].partition("/")
    assert len(ours) == len(theirs) == 36
    assert outcome["details"] == {"upstream": "HETS", "answer": "wire"}
    assert intent["act"] == outcome["act"]
    assert intent["patient_ref"] == outcome["patient_ref"]
    assert not [word for word in (ALMA.mbi, "QUILL", "1948") if word.lower() in str(desk.recorded()).lower()]


@pytest.mark.parametrize(
    ("mbi", "outcome", "code"),
    [
        ("9AA0AA0AA72", "matching", "aaa.matching"),
        ("8AA0AA0AA02", "unavailable", "upstream.down"),
        ("8AA0AA0AA07", "permission", "core.denied"),
        ("8AA0AA0AA09", "format", "ack.999"),
    ],
)
async def test_a_failure_is_recorded_with_its_kind(desk: CoreDesk, mbi: str, outcome: str, code: str) -> None:
    with pytest.raises(Problem):
        await desk.check_number(mbi)
    assert outcomes(desk) == [("pending", ""), (outcome, code)]


async def test_repeats_are_one_act(desk: CoreDesk) -> None:
    await desk.check_number("9AA0AA0AA42")
    assert outcomes(desk) == [("pending", ""), ("success", "")]


async def test_nothing_is_sent_when_the_log_cannot_be_written(portal: Portal, desk: CoreDesk) -> None:
    with full_disk(after_bytes=None), pytest.raises(Problem) as refused:
        await desk.check(ALMA)
    assert refused.value.code == "audit.unwritable"
    assert portal.posts("/soap") == 0


async def test_no_answer_comes_out_when_its_outcome_cannot_be_written(portal: Portal, desk: CoreDesk) -> None:
    disk = ExitStack()

    def lose_the_disk(_: int) -> None:
        disk.enter_context(failing_sync())

    with disk, pytest.raises(Problem) as refused:
        await desk.desk.check(about(ALMA, desk.today), CLINIC, lose_the_disk)
    assert refused.value.code == "audit.unwritable"
    assert portal.posts("/soap") == 1


async def test_giving_up_between_repeats_is_recorded(portal: Portal, desk: CoreDesk) -> None:
    waiting = asyncio.Event()

    async def wait(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    desk.desk._sleep = wait
    asking = asyncio.create_task(desk.check_number("9AA0AA0AA80"))
    await waiting.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert [outcome for outcome, _ in outcomes(desk)] == ["pending", "cancelled"]
    assert portal.posts("/soap") == 1


async def test_only_the_codes_of_the_settings_are_asked(portal: Portal, tmp_path: Path) -> None:
    rules = EligibilityRules(preventive_codes=("77080",))
    async with core_desk(portal, tmp_path / "store", rules=rules) as desk:
        answer = await desk.check(people()[24])
    assert {item.code for item in answer.eligibility.preventive} == {"77080", "G0999"}
