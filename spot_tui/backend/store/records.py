"""What an audit record holds: a closed list of events, outcomes and details, and never PHI in clear.

Field names follow NIST AU-3 (what, when, where, source, outcome, identity) and map to FHIR R4 AuditEvent:
`action` is its C/R/U/D/E letter.
"""

from __future__ import annotations

import os
import pwd
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypedDict, get_args

from spot_tui import __version__
from spot_tui.backend.text import clean_line

Environment = Literal["practice", "production"]

Event = Literal[
    "auth.terms",
    "auth.primary",
    "auth.mfa.select",
    "auth.mfa.verify",
    "auth.mfa.resend",
    "auth.mfa.push",
    "auth.mfa.enrol",
    "auth.mfa.activate",
    "auth.mfa.remove",
    "auth.password",
    "auth.recover",
    "auth.unlock",
    "auth.grant",
    "auth.token",
    "auth.lock",
    "session.start",
    "session.provider",
    "session.warn",
    "session.lock",
    "session.unlock",
    "session.second",
    "session.takeover",
    "session.end",
    "record.search",
    "record.batch",
    "record.view",
    "record.reveal",
    "record.read",
    "record.check",
    "record.export",
    "record.print",
    "record.submit",
    "record.upload",
    "record.draft",
    "record.outbox",
    "licence.notice",
    "use.rules",
    "role.denied",
    "access.request",
    "access.cancel",
    "access.approve",
    "access.deny",
    "access.end",
    "access.certify",
    "config.change",
    "sandbox.reset",
    "audit.start",
    "audit.stop",
    "audit.segment",
    "audit.cut",
    "audit.clock",
    "audit.anchor",
    "audit.gap",
    "audit.verify",
    "audit.search",
    "audit.export",
]

# "pending" is an intent: the act was about to begin. The five in the middle are the kinds of `Problem`.
Outcome = Literal[
    "pending",
    "success",
    "permission",
    "unavailable",
    "matching",
    "format",
    "incomplete",
    "cancelled",
    "internal",
]

Detail = Literal[
    "answer",  # where beneficiary data came from: "wire" or "kept"
    "back_ms",  # by how much the wall clock went back
    "boot",  # boot id of the machine
    "cut_bytes",  # length of an unfinished write that was removed
    "device",  # kind of second factor, such as "sms"; never a number or address
    "document",  # kind of document or form
    "file_sha256",
    "language",
    "link_count",  # these four: the segment before this one
    "link_mac",
    "link_segment",
    "link_sha256",
    "records",
    "notice",  # id of a licence notice
    "notice_sha256",
    "purpose",  # what a batch is asked for, one of `use_rules.PURPOSES`
    "provider_before",  # NPI for which the person worked until now
    "overrides",  # ids of the rules that warned and were gone past
    "request",  # confirmation number of what was submitted
    "role",  # code of the role that was asked for or acted on
    "role_id",  # the gateway's id of a role that somebody holds
    "rules_sha256",
    "revision",  # how often a draft was saved
    "service_types",
    "setting",  # name of a setting, never its value
    "signal",
    "submission",  # our own id of what is in the outbox
    "terms_sha256",
    "tries",  # the how-manieth try this is
    "upstream",
    "view",  # name of a screen or tab
]

EVENTS: frozenset[str] = frozenset(get_args(Event))
OUTCOMES: frozenset[str] = frozenset(get_args(Outcome))
DETAILS: frozenset[str] = frozenset(get_args(Detail))

_ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "auth.mfa.enrol": "C",
        "auth.mfa.remove": "D",
        "auth.password": "U",
        "record.view": "R",
        "record.reveal": "R",
        "record.read": "R",
        "record.check": "R",
        "record.export": "R",
        "record.print": "R",
        "record.submit": "C",
        "record.upload": "C",
        "record.draft": "U",
        "record.outbox": "U",
        "access.request": "C",
        "access.cancel": "D",
        "access.approve": "U",
        "access.deny": "U",
        "access.end": "D",
        "access.certify": "U",
        "config.change": "U",
        "sandbox.reset": "D",
        "audit.export": "R",
    }
)

FORMAT_VERSION = 1

_MOST_CHARACTERS = 120
# An MBI, or a social security number with dashes: masked wherever a foreign text is stored.
_PATIENT_NUMBER = re.compile(
    r"(?<![A-Z0-9])(?:[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}|\d{3}-\d{2}-\d{4})(?![A-Z0-9])",
    re.IGNORECASE,
)
_MASK = "[masked]"


class About(TypedDict, total=False):
    """What a record may say besides event and outcome."""

    patient: str
    """The MBI as typed; only its keyed hash is stored."""
    claim: str
    """The claim's number (ICN, DCN) as typed; only its keyed hash is stored."""
    reason: str
    """One code word of ours, such as "idle" or "declined"."""
    code: str
    """Problem code, or the upstream's own code word (AAA03, errorCode)."""
    correlation: str
    """The server's request id."""
    details: Mapping[Detail, str | int]


@dataclass(frozen=True, slots=True)
class Who:
    """The person whose acts are recorded; empty before sign-in and after sign-out.

    `session_id` is stored as a keyed hash only.
    """

    subject: str = ""
    user: str = ""
    role: str = ""
    provider_npi: str = ""
    session_id: str = ""


NOBODY = Who()


@dataclass(frozen=True, slots=True)
class Facts:
    """What machine and process the records come from."""

    host: str
    app: str
    version: str
    pid: int
    os_user: str
    boot_id: str = ""
    tty: str = ""
    source: str = ""
    """Address of the SSH client, if any."""


def facts_of_this_process() -> Facts:
    """Return the facts of the running process, as Linux tells them."""
    return Facts(
        host=os.uname().nodename,
        app="spot-tui",
        version=__version__,
        pid=os.getpid(),
        os_user=_os_user(),
        boot_id=boot_id(),
        tty=_tty(),
        source=os.environ.get("SSH_CONNECTION", "").partition(" ")[0],
    )


def _os_user() -> str:
    # By number: the variables that usually name the account are the user's to set.
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def boot_id() -> str:
    """Return the id of this boot of the machine, empty where it is not told."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _tty() -> str:
    try:
        return os.ttyname(sys.__stdin__.fileno()) if sys.__stdin__ else ""
    except (OSError, ValueError):
        return ""


def masked(text: str) -> str:
    """Return a foreign text cleaned, cut and with anything shaped like an MBI or SSN masked."""
    return _PATIENT_NUMBER.sub(_MASK, clean_line(text, _MOST_CHARACTERS)) if text else ""


def checked_details(details: Mapping[Detail, str | int]) -> dict[Detail, str | int]:
    """Return `details` fit for a record.

    Raises `ValueError` for a key outside the closed list: an open one would invite PHI.
    """
    unknown = set(details) - DETAILS
    if unknown:
        raise ValueError(f"audit details outside the closed list: {sorted(unknown)}")
    return {name: value if isinstance(value, int) else masked(value) for name, value in details.items()}


def action_of(event: str) -> str:
    """Return the FHIR R4 AuditEvent action letter of `event`: execute, unless the event says otherwise."""
    return _ACTIONS.get(event, "E")
