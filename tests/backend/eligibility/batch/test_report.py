"""Results: exceptions first, nothing that acts as a formula, private to their owner."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spot_tui.backend.eligibility.batch.outcome import RowOutcome, RowState, of_problem, outcome_of
from spot_tui.backend.eligibility.batch.reading import fingerprint
from spot_tui.backend.eligibility.batch.report import check_out, results, write_results
from spot_tui.backend.problems import Problem
from tests.backend.eligibility.batch.files import ALMA, HEADINGS, written

TEXT = "\n".join(
    [
        f"ID,{HEADINGS}",
        f"=1+1,{ALMA}",
        "2,BAD,A,B,03/02/1948,",
        f"3,{ALMA.replace('11/20', '11/19')}",
        f"4,{ALMA.replace('11/20', '11/18')}",
    ]
)


def outcomes(folder: Path) -> tuple[Path, list[dict[str, str]]]:
    file = written(folder, TEXT)
    marks = [fingerprint(row.inquiry) for row in file.rows() if row.inquiry]
    states = (RowState.CLEAR, RowState.REJECTED, RowState.UNKNOWN)
    known = {mark: RowOutcome(state) for mark, state in zip(marks, states, strict=True)}
    out = folder / "out.csv"
    assert write_results(out, results(file, known)) == 4
    with out.open(newline="") as text:
        return out, list(csv.DictReader(text))


def test_exceptions_come_first(tmp_path: Path) -> None:
    _, rows = outcomes(tmp_path)
    assert [row["outcome"] for row in rows] == ["unknown", "rejected", "bad", "clear"]
    assert [row["row"] for row in rows] == ["5", "4", "3", "2"]


def test_reject_of_within_the_hour_has_the_code_of_the_reject() -> None:
    kept = Problem(
        "kept.rejected", ("mbi",), {"code": "75", "cause": "not found", "advice": "", "moment": "09:41"}
    )
    assert of_problem(RowState.REJECTED, kept, datetime(2026, 11, 20, tzinfo=UTC)).code == "75"


def test_file_is_private_and_its_cells_are_no_formulas(tmp_path: Path) -> None:
    out, rows = outcomes(tmp_path)
    assert out.stat().st_mode & 0o777 == 0o600
    assert rows[-1]["reference"] == "'=1+1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "patients.csv"]


def test_lines_of_json_say_the_same(tmp_path: Path) -> None:
    file = written(tmp_path, TEXT)
    out = tmp_path / "out.jsonl"
    write_results(out, results(file, {}))
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert [each["outcome"] for each in told] == ["bad", "waiting", "waiting", "waiting"]
    assert told[1]["service_date"] == "2026-11-20"
    assert told[1]["changes"] is None


def test_what_changed_is_named_in_results_and_outlives_the_program(tmp_path: Path) -> None:
    file = written(tmp_path, TEXT)
    row = next(row for row in file.rows() if row.inquiry)
    assert row.inquiry is not None
    changed = RowOutcome(RowState.WARNED, "Bill the plan.", changes=2, changed="Plan, Deductible")
    known = outcome_of(json.loads(json.dumps(changed.document())))
    (told,) = [each.cells() for each in results(file, {fingerprint(row.inquiry): known}) if each.row == row]
    assert (told["changes"], told["changed"]) == (2, "Plan, Deductible")


@pytest.mark.parametrize(
    ("name", "code"),
    [("out.txt", "batch.out_kind"), ("there.csv", "batch.out_exists"), ("no/out.csv", "batch.out_folder")],
)
def test_place_that_cannot_take_results_is_told_before(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "there.csv").write_text("")
    with pytest.raises(Problem) as caught:
        check_out(tmp_path / name, may_replace=False)
    assert caught.value.code == code
