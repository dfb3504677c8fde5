import asyncio
import re
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.records import Who
from tests.backend.store.builders import (
    FACTS,
    MBI,
    SetClock,
    events,
    failing_sync,
    full_disk,
    last_segment,
    new_log,
    records,
    touch_later,
)

CLERK = Who(
    subject="00u1", user="jdoe", role="clerk", provider_npi="1234567893", session_id="secret-session-id"
)


def last(store: Path) -> dict[str, Any]:
    return records(store)[-1]


async def test_a_record_says_who_did_what_when_where_and_how_it_ended(tmp_path: Path) -> None:
    log = new_log(tmp_path, environment="production", facts=replace(FACTS, source="192.0.2.7"))
    log.who = CLERK
    number = await log.record(
        "record.view", patient=MBI, reason="tab", code="AAA75", correlation="req-1", details={"view": "QMB"}
    )
    await log.stop()
    found = records(tmp_path)[number - 1]
    hidden = {name: found.pop(name) for name in ("patient_ref", "sid_hash")}
    assert found == {
        "v": 1,
        "seq": number,
        "ts": "2026-11-22T14:00:00.000Z",
        "mono": 1_000_000,
        "host": "desk-1",
        "app": "spot-tui",
        "ver": "0.1.0",
        "pid": 4711,
        "tty": "/dev/pts/3",
        "src": "192.0.2.7",
        "os_user": "frontdesk",
        "env": "production",
        "sub": "00u1",
        "idm_user": "jdoe",
        "role": "clerk",
        "npi_ctx": "1234567893",
        "event": "record.view",
        "action": "R",
        "outcome": "success",
        "reason": "tab",
        "code": "AAA75",
        "corr": "req-1",
        "details": {"view": "QMB"},
    }
    assert all(re.fullmatch(r"[0-9a-f]{32}", value) for value in hidden.values())


async def test_nobody_is_named_before_sign_in_and_after_sign_out(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    await log.start()
    log.who = CLERK
    await log.record("session.start")
    log.who = Who()
    await log.stop()
    assert [record.get("idm_user") for record in records(tmp_path)[1:]] == [None, "jdoe", None]


async def test_a_run_begins_and_ends_with_a_record_and_the_log_with_the_boot(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    await log.start()
    await log.stop()
    assert events(tmp_path) == ["audit.segment", "audit.start", "audit.stop"]
    assert [record["details"]["boot"] for record in records(tmp_path)[:2]] == ["boot-a", "boot-a"]


async def test_the_intent_is_on_disk_before_the_act_and_the_outcome_before_its_end(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    async with log.act("record.search", patient=MBI, details={"upstream": "eligibility"}) as act:
        assert last(tmp_path)["outcome"] == "pending"
        act.correlation = "trace-9"
        act.details["records"] = 2
    intent, outcome = records(tmp_path)[-2:]
    assert [intent["act"], intent["patient_ref"]] == [outcome["act"], outcome["patient_ref"]]
    assert (outcome["outcome"], outcome["corr"]) == ("success", "trace-9")
    assert outcome["details"] == {"records": 2, "upstream": "eligibility"}
    log.close()


async def test_a_problem_is_recorded_with_its_kind_code_and_reference(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    with pytest.raises(Problem) as caught:
        async with log.act("record.search", patient=MBI):
            raise Problem("upstream.timeout", reference="req-7")
    assert caught.value.code == "upstream.timeout"
    found = last(tmp_path)
    assert (found["outcome"], found["code"], found["corr"]) == ("unavailable", "upstream.timeout", "req-7")
    log.close()


async def test_a_refusal_that_is_no_problem_is_recorded_as_the_act_says(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    async with log.act("record.search", patient=MBI) as act:
        act.outcome, act.code, act.reason = "matching", "AAA75", "rejected"
    found = last(tmp_path)
    assert (found["outcome"], found["code"], found["reason"]) == ("matching", "AAA75", "rejected")
    log.close()


async def test_an_error_of_the_program_is_recorded_without_its_text(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    with pytest.raises(RuntimeError):
        async with log.act("record.search"):
            raise RuntimeError(f"about {MBI}")
    assert last(tmp_path)["outcome"] == "internal"
    assert MBI.encode() not in last_segment(tmp_path).read_bytes()
    log.close()


@pytest.mark.parametrize("ending", [SystemExit, KeyboardInterrupt])
async def test_an_act_in_whose_middle_a_signal_ends_the_program_is_recorded_as_cancelled(
    tmp_path: Path, ending: type[BaseException]
) -> None:
    log = new_log(tmp_path)
    with pytest.raises(ending):
        async with log.act("record.search"):
            raise ending
    assert last(tmp_path)["outcome"] == "cancelled"
    log.close()


async def test_a_cancelled_act_is_recorded(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    begun = asyncio.Event()

    async def act() -> None:
        async with log.act("record.search"):
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(act())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [record["outcome"] for record in records(tmp_path)[-2:]] == ["pending", "cancelled"]
    log.close()


async def test_an_act_cancelled_while_its_intent_is_written_is_recorded_as_cancelled(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    begun = False

    async def act() -> None:
        nonlocal begun
        async with log.act("record.search"):
            begun = True

    task = asyncio.create_task(act())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(log.close)
    assert not begun
    assert [record["outcome"] for record in records(tmp_path)[-2:]] == ["pending", "cancelled"]


async def test_nothing_is_done_when_the_intent_cannot_be_written(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    await log.start()
    with full_disk(after_bytes=None), pytest.raises(Problem) as caught:
        async with log.act("record.search"):
            pytest.fail("the wire was used without a record")
    assert caught.value.code == "audit.unwritable"
    assert "space" in str(caught.value.parameters["reason"])
    assert events(tmp_path) == ["audit.segment", "audit.start"]
    log.close()


async def test_nothing_is_answered_when_the_outcome_cannot_be_written(tmp_path: Path) -> None:
    log = new_log(tmp_path)

    async def search_and_lose_the_disk() -> str:
        async with log.act("record.search"):
            disk.enter_context(failing_sync())
            return "an answer with patient data"

    with ExitStack() as disk, pytest.raises(Problem) as caught:
        await search_and_lose_the_disk()
    assert caught.value.code == "audit.unwritable"
    assert [record["outcome"] for record in records(tmp_path)][1:] == ["pending"]
    log.close()


def test_a_record_is_written_from_a_thread_while_the_event_loop_stands_still(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    still, written = threading.Event(), threading.Event()

    def guard() -> None:
        still.wait()
        log.record_now("session.end", reason="hangup", details={"signal": "SIGHUP"})
        written.set()

    async def freeze() -> None:
        await log.start()
        still.set()
        assert written.wait(timeout=60)

    thread = threading.Thread(target=guard)
    thread.start()
    asyncio.run(freeze())
    thread.join()
    assert last(tmp_path)["details"] == {"signal": "SIGHUP"}
    log.close()


async def test_many_acts_at_once_are_all_recorded_in_one_chain(tmp_path: Path) -> None:
    log = new_log(tmp_path)

    async def act() -> None:
        async with log.act("record.view", patient=MBI):
            await asyncio.sleep(0)

    await asyncio.gather(*(act() for _ in range(50)))
    await log.stop()
    assert [record["seq"] for record in records(tmp_path)] == list(range(1, 103))
    assert new_log(tmp_path).record_now("audit.start") == 103


@pytest.mark.parametrize(
    "about",
    [
        {"details": {"mbi": MBI}},
        {"details": {"view": "x", "name": "Ann"}},
    ],
)
def test_details_outside_the_closed_list_are_refused(tmp_path: Path, about: Any) -> None:
    log = new_log(tmp_path)
    with pytest.raises(ValueError, match="closed list"):
        log.record_now("record.view", **about)
    assert not (tmp_path / "audit").exists()


@pytest.mark.parametrize(("event", "outcome"), [("record.steal", "success"), ("record.view", "fine")])
def test_events_and_outcomes_outside_the_closed_lists_are_refused(
    tmp_path: Path, event: Any, outcome: Any
) -> None:
    with pytest.raises(ValueError, match="no audit event"):
        new_log(tmp_path).record_now(event, outcome)


@pytest.mark.parametrize("number", [MBI, "1eg4-te5-mk73", "078-05-1120"])
def test_no_patient_number_and_no_session_id_reaches_the_disk(tmp_path: Path, number: str) -> None:
    log = new_log(tmp_path / "store", anchor=tmp_path / "anchor")
    log.who = Who(user=f"jdoe {number}", subject=number, role=number, session_id="secret-session-id")
    log.record_now(
        "session.start",
        patient=MBI,
        reason=number,
        code=f"no patient {number}",
        correlation=f"trace:{number}",
        details={"view": number, "document": f"card of {number}"},
    )
    log.close()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).upper()
    assert number.upper().encode() not in written
    assert number.replace("-", "").upper().encode() not in written
    assert b"SECRET-SESSION-ID" not in written
    assert b"[MASKED]" in written


def test_words_of_a_server_cannot_forge_a_line(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view", correlation='x\n0000 9 {"event":"session.end"}\n\x1b[2J')
    assert events(tmp_path) == ["audit.segment", "record.view"]
    assert "\x1b" not in last(tmp_path)["corr"]
    assert new_log(tmp_path).record_now("audit.start") == 3


def test_a_rest_of_a_killed_write_is_cut_and_that_is_recorded(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view")
    with last_segment(tmp_path).open("ab") as file:
        file.write(b"0123456789")
    log.record_now("record.view")
    assert events(tmp_path)[1:] == ["record.view", "audit.cut", "record.view"]
    assert records(tmp_path)[2]["details"] == {"cut_bytes": 10}


def test_a_cut_at_every_byte_of_the_last_record_opens_without_it(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view")
    log.record_now("record.reveal")
    log.close()
    path = last_segment(tmp_path)
    data = path.read_bytes()
    kept = data.rindex(b"\n", 0, -1) + 1
    for cut in range(kept + 1, len(data)):
        path.write_bytes(data[:cut])
        opened = new_log(tmp_path)
        opened.record_now("audit.start")
        opened.close()
        assert events(tmp_path) == ["audit.segment", "record.view", "audit.cut", "audit.start"]


def test_a_wall_clock_set_back_is_recorded_and_order_stays(tmp_path: Path) -> None:
    clock = SetClock()
    log = new_log(tmp_path, clock)
    log.record_now("record.view")
    clock.set_back(hours=2)
    other = new_log(tmp_path, clock)
    other.record_now("record.view")
    log.record_now("record.view")
    assert events(tmp_path)[1:] == ["record.view", "audit.clock", "record.view", "record.view"]
    assert records(tmp_path)[2]["details"] == {"back_ms": 7_200_000}


def test_a_step_back_of_the_time_service_is_no_event(tmp_path: Path) -> None:
    clock = SetClock()
    log = new_log(tmp_path, clock)
    log.record_now("record.view")
    clock.set_back(milliseconds=900)
    log.record_now("record.view")
    assert events(tmp_path)[1:] == ["record.view", "record.view"]


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def _link(path: Path) -> None:
    path.rename(path.with_name("aside"))
    path.symlink_to(path.with_name("aside"))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "flipped": (lambda store: _flip(last_segment(store)), "line"),
    "emptied": (lambda store: last_segment(store).write_bytes(b""), "shortened"),
    "log removed": (lambda store: last_segment(store).unlink(), "removed"),
    "log is a link": (lambda store: _link(last_segment(store)), "unsafe"),
    "log open to others": (lambda store: last_segment(store).chmod(0o666), "unsafe"),
    "chain key removed": (lambda store: (store / "keys" / "audit-chain.json").unlink(), "key_removed"),
    "store key removed": (lambda store: (store / "keys" / "store.key").unlink(), "key_removed"),
    "store key replaced": (lambda store: (store / "keys" / "store.key").write_text("ab" * 32), "line"),
    "chain key damaged": (lambda store: _flip(store / "keys" / "audit-chain.json"), ""),
    "keys removed": (
        lambda store: (store / "keys").rename(store / "aside"),
        "key_removed",
    ),
}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_log_opens_for_nothing(tmp_path: Path, damage: str) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view")
    log.close()
    change, reason = DAMAGES[damage]
    change(tmp_path)
    before = contents(tmp_path)
    opened = new_log(tmp_path)
    for attempt in (opened.start, opened.start):
        with pytest.raises(Problem) as caught:
            await attempt()
        assert caught.value.code == "audit.broken"
        assert caught.value.exit_code == 9
        assert str(caught.value.parameters["reason"]) == reason or not reason
    opened.close()
    assert contents(tmp_path) == before


def _forge(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"forged line\n")


@pytest.mark.parametrize("damage", ["flipped", "forged", "log removed", "chain key removed", "log is a link"])
def test_damage_done_while_the_program_runs_stops_it_recording(tmp_path: Path, damage: str) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view")
    touch_later(last_segment(tmp_path))
    change = _forge if damage == "forged" else DAMAGES[damage][0]
    change(last_segment(tmp_path) if damage == "forged" else tmp_path)
    for _ in range(2):
        with pytest.raises(Problem) as caught:
            log.record_now("record.view")
        assert caught.value.code == "audit.broken"


def test_a_lock_that_another_program_keeps_makes_the_log_unwritable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, waiting = new_log(tmp_path), new_log(tmp_path)
    holder.record_now("record.view")
    monkeypatch.setattr(waiting._storage._lock, "_patience", 0.01)
    with holder._storage._lock.held(), pytest.raises(Problem) as caught:
        waiting.record_now("record.view")
    assert caught.value.code == "audit.unwritable"
    waiting.record_now("record.view")
    assert events(tmp_path)[1:] == ["record.view", "audit.gap", "record.view"]


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    acknowledged = [log.record_now("record.view")]
    for after in (None, 0, 1, 100):
        with full_disk(after_bytes=after), pytest.raises(Problem) as caught:
            log.record_now("record.reveal")
        assert caught.value.code == "audit.unwritable"
        acknowledged.append(log.record_now("record.view"))
    assert [record["seq"] for record in records(tmp_path) if record["event"] == "record.view"] == acknowledged
    assert "record.reveal" not in events(tmp_path)


def test_once_the_log_can_be_written_again_it_says_how_many_records_it_refused(tmp_path: Path) -> None:
    log = new_log(tmp_path)
    log.record_now("record.view")
    with full_disk(after_bytes=0):
        for _ in range(3):
            with pytest.raises(Problem):
                log.record_now("record.reveal")
    log.record_now("record.view")
    log.record_now("record.view")
    assert events(tmp_path)[1:] == ["record.view", "audit.gap", "record.view", "record.view"]
    assert records(tmp_path)[2]["details"] == {"records": 3}


def test_a_store_where_no_folder_can_be_made_is_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem) as caught:
        new_log(tmp_path / "file" / "store").record_now("record.view")
    assert caught.value.code == "audit.unwritable"
