from __future__ import annotations

from pathlib import Path

from tests.terminal.test_crash import small_app


def test_keys_that_arrive_at_once_go_to_their_own_fields(tmp_path: Path) -> None:
    with small_app(tmp_path, "fields") as line:
        line.wait_for("ready")
        line.type("wren\tsecret\tend")
        line.wait_for("end")
        assert [row.strip("▊▎ ") for row in line.rows if "wren" in row or "end" in row] == ["wren", "end"]
        assert b"secret" not in line.received


def test_many_keys_at_once_arrive_in_order(tmp_path: Path) -> None:
    text = "".join(chr(ord("a") + place % 26) for place in range(60))
    with small_app(tmp_path, "fields") as line:
        line.wait_for("ready")
        line.type(text)
        line.wait_for(text)
