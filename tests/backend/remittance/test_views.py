from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spot_tui.backend.eligibility.sheet import Section, Tone, section_lines
from spot_tui.backend.json_document import as_json
from spot_tui.backend.problems import Problem
from spot_tui.backend.remittance.views import one_claim_sections, remittance_sections
from spot_tui.backend.results import VERSION, Document, read_results
from tests.backend.remittance.advices import HEAD, PAID, WHOLE, advice_of, advice_text

EXAMPLES = 3000 if os.environ.get("SPOT_TUI_SOAK") else 150


def shown(sections: list[Section]) -> str:
    lines = [line for section in sections for line in section_lines(section)]
    assert all(len(line.text) <= 78 for line in lines)
    return "\n".join(line.text for line in lines)


def folded(sections: list[Section]) -> str:
    return " ".join(shown(sections).split())


def test_the_payment_and_its_totals_stand_first() -> None:
    told = folded(list(remittance_sections(advice_of(*WHOLE))))
    assert "Payment $84.15 by electronic transfer (EFT), 11/20/2026" in told
    assert "Check or EFT no. EFT0001" in told
    assert "Claims 5 1 RETURNED, 1 DENIED, 1 REVERSED, 2 paid" in told
    assert "Amount of the payment $84.15" in told
    assert "The sums hold" in told
    assert "WO FCN-1 $20.00 overpayment taken back" in told


def test_claims_that_need_work_are_listed_the_most_serious_first() -> None:
    sections = list(remittance_sections(advice_of(*WHOLE)))
    work = next(section for section in sections if section.title == "3 claims need work")
    assert [row.cells[0] for row in work.rows] == ["3", "2", "4"]
    assert work.rows[0].tone is Tone.STOP


def test_only_claims_that_need_work_are_shown_where_asked() -> None:
    told = shown(list(remittance_sections(advice_of(*WHOLE), work_only=True)))
    assert "Claim 2: DENIED" in told
    assert "Claim 1: paid" not in told


def test_a_denial_says_why_and_what_to_do() -> None:
    told = folded(list(one_claim_sections(advice_of(*WHOLE), 2)))
    assert "CO 50 $40.00 not medically necessary by Medicare's coverage rules (x 1)" in told
    assert "Without a signed ABN the patient may not be billed." in told
    assert "N115 decided by a local coverage policy (LCD)" in told
    assert "billed as 80053; 1 units billed; policy L99999" in told
    assert "Claim 1" not in told


def test_a_reversal_names_the_claim_that_replaces_it() -> None:
    told = folded(list(one_claim_sections(advice_of(*WHOLE), 4, before=10)))
    assert "Claim 14: REVERSED" in told
    assert "Takes an earlier payment back. The corrected claim is number 15." in told


def test_what_medicare_has_instead_is_pointed_out() -> None:
    told = folded(list(one_claim_sections(advice_of(*WHOLE), 3)))
    assert "Medicare has CINDERFORD, CLARISSA 1AA0-AA0-AC03" in told
    assert "Remark MA130 sent back as unprocessable: no decision was made" in told


def test_codes_without_words_are_shown_bare() -> None:
    told = folded(list(remittance_sections(advice_of(*HEAD, "CLP*A*77*5*0**ZZ*I", "CAS*QQ*999*5"))))
    assert "QQ 999 $5.00 (no words for this code)" in told
    assert "Processed 77, ZZ" in told


def test_sums_that_do_not_hold_are_told_where_they_stand() -> None:
    told = folded(list(remittance_sections(advice_of(*HEAD, *PAID[:1], "CAS*CO*45*1"))))
    assert (
        "! The payment is $84.15, but claims less provider adjustments add up to $102.90: $18.75 apart."
        in told
    )
    assert "! The sums of one claim do not hold." in told
    assert "! Charge less adjustments is $149.00, but $102.90 was paid." in told
    assert "1 2026310000001 SUMS DO NOT HOLD" in told


def test_several_payments_of_a_file_are_all_read() -> None:
    found = read_results(advice_text(*WHOLE, more=(WHOLE, HEAD)).encode(), "a file", "00")
    assert [len(one.remittance.claims) for one in found if one.remittance] == [5, 5, 0]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_an_advice_changed_anywhere_is_shown_or_refused(data: st.DataObject) -> None:
    changed = bytearray(advice_text(*WHOLE).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(changed)))
        cut = data.draw(st.integers(0, 12))
        piece = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from((b"~CLP", b"*", b"~SVC*", b"~PLB*")))
        )
        changed[place : place + cut] = piece
    try:
        found = read_results(bytes(changed), "a file", "00")
    except Problem:
        return
    as_json(Document(VERSION, found))
    for result in found:
        if result.remittance:
            shown(list(remittance_sections(result.remittance)))


@pytest.mark.parametrize("position", [0, 6, 99])
def test_a_claim_that_is_not_there_shows_no_claim(position: int) -> None:
    assert "Claim" not in shown([s for s in one_claim_sections(advice_of(*WHOLE), position) if s.title])
