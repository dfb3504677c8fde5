"""What an operator sets about licensed codes and words."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from spot_tui.backend.upstreams import Setting

CodeSet = Literal["cpt", "cdt", "hcpcs", "carc", "rarc"]


class DescriptorFile(Setting):
    """Words of a code set for which the organisation holds a licence."""

    codes: CodeSet = Field(description="Code set that the file describes")
    file: Path = Field(description="UTF-8 text, one code a line: the code, a tab, its words")


class Licences(Setting):
    """Notices and licensed words."""

    notices: Path | None = Field(
        None, description="Notices in full (TOML); default: short ones of our own words, for CPT and CDT"
    )
    descriptors: tuple[DescriptorFile, ...] = Field(
        (), description="Licensed words, shown to who accepted a notice that covers their code set"
    )
