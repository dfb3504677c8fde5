"""Whether what came back is the answer to this inquiry, and about the person asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.connectivity.request import Numbers
from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.reply import Asked, read_reply
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.backend.problems import Problem
from spot_tui.backend.x12.writer import Envelope, NewSet, write_interchange, write_ta1
from spot_tui.words import say

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
INQUIRY = Inquiry(Mbi("1AA0AA0AA01"), "Alma", "Quillfeather", date(1948, 3, 2), ServiceDates(TODAY, TODAY))
ASKED = Asked(INQUIRY, Numbers(7, "OUR-REFERENCE", "OUR-TRACE"), "HETS")
ENVELOPE = Envelope("CMS", "OFFICE", "HB", "005010X279A1", 1, NOW)

Rows = Sequence[Sequence[str]]


def person(mbi: str = "1AA0AA0AA01", born: str = "19480302", *, corrected: bool = False) -> Rows:
    rows = [("NM1", "IL", "1", "QUILLFEATHER", "ALMA", "R", "", "", "MI", mbi), ("DMG", "D8", born, "F")]
    return [*rows, ("INS", "Y", "18", "001", "25")] if corrected else rows


def answer(
    who: Rows = (),
    reference: str = "OUR-REFERENCE",
    traces: Rows = (("TRN", "2", "OUR-TRACE", "1"),),
    kind: str = "271",
) -> str:
    body = [
        ("BHT", "0022", "11", reference, "20261122", "0900"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "CMS", "", "", "", "", "PI", "CMS"),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", "CLINIC", "", "", "", "", "XX", "1234567893"),
        ("HL", "3", "2", "22", "0"),
        *traces,
        *(who or person()),
        ("EB", "1", "", "30", "MA"),
        ("DTP", "291", "D8", "20130301"),
    ]
    return write_interchange(ENVELOPE, [NewSet(kind, "0001", body)])


def problem_of(payload: str) -> Problem:
    with pytest.raises(Problem) as caught:
        read_reply(payload, ASKED)
    return caught.value


def test_our_reference_and_trace_make_it_our_answer() -> None:
    found = read_reply(answer(), ASKED)
    assert found.beneficiary is not None
    assert found.entitlements


def test_a_second_trace_of_the_other_side_does_not_matter() -> None:
    traces = (("TRN", "1", "THEIRS", "9"), ("TRN", "2", "OUR-TRACE", "1"))
    assert read_reply(answer(traces=traces), ASKED).entitlements


@pytest.mark.parametrize(
    "payload",
    [
        answer(reference="ANOTHER"),
        answer(traces=(("TRN", "2", "ANOTHER", "1"),)),
        answer(reference="", traces=()),
        answer(person(mbi="1AA0AA0AA02")),
        answer(person(born="19480303")),
        answer(person(mbi="")),
        answer(person("1AA0AA0AA02", "19480303", corrected=True)),
        answer(person("", corrected=True)),
    ],
)
def test_an_answer_about_something_else_is_never_given_out(payload: str) -> None:
    assert problem_of(payload).code == "answer.mismatch"


def test_two_patients_are_not_an_answer_to_one() -> None:
    twice = answer(who=[*person(), ("HL", "4", "2", "22", "0"), *person("1AA0AA0AA02")])
    assert problem_of(twice).code == "answer.mismatch"


@pytest.mark.parametrize(
    "who",
    [person(mbi="1AA0AA0AC25", corrected=True), person(born="19480303", corrected=True), person(born="")],
)
def test_what_medicare_says_it_corrected_may_differ(who: Rows) -> None:
    assert read_reply(answer(who), ASKED).entitlements


def test_a_reject_needs_no_person() -> None:
    refused = [("NM1", "IL", "1", "OTHER", "", "", "", "", "MI", "1AA0AA0AA02"), ("AAA", "N", "", "72", "C")]
    assert [reject.code for reject in read_reply(answer(refused), ASKED).rejects] == ["72"]


def test_an_answer_that_stops_is_not_given_out() -> None:
    payload = answer()
    for end in (payload.index("SE*"), payload.index("GE*"), payload.index("IEA*")):
        assert problem_of(payload[:end]).code == "answer.cut"


def test_another_kind_of_answer_is_named() -> None:
    found = problem_of(answer(kind="277"))
    assert (found.code, found.parameters["found"]) == ("answer.kind", "277")


def test_an_accepting_acknowledgement_alone_is_no_answer() -> None:
    assert problem_of(write_ta1(ENVELOPE, "000000007", NOW, "A", "000")).parameters["found"] == "TA1"


def test_a_refused_interchange_says_which_layer_and_why() -> None:
    found = problem_of(write_ta1(ENVELOPE, "000000007", NOW, "R", "025", groups=1))
    assert (found.code, found.parameters["code"]) == ("ack.ta1", "025")
    assert "TA1 025" in say("problem.ack.ta1", **found.parameters)


def test_a_refusal_before_an_answer_counts() -> None:
    refused = write_ta1(ENVELOPE, "000000007", NOW, "R", "006")
    assert problem_of(refused + answer()).code == "ack.ta1"


def test_a_refused_transaction_names_the_place_without_its_data() -> None:
    body = [
        ("AK1", "HS", "1", "005010X279A1"),
        ("AK2", "270", "0001", "005010X279A1"),
        ("IK3", "NM1", "8", "2100C", "8"),
        ("IK4", "9", "67", "12", "1AA0AA0AA01"),
        ("IK5", "R", "5"),
        ("AK9", "R", "1", "1", "0"),
    ]
    envelope = Envelope("CMS", "OFFICE", "FA", "005010X231A1", 1, NOW)
    found = problem_of(write_interchange(envelope, [NewSet("999", "0001", body)]))
    said = say("problem.ack.999", **found.parameters)
    assert (found.code, found.parameters["layer"]) == ("ack.999", "999")
    assert "NM1 (8)" in said
    assert "1AA0AA0AA01" not in said


@pytest.mark.parametrize("payload", ["", "ISA", "HELLO", "<x/>", "ISA*"])
def test_what_is_no_interchange_is_unreadable(payload: str) -> None:
    assert problem_of(payload).code == "answer.unreadable"


@given(st.integers(0, 400), st.text(max_size=5), st.integers(0, 40))
def test_a_damaged_answer_is_ours_or_a_problem(place: int, put: str, cut: int) -> None:
    payload = answer()
    damaged = payload[:place] + put + payload[place + cut :]
    try:
        found = read_reply(damaged, ASKED)
    except Problem as problem:
        assert say(f"problem.{problem.code}", **problem.parameters)
    else:
        assert found.rejects or (found.beneficiary and found.beneficiary.mbi)
