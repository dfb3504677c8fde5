from __future__ import annotations

import pytest

from spot_tui.backend.eligibility.model import Eligibility
from spot_tui.backend.eligibility.presentation import TAB_IDS, Viewing, present
from spot_tui.backend.eligibility.sheet import Row, Sheet, Tab, Tone, tab_lines
from tests.backend.eligibility.answers import PAYER, PROVIDER, answer_of, answers_in, day, interchange_text

ON = day("2026-11-25")
ENTITLED = ("EB*1**30*MA", "DTP*291*D8*20130301", "EB*1**30*MB", "DTP*291*D8*20130301")
DEDUCTIBLE = (
    *("EB*C**30*MB**23*283", "DTP*291*RD8*20260101-20261231"),
    *("EB*C**30*MB**29*183", "DTP*291*RD8*20260101-20261231"),
)
QMB = ("EB*R***QM*FL QMB Plan", "DTP*290*RD8*20260101-20261231")
HOSPICE = ("EB*X**45*MA**26", "DTP*292*D8*20261016", "MSG*Revocation Code - 0")


def sheet(*segments: str, head: tuple[str, ...] = (), **viewing: object) -> Sheet:
    return shown(answer_of(*segments, head=head), **viewing)


def shown(answer: Eligibility, **viewing: object) -> Sheet:
    return present(answer, Viewing(**{"on": ON, "today": ON, **viewing}))  # type: ignore[arg-type]


def tab(found: Sheet, name: str) -> Tab:
    return next(tab for tab in (found.summary, *found.tabs) if tab.id == name)


def text(found: Tab) -> str:
    return "\n".join(line.text for line in tab_lines(found))


def rows(found: Tab) -> list[Row]:
    return [row for section in found.sections for row in section.rows]


def row(found: Tab, *start: str) -> Row:
    return next(row for row in rows(found) if row.cells[: len(start)] == start)


def summary(*segments: str, vbid_contracts: frozenset[str] = frozenset()) -> list[str]:
    found = sheet(*segments, vbid_contracts=vbid_contracts)
    return [each.cells[0] for each in rows(found.summary)]


def plan(option: str, first: str = "20200101", contract: str = "H0000") -> tuple[str, ...]:
    message = f"MSG*MCO Bill Option Code - {option}"
    return ("EB*U**30*HN", f"REF*18*{contract}", "REF*N6*001*PRACTICE HMO", f"DTP*290*D8*{first}", message)


def test_all_tabs_are_listed_and_the_empty_ones_say_so() -> None:
    found = sheet(*ENTITLED)
    assert tuple(tab.id for tab in found.tabs) == TAB_IDS
    empty = [tab for tab in found.tabs if tab.empty]
    assert [tab.id for tab in empty] == [name for name in TAB_IDS if name != "eligibility"]
    assert all(tab.notes[0] == "No data returned." for tab in empty)


def test_the_aco_tab_says_that_nothing_is_sent_unless_settings_know_better() -> None:
    assert "not sent by the eligibility service" in text(tab(sheet(*ENTITLED), "aco"))
    assert "not sent" not in text(tab(sheet(*ENTITLED, show_aco=True), "aco"))


@pytest.mark.parametrize("name", ["msp", "map"])
def test_msp_and_map_say_that_supplemental_cover_is_not_here(name: str) -> None:
    told = text(tab(sheet(*ENTITLED), name)).replace("\n", " ")
    assert "Medigap, crossover and other supplemental cover" in told


def test_the_map_tab_names_the_date_it_is_as_of() -> None:
    assert "11/25/2026" in text(tab(sheet(*ENTITLED, *plan("A")), "map"))


def test_the_summary_says_who_is_entitled_and_what_is_left() -> None:
    assert summary(*ENTITLED, *DEDUCTIBLE) == [
        "Part A deductible left: not returned.",
        "Part B deductible left: $183.00 of $283.00.",
        "Part A: entitled since 03/01/2013.",
        "Part B: entitled since 03/01/2013.",
        "Not returned: Advantage plan, other insurer, hospice, home health, QMB.",
    ]


def test_not_entitled_is_told_from_not_returned() -> None:
    assert summary("EB*6**30*MA", *ENTITLED[2:])[0] == "Not entitled to Part A on 11/25/2026."
    assert summary("EB*C**30*MB**23*283")[0].startswith("Entitlement to Part A and Part B: not returned.")


def test_a_line_of_the_summary_says_where_it_comes_from_whose_word_it_is_and_how_old() -> None:
    found = sheet(*ENTITLED, *QMB, source="HETS", age="09:41 today")
    assert rows(found.summary)[0].cells[1] == "QMB, HETS, 09:41 today"
    older = sheet(*ENTITLED, *QMB, source="HETS", age="09:41 on 11/02/2026")
    assert rows(older.summary)[0].cells[1] == "QMB, HETS\n09:41 on 11/02/2026"
    assert rows(found.summary)[0].raw == QMB


@pytest.mark.parametrize(
    ("segments", "banner", "tone", "name"),
    [
        (QMB, "QMB: do not bill deductible, coinsurance or copay.", Tone.WARN, "qmb"),
        (("EB*R***QM*FL",), "QMB, without dates: do not bill", Tone.WARN, "qmb"),
        (("EB*R**30*12", "DTP*290*D8*20200101"), "Another insurer pays before Medicare", Tone.STOP, "msp"),
        (HOSPICE, "Hospice election since 10/16/2026, still open.", Tone.WARN, "hospice"),
        (
            ("EB*6**30*MB", "DTP*307*RD8*20261101-20261130"),
            "Inactive on 11/25/2026",
            Tone.STOP,
            "eligibility",
        ),
        (plan("C"), "bill the plan, not the contractor", Tone.STOP, "map"),
        (plan("2"), "bill the plan, not the contractor", Tone.STOP, "map"),
        (plan("A"), "bill option A", Tone.WARN, "map"),
        (plan("A", first="20270101"), "begins 01/01/2027", Tone.WARN, "map"),
        (
            ("EB*1**30*MB", "DTP*291*D8*20260101", "MSG*immunosuppressive"),
            "Part B-ID only",
            Tone.STOP,
            "pbid",
        ),
    ],
)
def test_what_changes_a_bill_is_a_banner_that_leads_to_its_tab(
    segments: tuple[str, ...], banner: str, tone: Tone, name: str
) -> None:
    found = [each for each in sheet(*ENTITLED, *segments).banners if banner in each.text]
    assert [(each.tone, each.tab) for each in found] == [(tone, name)]


def test_banners_that_stop_a_bill_stand_first() -> None:
    tones = [banner.tone for banner in sheet(*ENTITLED, *QMB, *plan("C")).banners]
    assert tones == sorted(tones, key=lambda tone: tone != Tone.STOP)
    assert Tone.STOP in tones
    assert Tone.WARN in tones


def test_a_plain_answer_has_no_banner() -> None:
    assert sheet(*ENTITLED, *DEDUCTIBLE).banners == ()


@pytest.mark.parametrize(
    ("head", "banner"),
    [
        (("DTP*442*D8*20261011",), "Died on 10/11/2026"),
        (("INS*Y*18*001*25",), "differ from your request"),
        (("DTP*357*D8*20260525",), "ended on 05/25/2026"),
    ],
)
def test_what_the_file_says_of_the_person_is_a_banner(head: tuple[str, ...], banner: str) -> None:
    assert any(banner in each.text for each in sheet(*ENTITLED, head=head).banners)


def test_hospice_with_an_advantage_plan_says_who_pays_by_the_vbid_list() -> None:
    segments = (*ENTITLED, *HOSPICE, *plan("C"))
    usual = [banner.text for banner in sheet(*segments).banners]
    listed = [banner.text for banner in sheet(*segments, vbid_contracts=frozenset({"H0000"})).banners]
    assert any("unless the plan is in VBID" in told for told in usual)
    assert not any("bill the plan" in told for told in usual)
    assert any("the plan pays" in told for told in listed)


def test_in_a_hospice_election_fee_for_service_pays_first() -> None:
    segments = (*ENTITLED, *HOSPICE, *plan("C"))
    assert sheet(*segments).outcome == "Hospice"
    assert sheet(*segments, vbid_contracts=frozenset({"H0000"})).outcome == "Bill the plan"


def test_what_was_not_sent_is_not_called_none() -> None:
    assert "Not returned: Advantage plan, other insurer, hospice, home health, QMB." in summary(*ENTITLED)
    counted = summary(*ENTITLED, "EB*D**45*MA**26***99*0")
    assert "Hospice: elected 0 times so far." in counted
    assert "none" not in "".join(counted)


def test_the_deductible_of_a_qmb_explains_itself_and_leads_to_the_qmb_tab() -> None:
    note = row(tab(sheet(*ENTITLED, *DEDUCTIBLE, *QMB), "deductibles"), "Part B deductible").note
    assert all(part in note for part in ("$0 owed", "Medicaid", "other payers", "QMB tab"))


def test_a_qmb_without_a_deductible_in_the_answer_still_has_the_cell() -> None:
    found = tab(sheet(*ENTITLED, *QMB), "deductibles")
    assert not found.empty
    assert "$0 owed" in text(found)


def test_deductible_and_what_is_left_pair_by_their_period() -> None:
    last_year = ("EB*C**30*MB**29*0", "DTP*291*RD8*20250101-20251231")
    found = tab(sheet(*last_year, *DEDUCTIBLE), "deductibles")
    assert row(found, "Part B deductible", "2026").cells[2:] == ("$283.00", "$183.00")
    assert row(found, "Part B deductible", "2025").cells[2:] == ("-", "$0.00")


@pytest.mark.parametrize(
    ("used", "note"),
    [("2450", "$30.00 under"), ("2500", "use modifier KX"), ("3250", "medical review"), ("0", "")],
)
def test_therapy_is_shown_against_the_threshold_of_its_year(used: str, note: str) -> None:
    segments = (f"EB*D**AD*MB***{used}", "DTP*292*RD8*20260101-20261231", "MSG*Used Amount")
    found = row(tab(sheet(*segments), "deductibles"), "Occupational")
    assert note in found.note
    assert bool(found.note) is bool(note)
    assert found.cells[3] == "$2,480.00"


def test_remaining_therapy_of_old_answers_is_only_called_reported() -> None:
    found = row(
        tab(sheet("EB*F**AD*MB**29*500", "DTP*292*RD8*20260101-20261231"), "deductibles"), "Occupational"
    )
    assert found.cells[2] == "$500.00 reported"


def test_inactive_is_explained_in_plain_words() -> None:
    told = text(tab(sheet(*ENTITLED, "EB*6**30", "DTP*307*RD8*20250301-20250531"), "eligibility"))
    assert "Part A and Part B" in told
    assert "does not end Medicare" in told


@pytest.mark.parametrize(
    ("due", "told"), [("20261125", "now, since 11/25/2026"), ("20261126", "from 11/26/2026")]
)
def test_a_preventive_service_is_due_from_its_date(due: str, told: str) -> None:
    found = tab(sheet("EB*D***MB*********HC|G0101", f"DTP*348*D8*{due}"), "preventive")
    assert row(found, "G0101").cells[2] == told


def test_amounts_of_a_split_code_stand_with_both_of_its_sides() -> None:
    found = tab(
        sheet(
            *("EB*D***MB*********HC|77080|26", "DTP*348*D8*20270101"),
            *("EB*D***MB*********HC|77080|TC", "DTP*348*D8*20270101"),
            *("EB*C***MB**23*0******HC|77080", "DTP*292*RD8*20260101-20261231"),
            *("EB*A***MB**27**.2*****HC|77080", "DTP*292*RD8*20260101-20261231"),
        ),
        "preventive",
    )
    assert [each.cells[3:] for each in rows(found)] == [("waived", "20%"), ("waived", "20%")]


def test_an_unknown_preventive_code_is_shown_as_it_is() -> None:
    assert row(tab(sheet("EB*D***MB*********HC|G0999"), "preventive"), "G0999").cells[1] == "-"


def test_assumed_layouts_are_marked_beside_what_they_give() -> None:
    acupuncture = tab(sheet(*ENTITLED, "EB*F**64*MB**29***VS*9"), "eligibility")
    assert "(layout assumed)" in text(acupuncture)
    part_b_id = tab(sheet("EB*1**30*MB", "DTP*291*D8*20260101", "MSG*immunosuppressive"), "pbid")
    assert "(layout assumed)" in text(part_b_id)


def test_what_no_rule_takes_is_shown_with_its_raw_segments() -> None:
    found = row(tab(sheet("EB*Y**30***29*500", "MSG*Spend down"), "other"), "Spend-down")
    assert found.raw == ("EB*Y**30***29*500", "MSG*Spend down")
    assert "EB*Y**30***29*500" in found.note


def test_every_row_of_a_benefit_carries_its_raw_segments() -> None:
    found = sheet(*ENTITLED, *DEDUCTIBLE, *QMB, *HOSPICE, *plan("C"), "EB*R**30*12")
    for name in ("deductibles", "msp", "map", "hospice", "qmb"):
        assert all(each.raw for each in rows(tab(found, name)))


def test_a_reject_is_a_banner_and_a_row_with_cause_and_advice() -> None:
    (answer,) = answers_in(interchange_text(*PAYER, *PROVIDER, "AAA*Y**50*N"))
    found = shown(answer)
    assert found.banners[0].text.startswith("REFUSED (50)")
    (refused,) = rows(found.summary)
    assert "AAA 50 in loop 2100B" in refused.cells[0]
    assert "Do not send it again." in refused.cells[0]


def test_an_oddity_of_the_interchange_is_told_with_the_answer() -> None:
    (answer,) = answers_in(interchange_text(*ENTITLED).replace("IEA*1*", "IEA*3*"))
    assert "IEA says another number of groups" in text(tab(shown(answer), "eligibility"))


def test_markup_and_controls_of_the_answer_cannot_reach_the_lines() -> None:
    found = sheet("EB*Y**30", "MSG*[bold]\x1b[31m\u202ex")
    told = text(tab(found, "other"))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[bold]" in told


SPELL_OF_2026 = (
    *("EB*C**30*MA**26*1736", "DTP*291*RD8*20260101-20261231"),
    *("EB*C**30*MA**29*1736", "DTP*291*RD8*20260101-20261231"),
    *("EB*C**30*MA**29*0", "DTP*291*RD8*20260129-20260218"),
    *("EB*B**30*MA**7*0", "HSD***DA**29*60", "DTP*435*RD8*20260101-20261231"),
    *("EB*B**30*MA**7*0", "HSD***DA**29*12", "DTP*435*RD8*20260129-20260218"),
)


@pytest.mark.parametrize(
    ("on", "state", "deductible_first", "days_first"),
    [
        ("2026-01-28", "later", "Part A, new benefit period", "60"),
        ("2026-01-29", "running", "Part A, running benefit period", "12"),
        ("2026-04-19", "running", "Part A, running benefit period", "12"),
        ("2026-04-20", "earlier", "Part A, new benefit period", "60"),
        ("2026-11-25", "earlier", "Part A, new benefit period", "60"),
    ],
)
def test_what_is_left_on_the_date_of_service_stands_first_and_says_of_which_benefit_period(
    on: str, state: str, deductible_first: str, days_first: str
) -> None:
    found = sheet(*ENTITLED, *SPELL_OF_2026, on=day(on))
    deductibles, stays = tab(found, "deductibles"), tab(found, "inpatient")
    assert rows(deductibles)[0].cells[0] == deductible_first
    assert row(deductibles, f"Part A, {state} benefit period").cells[3] == "$0.00"
    assert rows(stays)[0].cells[2] == days_first
    assert row(stays, f"{state}, 01/29/2026 - 02/18/2026").cells[2] == "12"
    assert row(stays, "new, 2026").cells[2] == "60"


@pytest.mark.parametrize(
    ("on", "assumed"),
    [
        ("2026-04-17", False),
        ("2026-04-18", True),
        ("2026-04-19", True),
        ("2026-04-20", True),
        ("2026-04-21", False),
    ],
)
def test_near_the_60th_day_the_end_of_a_benefit_period_is_called_assumed(on: str, assumed: bool) -> None:
    found = sheet(*ENTITLED, *SPELL_OF_2026, on=day(on))
    for name in ("deductibles", "inpatient"):
        told = [each for each in rows(tab(found, name)) if "the end is assumed" in each.note]
        assert bool(told) is assumed


@pytest.mark.parametrize(
    ("segments", "name", "section"),
    [
        (("EB*A**30*MB**27**.2", "DTP*291*RD8*20260101-20261231"), "deductibles", "Coinsurance"),
        (("EB*B**30*MA**7*434", "HSD***DA**29*30", "DTP*435*RD8*20260101-20261231"), "inpatient", "Hospital"),
        (("EB*K**30*MA**7*868", "DTP*435*RD8*20260101-20261231"), "inpatient", "Lifetime days"),
    ],
)
def test_what_a_patient_would_owe_says_that_a_qmb_does_not(
    segments: tuple[str, ...], name: str, section: str
) -> None:
    def notes(*more: str) -> str:
        sections = tab(sheet(*ENTITLED, *segments, *more), name).sections
        return " ".join(note for each in sections if each.title == section for note in each.notes)

    assert "$0 owed by the patient" in notes(*QMB)
    assert "QMB" not in notes()


@pytest.mark.parametrize(
    ("on", "told", "tone"),
    [
        ("2026-11-14", "since 11/15/2026, not yet on 11/14/2026", Tone.PLAIN),
        ("2026-11-15", "now, since 11/15/2026", Tone.GOOD),
    ],
)
def test_a_preventive_service_due_today_may_not_be_due_on_the_date_of_service(
    on: str, told: str, tone: Tone
) -> None:
    segments = ("EB*D***MB*********HC|G0101", "DTP*348*D8*20261115")
    found = row(tab(sheet(*segments, on=day(on)), "preventive"), "G0101")
    assert (found.cells[2], found.tone) == (told, tone)


def preventive_amounts(*amounts: tuple[str, int]) -> tuple[str, ...]:
    """Return the segments of G0101 for EB01 to EB08 in a year each."""
    texts = ((f"EB*{eb}*****HC|G0101", f"DTP*292*RD8*{year}0101-{year}1231") for eb, year in amounts)
    return tuple(text for pair in texts for text in pair)


TOTAL, LEFT_OVER = "C***MB**23*{}*", "C***MB**29*{}*"


@pytest.mark.parametrize(
    ("amounts", "cells"),
    [
        ([(TOTAL.format(283), 2026), (LEFT_OVER.format(0), 2025)], ("$283.00", "-")),
        ([(LEFT_OVER.format(40), 2025), (TOTAL.format(257), 2025)], ("$40.00 left (2025)", "-")),
        ([(TOTAL.format(283), 2026), (LEFT_OVER.format(40), 2026)], ("$40.00 left", "-")),
        ([(TOTAL.format(283), 2026), (LEFT_OVER.format(0), 2026)], ("met", "-")),
        ([(LEFT_OVER.format(0), 2026)], ("met", "-")),
        ([(TOTAL.format(0), 2026), (LEFT_OVER.format(0), 2026)], ("waived", "-")),
        ([("A***MB**27**.2", 2025)], ("-", "20% (2025)")),
        ([("A***MB**27**.2", 2025), ("A***MB**27**0", 2026)], ("-", "0%")),
    ],
)
def test_preventive_amounts_are_those_of_one_period(
    amounts: list[tuple[str, int]], cells: tuple[str, str]
) -> None:
    found = tab(sheet(*preventive_amounts(*amounts)), "preventive")
    assert row(found, "G0101").cells[3:] == cells


def warnings(*segments: str) -> list[tuple[Tone, str]]:
    return [(each.tone, each.text) for each in sheet(*ENTITLED, *segments).banners]


def test_an_inactive_time_of_unreadable_dates_stops_a_bill_and_shows_the_date_as_it_came() -> None:
    segments = ("EB*6**30", "DTP*307*RD8*20261101-2026113")
    ((tone, told),) = warnings(*segments)
    assert (tone, "(20261101-2026113)" in told) == (Tone.STOP, True)
    eligibility = text(tab(sheet(*ENTITLED, *segments), "eligibility"))
    assert "the date cannot be read: 20261101-2026113" in eligibility
    assert "not begun" not in eligibility


def test_an_unreadable_date_beside_a_readable_inactive_time_is_shown_too() -> None:
    segments = ("EB*6**30", "DTP*307*RD8*20250101-20250131", "DTP*307*RD8*2026")
    inactive = [
        each for each in rows(tab(sheet(*ENTITLED, *segments), "eligibility")) if each.raw == segments
    ]
    assert [each.cells[1] for each in inactive] == ["the date cannot be read: 2026", "01/01/2025"]


@pytest.mark.parametrize(("insurance", "parts"), [("*MA", ["A"]), ("*MB", ["B"]), ("", ["A", "B"])])
def test_inactive_without_dates_contradicts_an_entitlement(insurance: str, parts: list[str]) -> None:
    told = warnings(f"EB*6**30{insurance}")
    assert [tone for tone, _ in told] == [Tone.STOP] * len(parts)
    assert all(
        f"Part {part} is inactive, without dates" in line for part, (_, line) in zip(parts, told, strict=True)
    )


def test_inactive_without_dates_agrees_with_an_entitlement_that_has_ended() -> None:
    found = sheet("EB*1**30*MA", "DTP*291*RD8*20130301-20251231", "EB*6**30*MA")
    assert not any("contradicts" in banner.text for banner in found.banners)


@pytest.mark.parametrize("sent", ["2026011", ""])
def test_a_date_that_cannot_be_read_is_a_warning_above_every_tab(sent: str) -> None:
    told = warnings("EB*C**30*MB**23*283", f"DTP*291*D8*{sent}")
    assert [(tone, f"({sent or 'blank'})" in line) for tone, line in told] == [(Tone.WARN, True)]
