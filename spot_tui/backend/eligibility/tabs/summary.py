"""The summary, which answers whether Medicare can be billed for the dates of service."""

from __future__ import annotations

from collections.abc import Iterator

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, Viewing
from spot_tui.backend.eligibility.tabs.banners import TONES
from spot_tui.backend.eligibility.verdict.finding import Finding, Verdict
from spot_tui.backend.eligibility.verdict.wording import headline, more, text
from spot_tui.words import say

MOST_IN_LINE = 24
"""Characters: enough for a short name and a time of today, and the sentence beside keeps its room."""


def summary_tab(answer: Eligibility, judged: Verdict, viewing: Viewing) -> Tab:
    """Return the one-page summary: the answer, then every finding with its tab, its source and its age."""
    title = say("verdict.question", headline=headline(judged))
    rows = tuple(_rows(judged, viewing))
    label = say("benefits.tab.summary")
    return Tab("summary", label, (Section(title, rows),), empty=not answer.source.benefits)


def _rows(judged: Verdict, viewing: Viewing) -> Iterator[Row]:
    for finding in judged.findings:
        told = " ".join(filter(None, (text(finding, viewing), more(finding))))
        about = (say(f"row.{finding.topic}"),)
        yield Row((told, _origin(finding, viewing)), TONES[finding.harm], raw=finding.raw, about=about)


def _origin(finding: Finding, viewing: Viewing) -> str:
    """Return the tab a finding comes from, whose word it is and how old: in one line where there is room."""
    tab = say(f"answer.tab.{finding.tab}") if finding.tab else ""
    whose = ", ".join(filter(None, (tab, viewing.source)))
    told = ", ".join(filter(None, (whose, viewing.age)))
    return told if len(told) <= MOST_IN_LINE else f"{whose}\n{viewing.age}"
