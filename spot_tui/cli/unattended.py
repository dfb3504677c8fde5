"""What a sign-in asks that only a person can give, for who signs in without one."""

from __future__ import annotations

from spot_tui.backend.identity.prompts import ChangePassword, Enrol, Prompt
from spot_tui.backend.problems import Problem
from spot_tui.words import say

_NAMES = {
    "WaitForApproval": "approval",
    "ChangePassword": "password",
    "AnswerQuestion": "question",
    "ChooseWay": "question",
    "EnterMailToken": "message",
    "Enrol": "enrol",
    "EnrolPhone": "enrol",
    "EnrolDetails": "enrol",
    "Message": "message",
}


def may_be_skipped(prompt: Prompt) -> bool:
    """Tell whether the sign-in goes on without what is asked."""
    return isinstance(prompt, ChangePassword | Enrol) and prompt.may_skip


def person_needed(prompt: Prompt) -> Problem:
    """Return the problem that names what a person must do first."""
    what = _NAMES[type(prompt).__name__]
    return Problem("identity.person_needed", (), {"what": say(f"cli.person.{what}")})
