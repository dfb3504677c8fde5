"""The forms of what an organisation may ask besides user ID and password, as plain prompts ask them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from spot_tui.backend.formats import read_passcode, read_phone, read_yubikey_code, require
from spot_tui.backend.forms import Field, Form, Values
from spot_tui.backend.identity.forms import PASSCODE_TYPED_LENGTH, PASSWORD_LENGTH
from spot_tui.backend.identity.prompts import ChangePassword, DeviceKind
from spot_tui.backend.problems import Problem

YUBIKEY_LENGTH = 48
PHONE_LENGTH = 20
ANSWER_LENGTH = 100


def code_field(kind: DeviceKind) -> Field:
    """Return the field for the code of a device of this kind: a YubiKey types letters, all others digits."""
    if kind is DeviceKind.YUBIKEY:
        return Field("passcode", read_yubikey_code, YUBIKEY_LENGTH)
    return Field("passcode", read_passcode, PASSCODE_TYPED_LENGTH)


def code_form(kind: DeviceKind) -> Form:
    """Return the form for the code of a device of this kind."""
    return Form("passcode", (code_field(kind),))


def phone_field() -> Field:
    """Return the field for the number of a telephone that is registered."""
    return Field("phone", read_phone, PHONE_LENGTH)


def answer_field() -> Field:
    """Return the field for the answer to the security question, which opens the account like a password."""
    return Field("answer", partial(require, name="answer"), ANSWER_LENGTH, secret=True)


def new_password_form(prompt: ChangePassword) -> Form:
    """Return the form for a new password, twice, and the old one where it is needed."""
    names = (*(("old_password",) if prompt.needs_old else ()), "new_password", "new_password_again")
    fields = tuple(
        Field(name, partial(_read_password, name=name), PASSWORD_LENGTH, secret=True) for name in names
    )
    return Form("new_password", fields, (_refuse_unlike,))


def _refuse_unlike(values: Values) -> Iterator[Problem]:
    new, again = values.get("new_password"), values.get("new_password_again")
    if new is not None and again is not None and new != again:
        yield Problem("password.unlike", ("new_password", "new_password_again"))


def _read_password(text: str, name: str) -> str:
    """Return the password exactly as typed: blanks may belong to it."""
    if not text:
        raise Problem("field.missing", (name,))
    return text
