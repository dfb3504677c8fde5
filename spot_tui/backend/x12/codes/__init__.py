"""Code tables: dated data files with their source, in our own words, loaded when first asked for.

A code without words is shown as it is. Texts are English; `word` gives them in the language in use.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from spot_tui.words import translate

MSP_PAYS = frozenset({"all", "related", "separate"})


class TableFault(ValueError):
    """A code table that does not keep its form: which file, and what is wrong."""


@dataclass(frozen=True, slots=True)
class PreventiveService:
    """A HCPCS code that is asked for; `words` is blank for a code that the table does not have."""

    code: str
    words: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class YearAmounts:
    """Amounts of a year in dollars, None where the table has none."""

    part_a_deductible: Decimal | None = None
    part_b_deductible: Decimal | None = None
    therapy_threshold: Decimal | None = None
    therapy_review: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RejectCode:
    """What an AAA code means: kind of problem, cause, advice, the form fields to mark, retry by machine."""

    kind: str
    cause: str
    advice: str
    fields: tuple[str, ...]
    retry: bool


def word(table: str, code: str) -> str:
    """Return our words for a code in the language in use; the code itself where there are none."""
    return translate(topic(table), names(table).get(code, "")) or code


def topic(table: str) -> str:
    """Return the topic of the words of a table, for `translate`."""
    return f"codes.{table}"


@cache
def names(table: str) -> Mapping[str, str]:
    """Return the English words of a table by code. Raises `TableFault` for a table that is out of form."""
    return checked_names(table, _document(table))


def checked_names(table: str, document: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the words of a document by code. Raises `TableFault` for anything but codes with words."""
    found = _codes(table, document, "names")
    for code, words in found.items():
        if not (code and isinstance(words, str) and words.strip() == words != ""):
            raise TableFault(f"{table}.json: the words of {code!r} are no text")
    return MappingProxyType(found)


def table_sentences() -> Iterator[tuple[str, str]]:
    """Yield every English text of the tables with the name of its table, for translators."""
    from spot_tui.backend.x12.codes.adjustments import adjustment_sentences

    found = (entry.name for entry in files(__name__).iterdir())
    tables = (name.removesuffix(".json") for name in found if name.endswith(".json"))
    for table in sorted(tables):
        if isinstance(_document(table).get("names"), dict):
            yield from ((table, words) for words in names(table).values())
    yield from (("preventive", service.words) for service in preventive_services().values())
    for told in reject_codes().values():
        yield from (("aaa", told.cause), ("aaa", told.advice))
    yield from adjustment_sentences()


def table_date(table: str) -> date:
    """Return the day on which a table was last looked through."""
    return date.fromisoformat(_document(table)["date"])


def preventive_service(code: str) -> PreventiveService:
    """Return what the table says of a HCPCS code."""
    return preventive_services().get(code) or PreventiveService(code)


@cache
def msp_pays() -> Mapping[str, str]:
    """Return what each insurer that pays before Medicare pays for, by code.

    ``all`` care, only care ``related`` to an injury or illness, or ``separate``: never with Medicare.
    """
    return checked_pays(_document("msp"))


def checked_pays(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the column of a document. Raises `TableFault` where a code has none, or an unknown one."""
    found = _codes("msp", document, "pays")
    if found.keys() != _codes("msp", document, "names").keys() or not set(found.values()) <= MSP_PAYS:
        raise TableFault("msp.json: pays must say all, related or separate for each code")
    return MappingProxyType(found)


@cache
def preventive_services() -> Mapping[str, PreventiveService]:
    """Return the HCPCS codes that are asked for, by code."""
    rows = coded_rows("preventive").items()
    try:
        services = (PreventiveService(code, row["words"], row["assumed"] is True) for code, row in rows)
        return MappingProxyType({service.code: service for service in services})
    except (KeyError, TypeError) as error:
        raise TableFault(f"preventive.json: {error}") from error


@cache
def asked_service_types() -> tuple[str, ...]:
    """Return the service types of an inquiry that asks for everything."""
    found = _document("asked").get("service_types")
    if not isinstance(found, list) or not all(isinstance(code, str) and code for code in found):
        raise TableFault("asked.json: service_types must be a list of codes")
    return tuple(found)


def year_amounts(year: int) -> YearAmounts:
    """Return the amounts of a year; all None for a year that the table does not have."""
    return _years().get(year, YearAmounts())


@cache
def _years() -> Mapping[int, YearAmounts]:
    try:
        return {
            int(year): YearAmounts(**{name: Decimal(amount) for name, amount in row.items()})
            for year, row in coded_rows("years", "years").items()
        }
    except (TypeError, ValueError, ArithmeticError) as error:
        raise TableFault(f"years.json: {error}") from error


@cache
def reject_codes() -> Mapping[str, RejectCode]:
    """Return what each AAA code means."""
    try:
        return MappingProxyType(
            {
                code: RejectCode(**{**row, "fields": tuple(row["fields"])})
                for code, row in coded_rows("aaa").items()
            }
        )
    except (KeyError, TypeError) as error:
        raise TableFault(f"aaa.json: {error}") from error


def coded_rows(table: str, key: str = "codes") -> dict[str, Any]:
    """Return the rows of a table by code. Raises `TableFault` for a table that is out of form."""
    return _codes(table, _document(table), key)


def _codes(table: str, document: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = document.get(key)
    if not isinstance(found, dict) or not found:
        raise TableFault(f"{table}.json: {key} must be a table of codes")
    return found


@cache
def _document(table: str) -> Mapping[str, Any]:
    return checked_document(table, json.loads(files(__name__).joinpath(f"{table}.json").read_text("utf-8")))


def checked_document(table: str, document: Any) -> Mapping[str, Any]:  # noqa: ANN401 - what JSON gives
    """Return the document of a table. Raises `TableFault` where it says not what, of when and from where."""
    try:
        date.fromisoformat(document["date"])
        complete = bool(document["source"] and document["about"])
    except (KeyError, TypeError, ValueError) as error:
        raise TableFault(f"{table}.json: {error}") from error
    if not complete:
        raise TableFault(f"{table}.json: source and about are empty")
    return MappingProxyType(document)
