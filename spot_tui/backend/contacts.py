"""Whom to ask about a problem, and what to quote. Who answers is a setting of the profile (``help_desk``).

Source: SPOT User Guide, section 12: the user ID and the request's confirmation number are asked for.
"""

from __future__ import annotations

from spot_tui.backend.problems import Problem
from spot_tui.backend.upstreams import HelpDesk
from spot_tui.words import say


def help_desk_line(help_desk: HelpDesk) -> str:
    """Return who the help desk is, with its telephone, what to press there, and its e-mail address."""
    key = "contact.help_desk.options" if help_desk.phone_options else "contact.help_desk"
    return say(key, **help_desk.model_dump())


def what_to_quote(problem: Problem) -> str:
    """Return what to quote about a problem: user ID, confirmation number, reference; or nothing."""
    given = {
        "user_id": problem.parameters.get("user_id"),
        "number": problem.parameters.get("number"),
        "reference": problem.reference,
    }
    told = [say(f"contact.quote.{name}", value=value) for name, value in given.items() if value]
    return say("contact.quote", what=", ".join(told)) if told else ""


def contacts(problem: Problem, help_desk: HelpDesk) -> tuple[str, ...]:
    """Return the lines that stand below a problem of permission: whom to ask, and what to quote."""
    quoted = what_to_quote(problem)
    return (help_desk_line(help_desk), *((quoted,) if quoted else ()))
