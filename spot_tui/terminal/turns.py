"""One key at a time: what is typed ahead goes where the key before it has moved the cursor.

On a slow line many keys arrive at once. Textual hands them all to the field that has the focus when they
arrive, and moves on a Tab only later: a password typed after its Tab would stand in clear in the field
before. Here a key waits until the one before has done all that it does. A follower message shows when: it
takes the same way through the same queues as the key, behind it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer
    from textual.widget import Widget

    AppBefore = App[Any]
else:
    AppBefore = object

_LOOK_SECONDS = 0.1
_MOST_LOOKS = 30
"""A widget that is removed loses the follower with its queue; one that is only busy is waited for."""
_MOST_WAITING = 1000


class KeyDone(Message, namespace="turns"):
    """Follows a key from the widget `way` up to the app; `again`: then what the key's action posted there."""

    verbose = True

    def __init__(self, way: Widget, *, again: bool) -> None:
        super().__init__()
        self.way = way
        self.again = again


class OneKeyAtATime(AppBefore):
    """Mixed into the app, before everything else that takes keys."""

    _turn_taken = False
    _turn_timer: Timer | None = None
    _looks = 0
    _screen_of_turn: Widget | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the app takes
        super().__init__(*arguments, **options)
        self._waiting: deque[events.Event] = deque()

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait for their turn, and everything else pass."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._turn_taken:
            if len(self._waiting) < _MOST_WAITING:
                self._waiting.append(event)
        else:
            await self._take_turn(event)

    def hold_keys(self) -> None:
        """Let keys wait until `take_keys`."""
        self._turn_taken = True

    async def take_keys(self) -> None:
        """Begin with the keys that were typed so far."""
        await self._next_turn()

    async def on_turns_key_done(self, message: KeyDone) -> None:
        """Give the next key its turn, once what this key's action posted has been handled too.

        A screen that the key opened gets a follower of its own, which it takes when it is ready for keys.
        """
        message.stop()
        if self._exit:
            return
        if message.again and message.way.is_attached:
            self._follow(message.way, again=False)
        elif self._screen_of_turn is not self.screen:
            self._screen_of_turn = self.screen
            self._follow(self.screen, again=False)
        else:
            await self._next_turn()

    async def _take_turn(self, event: events.Event) -> None:
        self._turn_taken = True
        self._screen_of_turn = self.screen
        way = self.focused or self.screen
        await super().on_event(event)
        self._follow(way, again=True)

    def _follow(self, way: Widget, *, again: bool) -> None:
        """Send a follower from `way`, and look after it in case it is lost."""
        if self._turn_timer is not None:
            self._turn_timer.stop()
        way.post_message(KeyDone(way, again=again))
        self._looks = 0
        self._turn_timer = self.set_interval(_LOOK_SECONDS, lambda: self._look_after(way))

    async def _look_after(self, way: Widget) -> None:
        self._looks += 1
        if not way.is_attached or self._looks >= _MOST_LOOKS:
            await self._next_turn()

    async def _next_turn(self) -> None:
        if self._turn_timer is not None:
            self._turn_timer.stop()
            self._turn_timer = None
        self._turn_taken = False
        if self._waiting and not self._exit:  # keys behind the one that ended the program go nowhere
            await self._take_turn(self._waiting.popleft())
