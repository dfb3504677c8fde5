"""Passwords of the made-up staff: the rules of CMS IDM, the last six, once a day.

Sources: CMS identity FAQ (make-up, reuse), First Coast sign-in page (once a day). A changed password is kept
as a salted digest only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from sqlite3 import Row
from typing import Literal

from spot_tui.sandbox import members
from spot_tui.sandbox.staff import StaffMember, staff
from spot_tui.sandbox.world import Moment

LEAST_LENGTH = 15
MOST_LENGTH = 60
REMEMBERED = 6
DAY_SECONDS = 86_400
_LEAST_PART = 4

Fault = Literal["length", "lower", "upper", "digit", "user_id", "names", "used_before", "too_soon"]


def is_right(moment: Moment, person: StaffMember | None, password: str) -> bool:
    """Compare in constant time; for a stranger too, against the first password of all."""
    rows = _kept(moment, person.user_id, 1) if person else []
    salt, right = (rows[0]["salt"], rows[0]["digest"]) if rows else _first()
    return hmac.compare_digest(_digest(bytes(salt), password), bytes(right)) and person is not None


def faults_of(
    moment: Moment, person: StaffMember, password: str, *, once_a_day: bool = True
) -> tuple[Fault, ...]:
    """Return which rules a new password breaks; `once_a_day` is not asked of who forgot hers."""
    low = password.lower()
    parts = [part for part in re.split(r"[.,\-_#@]", person.user_id) if len(part) >= _LEAST_PART]
    rows = _kept(moment, person.user_id, REMEMBERED)
    used = [(bytes(row["salt"]), bytes(row["digest"])) for row in rows]
    if len(used) < REMEMBERED:
        used.append(_first())
    broken: dict[Fault, bool] = {
        "length": not LEAST_LENGTH <= len(password) <= MOST_LENGTH,
        "lower": not any(character.islower() for character in password),
        "upper": not any(character.isupper() for character in password),
        "digit": not any(character.isdecimal() for character in password),
        "user_id": any(part in low for part in (person.user_id, *parts)),
        "names": any(name.lower() in low for name in (person.first_name, person.last_name)),
        "used_before": any(hmac.compare_digest(_digest(salt, password), old) for salt, old in used),
        "too_soon": once_a_day and bool(rows) and moment.now - rows[0]["set_at"] < DAY_SECONDS,
    }
    return tuple(fault for fault, is_broken in broken.items() if is_broken)


def change(moment: Moment, person: StaffMember, password: str) -> None:
    """Set a new password. It opens what only waited for one: expired, about to, away for over 30 days."""
    salt = secrets.token_bytes(16)
    row = (person.user_id, salt, _digest(salt, password), moment.now)
    moment.db.execute("INSERT INTO password VALUES (?, ?, ?, ?)", row)
    if person.access in {"password_expired", "password_warn", "inactive"}:
        members.set_access(moment, person.user_id, "approved")


def is_changed(moment: Moment, person: StaffMember) -> bool:
    """Tell whether the person has another password than the first one of all."""
    return bool(_kept(moment, person.user_id, 1))


def answer_is_right(answer: str) -> bool:
    """Tell whether this answers the security question; capitals and blanks around do not matter."""
    given = answer.strip().lower().encode("utf-8", "replace")
    return hmac.compare_digest(given, staff().answer.encode())


def _kept(moment: Moment, user_id: str, most: int) -> list[Row]:
    query = "SELECT * FROM password WHERE user_id = ? ORDER BY set_at DESC, rowid DESC LIMIT ?"
    return moment.db.execute(query, (user_id, most)).fetchall()


def _first() -> tuple[bytes, bytes]:
    salt = b"practice"
    return salt, _digest(salt, staff().password)


def _digest(salt: bytes, password: str) -> bytes:
    given = password.encode("utf-8", "replace")
    return hashlib.scrypt(given, salt=salt, n=1024, r=8, p=1, dklen=32)
