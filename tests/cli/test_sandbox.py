"""`sandbox serve` and `sandbox reset` as a user types them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from spot_tui.backend.clock import SystemClock
from tests.backend.store.builders import SetClock, records
from tests.sandbox.core_requests import USUAL, soap
from tests.sandbox.test_core_layers import SOAP_TYPE
from tests.wire.core_desk import Question, patient


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def spot(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spot_tui", "sandbox", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def served(
    environment: dict[str, str], *arguments: str, profile: str = "practice"
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    chosen = ("--profile", profile)
    command = [sys.executable, "-m", "spot_tui", *chosen, "sandbox", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            first = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", first)
            assert found, first
            yield process, found.group()
        finally:
            process.kill()


def fetch(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: dict[str, object] = json.load(answer)
        return body


def test_it_serves_until_it_is_ended_and_says_nothing_of_what_passes(environment: dict[str, str]) -> None:
    with served(environment, "--latency", "1", "--fault", "core.503") as (process, url):
        assert fetch(f"{url}/.well-known/okta-organization")["pipeline"] == "v1"
        assert fetch(f"{url}/practice/passcode?user=wren.applegarth&device=smspractice000002")
        on = fetch(f"{url}/practice/faults")["faults"]
        assert on == [{"name": "core.503", "path": "", "times": None}]
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        rest = process.stderr.read()
        assert process.wait(30) == 128 + signal.SIGTERM
    assert rest == "Fault switched on: core.503\n"
    with served(environment) as (_, url):
        assert fetch(f"{url}/practice/faults")["faults"] == []
        assert fetch(f"{url}/practice/switches")["latency_ms"] == "0"


def test_the_world_is_not_reset_while_it_is_served(environment: dict[str, str], tmp_path: Path) -> None:
    with served(environment):
        refused = spot(environment, "reset")
        assert refused.returncode == 7
        assert "in use" in refused.stderr
    done = spot(environment, "reset")
    assert (done.returncode, done.stdout) == (0, "The made-up world starts over.\n")
    assert not list(tmp_path.rglob("world.sqlite"))


def test_a_reset_is_recorded(environment: dict[str, str], tmp_path: Path) -> None:
    assert spot(environment, "reset").returncode == 0
    found = records(tmp_path / "spot-tui" / "practice")
    outcomes = [record["outcome"] for record in found if record["event"] == "sandbox.reset"]
    assert outcomes == ["pending", "success"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--host", "0.0.0.0"], 3, "need a certificate"),
        (["--host", "0.0.0.0", "--certificate", "missing.pem", "--key", "missing.pem"], 7, "cannot be used"),
        (["--host", "999.1.1.1", "--certificate", "a", "--key", "b"], 7, "cannot listen"),
        (["--client-authority", "ca.pem"], 3, "need a certificate"),
        (["--port", "70000"], 2, "from 0 to 65535"),
        (["--latency", "-5"], 2, "--latency"),
        (["--fault", "nonsense"], 2, "--fault"),
    ],
)
def test_a_wrong_use_is_refused(
    environment: dict[str, str], arguments: list[str], status: int, words: str
) -> None:
    refused = spot(environment, "serve", "--port", "0", *arguments)
    assert refused.returncode == status
    assert words in refused.stderr


def test_it_runs_the_engine_that_is_asked_for_and_keeps_it(environment: dict[str, str]) -> None:
    with served(environment, "--engine", "idx") as (_, url):
        assert fetch(f"{url}/.well-known/okta-organization")["pipeline"] == "idx"
    with served(environment) as (_, url):
        assert fetch(f"{url}/.well-known/okta-organization")["pipeline"] == "idx"


OLDER = """
[profiles.older]
environment = "practice"
providers = [{ organisation = "Practice Family Clinic", npi = "1234567893" }]
portal = { layout = "hets-2014", first_names = "first-initial" }

[profiles.older.identity]
organisation_url = "http://127.0.0.1:1"
issuer = "http://127.0.0.1:1/oauth2/practice"
client_id = "spot-tui-practice"
"""


def answer_about(url: str, *, control: int) -> str:
    """Ask about a made-up person of an Advantage plan by the first letter of her first name."""
    now = SetClock(SystemClock().now())
    rows = {
        "patient": patient("1AA0AA0AA06", "PEPPERCORNE", "E"),
        "DMG": ("DMG", "D8", "19500914"),
        "DTP": ("DTP", "291", "D8", f"{now.now():%Y%m%d}"),
    }
    body = soap(USUAL | {"Payload": Question(now, control, rows=dict(rows)).write()})
    request = urllib.request.Request(f"{url}/core/soap", body, {"Content-Type": SOAP_TYPE})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def test_it_answers_as_the_profile_says(environment: dict[str, str], tmp_path: Path) -> None:
    settings = tmp_path / "older.toml"
    settings.write_text(OLDER)
    environment["SPOT_TUI_CONFIG"] = str(settings)
    with served(environment, profile="older") as (_, url):
        older = answer_about(url, control=1)
    with served(environment) as (_, url):
        usual = answer_about(url, control=2)
    assert "EB*R**30*HN" in older
    assert "AAA*N**73*C" in usual
