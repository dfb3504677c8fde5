"""`outbox` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal.journeys import command

SIGNED = ("--practice-user", "wren.applegarth", "--provider", "1234567893")


def test_an_empty_outbox_is_told_and_is_a_document(tmp_path: Path) -> None:
    ran = command(tmp_path, "outbox", "list", *SIGNED)
    assert (ran.returncode, ran.stdout.strip()) == (0, "Your outbox is empty.")
    ran = command(tmp_path, "outbox", "send", *SIGNED, "--device", "sms", "--json")
    assert json.loads(ran.stdout) == {"version": 1, "submissions": []}


def test_what_is_not_there_cannot_be_dropped(tmp_path: Path) -> None:
    ran = command(tmp_path, "outbox", "drop", "4711", *SIGNED, "--json")
    assert ran.returncode == 5
    assert json.loads(ran.stdout)["problem"]["code"] == "outbox.unknown"
