"""What the practice portal checks of a CORE envelope, and the error codes it answers (rule 270, 4.3.3)."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

from spot_tui.sandbox.core_envelope import FIELDS, CoreRequest
from spot_tui.sandbox.core_rules import core_rules

X12_270 = "X12_270_Request_005010X279A1"
X12_276 = "X12_276_Request_005010X212"
RULE_VERSION = "2.2.0"

_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class CoreError(Exception):
    """The envelope is refused with this ErrorCode."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def check_envelope(request: CoreRequest) -> None:
    """Raise `CoreError` for the first thing wrong: presence, version, each field, sign-in, checksum."""
    for name in FIELDS:
        if not request[name].strip():
            raise CoreError(f"{name}Required", f"{name} is missing.")
    if request["CORERuleVersion"] != RULE_VERSION:
        raise CoreError("VersionMismatch", f"This service speaks rule version {RULE_VERSION}.")
    if request["PayloadType"] not in (X12_270, X12_276):
        raise CoreError("PayloadTypeIllegal", "This service takes eligibility and claim status requests.")
    if request["ProcessingMode"] != "RealTime":
        raise CoreError("ProcessingModeIllegal", "This service answers in real time only.")
    if not _UUID.fullmatch(request["PayloadID"]):
        raise CoreError("PayloadIDIllegal", "PayloadID must be a UUID.")
    if not _is_time(request["TimeStamp"]):
        raise CoreError("TimeStampIllegal", "TimeStamp must be a date and time in UTC.")
    _check_sender(request)
    _check_checksum(request)


def _check_sender(request: CoreRequest) -> None:
    submitter = core_rules().find_submitter(request["SenderID"])
    if submitter is None:
        raise CoreError("SenderIDIllegal", "This sender is not known here.")
    shown = (request.username, request.password)
    if not any(shown) and not submitter.token_required:
        return
    known = (core_rules().username, core_rules().password)
    matches = [hmac.compare_digest(a.encode(), b.encode()) for a, b in zip(shown, known, strict=True)]
    if not all(matches):
        raise CoreError("UnAuthorized", "User name or password is not right.")


def _check_checksum(request: CoreRequest) -> None:
    """Compare a checksum where one is sent; real time does not ask for it."""
    sent = request["CheckSum"].strip().lower()
    if sent and sent != hashlib.sha1(request["Payload"].encode(), usedforsecurity=False).hexdigest():
        raise CoreError("ChecksumMismatched", "The payload is not the one that was summed.")


def _is_time(text: str) -> bool:
    try:
        return text.endswith("Z") and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
