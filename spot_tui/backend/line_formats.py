"""Field rules of a claim and its service lines: codes, units, dollars.

A rule takes what was typed and returns the value it stands for, or raises a `Problem` that names the field.
Letters become upper case. Sources: 45 CFR 162.1002 (code sets); 005010X222A1, loops 2300 and 2400.
"""

from __future__ import annotations

import re
from decimal import Decimal

from spot_tui.backend.formats import require
from spot_tui.backend.problems import Problem

PROCEDURE_LENGTH = 5
MODIFIER_LENGTH = 2
DIAGNOSIS_LENGTH = 8
PLACE_LENGTH = 2
UNITS_LENGTH = 8
MONEY_LENGTH = 12
MOST_DIAGNOSES = 12
DIAGNOSES_LENGTH = MOST_DIAGNOSES * (DIAGNOSIS_LENGTH + 1)

_PROCEDURE = re.compile(r"[0-9]{5}|[0-9]{4}[FTUM]|[A-Z][0-9]{4}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_DIAGNOSIS = re.compile(r"[A-Z][0-9][A-Z0-9](\.?[A-Z0-9]{1,4})?")
_PLACE = re.compile(r"[0-9]{2}")
_UNITS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")
_MONEY = re.compile(r"[0-9]{1,8}(\.[0-9]{2})?")


def read_procedure(text: str, name: str = "procedure") -> str:
    """Return a procedure code of five characters (HCPCS, CPT, CDT). Raises ``procedure.shape``."""
    return _code(text, name, _PROCEDURE, "procedure.shape")


def read_modifier(text: str, name: str) -> str:
    """Return a modifier, two letters or digits. Raises ``modifier.shape``."""
    return _code(text, name, _MODIFIER, "modifier.shape")


def read_diagnosis(text: str, name: str) -> str:
    """Return an ICD-10-CM code without its dot. Raises ``diagnosis.shape``."""
    return _code(text, name, _DIAGNOSIS, "diagnosis.shape").replace(".", "")


def read_diagnoses(text: str, name: str = "diagnoses") -> tuple[str, ...]:
    """Return the diagnoses of a claim, the first of which is the principal one; blanks or commas part them.

    Raises `Problem`: ``diagnosis.shape``, ``diagnosis.twice``, ``diagnosis.too_many`` (a claim has 12).
    """
    codes = tuple(read_diagnosis(word, name) for word in require(text, name).replace(",", " ").split())
    twice = next((code for place, code in enumerate(codes) if code in codes[:place]), None)
    if twice:
        raise Problem("diagnosis.twice", (name,), {"code": twice})
    if len(codes) > MOST_DIAGNOSES:
        raise Problem("diagnosis.too_many", (name,), {"most": MOST_DIAGNOSES})
    return codes


def read_place(text: str, name: str = "place") -> str:
    """Return a place of service, two digits. Raises ``place.shape``."""
    return _code(text, name, _PLACE, "place.shape")


def read_units(text: str, name: str = "units") -> Decimal:
    """Return units, above zero, with at most three decimals. Raises ``units.shape``."""
    units = Decimal(_code(text, name, _UNITS, "units.shape"))
    if not units:
        raise Problem("units.shape", (name,))
    return units


def read_money(text: str, name: str) -> Decimal:
    """Return dollars, with cents or without. Raises ``money.shape``."""
    return Decimal(_code(text, name, _MONEY, "money.shape")).quantize(Decimal("0.01"))


def _code(text: str, name: str, shape: re.Pattern[str], problem: str) -> str:
    typed = require(text, name).upper()
    if not shape.fullmatch(typed):
        raise Problem(problem, (name,))
    return typed
