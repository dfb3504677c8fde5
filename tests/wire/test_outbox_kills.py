"""Killed at any point between disk and answer, a correction is neither lost nor filed twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from spot_tui.sandbox.call import Call
from spot_tui.sandbox.tokens import CLIENT_ID, access_token
from tests.backend.store.builders import SOAK
from tests.wire.gateway import CLERK
from tests.wire.portal import Portal
from tests.wire.test_gateway_document import example

ROOT = Path(__file__).parents[2]
CHANCE = random.Random(11)
POINTS = ["before", "after", "0", *(str(CHANCE.randint(1, 20)) for _ in range(40 if SOAK else 3))]


def token_of(portal: Portal) -> str:
    with portal.world.transaction() as moment:
        who = {"user_id": CLERK, "scope": "openid profile", "client": CLIENT_ID}
        grant: Any = {**who, "signed_in_at": moment.now}
        return str(access_token(Call(moment, "GET", portal.url, {}, {}, {}, b""), grant))


def run(
    portal: Portal, store: Path, mode: str, point: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "tests.wire.sender", str(store), f"{portal.url}/gateway/v1"]
    return subprocess.run(
        [*program, token_of(portal), CLERK, mode, point],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def submission(portal: Portal) -> str:
    """Return ETag and body of a correction of the document's example."""
    body = example("CorrectionRequest")
    headers = {"Authorization": f"Bearer {token_of(portal)}"}
    address = f"{portal.url}/gateway/v1/claims/{body['claim']}?npi={body['npi']}"
    claim = httpx.get(address, headers=headers, trust_env=False).json()
    dates = {"service_from": claim["service_from"], "service_to": claim["service_to"]}
    body["lines"] = [{**body["lines"][0], **dates}]
    return f"{claim['revision']}\n{json.dumps(body)}"


def filed(portal: Portal) -> list[str]:
    with portal.world.transaction() as moment:
        return [row["number"] for row in moment.db.execute("SELECT number FROM correction").fetchall()]


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_and_nothing_is_filed_twice(portal: Portal, tmp_path: Path, point: str) -> None:
    store = tmp_path / "store"
    killed = run(portal, store, "submit", point, submission(portal))
    assert killed.returncode == -9 or (killed.returncode, killed.stdout) == (0, "confirmed PC-10001\n"), (
        killed.stderr
    )
    if point == "before":
        assert filed(portal) == []
    if point == "after":
        assert filed(portal) == ["PC-10001"]
    kept = run(portal, store, "find", "never").stdout
    if kept != "confirmed PC-10001\n":
        again = run(portal, store, "ask", "after")  # killed a second time, now for sure with an answer
        assert again.returncode == -9, again.stderr
        asked = run(portal, store, "ask", "never")
        assert (asked.returncode, asked.stdout) == (0, "confirmed PC-10001\n"), asked.stderr
    assert filed(portal) == ["PC-10001"]
    assert run(portal, store, "ask", "never").stdout == ""
