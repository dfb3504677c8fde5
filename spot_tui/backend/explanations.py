"""What a problem says to a person: the same sentences for screens, commands and docs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spot_tui.words import knows, say

if TYPE_CHECKING:
    from spot_tui.backend.problems import Problem


@dataclass(frozen=True, slots=True)
class Explanation:
    """One problem in words: its category, what is wrong, what to do, and what to quote by phone.

    `next` and `quote` are empty where there is nothing to say.
    """

    kind: str
    what: str
    next: str
    quote: str

    def __iter__(self) -> Iterator[str]:
        """Yield the lines to print, without empty ones."""
        yield f"{self.kind}: {self.what}"
        yield from filter(None, (self.next, self.quote))


def explain(problem: Problem) -> Explanation:
    """Return the sentences of `problem` in the language in use."""
    parameters = {"field": field_label(problem.fields[0]) if problem.fields else "", **problem.parameters}
    what, then = f"problem.{problem.code}", f"problem.{problem.code}.next"
    return Explanation(
        kind=say(f"problem.kind.{problem.kind}"),
        what=say(what, **parameters),
        next=say(then, **parameters) if knows(then) else "",
        quote=_quote(problem),
    )


def field_label(name: str) -> str:
    """Return the label of a form field; a name without one is shown as it is."""
    key = f"field.{name}.label"
    return say(key) if knows(key) else name


def _quote(problem: Problem) -> str:
    words, reference = problem.upstream_words, problem.reference
    if words and reference:
        return say("problem.quote.reference", words=words, reference=reference)
    if reference:
        return say("problem.reference", reference=reference)
    return say("problem.quote", words=words) if words else ""
