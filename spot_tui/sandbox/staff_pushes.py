"""Requests for approval that the phones of made-up people show, with the numbers to pick from.

Who approves picks the number that her screen shows; another one counts as refused, as on a real phone.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Literal, cast

from spot_tui.sandbox.staff import StaffDevice
from spot_tui.sandbox.world import Moment

PUSH_SECONDS = 300
_OFFERED = 3
_NUMBERS = 100

State = Literal["WAITING", "SUCCESS", "REJECTED", "TIMEOUT"]


@dataclass(frozen=True, slots=True)
class Push:
    """A request. `number` is what the screen shows, None if it shows none; `offered` what the phone does."""

    id: str
    device_id: str
    number: int | None
    offered: tuple[int, ...]
    state: State
    seconds_left: int


def send(moment: Moment, device: StaffDevice) -> Push:
    """Send a request to the device; one that is still there is taken back."""
    moment.db.execute("DELETE FROM push WHERE sent_at < ?", (moment.now - 2 * PUSH_SECONDS,))
    moment.db.execute(
        "UPDATE push SET state = 'TIMEOUT' WHERE device = ? AND state = 'WAITING'", (device.id,)
    )
    number = secrets.randbelow(_NUMBERS) if device.number is None else device.number
    has_number = number >= 0
    push_id = secrets.token_urlsafe(16)
    offered = json.dumps(_offered(number) if has_number else [])
    row = (push_id, device.id, number if has_number else None, offered, "WAITING", moment.now)
    moment.db.execute("INSERT INTO push VALUES (?, ?, ?, ?, ?, ?)", row)
    found = find(moment, push_id)
    assert found is not None
    return found


def find(moment: Moment, push_id: str) -> Push | None:
    """Return a request as it stands now."""
    row = moment.db.execute("SELECT * FROM push WHERE id = ?", (push_id,)).fetchone()
    if row is None:
        return None
    left = int(row["sent_at"] + PUSH_SECONDS - moment.now)
    kept = cast("State", row["state"])
    state: State = "TIMEOUT" if kept == "WAITING" and left <= 0 else kept
    offered = tuple(json.loads(row["offered"]))
    return Push(row["id"], row["device"], row["number"], offered, state, max(left, 0))


def waiting(moment: Moment, device_id: str) -> Push | None:
    """Return the request that the device shows now."""
    query = "SELECT id FROM push WHERE device = ? AND state = 'WAITING' ORDER BY rowid DESC LIMIT 1"
    row = moment.db.execute(query, (device_id,)).fetchone()
    push = find(moment, row["id"]) if row else None
    return push if push and push.state == "WAITING" else None


def answer(moment: Moment, device_id: str, *, approve: bool, number: int | None = None) -> Push | None:
    """Approve or refuse what the device shows, as its owner would; None if it shows nothing."""
    push = waiting(moment, device_id)
    if push is None:
        return None
    state: State = "SUCCESS" if approve and number == push.number else "REJECTED"
    moment.db.execute("UPDATE push SET state = ? WHERE id = ?", (state, push.id))
    return find(moment, push.id)


def _offered(number: int) -> list[int]:
    """Return the numbers that a phone offers, the right one among them."""
    others = [other for other in range(_NUMBERS) if other != number]
    offered = [number, *secrets.SystemRandom().sample(others, _OFFERED - 1)]
    return sorted(offered)
