import io
import json
import os
import sys
from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.cli.output import OutputClosed
from spot_tui.cli.parser import build_parser
from tests.backend.store.builders import MBI, events, last_segment, log_of_days, new_log
from tests.backend.store.builders import records as records_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "settings.toml").write_text(
        f'[profiles.clinic]\nenvironment = "practice"\nstore = "{tmp_path / "store"}"\n'
        f'audit.anchor_file = "{tmp_path / "anchor"}"\n'
        '[[profiles.clinic.providers]]\norganisation = "Practice Family Clinic"\nnpi = "1234567893"\n'
        'ptan = "PR0001"\ntin = "000000001"\nparts = ["B"]\nlocation = "Front desk"\n'
        '[profiles.clinic.identity]\norganisation_url = "https://id.invalid"\n'
        'issuer = "https://id.invalid/oauth2/x"\nclient_id = "spot-tui"\n',
        encoding="utf-8",
    )
    return tmp_path


def run(home: Path, *arguments: str) -> int:
    parsed = build_parser("audit").parse_args(["audit", *arguments])
    parsed.config, parsed.profile = home / "settings.toml", "clinic"
    status: int = parsed.run(parsed)
    return status


def test_search_lists_a_record_a_line_in_the_profiles_zone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of_days(home / "store", days=1, records=1)
    assert run(home, "search", "--event", "record") == 0
    line, *others = capsys.readouterr().out.splitlines()
    assert others == []
    assert line.startswith("2  11/22/2026 09:00:00  frontdesk  record.view  done  patient_ref=")


def test_search_prints_one_json_document(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log_of_days(home / "store", days=2, records=2)
    assert run(home, "search", "--json", "--event", "record.view", "--outcome", "success") == 0
    found = json.loads(capsys.readouterr().out)["records"]
    assert [record["seq"] for record in found] == [2, 3, 5, 6]
    assert run(home, "search", "--json", "--event", "role.denied") == 0
    assert json.loads(capsys.readouterr().out) == {"records": []}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["--from", "11/23/2026"], [5, 6]),
        (["--to", "11/22/2026"], [2, 3]),
        (["--from", "11/22/2026", "--to", "11/22/2026"], [2, 3]),
        (["--from", "11/24/2026"], []),
    ],
)
def test_days_are_the_profiles_and_both_included(
    home: Path, capsys: pytest.CaptureFixture[str], days: list[str], found: list[int]
) -> None:
    log_of_days(home / "store", days=2, records=2)
    assert run(home, "search", "--json", "--event", "record.view", *days) == 0
    assert [record["seq"] for record in json.loads(capsys.readouterr().out)["records"]] == found


def test_a_patients_number_comes_from_standard_input(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log_of_days(home / "store", days=1, records=1)
    monkeypatch.setattr(sys, "stdin", io.StringIO("1eg4-te5-mk73\n"))
    assert run(home, "search", "--patient", "--event", "record.view") == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert MBI not in printed.out + printed.err
    assert records_of(home / "store")[-1]["patient_ref"] == records_of(home / "store")[1]["patient_ref"]


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["--from", "2026-11-22"], "", "date.shape"),
        (["--from", "11/23/2026", "--to", "11/22/2026"], "", "period.order"),
        (["--patient"], "", "field.missing"),
        (["--patient"], "1EG4TE5MK7\n", "mbi.length"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_searched(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], typed: str, code: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    with pytest.raises(Problem) as caught:
        run(home, "search", *arguments)
    assert caught.value.code == code
    assert not (home / "store").exists()


@pytest.mark.parametrize("arguments", [["--event", "record.steal"], ["--outcome", "fine"], ["--mbi", MBI]])
def test_a_search_for_what_cannot_be_there_is_a_wrong_use(home: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(home, "search", *arguments)
    assert caught.value.code == 2


def test_search_in_a_damaged_log_shows_its_records_and_exits_9(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of_days(home / "store", days=1, records=3)
    path = last_segment(home / "store")
    path.write_bytes(
        path.read_bytes().replace(b'"ts":"2026', b'"ts":"x\\u001b[2J', 1).replace(b'"success"', b'"?"', 2)
    )
    with pytest.raises(Problem) as caught:
        run(home, "search", "--json")
    assert (caught.value.code, caught.value.exit_code) == ("audit.broken", 9)
    assert len(json.loads(capsys.readouterr().out)["records"]) == 4
    with pytest.raises(Problem):
        run(home, "search")
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) == 4
    assert "\x1b" not in printed


def test_verify_says_how_far_the_check_reaches(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = new_log(home / "store", anchor=home / "anchor")
    log.record_now("session.start")
    log.close()
    assert run(home, "verify") == 0
    printed = capsys.readouterr().out
    assert "Read: 2 record(s) of 1 day(s)." in printed
    assert "compared: 1" in printed
    assert "audit-first.key" in printed
    assert "is as it was written" in printed
    assert events(home / "store")[-1] == "audit.verify"


def test_verify_with_the_officers_key_checks_every_proof(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of_days(home / "store")
    officer = (home / "store" / "keys" / "audit-first.key").rename(home / "officer.key")
    assert run(home, "verify", "--json") == 0
    assert json.loads(capsys.readouterr().out)["macs"] == "present"
    assert run(home, "verify", "--json", "--first-key", str(officer)) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["macs"], found["sound"], found["first_key_here"]) == ("all", True, False)


def test_verify_of_a_damaged_log_names_the_place_and_exits_9(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log_of_days(home / "store", days=1, records=3)
    path = last_segment(home / "store")
    path.write_bytes(path.read_bytes().replace(b"record.view", b"record.gaze", 1))
    assert run(home, "verify") == 9
    assert "22.jsonl, record 2: " in capsys.readouterr().out
    assert run(home, "verify", "--json") == 9
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {"where": str(path), "reason": "line", "seq": 2}
    ]


def test_a_first_key_that_is_not_there_is_told(home: Path) -> None:
    log_of_days(home / "store", days=1)
    with pytest.raises(Problem) as caught:
        run(home, "verify", "--first-key", str(home / "nowhere"))
    assert caught.value.code == "file.missing"


def test_a_reader_that_goes_away_ends_the_search(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log_of_days(home / "store", days=1)
    reading, writing = os.pipe()
    os.close(reading)
    monkeypatch.setattr(sys, "stdout", os.fdopen(writing, "w", buffering=1))
    with pytest.raises(OutputClosed):
        run(home, "search")
    with pytest.raises(BrokenPipeError):
        sys.stdout.close()
