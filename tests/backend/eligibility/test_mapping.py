from __future__ import annotations

import dataclasses

import pytest

from spot_tui.backend.eligibility.dispatch import Reading
from spot_tui.backend.eligibility.model import Eligibility, Layout, Measure
from spot_tui.backend.text import clean
from tests.backend.eligibility.answers import (
    PATIENT,
    PAYER,
    PROVIDER,
    answer_of,
    answers_in,
    day,
    interchange_text,
    patient_text,
    period,
)
from tests.backend.eligibility.rows import COUNTS, ROWS, Sample


@pytest.mark.parametrize("row", ROWS)
def test_each_row_of_the_mapping_gives_its_items(row: str) -> None:
    sample: Sample = ROWS[row]
    answer = answer_of(*sample.segments, head=sample.head, version=sample.version)
    assert sample.check(answer) == sample.expected


def test_every_row_of_the_mapping_has_a_sample() -> None:
    rows = {row.split()[0] for row in ROWS}
    assert rows == {f"{topic}{number}" for topic, count in COUNTS.items() for number in range(1, count + 1)}


@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith("BEN")])
def test_each_item_carries_the_segments_that_it_was_read_from(row: str) -> None:
    sample = ROWS[row]
    answer = answer_of(*sample.segments, head=sample.head, version=sample.version)
    assert {clean(text) for text in sample.segments} == set(raw_texts(answer))


def raw_texts(answer: Eligibility) -> list[str]:
    """Return all raw segments of the items that benefits gave."""
    parts = [part.name for part in dataclasses.fields(answer) if part.name not in _NOT_BENEFITS]
    return [text for part in parts for item in getattr(answer, part) for text in item.raw]


_NOT_BENEFITS = {"source", "beneficiary", "asked", "traces"}


def test_clearinghouse_component_separator_is_taken_from_the_isa() -> None:
    answer = answer_of("EB*D***MB*********HC:77080:26", component=":")
    assert [(p.code, p.modifiers) for p in answer.preventive] == [("77080", ("26",))]


def test_service_types_of_4010_do_not_repeat_even_with_a_caret() -> None:
    answer = answer_of("EB*1**30^10*MA", version="004010X092A1")
    assert answer.entitlements[0].service_types == ("30^10",)


def test_an_eb_owns_what_follows_until_the_next_eb() -> None:
    answer = answer_of("EB*C**30*MA**26*1736", "EB*1**30*MB", "DTP*291*D8*20130301")
    assert answer.deductibles[0].period is None
    assert answer.entitlements[0].periods == (period("2013-03-01"),)


def test_inactive_of_another_insurance_is_no_inactive_part() -> None:
    answer = answer_of("EB*6**30*OT", "DTP*307*RD8*20260101-20261231")
    assert [item.insurance_type for item in answer.inactive] == ["OT"]


def test_part_d_is_told_from_advantage_though_both_have_a_plan_number() -> None:
    answer = answer_of("EB*R**88*OT", "REF*18*S0000 001", "EB*R**30*HM", "REF*18*H0000 002")
    assert [plan.kind for plan in answer.plans] == ["D", "MA"]


def test_other_payer_without_plan_or_type_is_an_other_benefit() -> None:
    answer = answer_of("EB*R**30*ZZ", "DTP*290*D8*20200101")
    assert not answer.plans
    assert not answer.msp
    assert [item.insurance_type for item in answer.other] == ["ZZ"]


def test_telephone_and_web_address_are_read_in_either_order() -> None:
    contacts = ("PER*IC**UR*PLAN.INVALID*TE*8005550182", "PER*IC**TE*8005550182*UR*PLAN.INVALID")
    for contact in contacts:
        answer = answer_of("EB*U**30*PS", "LS*2120", "NM1*PRP*2*PLAN", contact, "LE*2120")
        party = answer.plans[0].organisation
        assert party
        assert (party.telephones, party.urls) == (("8005550182",), ("PLAN.INVALID",))


def test_part_b_id_words_are_a_setting() -> None:
    segments = ("EB*1**30*MB", "DTP*291*D8*20260101", "MSG*Drugs after transplant only")
    usual = answer_of(*segments)
    told = answer_of(*segments, reading=Reading(("after  TRANSPLANT",)))
    assert (len(usual.part_b_id), len(usual.entitlements)) == (0, 1)
    assert (len(told.part_b_id), len(told.entitlements)) == (1, 0)


def test_zero_is_an_amount_and_empty_is_none() -> None:
    answer = answer_of("EB*C**30*MB**29*0", "EB*C**30*MB**29")
    assert [item.amount for item in answer.deductibles] == [0, None]


@pytest.mark.parametrize("text", ["NaN", "1E5", "Infinity", "1,000", "--1", "\u0661"])
def test_what_is_no_amount_is_none_and_reported(text: str) -> None:
    answer = answer_of(f"EB*C**30*MB**29*{text}")
    assert answer.deductibles[0].amount is None
    assert [note.code for note in answer.source.notes] == ["amount_unreadable"]


@pytest.mark.parametrize("text", ["20260230", "2026", "20260101-2026", "ABCDEFGH", "00000000"])
def test_what_is_no_date_is_left_out_and_reported(text: str) -> None:
    answer = answer_of("EB*1**30*MA", f"DTP*291*D8*{text}")
    assert answer.entitlements[0].periods == ()
    assert [note.code for note in answer.source.notes] == ["date_unreadable"]


def test_last_day_in_the_year_9999_means_open() -> None:
    answer = answer_of("EB*1**30*MA", "DTP*291*RD8*20130301-99991231")
    assert answer.entitlements[0].periods == (period("2013-03-01"),)


@pytest.mark.parametrize(
    ("place", "loop"),
    [
        (("HL*1**20*1", "AAA*Y**42*R", *PAYER[1:], *PROVIDER, *PATIENT), "2000A"),
        ((*PAYER, "AAA*Y**42*R", *PROVIDER, *PATIENT), "2100A"),
        ((*PAYER, *PROVIDER, "AAA*Y**42*R", *PATIENT), "2100B"),
        ((*PAYER, *PROVIDER, *PATIENT, "AAA*Y**42*R"), "2100C"),
        ((*PAYER, *PROVIDER, *PATIENT, "EB*1**30*MA", "AAA*Y**42*R"), "2110C"),
    ],
)
def test_a_reject_names_the_loop_that_it_stands_in(place: tuple[str, ...], loop: str) -> None:
    (answer,) = answers_in(interchange_text(*place))
    assert [(r.code, r.loop, r.action, r.valid_request) for r in answer.rejects] == [("42", loop, "R", True)]


def test_text_after_a_reject_belongs_to_it() -> None:
    answer = answer_of(head=("AAA*N**75*C", "MSG*Call us", "MSG*at noon", "DMG*D8*19480302*F"))
    assert answer.rejects[0].texts == ("Call us", "at noon")
    assert answer.beneficiary
    assert answer.beneficiary.birth_date == day("1948-03-02")


def test_refused_before_the_patient_there_is_an_answer_without_a_beneficiary() -> None:
    (answer,) = answers_in(interchange_text(*PAYER, "HL*2*1*21*0", PROVIDER[1], "AAA*Y**50*N"))
    assert answer.beneficiary is None
    assert [reject.code for reject in answer.rejects] == ["50"]


def test_a_dependent_is_the_patient_and_the_subscriber_only_stands_above() -> None:
    dependent = ("HL*4*3*23*0", "NM1*03*1*QUILLFEATHER*JUNIOR", "EB*1**30")
    (answer,) = answers_in(interchange_text(*PAYER, *PROVIDER, *PATIENT, *dependent))
    assert answer.beneficiary
    assert (answer.beneficiary.first_name, answer.beneficiary.dependent) == ("JUNIOR", True)


def test_several_patients_give_an_answer_each() -> None:
    second = ("HL*4*2*22*0", "NM1*IL*1*THISTLEWICK*BERTRAM****MI*1AA0AA0AA02", "EB*1**30*MB")
    answers = answers_in(interchange_text(*PAYER, *PROVIDER, *PATIENT, "EB*1**30*MA", *second))
    found = [(a.beneficiary and a.beneficiary.mbi, [e.part for e in a.entitlements]) for a in answers]
    assert found == [("1AA0AA0AA01", ["A"]), ("1AA0AA0AA02", ["B"])]


def test_an_answer_without_loops_is_read_all_the_same() -> None:
    (answer,) = answers_in(interchange_text("NM1*IL*1*QUILLFEATHER*ALMA****MI*1AA0AA0AA01", "EB*1**30*MA"))
    assert answer.beneficiary
    assert answer.beneficiary.mbi == "1AA0AA0AA01"
    assert len(answer.entitlements) == 1


def test_a_benefit_outside_the_patients_loop_is_not_lost() -> None:
    (answer,) = answers_in(interchange_text(*PAYER, "EB*1**30*MA", *PROVIDER, *PATIENT))
    assert len(answer.entitlements) == 1


@pytest.mark.parametrize(
    ("segments", "version", "layout"),
    [
        (("EB*1**30*MA",), "004010X092A1", Layout.Y2009),
        (("EB*F**47*MA**29***DY*44",), "005010X279A1", Layout.Y2012),
        (("EB*1**30*MA",), "005010X279A1", Layout.Y2014),
        (("EB*U**30*HN", "REF*18*H0000", "REF*N6*001*PLAN"), "005010X279A1", Layout.Y2018),
    ],
)
def test_the_layout_is_told_by_its_marks(segments: tuple[str, ...], version: str, layout: Layout) -> None:
    assert answer_of(*segments, version=version).source.layout == layout


def test_source_names_reference_numbers_and_partners() -> None:
    source = answer_of("EB*1**30*MA").source
    assert (source.reference, source.control_number) == ("OUR-REFERENCE", "000000005")
    assert (source.sender, source.receiver) == ("CMS", "SUBMITTER")
    assert source.benefits == 1


def test_lines_broken_after_each_segment_change_nothing() -> None:
    text = patient_text("EB*C**30*MB**29*83", "DTP*291*RD8*20260101-20261231")
    (plain,), (broken,) = answers_in(text), answers_in(text.replace("~", "~\r\n"))
    assert broken == plain


def test_therapy_message_decides_over_the_time_qualifier() -> None:
    answer = answer_of("EB*F**AD*MB**29*30", "MSG*Used Amount")
    assert answer.therapy[0].measure == Measure.USED


def test_a_message_full_of_blanks_is_compared_at_once() -> None:
    answer = answer_of("EB*F**BG*MB*****99*6", f"MSG*Intensive{' ' * 19_000}–{' ' * 500}Technical")
    assert answer.sessions[0].programme == "intensive-cardiac"


def test_a_reject_before_an_eb_v_takes_its_messages() -> None:
    answer = answer_of("EB*V", "MSG*Element 9 is wrong", head=("AAA*N**33*C",))
    assert [(reject.code, reject.texts) for reject in answer.rejects] == [("33", ("Element 9 is wrong",))]
    assert [item.information for item in answer.other] == ["V"]
