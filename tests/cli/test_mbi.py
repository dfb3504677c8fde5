"""`mbi lookup` against the practice portal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.practice import SIGNED
from tests.terminal.journeys import audit_records, command

ALMA = {"first_name": "Alma", "last_name": "Quillfeather", "birth_date": "03/02/1948", "ssn": "666-00-0001"}


def test_a_script_gives_the_number_on_standard_input_and_it_is_nowhere_after(tmp_path: Path) -> None:
    ran = command(tmp_path, "mbi", "lookup", "-", *SIGNED, "--json", given=json.dumps(ALMA))
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["version"], found["mbi"], found["birth_date"]) == (1, "1AA0AA0AA01", "1948-03-02")
    assert found["source"] == "Practice gateway"
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    told = (ran.stdout + ran.stderr).encode() + stored
    assert stored
    assert not [part for part in (b"666000001", b"666-00-0001") if part in told]
    looked = [record for record in audit_records(tmp_path) if record["event"] == "record.search"]
    assert [record["outcome"] for record in looked] == ["pending", "success"]


def test_options_are_taken_but_none_for_the_number_itself(tmp_path: Path) -> None:
    assert command(tmp_path, "mbi", "lookup", "--ssn", "666000001").returncode == 2
    named = ("--first-name", "Alma", "--last-name", "Quillfeather", "--birth-date", "03/02/1948")
    ran = command(tmp_path, "mbi", "lookup", "-", *named, *SIGNED, given=json.dumps({"ssn": "666000001"}))
    assert ran.returncode == 0, ran.stderr
    assert "1AA0AA0AA01  Alma Quillfeather, born 03/02/1948" in ran.stdout


def test_nobody_found_is_exit_5_with_what_to_check(tmp_path: Path) -> None:
    given = json.dumps({**ALMA, "ssn": "666000002"})
    ran = command(tmp_path, "mbi", "lookup", "-", *SIGNED, "--json", given=given)
    problem = json.loads(ran.stdout)["problem"]
    assert (ran.returncode, problem["code"]) == (5, "lookup.none")
    assert "legal name" in problem["next"]
