"""What the guide to documents lists, made from the forms and limits themselves."""

from __future__ import annotations

from datetime import date

from docs.practice_tables import table
from spot_tui.backend.documents.forms import FORMS, DocumentForm, Role
from spot_tui.backend.documents.limits import Limits, PaperKind, Told, read_limits
from spot_tui.backend.documents.settings import DocumentRules
from spot_tui.backend.explanations import field_label
from spot_tui.words import say

_ANY_DAY = date(2026, 1, 1)


def forms_table() -> str:
    """Return every form: for whom, what goes along, and how good the source is that there is one."""
    rows = (
        (
            f"`{form.id}`",
            f"{say(f'documents.form.{form.id}')}: {say(f'documents.form.{form.id}.help')}",
            " ".join(form.parts),
            _papers(form),
            say(f"rule.tag.{form.evidence}"),
        )
        for form in FORMS.values()
    )
    return table(("form", "what it is", "part", "files", "how good"), rows)


def fields_table() -> str:
    """Return the fields of every form."""
    rows = (
        (
            f"`{form.id}`",
            f"`{field.name}`",
            field_label(field.name),
            "yes" if field.required else "no",
            say(field.help_key),
        )
        for form in FORMS.values()
        for field in form.form(_ANY_DAY).fields
    )
    return table(("form", "key", "field", "required", "what right looks like"), rows)


def limits_table() -> str:
    """Return the shipped limits, each with its origin."""
    limits = read_limits(None, DocumentRules().contractor)
    rows = ((limits.name, *row) for row in _limits(limits))
    return table(("contractor", "limit", "value", "source", "dated", "how good"), rows)


def _papers(form: DocumentForm) -> str:
    if not form.takes_papers:
        return "none"
    if form.id.answers_letter:
        return f"{say(f'documents.role.{Role.LETTER}')} and {say(f'documents.role.{Role.RECORDS}')}"
    return f"at least {form.least_papers}" if form.least_papers else "may stay out"


def _limits(limits: Limits) -> list[tuple[str, ...]]:
    total, kinds = limits.total_megabytes, limits.kinds
    return [
        ("all files together", f"{total.value} MB", *_origin(total)),
        ("kinds of files", " ".join(kind.upper() for kind in kinds.value), *_origin(kinds)),
    ]


def _origin(told: Told[int] | Told[tuple[PaperKind, ...]]) -> tuple[str, str, str]:
    return told.source, told.source_date, say(f"rule.tag.{told.evidence}")
