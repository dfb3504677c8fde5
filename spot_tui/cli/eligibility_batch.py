"""`eligibility batch`: all patients of a file, by the same service and audit trail as the screen."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast

from spot_tui.backend.problems import EXIT_DONE, Problem
from spot_tui.backend.use_rules import PURPOSES
from spot_tui.cli.output import show, tell
from spot_tui.cli.sign_in import add_sign_in_options, signed_in
from spot_tui.cli.use_rules import accept_use_rules, add_use_rules_option
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.clock import Clock
    from spot_tui.backend.eligibility.batch.plan import Plan
    from spot_tui.backend.eligibility.batch.reading import PatientFile
    from spot_tui.backend.eligibility.batch.run import BatchRun
    from spot_tui.backend.eligibility.batch.service import BatchDesk, OpenBatch, Prepared
    from spot_tui.backend.upstreams import Provider
    from spot_tui.backend.use_rules import Purpose
    from spot_tui.cli import Commands
    from spot_tui.desk import Desk
    from spot_tui.settings import Profile

_TELL_EVERY = 5.0
"""Seconds between two lines of progress."""


def declare_batch(verbs: Commands) -> None:
    """Declare the command."""
    told = say("batch.cli.description")
    parser = verbs.add_parser("batch", help=say("batch.cli.help"), description=told)
    parser.add_argument("file", type=Path, metavar=say("cli.in"), help=say("batch.cli.file.help"))
    parser.add_argument(
        "--out", type=Path, required=True, metavar=say("cli.out"), help=say("batch.cli.out.help")
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--resume", action="store_true", help=say("batch.cli.resume.help"))
    which.add_argument("--anew", action="store_true", help=say("batch.cli.anew.help"))
    parser.add_argument("--again", action="store_true", help=say("batch.cli.again.help"))
    parser.add_argument("--yes", action="store_true", help=say("batch.cli.yes.help"))
    parser.add_argument("--purpose", choices=PURPOSES, help=say("batch.cli.purpose.help"))
    add_use_rules_option(parser)
    add_sign_in_options(parser)
    parser.set_defaults(run=run_batch)


def run_batch(arguments: argparse.Namespace) -> int:
    """Ask, write the results, and return the exit status: 0 whatever the rows say."""
    from spot_tui.cli.profile import chosen_profile
    from spot_tui.terminal.endings import run

    profile = chosen_profile(arguments)
    run(_batch(arguments, profile))
    return EXIT_DONE


async def _batch(arguments: argparse.Namespace, profile: Profile) -> None:
    from spot_tui.backend.clock import today
    from spot_tui.backend.eligibility.batch.reading import PatientFile
    from spot_tui.backend.eligibility.batch.report import check_out
    from spot_tui.cli.signers import signer_for
    from spot_tui.desk import working_desk

    if profile.kiosk.enabled:
        raise Problem("read.kiosk")
    check_out(arguments.out, may_replace=arguments.resume)
    async with working_desk(arguments.profile, profile) as desk:
        batches = desk.batches
        if batches is None:
            raise Problem("eligibility.not_set_up", (), {"profile": arguments.profile})
        # Before anybody types a passcode for a file that is none.
        PatientFile(arguments.file, today(desk.clock, desk.zone), profile.rules).require_layout()
        async with signed_in(desk, signer_for(arguments, desk)) as session:
            if session.provider is None:
                raise AssertionError("signed in for a provider")
            await accept_use_rules(desk, arguments)
            prepared = await _prepared(arguments, desk, batches, session.provider)
            await _work(arguments, desk, batches, prepared, session.provider)


async def _prepared(
    arguments: argparse.Namespace, desk: Desk, batches: BatchDesk, provider: Provider
) -> Prepared:
    """Return the batch to run: the one that was stopped, or a new one once its preview was seen."""
    from spot_tui.backend.age import show_moment

    path: Path = arguments.file
    if arguments.resume:
        prepared = await batches.take_up(path, provider)
        batch = prepared.batch
        moment = show_moment(batch.began_at, desk.clock.now(), desk.zone)
        tell(say("batch.cli.resumes", moment=moment, left=batch.left, rows=batch.rows))
        return prepared
    begun = None if arguments.anew else await batches.unfinished(path, provider)
    if begun is not None:
        raise Problem("batch.unfinished", (), {"file": path.as_posix(), "left": begun.left})
    file, plan = await batches.preview(path, provider)
    _tell_plan(file, plan)
    if plan.bad_rows and plan.good and not arguments.yes:
        _ask_whether_to_go_on(arguments)
    return await batches.begin(file, plan, provider, _purpose(arguments), anew=arguments.anew)


def _tell_plan(file: PatientFile, plan: Plan) -> None:
    from spot_tui.backend.eligibility.rejects import reason_of

    tell(say("batch.plan.good", count=plan.good))
    if plan.twice:
        tell(say("batch.plan.twice", count=plan.twice))
    if file.layout.ignored:
        tell(say("batch.plan.ignored", columns=", ".join(file.layout.ignored)))
    if plan.bad_rows:
        tell(say("batch.plan.bad", count=plan.bad_rows))
    for row in plan.bad:
        reasons = " ".join(reason_of(problem) for problem in row.problems)
        tell(f"  {say('batch.plan.bad_row', number=row.number, reason=reasons)}")
    if plan.bad_rows > len(plan.bad):
        tell(f"  {say('batch.plan.more', count=plan.bad_rows - len(plan.bad))}")


def _purpose(arguments: argparse.Namespace) -> Purpose:
    """Return what the batch is asked for: as given, else as chosen at the terminal."""
    from spot_tui.backend.use_rules import purpose_words
    from spot_tui.cli.signers import who_answers

    if arguments.purpose:
        return cast("Purpose", arguments.purpose)
    prompts = who_answers(arguments)
    if prompts is None:
        raise Problem("field.missing", ("purpose",))
    return PURPOSES[prompts.choose(say("batch.purpose"), [purpose_words(each) for each in PURPOSES])]


def _ask_whether_to_go_on(arguments: argparse.Namespace) -> None:
    from spot_tui.cli.signers import who_answers

    prompts = who_answers(arguments)
    if prompts is None or not prompts.confirm(say("batch.cli.confirm")):
        raise Problem("batch.unconfirmed")


async def _work(
    arguments: argparse.Namespace, desk: Desk, batches: BatchDesk, prepared: Prepared, provider: Provider
) -> None:
    teller = _Teller(desk.clock)
    opened = await batches.open(prepared, provider, teller.look, again=arguments.again)
    teller.run = opened.run
    try:
        try:
            progress = await opened.work()
        except asyncio.CancelledError:
            tell(say("batch.cli.stopped"))
            raise
        count = await opened.write(arguments.out)
        _tell_end(opened)
        show(say("batch.cli.written", count=count, file=arguments.out.as_posix()))
        if progress.problem is not None:
            tell(say("batch.cli.stopped"))
            raise progress.problem
    finally:
        await opened.close()


def _tell_end(opened: OpenBatch) -> None:
    from spot_tui.backend.eligibility.batch.outcome import RANKS, RowState

    counts = opened.run.progress.counts
    for state in RANKS:
        if counts[state]:
            tell(f"{say(f'batch.outcome.{state.value}')}: {counts[state]}")
    if opened.plan.bad_rows:
        tell(f"{say('batch.outcome.bad')}: {opened.plan.bad_rows}")
    if counts[RowState.UNKNOWN]:
        tell(say("batch.cli.unknown", count=counts[RowState.UNKNOWN]))


class _Teller:
    """Tells how far a run is: every few seconds, and when the line goes away."""

    def __init__(self, clock: Clock) -> None:
        self.run: BatchRun | None = None
        self._clock = clock
        self._told_at = clock.monotonic()
        self._told_away = False

    def look(self) -> None:
        """Say how things stand, unless that was just said."""
        if self.run is None:
            return
        from spot_tui.backend.eligibility.batch.view import progress_line

        progress = self.run.progress
        is_new = progress.is_away and not self._told_away
        now = self._clock.monotonic()
        if is_new or now - self._told_at >= _TELL_EVERY:
            self._told_at, self._told_away = now, progress.is_away
            tell(progress_line(progress))
