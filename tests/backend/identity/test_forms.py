"""The forms of a sign-in: one declaration of each, for screens and plain prompts."""

from __future__ import annotations

import pytest

from spot_tui.backend.identity.forms import code_form, new_password_form
from spot_tui.backend.identity.prompts import DeviceKind
from spot_tui.backend.problems import Kind

KEY_LETTERS = "cbdefghijklnrtuvcbdefghijklnrtuvcbdefghijklnrtuv"


def test_two_different_new_passwords_match_in_neither_field() -> None:
    form = new_password_form(needs_old=False)
    (problem,) = form.read({"new_password": "Willow", "new_password_again": "Wilow"}).problems
    assert (problem.code, problem.kind) == ("password.differs", Kind.MATCHING)
    assert problem.fields == ("new_password", "new_password_again")


@pytest.mark.parametrize("needs_old", [True, False])
def test_the_old_password_is_asked_for_where_it_is_needed(needs_old: bool) -> None:
    names = [field.name for field in new_password_form(needs_old=needs_old).fields]
    assert ("old_password" in names) is needs_old


@pytest.mark.parametrize(
    ("kind", "typed"), [(DeviceKind.YUBIKEY, KEY_LETTERS), (DeviceKind.SMS, "1 2 3 4 5 6 7 8 9 0")]
)
def test_the_longest_code_of_a_device_has_room(kind: DeviceKind, typed: str) -> None:
    (field,) = code_form(kind).fields
    assert field.read(typed) == typed.replace(" ", "")
    assert len(typed) < field.most
