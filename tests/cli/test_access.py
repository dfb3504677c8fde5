"""`access` against the practice portal: asked, decided, followed, certified and ended on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.journeys import audit_records, command

APPROVER, CLERK, NEW, WAITING = "otis.barnabeck", "ida.corriveld", "owen.hartlebury", "petra.islingwood"
PROVIDER = ("--provider", "1234567893")
REQUEST = {
    "role": "end user",
    "street": "100 Practice Way",
    "city": "Jacksonville",
    "state": "FL",
    "zip": "32202",
    "reason": "New at the front desk",
}
OPTIONS = tuple(part for name, value in REQUEST.items() for part in (f"--{name}", value))


def access(
    home: Path, user: str, *arguments: str, device: str = "", given: str | None = None, status: int = 0
) -> Any:
    """Run a command. A device gives no second code within half a minute, so each time another is named."""
    chosen = ("--device", device) if device else ()
    signing = ("--practice-user", user, *PROVIDER, *chosen)
    ran = command(home, "access", *arguments, *signing, "--json", given=given)
    assert ran.returncode == status, ran.stderr
    return json.loads(ran.stdout)


def test_a_request_is_sent_and_waits_for_the_approver(tmp_path: Path) -> None:
    sent = access(tmp_path, NEW, "request", "--no-role", *OPTIONS)["request"]
    assert (sent["status"], sent["tin_ending"], sent["decided_at"]) == ("pending", "00001", None)
    waiting = access(tmp_path, APPROVER, "list", device="sms")["waiting"]
    assert {request["number"] for request in waiting} == {sent["number"], "PR-20017"}


def test_who_is_approved_can_sign_in(tmp_path: Path) -> None:
    decided = access(tmp_path, APPROVER, "approve", "PR-20017", device="voice")["request"]
    assert (decided["status"], decided["decided_by"]) == ("approved", APPROVER)
    listed = access(tmp_path, WAITING, "list")
    assert [role["status"] for role in listed["roles"]] == ["active"]
    assert listed["waiting"] is None
    events = [record["event"] for record in audit_records(tmp_path)]
    assert events.count("access.approve") == 2


def turned_away(home: Path, *arguments: str) -> tuple[str, str]:
    """Return the code of the problem with which a sign-in without a role ends, and what else is told."""
    ran = command(home, *arguments, "--practice-user", WAITING, *PROVIDER, "--json")
    assert ran.returncode == 6, ran.stderr
    return json.loads(ran.stdout)["problem"]["code"], ran.stderr


def test_a_second_command_knows_that_the_first_was_turned_away(tmp_path: Path) -> None:
    codes = [turned_away(tmp_path, "access", "list")[0] for _ in range(2)]
    assert codes == ["identity.not_assigned", "identity.still_not_assigned"]


@pytest.mark.parametrize("verb", [("access", "list"), ("eligibility", "check")])
def test_who_is_turned_away_is_told_what_shows_why(tmp_path: Path, verb: tuple[str, str]) -> None:
    _, told = turned_away(tmp_path, *verb)
    assert "spot-tui --profile practice access list --no-role shows" in told


def test_a_request_as_json_on_standard_input(tmp_path: Path) -> None:
    text = json.dumps(REQUEST | {"tin": "000000009"})
    sent = access(tmp_path, NEW, "request", "-", "--no-role", given=text)["request"]
    assert sent["mismatches"] == ["tin"]


def test_an_approver_denies_certifies_and_ends(tmp_path: Path) -> None:
    why = ("--reason", "Nobody knows her")
    denied = access(tmp_path, APPROVER, "deny", "PR-20017", *why, device="sms")["request"]
    assert denied["decision_reason"] == "Nobody knows her"
    members = access(tmp_path, APPROVER, "list", device="voice")["members"]
    role = next(role for role in members if role["user_id"] == CLERK)
    certified = access(tmp_path, APPROVER, "certify", role["id"], device="email")["role"]
    assert certified["certify_by"] > role["certify_by"]
    ended = access(tmp_path, APPROVER, "end", role["id"], "--reason", "She left", device="authenticator")[
        "role"
    ]
    assert ended["status"] == "ended"


def test_a_list_in_words_says_whom_to_ask_and_what_to_quote(tmp_path: Path) -> None:
    ran = command(tmp_path, "access", "list", "--no-role", "--practice-user", WAITING, *PROVIDER)
    assert ran.returncode == 0, ran.stderr
    assert "PR-20017  waits for a decision: end user at Practice Family Clinic" in ran.stdout
    assert f"Ask your organization's approver; quote user ID {WAITING} and number PR-20017." in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("request", "--role", "boss"), 4, "access.role_choice"),
        (("request", "--npi", "1234567890"), 4, "npi.check"),
        (("deny", "PR-20017", "--reason", "x" * 201), 4, "text.length"),
    ],
)
def test_a_wrong_option_is_told_before_anybody_signs_in(
    tmp_path: Path, arguments: tuple[str, ...], status: int, code: str
) -> None:
    assert access(tmp_path, NEW, *arguments, status=status)["problem"]["code"] == code
    assert not [record for record in audit_records(tmp_path) if record["event"].startswith("auth")]


def test_what_is_missing_without_a_terminal_is_incomplete(tmp_path: Path) -> None:
    told = access(tmp_path, NEW, "request", "--no-role", *OPTIONS[:-2], status=3)
    assert (told["problem"]["code"], told["problem"]["fields"]) == ("field.missing", ["reason"])


def test_the_tax_number_is_never_an_option(tmp_path: Path) -> None:
    assert command(tmp_path, "access", "request", "--tin", "000000001").returncode == 2


def test_an_act_of_approvers_is_refused_to_others(tmp_path: Path) -> None:
    told = access(tmp_path, WAITING, "approve", "--no-role", "PR-20017", status=6)
    assert told["problem"]["code"] == "access.not_approver"
