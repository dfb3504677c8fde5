"""Claims as text: a table of those found, and one claim tab by tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spot_tui.backend.age import show_moment
from spot_tui.backend.claims.codes import group_words, licensed_code
from spot_tui.backend.claims.sheet import claim_tabs, headline, show_money, show_service
from spot_tui.backend.eligibility.sheet import Row, Section, Tab, section_lines, sentence_lines, tab_lines
from spot_tui.backend.eligibility.sheet import Tone as SheetTone
from spot_tui.backend.explanations import explain
from spot_tui.backend.formats import show_date
from spot_tui.backend.problems import Problem
from spot_tui.cli.output import show
from spot_tui.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from spot_tui.backend.claims.service import ClaimList, ClaimShown
    from spot_tui.backend.claims.sheet import ClaimViewing
    from spot_tui.desk import Desk

_COLUMNS = ("service", "number", "patient", "status", "billed", "paid")
_RIGHT = frozenset({4, 5})


def show_list(found: ClaimList, desk: Desk) -> None:
    """Print the claims of a search, or what it means that there is none."""
    _show_source(found.source, found.received_at, desk)
    if not found.claims:
        none = "claim_status.none" if found.has_detail else "claims_list.none"
        _say(none, days=desk.profile.claim_rules.visible_days)
    else:
        columns = tuple(say(f"claims_list.column.{name}") for name in _COLUMNS)
        rows = tuple(
            Row(
                (
                    show_service(claim.first, None),
                    claim.number,
                    claim.patient.name,
                    group_words(claim),
                    show_money(claim.billed),
                    show_money(claim.paid),
                )
            )
            for claim in found.claims
        )
        for line in section_lines(Section("", rows, columns, _RIGHT)):
            show(line.text)
        _say("claims_list.count", count=len(found.claims))
    if found.since:
        _say("claims_list.since", date=show_date(found.since))


def show_claim(shown: ClaimShown, desk: Desk, viewing: ClaimViewing, user_id: str) -> None:
    """Print a claim, one tab below the other, then the licensed words that this person may see."""
    _show_source(shown.source, shown.received_at, desk)
    _show_tabs(claim_tabs(shown.claim, viewing), desk, user_id)


def show_answer(found: ClaimList, viewings: Iterable[ClaimViewing], desk: Desk, user_id: str) -> None:
    """Print the claims of a status answer, then each with its lines, and `viewings` beside them."""
    show_list(found, desk)
    for claim, viewing in zip(found.claims, viewings, strict=True):
        show()
        show(headline(claim))
        _show_tabs(claim_tabs(claim, viewing), desk, user_id)


def _show_tabs(tabs: tuple[Tab, ...], desk: Desk, user_id: str) -> None:
    for tab in tabs:
        show()
        show(tab.label)
        show("=" * len(tab.label))
        for line in tab_lines(tab):
            show(line.text)
    _show_licensed(tabs, desk, user_id)
    show()
    show(desk.licences.copyright_line())


def _show_licensed(tabs: tuple[Tab, ...], desk: Desk, user_id: str) -> None:
    tokens = dict.fromkeys(token for tab in tabs for line in tab_lines(tab) for token in line.raw)
    codes = dict.fromkeys(filter(None, map(licensed_code, tokens)))
    try:
        told = {code: desk.licences.words(user_id, code_set, code) for code_set, code in codes}
    except Problem as problem:
        show()
        _say("licence.unread", reason=explain(problem).what)
        return
    rows = tuple(Row((code, words)) for code, words in told.items() if words)
    if rows:
        show()
        for line in section_lines(Section(say("licence.section"), rows)):
            show(line.text)


def _show_source(source: str, received_at: datetime, desk: Desk) -> None:
    when = show_moment(received_at, desk.clock.now(), desk.zone)
    place = say(f"place.{desk.profile.environment}")
    show(say("cli.check.source", source=source, when=when, place=place))


def _say(key: str, **parameters: object) -> None:
    for line in sentence_lines(say(key, **parameters), SheetTone.PLAIN):
        show(line.text)
