"""What an operator sets about uploads."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from spot_tui.backend.upstreams import Setting


class UploadRules(Setting):
    """How documents' bytes go over the line."""

    way: Literal["auto", "stream", "pieces"] = Field(
        "auto",
        description="One long request, or pieces of 10 to 20 seconds (where a proxy holds bodies back); auto "
        "begins with the first and takes the second where the server kept nothing of a broken request",
    )
    keep_copies: bool = Field(
        False,
        description="Keep an encrypted copy of each file in the store until it has arrived, so that a medium "
        "may be taken out once it is in the outbox",
    )
    most_flows: int = Field(
        3, ge=1, le=4, description="Flows at once, where the server joins parts and one flow is slow"
    )
    slow_flow_kbit: int = Field(
        512, ge=0, le=100_000, description="A flow below this rate, in kbit/s, is slow"
    )
    congestion: str = Field(
        "bbr",
        pattern=r"^[a-z0-9_]{0,15}$",
        description="Congestion control of uploads, where the machine allows it; empty: the machine's own",
    )
    stall_seconds: float = Field(
        60, ge=5, le=600, description="Longest wait for a line that takes or answers nothing"
    )
