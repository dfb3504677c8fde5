"""What a profile's settings make of its sessions."""

from __future__ import annotations

from pathlib import Path

import pytest

from spot_tui.backend.problems import Problem
from spot_tui.backend.session_rules import SessionRules
from spot_tui.desk import open_desk
from spot_tui.settings import Kiosk, load, practice_profile


@pytest.mark.parametrize(
    ("kiosk", "renew_token", "expected"),
    [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
)
def test_a_refresh_token_is_asked_for_outside_kiosk_mode_only(
    tmp_path: Path, kiosk: bool, renew_token: bool, expected: bool
) -> None:
    profile = practice_profile().model_copy(
        update={
            "store": tmp_path,
            "kiosk": Kiosk(enabled=kiosk),
            "session": SessionRules(renew_token=renew_token),
        }
    )
    assert open_desk("practice", profile).sessions.wants_refresh is expected


def test_a_session_longer_than_the_portals_own_stops_the_start_with_its_key(tmp_path: Path) -> None:
    path = tmp_path / "spot-tui.toml"
    path.write_text(
        """
        [profiles.office]
        environment = "practice"
        providers = [{organisation = "Practice Family Clinic", npi = "1234567893"}]
        identity = {organisation_url = "https://id.example", issuer = "https://id.example/a", client_id = "c"}
        session = {end_minutes = 31}
        """
    )
    with pytest.raises(Problem) as caught:
        load(path)
    assert caught.value.code == "settings.invalid"
    assert caught.value.parameters["key"] == "profiles.office.session.end_minutes"


def test_times_out_of_order_stop_the_start_and_the_reason_names_them(tmp_path: Path) -> None:
    path = tmp_path / "spot-tui.toml"
    path.write_text(
        """
        [profiles.office]
        providers = [{organisation = "Practice Family Clinic", npi = "1234567893"}]
        identity = {organisation_url = "https://id.example", issuer = "https://id.example/a", client_id = "c"}
        session = {warn_minutes = 15}
        """
    )
    with pytest.raises(Problem) as caught:
        load(path)
    assert "warn_minutes" in str(caught.value.parameters["reason"])
