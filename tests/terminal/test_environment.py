from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from spot_tui.terminal.environment import Surroundings, scrub
from tests.terminal.journeys import FIRST_SCREEN, kiosk
from tests.terminal.line import ROOT, Terminal, plain_environment
from tests.terminal.test_crash import SENTINEL, small_app

OPENERS = (
    *(
        "TEXTUAL",
        "TEXTUAL_LOG",
        "TEXTUAL_DRIVER",
        "TEXTUAL_PRESS",
        "TEXTUAL_SCREENSHOT",
        "TEXTUAL_ALLOW_SIGNALS",
    ),
    *("RICH_THEME", "PYTHONPATH", "PYTHONINSPECT", "PYTHONBREAKPOINT", "SSLKEYLOGFILE", "ESCDELAY"),
    *("http_proxy", "HTTPS_PROXY", "all_proxy", "NO_PROXY", "FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"),
)


@pytest.mark.parametrize("name", OPENERS)
def test_variable_that_could_open_the_program_is_dropped(name: str) -> None:
    environment = {name: "1", "TERM": "xterm", "SPOT_TUI_CONFIG": "x", "LANG": "C"}
    scrub(environment)
    assert environment == {"TERM": "xterm", "SPOT_TUI_CONFIG": "x", "LANG": "C"}


def test_what_the_terminal_said_is_read_before_it_is_dropped() -> None:
    environment = {"TERM": "XTERM-256color", "COLORTERM": "truecolor", "NO_COLOR": "1", "LANG": "C.UTF-8"}
    assert scrub(environment) == Surroundings("xterm-256color", "truecolor", no_colour=True)
    assert environment == {"TERM": "XTERM-256color", "LANG": "C.UTF-8"}


def test_empty_no_color_is_none_at_all() -> None:
    assert not scrub({"NO_COLOR": ""}).no_colour


def prepared(code: str, **more: str) -> str:
    program = f"from spot_tui.terminal.environment import prepare; prepare()\n{code}"
    environment = {"PATH": os.environ["PATH"], **more}
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_process_writes_private_files_and_no_core(tmp_path: Path) -> None:
    code = f"""
import resource, os
open({str(tmp_path / "file")!r}, "w").close()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""
    assert prepared(code) == str((0, 0))
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert resource.getrlimit(resource.RLIMIT_CORE) is not None


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_process_hides_its_memory() -> None:
    code = "import ctypes; print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    assert prepared(code) == "0"


def test_switches_of_textual_have_no_effect(tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    switches = {
        "TEXTUAL": "devtools,debug",
        "TEXTUAL_LOG": str(log),
        "TEXTUAL_DRIVER": "no.such:Driver",
        "TEXTUAL_PRESS": "x,q",
        "TEXTUAL_SCREENSHOT": "0",
        "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
        "TEXTUAL_COLOR_SYSTEM": "none",
        "TEXTUAL_ALLOW_SIGNALS": "1",
    }
    with small_app(tmp_path, "field", switches=switches) as line:
        line.wait_for("ready", SENTINEL)
        line.press("ctrl+z", "ctrl+\\", "ctrl+c", "ctrl+q", "ctrl+p")
        line.press("tab", "z")
        line.wait_for("z")
        assert line.process.poll() is None
    assert not log.exists()
    assert not list(tmp_path.glob("*.svg"))


def test_python_does_not_go_on_after_the_program(tmp_path: Path) -> None:
    environment = plain_environment(tmp_path, PYTHONINSPECT="1")
    code = "from spot_tui.__main__ import main; import sys; sys.exit(main(['--version']))"
    with Terminal([sys.executable, "-c", code], environment) as line:
        assert line.wait_end() == 0
        assert ">>>" not in line.text


def test_first_screen_is_painted_before_what_it_does_not_need_is_loaded(tmp_path: Path) -> None:
    code = """
from spot_tui.terminal.environment import prepare
prepare()
import sys
from spot_tui.app import Kiosk
from spot_tui.backend.first_look import first_look
def painted(self):
    print(",".join(sys.modules))
    self.exit()
Kiosk._open_desk = painted
Kiosk(first_look(None, "practice"), None).run(headless=True)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=plain_environment(tmp_path),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(ran.stdout.strip().split(","))
    assert "textual" in loaded
    assert not loaded & {"httpx", "starlette", "uvicorn", "tinydb", "cryptography", "pyotp", "jwt", "sqlite3"}
    assert "pydantic" not in loaded


def test_settings_that_are_refused_end_the_program_with_the_file_and_the_key(tmp_path: Path) -> None:
    config = tmp_path / "spot-tui.toml"
    config.write_text("[display]\ncolour = 3\n", encoding="utf-8")
    with kiosk(tmp_path, "--config", str(config)) as line:
        assert line.wait_end() == 2
    assert "spot-tui.toml" in line.text
    assert "display.colour" in line.text


def test_keys_typed_ahead_of_the_services_wait_for_them(tmp_path: Path) -> None:
    with kiosk(tmp_path) as line:
        line.wait_for(FIRST_SCREEN)
        line.press("enter", "f5")
        line.wait_for("User ID")
