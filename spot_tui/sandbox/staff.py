"""The made-up staff of the practice portal, from the data file ``staff.json``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Access = Literal[
    "approved", "locked", "suspended", "inactive", "no_request", "pending", "denied", "removed",
    "password_expired", "password_warn", "no_device", "second_device", "stale",
]  # fmt: skip
DeviceKind = Literal["google", "okta", "sms", "voice", "email", "push", "yubikey", "webauthn"]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StaffDevice(_Given):
    """A registered device.

    `where` is the masked number or address, `secret` that of an authenticator app or a key, `number` the one
    that each of its push requests carries: none of its own where it is negative, any where it is left out.
    """

    id: str
    kind: DeviceKind
    where: str
    secret: str = Field("", repr=False)
    number: int | None = Field(None, ge=-1, le=99)


class StaffMember(_Given):
    """A made-up person and the state of her access."""

    user_id: str = Field(min_length=6, max_length=74)
    first_name: str
    last_name: str
    role: Literal["end user", "approver"]
    access: Access
    about: str
    confirmation: str = ""
    """The number under which her request for a role was taken, if she made one."""
    devices: tuple[StaffDevice, ...]

    def device(self, device_id: str) -> StaffDevice | None:
        """Return her device of this id."""
        return next((device for device in self.devices if device.id == device_id), None)


class Staff(_Given):
    """All of them. At first they share one password, which opens nothing but practice."""

    dated: str
    source: str
    password: str = Field(min_length=15, max_length=60, repr=False)
    question: str
    """The security question of all of them, and its answer."""
    answer: str = Field(min_length=4, repr=False)
    people: tuple[StaffMember, ...]

    def find(self, user_id: str) -> StaffMember | None:
        """Return the person of this user ID, in any case."""
        wanted = user_id.strip().lower()
        return next((person for person in self.people if person.user_id == wanted), None)


@cache
def staff() -> Staff:
    """Return the staff of the data file."""
    return Staff.model_validate_json((files(__package__) / "staff.json").read_bytes())
