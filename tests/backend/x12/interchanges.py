"""Small builders of interchanges, right and wrong ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.writer import Envelope, NewSet, write_interchange

MADE = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 - written as it is

HETS = Delimiters()
BODY = (("BHT", "0022", "13"), ("EQ", "30"))


def envelope(
    delimiters: Delimiters = HETS, version: str = "005010X279A1", control: int = 7, line_end: str = ""
) -> Envelope:
    return Envelope(
        sender="SUBMITTER",
        receiver="CMS",
        functional_id="HS",
        version=version,
        control_number=control,
        created=MADE,
        delimiters=delimiters,
        line_end=line_end,
    )


def written(
    body: Sequence[Sequence[str]] = BODY,
    delimiters: Delimiters = HETS,
    version: str = "005010X279A1",
    control: int = 7,
    line_end: str = "",
) -> str:
    """Return a right interchange with one set."""
    made = envelope(delimiters, version, control, line_end)
    return write_interchange(made, [NewSet("270", "0001", body)])
