"""Everything of an access request once more, before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.explanations import field_label
from spot_tui.screens.access_desk import access_of, bearer_of
from spot_tui.screens.access_words import facts
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.backend.access.model import AccessRequest, Application
    from spot_tui.backend.forms import Typed
    from spot_tui.backend.problems import Problem
    from spot_tui.screens.access_request import RequestPage


_MAY_HAVE_ARRIVED = frozenset(
    f"upstream.{code}" for code in ("down", "dropped", "page", "timeout", "too_large", "unreadable")
)


class ReviewPage(Paged):
    """Sends, and sends again after a lost answer: the gateway files the same request once."""

    NAME = "access_desk.review"
    KEYS = ("explain", "cancel", "back", "send", "page_up", "page_down", "sign_out")

    class Filed(Message):
        """The request has its confirmation number, and that is in the audit log."""

        def __init__(self, request: AccessRequest) -> None:
            super().__init__()
            self.request = request

    def __init__(self, form: RequestPage, application: Application, typed: Typed) -> None:
        super().__init__()
        self._form = form
        self._application = application
        self._typed = typed

    def body(self) -> Iterable[Widget]:
        """Yield the values, and what to do."""
        yield Plain(((say("access_desk.review.heading"), Tone.STRONG),), classes="gap")
        yield Plain(say("access_desk.review.send"), id="again", classes="gap-below")
        yield Lined(self._lines())

    def _lines(self) -> list[Line]:
        shown = {**self._typed, "role": say(f"access.role.{self._application.role}")}
        names = [field.name for field in self._form.panel.form.fields]
        return facts((field_label(name), shown[name]) for name in names if shown[name].strip())

    def do_send(self) -> None:
        """Send it."""
        work = access_of(self.house).submit(bearer_of(self.house), self._application)
        self.wait_for(say("access_desk.review.sending"), work, self.Filed)

    @on(Filed)
    def _leave(self, message: Filed) -> None:
        self.app.pop_screen()
        self._form.sent(message.request, self._typed)

    def refused(self, problem: Problem) -> None:
        """Go back to a field that is refused; after a lost answer say that sending again is safe."""
        if problem.fields:
            self.app.pop_screen()
            self._form.refused(problem)
            return
        self.show_refusal(problem)
        if problem.code in _MAY_HAVE_ARRIVED:
            self.query_one("#again", Plain).show(((say("access_desk.review.again"), Tone.WARN),))
