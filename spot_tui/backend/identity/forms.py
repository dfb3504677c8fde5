"""The forms of a sign-in and of the lock, as screens and plain prompts ask them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Literal

from spot_tui.backend.formats import read_mail_token, read_passcode, read_phone, read_yubikey_code, require
from spot_tui.backend.forms import Field, Form, Values
from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.backend.problems import Problem
from spot_tui.backend.unlock import PIN_DIGITS

USER_ID_LENGTH = 74
PASSWORD_LENGTH = 100
PHONE_LENGTH = 24
MAIL_LINK_LENGTH = 300
PASSCODE_TYPED_LENGTH = 21
"""Room for ten digits with blanks between, and one more: what is too long is refused, never cut to fit."""
YUBIKEY_LENGTH = 49
"""Room for one letter more than there may be, for the same reason."""


def sign_in_form() -> Form:
    """Return the form for user ID (limits: SPOT's) and password (limits: the organisation's)."""
    return Form(
        "sign_in",
        (
            Field("user_id", partial(require, name="user_id"), USER_ID_LENGTH),
            Field("password", _read_password, PASSWORD_LENGTH, secret=True),
        ),
    )


def code_field(kind: DeviceKind) -> Field:
    """Return the field for the code of a device of this kind: a YubiKey types letters, all others digits."""
    if kind is DeviceKind.YUBIKEY:
        return Field("passcode", read_yubikey_code, YUBIKEY_LENGTH, help="yubikey_code")
    return Field("passcode", read_passcode, PASSCODE_TYPED_LENGTH)


def code_form(kind: DeviceKind) -> Form:
    """Return the form for the code of a device of this kind."""
    return Form("passcode", (code_field(kind),))


def unlock_form(kind: Literal["password", "pin"]) -> Form:
    """Return the form of the lock: the password of the sign-in, or the PIN of the session."""
    return Form("unlock", (Field(kind, partial(_read_exactly, name=kind), PASSWORD_LENGTH, secret=True),))


def pin_form() -> Form:
    """Return the form for the PIN of a session; `Unlock.choose_pin` holds its rules."""
    length = PIN_DIGITS.stop - 1
    fields = (Field(name, partial(require, name=name), length, secret=True) for name in ("pin", "pin_again"))
    return Form("pin", tuple(fields))


def new_password_form(*, needs_old: bool) -> Form:
    """Return the form for a new password, typed twice, with the old one where it is asked for."""
    names = ("old_password", "new_password", "new_password_again")
    asked = names if needs_old else names[1:]
    fields = (Field(name, partial(_read_exactly, name=name), PASSWORD_LENGTH, secret=True) for name in asked)
    return Form("new_password", tuple(fields), (_same_twice,))


def answer_form() -> Form:
    """Return the form for the answer to a security question."""
    return Form("answer", (Field("answer", partial(require, name="answer"), PASSWORD_LENGTH, secret=True),))


def phone_form() -> Form:
    """Return the form for the number of a telephone that gets codes."""
    return Form("phone", (Field("phone", read_phone, PHONE_LENGTH),))


def recovery_form() -> Form:
    """Return the form for whose password is forgotten, or whose account is locked."""
    return Form("recovery", (Field("user_id", partial(require, name="user_id"), USER_ID_LENGTH),))


def mail_token_form() -> Form:
    """Return the form for the token that a mail holds, or for its link."""
    return Form("mail_token", (Field("mail_token", read_mail_token, MAIL_LINK_LENGTH),))


def _same_twice(values: Values) -> Iterator[Problem]:
    new, again = values.get("new_password"), values.get("new_password_again")
    if new is not None and again is not None and new != again:
        yield Problem("password.differs", ("new_password", "new_password_again"))


def _read_password(text: str) -> str:
    return _read_exactly(text, "password")


def _read_exactly(text: str, name: str) -> str:
    """Return a password exactly as typed: blanks may belong to it."""
    if not text:
        raise Problem("field.missing", (name,))
    return text
