"""The parts of the guides that are made from the code."""

from __future__ import annotations

import argparse
import types
import typing
from collections.abc import Callable, Iterator

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from docs import documents_tables, practice_tables, rules_tables
from docs.json_form import (
    appeals_json_form,
    claims_json_form,
    corrections_json_form,
    deadlines_json_form,
    documents_json_form,
    filed_json_form,
    json_form,
    letter_json_form,
    lookup_json_form,
    messages_json_form,
    notices_json_form,
    outbox_json_form,
    sent_json_form,
    submissions_json_form,
    submitted_json_form,
    today_json_form,
)
from spot_tui.backend.problems import (
    EXIT_DONE,
    EXIT_INTEGRITY,
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_UNREADABLE,
    EXIT_USAGE,
    KIND_EXITS,
    KINDS,
    SPECIAL_EXITS,
    Kind,
)
from spot_tui.cli.parser import GROUPS, build_parser
from spot_tui.commands import COMMANDS, key_name
from spot_tui.settings import Settings
from spot_tui.words import say, sentences


def settings_table() -> str:
    """Return every settings key with its meaning and default."""
    rows = ["| key | default | meaning |", "| --- | --- | --- |"]
    rows += [f"| `{key}` | {default} | {meaning} |" for key, default, meaning in _keys(Settings, "", None)]
    return "\n".join(rows)


def exit_codes() -> str:
    """Return the exit codes of all commands."""
    meanings = {
        EXIT_DONE: "done",
        EXIT_INTERNAL: "internal error",
        EXIT_USAGE: "wrong use of the command, or wrong settings",
        **{code: say(f"problem.kind.{kind}").lower() for kind, code in KIND_EXITS.items()},
        EXIT_UNREADABLE: "unreadable input file",
        EXIT_INTEGRITY: "audit log or store damaged",
        EXIT_INTERRUPTED: "interrupted",
    }
    rows = ["| exit code | means |", "| --- | --- |"]
    return "\n".join(rows + [f"| {code} | {meanings[code]} |" for code in sorted(meanings)])


def problems_table() -> str:
    """Return every problem: its code, its exit code, what it says and what to do."""
    told = sentences("problem")
    rows = ["| kind | code | exit | says | next |", "| --- | --- | --- | --- | --- |"]
    for kind in Kind:
        for code in sorted(code for code, its_kind in KINDS.items() if its_kind is kind):
            status = SPECIAL_EXITS.get(code, KIND_EXITS[kind])
            what, then = (_cell(told[f"problem.{code}{part}"]) for part in ("", ".next"))
            rows.append(f"| {say(f'problem.kind.{kind}')} | `{code}` | {status} | {what} | {then} |")
    return "\n".join(rows)


def keys_table() -> str:
    """Return every command of the screens with its keys."""
    rows = ["| key | without F-keys | command | does |", "| --- | --- | --- | --- |"]
    for command in COMMANDS.values():
        keys = " ".join(f"`{key_name(key)}`" for key in (command.key, *command.also))
        twin = f"`{command.twin}`" if command.twin else ""
        rows.append(f"| {keys} | {twin} | {command.label} | {_cell(command.help)} |")
    return "\n".join(rows)


def command_line() -> str:
    """Return every command with what may be given to it. Not argparse's own layout, which versions change."""
    blocks = []
    for group in GROUPS:
        for name, parser in _leaves(build_parser(group), f"spot-tui {group}", group):
            given = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
            rows = ["| argument | means |", "| --- | --- |"]
            rows += [f"| `{_argument(action)}` | {_cell(action.help or '')} |" for action in given]
            blocks.append("\n".join([f"### {name}", "", parser.description or "", "", *rows]))
    return "\n\n".join(blocks)


def _argument(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not names:
        return "-" if action.choices else value
    return names if action.nargs == 0 else f"{names} {value}"


def _leaves(
    parser: argparse.ArgumentParser, name: str, only: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield name, parser
    for action in inner:
        for word, child in action.choices.items():
            if not only:
                yield from _leaves(child, f"{name} {word}")
            elif word == only:
                yield from _leaves(child, name)


def _keys(model: type[BaseModel], prefix: str, given: BaseModel | None) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        value = (
            getattr(given, name) if given else field.get_default(call_default_factory=True, validated_data={})
        )
        group, path = _group(field.annotation, f"{prefix}{name}")
        if group:
            yield from _keys(group, f"{path}.", value if isinstance(value, group) else None)
        else:
            yield path, _default(value), _cell(field.description or "")


def _group(annotation: object, path: str) -> tuple[type[BaseModel] | None, str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, path
    marks = {dict: f"{path}.NAME", tuple: f"{path}[]", types.UnionType: path, typing.Union: path}
    mark = marks.get(typing.cast(type, typing.get_origin(annotation)))
    for inner in typing.get_args(annotation) if mark else ():
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner, typing.cast(str, mark)
    return None, path


def _default(value: object) -> str:
    if value is PydanticUndefined:
        return "required"
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{_cell(str(value).lower() if isinstance(value, bool) else str(value))}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


PARTS: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "exit-codes": exit_codes,
    "keys": keys_table,
    "command-line": command_line,
    "problems": problems_table,
    "json-form": json_form,
    "claims-json-form": claims_json_form,
    "today-json-form": today_json_form,
    "lookup-json-form": lookup_json_form,
    "deadlines-json-form": deadlines_json_form,
    "notices-json-form": notices_json_form,
    "messages-json-form": messages_json_form,
    "outbox-json-form": outbox_json_form,
    "corrections-json-form": corrections_json_form,
    "submitted-json-form": submitted_json_form,
    "filed-json-form": filed_json_form,
    "appeals-json-form": appeals_json_form,
    "letter-json-form": letter_json_form,
    "documents-json-form": documents_json_form,
    "sent-json-form": sent_json_form,
    "submissions-json-form": submissions_json_form,
    "rules": rules_tables.rules_table,
    "restricted-lists": rules_tables.lists_table,
    "holidays": rules_tables.holidays_table,
    "changes": rules_tables.changes_table,
    "change-types": rules_tables.types_table,
    "document-forms": documents_tables.forms_table,
    "document-fields": documents_tables.fields_table,
    "document-limits": documents_tables.limits_table,
    "portal-staff": practice_tables.staff_table,
    "portal-staff-secrets": practice_tables.staff_secrets,
    "portal-people": practice_tables.people_table,
    "portal-departed": practice_tables.departed_table,
    "portal-claims": practice_tables.claims_table,
    "portal-rejects": practice_tables.rejects_table,
    "portal-numbered-faults": practice_tables.numbered_faults_table,
    "portal-faults": practice_tables.fault_names,
    "portal-providers": practice_tables.providers_table,
}
