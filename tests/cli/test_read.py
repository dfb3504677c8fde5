from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.problems import EXIT_UNREADABLE, EXIT_USAGE, Problem
from spot_tui.backend.results import read_results
from spot_tui.backend.upstreams import EligibilityRules
from spot_tui.backend.x12.writer import write_ta1
from spot_tui.cli import read as command
from spot_tui.cli.parser import build_parser
from spot_tui.cli.read_view import Choice, View
from tests.backend.claims.test_status import PATIENT as CLAIM_OF
from tests.backend.claims.test_status import PROVIDER as CLINIC
from tests.backend.claims.test_status import report_text
from tests.backend.eligibility.answers import PATIENT, PAYER, PROVIDER, day, interchange_text, patient_text
from tests.backend.remittance.advices import HEAD, WHOLE, advice_text
from tests.backend.x12.interchanges import MADE, envelope

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "x12"
SECOND = ("HL*4*2*22*0", "TRN*2*B*9SUBMITTER", "NM1*IL*1*BRAMBLEWICK*BASIL****MI*1AA0AA0AA02", "AAA*N**72*C")
BENEFITS = ("EB*1**30*MA", "DTP*291*D8*20130301", "EB*C**30*MB**29*144.5", "DTP*291*RD8*20260101-20261231")
SETTINGS = """
[profiles.clinic]
environment = "practice"
store = "{store}"
{more}
[[profiles.clinic.providers]]
organisation = "Practice Family Clinic"
npi = "1234567893"
[profiles.clinic.identity]
organisation_url = "https://id.invalid"
issuer = "https://id.invalid/oauth2/x"
client_id = "spot-tui"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    configure(tmp_path)
    return tmp_path


def configure(home: Path, more: str = "") -> None:
    text = SETTINGS.format(store=home / "store", more=more)
    (home / "settings.toml").write_text(text, encoding="utf-8")


def run(home: Path, *arguments: str) -> int:
    parsed = build_parser("read").parse_args(["read", *arguments])
    parsed.config, parsed.profile = home / "settings.toml", "clinic"
    status: int = parsed.run(parsed)
    return status


def file(home: Path, text: str | bytes, name: str = "answer.271") -> str:
    path = home / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_an_answer_is_shown_as_the_screens_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, file(home, patient_text(*BENEFITS))) == 0
    out = capsys.readouterr().out
    assert "271: Eligibility answer" in out
    assert "QUILLFEATHER, ALMA R" in out
    assert all(f"\n{label}\n" in out for label in ("Summary", "Deductibles/Caps", "ACO REACH", "Other"))
    assert "$144.50" in out


def test_json_is_one_document_and_nothing_else(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = file(home, patient_text(*BENEFITS))
    assert run(home, "--json", name) == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert document["version"] == 1
    assert document["results"][0]["sha256"] == hashlib.sha256(Path(name).read_bytes()).hexdigest()
    assert document["results"][0]["eligibility"][0]["deductibles"][0]["amount"] == "144.5"
    assert printed.err == ""


def test_standard_input_is_read(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(patient_text(*BENEFITS).encode()))
    monkeypatch.setattr("sys.stdin", given)
    assert run(home, "-") == 0
    assert "QUILLFEATHER" in capsys.readouterr().out


def test_a_file_that_holds_a_reject_was_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = interchange_text(*PAYER, *PROVIDER, "AAA*Y**50*N")
    assert run(home, file(home, text)) == 0
    assert "REFUSED (50)" in capsys.readouterr().out


def test_a_refused_interchange_says_so_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, file(home, write_ta1(envelope(), "3", MADE, "R", "025"))) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "TA1: Interchange acknowledgement" in out
    assert "the control number was used before" in out


def test_oddities_are_told_with_segment_and_byte(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, file(home, patient_text(*BENEFITS).replace("GE*1*", "GE*3*"))) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Odd: GE says another number of transactions than there are: 3 / 1 (segment " in out
    assert ", byte " in out


@pytest.mark.parametrize(
    "data", [b"", b"<html>busy</html>", b"ISA*00*", bytes(range(256)) * 8, b"\x1b]0;x\x07"]
)
def test_what_cannot_be_read_is_a_problem_with_exit_code_8(
    home: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    assert run(home, file(home, data)) == EXIT_UNREADABLE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Data format" in printed.err
    assert "\x1b" not in printed.err


@pytest.mark.parametrize("name", ["absent.271", ".", "a\0b"])
def test_what_cannot_be_opened_is_a_problem_with_exit_code_8(
    home: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(home, str(home / name)) == EXIT_UNREADABLE
    assert "cannot be opened" in capsys.readouterr().err


def test_several_files_are_all_read_and_the_worst_code_is_given(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = file(home, patient_text(*BENEFITS))
    assert run(home, file(home, b"nothing", "broken"), right) == EXIT_UNREADABLE
    printed = capsys.readouterr()
    assert "QUILLFEATHER" in printed.out
    assert "broken" in printed.err


def test_json_of_several_files_names_the_unread_ones(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, broken = file(home, patient_text(*BENEFITS)), file(home, b"nothing", "broken")
    assert run(home, "--json", broken, right) == EXIT_UNREADABLE
    document = json.loads(capsys.readouterr().out)
    assert [(told["origin"], told["code"]) for told in document["unread"]] == [(broken, "file.unreadable")]
    assert [result["kind"] for result in document["results"]] == ["271"]


def test_a_name_cannot_steer_the_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = file(home, b"nothing", "\x1b[31mred")
    run(home, name, name)
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err


def records(home: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    parsed = build_parser("audit").parse_args(["audit", "search", "--json"])
    parsed.config, parsed.profile = home / "settings.toml", "clinic"
    capsys.readouterr()
    parsed.run(parsed)
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["records"]
    return found


def test_each_file_is_in_the_audit_log_by_its_hash_and_never_by_its_name(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, broken = file(home, patient_text(*BENEFITS), "secretname"), file(home, b"nothing", "broken")
    run(home, right, broken)
    found = [record for record in records(home, capsys) if record["event"] == "record.read"]
    assert [(record["outcome"], record.get("code", "")) for record in found] == [
        ("success", ""),
        ("format", "file.unreadable"),
    ]
    hashes = [record["details"]["file_sha256"] for record in found]  # type: ignore[index]
    assert hashes == [hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in (right, broken)]
    assert "secretname" not in json.dumps(found)
    assert "1AA0AA0AA01" not in json.dumps(found)


def test_nothing_is_shown_when_the_audit_log_cannot_be_written(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "store").write_text("in the way", encoding="utf-8")
    try:
        status = run(home, file(home, patient_text(*BENEFITS)))
    except Problem as problem:
        status = problem.exit_code
    assert status != 0
    assert "QUILLFEATHER" not in capsys.readouterr().out


def test_a_locked_terminal_reads_no_files_and_records_the_try(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(home, "kiosk.enabled = true")
    with pytest.raises(Problem) as raised:
        run(home, file(home, patient_text(*BENEFITS)))
    assert raised.value.code == "read.kiosk"
    assert capsys.readouterr().out == ""
    events = [record["event"] for record in records(home, capsys)]
    assert "role.denied" in events
    assert "record.read" not in events


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the project")
@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_every_sample_is_read(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    files = sorted(map(str, SAMPLES.glob("*/*")))
    assert run(home, *arguments, *files) == 0
    assert capsys.readouterr().err == ""


def test_no_more_is_read_than_will_be_looked_at(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spot_tui.backend.x12.reader.MOST_BYTES", 1000)
    assert len(command._open(file(home, b"x" * 5000)).data) == 1001


def two_patients() -> str:
    return interchange_text(*PAYER, *PROVIDER, *PATIENT, *BENEFITS, *SECOND)


def test_several_patients_are_listed_before_they_are_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    single = patient_text(*BENEFITS).replace("ALMA", "ZELDA")
    assert run(home, file(home, two_patients() + single)) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 patients\n")
    assert out.index("1AA0-AA0-AA02") < out.index("271: Eligibility answer")
    assert "Patient 3 of 3\nName                   QUILLFEATHER, ZELDA R" in out


def test_one_patient_and_one_tab_can_be_chosen(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = file(home, two_patients() + patient_text(*BENEFITS).replace("ALMA", "ZELDA"))
    assert run(home, "--only", "3", "--tab", "deductibles", name) == 0
    out = capsys.readouterr().out
    assert "QUILLFEATHER, ZELDA" in out
    assert "ALMA" not in out
    assert "BRAMBLEWICK" not in out
    assert "Deductibles/Caps" in out
    assert "ACO REACH" not in out


@pytest.mark.parametrize("number", ["4", "99"])
def test_a_number_that_the_file_does_not_have_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    assert run(home, "--only", number, file(home, advice_text(*WHOLE[:-30]))) != 0
    assert f"none with the number {number}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [("--only", "0"), ("--only", "x"), ("--tab", "moon"), ("--json", "--work"), ("--json", "--only", "1")],
)
def test_a_wrong_choice_is_a_wrong_use(home: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(home, *arguments, file(home, two_patients()))
    assert ended.value.code == EXIT_USAGE


def test_a_remittance_is_shown_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, file(home, advice_text(*WHOLE))) == 0
    out = capsys.readouterr().out
    assert "835: Remittance advice" in out
    assert "3 claims need work" in out
    assert all(f"Claim {number}: " in out for number in range(1, 6))


def test_below_procedure_codes_stands_whose_they_are_and_nowhere_else(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    owners = "CPT (c) American Medical Association.  CDT (c) American Dental Association."
    claim = (*CLINIC, *CLAIM_OF, "TRN*2*T-1", "STC*F1|65*20260110**200*160", "SVC*HC|99213*200*160")
    for text in (advice_text(*WHOLE), report_text(*claim)):
        assert run(home, file(home, text)) == 0
        assert capsys.readouterr().out.splitlines().count(owners) == 1
    assert run(home, file(home, patient_text(*BENEFITS))) == 0
    assert "(c)" not in capsys.readouterr().out


def test_of_a_remittance_only_what_needs_work_or_one_claim_is_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = file(home, advice_text(*WHOLE, more=(WHOLE,)))
    assert run(home, "--work", name) == 0
    out = capsys.readouterr().out
    assert "Claim 7: DENIED" in out
    assert "Claim 6: " not in out
    assert run(home, "--only", "7", name) == 0
    out = capsys.readouterr().out
    assert "Claim 7: DENIED" in out
    assert "Claim 2: " not in out


def test_json_of_a_remittance_has_decimal_strings_and_the_outcome(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, "--json", file(home, advice_text(*WHOLE))) == 0
    told = json.loads(capsys.readouterr().out)["results"][0]["remittance"]
    assert (told["amount"], told["totals"]["paid"]) == ("84.15", "102.9")
    assert told["claims"][1]["outcome"] == "denied"
    assert told["claims"][1]["lines"][0]["adjustments"][0]["reason"] == "50"


def test_an_advice_without_claims_is_shown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, file(home, advice_text(*HEAD))) == 0
    assert "No claim needs work." in capsys.readouterr().out


def test_nothing_of_a_remittance_is_in_the_audit_log(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(home, file(home, advice_text(*WHOLE)))
    text = json.dumps(records(home, capsys))
    assert not any(told in text for told in ("QUILLFEATHER", "1AA0AA0AA01", "ACCT-1", "2026310000001"))


EXAMPLES = 3000 if os.environ.get("SPOT_TUI_SOAK") else 60
GIVEN = (two_patients().encode(), advice_text(*WHOLE).encode())
FILES = (*GIVEN, *(path.read_bytes() for path in sorted(SAMPLES.glob("*/*"))))
PIECES = (
    b"~",
    b"*",
    b"~ST*835*1~",
    b"~CLP*",
    b"~SVC*",
    b"~EB*",
    b"~HL*9**22~",
    b"~CAS*CO*1*",
    b"\x1b",
    b"\xff",
    b"-9e9",
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_a_file_changed_anywhere_is_shown_without_control_characters_or_refused(
    given_bytes: bytes, data: st.DataObject
) -> None:
    changed = bytearray(given_bytes)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(changed)))
        cut = data.draw(st.integers(0, 10))
        changed[place : place + cut] = data.draw(st.sampled_from(PIECES))
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(Problem):
        results = read_results(bytes(changed), "a file", "00")
        View(Choice(), EligibilityRules(), day("2026-11-26"), str).show(results)
    assert "\x1b" not in out.getvalue()
