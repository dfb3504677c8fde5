"""What a new password must be, as the organisation's policy says it, checked while it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spot_tui.words import say

_LEAST_NAME_PART = 4
"""Shorter parts of a user ID, between its punctuation marks, are not looked for in a password."""


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """One rule. `is_met` is None where only the organisation can tell (passwords used before)."""

    rule: str
    sentence: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """The policy: numbers of characters at least (0: no such rule), and what must not be inside.

    `remembered` is the number of earlier passwords that are refused; `least_age_minutes` the time that must
    lie between two changes. `names` are those of the person that must not be inside, where known.
    """

    least_length: int = 0
    most_length: int = 0
    lower: int = 0
    upper: int = 0
    digits: int = 0
    symbols: int = 0
    no_user_id: bool = False
    names: tuple[str, ...] = ()
    no_names: bool = False
    remembered: int = 0
    least_age_minutes: int = 0

    def check(self, password: str, user_id: str = "") -> tuple[RuleCheck, ...]:
        """Return every rule with whether `password` meets it."""
        return tuple(
            RuleCheck(rule, say(f"identity.rule.{rule}", count=count), is_met)
            for rule, count, is_met in self._judged(password, user_id)
        )

    def allows(self, password: str, user_id: str = "") -> bool:
        """Tell whether no rule that can be checked here is broken."""
        return all(is_met is not False for _, _, is_met in self._judged(password, user_id))

    def _judged(self, password: str, user_id: str) -> Iterator[tuple[str, int, bool | None]]:
        if self.least_length:
            yield "least_length", self.least_length, len(password) >= self.least_length
        if self.most_length:
            yield "most_length", self.most_length, len(password) <= self.most_length
        classes = {
            "lower": (self.lower, sum(character.islower() for character in password)),
            "upper": (self.upper, sum(character.isupper() for character in password)),
            "digits": (self.digits, sum(character.isdecimal() for character in password)),
            "symbols": (self.symbols, sum(not character.isalnum() for character in password)),
        }
        for rule, (least, given) in classes.items():
            if least:
                yield rule, least, given >= least
        if self.no_user_id:
            yield "no_user_id", 0, bool(password) and not _holds(password, _parts(user_id))
        if self.no_names:
            is_met = bool(password) and not _holds(password, self.names) if self.names else None
            yield "no_names", 0, is_met
        if self.remembered:
            yield "remembered", self.remembered, None
        if self.least_age_minutes:
            yield "least_age", -(-self.least_age_minutes // 60), None


NO_RULES = PasswordRules()
"""A policy of which nothing is known."""


def _parts(user_id: str) -> tuple[str, ...]:
    split = user_id.translate(str.maketrans(".,-_#@", "      ")).split()
    return (user_id, *(part for part in split if len(part) >= _LEAST_NAME_PART))


def _holds(password: str, parts: tuple[str, ...]) -> bool:
    return any(part and part.lower() in password.lower() for part in parts)
