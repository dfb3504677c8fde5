"""`claims` against the practice portal: searched and shown on the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from tests.cli.practice import SIGNED
from tests.terminal.journeys import audit_records, command


def test_a_search_is_a_table_and_one_json_document(tmp_path: Path) -> None:
    wanted = ("search", "--part", "B", "--mbi", "1AA0AA0AA02")
    ran = command(tmp_path, "claims", *wanted, *SIGNED)
    assert ran.returncode == 0, ran.stderr
    assert "9926000000107  Thistlewick, Bertram  Denied" in ran.stdout
    assert "4 claims" in ran.stdout
    given = json.dumps({"part": "B", "mbi": "1AA0AA0AA05"})
    ran = command(tmp_path, "claims", "search", "-", *SIGNED, "--device", "sms", "--json", given=given)
    document = json.loads(ran.stdout)
    assert [claim["number"] for claim in document["claims"]] == ["9926000000136"]
    assert (document["version"], document["claims"][0]["billed"]) == (1, "84.00")


def test_a_list_is_put_in_order_and_narrowed_down(tmp_path: Path) -> None:
    chosen = ("--order", "billed", "--group", "paid")
    dates = ("--service-from", "01/01/2020", "--service-to", "11/01/2026")
    ran = command(tmp_path, "claims", "search", "--part", "B", *dates, *chosen, *SIGNED, "--json")
    assert ran.returncode == 0, ran.stderr
    claims = json.loads(ran.stdout)["claims"]
    assert {claim["standing"]["group"] for claim in claims} == {"paid"}
    billed = [Decimal(claim["billed"]) for claim in claims]
    assert billed == sorted(billed, reverse=True)
    assert len(billed) > 5


def test_nothing_found_says_when_claims_show(tmp_path: Path) -> None:
    ran = command(tmp_path, "claims", "search", "--part", "B", "--mbi", "1EG4TE5MK73", *SIGNED)
    assert ran.returncode == 0
    assert "2-3 business days" in ran.stdout


def test_a_claim_is_shown_with_its_next_step_and_is_on_record(tmp_path: Path) -> None:
    ran = command(tmp_path, "claims", "show", "9926000000106", *SIGNED, "--device", "sms")
    assert ran.returncode == 6
    assert "--accept-licenses" in ran.stderr
    file = tmp_path / "claim.txt"
    export = ("--accept-licenses", "--export", str(file))
    ran = command(tmp_path, "claims", "show", "9926000000106", *SIGNED, *export)
    assert ran.returncode == 0, ran.stderr
    printed = file.read_text()
    assert ": 9926000000106" in printed.splitlines()[2]
    assert "APPEALS" in printed
    assert all("(c) American Medical Association" in page for page in printed.split("\f"))
    assert "(c) American Medical Association" in ran.stdout
    assert "Returned" in ran.stdout
    assert "send a new claim" in ran.stdout
    assert [r["outcome"] for r in audit_records(tmp_path) if r["event"] == "record.view"] == [
        "pending",
        "success",
    ]
    ran = command(tmp_path, "claims", "show", "9926000000999", *SIGNED, "--device", "sms", "--json")
    assert ran.returncode == 5
    assert json.loads(ran.stdout)["problem"]["code"] == "claims.none"


def test_what_is_out_of_form_is_refused_before_anybody_signs_in(tmp_path: Path) -> None:
    assert command(tmp_path, "claims", "show", "1").returncode == 4
    assert command(tmp_path, "claims", "search", "--part", "X").returncode == 4


def test_the_payer_is_asked_about_one_claim(tmp_path: Path) -> None:
    asked = {
        "part": "B",
        "mbi": "1AA0AA0AA02",
        "first_name": "Bertram",
        "last_name": "Thistlewick",
        "birth_date": "07/19/1951",
        "service_from": "01/01/2020",
        "service_to": "01/02/2020",
        "claim_number": "9926000000107",
    }
    status = ("claims", "status", "-", *SIGNED)
    given = json.dumps(asked)
    ran = command(tmp_path, *status, "--json", given=given)
    assert ran.returncode == 6
    assert json.loads(ran.stdout)["problem"]["code"] == "licences.declined"
    accepted = (*status, "--device", "sms", "--accept-licenses")
    ran = command(tmp_path, *accepted, "--json", given=given)
    assert ran.returncode == 0, ran.stderr
    document = json.loads(ran.stdout)
    assert document["source"] == "Practice status"
    (claim,) = document["claims"]
    assert claim["standing"]["group"] == "denied"
    assert [(line["procedure"], line["billed"]) for line in claim["lines"]] == [("82306", "95.00")]
    ran = command(tmp_path, "claims", "status", "-", *SIGNED, given=given)
    assert "1 claim" in ran.stdout
    assert "82306" in ran.stdout
    assert "(c) American Medical Association" in ran.stdout
    asked["claim_number"] = "9926000000999"
    ran = command(tmp_path, *status, "--device", "sms", given=json.dumps(asked))
    assert "knows no such claim" in ran.stdout


def test_the_audit_log_is_searched_by_claim(tmp_path: Path) -> None:
    number = "9926000000106"
    assert command(tmp_path, "claims", "show", number, *SIGNED, "--accept-licenses").returncode == 0
    ran = command(tmp_path, "audit", "search", "--claim", "--json", given=f"{number}\n")
    events = [record["event"] for record in json.loads(ran.stdout)["records"]]
    assert events.count("record.view") == 2
    assert set(events) <= {"record.view", "audit.search"}
    assert number not in ran.stdout
