"""A forgotten password and a locked account of the made-up staff: how each is proved and opened.

Nothing tells a stranger whether a user ID exists: who cannot be reached gets the same answer as who can.
"""

from __future__ import annotations

from typing import Literal

from spot_tui.sandbox import accounts, members, passcodes
from spot_tui.sandbox.staff import StaffDevice, StaffMember
from spot_tui.sandbox.world import Moment

Channel = Literal["sms", "voice", "email"]
NOTHING = "nothing"
"""Stands for the device of somebody who cannot be reached: no code comes to it, and none is right."""


def reach(moment: Moment, user_id: str, channel: Channel, code: str = "") -> StaffDevice:
    """Send `code`, or a new one, over `channel` if there is somebody with such a device; return the device.

    SMS and voice reach a registered device only; the profile has an e-mail address for everybody.
    """
    person = members.find_member(moment, user_id)
    device = device_for(person, channel) if person and not is_suspended(moment, person) else None
    if device is None:
        return StaffDevice(id=NOTHING, kind=channel, where="")
    passcodes.send_code(moment, device, code)
    return device


def device_for(person: StaffMember, channel: Channel) -> StaffDevice | None:
    """Return where a code for recovery goes; None if nowhere."""
    for device in person.devices:
        if device.kind == channel:
            return device
    return mailbox(person) if channel == "email" else None


def mailbox(person: StaffMember) -> StaffDevice:
    """Return the address of the person's profile, which everybody has, registered as a device or not."""
    return StaffDevice(id=f"mail-{person.user_id}", kind="email", where="")


def is_suspended(moment: Moment, person: StaffMember) -> bool:
    """Tell whether only the help desk may open the account."""
    who = accounts.account_of(moment, person.user_id)
    return accounts.standing(moment, who, person).suspended


def unlock(moment: Moment, person: StaffMember) -> None:
    """Open the account again."""
    accounts.clear_failures(moment, accounts.account_of(moment, person.user_id))
    if person.access == "locked":
        members.set_access(moment, person.user_id, "approved")
