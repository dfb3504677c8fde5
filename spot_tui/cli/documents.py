"""`documents`: which forms there are, and whether one may be sent with these files."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.cli.fields import MOST_CHARACTERS, STANDARD_INPUT, read_fields
from spot_tui.cli.gateway_work import GatewayWork, declare
from spot_tui.cli.output import show, show_json
from spot_tui.cli.parser import MixedParser
from spot_tui.cli.submitting import show_findings
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.documents.checks import Judged
    from spot_tui.backend.documents.document import DocumentsCheck
    from spot_tui.backend.documents.forms import DocumentForm
    from spot_tui.backend.documents.paper import Paper
    from spot_tui.backend.forms import Values
    from spot_tui.cli import Commands


def add_parser(commands: Commands) -> None:
    """Declare the commands on documents."""
    from spot_tui.cli.documents_sent import add_verbs

    verbs: Commands = commands.add_parser("documents", help=say("cli.documents.help")).add_subparsers(
        required=True, metavar=say("cli.command"), parser_class=MixedParser
    )
    add_form_arguments(declare(verbs, "documents_cli", "check", _check))
    words = say("documents_cli.forms.help")
    listing = verbs.add_parser("forms", help=words, description=words)
    listing.add_argument(
        "form", nargs="?", metavar=say("documents_cli.form"), help=say("documents_cli.form.fields")
    )
    listing.set_defaults(run=_forms)
    add_verbs(verbs)


def add_form_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says which form is meant, what stands in it, and which files go along."""
    named = say("documents_cli.form")
    parser.add_argument("form", metavar=named, help=say("documents_cli.form.help"))
    parser.add_argument(
        "files", nargs="*", type=Path, metavar=say("cli.file"), help=say("documents_cli.files.help")
    )
    parser.add_argument(
        "--letter",
        action="append",
        default=[],
        type=Path,
        metavar=say("cli.file"),
        help=say("documents_cli.letter.help"),
    )
    parser.add_argument(
        "--field",
        action="append",
        default=[],
        type=_field,
        metavar=say("documents_cli.field"),
        help=say("documents_cli.field.help"),
    )
    parser.set_defaults(early=read_form)


def read_form(arguments: argparse.Namespace) -> None:
    """Find the form and read what stands in it before anybody signs in.

    Raises `Problem` ``documents.no_form``, ``input.json``, ``input.key``, ``choice.unknown``.
    """
    from spot_tui.backend.documents.forms import find_form
    from spot_tui.terminal.endings import breaking_in

    arguments.form = find_form(arguments.form)
    known = arguments.form.names
    typed: dict[str, str] = {}
    for name, value in arguments.field:
        if name == STANDARD_INPUT:
            with breaking_in():
                typed |= read_fields(sys.stdin.read(MOST_CHARACTERS + 1), known)
        elif name in known:
            typed[name] = value
        else:
            raise Problem("choice.unknown", ("--field",), {"given": name, "known": ", ".join(known)})
    arguments.typed = typed


async def judged_form(work: GatewayWork) -> tuple[Judged, tuple[Paper, ...]]:
    """Look through the files and return all that stands in the way of sending the form with them.

    Raises `Problem` ``documents.other_part``, and what looking for earlier answers raises.
    """
    from spot_tui.backend.documents.checks import judge
    from spot_tui.backend.documents.forms import Role, check_parts

    form: DocumentForm = work.arguments.form
    check_parts(form, work.provider.parts)
    desk = work.desk.papers
    roles = [*((path, Role.LETTER) for path in work.arguments.letter)]
    roles += [(path, Role.RECORDS) for path in work.arguments.files]
    papers = tuple([await desk.check(path, role, by_command=True) for path, role in roles])
    judged = judge(
        form,
        work.arguments.typed,
        papers,
        moment=work.desk.clock.now(),
        limits=desk.limits,
        book=work.desk.rule_book,
        answered_on=await _answered_on(work),
    )
    wrong = await _wrong_appeal(work, judged.values)
    return (replace(judged, problems=(*judged.problems, wrong)) if wrong else judged), papers


async def _wrong_appeal(work: GatewayWork, values: Values) -> Problem | None:
    """Return why the appeal that is named takes no papers; None for other forms."""
    from spot_tui.backend.appeals.papers import papers_problem
    from spot_tui.backend.documents.forms import FormId

    appeals = work.desk.appeals
    if work.arguments.form.id is not FormId.APPEAL or appeals is None:
        return None
    return await papers_problem(appeals, work.session, values)


async def _answered_on(work: GatewayWork) -> date | None:
    from spot_tui.backend.documents.answered import find_answer

    documents = work.desk.documents
    if documents is None:
        raise AssertionError("there is an outbox, so there is a gateway")
    return await find_answer(
        work.arguments.form,
        work.arguments.typed,
        work.sender,
        work.provider,
        documents=documents,
        outbox=work.outbox,
        zone=work.desk.zone,
    )


async def _check(work: GatewayWork) -> int:
    """Tell what stands in the way. Returns the worst exit code of what is refused."""
    from spot_tui.backend.documents.document import documents_check
    from spot_tui.backend.json_document import as_json

    judged, papers = await judged_form(work)
    document = documents_check(work.arguments.form, judged, papers)
    if work.arguments.json:
        show_json(as_json(document))
    else:
        show_check(work, document)
    return judged.exit_code


def show_check(work: GatewayWork, document: DocumentsCheck) -> None:
    """Print files, days and all that stands in the way."""
    from spot_tui.backend.corrections.review import received_words
    from spot_tui.backend.documents.view import days_told, files_section, total_told
    from spot_tui.backend.eligibility.sheet import section_lines

    warned = sum(finding.outcome == "warn" for finding in document.findings)
    refused = len(document.problems) + len(document.findings) - warned
    verdict = "refused" if refused else "warned" if warned else "free"
    form = say(f"documents.form.{document.form}")
    show(say(f"documents_cli.{verdict}", form=form, count=refused or warned))
    received = received_words(work.desk.rule_book.calendar, work.desk.clock.now(), work.provider)
    _show_wrapped(days_told(document, received))
    if document.files:
        show()
        for line in section_lines(files_section(document)):
            show(line.text)
        show(total_told(document, work.desk.papers.limits.total_megabytes.value))
    for problem in document.problems:
        show()
        _show_wrapped(problem.what)
        _show_wrapped(problem.next)
    show_findings(document.findings)


def _show_wrapped(sentence: str) -> None:
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines

    for wrapped in sentence_lines(sentence, Tone.PLAIN):
        show(wrapped.text)


def _forms(arguments: argparse.Namespace) -> int:
    """Print all forms, or the fields of one."""
    from spot_tui.backend.documents.forms import FORMS, find_form
    from spot_tui.backend.documents.view import fields_section, forms_section
    from spot_tui.backend.eligibility.sheet import section_lines

    chosen = find_form(arguments.form) if arguments.form else None
    section = fields_section(chosen) if chosen else forms_section(tuple(FORMS.values()))
    for line in section_lines(section):
        show(line.text)
    return EXIT_DONE


def _field(text: str) -> tuple[str, str]:
    """Return name and value of a field, for argparse."""
    name, sign, value = text.partition("=")
    if not sign and name != STANDARD_INPUT:
        raise argparse.ArgumentTypeError(say("documents_cli.field.shape"))
    return name.strip(), value
