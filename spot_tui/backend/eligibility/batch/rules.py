"""Settings of batches: how fast they ask, how long they are kept, and from where files are taken."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class BatchRules(Setting):
    """How batches ask.

    No source names a rate for a submitter of HETS, which takes single requests in real time; CMS watches
    repeats and rejects. Half of the four calls that the line carries at once stay free for people who wait.
    """

    at_once: int = Field(
        2, ge=1, le=4, description="Inquiries of a batch that wait for their answers at once"
    )
    per_minute: int = Field(600, ge=1, le=6000, description="Inquiries of a batch that are sent in a minute")
    most_rows: int = Field(10_000, ge=1, le=100_000, description="Rows that a file of a batch may have")
    keep_days: int = Field(
        7, ge=1, le=90, description="Days a batch is kept, encrypted, to be gone on with or looked at again"
    )
    folders: tuple[Path, ...] = Field(
        (),
        description="Folders that the screen takes files from and writes results to; none: the home folder, "
        "and no folder in kiosk mode",
    )
