"""Notices of licensed codes, accepted by option or by the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.problems import Problem
from spot_tui.words import say

if TYPE_CHECKING:
    import argparse

    from spot_tui.backend.licences.service import LicenceDesk
    from spot_tui.backend.session import Session


async def accept_licences(arguments: argparse.Namespace, licences: LicenceDesk, session: Session) -> None:
    """Have the notices of procedure codes accepted.

    Raises `Problem` ``licences.declined``, also where there is nobody to ask.
    """
    from spot_tui.terminal.prompts import terminal_prompts

    user_id = session.person.user_id
    for notice in licences.pending(user_id):
        accepted = arguments.accept_licences
        prompts = None if accepted else terminal_prompts(arguments.surroundings)
        if prompts is not None:
            prompts.tell(notice.said)
            prompts.tell(notice.copyright)
            accepted = prompts.confirm(say("licence.question"))
        if accepted or prompts is not None:
            await licences.decide(user_id, notice, accepted=accepted)
        if not accepted:
            raise Problem("licences.declined", (), {"owner": notice.owner})
