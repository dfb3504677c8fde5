"""`corrections check` against the practice portal: what rules say, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.practice import switched_on
from tests.terminal.journeys import audit_records, command

SIGNED = ("--practice-user", "wren.applegarth", "--provider", "1234567893", "--accept-licenses")
MODIFIER_MISSING = "9926000000102"
NAMES = {"first_name": "Alma", "last_name": "Quillfeather"}


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


def modifier(folder: Path, code: str, **names: str) -> str:
    """Return the file of changes that put a modifier on line 1."""
    file = folder / "changes.json"
    file.write_text(json.dumps({"lines": {"1": {"modifier_1": code}}, **names}), encoding="utf-8")
    return str(file)


def test_one_change_of_several_claims_is_sent_for_each_and_followed(tmp_path: Path) -> None:
    changes = modifier(tmp_path, "25")
    claims = tmp_path / "claims.txt"
    claims.write_text("9926000000103\n9926000000106\n", encoding="utf-8")
    report = tmp_path / "report.csv"
    export = ("--export", str(report))
    ran = command(tmp_path, "corrections", "submit", changes, "--claims", str(claims), *SIGNED, *export)
    assert "9926000000103: Received. Confirmation number PC-" in ran.stdout, ran.stderr
    refused, received = report.read_text("utf-8").splitlines()[1:]
    assert refused.startswith('9926000000106,"Thistlewick, Bertram",refused,,R02,')
    assert received.startswith('9926000000103,"Thistlewick, Bertram",confirmed,PC-10001,')
    assert "9926000000106: not sent, 1 rule refuses it." in ran.stdout
    assert "R02 refuses" in ran.stdout
    assert ran.returncode == 6
    submitted = [r for r in audit_records(tmp_path) if r["event"] == "record.submit"]
    assert [r["outcome"] for r in submitted] == ["pending", "success"]
    ran = command(tmp_path, "corrections", "list", *SIGNED[:-1], "--device", "sms")
    assert "9926000000103  Submitted  PC-10001" in ran.stdout, ran.stderr
    ran = command(tmp_path, "corrections", "show", "PC-10001", *SIGNED[:-1], "--device", "sms")
    assert "CPT (c) American Medical Association" in ran.stdout, ran.stderr
    ran = command(tmp_path, "corrections", "show", "PC-10001", *SIGNED[:-1], "--device", "sms", "--json")
    (filed,) = json.loads(ran.stdout)["corrections"]
    assert (filed["claim"], filed["status"]) == ("9926000000103", "submitted")
    assert filed["asked"]["lines"]["1"]["modifier_1"] == "25"


def test_a_correction_on_file_is_told_to_nobody_who_did_not_accept_the_notices(tmp_path: Path) -> None:
    ran = command(tmp_path, "corrections", "show", "PC-10001", *SIGNED[:-1])
    assert ran.returncode == 6
    assert "you did not accept American Medical Association's notice" in " ".join(ran.stderr.split())
    ran = command(tmp_path, "corrections", "show", "PC-10001", *SIGNED, "--device", "sms")
    assert "There is no such correction" in ran.stderr


def test_several_claims_are_checked_at_once_by_one_kind_of_change(tmp_path: Path) -> None:
    change = tmp_path / "change.json"
    change.write_text('{"type": "add_modifier", "lines": "11721", "fields": {"modifier": "22"}}', "utf-8")
    several = (MODIFIER_MISSING, "9926000000103", "9926000000999")
    ran = command(tmp_path, "corrections", "check", *several, str(change), *SIGNED)
    assert ran.returncode == 5, ran.stderr
    assert f"{MODIFIER_MISSING}: this correction may be sent after a yes to 2 warnings" in ran.stdout
    assert "9926000000103: not checked." in ran.stdout
    assert "The claim has no line 11721." in ran.stderr
    ran = command(
        *(tmp_path, "corrections", "check", *several, str(change), *SIGNED, "--device", "sms", "--json")
    )
    checked = json.loads(ran.stdout)["checked"]
    assert [(each["claim"], each["problem"]) for each in checked] == [
        (MODIFIER_MISSING, ""),
        ("9926000000103", "bulk.no_line"),
        ("9926000000999", "claims.none"),
    ]
    assert checked[0]["check"]["lines"] == [{"number": 1, "types": ["add_modifier"]}]
    assert not any(record["event"] == "record.submit" for record in audit_records(tmp_path))


def test_a_warning_wants_a_yes_by_its_rule_which_is_recorded(tmp_path: Path) -> None:
    submit = ("corrections", "submit", MODIFIER_MISSING, modifier(tmp_path, "22", **NAMES), *SIGNED)
    ran = command(tmp_path, *submit)
    assert ran.returncode == 3
    assert "not sent, 2 warnings want your yes" in ran.stdout, ran.stderr
    assert "--override R48 --override R50" in ran.stdout
    yes = ("--override", "r48", "--override", "R50", "--override", "R14")
    ran = command(tmp_path, *submit, "--device", "sms", "--json", *yes)
    assert ran.returncode == 0, ran.stderr
    (done,) = json.loads(ran.stdout)["submitted"]
    assert [each["rule"] for each in done["findings"]] == ["R48", "R50"]
    assert done["submission"]["state"] == "confirmed"
    submitted = [r for r in audit_records(tmp_path) if r["event"] == "record.submit"]
    assert submitted[-1]["details"]["overrides"] == "R48 R50"


def test_a_rule_that_warns_of_nothing_is_a_wrong_use(tmp_path: Path) -> None:
    ran = command(tmp_path, "corrections", "submit", MODIFIER_MISSING, "-", "--override", "R02")
    assert ran.returncode == 2
    assert "no rule R02 that warns" in ran.stderr


def test_what_meets_a_line_that_is_away_waits_in_the_outbox(tmp_path: Path) -> None:
    with switched_on(tmp_path, "gateway.503", "/corrections"):
        changes = modifier(tmp_path, "59", **NAMES)
        ran = command(tmp_path, "corrections", "submit", MODIFIER_MISSING, changes, *SIGNED)
        assert ran.returncode == 7
        assert "It was sent, but nobody confirmed it." in ran.stdout, ran.stderr
        assert "Do not submit it again" in ran.stdout
        ran = command(tmp_path, "outbox", "send", *SIGNED[:-1], "--device", "sms")
        assert ran.returncode == 7
        assert f"Correction  {MODIFIER_MISSING}" in ran.stdout, ran.stderr
        assert "not confirmed" in ran.stdout
        shown = command(tmp_path, "claims", "show", MODIFIER_MISSING, *SIGNED, "--device", "sms")
        assert "In your outbox" in shown.stdout, shown.stderr
        assert "not confirmed" in shown.stdout.partition("In your outbox")[2]
    sent = command(tmp_path, "outbox", "send", *SIGNED[:-1], "--device", "sms", "--json")
    assert sent.returncode == 0, sent.stderr
    assert json.loads(sent.stdout)["submissions"][0]["state"] == "confirmed"
