from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from spot_tui.backend.store.vault import Change, Vaults
from tests.terminal.journeys import command, portal_over_tcp
from tests.terminal.line import Terminal, plain_environment

HETS = """
[profiles.office]
providers = [{ organisation = "Practice Family Clinic", npi = "1234567893" }]

[profiles.office.identity]
organisation_url = "https://127.0.0.1:1"
issuer = "https://127.0.0.1:1/oauth2/practice"
client_id = "spot-tui-practice"

[profiles.office.eligibility]
url = "https://127.0.0.1:1/core/soap"
sender_id = "PRACTICE"
"""


def findings(
    home: Path, *options: str, arguments: tuple[str, ...] = ()
) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = command(home, *options, "doctor", "--json", *arguments)
    document = json.loads(ran.stdout)
    assert document["exit_code"] == ran.returncode
    return ran.returncode, {found["id"]: found for found in document["findings"]}


def test_fresh_machine_has_nothing_to_mend(tmp_path: Path) -> None:
    status, found = findings(tmp_path)
    assert status == 0
    wanted = {"identity.engine.served", "eligibility.x12.read", "claims.x12.read", "gateway.gateway.speaks"}
    assert wanted | {"clock.right", "store.new"} <= found.keys()


def test_services_over_tcp_are_asked(tmp_path: Path) -> None:
    with portal_over_tcp(tmp_path) as settings:
        status, found = findings(tmp_path, "--profile", "served", "--config", str(settings))
        posts, without = findings(
            tmp_path, "--profile", "served", "--config", str(settings), arguments=("--no-send",)
        )
    assert status == posts == 0
    assert found["eligibility.line.plain"]["layer"] == "line"
    assert found["eligibility.envelope.accepted"]["state"] == "good"
    assert without["eligibility.envelope.not_sent"]["state"] == "note"


def test_services_that_are_away_are_told_and_the_us_address_rule(tmp_path: Path) -> None:
    settings = tmp_path / "office.toml"
    settings.write_text(HETS)
    status, found = findings(tmp_path, "--profile", "office", "--config", str(settings))
    assert status == 7
    assert (found["check.refused"]["state"], found["check.refused"]["layer"]) == ("bad", "line")
    assert found["clock.unknown"]["state"] == "note"
    assert "United States" in found["settings.hets"]["fix"]


def test_the_first_layer_that_fails_is_named_in_words(tmp_path: Path) -> None:
    settings = tmp_path / "office.toml"
    settings.write_text(HETS)
    ran = command(tmp_path, "--profile", "office", "--config", str(settings), "doctor")
    told = " ".join(ran.stdout.split())
    assert "BAD line HETS: at 127.0.0.1, port 1, nothing listens" in told
    assert "line is the first layer that fails; what lies behind it was not tried." in told
    assert "To be mended: 2." in told


def test_settings_that_are_wrong_are_a_finding(tmp_path: Path) -> None:
    settings = tmp_path / "office.toml"
    settings.write_text(HETS.replace("sender_id", "sender"))
    status, found = findings(tmp_path, "--config", str(settings))
    assert status == 2
    assert "profiles.office.eligibility" in found["settings.invalid"]["what"]


def test_files_of_licensed_words_are_read(tmp_path: Path) -> None:
    words, settings = tmp_path / "cpt.txt", tmp_path / "settings.toml"
    table = f"""[[profiles.office.licences.descriptors]]
codes = "cpt"
file = "{words}"
"""
    settings.write_text(HETS + table)
    words.write_text("99213\tVisit\n")
    chosen = ("--config", str(settings), "--profile", "office")
    _, found = findings(tmp_path, *chosen)
    assert "1 licensed words" in found["settings.licences"]["what"]
    words.write_text("99213 Visit\n")
    _, found = findings(tmp_path, *chosen)
    assert "line 1" in found["licences.file"]["what"]


def test_files_of_rules_are_read(tmp_path: Path) -> None:
    days, settings = tmp_path / "days.toml", tmp_path / "settings.toml"
    settings.write_text(HETS + f'[profiles.office.deadline_rules]\nholidays = "{days}"\n')
    days.write_text('source = "letter"\ndated = 2026-01-01\nholiday = []\n')
    chosen = ("--config", str(settings), "--profile", "office")
    _, found = findings(tmp_path, *chosen)
    assert "0 holidays" in found["settings.rules"]["what"]
    days.write_text('source = "letter"\n')
    _, found = findings(tmp_path, *chosen)
    assert "dated" in found["rules.file"]["what"]


def test_damaged_audit_log_is_the_worst_finding(tmp_path: Path) -> None:
    command(tmp_path, "eligibility", "check", "--practice-user", "wren.applegarth", "--mbi", "x")
    (segment,) = (tmp_path / "data" / "spot-tui" / "practice" / "audit").rglob("*.jsonl")
    damaged = segment.read_bytes().replace(b'"audit.start"', b'"audit.stop!"')
    assert damaged != segment.read_bytes()
    segment.write_bytes(damaged)
    status, found = findings(tmp_path)
    assert status == 9
    assert found["audit.broken"]["state"] == "bad"


def store_with_drafts(home: Path) -> Path:
    """Keep two people's drafts where the practice profile keeps its own; return one of their files."""
    store = home / "data" / "spot-tui" / "practice"
    command(home, "audit", "verify")
    vaults = Vaults(store)
    for owner in ("sub-wren", "sub-otis"):
        vaults.of(owner).apply([Change("drafts", number, {"n": number}) for number in (1, 2)])
    path = vaults.of("sub-wren").path
    vaults.close()
    return path


def test_drafts_are_opened_and_proved(tmp_path: Path) -> None:
    store_with_drafts(tmp_path)
    status, found = findings(tmp_path)
    assert status == 0
    assert "4 sealed lines in 2 vaults" in found["store.vaults"]["what"]


def test_damaged_drafts_are_told_and_left_as_they_are(tmp_path: Path) -> None:
    path = store_with_drafts(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(reversed(lines)))
    before = path.read_bytes()
    status, found = findings(tmp_path)
    assert status == 9
    assert path.name in found["vault.broken"]["what"]
    assert "store.vaults" not in found
    assert path.read_bytes() == before


def test_drafts_that_were_removed_are_told(tmp_path: Path) -> None:
    store_with_drafts(tmp_path).unlink()
    status, found = findings(tmp_path)
    assert (status, found["vault.broken"]["state"]) == (9, "bad")


def test_store_that_others_can_reach_is_told(tmp_path: Path) -> None:
    command(tmp_path, "audit", "verify")
    store = tmp_path / "data" / "spot-tui" / "practice"
    store.chmod(0o755)
    _, found = findings(tmp_path)
    assert str(store) in found["store.open"]["what"]


def test_terminal_is_looked_at(tmp_path: Path) -> None:
    with Terminal(["spot-tui", "doctor"], plain_environment(tmp_path), columns=70, rows=20) as line:
        line.wait_for("Nothing has to be mended")
        assert b"70 columns and 20 rows" in line.received
        assert b"xterm-256color" in line.received


def test_looking_changes_nothing_in_the_store(tmp_path: Path) -> None:
    findings(tmp_path)
    assert not list((tmp_path / "data" / "spot-tui" / "practice").rglob("*.jsonl"))


def test_what_documents_need_is_looked_at(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    rules = f'folders = ["{tmp_path}", "{tmp_path}/none"]\nscanner = ["/usr/bin/grep", "-q", "virus"]\n'
    settings.write_text(HETS + f"[profiles.office.document_rules]\n{rules}")
    chosen = ("--config", str(settings), "--profile", "office")
    _, found = findings(tmp_path, *chosen)
    assert "First Coast, 200 MB" in found["settings.limits"]["what"]
    assert f"{tmp_path}/none" in found["settings.no_folder"]["what"]
    assert found["settings.no_scanner"]["state"] == "note"
    settings.write_text(settings.read_text().replace('"/usr/bin/grep", "-q", "virus"', '"/usr/bin/true"'))
    _, found = findings(tmp_path, *chosen)
    assert found["settings.scanner"]["state"] == "good"


@pytest.mark.parametrize("lost", ["vault key", "store key"])
def test_a_lost_key_is_told_and_no_other_is_made_in_its_place(tmp_path: Path, lost: str) -> None:
    path = store_with_drafts(tmp_path)
    keys = path.parent.parent / "keys"
    key = keys / "store.key" if lost == "store key" else next(keys.rglob(f"{path.stem}.key"))
    key.unlink()
    status, found = findings(tmp_path)
    assert status == 9
    assert "key" in found["vault.broken"]["what"]
    assert found["vault.broken"]["fix"]
    assert found["gateway.gateway.speaks"]["state"] == "good"
    assert not key.exists()
