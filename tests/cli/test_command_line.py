from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from spot_tui.backend.problems import EXIT_USAGE
from spot_tui.cli.parser import GROUPS, build_parser
from tests.terminal.line import ROOT, plain_environment

SECRET = "hunter2-1EG4TE5MK73"


def run(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run_python(home, "-m", "spot_tui", *arguments, **variables)


def run_code(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    return run_python(home, "-c", code)


def run_python(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=plain_environment(home) | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def modules_after(code: str, home: Path) -> frozenset[str]:
    ran = run_code(home, f"{code}\nimport sys; print(','.join(sorted(sys.modules)))")
    assert ran.returncode == 0, ran.stderr
    return frozenset(ran.stdout.strip().splitlines()[-1].split(","))


def test_help_lists_every_command(tmp_path: Path) -> None:
    ran = run(tmp_path, "--help")
    assert ran.returncode == 0
    assert all(re.search(rf"^\s+{group}\s", ran.stdout, re.MULTILINE) for group in GROUPS)


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["eligibility"], ["audit", "nonsense"]])
def test_wrong_use_is_2_and_says_where_help_is(tmp_path: Path, arguments: Sequence[str]) -> None:
    ran = run(tmp_path, *arguments)
    assert ran.returncode == EXIT_USAGE
    assert ran.stdout == ""
    assert "--help" in ran.stderr


@pytest.mark.parametrize(
    "typed",
    [
        *(["--ssn=666-00-0001"], ["--ssn", "666000001"], ["666 00 0001"], ["--json", "x666000001"]),
        *(["666", "00", "0001"], ["--born=3/2/48"]),
    ],
)
def test_a_number_that_was_typed_in_a_wrong_place_is_not_repeated(
    tmp_path: Path, typed: Sequence[str]
) -> None:
    ran = run(tmp_path, "mbi", "lookup", *typed)
    assert ran.returncode == EXIT_USAGE
    assert not re.search(r"\d", ran.stderr)


def test_what_was_typed_wrong_cannot_steer_the_terminal(tmp_path: Path) -> None:
    ran = run(tmp_path, "\x1b[2J\x9b31m")
    assert ran.returncode == EXIT_USAGE
    assert "\x1b" not in ran.stderr
    assert "\x9b" not in ran.stderr


@pytest.mark.parametrize("place", ["before", "after"])
def test_profile_may_stand_before_or_after_the_command(tmp_path: Path, place: str) -> None:
    option, command = ["--profile", "nowhere"], ["audit", "verify"]
    ran = run(tmp_path, *(option + command if place == "before" else command + option))
    assert ran.returncode == EXIT_USAGE
    assert "There is no profile nowhere" in ran.stderr


def test_problem_is_printed_once_with_what_to_do(tmp_path: Path) -> None:
    ran = run(tmp_path, "audit", "verify", "--config", str(tmp_path / "none.toml"))
    assert ran.returncode == EXIT_USAGE
    assert ran.stdout == ""
    assert ran.stderr.count("cannot be read") == 1
    assert "start without --config" in ran.stderr


def test_kiosk_without_a_terminal_says_so_and_names_the_commands(tmp_path: Path) -> None:
    ran = run(tmp_path)
    assert ran.returncode == EXIT_USAGE
    assert "need a terminal" in ran.stderr
    assert "spot-tui eligibility check" in ran.stderr


def test_internal_error_shows_an_incident_and_no_data(tmp_path: Path) -> None:
    code = f"""
import sys
from spot_tui import cli
def fail(*_):
    password = {SECRET!r}
    raise RuntimeError(password)
cli._run = fail
from spot_tui.__main__ import main
sys.exit(main(["read"]))
"""
    ran = run_code(tmp_path, code)
    assert ran.returncode == 1
    assert "incident" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert SECRET not in ran.stdout + ran.stderr
    (report,) = (tmp_path / "state" / "spot-tui" / "incidents").iterdir()
    assert SECRET not in report.read_text()


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    code = """
import sys
from spot_tui.cli.output import show
from spot_tui import cli
def much(*_):
    for _ in range(20000):
        show("x" * 80)
    return 0
cli._run = much
from spot_tui.__main__ import main
sys.exit(main(["read"]))
"""
    reader, writer = os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        env=plain_environment(tmp_path),
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    os.read(reader, 100)
    os.close(reader)
    _, told = started.communicate(timeout=60)
    assert started.returncode == 0
    assert told == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_result_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "spot_tui", "audit", "verify", "--json"],
            env=plain_environment(tmp_path),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 7
    assert "cannot be written" in ran.stderr


def test_ctrl_c_ends_a_command_with_130(tmp_path: Path) -> None:
    code = """
import os, signal, sys, time
from spot_tui.cli import parser as typed
import argparse
def wait(arguments):
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(60)
def parser(named):
    made = argparse.ArgumentParser()
    made.add_argument("name")
    made.set_defaults(run=wait)
    return made
typed.build_parser = parser
from spot_tui.__main__ import main
sys.exit(main(["read"]))
"""
    ran = run_code(tmp_path, code)
    assert ran.returncode == 130
    assert ran.stderr == ""


@pytest.mark.parametrize("group", GROUPS)
def test_command_imports_neither_textual_nor_another_command(tmp_path: Path, group: str) -> None:
    loaded = modules_after(f"from spot_tui.cli.parser import build_parser; build_parser({group!r})", tmp_path)
    assert not loaded & {"textual", "rich", "httpx", "tinydb", "cryptography"}
    assert group == "sandbox" or not loaded & {"starlette", "uvicorn"}
    assert not {f"spot_tui.cli.{other}" for other in GROUPS if other != group} & loaded


def test_command_runs_without_textual(tmp_path: Path) -> None:
    code = """
from spot_tui.__main__ import main
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["audit", "verify", "--json"]) == 0
"""
    assert not modules_after(code, tmp_path) & {"textual", "rich"}


def test_command_on_the_wire_runs_without_textual(tmp_path: Path) -> None:
    code = """
from spot_tui.__main__ import main
import contextlib, io
signed = ["--practice-user", "wren.applegarth", "--provider", "1234567893"]
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["messages", "list", *signed, "--json"]) == 0
"""
    loaded = modules_after(code, tmp_path)
    assert "httpx" in loaded
    assert not loaded & {"textual", "rich"}


def test_json_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    ran = run(tmp_path, "audit", "verify", "--json")
    assert ran.returncode == 0
    json.loads(ran.stdout)


def test_every_group_has_its_help_before_it_is_loaded() -> None:
    assert all(group in build_parser(None).format_help() for group in GROUPS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["documents", "submit", "--help"], "uso: spot-tui documents submit"),
        (["help", "--page"], "se espera un argumento"),
        (["nonsense"], "elija entre"),
    ],
)
def test_a_variable_chooses_the_language_of_help_and_complaints(
    tmp_path: Path, arguments: Sequence[str], told: str
) -> None:
    ran = run(tmp_path, *arguments, SPOT_TUI_LANGUAGE="es")
    assert told in ran.stdout + ran.stderr


def test_the_settings_choose_the_language_of_complaints(tmp_path: Path) -> None:
    settings = tmp_path / "spot-tui.toml"
    settings.write_text('[display]\nlanguage = "es"\n', encoding="utf-8")
    assert "se espera un argumento" in run(tmp_path, "--config", str(settings), "help", "--page").stderr


def test_english_and_languages_that_are_not_there_load_no_translation(tmp_path: Path) -> None:
    code = """
import contextlib, io, os
os.environ["SPOT_TUI_LANGUAGE"] = "xx"
from spot_tui import words
from spot_tui.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    assert main(["audit", "verify", "--json"]) == 0
assert words._catalogue.cache_info().currsize == 0
"""
    assert run_code(tmp_path, code).returncode == 0
