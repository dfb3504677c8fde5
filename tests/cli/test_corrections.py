"""`corrections check` against the practice portal: what rules say, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal.journeys import audit_records, command

SIGNED = ("--practice-user", "wren.applegarth", "--provider", "1234567893", "--accept-licenses")


def test_a_check_tells_all_that_speaks_against_a_correction_and_sends_nothing(tmp_path: Path) -> None:
    changes = tmp_path / "changes.json"
    changes.write_text('{"lines": {"1": {"procedure": "11720", "place": "12"}}}', encoding="utf-8")
    ran = command(tmp_path, "corrections", "check", "9926000000102", str(changes), *SIGNED)
    assert ran.returncode == 4, ran.stderr
    assert "2 rules refuse it" in ran.stdout
    for told in ("R10 refuses", "R29 refuses, line 1", "Line 1: Procedure code, Place of service"):
        assert told in ran.stdout
    events = {record["event"] for record in audit_records(tmp_path)}
    assert "record.view" in events
    assert not any("submit" in event for event in events)


def test_a_check_as_json_is_one_document_with_rules_fields_and_days(tmp_path: Path) -> None:
    names = {"first_name": "Hildegard", "last_name": "Quillfeather"}
    given = json.dumps({**names, "history": True})
    ran = command(tmp_path, "corrections", "check", "9926000000118", "-", *SIGNED, "--json", given=given)
    document = json.loads(ran.stdout)
    assert ran.returncode == 5
    assert (document["version"], document["may_be_sent"], document["history"]) == (1, False, True)
    [finding] = document["findings"]
    assert (finding["rule"], finding["outcome"], finding["fields"]) == (
        "R09",
        "refuse",
        ["first_name", "last_name"],
    )
    assert 330 < document["days_left"] < 366


def test_what_is_no_file_of_changes_is_told_before_anybody_signs_in(tmp_path: Path) -> None:
    assert command(tmp_path, "corrections", "check", "9926000000102", str(tmp_path / "none")).returncode == 8
    ran = command(tmp_path, "corrections", "check", "9926000000102", "-", "--json", given="[]")
    assert ran.returncode == 8
    assert json.loads(ran.stdout)["problem"]["code"] == "changes.file"


def test_one_change_of_several_claims_is_sent_for_each_and_followed(tmp_path: Path) -> None:
    changes = tmp_path / "changes.json"
    changes.write_text('{"lines": {"1": {"modifier_1": "25"}}}', encoding="utf-8")
    claims = tmp_path / "claims.txt"
    claims.write_text("9926000000103\n9926000000106\n", encoding="utf-8")
    ran = command(tmp_path, "corrections", "submit", str(changes), "--claims", str(claims), *SIGNED)
    assert "9926000000103: Received. Confirmation number PC-" in ran.stdout, ran.stderr
    assert "9926000000106: not sent." in ran.stdout
    assert "unprocessable" in ran.stderr
    assert ran.returncode != 0
    submitted = [r for r in audit_records(tmp_path) if r["event"] == "record.submit"]
    assert {r["outcome"] for r in submitted} == {"pending", "success"}
    listed = command(tmp_path, "corrections", "list", *SIGNED[:-1])
    assert "9926000000103" in listed.stdout, listed.stderr
    assert "Submitted" in listed.stdout
