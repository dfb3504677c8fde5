"""Whom to ask about a problem, and what to quote. Who answers is a setting of the profile (``help_desk``).

Source: SPOT User Guide, section 12: the user ID and the request's confirmation number are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import HelpDesk, Provider
from spot_tui.words import say

_FOR_THE_APPROVER = frozenset(
    {
        "identity.not_assigned",
        "identity.still_not_assigned",
        "identity.no_request",
        "access.not_approver",
        "access.no_organisation",
    }
)


def help_desk_line(help_desk: HelpDesk) -> str:
    """Return who the help desk is, with its telephone, what to press there, and its e-mail address."""
    options = help_desk.phone_options
    if options is None:
        options = say("contact.help_desk.usual_options")
    key = "contact.help_desk.options" if options else "contact.help_desk"
    return say(key, **{**help_desk.model_dump(), "phone_options": options})


def what_to_quote(problem: Problem, user_id: str = "") -> str:
    """Return what to quote about a problem: user ID, confirmation number, reference; or nothing.

    `user_id` is that of who is signed in, for a problem that names nobody.
    """
    given = {
        "user_id": problem.parameters.get("user_id") or user_id,
        "number": problem.parameters.get("number"),
        "reference": problem.reference,
    }
    told = [say(f"contact.quote.{name}", value=value) for name, value in given.items() if value]
    return say("contact.quote", what=", ".join(told)) if told else ""


def approver_lines(providers: Sequence[Provider]) -> tuple[str, ...]:
    """Return a line for each provider of the settings whose approver is named there."""
    return tuple(
        say("contact.approver", approver=provider.approver, provider=provider.organisation)
        for provider in providers
        if provider.approver
    )


def contacts(
    problem: Problem, help_desk: HelpDesk, providers: Sequence[Provider] = (), user_id: str = ""
) -> tuple[str, ...]:
    """Return the lines that stand below a problem of permission: whom to ask, and what to quote.

    About a role an end user asks the approver of the office first, by the name in the settings unless the
    problem names one.
    """
    is_unnamed = problem.parameters.get("whom") == say("identity.whom.approver")
    asked = approver_lines(providers) if is_unnamed or problem.code in _FOR_THE_APPROVER else ()
    quoted = what_to_quote(problem, user_id)
    return (*asked, help_desk_line(help_desk), *((quoted,) if quoted else ()))
