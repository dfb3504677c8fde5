import random
import subprocess
import sys
from pathlib import Path

import pytest

from spot_tui.backend.store.segments import segments
from spot_tui.backend.store.verify import examine
from tests.backend.store.builders import SOAK, SetClock, last_segment, log_of_days, new_log, records

ROOT = Path(__file__).parents[3]
MORNING = "2026-11-22T14:00:00+00:00"
BEFORE_MIDNIGHT = "2026-11-22T23:59:50+00:00"


def writer(
    store: Path, name: str, many: int, begin: str = MORNING, seconds: float = 0.0, most_bytes: int = 0
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.backend.store.writer"]
    arguments = [str(store), name, str(many), begin, str(seconds), str(most_bytes)]
    return subprocess.Popen([*command, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def acknowledged(output: str) -> dict[int, str]:
    """Return number and mark of each record that a writer reported; a line cut by a kill is no report."""
    whole = output[: output.rfind("\n") + 1].splitlines()
    return {int(seq): mark for seq, mark in (line.split() for line in whole)}


def kept(store: Path) -> dict[int, str]:
    return {record["seq"]: record["corr"] for record in records(store) if "corr" in record}


@pytest.mark.parametrize("begin", [MORNING, BEFORE_MIDNIGHT], ids=["one day", "over midnight"])
def test_four_writers_at_once_lose_nothing_and_make_one_chain(tmp_path: Path, begin: str) -> None:
    many = 400 if SOAK else 60
    writers = [writer(tmp_path, f"w{number}", many, begin, seconds=20 / many) for number in range(4)]
    reported: dict[int, str] = {}
    for each in writers:
        output, _ = each.communicate(timeout=100)
        assert each.returncode == 0
        reported |= acknowledged(output)
    assert len(reported) == 4 * many
    assert kept(tmp_path) == reported
    assert (examine(tmp_path).sound, examine(tmp_path).macs) == (True, "all")
    assert len(segments(tmp_path / "audit")) == (1 if begin == MORNING else 2)


def test_nothing_acknowledged_is_lost_when_a_writer_is_killed(tmp_path: Path) -> None:
    reported: dict[int, str] = {}
    chance = random.Random(7)
    for kill in range(60 if SOAK else 4):
        with writer(tmp_path, f"k{kill}", many=0, begin=BEFORE_MIDNIGHT, seconds=1) as child:
            assert child.stdout is not None
            head = [child.stdout.readline() for _ in range(chance.randint(1, 40))]
            child.kill()
            output = "".join(head) + child.stdout.read()
        reported |= acknowledged(output)
        new_log(tmp_path, SetClock()).record_now("audit.start")
        assert reported.items() <= kept(tmp_path).items()
        assert examine(tmp_path).sound


def test_two_writers_go_on_when_a_third_is_killed(tmp_path: Path) -> None:
    many = 300 if SOAK else 60
    others = [writer(tmp_path, f"w{number}", many) for number in range(2)]
    with writer(tmp_path, "victim", many=0) as victim:
        assert victim.stdout is not None
        head = [victim.stdout.readline() for _ in range(10)]
        victim.kill()
        reported = acknowledged("".join(head) + victim.stdout.read())
    for each in others:
        output, _ = each.communicate(timeout=100)
        assert each.returncode == 0
        reported |= acknowledged(output)
    assert reported.items() <= kept(tmp_path).items()
    assert examine(tmp_path).sound


def test_a_disk_that_the_kernel_says_is_full_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    log_of_days(tmp_path, days=1, records=1)
    size = last_segment(tmp_path).stat().st_size
    for extra in range(700, 1300, 25 if SOAK else 150):
        child = writer(tmp_path, f"full{extra}", many=0, most_bytes=size + extra)
        output, _ = child.communicate(timeout=100)
        *lines, last = output.splitlines()
        assert (last, child.returncode) == ("audit.unwritable", 7)
        assert acknowledged("\n".join([*lines, ""])).items() <= kept(tmp_path).items()
        assert examine(tmp_path).unfinished_bytes == 0
        size = last_segment(tmp_path).stat().st_size
    assert new_log(tmp_path).record_now("audit.start") == records(tmp_path)[-1]["seq"]
    assert examine(tmp_path).sound
