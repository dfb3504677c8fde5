"""From an inquiry to the same one again, in a real pseudo-terminal: guard, asking again, today's list."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_eligibility import KEPT
from tests.terminal.journeys import MBI, NAME, ask, audit_records, go_home, kiosk, sign_in

KEPT_ALIKE = ("--profile", "kept", "--config")


def test_what_was_asked_is_shown_again_until_it_is_asked_again(tmp_path: Path) -> None:
    settings = tmp_path / "spot-tui.toml"
    settings.write_text(KEPT)
    with kiosk(tmp_path, *KEPT_ALIKE, str(settings)) as line:
        sign_in(line)
        go_home(line)
        ask(line)
        assert "this is that answer" not in line.text
        line.press("f3")
        line.wait_for("Last date of service")
        line.press("f5")
        line.wait_for("by you; this is that answer. F5 asks again.", NAME)
        line.press("f5")
        line.wait_for("Nothing that is watched has changed", NAME)
        assert "this is that answer" not in line.text
        line.press("f3", "f3")
        line.wait_for("What would you like")
        line.press("4")
        line.wait_for("Your inquiries of today", "***AA01", "All 2")
        assert MBI not in line.text
        line.press("enter")
        line.wait_for("this is that answer", NAME)
        line.press("f9", "f9")
        line.wait_for("Choose your language")
    asked = [r for r in audit_records(tmp_path, *KEPT_ALIKE, str(settings)) if r["outcome"] == "success"]
    events = [(r["event"], r.get("details", {}).get("answer")) for r in asked]
    assert events.count(("record.search", "wire")) == 2
    assert events.count(("record.view", "kept")) == 2
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "practice" not in path.parts]
    for path in files:
        assert MBI.encode() not in path.read_bytes(), path
