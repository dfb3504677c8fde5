"""Commands on the local audit log: `audit search` and `audit verify`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from spot_tui.backend.problems import EXIT_DONE, EXIT_INTEGRITY, KIND_EXITS, Kind, Problem
from spot_tui.cli.output import show, show_json, tell
from spot_tui.words import knows, say

if TYPE_CHECKING:
    from tinydb.table import Document

    from spot_tui.backend.store.audit import AuditLog
    from spot_tui.backend.store.search import Wanted
    from spot_tui.backend.store.verify import Finding, Verification
    from spot_tui.settings import Profile

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_MORE = ("reason", "code", "corr", "patient_ref", "claim_ref", "src", "tty")


def add_parser(commands: Commands) -> None:
    """Declare `audit search` and `audit verify`."""
    from spot_tui.backend.store.records import EVENTS, OUTCOMES

    groups = {event.rpartition(".")[0] for event in EVENTS}
    verbs = commands.add_parser("audit", help=say("cli.audit.help")).add_subparsers(
        required=True, metavar=say("cli.command")
    )

    finding = verbs.add_parser("search", help=say("audit.search.help"))
    finding.add_argument(
        "--from", dest="first_day", metavar=say("cli.date"), help=say("audit.search.from.help")
    )
    finding.add_argument("--to", dest="last_day", metavar=say("cli.date"), help=say("audit.search.to.help"))
    finding.add_argument("--user", default="", metavar=say("cli.user"), help=say("audit.search.user.help"))
    finding.add_argument(
        "--event",
        default="",
        choices=sorted(EVENTS | groups),
        metavar=say("cli.event"),
        help=say("audit.search.event.help"),
    )
    finding.add_argument(
        "--outcome",
        default="",
        choices=sorted(OUTCOMES),
        metavar=say("cli.outcome"),
        help=say("audit.search.outcome.help"),
    )
    finding.add_argument("--patient", action="store_true", help=say("audit.search.patient.help"))
    finding.add_argument("--claim", action="store_true", help=say("audit.search.claim.help"))
    finding.add_argument("--json", action="store_true", help=say("audit.json.help"))
    finding.set_defaults(run=run_search)

    checking = verbs.add_parser("verify", help=say("audit.verify.help"))
    checking.add_argument(
        "--first-key", type=Path, metavar=say("cli.file"), help=say("audit.verify.first_key.help")
    )
    checking.add_argument("--json", action="store_true", help=say("audit.json.help"))
    checking.set_defaults(run=run_verify)


def run_search(arguments: argparse.Namespace) -> int:
    """Print the records that match, oldest first, as they are found."""
    from spot_tui.backend.store.search import search

    profile = _profile(arguments)
    zone = ZoneInfo(profile.zone)
    audit = _audit_log(arguments.profile, profile)
    records = search(audit, _wanted(arguments, zone))
    try:
        if arguments.json:
            _show_json_records(records)
        else:
            _show_records(records, zone)
    finally:
        audit.close()
    return EXIT_DONE


def run_verify(arguments: argparse.Namespace) -> int:
    """Check the whole log; print how far the check reaches and what it found."""
    from spot_tui.backend.store.verify import verify

    audit = _audit_log(arguments.profile, _profile(arguments))
    try:
        found = verify(audit, arguments.first_key)
    except OSError as error:
        raise Problem("file.missing", (), {"reason": error.strerror or str(error)}) from None
    finally:
        audit.close()
    if arguments.json:
        show_json({**asdict(found), "sound": found.sound})
    else:
        _show_verification(found, audit.folder)
    if not found.sound:
        return EXIT_INTEGRITY
    if not found.recorded:
        tell(say("audit.verify.unrecorded"))
        return KIND_EXITS[Kind.UNAVAILABLE]
    return EXIT_DONE


def _profile(arguments: argparse.Namespace) -> Profile:
    from spot_tui.backend.first_look import config_path
    from spot_tui.settings import choose_profile, load

    return choose_profile(load(config_path(arguments.config)), arguments.profile)


def _audit_log(name: str, profile: Profile) -> AuditLog:
    from spot_tui.backend.clock import SystemClock, new_uuid
    from spot_tui.desk import Desk

    return Desk(name, profile, SystemClock(), new_uuid).audit


def _wanted(arguments: argparse.Namespace, zone: ZoneInfo) -> Wanted:
    from spot_tui.backend.formats import read_date
    from spot_tui.backend.store.search import Wanted

    first = read_date(arguments.first_day, "from") if arguments.first_day else None
    last = read_date(arguments.last_day, "to") if arguments.last_day else None
    if first and last and last < first:
        raise Problem("period.order", ("from", "to"))
    return Wanted(
        since=_midnight(first, zone) if first else None,
        until=_midnight(last + timedelta(days=1), zone) if last else None,
        user=arguments.user,
        event=arguments.event,
        outcome=arguments.outcome,
        patient=_ask_patient() if arguments.patient else "",
        claim=_ask_claim() if arguments.claim else "",
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _ask_patient() -> str:
    from spot_tui.backend.formats import read_mbi, without_dashes

    return read_mbi(without_dashes(_ask("audit.search.patient")))


def _ask_claim() -> str:
    from spot_tui.backend.formats import read_claim_number

    return read_claim_number(_ask("audit.search.claim"))


def _ask(question: str) -> str:
    """Return a line of standard input: such numbers stand in no list of processes."""
    if sys.stdin.isatty():
        sys.stderr.write(say(question))
        sys.stderr.flush()
    return sys.stdin.readline(200)


def _show_records(records: Iterator[Document], zone: ZoneInfo) -> None:
    found = 0
    try:
        for record in records:
            found += 1
            show(_record_line(record, zone))
    finally:
        tell(say("audit.search.found", found=found) if found else say("audit.search.none"))


def _record_line(record: Document, zone: ZoneInfo) -> str:
    # A record that was tampered with is shown as well, hence nothing in it is taken for granted.
    details = record.get("details")
    named = [(name, record[name]) for name in _MORE if name in record]
    named += details.items() if isinstance(details, dict) else []
    outcome = str(record.get("outcome", ""))
    key = f"audit.outcome.{outcome}"
    return say(
        "audit.search.record",
        seq=record.doc_id,
        when=_when(record.get("ts"), zone),
        user=record.get("idm_user") or record.get("os_user") or say("audit.nobody"),
        event=record.get("event", ""),
        outcome=say(key) if knows(key) else outcome,
        more=" ".join(f"{name}={value}" for name, value in named),
    ).rstrip()


def _when(written: object, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(str(written)).astimezone(zone)
    except (ValueError, OverflowError):
        return str(written)
    return moment.strftime("%m/%d/%Y %H:%M:%S")


def _show_json_records(records: Iterator[Document]) -> None:
    show('{"records": [')
    before = ""
    try:
        for record in records:
            line: dict[str, Any] = {"seq": record.doc_id, **record}
            show(f"{before}{json.dumps(line, sort_keys=True)}")
            before = ","
    finally:
        show("]}")


def _show_verification(found: Verification, folder: Path) -> None:
    if not found.records and found.sound:
        show(say("audit.verify.empty"))
    else:
        show(say("audit.verify.counted", records=found.records, segments=found.segments))
        show(say(f"audit.verify.macs.{_reach(found)}", earlier=found.segments - 1))
        show(say("audit.verify.links", links=found.links))
    if found.anchors is None:
        show(say("audit.verify.anchors.none"))
    else:
        show(say("audit.verify.anchors", anchors=found.anchors))
    if found.anchors_unreadable:
        show(say("audit.verify.anchors.unreadable", unreadable=found.anchors_unreadable))
    if found.unfinished_bytes:
        show(say("audit.verify.unfinished", unfinished=found.unfinished_bytes))
    if found.first_key_here:
        show(say("audit.verify.first_key", file=folder / "keys" / "audit-first.key"))
    show(say("audit.verify.sound" if found.sound else "audit.verify.broken"))
    for finding in found.findings:
        show(_finding_line(finding))


def _reach(found: Verification) -> str:
    return "only" if found.macs == "present" and found.segments == 1 else found.macs


def _finding_line(finding: Finding) -> str:
    what = say(f"audit.damage.{finding.reason}")
    if finding.seq is None:
        return say("audit.verify.finding", where=finding.where, what=what)
    return say("audit.verify.finding.at", where=finding.where, seq=finding.seq, what=what)
