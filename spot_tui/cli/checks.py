"""The doctor's checks, one function for each part."""

from __future__ import annotations

import argparse
import shutil
import stat
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from spot_tui.backend.problems import Problem
from spot_tui.cli.findings import Finding, finding_of, finding_of_step, good, note
from spot_tui.terminal.colour import choose_colours
from spot_tui.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from spot_tui.cli.findings import Part
    from spot_tui.desk import Desk
    from spot_tui.settings import Profile
    from spot_tui.terminal.environment import Surroundings
from spot_tui.terminal.letters import Characters, choose_characters

DESIGN_COLUMNS, DESIGN_ROWS = 80, 24
MOST_SKEW_SECONDS = 30
LEAST_FREE_BYTES = 200 * 1024 * 1024
_OTHERS = 0o077


def check_terminal(surroundings: Surroundings) -> Iterator[Finding]:
    """Check whether the screens can be shown here, and how."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        yield note("terminal", "missing")
        return
    if surroundings.term in {"", "dumb", "unknown"}:
        yield note("terminal", "dumb", term=surroundings.term or say("doctor.unset"))
        return
    columns, rows = shutil.get_terminal_size()
    fits = columns >= DESIGN_COLUMNS and rows >= DESIGN_ROWS
    yield (good if fits else note)("terminal", "size" if fits else "small", columns=columns, rows=rows)
    colours = choose_colours("auto", surroundings)
    yield good("terminal", "colours", term=surroundings.term, colours=colours.value)
    characters = choose_characters("auto", surroundings)
    is_all = characters is Characters.UNICODE
    yield good("terminal", "unicode") if is_all else note("terminal", "ascii")


def check_settings(arguments: argparse.Namespace, profile: Profile) -> Iterator[Finding]:
    """Say which settings hold; what is wrong in them was found when they were loaded."""
    from spot_tui.backend.first_look import config_path

    file = config_path(arguments.config) or say("doctor.built_in")
    yield good("settings", "profile", name=arguments.profile, file=file, environment=profile.environment)
    upstream = profile.eligibility
    if upstream is None:
        yield note("settings", "no_eligibility")
    elif profile.environment == "production" and upstream.name.upper() == "HETS":
        yield note("settings", "hets")


def check_licences(desk: Desk) -> Iterator[Finding]:
    """Read the notices and the files of licensed words, where an operator supplied any."""
    licences = desk.profile.licences
    if licences.notices is None and not licences.descriptors:
        return
    try:
        yield good("settings", "licences", notices=len(desk.licences.notices), words=desk.licences.read_all())
    except Problem as problem:
        yield finding_of("settings", problem)


def check_rules(desk: Desk) -> Iterator[Finding]:
    """Read the files of restricted lists and holidays, where an operator supplied any."""
    profile = desk.profile
    if profile.correction_rules.restricted_lists is None and profile.deadline_rules.holidays is None:
        return
    try:
        book = desk.rule_book
    except Problem as problem:
        yield finding_of("settings", problem)
        return
    holidays = book.calendar.holidays.holiday
    yield good("settings", "rules", lists=len(book.lists.list), holidays=len(holidays))


def check_store(desk: Desk) -> Iterator[Finding]:
    """Check that the store is private, has room, and that audit log and drafts open and verify."""
    folder = desk.store
    if not folder.exists():
        yield good("store", "new", folder=folder)
        return
    yield from _check_private(folder)
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        yield note("store", "full", folder=folder, free=free // (1024 * 1024))
    yield from _check_audit(desk)
    yield from _check_vaults(desk)
    yield from _check_rejects(desk)


def _check_private(folder: Path) -> Iterator[Finding]:
    open_to_others = [
        path for path in (folder, *sorted(folder.rglob("*"))) if stat.S_IMODE(path.lstat().st_mode) & _OTHERS
    ]
    if open_to_others:
        yield note("store", "open", path=open_to_others[0], count=len(open_to_others))
    else:
        yield good("store", "private", folder=folder)


def _check_audit(desk: Desk) -> Iterator[Finding]:
    from spot_tui.backend.store.verify import examine

    try:
        found = examine(desk.store, desk.profile.audit.anchor_file)
    except OSError as error:
        yield finding_of("store", Problem("audit.unwritable", (), {"reason": error.strerror or str(error)}))
        return
    if not found.findings:
        yield good("store", "audit", records=found.records, segments=found.segments)
    for damage in found.findings:
        where = damage.where if damage.seq is None else f"{damage.where}, {damage.seq}"
        yield finding_of("store", Problem("audit.broken", (), {"where": where, "reason": damage.reason}))


def _check_rejects(desk: Desk) -> Iterator[Finding]:
    """Say how many inquiries of the last days were rejected, where any was asked."""
    from spot_tui.backend.eligibility.reject_meter import RejectMeter
    from spot_tui.backend.eligibility.today_view import meter_line

    try:
        reading = RejectMeter(desk.store, desk.profile.reject_meter, desk.clock, desk.zone).reading()
    except Problem as problem:
        yield finding_of("store", problem)
        return
    if reading.asked:
        yield (note if reading.is_high else good)("store", "rejects", told=meter_line(reading))


def _check_vaults(desk: Desk) -> Iterator[Finding]:
    from spot_tui.backend.store.vault_verify import examine_vaults

    try:
        found = examine_vaults(desk.store)
    except OSError as error:
        yield finding_of("store", Problem("vault.unwritable", (), {"reason": error.strerror or str(error)}))
        return
    if not found.findings:
        yield good("store", "vaults", vaults=found.vaults, lines=found.lines)
    for damage in found.findings:
        where = damage.where if damage.seq is None else f"{damage.where}, {damage.seq}"
        yield finding_of("store", Problem("vault.broken", (), {"where": where, "reason": damage.reason}))


async def check_upstreams(desk: Desk, *, send: bool) -> AsyncIterator[Finding]:
    """Follow the way to each upstream; the sign-in's tells how right this machine's clock is.

    `send` lets an envelope without a patient go out.
    """
    for part, steps in desk.ways(send=send).items():
        async for step in steps:
            yield finding_of_step(cast("Part", part), step)
        if part == "identity":
            yield check_clock(desk.upstream_checks.clock_difference)


def check_clock(difference: timedelta | None) -> Finding:
    """Compare this machine's clock with that of the sign-in service, which is `difference` off."""
    if difference is None:
        return note("clock", "unknown")
    seconds = abs(round(difference.total_seconds()))
    wrong = seconds > MOST_SKEW_SECONDS
    return (note if wrong else good)("clock", "wrong" if wrong else "right", seconds=seconds)
