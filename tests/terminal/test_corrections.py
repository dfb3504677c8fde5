"""A denied line in a real pseudo-terminal: found, understood, corrected, sent and followed."""

from __future__ import annotations

from pathlib import Path

from tests.backend.store.builders import records
from tests.terminal.journeys import go_home, kiosk, sign_in
from tests.terminal.line import Terminal

CLAIM = "9926000000103"
HOME_LOOKS = ("record.view", "waiting")
"""What the home screen asks for by itself: new messages and last days."""
REFUSED = "! A modifier has two letters or digits."


def open_claim(line: Terminal) -> None:
    """Go from home to the claim: searched by its number, both licence notices accepted."""
    line.press("5")
    line.wait_for("Home > Claims ", "Search")
    line.press("1")
    line.wait_for("Claim number")
    line.type(f"B\t\t\t\t{CLAIM}")
    line.press("f5")
    line.wait_for("1 claim ", CLAIM)
    line.press("enter")
    line.wait_for("Notice of the American Medical Association")
    line.press("f5")
    line.wait_for("Notice of the American Dental Association")
    line.press("f5")
    line.wait_for("Paid in part", "What to do next")


def understand_denial(line: Terminal) -> None:
    """Have the first line's denial explained, and go on to what can be done."""
    line.press("2")
    line.wait_for("99214", "denied")
    line.press("down", "f1")
    line.wait_for("Reason (CARC) 97", "What to do")
    line.press("f3")
    line.wait_for("[2:Lines]")
    line.press("f5")
    line.wait_for("Claim > Next step", "Claim correction")


def correct_line(line: Terminal) -> None:
    """Add a modifier to the first line; one that is none is refused right below its field."""
    line.press("1")
    line.wait_for("First name")
    line.type("Bertram\tThistlewick")
    line.press("f5")
    line.wait_for("Can be corrected until", "99214")
    line.press("enter")
    line.wait_for("Part 1 of 2")
    line.press("f8")
    line.wait_for("Part 2 of 2")
    line.type("2!\t")
    line.wait_for(REFUSED)
    field = next(number for number, row in enumerate(line.rows) if "Modifier 1" in row)
    assert REFUSED in line.rows[field + 1]
    line.press("f4")
    line.wait_until(lambda: REFUSED not in line.text, "the refusal gone")
    line.type("25")
    line.press("f5")
    line.wait_for("Modifier 1: (empty) -> 25", "F5 Review")


def seen(home: Path) -> list[tuple[str, str]]:
    """Return what was looked at and sent with success, by the audit log on this disk."""
    found = [
        (each["event"], each.get("details", {}).get("view", ""))
        for each in records(home / "data" / "spot-tui" / "practice")
        if each["outcome"] == "success" and each["event"] in ("record.search", "record.view", "record.submit")
    ]
    return [each for each in found if each != HOME_LOOKS]


def test_a_denied_line_is_found_understood_corrected_sent_and_followed(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        sign_in(line)
        go_home(line)
        open_claim(line)
        understand_denial(line)
        correct_line(line)
        line.press("f5")
        line.wait_for("Modifier 1  (empty)  25", "counts as received on", "F5 Send")
        line.press("f5")
        line.wait_for("Confirmation number: PC-10001", "F5 Continue")
        line.press("3")
        line.wait_for("> My corrections", "Submitted", "PC-10001", "F5 Ask again")
        line.press("enter")
        line.wait_for("Confirmation no.", "Modifier 1        25")
        line.press("f3")
        line.wait_for("F5 Ask again")
        assert seen(tmp_path)[-1] == ("record.view", "correction")
        line.press("f5")
        line.wait_until(lambda: seen(tmp_path)[-1] == ("record.search", "corrections"), "the status asked")
    assert seen(tmp_path) == [
        ("record.search", "claims B"),
        ("record.view", "claim"),
        ("record.search", "corrections"),
        ("record.submit", ""),
        ("record.search", "corrections"),
        ("record.view", "correction"),
        ("record.search", "corrections"),
    ]
