"""`eligibility batch` as a process against the practice portal, which counts who was asked about."""

from __future__ import annotations

import asyncio
import csv
import random
import re
import signal
import subprocess
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from spot_tui.sandbox.people import people
from tests.cli.practice import USER
from tests.terminal.journeys import PROGRAM, settings_of
from tests.terminal.line import ROOT, plain_environment
from tests.wire.portal import Portal, Served

ROWS = 12
SICK = "/sick"
_ASKED = re.compile(rb"NM1\*IL\*.*?\*MI\*(\w+).*?DTP\*291\*D8\*(\d{8})", re.DOTALL)


class Counting:
    """The portal with a slow eligibility service, which notes each question when it comes in.

    Questions about `sick`, an MBI, go to an address of their own, so that faults can meet them alone.
    """

    def __init__(self, app: ASGIApp, seconds: float = 0.05) -> None:
        self.asked: Counter[tuple[bytes, bytes]] = Counter()
        self.is_enough = threading.Event()
        self.enough = 1_000_000
        self.sick = b""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith("/core"):
            await self._app(scope, receive, send)
            return
        messages: list[Message] = []
        while not messages or messages[-1].get("more_body"):
            messages.append(await receive())
        mbi = self._note(b"".join(message.get("body", b"") for message in messages))
        if mbi is not None and mbi == self.sick:
            scope = {**scope, "path": f"{scope['path']}{SICK}"}
        await asyncio.sleep(self._seconds)
        pending = iter(messages)

        async def again() -> Message:
            return next(pending, None) or await receive()

        await self._app(scope, again, send)

    def _note(self, body: bytes) -> bytes | None:
        found = _ASKED.search(body)
        if found is None:
            return None
        self.asked[found[1], found[2]] += 1
        if self.asked.total() >= self.enough:
            self.is_enough.set()
        return found[1]

    def when(self, count: int) -> threading.Event:
        """Return what is set once so many were asked."""
        self.enough, self.is_enough = count, threading.Event()
        return self.is_enough


@pytest.fixture
def counting(portal: Portal, served: Served) -> Counting:
    assert served.app is not None
    portal.clock.moment = datetime.now(UTC)
    counting = Counting(served.app)
    served.app = counting
    return counting


@pytest.fixture
def patients(tmp_path: Path) -> Path:
    """Return a file of made-up people, with a row that cannot be asked and one that stands in it twice."""
    day = datetime.now(UTC) - timedelta(days=2)
    persons = [person for person in people().values() if person.mbi.startswith("1AA0AA0AA0")][:ROWS]
    rows = [f"{p.mbi},{p.first},{p.last},{p.born},{day:%m/%d/%Y}" for p in persons]
    days = [f"{rows[0].rpartition(',')[0]},{day - timedelta(days=back):%Y-%m-%d}" for back in range(1, 5)]
    path = tmp_path / "patients.csv"
    lines = ["MBI,First,Last,DOB,Date of service", *rows, *days, rows[1], "BAD,A,B,03/02/1948,"]
    path.write_text("\n".join(lines))
    return path


def batch(home: Path, portal: Portal, patients: Path, *more: str, without: str = "") -> subprocess.Popen[str]:
    given = {"--yes": ("--yes",), "--purpose": ("--purpose", "claims")}
    told = [word for option, words in given.items() if option != without for word in words]
    settings = home / "spot-tui.toml"
    settings.write_text(settings_of(portal.url))
    return subprocess.Popen(
        [
            *(
                *PROGRAM,
                "--config",
                str(settings),
                "--profile",
                "served",
                "eligibility",
                "batch",
                str(patients),
            ),
            *("--out", str(home / "out.csv"), "--practice-user", USER, *told, *more),
        ],
        env=plain_environment(home),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def results(home: Path) -> list[dict[str, str]]:
    with (home / "out.csv").open(newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_kill_nobody_is_asked_twice(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path, seed: int
) -> None:
    unique = len({line for line in patients.read_text().splitlines()[1:] if not line.startswith("BAD")})
    enough = counting.when(random.Random(seed).randint(1, unique - 3))
    process = batch(tmp_path, portal, patients)
    assert enough.wait(30)
    process.kill()
    process.communicate(timeout=30)
    asked_before = counting.asked.total()
    status, told = ended(batch(tmp_path, portal, patients, "--resume"))
    assert status == 0, told
    assert asked_before < unique
    assert set(counting.asked.values()) == {1}
    rows = results(tmp_path)
    unknown = {(row["mbi"], row["service_date"]) for row in rows if row["outcome"] == "unknown"}
    assert len(unknown) <= 3
    assert counting.asked.total() in range(unique - len(unknown), unique + 1)
    assert not unknown or "unknown" in told
    assert Counter(row["outcome"] for row in rows)["waiting"] == 0
    assert rows == sorted(rows, key=lambda row: row["outcome"] != "unknown")


def test_interrupted_run_ends_with_130_and_goes_on_where_it_was(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path
) -> None:
    enough = counting.when(5)
    process = batch(tmp_path, portal, patients)
    assert enough.wait(30)
    process.send_signal(signal.SIGINT)
    status, told = ended(process)
    assert status == 130, told
    assert "--resume" in told
    status, told = ended(batch(tmp_path, portal, patients))
    assert status == 5, told  # begun already, and nobody said what to do
    status, told = ended(batch(tmp_path, portal, patients, "--resume"))
    assert status == 0, told
    assert set(counting.asked.values()) == {1}
    assert {row["outcome"] for row in results(tmp_path)} <= {"clear", "warned", "rejected", "bad"}


def test_line_that_drops_and_a_busy_service_lose_no_row(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path
) -> None:
    portal.fault("core.drop", times=1)
    portal.fault("core.busy", times=1)
    status, told = ended(batch(tmp_path, portal, patients))
    assert status == 0, told
    assert {row["outcome"] for row in results(tmp_path)} <= {"clear", "warned", "rejected", "bad"}
    assert "away" in told


def test_one_row_that_is_always_busy_is_an_exception_and_is_asked_again_with_resume(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path
) -> None:
    heading, sick, *others = patients.read_text().splitlines()
    mbi = sick.partition(",")[0]
    patients.write_text("\n".join([heading, sick, *(line for line in others if mbi not in line)]))
    counting.sick = mbi.encode()
    portal.fault("core.503", path=SICK)
    status, told = ended(batch(tmp_path, portal, patients))
    assert status == 0, told
    rows = results(tmp_path)
    assert [row["mbi"] for row in rows if row["outcome"] == "failed"] == [mbi]
    assert {row["outcome"] for row in rows[1:]} <= {"clear", "warned", "rejected", "bad"}
    counting.asked.clear()
    counting.sick = b""
    status, told = ended(batch(tmp_path, portal, patients, "--resume"))
    assert status == 0, told
    assert [asked for asked, _ in counting.asked.elements()] == [mbi.encode()]
    assert "failed" not in {row["outcome"] for row in results(tmp_path)}


def test_refused_sender_stops_the_batch_with_its_exit_code(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path
) -> None:
    portal.fault("core.unauthorized")
    status, told = ended(batch(tmp_path, portal, patients))
    assert status == 6, told
    assert counting.asked.total() <= 2
    assert {row["outcome"] for row in results(tmp_path)} == {"waiting", "bad"}


@pytest.mark.parametrize(
    ("left_out", "told_what"), [("--yes", "Line 16:"), ("--purpose", "Purpose")], ids=["bad rows", "purpose"]
)
def test_nothing_is_sent_before_bad_rows_and_purpose_are_answered_for(
    portal: Portal, counting: Counting, patients: Path, tmp_path: Path, left_out: str, told_what: str
) -> None:
    status, told = ended(batch(tmp_path, portal, patients, without=left_out))
    assert status == 3, told
    assert told_what in told
    assert not counting.asked
