"""Registering and removing devices of the made-up staff.

A telephone number is kept masked, with its last four digits only: nobody's real number enters the world.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import cast

import pyotp

from spot_tui.sandbox import members, passcodes, staff_pushes
from spot_tui.sandbox.passcodes import Verdict
from spot_tui.sandbox.staff import DeviceKind, StaffDevice, StaffMember, staff
from spot_tui.sandbox.world import Moment

REGISTRABLE: tuple[DeviceKind, ...] = ("google", "okta", "push", "sms", "voice", "email")
BEGUN_SECONDS = 600
_DAYS_BEFORE = 120
_ID_STARTS = {"google": "uft", "okta": "ost", "push": "opf", "sms": "sms", "voice": "clf", "email": "emf"}
_PHONE = re.compile(r"\+?1?([2-9]\d{2})([2-9]\d{2})(\d{4})")


class WrongNumberError(ValueError):
    """What was given as a telephone number is none."""


def begin(moment: Moment, person: StaffMember, kind: DeviceKind, phone: str = "") -> StaffDevice:
    """Begin to register a device; codes are sent to those that get some.

    Raises `WrongNumberError` for a kind with a number that is not one of ten digits, `ValueError` for a kind
    that cannot be registered or is registered already.
    """
    if kind not in registrable(person):
        raise ValueError(kind)
    moment.db.execute(
        "DELETE FROM device WHERE state = 'begun' AND made_at < ?", (moment.now - BEGUN_SECONDS,)
    )
    moment.db.execute("DELETE FROM device WHERE state = 'begun' AND user_id = ?", (person.user_id,))
    device = StaffDevice(
        id=_ID_STARTS[kind] + secrets.token_hex(8)[:15],
        kind=kind,
        where=_where(person, kind, phone),
        secret=pyotp.random_base32() if kind in {"google", "okta"} else "",
    )
    row = (device.id, person.user_id, kind, device.where, device.secret, "begun", moment.now)
    moment.db.execute("INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if passcodes.is_sent(device):
        passcodes.send_code(moment, device)
    if kind == "push":
        staff_pushes.send(moment, device)
    return device


def begun(moment: Moment, user_id: str, device_id: str = "") -> StaffDevice | None:
    """Return the device that the person is registering."""
    query = "SELECT * FROM device WHERE user_id = ? AND state = 'begun' AND ?2 IN ('', id)"
    row = moment.db.execute(query, (user_id, device_id)).fetchone()
    if row is None:
        return None
    kind = cast("DeviceKind", row["kind"])
    return StaffDevice(id=row["id"], kind=kind, where=row["place"], secret=row["secret"])


def activate(moment: Moment, device: StaffDevice, passcode: str) -> Verdict:
    """Judge the first code of a device that was begun; with a right one it is registered."""
    verdict = passcodes.judge(moment, device, passcode)
    if verdict == "right":
        finish(moment, device)
    return verdict


def finish(moment: Moment, device: StaffDevice) -> None:
    """Let the device be registered. Where one was missing, none is any more."""
    moment.db.execute("UPDATE device SET state = 'active' WHERE id = ?", (device.id,))
    (user_id,) = moment.db.execute("SELECT user_id FROM device WHERE id = ?", (device.id,)).fetchone()
    person = members.find_member(moment, user_id)
    if person is not None and person.access in {"no_device", "second_device"}:
        members.set_access(moment, user_id, "approved")


def remove(moment: Moment, person: StaffMember, device_id: str) -> bool:
    """Remove a device of the person; tell whether there was one."""
    device = person.device(device_id)
    if device is None:
        return False
    row = (device.id, person.user_id, device.kind, device.where, "", "removed", moment.now)
    moment.db.execute("INSERT OR REPLACE INTO device VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    if len(person.devices) == 1:
        members.set_access(moment, person.user_id, "no_device")
    return True


def take_back(moment: Moment, user_id: str, device_id: str) -> bool:
    """Forget a device that the person began to register; tell whether there was one."""
    query = "DELETE FROM device WHERE user_id = ? AND id = ? AND state = 'begun'"
    return moment.db.execute(query, (user_id, device_id)).rowcount > 0


def registered_at(moment: Moment, device: StaffDevice) -> float:
    """Return when a device was registered; those of the data file were some time before its day."""
    row = moment.db.execute("SELECT made_at FROM device WHERE id = ?", (device.id,)).fetchone()
    if row is not None:
        return float(row["made_at"])
    dated = datetime.fromisoformat(staff().dated).replace(hour=15, tzinfo=UTC)
    return (dated - timedelta(days=_DAYS_BEFORE)).timestamp()


def registrable(person: StaffMember) -> tuple[DeviceKind, ...]:
    """Return the kinds that the person may register: one of a kind."""
    has = {device.kind for device in person.devices}
    return tuple(kind for kind in REGISTRABLE if kind not in has)


def masked(phone: str) -> str:
    """Return a telephone number as it is shown and kept. Raises `WrongNumberError` for none."""
    plain = re.sub(r"[\s().\-]", "", phone)
    found = _PHONE.fullmatch(plain) if plain.isascii() else None
    if found is None:
        raise WrongNumberError
    return f"+1 XXX-XXX-{found[3]}"


def _where(person: StaffMember, kind: DeviceKind, phone: str) -> str:
    if kind in {"sms", "voice"}:
        return masked(phone)
    if kind == "email":
        return f"{person.first_name[0].lower()}***{person.last_name[-1]}@practice.example"
    return f"{person.first_name}'s phone" if kind == "push" else person.user_id
