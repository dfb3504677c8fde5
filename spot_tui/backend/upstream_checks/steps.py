"""What one step of a check found."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from spot_tui.backend.explanations import explain
from spot_tui.backend.problems import Problem
from spot_tui.words import knows, say

Layer = Literal[
    "address",
    "line",
    "certificate",
    "tls",
    "http",
    "secret",
    "signing",
    "envelope",
    "x12",
    "payer",
    "discovery",
    "issuer",
    "keys",
    "engine",
    "gateway",
]
State = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Step:
    """One layer that was looked at, and what was found.

    `finding` names the sentence ``check.LAYER.FINDING``, which `parameters` fill; a step that is bad has its
    `problem` instead, and is the last one of its check.
    """

    layer: Layer
    state: State
    finding: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    problem: Problem | None = None

    @property
    def id(self) -> str:
        """The same in every language: ``tls.proved``, or the code of the problem."""
        return self.problem.code if self.problem else f"{self.layer}.{self.finding}"

    @property
    def label(self) -> str:
        """The layer in words."""
        return say(f"check.layer.{self.layer}")

    @property
    def what(self) -> str:
        """What was found, in words."""
        if self.problem:
            return explain(self.problem).what
        return say(f"check.{self.layer}.{self.finding}", **self.parameters)

    @property
    def fix(self) -> str:
        """What to do, in words, and what the other side said; empty where there is nothing to do."""
        if self.problem:
            told = explain(self.problem)
            return " ".join(filter(None, (told.next, told.quote)))
        key = f"check.{self.layer}.{self.finding}.fix"
        return say(key, **self.parameters) if knows(key) else ""


Steps = AsyncGenerator[Step, None]


def passed(layer: Layer, finding: str, **parameters: object) -> Step:
    """Return a step that is as it should be."""
    return Step(layer, "good", finding, parameters)


def noted(layer: Layer, finding: str, **parameters: object) -> Step:
    """Return a step that stops nothing and has something to know."""
    return Step(layer, "note", finding, parameters)


def failed(layer: Layer, problem: Problem) -> Step:
    """Return a step that fails."""
    return Step(layer, "bad", problem=problem)
