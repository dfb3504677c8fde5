"""`appeals` against the practice portal: submitted, listed, shown, and the decision letter."""

from __future__ import annotations

import json
from pathlib import Path

from tests.backend.documents.files import pdf
from tests.cli.practice import SIGNED
from tests.terminal.journeys import audit_records, command

SUBMITTING = (*SIGNED, "--accept-licenses")
ASKED = {
    "level": "redetermination",
    "reason": "The records show why it was needed.",
    "requestor": "Wren Applegarth",
    "signature": "Wren Applegarth",
}


def test_an_appeal_is_submitted_and_followed(tmp_path: Path) -> None:
    file = tmp_path / "appeal.json"
    file.write_text(json.dumps(ASKED), encoding="utf-8")
    ran = command(tmp_path, "appeals", "submit", "9926000000107", str(file), *SUBMITTING)
    assert ran.returncode == 0, ran.stderr
    assert "9926000000107: Received. Confirmation number PA-10001" in ran.stdout
    assert [r["outcome"] for r in audit_records(tmp_path) if r["event"] == "record.submit"] == [
        "pending",
        "success",
    ]
    ran = command(tmp_path, "appeals", "list", *SIGNED, "--device", "sms")
    assert "9926000000107  1 Redetermination  pending  PA-10001" in ran.stdout, ran.stderr
    papers = tmp_path / "records.pdf"
    papers.write_bytes(pdf())
    ran = command(tmp_path, "appeals", "documents", "PA-10001", str(papers), *SIGNED, "--device", "sms")
    assert ran.returncode == 0, ran.stderr
    assert "PA-10001-D1" in ran.stdout
    assert "PD-10001" in ran.stdout
    ran = command(tmp_path, "appeals", "show", "PA-10001", *SIGNED, "--device", "sms")
    assert ran.stdout.count("records.pdf") == 1
    ran = command(tmp_path, "appeals", "letter", "PA-10001", *SIGNED, "--device", "sms")
    assert ran.returncode == 5
    assert "There is no decision letter yet." in ran.stderr
    file.write_text("no paper", encoding="utf-8")
    ran = command(tmp_path, "appeals", "documents", "PA-10001", str(file), *SIGNED, "--device", "sms")
    assert ran.returncode == 4


def test_what_is_missing_or_closed_is_told_by_rule_and_nothing_is_sent(tmp_path: Path) -> None:
    given = json.dumps(ASKED | {"signature": "", "service_from": "13/01/2026"})
    ran = command(tmp_path, "appeals", "submit", "9926000000106", "-", *SUBMITTING, "--json", given=given)
    (done,) = json.loads(ran.stdout)["submitted"]
    assert {each["rule"] for each in done["findings"]} == {"R02", "R53", "R57"}
    assert done["submission"] is None
    assert ran.returncode == 6
    assert not any(record["event"] == "record.submit" for record in audit_records(tmp_path))


def test_what_is_no_appeal_is_told_before_anybody_signs_in(tmp_path: Path) -> None:
    ran = command(tmp_path, "appeals", "submit", "9926000000107", "-", "--json", given='{"level": "third"}')
    assert ran.returncode == 8
    assert json.loads(ran.stdout)["problem"]["code"] == "appeals.file"


def test_a_decided_appeal_has_its_letter(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    ran = command(tmp_path, "appeals", "letter", "PRA-0128-1", *SIGNED, "--export", str(file))
    assert ran.returncode == 0, ran.stderr
    assert "Letter PRL-0128 of" in ran.stdout
    assert "You may ask for a reconsideration until" in file.read_text(encoding="utf-8")
    assert [
        each["details"]["document"] for each in audit_records(tmp_path) if each["event"] == "record.export"
    ][-1] == "letter.text"
    ran = command(tmp_path, "appeals", "show", "PRA-0128-1", *SIGNED, "--device", "sms", "--json")
    (appeal,) = json.loads(ran.stdout)["appeals"]
    assert (appeal["letter"], appeal["status"]) == ("PRL-0128", "partly_favorable")


def test_papers_sent_as_a_form_are_papers_of_the_appeal_unless_it_is_decided(tmp_path: Path) -> None:
    papers = tmp_path / "records.pdf"
    papers.write_bytes(pdf())
    fields = {
        "claim_number": "9926000000126",
        "first_name": "Yorick",
        "last_name": "Yarrowdale",
        "mbi": "1AA0AA0AA24",
        "appeal_number": "PRA-0126-1",
        "requestor": "Wren Applegarth",
    }
    submit = ("documents", "submit", "appeal", "--field", "-", str(papers), *SIGNED)
    ran = command(tmp_path, *submit, given=json.dumps(fields))
    assert ran.returncode == 5, ran.stderr
    assert "This appeal is decided" in ran.stdout
    pending = fields | {"appeal_number": "PRA-0125-1"}
    ran = command(tmp_path, *submit, "--device", "sms", given=json.dumps(pending))
    assert "This appeal is about another claim." in ran.stdout, ran.stderr
    right = pending | {"claim_number": "9926000000125"}
    ran = command(tmp_path, *submit, given=json.dumps(right))
    assert ran.returncode == 0, ran.stderr
    ran = command(tmp_path, "appeals", "show", "PRA-0125-1", *SIGNED, "--device", "sms")
    assert "records.pdf" in ran.stdout, ran.stderr
