"""Finding records in the audit log: by time, user, event, outcome, and beneficiary (by keyed hash)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from operator import and_
from pathlib import Path

from tinydb import where
from tinydb.queries import QueryInstance
from tinydb.table import Document as TableDocument

from spot_tui.backend.problems import Problem
from spot_tui.backend.store.audit import AuditLog, broken
from spot_tui.backend.store.files import UnsafeFile
from spot_tui.backend.store.keys import Keys, Pseudonyms
from spot_tui.backend.store.lines import Damage
from spot_tui.backend.store.segments import parse, read_lines, segment_file, segments, stamp


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records are wanted; what is empty does not narrow the search.

    `since` is included and `until` is not; both are aware. `user` is a sign-in name, a subject or an account
    of the machine. `event` is one event or the beginning of several, such as ``auth`` or ``record.search``.
    `patient` is an MBI, `claim` an ICN or DCN.
    """

    since: datetime | None = None
    until: datetime | None = None
    user: str = ""
    event: str = ""
    outcome: str = ""
    patient: str = ""
    claim: str = ""


def search(audit: AuditLog, wanted: Wanted) -> Iterator[TableDocument]:
    """Record that the log is searched, then yield the wanted records, in order, as they are read.

    A document's `doc_id` is its sequence number. Raises `Problem` ``audit.broken`` or ``audit.unwritable``
    after the last record: a log that was damaged can still be read, and must be to find out what happened.
    """
    problem: Problem | None = None
    try:
        audit.record_now("audit.search", patient=wanted.patient, claim=wanted.claim)
    except Problem as met:
        problem = met
    yield from find(audit.folder, wanted)
    if problem:
        raise problem


def find(folder: Path, wanted: Wanted) -> Iterator[TableDocument]:
    """Yield the wanted records of a store folder's log; raise ``audit.broken`` last if a line is none."""
    audit = folder / "audit"
    damage: Damage | None = None
    try:
        references = _references(folder, wanted)
        condition = _condition(wanted, references)
        needles = _needles(wanted, references)
        for name in segments(audit, wanted.since.astimezone(UTC).date() if wanted.since else None):
            path = segment_file(audit, name)
            for line in read_lines(path, needles):
                try:
                    seq, document = parse(path, line)
                except Damage as met:
                    damage = damage or met
                    continue
                if condition is None or condition(document):
                    yield TableDocument(document, seq)
    except UnsafeFile as unsafe:
        raise broken(Damage(unsafe.path, "unsafe")) from None
    except Damage as met:
        raise broken(met) from None
    if damage:
        raise broken(damage)


def _references(folder: Path, wanted: Wanted) -> Mapping[str, str]:
    """Return the keyed hashes that are looked for, by the field in which they stand."""
    if not (wanted.patient or wanted.claim):
        return {}
    pseudonyms = Pseudonyms(Keys(folder / "keys").store_key())
    found = {
        "patient_ref": pseudonyms.of_patient(wanted.patient),
        "claim_ref": pseudonyms.of_claim(wanted.claim),
    }
    return {name: reference for name, reference in found.items() if reference}


def _condition(wanted: Wanted, references: Mapping[str, str]) -> QueryInstance | None:
    conditions: list[QueryInstance] = []
    if wanted.since:
        conditions.append(where("ts") >= stamp(wanted.since))
    if wanted.until:
        conditions.append(where("ts") < stamp(wanted.until))
    if wanted.user:
        named = (where(name) == wanted.user for name in ("idm_user", "sub", "os_user"))
        conditions.append(reduce(QueryInstance.__or__, named))
    if wanted.event:
        conditions.append(where("event").matches(re.escape(wanted.event) + r"(\.|$)"))
    if wanted.outcome:
        conditions.append(where("outcome") == wanted.outcome)
    conditions += [where(name) == reference for name, reference in references.items()]
    return reduce(and_, conditions) if conditions else None


def _needles(wanted: Wanted, references: Mapping[str, str]) -> list[bytes]:
    # A line without these bytes need not be parsed; that is what makes a search of years quick.
    needles = [
        json.dumps(value, ensure_ascii=False).encode()
        for value in (wanted.user, *references.values())
        if value
    ]
    if wanted.event:
        needles.append(f'"event":"{wanted.event}'.encode())
    if wanted.outcome:
        needles.append(f'"outcome":"{wanted.outcome}"'.encode())
    return needles
