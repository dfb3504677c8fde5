"""Who signs in on the command line: a person at the terminal, a script, or a made-up user in practice."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from spot_tui.backend.problems import Problem
from spot_tui.cli.choices import Choices
from spot_tui.terminal.prompts import terminal_prompts

if TYPE_CHECKING:
    from spot_tui.backend.identity.prompts import Prompt
    from spot_tui.backend.upstreams import Provider
    from spot_tui.cli.person import Person
    from spot_tui.desk import Desk
    from spot_tui.terminal.prompts import Prompts


class Signer(Protocol):
    """Answers what a sign-in asks."""

    def accept_terms(self) -> bool:
        """Tell whether the terms are accepted."""
        ...

    async def begin(self) -> Prompt:
        """Begin a sign-in, and return what is asked first."""
        ...

    async def answer(self, prompt: Prompt) -> Prompt:
        """Give what is asked, and return what is asked next. Raises `Problem`."""
        ...

    def try_again_after(self, problem: Problem) -> None:
        """Return when the same is to be asked again, else raise the problem."""
        ...

    def choose_provider(self, providers: Sequence[Provider]) -> Provider:
        """Return one of the profile's providers."""
        ...

    async def give_up(self) -> None:
        """Give up what is under way."""
        ...


def signer_for(arguments: argparse.Namespace, desk: Desk) -> Signer:
    """Return who signs in for a command with the sign-in options.

    ``--device-grant`` is a person with a web browser; ``--practice-user`` alone is a made-up user;
    ``--username`` with a standard input that is no terminal is a script; everything else is asked at the
    terminal. Raises `Problem` ``terminal.missing``, ``identity.grant_off``,
    ``identity.grant_unattended``.
    """
    choices = Choices(arguments.device, arguments.provider)
    if arguments.device_grant:
        return _browser(arguments, desk, choices)
    if arguments.practice_user:
        from spot_tui.cli.made_up_user import MadeUpUser

        return MadeUpUser(desk, arguments.practice_user, choices)
    if is_script(arguments):
        from spot_tui.cli.script import Script

        return Script(desk, arguments.username, arguments.accept_terms, choices)
    return _person(arguments, desk, choices)


def is_script(arguments: argparse.Namespace) -> bool:
    """Tell whether a script signs in, of which nothing can be asked."""
    return bool(arguments.username) and not sys.stdin.isatty()


def who_answers(arguments: argparse.Namespace) -> Prompts | None:
    """Return the person at the terminal who signs in, None for a script or a made-up user."""
    is_asked = arguments.device_grant or not (arguments.practice_user or is_script(arguments))
    return terminal_prompts(arguments.surroundings) if is_asked else None


def _person(arguments: argparse.Namespace, desk: Desk, choices: Choices) -> Person:
    from spot_tui.cli.person import Person

    prompts = terminal_prompts(arguments.surroundings)
    if prompts is None:
        raise Problem("identity.grant_unattended" if arguments.device_grant else "terminal.missing")
    page = desk.profile.identity.account_page
    return Person(prompts, desk.sign_in, page, arguments.username, arguments.accept_terms, choices)


def _browser(arguments: argparse.Namespace, desk: Desk, choices: Choices) -> Signer:
    from spot_tui.cli.browser import Browser

    if desk.device_grant is None:
        raise Problem("identity.grant_off")
    person = _person(arguments, desk, choices)
    return Browser(person, desk.device_grant, desk.practice, arguments.practice_user)
