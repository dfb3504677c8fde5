"""`outbox` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from spot_tui.words import say
from tests.cli.practice import SIGNED, switched_on
from tests.cli.test_corrections import MODIFIER_MISSING, NAMES, modifier
from tests.terminal.journeys import command

LICENCES = ("--accept-licenses",)


def test_an_empty_outbox_is_told_and_is_a_document(tmp_path: Path) -> None:
    ran = command(tmp_path, "outbox", "list", *SIGNED)
    assert (ran.returncode, ran.stdout.strip()) == (0, "Your outbox is empty.")
    ran = command(tmp_path, "outbox", "send", *SIGNED, "--device", "sms", "--json")
    assert json.loads(ran.stdout) == {"version": 1, "submissions": []}


def test_what_is_not_there_cannot_be_dropped(tmp_path: Path) -> None:
    ran = command(tmp_path, "outbox", "drop", "4711", *SIGNED, "--json")
    assert ran.returncode == 5
    assert json.loads(ran.stdout)["problem"]["code"] == "outbox.unknown"


def test_one_that_waits_is_shown_in_the_words_of_its_screen_and_dropped_by_a_yes(tmp_path: Path) -> None:
    with switched_on(tmp_path, "gateway.503", "/corrections"):
        changes = modifier(tmp_path, "59", **NAMES)
        ran = command(
            tmp_path, "corrections", "submit", MODIFIER_MISSING, changes, *SIGNED, *LICENCES, "--json"
        )
        (done,) = json.loads(ran.stdout)["submitted"]
        known = done["submission"]["id"][:8]
        shown = command(tmp_path, "outbox", "show", known, *SIGNED, "--device", "sms")
        assert shown.returncode == 0, shown.stderr
        for words in ("outbox.told.unconfirmed", "outbox.state.unconfirmed", "outbox.section.why"):
            assert say(words) in shown.stdout.replace("\n", " ")
        assert "Last day" in shown.stdout
        assert known in shown.stdout
        kept = command(tmp_path, "outbox", "drop", known, *SIGNED, "--device", "sms", "--json")
        assert (kept.returncode != 0, json.loads(kept.stdout)["problem"]["code"]) == (
            True,
            "outbox.unconfirmed",
        )
        gone = command(tmp_path, "outbox", "drop", known, *SIGNED, "--device", "sms", "--unconfirmed")
        assert gone.returncode == 0, gone.stderr
        none = command(tmp_path, "outbox", "show", known, *SIGNED, "--device", "sms")
        assert none.returncode == 5
