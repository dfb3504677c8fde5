"""The files of the kit are what the programs that read them take."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spot_tui.settings import load
from tests.operator.kit import KIT, install

PARTS = ("ssh", "tty", "practice", "uploads")
UNITS = sorted(KIT.glob("*/etc/systemd/system/*.service"))
SYSCTLS = sorted(KIT.glob("*/etc/sysctl.d/*.conf"))
GUIDE = KIT.parent / "docs" / "operator"


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_install_copies_the_common_part_and_those_named(tmp_path: Path) -> None:
    install(tmp_path, "uploads")
    assert files(tmp_path) == files(KIT / "common") | files(KIT / "uploads")


def test_only_programs_are_executable(tmp_path: Path) -> None:
    install(tmp_path, *PARTS)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()}
    assert modes == {name: 0o755 if name == "spot-tui-kiosk" else 0o644 for name in modes}


def test_install_keeps_the_choices_of_the_operator(tmp_path: Path) -> None:
    install(tmp_path)
    chosen = tmp_path / "etc" / "spot-tui" / "kiosk.conf"
    chosen.write_text("profile=clinic\n")
    install(tmp_path)
    assert chosen.read_text() == "profile=clinic\n"


def test_part_that_does_not_exist_installs_nothing(tmp_path: Path) -> None:
    ran = subprocess.run(
        [KIT / "install", "ssh", "kisok"],
        env={"PATH": "/usr/bin:/bin", "ROOT": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "no part kisok" in ran.stderr
    assert files(tmp_path) == set()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_unit(tmp_path: Path, unit: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    text = unit.read_text()
    for program in re.findall(r"(?m)^ExecStart=(/(?:opt|usr/local)/\S+)", text):
        text = text.replace(program, sys.executable)
    copy = tmp_path / unit.name
    copy.write_text(text)
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_unit_that_is_wrong_would_be_noticed(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    copy = tmp_path / "wrong.service"
    copy.write_text(UNITS[0].read_text().replace("ProtectHome=", "ProtectHouse="))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False
    )
    assert "ProtectHouse" in ran.stderr


def test_accounts_are_made_with_the_login_as_shell_or_none(tmp_path: Path) -> None:
    if not shutil.which("systemd-sysusers"):
        pytest.skip("systemd-sysusers is not on this machine")
    install(tmp_path, "practice")
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], capture_output=True, check=True)
    accounts = [line.split(":") for line in (tmp_path / "etc" / "passwd").read_text().splitlines()]
    assert {name: shell for name, *_, shell in accounts if name.startswith("spot-tui")} == {
        "spot-tui": "/usr/local/bin/spot-tui-kiosk",
        "spot-tui-practice": "/usr/sbin/nologin",
    }


@pytest.mark.parametrize("file", SYSCTLS, ids=lambda file: file.name)
def test_sysctl_has_a_key_and_a_value_on_each_line(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if re.fullmatch(r"-?[a-z0-9_.-]+ = \w[\w ]*", line)] == lines


def test_uploads_may_use_what_the_settings_ask_for_by_default() -> None:
    from spot_tui.settings import practice_profile

    wanted = practice_profile().uploads.congestion
    allowed = (KIT / "uploads" / "etc" / "sysctl.d" / "60-spot-tui-uploads.conf").read_text()
    assert wanted in allowed.rpartition("=")[2].split()
    assert f"tcp_{wanted}" in (KIT / "uploads" / "etc" / "modules-load.d" / "spot-tui.conf").read_text()


def test_settings_for_training_are_a_locked_kiosk_over_the_served_portal() -> None:
    profile = load(KIT / "practice" / "etc" / "spot-tui" / "practice.toml").profiles["training"]
    unit = (KIT / "practice" / "etc" / "systemd" / "system" / "spot-tui-practice.service").read_text()
    port = re.search(r"--port (\d+)", unit)
    assert port is not None
    assert profile.kiosk.enabled
    assert profile.identity.organisation_url == f"http://127.0.0.1:{port[1]}"


@pytest.mark.parametrize("part", PARTS)
def test_every_file_of_the_kit_is_explained(part: str) -> None:
    told = "".join(page.read_text() for page in GUIDE.glob("*.md"))
    for name in files(KIT / part) | files(KIT / "common"):
        assert f"/{name}" in told, f"docs/operator says nothing of /{name}"
