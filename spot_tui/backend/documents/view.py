"""A check of documents in words: the same for screens and commands."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from spot_tui.backend.documents.limits import MEGABYTE
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.backend.explanations import field_label
from spot_tui.backend.formats import show_date
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.documents.document import DocumentsCheck, FileShown
    from spot_tui.backend.documents.forms import DocumentForm

_ANY_DAY = date(2000, 1, 1)
_FILE_COLUMNS = ("role", "name", "size", "pages", "scan")
_FORM_COLUMNS = ("form", "part", "what")
_FIELD_COLUMNS = ("field", "required", "right")


def days_told(check: DocumentsCheck) -> str:
    """Return when it would count as received, and how many days the letter leaves."""
    received = say("documents.received", date=show_date(check.received_on))
    if check.last_day is None or check.days_left is None or check.days_left < 0:
        return received
    left = say("documents.days_left", date=show_date(check.last_day), days=check.days_left)
    return f"{received} {left}"


def total_told(check: DocumentsCheck, most: int) -> str:
    """Return how large the files are together, `most` being the limit in MB."""
    total = sum(each.size for each in check.files)
    return say("documents.total", total=show_size(total), most=most)


def show_size(size: int) -> str:
    """Return a size in MB with one decimal, never less than it is."""
    return f"{(Decimal(size) / MEGABYTE).quantize(Decimal('0.1'), ROUND_UP):f} MB"


def files_section(check: DocumentsCheck) -> Section:
    """Return the files with what is known of each."""
    return Section("", tuple(_file(each) for each in check.files), _columns(_FILE_COLUMNS), frozenset({2, 3}))


def forms_section(forms: tuple[DocumentForm, ...]) -> Section:
    """Return forms with what they are."""
    rows = (Row((form.id.value, " ".join(form.parts), say(f"documents.form.{form.id}"))) for form in forms)
    return Section("", tuple(rows), _columns(_FORM_COLUMNS))


def fields_section(form: DocumentForm) -> Section:
    """Return the fields of a form with what right looks like."""
    rows = (
        Row(
            (
                field.name,
                say("documents.required") if field.required else "",
                f"{field_label(field.name)}: {say(field.help_key)}",
            )
        )
        for field in form.form(_ANY_DAY).fields
    )
    return Section(say(f"documents.form.{form.id}.help"), tuple(rows), _columns(_FIELD_COLUMNS))


def _columns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(say(f"documents.column.{name}") for name in names)


def _file(each: FileShown) -> Row:
    size, pages = show_size(each.size) if each.size else "", str(each.pages) if each.pages else ""
    scan = say(f"documents.scan.{each.scan}")
    return Row((say(f"documents.role.{each.role}"), each.name, size, pages, scan))
