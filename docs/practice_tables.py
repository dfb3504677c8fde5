"""What the practice portal's guide lists, made from its data files."""

from __future__ import annotations

from collections.abc import Iterable

from spot_tui.backend.formats import show_date
from spot_tui.backend.x12.codes import reject_codes
from spot_tui.sandbox import faults
from spot_tui.sandbox.claims import made_up
from spot_tui.sandbox.core_rules import core_rules
from spot_tui.sandbox.mbi_directory import departed
from spot_tui.sandbox.people import people
from spot_tui.sandbox.staff import staff
from spot_tui.words import say

_DEVICES = {
    "google": "authenticator app",
    "okta": "Okta Verify code",
    "push": "Okta Verify request",
    "sms": "SMS",
    "voice": "voice call",
    "email": "e-mail",
    "yubikey": "YubiKey",
    "webauthn": "security key",
}


def people_table() -> str:
    """Return the made-up beneficiaries with what their answers show."""
    rows = (
        (
            f"`{person.mbi}`",
            person.last,
            person.first,
            show_date(person.born),
            person.shows,
        )
        for person in people().values()
    )
    return table(("number", "last name", "first name", "born", "the answer shows"), rows)


def departed_table() -> str:
    """Return who is listed for the look-up of numbers alone."""
    rows = ((e.ssn, e.last, e.first, show_date(e.born), e.shows) for e in departed())
    return table(("SSN", "last name", "first name", "born", "shows"), rows)


def claims_table() -> str:
    """Return the made-up claims: whose, how they stand, and what each is for."""
    rows = (
        (
            f"`{claim.number}`",
            claim.part,
            claim.who.last,
            say(f"claim_group.{claim.group}").lower(),
            claim.shows,
            ", ".join(claim.tries),
        )
        for claim in made_up().different
    )
    return table(("number", "part", "patient", "stands", "what it shows", "rules"), rows)


def rejects_table() -> str:
    """Return the numbers that are refused, and how the same refusal comes by itself."""
    rows = (
        (f"`{rule.mbi}`", rule.code, rule.loop, rule.action, reject_codes()[rule.code].cause, rule.by_itself)
        for rule in core_rules().reject
    )
    return table(("number", "AAA", "loop", "action", "says", "also with"), rows)


def numbered_faults_table() -> str:
    """Return the numbers that make a fault."""
    rows = ((f"`{fault.mbi}`", fault.shows) for fault in core_rules().fault)
    return table(("number", "the portal"), rows)


def staff_table() -> str:
    """Return the made-up staff: who signs in, with what, and what is special."""
    rows = (
        (
            f"`{person.user_id}`",
            f"{person.first_name} {person.last_name}",
            person.role,
            person.confirmation,
            ", ".join(_DEVICES[device.kind] for device in person.devices) or "none",
            person.about,
        )
        for person in staff().people
    )
    return table(("user ID", "name", "role", "confirmation number", "devices", "what it shows"), rows)


def staff_secrets() -> str:
    """Return what all of the staff share."""
    known = staff()
    secrets = f"Password of all: `{known.password}`. Security question: *{known.question}*"
    return f"{secrets} Answer: `{known.answer}`."


def fault_names() -> str:
    """Return the names of all faults that can be switched on."""
    return ", ".join(f"`{name}`" for name in faults.NAMES)


def providers_table() -> str:
    """Return the providers that may be asked for."""
    return table(("NPI", "role"), ((f"`{known.npi}`", known.role) for known in core_rules().provider))


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table as the guides write it."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
