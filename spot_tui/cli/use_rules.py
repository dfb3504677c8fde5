"""Having the rules of use accepted on the command line, before the eligibility service is asked."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from spot_tui.cli.signers import who_answers
from spot_tui.words import say

if TYPE_CHECKING:
    from spot_tui.desk import Desk

OPTION = "--accept-use-rules"


def add_use_rules_option(parser: argparse.ArgumentParser) -> None:
    """Add the option with which a script accepts them."""
    parser.add_argument(OPTION, action="store_true", help=say("use_rules.option.help"))


async def accept_use_rules(desk: Desk, arguments: argparse.Namespace) -> None:
    """Have them accepted by option or by the person at the terminal; a made-up user accepts, as the terms.

    Raises `Problem` ``use_rules.not_accepted``, also where there is nobody to ask, and ``audit.*``.
    """
    rules = desk.use_rules
    if not rules.is_pending():
        return
    accepted = arguments.accept_use_rules or bool(arguments.practice_user)
    prompts = None if accepted else who_answers(arguments)
    if prompts is not None:
        prompts.tell(rules.text)
        accepted = prompts.confirm(say("use_rules.question"))
    if accepted or prompts is not None:
        await rules.decide(accepted=accepted)
    rules.require()
