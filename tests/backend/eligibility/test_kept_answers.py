"""Answers that are shown again: when, to whom, for how long, and what lies on the disk meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from spot_tui.backend.eligibility.answer_rules import AnswerRules
from spot_tui.backend.problems import Problem
from spot_tui.backend.store.vault_verify import examine_vaults
from spot_tui.backend.upstreams import Provider
from tests.backend.eligibility.office import (
    BUSY,
    IN_MEMORY,
    KEPT,
    NOT_FOUND,
    OTIS,
    expire,
    shown,
    terminal,
    with_plan,
)
from tests.backend.eligibility.test_service import COVERED
from tests.backend.store.builders import Died, SetClock, dying_at, full_disk

BOTH = pytest.mark.parametrize("rules", [IN_MEMORY, KEPT], ids=["in memory", "on disk"])
SAN_JUAN = Provider(organisation="San Juan", npi="1000000020", zone="America/Puerto_Rico")


@BOTH
async def test_the_same_inquiry_of_the_same_day_is_answered_without_the_wire(
    tmp_path: Path, rules: AnswerRules
) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, rules=rules) as desk:
        first = await desk.check()
        clock.forward(hours=3)
        again = await desk.check()
        assert (first.is_kept, again.is_kept, desk.sent) == (False, True, 1)
        assert again.received_at == first.received_at
        assert again.eligibility == first.eligibility
        assert (again.asked_by, again.source) == ("", "HETS")


async def test_that_a_kept_answer_was_shown_is_on_record_with_its_patient(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock()) as desk:
        await desk.check()
        await desk.check()
    (view,) = shown(tmp_path)
    assert view["details"] == {"upstream": "HETS", "answer": "kept"}
    assert view["patient_ref"]


@BOTH
async def test_asking_again_on_purpose_goes_on_the_wire(tmp_path: Path, rules: AnswerRules) -> None:
    async with terminal(tmp_path, SetClock(), rules=rules) as desk:
        await desk.check()
        again = await desk.check(again=True)
        assert (again.is_kept, desk.sent) == (False, 2)


@BOTH
@pytest.mark.parametrize(
    "other",
    [
        {"on": date(2026, 11, 20)},
        {"provider": SAN_JUAN},
        {"first_name": "Almira"},
        {"birth_date": date(1948, 3, 3)},
    ],
    ids=str,
)
async def test_any_other_inquiry_is_asked(
    tmp_path: Path, rules: AnswerRules, other: dict[str, object]
) -> None:
    async with terminal(tmp_path, SetClock(), (*COVERED[:1], *COVERED[2:]), rules=rules) as desk:
        await desk.check()
        await desk.check(**other)  # type: ignore[arg-type]
        assert desk.sent == 2


async def test_an_answer_is_good_to_the_end_of_the_day_where_the_provider_is(tmp_path: Path) -> None:
    clock = SetClock()  # 09:00 in New York
    async with terminal(tmp_path, clock) as desk:
        on = date(2026, 11, 22)
        await desk.check(on)
        await desk.check(on, SAN_JUAN)
        clock.forward(hours=14, minutes=30)  # 23:30 in New York, 00:30 in San Juan
        assert (await desk.check(on)).is_kept
        assert not (await desk.check(on, SAN_JUAN)).is_kept
        clock.forward(minutes=30)
        assert not (await desk.check(on)).is_kept


async def test_hours_of_freshness_never_reach_into_the_next_day(tmp_path: Path) -> None:
    clock, on = SetClock(), date(2026, 11, 22)
    async with terminal(tmp_path, clock, rules=AnswerRules(keep_answers_days=7, fresh_hours=4)) as desk:
        await desk.check(on)
        clock.forward(hours=3, minutes=59)
        assert (await desk.check(on)).is_kept
        clock.forward(minutes=1)
        assert not (await desk.check(on)).is_kept
        clock.forward(hours=9, minutes=30)
        assert not (await desk.check(on)).is_kept
        clock.forward(hours=1, minutes=30)
        assert not (await desk.check(on)).is_kept


async def test_a_clock_that_was_set_back_makes_no_answer_of_the_future_good(tmp_path: Path) -> None:
    clock, on = SetClock(), date(2026, 11, 22)
    async with terminal(tmp_path, clock) as desk:
        await desk.check(on)
        clock.set_back(hours=1)
        assert not (await desk.check(on)).is_kept


async def test_a_colleague_sees_the_answer_and_who_asked(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as wrens:
        await wrens.check()
    async with terminal(tmp_path, clock, who=OTIS) as otis:
        answer = await otis.check()
        assert (answer.is_kept, answer.asked_by, otis.sent) == (True, "wren.applegarth", 0)


async def test_without_keeping_nothing_outlives_the_sign_out_nor_reaches_another_terminal(
    tmp_path: Path,
) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, rules=IN_MEMORY) as desk:
        await desk.check()
        async with terminal(tmp_path, clock, rules=IN_MEMORY, who=OTIS) as other:
            assert not (await other.check()).is_kept
        desk.book.forget()
        assert not (await desk.check()).is_kept
        assert (await desk.book.today(None))[0][1:] == []


async def test_memory_holds_a_limited_number_of_answers(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), rules=AnswerRules(most_in_memory=2)) as desk:
        days = [date(2026, 11, day) for day in (20, 21, 22)]
        for on in days:
            await desk.check(on)
        assert [(await desk.check(on)).is_kept for on in reversed(days)] == [True, True, False]


async def test_a_reject_ends_the_answer_that_stood_before(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), COVERED, NOT_FOUND, COVERED) as desk:
        await desk.check()
        with pytest.raises(Problem):
            await desk.check(again=True)
        with pytest.raises(Problem) as guarded:
            await desk.check()
        assert guarded.value.code == "kept.rejected"


async def test_what_is_new_is_told_with_what_it_was_compared_to(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, with_plan("H0001"), with_plan("H0002")) as desk:
        first = await desk.check()
        assert (first.changes, first.compared_with) == ((), None)
        clock.forward(days=1)
        second = await desk.check()
        assert [change.topic.value for change in second.changes] == ["plan"]
        assert second.compared_with is not None
        assert second.compared_with.received_at == first.received_at
        assert second.compared_with.service.first == date(2026, 11, 22)
        kept = await desk.check()
        assert (kept.changes, kept.compared_with) == (second.changes, second.compared_with)


async def test_without_keeping_an_answer_is_compared_within_its_day_only(tmp_path: Path) -> None:
    clock = SetClock()
    answers = (with_plan("H0001"), with_plan("H0002"), with_plan("H0003"))
    async with terminal(tmp_path, clock, *answers, rules=IN_MEMORY) as desk:
        await desk.check()
        assert len((await desk.check(again=True)).changes) == 1
        clock.forward(days=1)
        assert (await desk.check()).compared_with is None


async def test_asked_again_within_the_day_it_is_compared_with_the_last_visit_still(tmp_path: Path) -> None:
    clock = SetClock()
    answers = (with_plan("H0001"), with_plan("H0002"))
    async with terminal(tmp_path, clock, *answers) as desk:
        before = await desk.check()
        clock.forward(days=8)
        await desk.check()
        clock.forward(hours=1)
        again = await desk.check(again=True)
        assert again.compared_with is not None
        assert again.compared_with.received_at == before.received_at
        assert len(again.changes) == 1


async def test_another_provider_is_told_nothing_of_the_first_ones_answers(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, with_plan("H0001"), with_plan("H0002")) as desk:
        await desk.check()
        clock.forward(days=1)
        answer = await desk.check(provider=SAN_JUAN)
        assert (answer.changes, answer.compared_with) == ((), None)


async def test_after_its_days_an_answer_is_compared_with_no_more_and_in_no_file(tmp_path: Path) -> None:
    clock = SetClock()
    rules = AnswerRules(keep_answers_days=7)
    async with terminal(tmp_path, clock, with_plan("H0001"), with_plan("H0002"), rules=rules) as desk:
        await desk.check()
        clock.forward(days=7)
        assert expire(tmp_path, clock, rules) == 1  # the line of the history
        clock.forward(days=1)
        assert (await desk.check()).compared_with is None
        size = sum(path.stat().st_size for path in (tmp_path / "vault").glob("*.vault"))
        clock.forward(days=8)
        assert expire(tmp_path, clock, rules) == 3
        assert sum(path.stat().st_size for path in (tmp_path / "vault").glob("*.vault")) < size / 2
    assert not examine_vaults(tmp_path).findings


async def test_what_was_kept_goes_when_the_operator_keeps_nothing_any_more(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
    assert expire(tmp_path, clock, IN_MEMORY) == 2
    async with terminal(tmp_path, clock) as desk:
        assert not (await desk.check()).is_kept


async def test_no_file_of_the_store_says_who_the_patient_is(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), with_plan("H0001"), NOT_FOUND) as desk:
        await desk.check()
        with pytest.raises(Problem):
            await desk.check(again=True)
    words = (b"1AA0AA0AA01", b"quillfeather", b"alma", b"19480302", b"1948-03-02", b"h0001", b"03021948")
    files = files_in(tmp_path)
    assert {path.parent.name for path in files} >= {"vault", "keys"}
    for path in files:
        content = path.read_bytes().lower()
        assert not [word for word in words if word.lower() in content], path
        assert path.stat().st_mode & 0o077 == 0


async def test_one_patient_leaves_a_few_answers_however_often_she_is_asked_for(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        for _ in range(9):
            await desk.check(again=True)
        clock.forward(days=1)
        await desk.check()
        kept, _ = await desk.book._answers.about("1AA0AA0AA01", "1234567893")
        assert [answer.day for answer in kept] == [date(2026, 11, 22), date(2026, 11, 23)]


async def test_a_full_part_of_the_shelf_gives_up_its_oldest(tmp_path: Path) -> None:
    clock = SetClock()
    rules = AnswerRules(keep_answers_days=30, most_kept=16)
    async with terminal(tmp_path, clock, rules=rules) as desk:
        await desk.check()
        await desk.check(provider=SAN_JUAN)
    async with terminal(tmp_path, clock, rules=rules) as desk:
        assert (await desk.check(provider=SAN_JUAN)).is_kept
        assert not (await desk.check()).is_kept


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def vault_files(store: Path) -> list[Path]:
    return sorted((store / "vault").glob("*.vault"))


@pytest.mark.parametrize("damage", ["flipped", "removed", "key gone", "key flipped", "opened to others"])
async def test_a_vault_that_is_not_as_it_was_is_told_beside_an_answer_that_comes_all_the_same(
    tmp_path: Path, damage: str
) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
    for path in (
        vault_files(tmp_path) if "key" not in damage else sorted((tmp_path / "keys/vault").glob("*.key"))
    ):
        if damage in ("removed", "key gone"):
            path.unlink()
        elif damage == "opened to others":
            path.chmod(0o644)
        else:
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(bytes(content))
    async with terminal(tmp_path, clock) as desk:
        answer = await desk.check()
        assert (answer.is_kept, desk.sent) == (False, 1)
        assert answer.kept_problem is not None
        assert answer.kept_problem.code == "kept.broken"
        assert (await desk.check()).is_kept  # memory serves it


async def test_without_the_stores_key_nothing_is_read_and_the_inquiry_works(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check()
        (tmp_path / "keys" / "store.key").rename(tmp_path / "store.key.away")
        other = await desk.check(date(2026, 11, 20))
        assert other.eligibility.entitlements


async def test_a_full_disk_loses_the_copy_and_not_the_answer(tmp_path: Path) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock) as desk:
        await desk.check(date(2026, 11, 20))
        kept, _ = await desk.book._answers.about("1AA0AA0AA01", "1234567893")
        with full_disk(after_bytes=None), pytest.raises(Problem) as failed:
            await desk.book._answers.keep(kept[0])
        assert failed.value.code == "kept.unwritable"


async def test_a_kill_at_any_step_leaves_the_answer_whole_or_not_there(tmp_path: Path) -> None:
    """Only the last step that is tried is not reached: by then every earlier one was died at."""
    for step in range(1, 200, 3):
        store, clock = tmp_path / str(step), SetClock()
        async with terminal(store, clock, with_plan("H0001")) as desk:
            await desk.check()
            clock.forward(days=1)
            kept, _ = await desk.book._answers.about("1AA0AA0AA01", "1234567893")
            shelf = desk.book._answers._shelf
            assert shelf is not None
            with dying_at(step) as was_reached:
                try:
                    shelf.outdate(kept[0].inquiry, kept[0].npi, clock.now() - timedelta(days=1))
                    shelf.keep(kept[0])
                except (Died, Problem):
                    pass
            reached = was_reached()
        found = shelf.about("1AA0AA0AA01", "1234567893")
        assert found
        assert {answer.payload for answer in found} == {kept[0].payload}
        assert not examine_vaults(store).findings
        if not reached:
            return
    raise AssertionError("more steps than were tried")


@BOTH
async def test_an_answer_that_is_asked_for_by_its_inquiry_of_today_opens_again(
    tmp_path: Path, rules: AnswerRules
) -> None:
    clock = SetClock()
    async with terminal(tmp_path, clock, rules=rules) as desk:
        first = await desk.check()
        (entry,), _ = await desk.book.today(None)
        assert (await desk.book.reopen(entry)).eligibility == first.eligibility
        clock.forward(days=1)
        with pytest.raises(Problem) as outdated:
            await desk.book.reopen(entry)
        assert outdated.value.code == "kept.outdated"


async def test_a_reject_that_passes_by_itself_does_not_stand_in_the_way(tmp_path: Path) -> None:
    async with terminal(tmp_path, SetClock(), BUSY, COVERED) as desk:
        with pytest.raises(Problem) as busy:
            await desk.check()
        assert busy.value.code == "aaa.unavailable"
        assert (await desk.check()).eligibility.entitlements
