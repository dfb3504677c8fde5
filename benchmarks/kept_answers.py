"""What an answer costs that is kept: bytes on the disk, and milliseconds beside those of asking."""

from __future__ import annotations

import itertools
import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, Section
from benchmarks.x12 import long_answer, milliseconds
from spot_tui.backend.clock import SystemClock, new_uuid
from spot_tui.backend.disk_turns import DiskTurns
from spot_tui.backend.eligibility.answer_rules import AnswerRules, RejectMeterRules
from spot_tui.backend.eligibility.answer_shelf import AnswerShelf
from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.kept_answers import KeptAnswer, KeptAnswers
from spot_tui.backend.eligibility.reject_meter import RejectMeter
from spot_tui.backend.eligibility.reply import read_again
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.store.keys import Keys
from spot_tui.backend.store.records import Who
from spot_tui.backend.store.vault import Vaults
from spot_tui.backend.upstreams import Provider

SIZES = (200, 2_000)
CLINIC = Provider(organisation="Practice Family Clinic", npi="1234567893")
ZONE = ZoneInfo("America/New_York")
HOW = (
    "The long 271 of the reading benchmark, one for each patient; medians. To look up is to open the part of "
    "the shelf that the patient is in, check and open its lines, and find hers; to keep is that, and to "
    "seal, write and sync. Both are done in a thread, at each inquiry. The meter counts one inquiry."
)


def run() -> Section:
    """Measure and return the section of docs/performance.md."""
    text = long_answer()
    figures = [figure for stored in SIZES for figure in _at(stored, text)]
    read = milliseconds(lambda: read_again(text, Reading()))
    figures.append(Figure("read a kept answer again", read, "ms"))
    return Section("Kept answers", HOW, tuple(figures))


def _at(stored: int, text: str) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("SPOT_TUI_BENCH_FOLDER")) as name:
        store = Path(name) / "store"
        Keys(store / "keys").store_key(make=True)
        clock = SystemClock()
        rules = AnswerRules(keep_answers_days=30)
        shelf = AnswerShelf(Vaults(store), rules, clock, ZONE)
        book = KeptAnswers(
            rules, clock=clock, zone=ZONE, new_id=new_uuid, turns=DiskTurns("answers"), shelf=shelf
        )
        numbers = itertools.count()
        for _ in range(stored):
            shelf.keep(_answer(book, next(numbers), text))
        size = sum(path.stat().st_size for path in (store / "vault").iterdir()) / stored
        kept = milliseconds(lambda: shelf.keep(_answer(book, next(numbers), text)))
        found = milliseconds(lambda: shelf.about(_mbi(next(numbers) % stored), CLINIC.npi))
        meter = RejectMeter(store, RejectMeterRules(), clock, ZONE)
        counted = milliseconds(lambda: meter.count(_inquiry(1), CLINIC.npi))
        meter.close()
    many = f"{stored:,}".replace(",", " ")
    return [
        Figure(f"bytes of one, with {many} kept", size, "bytes", len(text), "of the 271"),
        Figure(f"look one up, with {many} kept", found, "ms", target=100.0),
        Figure(f"keep one more, with {many} kept", kept, "ms", target=100.0),
        Figure("count an inquiry", counted, "ms"),
    ]


def _answer(book: KeptAnswers, number: int, text: str) -> KeptAnswer:
    now = datetime.now(UTC)
    return book.make(_inquiry(number), CLINIC, Who("sub", "user"), text, "HETS", now)


def _inquiry(number: int) -> Inquiry:
    on = date(2026, 1, 2)
    return Inquiry(_mbi(number), "PRACTICE", "PATIENT", date(1950, 1, 1), ServiceDates(on, on))


def _mbi(number: int) -> Mbi:
    return Mbi(f"1AA{number:06}AA")
