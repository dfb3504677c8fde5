"""A sheet of one request or one role, shown as it stands and shown anew when it changed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.problems import Problem
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

Item = TypeVar("Item")

# Somebody else was first: the gateway did nothing, and what is shown is not how it stands any more.
OVERTAKEN: Mapping[str, str] = {
    "gateway.changed": "access_desk.changed",
    "access.decided": "access_desk.overtaken",
    "access.role_over": "access_desk.overtaken",
}


class AccessSheet(Paged, Generic[Item]):
    """Shows `item`; `has_changed` tells the list below that its rows are old."""

    class Stands(Message):
        """The item as it stands now, and what is to be said of that."""

        def __init__(self, item: Any, told: str) -> None:  # noqa: ANN401 - each sheet shows its own kind
            super().__init__()
            self.item = item
            self.told = told

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.has_changed = False

    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """Return the sheet."""

    @abstractmethod
    def ask_again(self) -> Coroutine[Any, Any, Item]:
        """Ask how the item stands now."""

    @property
    @abstractmethod
    def number(self) -> str:
        """What the item is called by."""

    @property
    def title_words(self) -> str:
        """Its name, with its number."""
        return say(f"{self.NAME}.title", number=self.number)

    def body(self) -> Iterable[Widget]:
        """Yield the number and the sheet."""
        yield Plain(((self.title_words, Tone.STRONG),), classes="gap gap-below")
        yield Lined(self.lines())

    def act(self, work: Coroutine[Any, Any, Item], done: Callable[[Item], str]) -> None:
        """Do something about the item, and say what is `done` of what it became."""
        self.wait_for(say("access_desk.acting"), work, lambda item: self.Stands(item, done(item)))

    def do_reload(self) -> None:
        """Ask how it stands."""
        self._look("")

    def _look(self, told: str) -> None:
        self.wait_for(say("access_desk.looking"), self.ask_again(), lambda item: self.Stands(item, told))

    @on(Stands)
    def _show(self, message: Stands) -> None:
        self.stand(message.item, message.told)

    def stand(self, item: Item, told: str) -> None:
        """Show how the item stands now, and say `told`."""
        self.has_changed = self.has_changed or item != self.item
        self.item = item
        self.lined.fill(self.lines())
        self.notice.hint(told)
        self.tell_keys()

    def refused(self, problem: Problem) -> None:
        """Where somebody else was first, say so and show how it stands now."""
        if problem.code in OVERTAKEN:
            self._look(say(OVERTAKEN[problem.code]))
        else:
            self.show_refusal(problem)
