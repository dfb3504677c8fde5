"""Passcodes of made-up devices: those of authenticator apps, and codes that are sent.

An app's code is taken for this step and the one before, once (RFC 6238). As in Okta's Classic engine, an
older code stays valid when a new one is sent, unless the sender says otherwise. A key types 44 letters of its
own alphabet: who it is, and a count that must go up (Yubico OTP).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Literal

import pyotp

from spot_tui.sandbox.staff import StaffDevice
from spot_tui.sandbox.world import Moment

STEP_SECONDS = 30
CODE_SECONDS = 300
RESEND_SECONDS = {"sms": 30, "voice": 30, "email": 5}
_LATE_STEPS = 10
_KEY_AHEAD = 50
_KEY_LETTERS = "cbdefghijklnrtuv"

Verdict = Literal["right", "wrong", "used", "late"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the person's phone shows now, if anything, and for how many seconds it is still good."""

    code: str
    seconds_left: int
    used: bool = False


def is_sent(device: StaffDevice) -> bool:
    """Tell whether the organisation sends this device its codes."""
    return device.kind in RESEND_SECONDS


def is_authenticator(device: StaffDevice) -> bool:
    """Tell whether the device makes its codes itself."""
    return device.kind in {"google", "okta", "yubikey"}


def send_code(moment: Moment, device: StaffDevice, code: str = "", *, kills_older: bool = False) -> None:
    """Send a code, by default a new one: it is kept, and the practice-only address shows it.

    `kills_older` is how Okta's Identity Engine does it: the codes sent before are no longer taken.
    """
    if kills_older:
        moment.db.execute("DELETE FROM code WHERE device = ?", (device.id,))
    moment.db.execute("DELETE FROM code WHERE expires_at < ?", (moment.now - CODE_SECONDS,))
    row = (device.id, code or f"{secrets.randbelow(10**6):06}", moment.now, moment.now + CODE_SECONDS)
    moment.db.execute("INSERT INTO code (device, code, sent_at, expires_at) VALUES (?, ?, ?, ?)", row)


def sent_at(moment: Moment, device: StaffDevice) -> float:
    """Return when the device was sent a code last; 0 if it was not."""
    query = "SELECT max(sent_at) AS last FROM code WHERE device = ?"
    return float(moment.db.execute(query, (device.id,)).fetchone()["last"] or 0)


def judge(moment: Moment, device: StaffDevice, passcode: str) -> Verdict:
    """Judge a passcode and, if it is right, use it up."""
    if device.kind == "yubikey":
        return _judge_key(moment, device, passcode)
    if not (passcode.isascii() and passcode.isdigit()):
        return "wrong"
    return _judge_own(moment, device, passcode) if device.secret else _judge_sent(moment, device, passcode)


def shown(moment: Moment, device: StaffDevice) -> Shown | None:
    """Return the code that the device shows now; None if none was sent, or it makes none."""
    if device.kind == "yubikey":
        return Shown(_key_code(device, _last_step(moment, device) + 1), CODE_SECONDS)
    if device.secret:
        totp = pyotp.TOTP(device.secret)
        step = totp.timecode(int(moment.now))
        left = STEP_SECONDS - int(moment.now) % STEP_SECONDS
        return Shown(totp.at(int(moment.now)), left, used=step <= _last_step(moment, device))
    row = moment.db.execute(
        "SELECT code, expires_at, used FROM code WHERE device = ? AND expires_at > ?"
        " ORDER BY rowid DESC LIMIT 1",
        (device.id, moment.now),
    ).fetchone()
    return Shown(row["code"], int(row["expires_at"] - moment.now), bool(row["used"])) if row else None


def _judge_own(moment: Moment, device: StaffDevice, passcode: str) -> Verdict:
    totp = pyotp.TOTP(device.secret)
    step = totp.timecode(int(moment.now))
    matched = [
        earlier
        for earlier in range(_LATE_STEPS + 1)
        if hmac.compare_digest(totp.generate_otp(max(step - earlier, 0)), passcode)
    ]
    if not matched:
        return "wrong"
    if step - matched[0] <= _last_step(moment, device):
        return "used"
    if matched[0] > 1:
        return "late"
    moment.db.execute("INSERT OR REPLACE INTO authenticator VALUES (?, ?)", (device.id, step - matched[0]))
    return "right"


def _judge_key(moment: Moment, device: StaffDevice, passcode: str) -> Verdict:
    last = _last_step(moment, device)
    for count in range(max(last - _KEY_AHEAD, 0), last + _KEY_AHEAD):
        if hmac.compare_digest(_key_code(device, count).encode(), passcode.encode("utf-8", "replace")):
            break
    else:
        return "wrong"
    if count <= last:
        return "used"
    moment.db.execute("INSERT OR REPLACE INTO authenticator VALUES (?, ?)", (device.id, count))
    return "right"


def _key_code(device: StaffDevice, count: int) -> str:
    """Return what the key types at this press: 12 letters that name it, 32 that change."""
    name = hashlib.sha256(device.id.encode()).digest()[:6]
    change = hmac.new(device.secret.encode(), str(count).encode(), hashlib.sha256).digest()[:16]
    return "".join(_KEY_LETTERS[half] for byte in name + change for half in divmod(byte, 16))


def _judge_sent(moment: Moment, device: StaffDevice, passcode: str) -> Verdict:
    rows = moment.db.execute("SELECT rowid, * FROM code WHERE device = ?", (device.id,)).fetchall()
    matched = [row for row in rows if hmac.compare_digest(str(row["code"]), passcode)]
    if not matched:
        return "wrong"
    fresh = [row for row in matched if not row["used"] and row["expires_at"] > moment.now]
    if not fresh:
        return "used" if matched[-1]["used"] else "late"
    moment.db.execute("UPDATE code SET used = 1 WHERE rowid = ?", (fresh[-1]["rowid"],))
    return "right"


def _last_step(moment: Moment, device: StaffDevice) -> int:
    row = moment.db.execute("SELECT last_step FROM authenticator WHERE device = ?", (device.id,)).fetchone()
    return int(row["last_step"]) if row else -1
