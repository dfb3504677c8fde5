"""The practice gateway's look-up of Medicare numbers, for who has a role in the provider's organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from spot_tui.backend.formats import read_name, read_ssn
from spot_tui.backend.problems import Problem
from spot_tui.sandbox import access_world
from spot_tui.sandbox.call import Call
from spot_tui.sandbox.gateway_call import caller, give, read_json, refuse
from spot_tui.sandbox.gateway_claims import may_act_for
from spot_tui.sandbox.mbi_directory import Sought, find_listed
from spot_tui.sandbox.tokens import DESK_SCOPE

_RULES: dict[str, Callable[[str], object]] = {
    "first_name": lambda text: read_name(text, "first_name"),
    "last_name": lambda text: read_name(text, "last_name"),
    "birth_date": date.fromisoformat,
    "ssn": read_ssn,
}
_KNOWN = frozenset({"npi", "ptan", *_RULES})


def find(call: Call) -> Response:
    """Give the number of who fits all four values. Nothing of the question is kept, not even a key of it."""
    person = caller(call, DESK_SCOPE)
    asked = read_json(call, _KNOWN)
    if not may_act_for(call, person, _text(asked, "npi"), _text(asked, "ptan")):
        raise refuse("lookup.not_yours")
    wrong = [(f"/{name}", "Out of form.") for name, rule in _RULES.items() if not _fits(asked, name, rule)]
    if wrong:
        raise refuse("gateway.format", wrong=wrong)
    born = date.fromisoformat(_text(asked, "birth_date"))
    sought = Sought(_text(asked, "first_name"), _text(asked, "last_name"), born, _text(asked, "ssn"))
    entry = find_listed(sought, access_world.today(call.moment))
    if entry is None:
        raise refuse("lookup.none")
    return give({"mbi": entry.mbi, "first_name": entry.first, "last_name": entry.last})


def _fits(asked: dict[str, object], name: str, rule: Callable[[str], object]) -> bool:
    try:
        rule(_text(asked, name))
    except (Problem, ValueError):
        return False
    return True


def _text(asked: dict[str, object], name: str) -> str:
    value = asked.get(name)
    return value if isinstance(value, str) else ""
