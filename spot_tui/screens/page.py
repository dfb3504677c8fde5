"""What every screen is: path line, body, notice, key bar; commands by key; waiting that can be cancelled."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Unmount
from textual.reactive import Reactive
from textual.widget import Widget

from spot_tui.backend.problems import Kind, Problem
from spot_tui.backend.session_clock import Locked
from spot_tui.commands import COMMANDS, Command, Who, key_name
from spot_tui.screens.sight import Sight
from spot_tui.screens.waiting import Waiting
from spot_tui.terminal.caches import forget_drawn, forget_drawn_lines
from spot_tui.widgets.body import Body
from spot_tui.widgets.key_bar import KeyBar
from spot_tui.widgets.notice import Notice
from spot_tui.widgets.path_line import PathLine
from spot_tui.words import say

_FIRST = tuple(f"f{number}" for number in range(1, 9))
_AFTER_THEM = "f9"


class Page(Sight, inherit_bindings=False):
    """A screen of the kiosk.

    `NAME` is the topic of its words: ``NAME.title`` stands in the path line. `KEYS` are the ids of its
    commands in the order of the key bar, in which F1 to F8 come first; command ``x`` calls `do_x` while
    `works` says so, which asks `can_x` if there is one.
    """

    NAME: ClassVar[str] = ""
    KEYS: ClassVar[tuple[str, ...]] = ()
    ALWAYS: ClassVar[tuple[str, ...]] = ("lock",)
    """Commands of every screen, also while it waits; but not of the lock's own."""
    BAR_ROWS: ClassVar[int] = 1
    """How many rows the key bar has at least, so that a key that comes or goes moves nothing."""
    OFFICE: ClassVar[tuple[str, ...]] = ("switch_provider",)
    """Commands of every screen of the signed-in side, unless it waits."""
    EVERYWHERE: ClassVar[tuple[str, ...]] = ("repaint",)
    """Commands of every screen, whatever it waits for, asks or locks; they change nothing of that."""
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Page { layers: base over; }
    Page > Notice { layer: over; dock: bottom; margin: 0 0 1 0; }
    """

    # Textual repaints the whole screen whenever the cursor goes to another widget; ours paint themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init_subclass__(cls, **options: bool) -> None:
        """Bind the keys of the commands."""
        cls.BINDINGS = [
            Binding("tab", "app.focus_next", show=False),
            Binding("shift+tab", "app.focus_previous", show=False),
            *(
                Binding(",".join(COMMANDS[name].keys), f"command('{name}')", show=False)
                for name in dict.fromkeys((*cls.KEYS, *cls.SIGHT, *cls.OFFICE, *cls.ALWAYS, *cls.EVERYWHERE))
            ),
        ]
        super().__init_subclass__(**options)

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        self._after_leader = False
        self._due: Callable[[], None] | None = None

    @property
    def title_words(self) -> str:
        """Its name in the path line."""
        return say(f"{self.NAME}.title")

    def compose(self) -> ComposeResult:
        """Lay out what every screen has around its body."""
        yield PathLine()
        yield Body(*self.body(), id="body")
        yield from self.foot()
        yield Notice(self._contacts)
        yield KeyBar(self.BAR_ROWS)

    def body(self) -> Iterable[Widget]:
        """Yield what stands between path line and notice."""
        return ()

    def foot(self) -> Iterable[Widget]:
        """Yield what stands at the end, where the notice covers it while there is something to say."""
        return ()

    def _contacts(self, problem: Problem) -> tuple[str, ...]:
        """Return whom to ask about a problem of permission, and what to quote."""
        if problem.kind is not Kind.PERMISSION:
            return ()
        from spot_tui.backend.contacts import contacts

        profile, session = self.house.desk.profile, self.house.session
        user_id = session.person.user_id if session else ""
        # The notice has the reference already, beside the organisation's own words.
        asked = Problem(problem.code, (), problem.parameters)
        return contacts(asked, profile.help_desk, profile.providers, user_id)

    def main(self) -> Widget | None:
        """Return the widget that the cursor belongs to: what F6 goes to."""
        return None

    def on_mount(self) -> None:
        """Begin in the content."""
        self.do_content()
        self.tell_keys()

    @on(Unmount)
    def _forget_shown(self) -> None:
        forget_drawn_lines()

    def on_screen_suspend(self) -> None:
        """Let go of what was drawn: it is drawn anew once the screen is on top again."""
        forget_drawn(self)

    @on(Body.Scrolled)
    def _tell_sight(self) -> None:
        self.tell_keys()

    def on_screen_resume(self) -> None:
        """Show where one is and what waits, which may have changed meanwhile."""
        self.tell_path()
        if self.house.session is not None:
            self.house.look_at_line()
        self.tell_keys()
        due, self._due = self._due, None
        if due is not None:
            due()

    def once_on_top(self, do: Callable[[], None]) -> None:
        """Call `do` while this screen is on top: now, or once what was opened over it is left."""
        if self.app.screen is self:
            do()
        else:
            self._due = do

    def on_descendant_focus(self) -> None:
        """Show the keys that work with the cursor there."""
        self.tell_keys()

    def tell_path(self) -> None:
        """Write the path line anew."""
        steps = tuple(
            page.title_words for page in self.app.screen_stack if isinstance(page, Page) and page.NAME
        )
        mark = say(f"place.{self.house.look.environment}")
        line = self.query_one(PathLine)
        session = self.house.session
        person = session.person.name if session else say("place.nobody")
        provider = session.provider.organisation if session and session.provider else ""
        line.tell(mark, steps, person, provider)
        line.warn(self.house.warning)
        self.tell_line()

    def tell_line(self) -> None:
        """Say how the line is and what waits; a screen that is only being made says it once it is there."""
        for line in self.query(PathLine):
            line.carry(self.house.line_words)

    def tell_keys(self) -> None:
        """Write the key bar anew."""
        if self.is_mounted:
            keys = self.query_one(KeyBar)
            keys.tell(self.working(), after_leader=self._after_leader, has_f_keys=self.house.has_f_keys)
            self.notice.stand_above(keys.rows)

    def working(self) -> tuple[Command, ...]:
        """Return the commands that work now: F1 to F8 first, wherever one looks for them."""
        names = dict.fromkeys((*self.KEYS, *self.SIGHT, *self.OFFICE, *self.ALWAYS, *self.EVERYWHERE))
        return tuple(sorted((COMMANDS[name] for name in names if self.works(name)), key=_place))

    @property
    def is_free(self) -> bool:
        """Whether nothing is under way or asked, so that something else may be told."""
        return not self.is_waiting and not self._asked

    def works(self, name: str) -> bool:
        """Tell whether the command `name` works now: allowed, possible, and nothing else under way."""
        if name in self.EVERYWHERE:
            return True
        waits_too = name == "cancel" or name in (*self.ALWAYS, *self.SIGHT)
        is_free = not self.is_waiting or waits_too
        if not is_free or (name == "cancel" and not self.is_waiting) or self._asked not in ("", name):
            return False
        session = self.house.session
        who = COMMANDS[name].who
        if (who is not Who.ANYONE and session is None) or (
            who is Who.FOR_A_PROVIDER and (session is None or session.provider is None)
        ):
            return False
        can: Callable[[], bool] | None = getattr(self, f"can_{name}", None)
        return can is None or can()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key act only while its command works."""
        return self.works(str(parameters[0])) if action == "command" else True

    async def action_command(self, name: str) -> None:
        """Do the command `name`; one that asks is done at the second press."""
        if self.asks(name) and self._asked != name:
            self._asked = name
            self.notice.ask(self.question(name))
            self.tell_keys()
            return
        if name not in self.EVERYWHERE:
            self._asked = ""
        done = getattr(self, f"do_{name}")()
        if inspect.isawaitable(done):
            await done

    def _tick(self) -> None:
        """Say how long it has taken, but not over a question."""
        if not self._asked:
            super()._tick()

    def _end_wait(self) -> None:
        self._asked = ""
        super()._end_wait()

    def asks(self, name: str) -> bool:
        """Tell whether the command `name` takes a second press."""
        return COMMANDS[name].asks

    def question(self, name: str) -> str:
        """Return what is asked before the command `name` is done."""
        if name == "sign_out" and self.house.is_bringing:
            return say("upload.sign_out", key=key_name(COMMANDS[name].key))
        return COMMANDS[name].question

    def swallows(self, key: str) -> bool:
        """Tell whether `key` only answers a question with no; then the question is taken back."""
        keeps = (self._asked, *self.EVERYWHERE)
        if not self._asked or any(key in COMMANDS[name].keys for name in keeps):
            return False
        self._asked = ""
        self.notice.clear()
        if self.is_waiting:
            self._tick()
        self.tell_keys()
        return True

    def leader_waits(self, *, waits: bool) -> None:
        """Show in the key bar that a digit is waited for, or not any more."""
        self._after_leader = waits
        self.tell_keys()

    @on(Waiting.Refused)
    def _show_problem(self, message: Waiting.Refused) -> None:
        self.refused(message.problem)

    def refused(self, problem: Problem) -> None:
        """Do what a problem asks for: it is shown."""
        self.show_refusal(problem)

    def show_refusal(self, problem: Problem) -> None:
        """Show a problem after which the screen stays."""
        self.notice.complain(problem)

    def do_cancel(self) -> Awaitable[None] | None:
        """Stop waiting."""
        self.stop_work()
        self.notice.hint(say("notice.cancelled"))
        return None

    def do_back(self) -> Awaitable[None] | None:
        """Go to the screen before."""
        self.app.pop_screen()
        return None

    def can_back(self) -> bool:
        """Tell whether there is a screen before."""
        return len([page for page in self.app.screen_stack if isinstance(page, Page)]) > 1

    def do_content(self) -> None:
        """Move the cursor to the main part of the screen."""
        main = self.main()
        if main is not None:
            main.focus()

    def can_content(self) -> bool:
        """Tell whether the cursor is elsewhere."""
        main = self.main()
        return main is not None and not main.has_focus_within

    async def do_sign_out(self) -> None:
        """Sign out."""
        await self.house.leave("asked")

    def can_switch_provider(self) -> bool:
        """Tell whether somebody works here, for one provider of several, and nothing is locked."""
        session = self.house.session
        is_locked = session is None or isinstance(session.clock.state, Locked)
        return not is_locked and len(self.house.desk.profile.providers) > 1

    def do_switch_provider(self) -> None:
        """Choose the provider to work for from now on; what stands on this screen stays."""
        from spot_tui.screens.provider import ProviderPage

        self.house.open(ProviderPage())

    def can_lock(self) -> bool:
        """Tell whether nothing is locked: under the lock help is read too."""
        session = self.house.session
        return session is not None and not isinstance(session.clock.state, Locked)

    def do_lock(self) -> None:
        """Cover everything."""
        self.house.lock()

    def do_repaint(self) -> None:
        """Draw the whole screen anew."""
        self.house.repaint()

    def do_quit(self) -> None:
        """End the program."""
        self.house.exit()

    def can_quit(self) -> bool:
        """Tell whether nobody is signed in, who signs out first, and this is no locked terminal."""
        return self.house.session is None and self.house.look.may_leave

    def do_status(self) -> None:
        """Show how the services are."""
        from spot_tui.screens.status import StatusPage

        self.house.open(StatusPage())

    def can_change_look(self) -> bool:
        """Tell whether there are colours to change."""
        return self.house.has_looks

    def do_change_look(self) -> None:
        """Show the next colours, and say which they are."""
        self.house.change_look()
        self.notice.hint(say(f"look.{self.house.wears}"))

    def can_outbox(self) -> bool:
        """Tell whether the profile has a gateway."""
        return self.house.desk.outbox is not None

    def do_outbox(self) -> None:
        """Show what waits to be sent and what was settled lately."""
        from spot_tui.screens.outbox import OutboxPage

        self.house.open(OutboxPage())

    def do_explain(self) -> None:
        """Explain what the cursor is on, and the keys."""
        from spot_tui.screens.explain import ExplainPage

        told, codes = self.explanation(), self.shows_procedures
        self.house.open(ExplainPage(told, self.working(), self.NAME, has_codes=codes))

    @property
    def shows_procedures(self) -> bool:
        """Whether it shows procedure codes, and so says whose they are."""
        return any(owners.display for owners in self.query("#licence"))

    def explanation(self) -> tuple[str, ...]:
        """Return the sentences that explain what the cursor is on, the title first."""
        return (self.title_words, say(f"{self.NAME}.help"))


def _place(command: Command) -> str:
    """Return what its place in the key bar goes by: F1 to F8 by number, the others stay as they come."""
    return command.key if command.key in _FIRST else _AFTER_THEM
