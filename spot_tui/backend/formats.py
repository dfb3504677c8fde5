"""Field rules: one place for every form and command.

A rule takes what was typed and returns the value it stands for, or raises a `Problem` that names the field,
what is wrong and what right looks like. Blanks around a pasted value are trimmed and MBI letters become upper
case; nothing else is silently changed. Sources: CMS "Understanding the MBI format"; SPOT User Guide, section
12; 45 CFR 162.406 (NPI).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import NewType

from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line
from spot_tui.words import say

Mbi = NewType("Mbi", str)
Npi = NewType("Npi", str)


@dataclass(frozen=True, slots=True)
class Ssn:
    """A Social Security number, nine digits. It has no text of its own, so nothing prints it by accident."""

    digits: str = field(repr=False)

    def __str__(self) -> str:
        """Return what may be shown of it: nothing."""
        return "***"


MBI_LENGTH = 11
NPI_LENGTH = 10
NAME_LENGTH = 60
CLAIM_NUMBER_LENGTH = 23
DATE_LENGTH = len("MM/DD/YYYY")
EARLIEST_BIRTH_YEAR = 1880

_DIGITS = frozenset("0123456789")
_MBI_LETTERS = frozenset("ACDEFGHJKMNPQRTUVWXY")
_NEVER_IN_MBI = frozenset("SLOIBZ")
_FIRST, _LETTER, _EITHER, _DIGIT = "first", "letter", "either", "digit"
_MBI_KINDS = (
    *(_FIRST, _LETTER, _EITHER, _DIGIT),
    *(_LETTER, _EITHER, _DIGIT),
    *(_LETTER, _LETTER, _DIGIT, _DIGIT),
)
_MBI_ALLOWED = {
    _FIRST: _DIGITS - {"0"},
    _LETTER: _MBI_LETTERS,
    _DIGIT: _DIGITS,
    _EITHER: _MBI_LETTERS | _DIGITS,
}
_HICN = re.compile(r"\d{9}[A-Z]\w?|(WCD|WCH|CA|PA|WA|WD|JA|MA|MH|PD|PH|WH|H|A)\d{6}(\d{3})?")
_NAME = re.compile(r"[A-Za-z](?:[A-Za-z .'-]*[A-Za-z.])?")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_MAIL_TOKEN = re.compile(r"[A-Za-z0-9._-]{8,100}")
_YUBIKEY = re.compile(r"[cbdefghijklnrtuv]{32,48}")
_PHONE = re.compile(r"[1-9][0-9]{6,14}")
_NATIONAL = 10
_PASSCODE = re.compile(r"\d{4,10}")
_PTAN = re.compile(r"[A-Z0-9]{1,10}")
_SSN = re.compile(r"\d{9}|\d{3}-\d{2}-\d{4}")
_TIN = re.compile(r"\d{9}|\d{2}-\d{7}|\d{3}-\d{2}-\d{4}")
_STATE = re.compile(r"[A-Z]{2}")
_ZIP = re.compile(r"\d{5}(-\d{4})?")
_CLAIM_NUMBER = re.compile(r"[A-Z0-9]{8,23}")


@dataclass(frozen=True, slots=True)
class DateWindow:
    """The dates of service that may be asked, both included."""

    earliest: date
    latest: date

    @classmethod
    def around(cls, today: date, months_back: int, months_ahead: int) -> DateWindow:
        """Return the window of whole months around `today`; 0 months ahead means no future date."""
        return cls(months_later(today, -months_back), months_later(today, months_ahead))


@dataclass(frozen=True, slots=True)
class ServiceDates:
    """Dates of service, first and last, both included."""

    first: date
    last: date


def masked_mbi(mbi: str) -> str:
    """Return the end of an MBI, enough to tell patients of a list apart: ``***AA01``."""
    return f"***{mbi[-4:]}"


def read_mbi(text: str, name: str = "mbi") -> Mbi:
    """Return the MBI, 11 characters in upper case without dashes.

    Raises `Problem`: ``mbi.dash``, ``mbi.hicn`` (the old number), ``mbi.length``, ``mbi.never`` (a letter
    that no MBI has), or the wrong kind at a position: ``mbi.first``, ``mbi.letter``, ``mbi.digit``,
    ``mbi.either``.
    """
    typed = require(text, name).upper()
    if "-" in typed:
        raise Problem("mbi.dash", (name,))
    if _HICN.fullmatch(typed):
        raise Problem("mbi.hicn", (name,))
    if len(typed) != MBI_LENGTH:
        raise Problem("mbi.length", (name,), {"found": len(typed)})
    for position, (character, kind) in enumerate(zip(typed, _MBI_KINDS, strict=True), start=1):
        if character in _NEVER_IN_MBI:
            raise Problem("mbi.never", (name,), {"letter": character, "position": position})
        if character not in _MBI_ALLOWED[kind]:
            raise Problem(f"mbi.{kind}", (name,), {"position": position})
    return Mbi(typed)


def without_dashes(text: str) -> str:
    """Return an MBI as typed without its dashes: what the key beside ``mbi.dash`` does."""
    return text.replace("-", "").strip()


def show_mbi(mbi: str) -> str:
    """Return an MBI as the card shows it, 4-3-4."""
    return f"{mbi[:4]}-{mbi[4:7]}-{mbi[7:]}"


def read_npi(text: str, name: str = "npi") -> Npi:
    """Return the NPI: ten digits, the first 1 or 2, the last the check digit (Luhn over 80840 + NPI).

    Raises `Problem`: ``npi.shape`` or ``npi.check``.
    """
    typed = require(text, name)
    if not (len(typed) == NPI_LENGTH and _DIGITS.issuperset(typed) and typed[0] in "12"):
        raise Problem("npi.shape", (name,))
    if not passes_luhn("80840" + typed):
        raise Problem("npi.check", (name,))
    return Npi(typed)


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def read_name(text: str, name: str) -> str:
    """Return a name as it stands on the Medicare card: letters, blanks, hyphens, apostrophes, periods.

    Raises `Problem`: ``name.length``, ``name.letters`` for one beyond A to Z, or ``name.shape``.
    """
    typed = require(text, name)
    if len(typed) > NAME_LENGTH:
        raise Problem("name.length", (name,), {"most": NAME_LENGTH})
    if any(letter.isalpha() and not letter.isascii() for letter in typed):
        raise Problem("name.letters", (name,))
    if not _NAME.fullmatch(typed):
        raise Problem("name.shape", (name,))
    return typed


def read_date(text: str, name: str) -> date:
    """Return the day that MM/DD/YYYY stands for.

    Raises `Problem`: ``date.shape``, or ``date.calendar`` for a day that no calendar has.
    """
    typed = require(text, name)
    match = _DATE.fullmatch(typed)
    if not match or not typed.isascii():
        raise Problem("date.shape", (name,))
    month, day, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise Problem("date.calendar", (name,), {"typed": typed}) from None


def show_date(day: date) -> str:
    """Return a day as MM/DD/YYYY."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def read_birth_date(text: str, name: str, today: date) -> date:
    """Return a birth date. Raises `Problem`: those of `read_date`, ``birth.future`` or ``birth.early``."""
    born = read_date(text, name)
    if born > today:
        raise Problem("birth.future", (name,))
    if born.year < EARLIEST_BIRTH_YEAR:
        raise Problem("birth.early", (name,), {"year": EARLIEST_BIRTH_YEAR})
    return born


def read_service_date(text: str, name: str, window: DateWindow, today: date) -> date:
    """Return a date of service within `window`.

    Raises `Problem`: those of `read_date`, ``service.future`` (no future date allowed), ``service.late`` or
    ``service.early`` (outside what the eligibility service answers).
    """
    day = read_date(text, name)
    limits = {"earliest": show_date(window.earliest), "latest": show_date(window.latest)}
    if day > window.latest:
        code = "service.future" if window.latest <= today else "service.late"
        raise Problem(code, (name,), limits)
    if day < window.earliest:
        raise Problem("service.early", (name,), limits)
    return day


def read_passcode(text: str, name: str = "passcode") -> str:
    """Return a one-time passcode, 4 to 10 digits; blanks within are dropped. Raises ``passcode.shape``."""
    typed = "".join(require(text, name).split())
    if not _PASSCODE.fullmatch(typed) or not typed.isascii():
        raise Problem("passcode.shape", (name,))
    return typed


def read_yubikey_code(text: str, name: str = "passcode") -> str:
    """Return what a YubiKey typed, 32 to 48 letters of its own alphabet. Raises ``yubikey.shape``."""
    typed = "".join(require(text, name).split()).lower()
    if not _YUBIKEY.fullmatch(typed):
        raise Problem("yubikey.shape", (name,))
    return typed


def read_mail_token(text: str, name: str = "mail_token") -> str:
    """Return the token of a mail, typed by itself or as the end of its link, without the blanks of a paste.

    Raises ``field.missing``, ``mail_token.shape``.
    """
    typed = "".join(require(text, name).split())
    path = typed.partition("?")[0].partition("#")[0].rstrip("/")
    token = path.rpartition("/")[2]
    if not _MAIL_TOKEN.fullmatch(token):
        raise Problem("mail_token.shape", (name,))
    return token


def read_phone(text: str, name: str = "phone") -> str:
    """Return a telephone number as ``+15555550111``; without a country it is a North American one.

    Blanks, dots, dashes and brackets are dropped. Raises ``field.missing``, ``phone.shape``. Source: E.164.
    """
    typed = require(text, name)
    digits = "".join(character for character in typed if character not in " ().-/")
    if digits.startswith("+") and _PHONE.fullmatch(digits[1:]):
        return digits
    national = digits[1:] if len(digits) == _NATIONAL + 1 and digits.startswith("1") else digits
    if len(national) == _NATIONAL and _PHONE.fullmatch("1" + national) and national[0] not in "01":
        return f"+1{national}"
    raise Problem("phone.shape", (name,))


def read_ptan(text: str, name: str = "ptan") -> str:
    """Return a PTAN, up to ten letters and digits in upper case. Raises `Problem` ``ptan.shape``."""
    typed = require(text, name).upper()
    if not _PTAN.fullmatch(typed):
        raise Problem("ptan.shape", (name,))
    return typed


def read_tin(text: str, name: str = "tin") -> str:
    """Return a taxpayer identification number, nine digits; the dashes of an EIN or SSN are dropped.

    Raises `Problem` ``tin.shape``.
    """
    typed = require(text, name)
    if not _TIN.fullmatch(typed) or not typed.isascii():
        raise Problem("tin.shape", (name,))
    return typed.replace("-", "")


def read_ssn(text: str, name: str = "ssn") -> Ssn:
    """Return a Social Security number, nine digits with or without its dashes.

    Which numbers were ever issued is not asked: whoever holds the record says whether there is such a one.
    Raises `Problem` ``field.missing``, ``ssn.shape``; neither holds what was typed.
    """
    typed = require(text, name)
    if not _SSN.fullmatch(typed) or not typed.isascii():
        raise Problem("ssn.shape", (name,))
    return Ssn(typed.replace("-", ""))


def read_state(text: str, name: str = "state") -> str:
    """Return the two letters of a state or territory in upper case. Raises `Problem` ``state.shape``."""
    typed = require(text, name).upper()
    if not _STATE.fullmatch(typed):
        raise Problem("state.shape", (name,))
    return typed


def read_zip(text: str, name: str = "zip") -> str:
    """Return a ZIP code, 5 or 5-4 digits. Raises `Problem` ``zip.shape``."""
    typed = require(text, name)
    if not _ZIP.fullmatch(typed) or not typed.isascii():
        raise Problem("zip.shape", (name,))
    return typed


def read_claim_number(text: str, name: str = "claim_number") -> str:
    """Return an ICN (Part B) or DCN (Part A): 8 to 23 letters and digits in upper case.

    Contractors' systems number claims in several ways, so no more than that is asked. Blanks within are
    dropped. Raises ``field.missing``, ``claim_number.shape``.
    """
    typed = "".join(require(text, name).split()).upper()
    if not _CLAIM_NUMBER.fullmatch(typed):
        raise Problem("claim_number.shape", (name,))
    return typed


def read_part(text: str, name: str = "part") -> str:
    """Return the part of Medicare, ``A`` or ``B``. Raises ``field.missing``, ``part.choice``."""
    typed = require(text, name).upper()
    if typed not in {"A", "B"}:
        raise Problem("part.choice", (name,))
    return typed


def read_words(text: str, name: str, most: int) -> str:
    """Return free text of one line, at most `most` characters.

    Raises `Problem`: ``text.length``, ``text.shape`` for characters that could steer a terminal.
    """
    typed = " ".join(require(text, name).split())
    if len(typed) > most:
        raise Problem("text.length", (name,), {"most": most})
    if clean_line(typed, most) != unicodedata.normalize("NFC", typed):
        raise Problem("text.shape", (name,))
    return typed


def said_yes(typed: str) -> bool | None:
    """Return a yes or no by its word or first letter, in English or as it is shown; else None."""
    plain = _plain(typed)
    for english, shown, meant in (("yes", "form.yes", True), ("no", "form.no", False)):
        answers = {english, _plain(say(shown))}
        if plain in answers | {answer[:1] for answer in answers}:
            return meant
    return None


def _plain(text: str) -> str:
    """Return a word without capitals, accents and blanks around it."""
    letters = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def require(text: str, name: str) -> str:
    """Return `text` without the blanks around it. Raises ``field.missing`` when nothing is left."""
    trimmed = text.strip()
    if not trimmed:
        raise Problem("field.missing", (name,))
    return trimmed


def months_later(day: date, months: int) -> date:
    """Return the same day `months` whole months later (earlier if negative), the month's last day at most."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
