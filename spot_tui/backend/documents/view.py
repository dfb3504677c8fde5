"""A check of documents in words: the same for screens and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from spot_tui.backend.documents.limits import MEGABYTE
from spot_tui.backend.eligibility.sheet import Row, Section
from spot_tui.backend.explanations import field_label
from spot_tui.backend.formats import show_date
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.corrections.deadlines import Deadline
    from spot_tui.backend.documents.document import DocumentsCheck, FileShown
    from spot_tui.backend.documents.forms import DocumentForm
    from spot_tui.backend.forms import Values

_ANY_DAY = date(2000, 1, 1)
_FILE_COLUMNS = ("role", "name", "size", "pages", "scan")
_FORM_COLUMNS = ("form", "part", "what")
_FIELD_COLUMNS = ("field", "required", "right")


def letter_days_told(deadline: Deadline, today: date) -> str:
    """Return which of the days for a letter it is, and how many are left."""
    last, days = show_date(deadline.last_day), deadline.days_left(today)
    if days < 0:
        return say("documents.days_over", date=last)
    counted = say(
        "documents.day_counted",
        day=max(deadline.counted_day(today), 0),
        most=(deadline.last_day - deadline.base).days,
    )
    return f"{counted} {say('documents.days_left', date=last, days=days)}"


def days_told(check: DocumentsCheck, received: str) -> str:
    """Return when it would count as `received`, and how many days the letter leaves."""
    if check.last_day is None or check.days_left is None or check.days_left < 0:
        return received
    left = say("documents.days_left", date=show_date(check.last_day), days=check.days_left)
    return f"{received} {left}"


def total_told(check: DocumentsCheck, most: int) -> str:
    """Return how large the files are together, `most` being the limit in MB."""
    total = sum(each.size for each in check.files)
    return say("documents.total", total=show_size(total), most=most)


def sent_sections(form: DocumentForm, values: Values, check: DocumentsCheck) -> Iterator[Section]:
    """Yield what is sent with a form: its fields, then its files; what was left empty is not."""
    rows = (Row((field_label(name), _shown(value))) for name, value in values.items())
    yield Section(say(f"documents.form.{form.id}"), tuple(row for row in rows if row.cells[1]))
    if check.files:
        yield replace(files_section(check), title=say("documents.files"))


def _shown(value: object) -> str:
    """Return a value of a form as it is sent, in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("documents.yes") if value else say("documents.no")
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return ", ".join(f"{procedure} {dollars:.2f}" for procedure, dollars in value)
    return str(value)


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
