"""`messages` against the practice portal: listed, read, and what came along kept as a file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.practice import SIGNED
from tests.terminal.journeys import audit_records, command

COLLEAGUE = ("--practice-user", "ida.corriveld", "--provider", "1234567893")


def test_messages_are_listed_and_what_came_along_is_kept(tmp_path: Path) -> None:
    ran = command(tmp_path, "messages", "list", "--view", "requests", *SIGNED)
    assert ran.returncode == 0, ran.stderr
    assert "* Request Records for claim 9926000000134 33 days left" in " ".join(ran.stdout.split())
    assert "Number PM-PRADR-0134" in ran.stdout
    ran = command(tmp_path, "messages", "show", "PM-PRADR-0134", *COLLEAGUE, "--json")
    (message,) = json.loads(ran.stdout)["messages"]
    assert (message["is_read"], message["letter"]) == (True, "PRADR-0134")
    ran = command(tmp_path, "messages", "save", "PM-PRADR-0134", *SIGNED, "--device", "sms")
    kept = Path(ran.stdout.removeprefix("Saved: ").strip())
    assert kept.read_bytes().startswith(b"%PDF-"), ran.stderr
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [r["details"]["document"] for r in audit_records(tmp_path) if r["event"] == "record.export"] == [
        "request-attachment",
        "request-attachment",
    ]
