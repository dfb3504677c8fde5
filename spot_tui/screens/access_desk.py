"""What the screens of access need: the service, whose token goes along, and the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from spot_tui.backend.clock import today

if TYPE_CHECKING:
    from spot_tui.backend.access.service import AccessDesk
    from spot_tui.backend.session import Session
    from spot_tui.screens.house import House


def access_of(house: House) -> AccessDesk:
    """Return the service; these screens open only where the profile has one."""
    access = house.desk.access
    assert access is not None
    return access


def bearer_of(house: House) -> Session:
    """Return who is signed in; these screens go with her session."""
    session = house.session
    assert session is not None
    return session


def zone_of(house: House) -> ZoneInfo:
    """Return the profile's zone."""
    return ZoneInfo(house.desk.profile.zone)


def today_of(house: House) -> date:
    """Return the profile's day."""
    return today(house.desk.clock, zone_of(house))
