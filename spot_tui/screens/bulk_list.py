"""Many claims that take the same change, one a line: what preview and report share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import aclosing

from textual import on
from textual.message import Message
from textual.widget import Widget

from spot_tui.backend.corrections.bulk import BulkClaim, Verdict
from spot_tui.backend.corrections.bulk_view import (
    BAD,
    patient_words,
    reason_words,
    rules_words,
    short_reason,
    verdict_words,
)
from spot_tui.backend.outbox.model import Sender
from spot_tui.backend.problems import Problem
from spot_tui.commands import COMMANDS, key_name
from spot_tui.screens.bulk_work import BulkWork
from spot_tui.screens.paged import Paged
from spot_tui.widgets.line import Line, Tone, columns_of
from spot_tui.widgets.lined import Lined
from spot_tui.widgets.plain import Plain
from spot_tui.widgets.table import Table
from spot_tui.words import say

_WIDTHS = {"claim": 16, "patient": 25, "verdict": 13, "number": 18}
"""The columns' widths."""
_MARKED_ROWS = 3


class BulkListPage(Paged):
    """Exceptions first; the claim under the cursor is explained beneath; Enter shows what changes of it."""

    BAR_ROWS = 2
    DEFAULT_CSS = f"""
    BulkListPage #marked {{ height: {_MARKED_ROWS}; }}
    """

    class Sent(Message):
        """All were gone through, or it was stopped; each that went out is in the audit log."""

    def __init__(self, made: BulkWork) -> None:
        super().__init__()
        self.made = made
        self._is_stopped = False

    def body(self) -> Iterable[Widget]:
        """Yield how many stand how, the claims, and more on the one under the cursor."""
        yield Plain(id="few")
        yield Plain(id="state", classes="gap-below")
        yield Plain(id="heads")
        yield Lined()
        yield Plain(id="marked", classes="gap")
        yield Plain(id="received")

    def on_screen_resume(self) -> None:
        """Show how they stand."""
        self.fill()

    def fill(self) -> None:
        """List the claims; the cursor stays where it is."""
        names = tuple(say(f"bulk.column.{name}") for name in _WIDTHS)
        table = Table(columns_of(_WIDTHS.values(), gap=1), names)
        self.lined.fill([self._row(one) for one in self.made.found], self.lined.cursor, table)
        self.query_one("#heads", Plain).show_heads(self.lined.table)
        counts = Counter(map(self.told, self.made.found))  # in the order of the rows
        few = "   ".join(f"{told} {count}" for told, count in counts.items())
        self.query_one("#few", Plain).show(((few, Tone.STRONG),))
        self.query_one("#state", Plain).show(self.state())
        self._tell_marked()

    def state(self) -> Line:
        """Return what there is to do now."""
        raise NotImplementedError

    def _row(self, one: BulkClaim) -> Line:
        verdict = one.verdict
        tone = Tone.BAD if verdict in BAD else Tone.WARN if verdict is Verdict.WARNED else Tone.PLAIN
        return (
            (one.number, Tone.PLAIN),
            (patient_words(one), Tone.PLAIN),
            (self.told(one), tone),
            (rules_words(one), Tone.PLAIN),
        )

    def told(self, one: BulkClaim) -> str:
        """Return how a claim stands, in one or two words."""
        return verdict_words(one.verdict)

    @property
    def marked(self) -> BulkClaim | None:
        """The claim under the cursor."""
        return self.made.found[self.lined.cursor] if self.made.found else None

    @on(Lined.Moved)
    def _tell_marked(self) -> None:
        self.query_one("#marked", Plain).show(short_reason(self.marked) if self.marked else "")
        self.tell_keys()

    def can_choose(self) -> bool:
        """Tell whether there is a claim under the cursor."""
        return self.marked is not None

    def do_choose(self) -> None:
        """Show what changes of it."""
        from spot_tui.screens.bulk_claim import BulkClaimPage

        if self.marked is not None:
            self.house.open(BulkClaimPage(self.marked))

    @property
    def to_send(self) -> int:
        """How many may be sent and were not."""
        return sum(one.verdict is Verdict.FREE for one in self.made.found)

    def can_send_bulk(self) -> bool:
        """Tell whether there is anything to send."""
        return self.to_send > 0

    def question(self, name: str) -> str:
        """Say how many are sent, and how many are not."""
        if name != "send_bulk":
            return super().question(name)
        count, key = self.to_send, key_name(COMMANDS[name].key)
        behind = sum(one.submission is None for one in self.made.found) - count
        return say("bulk_preview.question", count=count, behind=behind, key=key)

    def do_send_bulk(self) -> None:
        """Send one correction for each claim that may be sent."""
        self._is_stopped = False
        doing = say("bulk.sending", place=1, count=self.to_send)
        self.wait_for(doing, self._send(), lambda _: self.Sent())

    async def _send(self) -> None:
        bulk, session, provider = self.made.at_work()
        place, count = 1, self.to_send
        async with aclosing(bulk.send_each(Sender.of(session), provider, self.made.found)) as sending:
            async for one in sending:
                is_new = one.submission is not None and one.number not in self.made.sent
                self.made.stands(one)
                if self._is_stopped:
                    break
                if is_new and place < count:
                    place += 1
                    self.now_doing(say("bulk.sending", place=place, count=count))

    def do_cancel(self) -> None:
        """Stop once the one on the wire has ended, so that it is known how that one stands."""
        self._is_stopped = True
        self.now_doing(say("bulk.stopping"))

    @on(Sent)
    def _ended(self) -> None:
        self.report()

    def refused(self, problem: Problem) -> None:
        """Show what was sent before the problem, and the problem."""
        self.report(problem)

    def report(self, problem: Problem | None = None) -> None:
        """Show what became of each; where nothing is left to send the draft is dropped."""
        raise NotImplementedError

    def explanation(self) -> tuple[str, ...]:
        """Explain the claim under the cursor by the rules that speak of it."""
        from spot_tui.backend.corrections.roads_view import explain_rule

        one = self.marked
        if one is None:
            return super().explanation()
        rules = dict.fromkeys(finding.rule for finding in one.findings)
        told = tuple(sentence for rule in rules for sentence in explain_rule(rule))
        return tuple(filter(None, (one.number, reason_words(one), *told, say(f"{self.NAME}.help"))))
