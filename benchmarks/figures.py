"""What a benchmark reports: figures, each beside what it is compared with, as a ratio that travels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, in `unit`, `beside` what a user would otherwise have (in the same unit).

    `target` is what was promised: the most that the ratio, or without a comparison the value, may be.
    """

    what: str
    value: float
    unit: str
    beside: float | None = None
    beside_what: str = ""
    target: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the compared value it is."""
        return self.value / self.beside if self.beside else None

    @property
    def verdict(self) -> str:
        """Whether the target holds, in words."""
        if self.target is None:
            return ""
        held = (self.ratio if self.ratio is not None else self.value) <= self.target
        return f"at most {self.target:g}: {'yes' if held else 'NO'}"


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one benchmark; `how` says in a sentence or two how they were taken."""

    title: str
    how: str
    figures: tuple[Figure, ...]

    def markdown(self) -> str:
        """Return the section as a table of docs/performance.md."""
        lines = [f"## {self.title}", "", self.how, "", "| what | measured | beside | ratio | target |"]
        lines.append("| --- | --- | --- | --- | --- |")
        lines += [_row(figure) for figure in self.figures]
        return "\n".join(lines)


def _row(figure: Figure) -> str:
    beside = "" if figure.beside is None else f"{_number(figure.beside)} {figure.unit} {figure.beside_what}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return (
        f"| {figure.what} | {_number(figure.value)} {figure.unit} | {beside.strip()} | {ratio} "
        f"| {figure.verdict} |"
    )


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"
