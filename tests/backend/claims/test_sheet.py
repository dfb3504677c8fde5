"""A claim in words: every code has its meaning and its next step, and nothing is lost on the way to a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spot_tui.backend.claims.codes import explain_token, group_words, next_steps, standing_words
from spot_tui.backend.claims.model import (
    Adjustment,
    Claim,
    ClaimCorrection,
    CorrectionStatus,
    Group,
    Line,
    Patient,
    Standing,
)
from spot_tui.backend.claims.sheet import TABS, ClaimViewing, claim_tabs, not_on_claim
from spot_tui.backend.claims.wire import read_claim
from spot_tui.backend.eligibility.sheet import tab_lines
from spot_tui.backend.outbox.model import Kind, Receipt, State, Submission
from spot_tui.sandbox.claims import body, claims

TODAY = date(2026, 11, 22)
SENT: dict[str, Any] = {
    "kind": Kind.CORRECTION,
    "path": "/corrections",
    "content": "",
    "claim": "9926000000128",
    "id": "id-1",
    "key": "key-1",
    "owner": "sub-1",
    "provider_npi": "1234567893",
}


def shown(number: str) -> Claim:
    return read_claim(body(claims()[number], TODAY), "x")


def text_of(claim: Claim, tab: str, today: date = TODAY) -> str:
    found = claim_tabs(claim, ClaimViewing(today))[TABS.index(tab)]
    return "\n".join(line.text for line in tab_lines(found))


@pytest.mark.parametrize("number", tuple(claims()))
def test_every_tab_of_every_claim_fits_the_screen_and_shows_its_codes(number: str) -> None:
    claim = shown(number)
    lines = {tab.id: tab_lines(tab) for tab in claim_tabs(claim, ClaimViewing(TODAY))}
    assert tuple(lines) == TABS
    assert all(len(line.text) <= 78 for tab in lines.values() for line in tab)
    told = "\n".join(line.text for tab in lines.values() for line in tab)
    for adjustment in claim.reasons:
        assert f"{adjustment.group} {adjustment.code}" in told
    for code in (*claim.all_remarks, claim.number, *(line.procedure for line in claim.lines)):
        assert code in told
    assert "None" not in told
    tokens = {token for tab in lines.values() for line in tab for token in line.raw}
    for token in tokens:
        assert list(explain_token(token))


def test_a_status_answer_says_that_it_judges_no_roads_and_where_the_reasons_are() -> None:
    told = text_of(
        Claim("9926000000107", "B", Patient(), Standing(Group.DENIED, "F2", "104"), None, None),
        "summary",
    )
    assert "The remittance advice does" in told
    assert "Roads from here" in told
    assert "Not judged" in told
    assert "Not judged" not in text_of(shown("9926000000107"), "summary")


def test_a_status_answer_of_what_was_paid_in_part_asks_for_the_reasons_and_claims_none() -> None:
    paid, denied = (Standing(Group.PAID, "F1", "65"), Standing(Group.DENIED, "F2", "104"))
    lines = (Line(1, None, None, standings=(paid,)), Line(2, None, None, standings=(denied,)))
    told = Claim("9926000000103", "B", Patient(), paid, None, None, lines=lines)
    summary, payment, so_far = (text_of(told, tab) for tab in ("summary", "payment", "appeals"))
    assert "This answer does not say why" in summary
    assert "Nothing else is asked of you" not in summary
    assert "Nothing was taken off" not in payment
    assert "does not tell them. The remittance advice does." in payment
    assert "No correction or appeal" not in so_far
    assert "(277) does not tell them" in so_far


def test_a_claim_paid_in_part_says_so() -> None:
    assert group_words(shown("9926000000103")) == "Paid in part"
    assert group_words(shown("9926000000101")) == "Paid"


def test_of_a_claim_that_was_adjusted_nothing_is_asked_but_to_look_at_the_new_one() -> None:
    [(words, _)] = next_steps(shown("9926000000129"))
    assert "9926000000130" in words


def test_a_claim_returned_as_unprocessable_leads_to_a_new_claim_and_nowhere_else() -> None:
    [(words, tokens)] = next_steps(shown("9926000000106"))
    assert "new claim" in words
    assert tokens == ("RARC MA130",)


def test_what_is_in_process_is_not_to_be_sent_again() -> None:
    [(words, _)] = next_steps(shown("9926000000122"))
    assert "Do not send the claim again" in words


def test_records_that_were_not_sent_in_time_are_not_asked_for_once_that_is_decided() -> None:
    ask = "Send the records that the letter asks for"
    assert ask in text_of(shown("9926000000134"), "summary")
    assert ask not in text_of(shown("9926000000136"), "summary")


def test_records_asked_for_show_their_last_day() -> None:
    claim = shown("9926000000135")
    assert "1 day left" in text_of(claim, "appeals")
    assert "today" in text_of(claim, "appeals", date(2026, 11, 23))
    assert "over" in text_of(claim, "appeals", date(2026, 11, 24))
    assert "records" in next_steps(claim)[0][0]


def test_what_was_sent_about_a_claim_stands_on_it_until_the_claim_shows_it_itself() -> None:
    claim, sent = shown("9926000000128"), datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
    mine = Submission(**SENT, created_at=sent, next_at=sent, state=State.UNCONFIRMED)
    receipt = Receipt("PC-10001", TODAY, sent)
    viewing = ClaimViewing(TODAY, ZoneInfo("America/New_York"), sent=not_on_claim(claim, (mine,)))
    tab = claim_tabs(claim, viewing)[TABS.index("appeals")]
    told = [line.text.split("  ") for line in tab_lines(tab)]
    assert ["Correction", "11/21/2026", "not confirmed"] in [[each for each in row if each] for row in told]
    assert "PRA-0128-1" in text_of(claim, "appeals")
    assert not tab.empty
    ida = ClaimCorrection("PC-10001", CorrectionStatus.IN_PROCESS, "Ida Corriveld", sent)
    later = replace(claim, corrections=(ida,))
    assert "PC-10001    11/22/2026  In process  Ida Corriveld" in text_of(later, "appeals")
    assert not_on_claim(later, (replace(mine, receipt=receipt),)) == ()


def test_a_reason_without_words_is_shown_with_its_code() -> None:
    off = Adjustment("CO", "ZZZ9", Decimal("10.00"))
    line = Line(1, None, None, "99213", billed=Decimal(10), paid=Decimal(0), adjustments=(off,))
    claim = Claim("9926000000999", "B", Patient(), Standing(Group.DENIED), None, None, lines=(line,))
    assert "CO ZZZ9" in text_of(claim, "lines")
    assert "published list" in next_steps(claim)[0][0]


def test_the_patients_share_and_the_providers_have_different_steps() -> None:
    [(provider, _)] = [step for step in next_steps(shown("9926000000142")) if "CARC CO 50" in step[1]]
    [(patient, _)] = [step for step in next_steps(shown("9926000000143")) if "CARC PR 50" in step[1]]
    assert provider != patient


def test_a_status_that_no_table_has_shows_its_number() -> None:
    told = standing_words(Standing(Group.DENIED, "F2", "999", "1P"))
    assert told == "Denied (F2), status 999 (no text), Provider"


def test_a_claim_that_tells_nothing_is_shown_all_the_same() -> None:
    claim = Claim("9926000000999", None, Patient(), Standing(Group.RECEIVED), None, None)
    for tab in claim_tabs(claim, ClaimViewing(TODAY)):
        assert tab_lines(tab)
