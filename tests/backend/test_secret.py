from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.secret import MOST_BYTES, read_secret
from spot_tui.backend.upstreams import SecretLocation


def secret_file(folder: Path, content: bytes = b"s3cret\n", mode: int = 0o600) -> SecretLocation:
    path = folder / "core-password"
    path.write_bytes(content)
    path.chmod(mode)
    return SecretLocation(file=path)


def test_a_file_gives_its_text_without_the_line_end(tmp_path: Path) -> None:
    assert read_secret(secret_file(tmp_path, b" s3cret \r\n")) == " s3cret "


def test_a_variable_gives_its_value() -> None:
    location = SecretLocation(environment="SPOT_TUI_CORE_PASSWORD")
    assert read_secret(location, {"SPOT_TUI_CORE_PASSWORD": "s3cret"}) == "s3cret"


def test_a_systemd_credential_is_read_from_its_folder_alone(tmp_path: Path) -> None:
    secret_file(tmp_path)
    inside = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_secret(SecretLocation(credential="core-password"), inside) == "s3cret"
    outside = {"CREDENTIALS_DIRECTORY": str(tmp_path / "deeper")}
    with pytest.raises(Problem):
        read_secret(SecretLocation(credential="../core-password"), outside)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(Problem) as refused:
        read_secret(secret_file(tmp_path, mode=mode))
    assert "0600" in str(refused.value.parameters["reason"])


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"x" * (MOST_BYTES + 1)])
def test_a_file_without_a_usable_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read_secret(secret_file(tmp_path, content))
    assert refused.value.code == "core.password"


@pytest.mark.parametrize(
    "location",
    [
        SecretLocation(file=Path("/nonexistent/core-password")),
        SecretLocation(environment="SPOT_TUI_CORE_PASSWORD"),
        SecretLocation(credential="core-password"),
    ],
)
def test_a_missing_secret_is_refused_with_its_place(location: SecretLocation) -> None:
    with pytest.raises(Problem) as refused:
        read_secret(location, {})
    assert refused.value.parameters["place"]
