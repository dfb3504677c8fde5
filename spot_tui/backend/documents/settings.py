"""What an operator sets about documents."""

from __future__ import annotations

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class DocumentRules(Setting):
    """Limits of one submission. The contractor publishes its size, and nothing of kinds of files."""

    most_megabytes: int = Field(200, ge=1, le=4096, description="Most that all files are together, in MB")
    kinds: tuple[str, ...] = Field(("pdf", "tif", "tiff"), description="Kinds of files, by their ending")
