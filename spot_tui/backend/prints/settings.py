"""What an operator sets about prints and exports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from spot_tui.backend.upstreams import Setting

Where = Literal["file", "printer"]


def _whole_path(command: tuple[str, ...]) -> tuple[str, ...]:
    if command and not Path(command[0]).is_absolute():
        raise ValueError("begin with the whole path of the program, such as /usr/bin/lp")
    return command


class Prints(Setting):
    """Where answers and claims may be put on paper or into files."""

    offer: tuple[Where, ...] = Field(("file", "printer"), description="What is offered: file, printer")
    offer_in_kiosk: tuple[Where, ...] = Field((), description="What a locked terminal (kiosk) offers instead")
    folder: Path | None = Field(
        None,
        description="The one folder that files may be written into, or below it; default: any that the "
        "account may write to for commands, and the folder prints of the store for the screens",
    )
    command: Annotated[tuple[str, ...], AfterValidator(_whole_path)] = Field(
        ("/usr/bin/lp", "-s"),
        description="Program that prints its standard input, with its arguments; run without a shell",
    )
    printer_form: Literal["pdf", "text"] = Field("pdf", description="What that program is given")
    seconds: float = Field(30, gt=0, le=600, description="Longest wait for it")
    paper: Literal["letter", "a4"] = Field("letter", description="Size of a page")

    def offers(self, *, in_kiosk: bool) -> tuple[Where, ...]:
        """Return where something can be put here."""
        return self.offer_in_kiosk if in_kiosk else self.offer
