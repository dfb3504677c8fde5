"""What something was made with before it was submitted, so that it can be made again."""

from __future__ import annotations

from dataclasses import dataclass, field

from spot_tui.backend.forms import Typed


@dataclass(frozen=True, slots=True)
class Made:
    """The form that something was made with: its name, and what stood in it, both as a draft has them."""

    form: str
    typed: Typed = field(repr=False)
