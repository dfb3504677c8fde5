"""What a made-up user's own head and phone know."""

from __future__ import annotations

import pyotp

from spot_tui.sandbox.staff import staff

USER = "wren.applegarth"
PASSWORD = staff().password


def code_now(user_id: str = USER) -> str:
    """Return what the authenticator app of a made-up user shows now."""
    person = staff().find(user_id)
    assert person is not None
    secret = next(device.secret for device in person.devices if device.kind == "google")
    return pyotp.TOTP(secret).now()
