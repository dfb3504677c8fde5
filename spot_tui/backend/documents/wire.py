"""Submissions of documents as the gateway takes and writes them (docs/gateway-api). Bytes go by tus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field

from spot_tui.backend.appeals.wire import MOST_DOCUMENTS, DocumentBody
from spot_tui.backend.corrections.wire import NpiText, Ptan
from spot_tui.backend.documents.filed import FiledSubmission, FilledForm, ReceivedFile
from spot_tui.backend.documents.upload import LocalFile
from spot_tui.backend.gateway_wire import Asked, Day, Id, Mark, Revision, Text, Told, read_told
from spot_tui.backend.text import clean_line
from spot_tui.backend.upstreams import Provider

FIELD_LENGTH = 4000
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Value = Annotated[
    str, Field(max_length=FIELD_LENGTH), AfterValidator(lambda text: clean_line(text, FIELD_LENGTH))
]
Values = Annotated[dict[Word, Value], Field(max_length=60)]


class FileBody(DocumentBody):
    """What is told of a file: `reference` stands in the metadata of its upload."""

    reference: Id


Files = Annotated[tuple[FileBody, ...], Field(max_length=MOST_DOCUMENTS)]


class SubmissionBody(Asked):
    """A form and its files."""

    npi: NpiText
    ptan: Ptan = ""
    form: Word
    fields: Values
    files: Files


class FiledSubmissionBody(Told):
    """A submission on file; `sha256` of its files is that of the bytes that are stored."""

    number: Id
    form: Word
    npi: NpiText
    status: Text
    submitted_by: Text
    mine: Mark
    submitted_at: AwareDatetime
    received_on: Day
    fields: Values
    files: Files
    revision: Revision

    def read(self) -> FiledSubmission:
        """Return what it stands for."""
        return FiledSubmission(
            number=self.number,
            form=self.form,
            npi=self.npi,
            status=self.status,
            submitted_by=self.submitted_by,
            is_mine=self.mine,
            submitted_at=self.submitted_at,
            received_on=self.received_on,
            fields=self.fields,
            files=tuple(ReceivedFile(each.name, each.size, each.sha256) for each in self.files),
        )


def read_submission(body: Mapping[str, object], upstream: str) -> FiledSubmission:
    """Return a submission on file. Raises `Problem` ``upstream.unreadable``."""
    return read_told(FiledSubmissionBody, FiledSubmissionBody.read, body, upstream)


def write_submission(
    filled: FilledForm, provider: Provider, files: Sequence[tuple[str, LocalFile]]
) -> dict[str, object]:
    """Return the body with which a form is sent; `files` come with their references."""
    return {
        "npi": provider.npi,
        "ptan": provider.ptan or "",
        "form": filled.form,
        "fields": dict(filled.fields),
        "files": [
            {
                "reference": reference,
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
            }
            for reference, file in files
        ],
    }
