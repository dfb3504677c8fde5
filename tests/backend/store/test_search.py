from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tinydb.table import Document

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.records import Who
from spot_tui.backend.store.search import Wanted, find, search
from spot_tui.backend.store.segments import segment_file
from tests.backend.store.builders import FACTS, MBI, SetClock, events, full_disk, last_segment, new_log

OTHER = "2EG4TE5MK74"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    clock = SetClock()
    log = new_log(tmp_path, clock)
    log.who = Who(user="jdoe", subject="00u1")
    log.record_now("auth.primary", "permission")  # 2
    log.record_now("auth.mfa.verify")  # 3
    log.record_now("record.search", patient=MBI)  # 4
    clock.forward(days=1)
    log.record_now("record.view", patient=MBI)  # 6
    log.who = Who(user="asmith", subject="00u2")
    log.record_now("record.search", patient=OTHER)  # 7
    log.close()
    return tmp_path


def numbers(store: Path, **wanted: Any) -> list[int]:
    return [document.doc_id for document in find(store, Wanted(**wanted))]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"since": datetime(2026, 11, 23, tzinfo=UTC)}, [5, 6, 7]),
        ({"until": datetime(2026, 11, 23, tzinfo=UTC)}, [1, 2, 3, 4]),
        (
            {
                "since": datetime(2026, 11, 22, 14, tzinfo=UTC),
                "until": datetime(2026, 11, 22, 14, 1, tzinfo=UTC),
            },
            [1, 2, 3, 4],
        ),
        ({"user": "jdoe"}, [2, 3, 4, 6]),
        ({"user": "00u2"}, [7]),
        ({"user": "frontdesk"}, [1, 2, 3, 4, 5, 6, 7]),
        ({"user": "jdo"}, []),
        ({"event": "auth"}, [2, 3]),
        ({"event": "auth.mfa"}, [3]),
        ({"event": "record.search"}, [4, 7]),
        ({"event": "record.sea"}, []),
        ({"outcome": "permission"}, [2]),
        ({"patient": MBI}, [4, 6]),
        ({"patient": "1eg4-te5-mk73"}, [4, 6]),
        ({"patient": "9EG4TE5MK73"}, []),
        ({"patient": MBI, "event": "record.view", "user": "jdoe", "outcome": "success"}, [6]),
    ],
)
def test_records_are_found_by(store: Path, wanted: dict[str, Any], found: list[int]) -> None:
    assert numbers(store, **wanted) == found


def test_a_text_of_another_field_does_not_pass_for_the_wanted_one(store: Path) -> None:
    log = new_log(store, SetClock(datetime(2026, 11, 24, tzinfo=UTC)), facts=replace(FACTS, host="jdoe"))
    log.record_now("record.view")
    assert 8 not in numbers(store, user="jdoe")


def test_a_day_to_which_the_clock_was_set_back_is_found(store: Path) -> None:
    clock = SetClock(datetime(2026, 11, 22, 18, tzinfo=UTC))
    new_log(store, clock).record_now("record.reveal")
    assert numbers(store, event="record.reveal", until=datetime(2026, 11, 23, tzinfo=UTC)) == [9]


def test_a_search_is_recorded_with_the_patient_searched_for(store: Path) -> None:
    log = new_log(store, SetClock(datetime(2026, 11, 23, 15, tzinfo=UTC)))
    found = [document["event"] for document in search(log, Wanted(patient=MBI))]
    assert found == ["record.search", "record.view", "audit.search"]


def test_results_come_as_they_are_read(store: Path) -> None:
    first = next(find(store, Wanted()))
    assert (first.doc_id, first["event"]) == (1, "audit.segment")


def until_problem(documents: Iterator[Document]) -> tuple[list[int], str]:
    """Return what came and the code of the problem after it."""
    found: list[int] = []
    try:
        found.extend(document.doc_id for document in documents)
    except Problem as problem:
        return found, problem.code
    return found, ""


def test_a_damaged_log_is_read_to_its_end_and_told(store: Path) -> None:
    path = segment_file(store / "audit", "2026/11/22")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"\xff not a line\n", *lines[2:]]))
    assert until_problem(find(store, Wanted())) == ([1, 3, 4, 5, 6, 7], "audit.broken")


@pytest.mark.parametrize("code", ["audit.broken", "audit.unwritable"])
def test_a_search_that_cannot_be_recorded_still_shows_what_there_is(store: Path, code: str) -> None:
    log = new_log(store, SetClock(datetime(2026, 11, 23, 15, tzinfo=UTC)))
    if code == "audit.broken":
        path = last_segment(store)
        path.write_bytes(path.read_bytes().replace(b"desk-1", b"desk-2"))
    with full_disk(after_bytes=0):
        assert until_problem(search(log, Wanted())) == ([1, 2, 3, 4, 5, 6, 7], code)


def test_without_the_key_no_patient_can_be_searched_for(store: Path) -> None:
    (store / "keys" / "store.key").unlink()
    with pytest.raises(Problem) as caught:
        numbers(store, patient=MBI)
    assert caught.value.code == "audit.broken"
    assert numbers(store, event="auth") == [2, 3]
    assert len(events(store)) == 7
