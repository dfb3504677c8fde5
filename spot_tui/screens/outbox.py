"""The outbox: what waits to be sent, urgent things first, and what was settled lately."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.widget import Widget

from spot_tui.backend.clock import today
from spot_tui.backend.formats import show_date
from spot_tui.backend.outbox.following import waiting_about
from spot_tui.backend.outbox.model import Sender, Submission
from spot_tui.backend.outbox.view import made_words, next_words, state_words
from spot_tui.backend.outbox.waiting import in_order, is_urgent
from spot_tui.screens.outbox_watch import OutboxWatch, open_submission
from spot_tui.screens.table_page import table_of
from spot_tui.widgets.choices import Choice, Choices
from spot_tui.widgets.line import Tone
from spot_tui.widgets.plain import Plain
from spot_tui.words import say

_COLUMNS = (("what", 19), ("claim", 14), ("made", 10), ("state", 13), ("next", 10))


class OutboxPage(OutboxWatch):
    """One submission a line, a star before what is urgent; Enter opens it, F5 sends all that waits."""

    NAME = "outbox"
    KEYS = ("explain", "cancel", "back", "send_waiting", "content", "sign_out", "choose")
    DEFAULT_CSS = "OutboxPage #listed { max-height: 60%; }"

    def __init__(self) -> None:
        super().__init__()
        self._submissions: tuple[Submission, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Yield how much waits, the list, and the marked one in full."""
        yield Plain(id="few")
        yield Plain(id="heads", classes="gap")
        yield Choices(id="listed")
        yield Plain(id="marked", classes="gap")

    def main(self) -> Choices:
        """Return the list."""
        return self.query_one(Choices)

    def take(self, submissions: tuple[Submission, ...]) -> None:
        """List these; the cursor stays on the one that it was on."""
        desk, marked = self.house.desk, self._marked
        rules, day = desk.profile.outbox, today(desk.clock, ZoneInfo(desk.profile.zone))
        table = table_of(_COLUMNS, "outbox")
        before, self._submissions = self._submissions, tuple(in_order(submissions, day, rules))
        ids = [each.id for each in self._submissions]
        if ids == [each.id for each in before]:
            self.main().change(self._rows(), table)
        else:
            self.main().offer(self._rows(), table)
            self.main().point_at(ids.index(marked.id) if marked is not None and marked.id in ids else 0)
        self._tell_heads()
        self.query_one("#few", Plain).show(((self._few(), Tone.STRONG),))
        self._tell_marked()

    def tell(self) -> None:
        """Let the countdown go on."""
        self.main().change(self._rows())
        self._tell_heads()

    def _tell_heads(self) -> None:
        heads = self.query_one("#heads", Plain)
        if self._submissions:
            heads.show_heads(self.main().table)
        else:
            heads.show(((say("outbox.none"), Tone.QUIET),))

    def _few(self) -> str:
        desk = self.house.desk
        rules, day = desk.profile.outbox, today(desk.clock, ZoneInfo(desk.profile.zone))
        unsent = [each for each in self._submissions if not each.state.is_settled]
        urgent = [each for each in unsent if is_urgent(each, day, rules)]
        told = [say("outbox.few", count=len(unsent))] if unsent else [say("outbox.few.none")]
        if urgent:
            told.append(say("outbox.few.urgent", count=len(urgent), days=rules.urgent_days))
        return " ".join(told)

    def _rows(self) -> list[Choice]:
        return [self._row(str(n), each) for n, each in enumerate(self._submissions)]

    def _row(self, key: str, each: Submission) -> Choice:
        desk = self.house.desk
        now, zone = desk.clock.now(), ZoneInfo(desk.profile.zone)
        percent = desk.documents.percent(each.id) if desk.documents is not None else None
        last = each.receipt.number if each.receipt else next_words(each, now, zone)
        cells = (
            each.claim,
            made_words(each.created_at, now, zone),
            state_words(each, percent),
            last,
        )
        urgent = is_urgent(each, now.astimezone(zone).date(), desk.profile.outbox)
        return Choice(key, say(f"outbox.kind.{each.kind}"), cells=cells, ticked=urgent)

    @property
    def _marked(self) -> Submission | None:
        return self._submissions[self.main().cursor] if self._submissions else None

    @on(Choices.Moved)
    def _tell_marked(self) -> None:
        marked = self._marked
        self.query_one("#marked", Plain).show(_about(marked) if marked else "")
        self.tell_keys()

    @on(Choices.Chosen)
    def _choose(self) -> None:
        if self._marked is not None and self.works("choose"):
            open_submission(self.house, self._marked)

    def can_send_waiting(self) -> bool:
        """Tell whether anything may be sent now."""
        return any(map(self.may_send, self._submissions))

    def do_send_waiting(self) -> None:
        """Send all that waits for the provider in force."""
        outbox, session = self.house.desk.outbox, self.house.session
        if outbox is not None and session is not None:
            self.wait_for(say("outbox.sending"), outbox.send_all(Sender.of(session)), self.Sent)

    @on(OutboxWatch.Sent)
    def _show_sent(self, message: OutboxWatch.Sent) -> None:
        problem = next((each.problem for each in message.submissions if each.problem), None)
        if problem is not None:
            self.notice.complain(problem)
        elif message.submissions:
            self.notice.hint(say("outbox.sent", count=len(message.submissions)))
        else:
            self.notice.hint(say("outbox.nothing"))
        self.load()


def _about(submission: Submission) -> str:
    """Return how one stands and why, and its last day while that matters."""
    about = waiting_about(submission)
    if submission.state.is_settled or submission.deadline is None:
        return about
    return f"{about}\n{say('submitted.until', date=show_date(submission.deadline))}"
