"""What commands share that send something which rules check first: findings shown, warnings gone past."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spot_tui.backend.problems import EXIT_DONE, KIND_EXITS, Kind, Problem
from spot_tui.cli.fields import STANDARD_INPUT
from spot_tui.cli.output import print_problem, show, show_json, tell
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.claims.model import Claim
    from spot_tui.backend.corrections.document import FindingShown, Submitted
    from spot_tui.backend.corrections.findings import Finding
    from spot_tui.backend.outbox.model import Submission
    from spot_tui.cli.gateway_work import GatewayWork

Send = Callable[[Sequence[str]], Awaitable["Submission"]]
"""Sends something past the rules of these ids, which warned."""


def add_submit_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a command that submits something about a claim."""
    add_override_option(parser)
    add_licence_option(parser)


def add_override_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that goes past a warning."""
    parser.add_argument(
        "--override",
        action="append",
        default=[],
        type=_warning_rule,
        metavar=say("submitting.rule"),
        help=say("submitting.override.help"),
    )


def add_licence_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that accepts the notices of procedure codes."""
    parser.add_argument(
        "--accept-licenses", dest="accept_licences", action="store_true", help=say("licence.option.help")
    )


def text_of(name: str, most: int, code: str) -> str:
    """Return the text of a file, ``-`` being standard input, `most` characters and one more at most.

    Raises `Problem` `code` with the reason.
    """
    from spot_tui.terminal.endings import breaking_in

    if name == STANDARD_INPUT:
        with breaking_in():
            return sys.stdin.read(most + 1)
    try:
        with Path(name).open(encoding="utf-8-sig") as file:
            return file.read(most + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(code, (), {"reason": reason}) from None


async def claim_of(work: GatewayWork, number: str) -> Claim:
    """Return the claim that something is to be submitted about, as it is now."""
    if work.desk.claims is None:
        raise AssertionError("there is an outbox, so there is a gateway")
    return (await work.desk.claims.show(work.session, work.provider, number)).claim


async def submit(
    work: GatewayWork, claim: str, findings: Sequence[Finding], send: Send
) -> tuple[int, Submitted]:
    """Send what no rule refuses and whose warnings are gone past, and say what became of it.

    Returns, with that, the exit status: of the worst refusal, of what is incomplete for a warning left, or of
    what kept the submission from being confirmed.
    """
    from spot_tui.backend.corrections.document import submitted
    from spot_tui.backend.corrections.findings import exit_of
    from spot_tui.cli.outbox import exit_of as exit_of_sent

    warned = tuple(dict.fromkeys(each.rule for each in findings if not each.refuses))
    missing = [rule for rule in warned if rule not in work.arguments.override]
    status = exit_of(findings) or (KIND_EXITS[Kind.INCOMPLETE] if missing else EXIT_DONE)
    submission = await send(warned) if status == EXIT_DONE else None
    if submission is not None:
        status = exit_of_sent([submission])
        tell_sent(submission, claim, is_json=work.arguments.json)
    elif not work.arguments.json:
        show_not_sent(claim, findings, missing)
    return status, submitted(claim, findings, submission)


def show_submitted(work: GatewayWork, all_of_them: Iterable[Submitted]) -> None:
    """Print what became of them as a document, where one was asked for."""
    from spot_tui.backend.corrections.document import VERSION, SubmittedDocument
    from spot_tui.backend.json_document import as_json

    if work.arguments.json:
        show_json(as_json(SubmittedDocument(VERSION, tuple(all_of_them))))


def show_findings(findings: Iterable[FindingShown]) -> None:
    """Print what rules say, each with its line, its next step and its source."""
    from spot_tui.backend.eligibility.sheet import Tone, sentence_lines

    for finding in findings:
        show()
        for told in _sentences(finding):
            for wrapped in sentence_lines(told, Tone.PLAIN):
                show(wrapped.text)


def _sentences(finding: FindingShown) -> tuple[str, ...]:
    outcome = say(f"rule.outcome.{finding.outcome}")
    where = say("corrections_cli.of_line", number=finding.line) if finding.line else ""
    head = say("corrections_cli.finding", rule=finding.rule, outcome=outcome, line=where, what=finding.what)
    return head, finding.next, say("corrections_cli.source", source="; ".join(finding.sources))


def show_not_sent(claim: str, findings: Sequence[Finding], missing: Sequence[str]) -> None:
    """Print what speaks against sending it, and how a warning is gone past."""
    from spot_tui.backend.corrections.document import shown
    from spot_tui.backend.corrections.findings import refusals

    refused = refusals(findings)
    verdict = "refused" if refused else "warned"
    show(say(f"submitting.{verdict}", claim=claim, count=len(refused) or len(missing)))
    show_findings(shown(finding) for finding in findings)
    if not refused:
        show()
        show(say("submitting.options", options=" ".join(f"--override {rule}" for rule in missing)))


def tell_sent(submission: Submission, claim: str, *, is_json: bool) -> None:
    """Say how it stands: the result of the command, unless that is a document."""
    from spot_tui.backend.outbox.view import told

    say_it = tell if is_json else show
    say_it(say("submitting.sent", claim=claim, told=told(submission)))
    if submission.state.waits:
        say_it(say("submitting.waits"))
    if submission.problem is not None:
        print_problem(submission.problem)


def _warning_rule(text: str) -> str:
    """Return the id of a rule that may warn, for argparse."""
    from spot_tui.backend.corrections.catalogue import RULES, Outcome

    rule = RULES.get(text.upper())
    if rule is None or rule.outcome not in {Outcome.WARN, Outcome.BY_LIST}:
        raise argparse.ArgumentTypeError(say("submitting.override.unknown", rule=text))
    return text.upper()
