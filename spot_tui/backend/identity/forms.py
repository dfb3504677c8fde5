"""The two forms of a sign-in, as screens and plain prompts ask them."""

from __future__ import annotations

from functools import partial

from spot_tui.backend.formats import read_passcode, require
from spot_tui.backend.forms import Field, Form
from spot_tui.backend.problems import Problem

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


def _read_password(text: str) -> str:
    """Return the password exactly as typed: blanks may belong to it."""
    if not text:
        raise Problem("field.missing", ("password",))
    return text
