"""What is typed for a device: a YubiKey's letters, a telephone number."""

from __future__ import annotations

import pytest

from spot_tui.backend.formats import read_phone, read_yubikey_code
from spot_tui.backend.problems import Problem

TOUCH = "cccccccbcjdifctrndncchkftchjlnbhvhtugdljibej"


@pytest.mark.parametrize("typed", [TOUCH, TOUCH.upper(), f" {TOUCH}\n", f"{TOUCH[:20]} {TOUCH[20:]}"])
def test_what_a_yubikey_types_is_taken_with_blanks(typed: str) -> None:
    assert read_yubikey_code(typed) == TOUCH


@pytest.mark.parametrize("typed", [TOUCH[:31], TOUCH + "cccc" * 2, "123456", TOUCH[:-1] + "a", "x" * 44])
def test_anything_else_is_not(typed: str) -> None:
    with pytest.raises(Problem) as caught:
        read_yubikey_code(typed)
    assert (caught.value.code, caught.value.fields) == ("yubikey.shape", ("passcode",))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("9045550111", "+19045550111"),
        ("(904) 555-0111", "+19045550111"),
        ("904.555.0111", "+19045550111"),
        ("1 904 555 0111", "+19045550111"),
        ("+1 904 555 0111", "+19045550111"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_a_number_is_taken_as_it_is_written(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    "typed", ["555-0111", "0045550111", "1045550111", "904555011a", "+0123456789", "+", "٩٠٤٥٥٥٠١١١"]
)
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(Problem) as caught:
        read_phone(typed)
    assert (caught.value.code, caught.value.fields) == ("phone.shape", ("phone",))
