"""`help`: pages by words and by name, with no session and whatever the settings are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_command_line import run


def test_words_show_the_page_that_fits_with_its_date_and_place(tmp_path: Path) -> None:
    ran = run(tmp_path, "help", "wrong", "device")
    assert ran.returncode == 0
    assert ran.stdout.startswith("My code is refused")
    assert "As of 02/29/2024. Part A and Part B. FL, PR, VI." in ran.stdout
    assert "Other pages with these words:" in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 132


def test_without_words_all_pages_are_listed(tmp_path: Path) -> None:
    ran = run(tmp_path, "help")
    assert "privacy-act" in ran.stdout
    assert "qmb" in ran.stdout


def test_a_page_by_its_name_as_json(tmp_path: Path) -> None:
    ran = run(tmp_path, "help", "--page", "qmb", "--json")
    (page,) = json.loads(ran.stdout)["pages"]
    assert (page["id"], page["date"], page["part"]) == ("qmb", "2024-02-29", "both")


def test_words_that_stand_nowhere_are_data_matching(tmp_path: Path) -> None:
    ran = run(tmp_path, "help", "zzzzqqq")
    assert ran.returncode == 5
    assert "zzzzqqq" in ran.stderr


def test_a_page_that_is_not_there_is_data_matching(tmp_path: Path) -> None:
    assert run(tmp_path, "help", "--page", "nothing").returncode == 5


def test_help_is_there_with_broken_settings(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("[profiles", encoding="utf-8")
    assert run(tmp_path, "--config", str(broken), "help", "qmb").returncode == 0
