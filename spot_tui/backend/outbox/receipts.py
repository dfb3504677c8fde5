"""What the gateway's answer to a submission confirms, and whether it confirms what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from spot_tui.backend.documents.filed import ReceivedFile
from spot_tui.backend.outbox.model import Kind, Receipt, Submission
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean_line

FILES_WANTED = frozenset({"submissions.missing", "submissions.damaged"})
"""The gateway has taken nothing, since files of the submission are not there as they were sent."""

_MOST_FILES = 1000


class _FileBody(BaseModel):
    """A file as the gateway has it, with the hash of what is stored there."""

    reference: Annotated[str, Field(max_length=64)]
    name: Annotated[str, Field(max_length=120), AfterValidator(clean_line)]
    size: int
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _ReceiptBody(BaseModel):
    """What every answer to a submission says; one to documents tells of each file too."""

    number: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(clean_line)]
    received_on: date | None = None


class _DocumentsBody(_ReceiptBody):
    files: Annotated[tuple[_FileBody, ...], Field(max_length=_MOST_FILES)]


def read_receipt(submission: Submission, body: Mapping[str, object], now: datetime, upstream: str) -> Receipt:
    """Return the receipt in an answer's body.

    Raises `Problem` ``upstream.unreadable``, and ``upload.not_equal`` where what the gateway has stored is
    not what was sent: that each byte was acknowledged is no proof of that.
    """
    try:
        if submission.kind is not Kind.DOCUMENTS:
            told = _ReceiptBody.model_validate(body)
            return Receipt(told.number, told.received_on, now)
        whole = _DocumentsBody.model_validate(body)
    except ValidationError:
        raise Problem("upstream.unreadable", (), {"upstream": upstream, "status": 200}) from None
    there = {file.reference: (file.size, file.sha256) for file in whole.files}
    for sent in json.loads(submission.content)["files"]:
        if there.get(sent["reference"]) != (sent["size"], sent["sha256"]):
            told_of = {"upstream": upstream, "file": sent["name"], "number": whole.number}
            raise Problem("upload.not_equal", ("files",), told_of)
    files = tuple(ReceivedFile(file.name, file.size, file.sha256) for file in whole.files)
    return Receipt(whole.number, whole.received_on, now, files)
