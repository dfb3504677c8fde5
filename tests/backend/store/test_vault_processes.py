import random
import subprocess
import sys
from pathlib import Path

from spot_tui.backend.store.vault import LEAST_DEAD_LINES
from tests.backend.store.builders import SOAK
from tests.backend.store.vault_builders import table, vault

ROOT = Path(__file__).parents[3]


def writer(store: Path, name: str, many: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.backend.store.vault_writer", str(store), name, str(many)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def last_reported(output: str) -> int:
    """Return the last number a writer reported; a line cut by a kill is no report."""
    whole = output[: output.rfind("\n") + 1].splitlines()
    return int(whole[-1]) if whole else 0


def own_numbers(store: Path) -> dict[str, int]:
    return {document["name"]: document["n"] for document in table(vault(store), "own")}


def shared_number(store: Path) -> int:
    (document,) = table(vault(store), "shared").all()
    return int(document["n"])


def prepared(store: Path) -> Path:
    one = vault(store)
    table(one, "shared").insert({"n": 0})
    one.close()
    return one.path


def test_four_writers_at_once_lose_nothing_while_the_file_is_compacted(tmp_path: Path) -> None:
    path = prepared(tmp_path)
    many = 400 if SOAK else 50
    writers = [writer(tmp_path, f"w{number}", many) for number in range(4)]
    for each in writers:
        output, _ = each.communicate(timeout=100)
        assert (each.returncode, last_reported(output)) == (0, many)
    assert own_numbers(tmp_path) == {f"w{number}": many for number in range(4)}
    assert shared_number(tmp_path) == 4 * many
    assert int(path.read_bytes().split(b" ", 2)[1]) > LEAST_DEAD_LINES
    assert path.read_bytes().count(b"\n") <= LEAST_DEAD_LINES + 10


def test_nothing_acknowledged_is_lost_when_a_writer_is_killed(tmp_path: Path) -> None:
    prepared(tmp_path)
    chance = random.Random(7)
    total = 0
    for kill in range(60 if SOAK else 4):
        with writer(tmp_path, f"k{kill}", many=0) as child:
            assert child.stdout is not None
            head = [child.stdout.readline() for _ in range(chance.randint(1, 90))]
            child.kill()
            reported = last_reported("".join(head) + child.stdout.read())
        total += reported
        assert own_numbers(tmp_path)[f"k{kill}"] - reported in (0, 1)
        assert shared_number(tmp_path) - total in (0, 1)
        total = shared_number(tmp_path)


def test_two_writers_go_on_when_a_third_is_killed(tmp_path: Path) -> None:
    prepared(tmp_path)
    many = 300 if SOAK else 50
    others = [writer(tmp_path, f"w{number}", many) for number in range(2)]
    with writer(tmp_path, "victim", many=0) as victim:
        assert victim.stdout is not None
        head = [victim.stdout.readline() for _ in range(10)]
        victim.kill()
        reported = last_reported("".join(head) + victim.stdout.read())
    for each in others:
        output, _ = each.communicate(timeout=100)
        assert (each.returncode, last_reported(output)) == (0, many)
    found = own_numbers(tmp_path)
    assert (found["w0"], found["w1"]) == (many, many)
    assert found["victim"] - reported in (0, 1)
    assert shared_number(tmp_path) - (2 * many + found["victim"]) in (0, 1)
