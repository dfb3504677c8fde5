"""The made-up staff as they stand in this world: with the devices and the access that they have now."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from spot_tui.sandbox.staff import Access, DeviceKind, StaffDevice, StaffMember, staff

if TYPE_CHECKING:
    from spot_tui.sandbox.world import Moment

STALE_SECONDS = 86_400
"""For how long a session that was turned away once counts as cleaned."""


def find_member(moment: Moment, user_id: str) -> StaffMember | None:
    """Return the person of this user ID, in any case, as she stands now."""
    person = staff().find(user_id)
    return _now(moment, person) if person else None


def all_members(moment: Moment) -> tuple[StaffMember, ...]:
    """Return all of the staff as they stand now."""
    return tuple(_now(moment, person) for person in staff().people)


def set_access(moment: Moment, user_id: str, access: Access) -> None:
    """Let the person's access be in this state from now on."""
    if access not in get_args(Access):
        raise ValueError(access)
    moment.db.execute("INSERT OR IGNORE INTO member (user_id) VALUES (?)", (user_id,))
    moment.db.execute("UPDATE member SET access = ? WHERE user_id = ?", (access, user_id))


def is_turned_away_once(moment: Moment, person: StaffMember) -> bool:
    """Tell whether a stale session stands in the way this time; it does once, then not for a day."""
    if person.access != "stale":
        return False
    moment.db.execute("INSERT OR IGNORE INTO member (user_id) VALUES (?)", (person.user_id,))
    query = "SELECT turned_away_at FROM member WHERE user_id = ?"
    (before,) = moment.db.execute(query, (person.user_id,)).fetchone()
    if moment.now - before < STALE_SECONDS:
        return False
    moment.db.execute("UPDATE member SET turned_away_at = ? WHERE user_id = ?", (moment.now, person.user_id))
    return True


def _now(moment: Moment, person: StaffMember) -> StaffMember:
    row = moment.db.execute("SELECT access FROM member WHERE user_id = ?", (person.user_id,)).fetchone()
    access = row["access"] if row and row["access"] else person.access
    return person.model_copy(update={"access": access, "devices": _devices(moment, person)})


def _devices(moment: Moment, person: StaffMember) -> tuple[StaffDevice, ...]:
    query = "SELECT * FROM device WHERE user_id = ? AND state != 'begun' ORDER BY made_at, id"
    changed = moment.db.execute(query, (person.user_id,)).fetchall()
    gone = {row["id"] for row in changed if row["state"] == "removed"}
    kept = tuple(device for device in person.devices if device.id not in gone)
    added = tuple(
        StaffDevice(
            id=row["id"], kind=cast("DeviceKind", row["kind"]), where=row["place"], secret=row["secret"]
        )
        for row in changed
        if row["state"] == "active"
    )
    return kept + added
