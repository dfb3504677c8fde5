"""`documents check` and `documents forms`: what stands in the way of a form, in words and as JSON."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.backend.documents.files import locked, whole
from tests.cli.practice import SIGNED, switched_on
from tests.terminal.journeys import audit_records, command

FIELDS = {
    "asked_by": "review",
    "letter": "PRADR-1",
    "letter_date": f"{datetime.now(ZoneInfo('America/New_York')) - timedelta(days=10):%m/%d/%Y}",
    "claim_number": "9926000000102",
    "mbi": "1AA0AA0AA01",
    "contact": "Wren Applegarth",
    "phone": "555-555-0111",
}


def put(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_a_check_tells_all_that_stands_in_the_way_and_sends_nothing(tmp_path: Path) -> None:
    letter = put(tmp_path, "letter.pdf", whole())
    good, bad = put(tmp_path, "notes", whole() + b"\n"), put(tmp_path, "more.pdf", locked("made-up"))
    check = ("documents", "check", "records", "--letter", letter, "--field", "-", good)
    fields = FIELDS | {"several_claims": "yes", "phone": "5"}
    ran = command(tmp_path, *check, *SIGNED, bad, str(tmp_path / "none"), given=json.dumps(fields))
    assert ran.returncode == 8, ran.stderr
    assert "this cannot be sent, 3 things are wrong." in ran.stdout
    for told in ("days left for the letter", "none cannot be read", "R64 refuses", "R72 warns", "of 200 MB"):
        assert told in ran.stdout
    ran = command(tmp_path, *check, *SIGNED, "--device", "sms", "--json", given=json.dumps(FIELDS))
    document = json.loads(ran.stdout)
    assert (ran.returncode, document["may_be_sent"], document["days_left"]) == (0, True, 35)
    assert [(each["name"], each["role"], each["kind"], each["pages"]) for each in document["files"]] == [
        ("letter.pdf", "letter", "pdf", 2),
        ("notes", "records", "pdf", 2),
    ]
    recorded = audit_records(tmp_path)
    assert len([each for each in recorded if each["event"] == "record.check"]) == 12
    assert not any(each["event"] == "record.submit" for each in recorded)


def test_forms_are_listed_with_their_fields_and_what_is_wrong_is_told_early(tmp_path: Path) -> None:
    assert "quarter_end" in command(tmp_path, "documents", "forms", "credit-balance").stdout
    early = ("documents", "check")
    for arguments, status, told in (
        (("audit", "--field", "x=1"), 4, "x does not name one of"),
        (("audit", "--field", "x"), 2, "KEY=VALUE"),
    ):
        ran = command(tmp_path, *early, *arguments)
        assert (ran.returncode, told in ran.stderr) == (status, True), ran.stderr
    ran = command(tmp_path, *early, "audit", "--practice-user", "wren.applegarth", "--provider", "1000000020")
    assert (ran.returncode, "this provider has Part B" in ran.stderr) == (6, True)


def test_a_form_goes_out_once_and_its_receipt_tells_the_hash_of_each_file(tmp_path: Path) -> None:
    letter, notes = put(tmp_path, "letter.pdf", whole()), put(tmp_path, "notes.pdf", whole() + b"\n")
    submit = ("documents", "submit", "records", "--letter", letter, "--field", "-", notes)
    warned = json.dumps(FIELDS | {"several_claims": "yes"})
    ran = command(tmp_path, *submit, *SIGNED, given=warned)
    assert (ran.returncode, "--override R72" in ran.stdout) == (3, True), ran.stderr
    ran = command(tmp_path, *submit, *SIGNED, "--device", "sms", "--override", "R72", "--json", given=warned)
    sent = json.loads(ran.stdout)["submission"]
    assert (ran.returncode, sent["state"], sent["receipt"]["number"]) == (0, "confirmed", "PD-10001"), (
        ran.stderr
    )
    digests = [sha256(Path(each).read_bytes()).hexdigest() for each in (letter, notes)]
    assert [each["sha256"] for each in sent["receipt"]["files"]] == digests
    ran = command(tmp_path, *submit, *SIGNED, given=warned)
    assert (ran.returncode, "R68 refuses" in ran.stdout) == (4, True), ran.stderr
    show = ("documents", "show", "PD-10001", "--export", str(tmp_path / "receipt.json"))
    ran = command(tmp_path, *show, *SIGNED, "--device", "sms")
    assert (ran.returncode, digests[1][:8] in ran.stdout) == (0, True), ran.stderr
    kept = json.loads((tmp_path / "receipt.json").read_text())["document"]["submissions"][0]
    assert (kept["number"], kept["fields"]["letter_files"]) == ("PD-10001", digests[0])
    ran = command(tmp_path, "documents", "list", "--json", *SIGNED)
    assert [each["number"] for each in json.loads(ran.stdout)["submissions"]] == ["PD-10001"]
    found = ("documents", "list", *SIGNED, "--device", "sms", "--form", "records", "--find")
    ran = command(tmp_path, *found, FIELDS["letter"].lower())
    assert "PD-10001" in ran.stdout
    assert "1 submission: 1 " in ran.stdout
    assert "Nothing of what was sent is like that." in command(tmp_path, *found, "made up").stdout
    ran = command(tmp_path, "documents", "resume", *SIGNED, "--device", "sms")
    assert (ran.returncode, "broken off" in ran.stderr) == (0, True), ran.stderr
    overrides = [each["details"].get("overrides") for each in audit_records(tmp_path) if "details" in each]
    assert "R72" in overrides


def test_files_that_are_not_all_there_go_on_at_their_owners_next_sign_in(tmp_path: Path) -> None:
    letter, notes = put(tmp_path, "letter.pdf", whole()), put(tmp_path, "notes.pdf", whole() + b"\n")
    submit = ("documents", "submit", "records", "--letter", letter, "--field", "-", notes)
    with switched_on(tmp_path, "append.kind", ""):
        ran = command(tmp_path, *submit, *SIGNED, given=json.dumps(FIELDS))
    assert (ran.returncode, ran.stdout) == (4, ""), ran.stderr
    ran = command(tmp_path, "documents", "resume", "--practice-user", "ida.corriveld", *SIGNED[2:])
    assert (ran.returncode, "broken off" in ran.stderr) == (0, True), ran.stderr  # it is another's
    ran = command(tmp_path, "outbox", "list", *SIGNED, "--device", "sms")
    assert "uploading" in ran.stdout
    ran = command(tmp_path, "documents", "resume", *SIGNED)
    assert (ran.returncode, "Confirmation number PD-10001" in ran.stderr) == (0, True), ran.stderr
