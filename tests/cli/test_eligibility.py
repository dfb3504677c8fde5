"""`eligibility check` against the practice portal: as a made-up user, as a script, and at a terminal."""

from __future__ import annotations

import json
import re
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from spot_tui.backend.problems import Problem
from spot_tui.cli.eligibility import read_patient
from tests.cli.practice import PASSWORD, USER, code_now
from tests.terminal.journeys import MBI, NAME, audit_records, command
from tests.terminal.line import Terminal, plain_environment

CHECK = ("eligibility", "check")
MADE_UP = ("--practice-user", USER)
OPTIONS = ("--mbi", MBI, "--first-name", "Alma", "--last-name", "Quillfeather", "--birth-date", "03/02/1948")
ACCEPT = ("--accept-terms", "--accept-use-rules")
SCRIPT = ("--username", USER, "--device", "authenticator", *ACCEPT, "--provider", "1234567893")
WRONG = "not-her-password"


def test_answer_is_printed_tab_by_tab(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *MADE_UP, *OPTIONS)
    assert ran.returncode == 0, ran.stderr
    assert NAME in ran.stdout
    assert "PRACTICE" in ran.stdout
    assert "Deductibles/Caps" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_both_dates_of_service_are_judged_and_told(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    first, last = (f"{now - timedelta(days=ago):%m/%d/%Y}" for ago in (9, 5))
    dates = ("--service-date", first, "--service-date-to", last)
    ran = command(tmp_path, *CHECK, *MADE_UP, *OPTIONS, *dates)
    assert f"{first} - {last}" in ran.stdout, ran.stderr


def test_json_is_the_document_and_nothing_else(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *MADE_UP, *OPTIONS, "--json")
    assert ran.returncode == 0, ran.stderr
    document = json.loads(ran.stdout)
    assert document["version"] == 1
    assert document["results"][0]["eligibility"][0]["beneficiary"]["mbi"] == MBI


def test_reject_is_data_matching_with_what_to_check(tmp_path: Path) -> None:
    options = [*OPTIONS[:5], "Thistlewick", *OPTIONS[6:]]
    ran = command(tmp_path, *CHECK, *MADE_UP, *options, "--json")
    assert ran.returncode == 5
    assert json.loads(ran.stdout)["problem"]["kind"] == "matching"
    assert "Data matching" in ran.stderr


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        ({"--mbi": "1AA0-AA0-AA01"}, 4, "has dashes"),
        ({"--birth-date": "1948-03-02"}, 4, "MM/DD/YYYY"),
        ({"--first-name": ""}, 3, "First name is empty"),
        ({"--service-date": "03/01/2025", "--service-date-to": "02/01/2025"}, 5, "before the first"),
    ],
)
def test_wrong_patient_is_told_before_anybody_signs_in(
    tmp_path: Path, given: dict[str, str], status: int, says: str
) -> None:
    options = dict(zip(OPTIONS[::2], OPTIONS[1::2], strict=True)) | given
    ran = command(tmp_path, *CHECK, *MADE_UP, *(part for pair in options.items() for part in pair))
    assert ran.returncode == status
    assert says in ran.stderr
    assert ran.stdout == ""
    assert not [r for r in audit_records(tmp_path) if r["event"].startswith("auth")]


def test_patient_left_out_without_a_terminal_is_incomplete(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *MADE_UP, *OPTIONS[2:])
    assert ran.returncode == 3
    assert "Medicare number (MBI) is empty" in ran.stderr


def test_patient_as_json_on_standard_input(tmp_path: Path) -> None:
    patient = {"mbi": MBI, "first_name": "Alma", "last_name": "Quillfeather", "birth_date": "03/02/1948"}
    ran = command(tmp_path, *CHECK, "-", *MADE_UP, "--json", given=json.dumps(patient))
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["results"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "input.json"),
        ("[]", "input.json"),
        ("[" * 100_000, "input.json"),
        ('{"mbi": 1}', "input.json"),
        ('{"mbj": "x"}', "input.key"),
        ('{"mbi": "' + "x" * 70_000 + '"}', "input.json"),
    ],
)
def test_json_that_is_no_patient_is_a_format_problem(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_patient(text)
    assert caught.value.code == code


def test_script_gives_password_and_passcode_as_the_first_two_lines(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *SCRIPT, *OPTIONS, "--json", given=f"{PASSWORD}\n{code_now()}\n")
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["results"]
    assert PASSWORD not in ran.stderr


def test_script_gives_the_patient_after_password_and_passcode(tmp_path: Path) -> None:
    patient = {"mbi": MBI, "first_name": "Alma", "last_name": "Quillfeather", "birth_date": "03/02/1948"}
    given = f"{PASSWORD}\n{code_now()}\n{json.dumps(patient)}"
    ran = command(tmp_path, *CHECK, "-", *SCRIPT, "--json", given=given)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["results"]


def test_script_does_not_try_a_user_again_whose_password_was_refused(tmp_path: Path) -> None:
    first = command(tmp_path, *CHECK, *SCRIPT, *OPTIONS, given=f"{WRONG}\n")
    assert first.returncode == 6
    second = command(tmp_path, *CHECK, *SCRIPT, *OPTIONS, given=f"{WRONG}\n")
    assert second.returncode == 6
    assert "no script tries again" in second.stderr
    tries = [r for r in audit_records(tmp_path, "--event", "auth.primary") if r["outcome"] == "permission"]
    assert len(tries) == 1
    assert WRONG not in first.stderr + second.stderr


def test_script_without_its_terms_signs_nobody_in(tmp_path: Path) -> None:
    options = [option for option in SCRIPT if option != "--accept-terms"]
    ran = command(tmp_path, *CHECK, *options, *OPTIONS, given="x\ny\n")
    assert ran.returncode == 6
    assert "--accept-terms" in ran.stderr
    (declined,) = audit_records(tmp_path, "--event", "auth.terms")
    assert declined["reason"] == "declined"


def test_script_without_a_password_is_incomplete(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *SCRIPT, *OPTIONS)
    assert ran.returncode == 3
    assert "Password is empty" in ran.stderr


def test_nobody_to_ask_is_told(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, *OPTIONS)
    assert ran.returncode == 2
    assert "terminal" in ran.stderr


def test_unknown_made_up_user_is_told_who_there_is(tmp_path: Path) -> None:
    ran = command(tmp_path, *CHECK, "--practice-user", "nobody", *OPTIONS)
    assert ran.returncode == 4
    assert "wren.applegarth" in ran.stderr


@pytest.mark.parametrize("option", [("--provider", "9999999999"), ("--device", "pigeon")])
def test_choice_that_is_none_is_told_what_there_is(tmp_path: Path, option: tuple[str, str]) -> None:
    ran = command(tmp_path, *CHECK, *MADE_UP, *option, *OPTIONS)
    assert ran.returncode == 4
    assert option[1] in ran.stderr


def test_session_is_ended_and_on_record(tmp_path: Path) -> None:
    command(tmp_path, *CHECK, *MADE_UP, *OPTIONS)
    events = [(r["event"], r["outcome"]) for r in audit_records(tmp_path)]
    assert ("session.start", "success") in events
    assert ("record.search", "success") in events
    assert events.index(("record.search", "success")) < events.index(("session.end", "success"))


def test_person_signs_in_at_the_terminal(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "spot_tui", *CHECK]
    with Terminal(program, plain_environment(tmp_path), columns=100, rows=300) as line:
        line.wait_for("Do you accept these terms?")
        line.type("yes\n")
        line.wait_for("User ID:")
        line.type(f"{USER}\n")
        line.wait_for("Password:")
        line.type(f"{WRONG}\n")
        line.wait_for("is not right")
        line.wait_until(lambda: line.text.count("User ID:") == 2, "the second try")
        line.type(f"{USER}\n")
        line.wait_until(lambda: line.text.count("Password:") == 2, "the second try")
        line.type(f"{PASSWORD}\n")
        line.wait_for("Which device")
        line.type("1\n")
        line.wait_for("Passcode:")
        line.type(f"{code_now()}\n")
        line.wait_for("For which provider")
        line.type("1\n")
        line.wait_for("Do you accept these rules of use?")
        line.type("y\n")
        line.wait_for("Medicare number (MBI):")
        for text in ("1AA0-AA0-AA01", "y", "Alma", "Quillfeather", "13/02/1948"):
            line.type(f"{text}\n")
        line.wait_for("a day that does not exist")
        line.type("03/02/1948\n\n\n")
        line.wait_for(NAME, "ACO REACH")
        assert line.wait_end() == 0
        assert WRONG.encode() not in line.received
        assert PASSWORD.encode() not in line.received
        assert line.modes == line.modes_before


def test_ctrl_c_at_a_prompt_ends_with_130_and_gives_the_echo_back(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "spot_tui", *CHECK, "--accept-terms", *OPTIONS]
    with Terminal(program, plain_environment(tmp_path)) as line:
        line.wait_for("User ID:")
        line.type(f"{USER}\n")
        line.wait_for("Password:")
        line.press("ctrl+c")
        assert line.wait_end() == 130
        assert line.modes == line.modes_before
        assert not re.search("Traceback|incident", line.text)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_while_waiting_ends_at_once_with_its_records(tmp_path: Path, number: int) -> None:
    slow = ("--mbi", "8AA0AA0AA14", *OPTIONS[2:])
    program = [sys.executable, "-m", "spot_tui", *CHECK, *MADE_UP, *slow]
    with Terminal(program, plain_environment(tmp_path)) as line:
        line.wait_for("Asking ...")
        line.signal(number)
        assert line.wait_end(10) == 128 + number
        assert not re.search("Traceback|incident", line.text)
    ended = [(r["event"], r["outcome"]) for r in audit_records(tmp_path) if r["outcome"] != "pending"]
    assert ("record.search", "cancelled") in ended
    # The organisation is told only if it answers at once, so that outcome may be either.
    assert "session.end" in [event for event, _ in ended[ended.index(("record.search", "cancelled")) :]]


KEPT = """
[profiles.kept]
environment = "practice"
providers = [{ organisation = "Practice Family Clinic", npi = "1234567893", parts = ["A", "B"] }]
portal = { in_process = true }
answers = { keep_answers_days = 7 }

[profiles.kept.identity]
organisation_url = "http://practice.invalid"
issuer = "http://practice.invalid/oauth2/practice"
client_id = "spot-tui-practice"
practice_passcode_url = "http://practice.invalid/practice/passcode"
practice_people_url = "http://practice.invalid/practice/people"

[profiles.kept.eligibility]
url = "http://practice.invalid/core/soap"
sender_id = "PRACTICE"
tax_id = "000000001"
usage = "T"
"""


def test_the_same_inquiry_is_not_sent_twice_where_answers_are_kept(tmp_path: Path) -> None:
    settings = tmp_path / "spot-tui.toml"
    settings.write_text(KEPT)
    kept = ("--config", str(settings), "--profile", "kept")
    otis = ("--practice-user", "otis.barnabeck")
    first = command(tmp_path, *kept, *CHECK, *MADE_UP, *OPTIONS, "--json")
    assert first.returncode == 0, first.stderr
    again = command(tmp_path, *kept, *CHECK, *otis, *OPTIONS)
    assert again.returncode == 0, again.stderr
    assert "by wren.applegarth; this is that answer. --again asks again." in again.stdout
    assert "Asking" not in again.stderr
    asked = command(tmp_path, *kept, *CHECK, *otis, "--device", "sms", *OPTIONS, "--again", "--json")
    assert asked.returncode == 0, asked.stderr
    (told,) = json.loads(asked.stdout)["results"]
    assert (told["is_kept"], told["changes"]) == (False, [])
    assert told["compared_with"]["service"]["first"]
    wrong = [*OPTIONS[:5], "Thistlewick", *OPTIONS[6:]]
    device = ("--device", "voice")
    assert command(tmp_path, *kept, *CHECK, *otis, *device, *wrong).returncode == 5
    guarded = command(tmp_path, *kept, *CHECK, *MADE_UP, "--device", "sms", *wrong, "--json")
    assert guarded.returncode == 5
    assert json.loads(guarded.stdout)["problem"]["code"] == "kept.rejected"
    assert "--again" in guarded.stderr

    mine = command(tmp_path, *kept, "eligibility", "today", *otis, "--device", "email", "--json")
    assert mine.returncode == 0, mine.stderr
    told = json.loads(mine.stdout)
    outcomes = [(asked["outcome"], asked["code"]) for asked in told["inquiries"]]
    assert outcomes == [("rejected", "73"), ("answered", ""), ("answered", "")]
    assert (told["rejects"]["asked"], told["rejects"]["by_code"]) == (3, {"73": 1})
    listed = command(
        tmp_path, *kept, "eligibility", "today", *otis, "--device", "okta_verify", "--outcome", "answered"
    )
    assert listed.returncode == 0, listed.stderr
    assert "***AA01" in listed.stdout
    assert MBI not in listed.stdout


def test_script_without_the_rules_of_use_asks_nothing_and_accepts_once_a_day(tmp_path: Path) -> None:
    options = [option for option in SCRIPT if option != "--accept-use-rules"]
    refused = command(tmp_path, *CHECK, *options, *OPTIONS, given=f"{PASSWORD}\n{code_now()}\n")
    assert refused.returncode == 6
    assert "--accept-use-rules" in refused.stderr
    assert not audit_records(tmp_path, "--event", "record.search")
    accepted = command(tmp_path, *CHECK, *MADE_UP, "--device", "sms", *OPTIONS, "--json")
    assert accepted.returncode == 0, accepted.stderr
    (record,) = audit_records(tmp_path, "--event", "use.rules")
    assert (record["outcome"], record["reason"]) == ("success", "accepted")
    again = command(tmp_path, *CHECK, *MADE_UP, "--device", "sms", *OPTIONS)
    assert again.returncode == 0, again.stderr
    assert len(audit_records(tmp_path, "--event", "use.rules")) == 1


def test_answer_is_exported_and_printed_without_its_patient_in_the_name_or_the_log(tmp_path: Path) -> None:
    program = tmp_path / "lp"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/printed\n")
    program.chmod(0o700)
    settings = tmp_path / "spot-tui.toml"
    prints = f'prints = {{ command = ["{program}"], printer_form = "text" }}\n'
    settings.write_text(KEPT.replace("answers = {", prints + "answers = {"))
    kept = ("--config", str(settings), "--profile", "kept")
    file = tmp_path / "out.pdf"
    export = ("--export", str(file), "--print", "--what", "summary")
    ran = command(tmp_path, *kept, *CHECK, *MADE_UP, *OPTIONS, *export)
    assert ran.returncode == 0, ran.stderr
    (page,) = PdfReader(file).pages
    for text in (page.extract_text(), (tmp_path / "printed").read_text()):
        assert all(words in text for words in ("PRACTICE", NAME, "Page 1 of 1", "1234567893", "HETS"))
        assert "DEDUCTIBLES/CAPS" not in text
    again = command(tmp_path, *kept, *CHECK, *MADE_UP, *OPTIONS, *export)
    assert again.returncode == 4
    assert "is there already" in again.stderr
    told = command(tmp_path, *kept, "audit", "search", "--event", "record", "--json").stdout
    events = {record["event"] for record in json.loads(told)["records"]}
    assert {"record.export", "record.print"} <= events
    assert MBI not in told
