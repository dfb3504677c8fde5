"""A screen in a window of any size: what it has room for, and how the rest comes into sight."""

from __future__ import annotations

from typing import ClassVar

from textual.events import Resize
from textual.geometry import Size

from spot_tui.screens.waiting import Waiting
from spot_tui.widgets.body import Body
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.room import EDGE, LINE_WIDTH, MARGIN, SMALLEST, is_short, is_too_small
from spot_tui.words import say


class Sight(Waiting, inherit_bindings=False):
    """In a small window the notice takes room of its own, and two keys scroll what does not fit."""

    KEYS: ClassVar[tuple[str, ...]] = ()
    SIGHT: ClassVar[tuple[str, ...]] = ("higher", "lower")
    """Commands of every screen whose window is too small for it."""
    DEFAULT_CSS = """
    Sight.-short > Notice { layer: default; dock: none; }
    Sight > #too-small { layer: over; width: 100%; height: 100%; background: $background; }
    Sight > #too-small.-empty { display: none; }
    """

    @property
    def line_width(self) -> int:
        """How many cells a line of the body has: no more than in a window of the usual size."""
        return min(self.app.size.width - MARGIN - EDGE, LINE_WIDTH)

    @property
    def text_width(self) -> int:
        """How many cells a line of running text takes at most."""
        return self.line_width - EDGE

    def on_resize(self, event: Resize) -> None:
        """Give way in a small window; in one that shows nothing rightly say so, and nothing else."""
        self.set_class(is_short(event.size), "-short")
        told = self._too_small(event.size) if is_too_small(event.size) else ""
        if told and not self.query("#too-small"):
            self.mount(Plain(id="too-small"))
        for cover in self.query("#too-small").results(Plain):
            cover.show(told)
        self.tell_keys()

    def _too_small(self, size: Size) -> str:
        least = {"columns": SMALLEST.width, "rows": SMALLEST.height}
        return say("page.too_small", width=size.width, height=size.height, **least)

    @property
    def seen(self) -> Body:
        """What stands between path line and keys."""
        return self.query_one(Body)

    def can_higher(self) -> bool:
        """Tell whether anything stands above what is seen, and no page is to be turned first."""
        return self.seen.has_more_above and not self._turns("page_up", "part_before")

    def can_lower(self) -> bool:
        """Tell whether anything stands below what is seen, and no page is to be turned first."""
        return self.seen.has_more_below and not self._turns("page_down", "part_after")

    def _turns(self, *names: str) -> bool:
        return any(name in self.KEYS and self.works(name) for name in names)

    def works(self, name: str) -> bool:
        """Tell whether the command `name` works now."""
        raise NotImplementedError

    def do_higher(self) -> None:
        """Scroll up."""
        self.seen.turn(-1)

    def do_lower(self) -> None:
        """Scroll down."""
        self.seen.turn(1)
