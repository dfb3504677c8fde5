import json
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.keys import next_key
from spot_tui.backend.store.segments import segment_file, segments, sha256_of
from spot_tui.backend.store.verify import examine
from tests.backend.store.builders import (
    SOAK,
    Died,
    SetClock,
    dying_at,
    events,
    full_disk,
    last_segment,
    log_of_days,
    new_log,
    records,
)


def chain_key(store: Path) -> bytes:
    return bytes.fromhex(json.loads((store / "keys" / "audit-chain.json").read_bytes())["key"])


def test_each_utc_day_has_a_segment_that_links_to_the_one_before(tmp_path: Path) -> None:
    log_of_days(tmp_path, days=3, records=2)
    assert segments(tmp_path / "audit") == ["2026/11/22", "2026/11/23", "2026/11/24"]
    firsts = [record for record in records(tmp_path) if record["event"] == "audit.segment"]
    assert [record["seq"] for record in firsts] == [1, 4, 7]
    assert firsts[2]["details"] == {
        "boot": "boot-a",
        "link_segment": "2026/11/23",
        "link_mac": segment_file(tmp_path / "audit", "2026/11/23").read_text().splitlines()[-1][:64],
        "link_count": 3,
        "link_sha256": sha256_of(segment_file(tmp_path / "audit", "2026/11/23")),
    }


def test_the_key_of_a_day_is_erased_when_the_next_begins(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=1)
    key = chain_key(tmp_path)
    with (tmp_path / "keys" / "audit-chain.json").open("rb") as old_file:
        clock.forward(days=1)
        new_log(tmp_path, clock).record_now("record.view")
        assert key.hex().encode() not in old_file.read()
    assert chain_key(tmp_path) == next_key(key)


def test_days_without_work_have_no_segment(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=1)
    clock.forward(days=40)
    new_log(tmp_path, clock).record_now("record.view")
    assert segments(tmp_path / "audit") == ["2026/11/22", "2027/01/01"]
    assert examine(tmp_path).sound


def test_a_program_that_ran_over_midnight_follows_another_that_rotated(tmp_path: Path) -> None:
    clock = SetClock()
    one, other = new_log(tmp_path, clock), new_log(tmp_path, clock)
    one.record_now("record.view")
    other.record_now("record.view")
    clock.forward(days=1)
    one.record_now("record.view")
    assert other.record_now("record.view") == 6
    assert one.record_now("record.view") == 7
    assert examine(tmp_path).sound


def test_a_clock_set_back_over_midnight_opens_no_closed_segment(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=2)
    clock.set_back(days=1)
    new_log(tmp_path, clock).record_now("record.view")
    assert segments(tmp_path / "audit") == ["2026/11/22", "2026/11/23"]
    assert events(tmp_path)[-2:] == ["audit.clock", "record.view"]
    assert examine(tmp_path).sound


def test_a_clock_far_ahead_and_set_right_again_keeps_one_chain(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=1)
    clock.forward(days=4000)
    new_log(tmp_path, clock).record_now("record.view")
    clock.set_back(days=3999)
    new_log(tmp_path, clock).record_now("record.view")
    assert len(segments(tmp_path / "audit")) == 2
    assert examine(tmp_path).sound


def test_a_segment_changed_under_a_running_program_is_not_vouched_for(tmp_path: Path) -> None:
    clock = SetClock()
    log = new_log(tmp_path, clock)
    log.record_now("record.view")
    path = last_segment(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"record.view", b"record.gaze"))
    clock.forward(days=1)
    with pytest.raises(Problem) as caught:
        log.record_now("record.view")
    assert caught.value.code == "audit.broken"
    assert segments(tmp_path / "audit") == ["2026/11/22"]


def test_yesterdays_segment_changed_is_found_at_the_next_start(tmp_path: Path) -> None:
    clock = log_of_days(tmp_path, days=2)
    path = segment_file(tmp_path / "audit", "2026/11/22")
    path.write_bytes(path.read_bytes().replace(b"record.view", b"record.gaze"))
    with pytest.raises(Problem) as caught:
        new_log(tmp_path, clock).record_now("record.view")
    assert (caught.value.code, caught.value.parameters["reason"]) == ("audit.broken", "unlinked")


def test_a_full_disk_at_midnight_loses_nothing_and_rotates_later(tmp_path: Path) -> None:
    clock = SetClock()
    log = new_log(tmp_path, clock)
    log.record_now("record.view")
    clock.forward(days=1)
    with full_disk(after_bytes=0), pytest.raises(Problem) as caught:
        log.record_now("record.view")
    assert caught.value.code == "audit.unwritable"
    log.record_now("record.view")
    assert events(tmp_path) == ["audit.segment", "record.view", "audit.segment", "audit.gap", "record.view"]
    assert examine(tmp_path).sound


@pytest.mark.parametrize("beginning", [True, False], ids=["first use", "new day"])
def test_a_machine_that_dies_at_any_step_of_a_new_segment_loses_no_acknowledged_record(
    tmp_path: Path, beginning: bool
) -> None:
    step = 0
    reached = True
    while reached:
        step += 1
        store = tmp_path / str(step)
        clock = SetClock()
        if not beginning:
            log = new_log(store, clock)
            log.record_now("record.view")
            log.close()
            clock.forward(days=1)
        log = new_log(store, clock)
        acknowledged = not beginning
        with dying_at(step) as was_reached:
            try:
                log.record_now("record.reveal")
            except Died:
                pass
            else:
                acknowledged = True
            reached = was_reached()
        _after_the_death(store, clock, acknowledged)
    assert step > 20


def _after_the_death(store: Path, clock: SetClock, acknowledged: bool) -> None:
    log = new_log(store, clock)
    log.record_now("audit.start")
    log.close()
    found = examine(store)
    assert (found.findings, found.macs) == ([], "all")
    seen = events(store)
    assert seen[-1] == "audit.start"
    assert not acknowledged or {"record.view", "record.reveal"} & set(seen)
    assert [record["seq"] for record in records(store)] == list(range(1, len(seen) + 1))


@pytest.mark.parametrize("kills", [60 if SOAK else 12])
def test_a_machine_that_dies_again_and_again_over_days_keeps_what_it_acknowledged(
    tmp_path: Path, kills: int
) -> None:
    clock = SetClock()
    acknowledged: list[int] = []
    for step in range(1, kills + 1):
        clock.forward(hours=9)
        log = new_log(tmp_path, clock)
        with dying_at(step * 7):
            try:
                while True:
                    acknowledged.append(
                        log.record_now("record.view", correlation=f"trace-{len(acknowledged)}")
                    )
            except Died:
                pass
    new_log(tmp_path, clock).record_now("audit.start")
    kept = {record["seq"]: record.get("corr") for record in records(tmp_path)}
    assert [kept[seq] for seq in acknowledged] == [f"trace-{n}" for n in range(len(acknowledged))]
    assert acknowledged
    assert examine(tmp_path).sound
