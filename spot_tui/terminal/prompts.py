"""Plain prompts: line in, line out, no redraw, built from the same declared fields as the screens.

Questions go to the terminal itself, so that standard output holds results only. A field that its rule refuses
is asked again with the reason under it; a secret is typed without echo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from spot_tui.backend.explanations import explain, field_label
from spot_tui.backend.forms import Field, Form, Typed, Values
from spot_tui.backend.problems import Problem
from spot_tui.backend.text import clean
from spot_tui.terminal.endings import breaking_in
from spot_tui.terminal.environment import Surroundings
from spot_tui.terminal.paper import Paper
from spot_tui.words import say

ReadLine = Callable[[str], str]
"""Shows a question and returns the line typed, without its end. Raises `EOFError` when there is no more."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """Asks a person at a terminal. `read_secret` shows nothing of what is typed.

    `paper` is the terminal that all this is written on, None where it is written elsewhere.
    """

    read_line: ReadLine
    read_secret: ReadLine
    tell: Callable[[str], None]
    paper: Paper | None = None

    def ask(self, field: Field) -> str:
        """Ask for a field until its rule takes what was typed; return that, for the form to read.

        Raises `Problem` ``field.missing`` when the input ends.
        """
        return self._ask(field, "" if field.required else say("prompts.optional"))

    def ask_or_nothing(self, field: Field) -> str:
        """Ask for a field as `ask` does, or return nothing for an empty line, which means something else.

        What it means is for the caller to tell.
        """
        return self._ask(replace(field, required=False), "")

    def fill(self, form: Form, given: Typed) -> Values:
        """Ask for every field of a form that is not `given`, and again for those that do not fit each other.

        When all that is required is given, nothing is asked: what is optional then stays empty. Raises
        the first `Problem` of what was given, so that a script's mistake is not asked about.
        """
        typed = dict(given)
        refuse_wrong(form, given)
        complete = all(field.name in given for field in form.fields if field.required)
        for field in form.fields:
            if field.name not in typed and not complete:
                typed[field.name] = self.ask(field)
        while (reading := form.read(typed)).problems:
            problem = reading.problems[0]
            asked = [name for name in problem.fields if name not in given]
            if not asked:
                raise problem
            self.explain(problem)
            for name in asked:
                typed[name] = self.ask(form.field(name))
        return reading.values

    def choose(self, question: str, options: Sequence[str]) -> int:
        """Show numbered options and return the index of the one chosen."""
        self.tell(question)
        for number, option in enumerate(options, start=1):
            self.tell(f"  {number}  {clean(option)}")
        while True:
            typed = self._line(say("prompts.number", most=len(options)), "choice").strip()
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            self.tell(say("prompts.number.wrong", most=len(options)))

    def confirm(self, question: str) -> bool:
        """Ask a question that is answered with yes or no, whole word or first letter."""
        yes, no = say("prompts.yes"), say("prompts.no")
        while True:
            typed = self._line(f"{question} ({yes}/{no}) ", "answer").strip().lower()
            if typed and yes.startswith(typed):
                return True
            if typed and no.startswith(typed):
                return False
            self.tell(say("prompts.yes_or_no", yes=yes, no=no))

    def explain(self, problem: Problem) -> None:
        """Say what is wrong and what to do."""
        for line in explain(problem):
            self.tell(line)

    def _ask(self, field: Field, remark: str) -> str:
        while True:
            typed = self._answer(field, remark)
            try:
                field.read(typed)
            except Problem as problem:
                typed = self._shortened(field, typed, problem)
                if not typed:
                    continue
            return typed

    def _answer(self, field: Field, remark: str) -> str:
        label = field_label(field.name)
        read = self.read_secret if field.secret else self.read_line
        while True:
            typed = self._typed(read, f"{label}{remark}: ", field.name)
            if field.secret or typed.strip() != "?":
                return typed
            self.tell(say(field.help_key))

    def _shortened(self, field: Field, typed: str, problem: Problem) -> str:
        """Say what is wrong; where one key mends it on the screen, offer the same here."""
        self.tell(explain(problem).what)
        if field.shortcut is None or problem.code != field.shortcut_for:
            return ""
        mended = field.shortcut(typed)
        try:
            field.read(mended)
        except Problem:
            return ""
        return mended if self.confirm(say("prompts.mend", mended=mended)) else ""

    def _line(self, question: str, name: str) -> str:
        return self._typed(self.read_line, question, name)

    def _typed(self, read: ReadLine, question: str, name: str) -> str:
        try:
            return read(clean(question))
        except EOFError:
            raise Problem("field.missing", (name,)) from None


def terminal_prompts(surroundings: Surroundings) -> Prompts | None:
    """Return prompts on the terminal that this command was typed at, None where there is none."""
    terminal = Path("/dev/tty")
    try:
        keyboard = terminal.open(encoding="utf-8", errors="replace")
        written = terminal.open("w", encoding="utf-8", errors="replace")
    except OSError:
        return None
    paper = Paper(written, surroundings)
    line = _Line(keyboard, paper)
    return Prompts(line.read, line.read_secret, paper.tell, paper)


@dataclass(frozen=True, slots=True)
class _Line:
    """The controlling terminal, also where standard streams lead elsewhere."""

    keyboard: TextIO
    paper: Paper

    def read(self, question: str) -> str:
        with breaking_in():
            self.paper.ask(question)
            line = self.keyboard.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def read_secret(self, question: str) -> str:
        """Read without echo. What was typed ahead is kept: she types ahead on slow lines."""
        import termios

        fileno = self.keyboard.fileno()
        modes = termios.tcgetattr(fileno)
        silent = [*modes[:3], modes[3] & ~termios.ECHO, *modes[4:]]
        try:
            termios.tcsetattr(fileno, termios.TCSADRAIN, silent)
            return self.read(question)
        finally:
            termios.tcsetattr(fileno, termios.TCSADRAIN, modes)
            self.paper.tell("")


def refuse_wrong(form: Form, given: Typed) -> None:
    """Raise the first `Problem` of what is given; what is not given may still be asked for."""
    for problem in form.read(given).problems:
        if problem.fields and given.keys() >= set(problem.fields):
            raise problem
