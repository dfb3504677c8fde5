"""The forms of a sign-in and of the lock, as screens and plain prompts ask them."""

from __future__ import annotations

from functools import partial

from spot_tui.backend.formats import read_passcode, require
from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem
from spot_tui.backend.unlock import PIN_DIGITS

USER_ID_LENGTH = 74
PASSWORD_LENGTH = 100
PASSCODE_TYPED_LENGTH = 14
"""Room for ten digits with blanks between."""


def sign_in_form() -> Form:
    """Return the form for user ID (limits: SPOT's) and password (limits: the organisation's)."""
    return Form(
        "sign_in",
        (
            Field("user_id", partial(require, name="user_id"), USER_ID_LENGTH),
            Field("password", _read_password, PASSWORD_LENGTH, secret=True),
        ),
    )


def passcode_form() -> Form:
    """Return the form for a passcode."""
    return Form("passcode", (Field("passcode", read_passcode, PASSCODE_TYPED_LENGTH),))


def unlock_form() -> Form:
    """Return the form of the lock: the password of the sign-in, or the PIN of the session."""
    return Form("unlock", (Field("password", _read_password, PASSWORD_LENGTH, secret=True),))


def pin_form() -> Form:
    """Return the form for the PIN of a session; `Unlock.choose_pin` holds its rules."""
    length = PIN_DIGITS.stop - 1
    fields = (Field(name, partial(require, name=name), length, secret=True) for name in ("pin", "pin_again"))
    return Form("pin", tuple(fields))


def _read_password(text: str) -> str:
    """Return the password exactly as typed: blanks may belong to it."""
    if not text:
        raise Problem("field.missing", ("password",))
    return text
