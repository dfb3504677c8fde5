"""What may be typed after `spot-tui`. Only the module of the command that was typed is imported."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from spot_tui import __version__
from spot_tui.backend.problems import EXIT_USAGE
from spot_tui.cli.language import speak
from spot_tui.cli.output import tell
from spot_tui.words import say

GROUPS = (
    "read",
    "eligibility",
    "mbi",
    "claims",
    "corrections",
    "appeals",
    "documents",
    "messages",
    "outbox",
    "access",
    "help",
    "audit",
    "sandbox",
    "doctor",
)


_PERSONAL = re.compile(r"\d{2,}|(?:\D*\d){4}.*", re.DOTALL)
"""A number, be it a part of one, or what holds as many digits as a date of birth; no id of a rule."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are cleaned before they reach the terminal.

    They do not repeat numbers that were typed: one may be a person's, or a birth date, in a wrong place.
    """

    _typed: Sequence[str] = ()

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("allow_abbrev", False)
        super().__init__(*arguments, **options)  # type: ignore[arg-type] # as argparse declares them

    def parse_known_args(  # type: ignore[override] # as argparse declares one of its several forms
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse what was typed, and remember it for complaints."""
        self._typed = args or ()
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command, and end with the exit code of a wrong use."""
        tell(say("cli.wrong_use", reason=_without_numbers(message, self._typed)))
        tell(say("cli.wrong_use.next", command=f"{self.prog} --help"))
        raise SystemExit(EXIT_USAGE)


class MixedParser(Parser):
    """A parser of commands whose files may stand before, among and after their options."""

    _is_mixing = False

    def parse_known_args(  # type: ignore[override] # as argparse declares one of its several forms
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse options first, then all that is left as one row of positional arguments."""
        if self._is_mixing:
            return super().parse_known_args(args, namespace)
        if self.usage is None:
            # argparse would keep it without seven characters for "usage: ", however long that is here
            self.usage = self.format_usage().removeprefix(say("argparse.usage"))
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False


def _without_numbers(message: str, typed: Sequence[str]) -> str:
    """Return a complaint without the numbers that were typed, as an argument or a value of ``--name=``."""
    parts = {part for word in typed for part in (word, word.partition("=")[2])}
    values = {part for part in parts if _PERSONAL.fullmatch(part)}
    words = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
    return re.sub(rf"(?<=[\s'=])(?:{words})(?=[\s']|$)", "...", message) if words else message


def parse(arguments: Sequence[str], known: argparse.Namespace) -> argparse.Namespace:
    """Return what was typed, added to what is known; without a command it has no ``run``.

    ``--profile`` and ``--config`` may stand before or after the command.
    """
    parsed, rest = _options().parse_known_args(arguments, known)
    speak(parsed.config)
    named = next((argument for argument in rest if not argument.startswith("-")), None)
    return build_parser(named).parse_args(rest, parsed)


def build_parser(named: str | None) -> argparse.ArgumentParser:
    """Return the parser of the whole command line, with the commands of the group `named` in full."""
    parser = Parser(prog="spot-tui", description=say("cli.description"), parents=[_options()])
    version = f"spot-tui {__version__}"
    parser.add_argument("--version", action="version", version=version, help=say("argparse.version"))
    commands = parser.add_subparsers(title=say("cli.commands"), metavar=say("cli.command"))
    for group in GROUPS:
        if group == named:
            import_module(f"spot_tui.cli.{group}").add_parser(commands)
        else:
            commands.add_parser(group, help=say(f"cli.{group}.help"), add_help=False)
    return parser


def _options() -> argparse.ArgumentParser:
    """Return the options that stand before or after any command."""
    options = Parser(add_help=False)
    options.add_argument(
        "--profile", default="practice", metavar=say("cli.name"), help=say("cli.profile.help")
    )
    options.add_argument("--config", type=Path, metavar=say("cli.file"), help=say("cli.config.help"))
    return options
