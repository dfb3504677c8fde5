from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend import formats
from spot_tui.backend.formats import DateWindow, said_yes
from spot_tui.backend.problems import Problem
from spot_tui.words import use_language

LETTERS = "ACDEFGHJKMNPQRTUVWXY"
DIGITS = "0123456789"
EITHER = LETTERS + DIGITS
MBI_ALPHABETS = (
    *("123456789", LETTERS, EITHER, DIGITS),
    *(LETTERS, EITHER, DIGITS),
    *(LETTERS, LETTERS, DIGITS, DIGITS),
)
mbis = st.tuples(*(st.sampled_from(alphabet) for alphabet in MBI_ALPHABETS)).map("".join)
TODAY = date(2026, 11, 25)
WINDOW = DateWindow.around(TODAY, months_back=48, months_ahead=0)


def code_of(rule: object, *arguments: object) -> str:
    with pytest.raises(Problem) as caught:
        rule(*arguments)  # type: ignore[operator]
    return caught.value.code


@given(mbis)
def test_every_mbi_of_the_pattern_is_taken(mbi: str) -> None:
    assert formats.read_mbi(mbi) == mbi


@given(mbis)
def test_blanks_around_are_trimmed_and_letters_shown_in_upper_case(mbi: str) -> None:
    assert formats.read_mbi(f"  {mbi.lower()}\t") == mbi


@given(mbis, st.integers(0, 10), st.characters(codec="utf-8"))
def test_one_wrong_character_is_refused(mbi: str, position: int, other: str) -> None:
    changed = mbi[:position] + other + mbi[position + 1 :]
    allowed = other.upper() in MBI_ALPHABETS[position]
    if allowed or other.isspace():
        return
    with pytest.raises(Problem):
        formats.read_mbi(changed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "field.missing"),
        ("   ", "field.missing"),
        ("1EG4-TE5-MK73", "mbi.dash"),
        ("1EG4TE5MK7", "mbi.length"),
        ("1EG4TE5MK733", "mbi.length"),
        ("1EG4TE5MKO3", "mbi.never"),
        ("1SG4TE5MK73", "mbi.never"),
        ("0EG4TE5MK73", "mbi.first"),
        ("1EGATE5MK73", "mbi.digit"),
        ("11G4TE5MK73", "mbi.letter"),
        ("1E?4TE5MK73", "mbi.either"),
        ("123456789A", "mbi.hicn"),
        ("123456789C1", "mbi.hicn"),
        ("WA123456789", "mbi.hicn"),
        ("1EG4 TE5MK73", "mbi.length"),
    ],
)
def test_a_wrong_mbi_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert code_of(formats.read_mbi, typed) == code


def test_the_refused_position_is_named() -> None:
    with pytest.raises(Problem) as caught:
        formats.read_mbi("1EGATE5MK73")
    assert caught.value.parameters["position"] == 4
    assert caught.value.fields == ("mbi",)


def test_the_dash_key_leaves_an_mbi_that_is_taken() -> None:
    assert formats.read_mbi(formats.without_dashes(" 1EG4-TE5-MK73")) == "1EG4TE5MK73"


def test_an_mbi_is_shown_as_on_the_card() -> None:
    assert formats.show_mbi("1EG4TE5MK73") == "1EG4-TE5-MK73"


@pytest.mark.parametrize("npi", ["1234567893", "1000000004", "1000000012", "1000000020"])
def test_a_right_npi_is_taken(npi: str) -> None:
    assert formats.read_npi(npi) == npi


@given(st.sampled_from("0123456789"), st.integers(0, 9))
def test_one_changed_digit_breaks_the_npi(digit: str, position: int) -> None:
    npi = "1234567893"
    changed = npi[:position] + digit + npi[position + 1 :]
    if changed == npi:
        return
    assert code_of(formats.read_npi, changed) in {"npi.check", "npi.shape"}


@pytest.mark.parametrize("typed", ["123456789", "12345678933", "3234567893", "12345O7893", "١٢٣٤٥٦٧٨٩٣"])
def test_a_misshapen_npi_is_refused(typed: str) -> None:
    assert code_of(formats.read_npi, typed) == "npi.shape"


@pytest.mark.parametrize("name", ["Quillfeather", "O'Dapplegrim", "Hollowell-Fennick", "Horace Jr.", "J"])
def test_a_name_as_on_the_card_is_taken(name: str) -> None:
    assert formats.read_name(f" {name} ", "last_name") == name


@pytest.mark.parametrize("name", ["Ann3", "Ann*B", "~", "\x1b[2J", "Ann\nBee", "-Ann"])
def test_a_name_with_anything_else_is_refused(name: str) -> None:
    assert code_of(formats.read_name, name, "last_name") == "name.shape"


def test_a_name_with_other_letters_than_the_wire_has_is_told_which_to_type() -> None:
    assert code_of(formats.read_name, "Muñoz", "last_name") == "name.letters"


def test_a_name_has_a_longest_length() -> None:
    assert code_of(formats.read_name, "A" * 61, "last_name") == "name.length"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_is_read_as_it_is_shown(day: date) -> None:
    assert formats.read_date(formats.show_date(day), "birth_date") == day


@pytest.mark.parametrize(
    "typed", ["3/2/1948", "03-02-1948", "1948-03-02", "03/02/48", "03/02/19480", "٠٣/٠٢/١٩٤٨"]
)
def test_a_date_of_another_shape_is_refused(typed: str) -> None:
    assert code_of(formats.read_date, typed, "birth_date") == "date.shape"


@pytest.mark.parametrize("typed", ["02/30/2026", "13/01/2026", "00/10/2026", "01/01/0000"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert code_of(formats.read_date, typed, "birth_date") == "date.calendar"


@given(st.text(max_size=30))
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    for rule in (
        formats.read_mbi,
        formats.read_npi,
        formats.read_passcode,
        lambda typed: formats.read_name(typed, "last_name"),
        lambda typed: formats.read_birth_date(typed, "birth_date", TODAY),
        lambda typed: formats.read_service_date(typed, "service_date", WINDOW, TODAY),
    ):
        try:
            rule(text)
        except Problem as problem:
            assert problem.fields


def test_a_birth_date_is_not_in_the_future_nor_absurdly_early() -> None:
    assert code_of(formats.read_birth_date, "11/26/2026", "birth_date", TODAY) == "birth.future"
    assert code_of(formats.read_birth_date, "11/26/1779", "birth_date", TODAY) == "birth.early"
    assert formats.read_birth_date("11/25/2026", "birth_date", TODAY) == TODAY


def test_a_date_of_service_is_today_or_earlier_by_default() -> None:
    assert code_of(formats.read_service_date, "11/26/2026", "service_date", WINDOW, TODAY) == "service.future"
    assert formats.read_service_date("11/25/2026", "service_date", WINDOW, TODAY) == TODAY


def test_a_date_of_service_is_not_before_the_window() -> None:
    assert code_of(formats.read_service_date, "11/24/2022", "service_date", WINDOW, TODAY) == "service.early"
    assert formats.read_service_date("11/25/2022", "service_date", WINDOW, TODAY) == date(2022, 11, 25)


def test_where_future_dates_are_allowed_the_window_still_ends() -> None:
    open_window = DateWindow.around(TODAY, months_back=48, months_ahead=4)
    latest = formats.read_service_date("03/25/2027", "service_date", open_window, TODAY)
    assert latest == date(2027, 3, 25)
    assert (
        code_of(formats.read_service_date, "03/26/2027", "service_date", open_window, TODAY) == "service.late"
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_months_are_counted_whole(day: date, months: int, later: date) -> None:
    assert formats.months_later(day, months) == later


@pytest.mark.parametrize(
    ("typed", "code"), [("123 456", "123456"), (" 0042 ", "0042"), ("1234567890", "1234567890")]
)
def test_a_passcode_is_taken_without_its_blanks(typed: str, code: str) -> None:
    assert formats.read_passcode(typed) == code


@pytest.mark.parametrize("typed", ["123", "12345678901", "12345a", "１２３４５６"])
def test_a_passcode_of_another_shape_is_refused(typed: str) -> None:
    assert code_of(formats.read_passcode, typed) == "passcode.shape"


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "yes", True),
        ("en", " Y ", True),
        ("en", "No", False),
        ("en", "sí", None),
        ("en", "maybe", None),
        ("es", "sí", True),
        ("es", "SI", True),
        ("es", "s", True),
        ("es", "y", True),
        ("es", "n", False),
        ("es", "x", None),
    ],
)
def test_yes_and_no_are_taken_as_they_are_shown_and_in_english(
    language: str, typed: str, meant: bool | None
) -> None:
    use_language(language)
    assert said_yes(typed) is meant
