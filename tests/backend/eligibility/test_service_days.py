"""Answers over several dates of service, and what the summary and the banners say of insurers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.model import Period
from spot_tui.backend.eligibility.presentation import Viewing, present
from spot_tui.backend.eligibility.service_days import held, turns, without
from spot_tui.backend.eligibility.sheet import Row, Sheet, Tone
from spot_tui.backend.x12.codes import TableFault, checked_pays, msp_pays
from tests.backend.eligibility.answers import answer_of, day, period

ENTITLED = ("EB*1**30*MA", "DTP*291*D8*20130301", "EB*1**30*MB", "DTP*291*D8*20130301")
AUTUMN = ("2026-09-01", "2026-11-20")
MONTH = period("2026-01-01", "2026-01-31")


def sheet(*segments: str, on: tuple[str, str] = AUTUMN, head: tuple[str, ...] = ()) -> Sheet:
    first, last = map(day, on)
    return present(answer_of(*ENTITLED, *segments, head=head), Viewing(first, last, through=last))


def told(found: Sheet, words: str) -> list[str]:
    """Return the lines of the summary with these words."""
    rows = (row for section in found.summary.sections for row in section.rows)
    return [row.cells[0] for row in rows if words in row.cells[0]]


def banners(found: Sheet, tab: str) -> list[tuple[Tone, str]]:
    return [(banner.tone, banner.text) for banner in found.banners if banner.tab == tab]


def plan(*more: str, contract: str = "H0000", dates: str = "DTP*290*D8*20200101") -> tuple[str, ...]:
    return ("EB*U**30*HN", f"REF*18*{contract}", f"REF*N6*001*PLAN {contract}", dates, *more)


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    days = st.dates(day("2025-12-20"), day("2026-02-10"))
    ends = draw(st.lists(st.tuples(days, st.none() | days), max_size=6))
    return [Period(first, last) for first, last in ends if last is None or first <= last]


def days_in(spans: list[Period] | tuple[Period, ...]) -> set[int]:
    whole = range(MONTH.first.toordinal(), day("2026-01-31").toordinal() + 1)
    return {n for n in whole for span in spans if span.contains(type(MONTH.first).fromordinal(n))}


@given(periods(), periods())
def test_days_held_and_days_without_gaps_are_those_that_counting_gives(
    some: list[Period], gaps: list[Period]
) -> None:
    found = held(some, MONTH)
    assert days_in(found) == days_in(some)
    left = without(found, gaps, MONTH)
    assert days_in(left) == days_in(some) - days_in(gaps)
    assert left == held(left, MONTH)


def test_a_thing_turns_where_it_begins_and_on_the_day_after_it_ends() -> None:
    days = (period("2026-01-01", "2026-01-10"), period("2026-01-20", "2026-01-31"))
    assert turns(days, MONTH) == ((day("2026-01-11"), False), (day("2026-01-20"), True))


def test_an_inactive_time_within_the_dates_stops_the_bill_and_says_when() -> None:
    found = sheet("EB*6**30", "DTP*307*RD8*20260926-20261115")
    assert told(found, "Part B: entitled") == [
        "09/01/2026 - 09/25/2026, 11/16/2026 - 11/20/2026: Part B: entitled since 03/01/2013."
    ]
    ((tone, text),) = banners(found, "eligibility")
    assert tone == Tone.STOP
    assert "09/26/2026 - 11/15/2026, Part A and Part B" in text


def test_a_death_within_the_dates_stops_the_bill() -> None:
    found = sheet(head=("DTP*442*D8*20261011",))
    assert banners(found, "eligibility") == [
        (
            Tone.STOP,
            "Died on 10/11/2026: nothing after that day is covered.",
        )
    ]


def test_a_death_on_the_last_date_of_service_stops_nothing() -> None:
    found = sheet(head=("DTP*442*D8*20261120",))
    assert told(found, "Part A: entitled") == ["Part A: entitled since 03/01/2013."]
    assert [tone for tone, _ in banners(found, "eligibility")] == [Tone.WARN]


@pytest.mark.parametrize(
    ("segments", "tab"),
    [
        (("EB*R***QM*FL", "DTP*290*D8*20261101"), "qmb"),
        (("EB*R**30*12", "DTP*290*D8*20261101"), "msp"),
        (("EB*X**45*MA**26", "DTP*292*D8*20261101"), "hospice"),
        (plan("MSG*MCO Bill Option Code - C", dates="DTP*290*D8*20261101"), "map"),
    ],
)
def test_what_begins_within_the_dates_is_a_banner_that_says_from_when(
    segments: tuple[str, ...], tab: str
) -> None:
    ((_, text),) = banners(sheet(*segments), tab)
    assert text.endswith("Changes within these dates: from 11/01/2026 yes.")


def test_the_map_tab_stands_as_of_the_first_and_the_last_date() -> None:
    found = next(tab for tab in sheet(*plan(dates="DTP*290*D8*20261101")).tabs if tab.id == "map")
    assert found.sections[0].columns[-2:] == ("On 09/01/2026", "On 11/20/2026")
    assert found.sections[0].rows[0].cells[-2:] == ("begins later", "in force")


def test_a_row_of_entitlement_says_that_it_is_not_of_every_day() -> None:
    found = next(tab for tab in sheet("EB*6**30*MA", "DTP*307*D8*20261101").tabs if tab.id == "eligibility")
    assert [row.cells[-1] for row in found.sections[0].rows] == ["not every day", "entitled"]


@pytest.mark.parametrize("message", ["MCO Bill Option Code: C", "MCO Bill Option  - C", "BILL OPTION C"])
def test_a_bill_option_is_read_however_it_is_written(message: str) -> None:
    assert [item.bill_option for item in answer_of(*plan(f"MSG*{message}")).plans] == ["C"]


@pytest.mark.parametrize("message", [(), ("MSG*MCO Bill Option Code - Z",), ("MSG*Bill Option Code",)])
def test_a_plan_without_a_known_bill_option_is_to_be_asked(message: tuple[str, ...]) -> None:
    found = sheet(*plan(*message))
    ((tone, text),) = banners(found, "map")
    assert tone == Tone.STOP
    assert "Ask the plan" in text


@pytest.mark.parametrize("dates", ["MSG*none", "DTP*290*D8*2026011"])
def test_a_plan_without_readable_dates_is_taken_as_in_force(dates: str) -> None:
    found = sheet(*plan("MSG*MCO Bill Option Code - C", dates=dates))
    assert [tone for tone, _ in banners(found, "map")] == [Tone.STOP, Tone.WARN]
    assert "dates not sent" in banners(found, "map")[1][1]


def test_a_hospice_election_without_dates_is_taken_as_in_force_but_replaces_no_plan() -> None:
    found = sheet("EB*X**45*MA**26", *plan("MSG*MCO Bill Option Code - C"))
    assert [text for _, text in banners(found, "hospice")] == [
        "Hospice election, dates not sent: taken as in force."
    ]
    assert found.outcome == "Bill the plan"


def test_hospice_on_some_of_the_days_does_not_take_the_plan_away_on_the_others() -> None:
    found = sheet(
        *("EB*X**45*MA**26", "DTP*292*D8*20261101", *plan("MSG*MCO Bill Option Code - C")),
    )
    assert found.outcome == "Bill the plan, partly"


@pytest.mark.parametrize("kind", ["EB*R**30*C1", "EB*R**30", "EB*U**30"])
def test_an_insurer_that_no_rule_takes_is_never_called_none(kind: str) -> None:
    found = sheet(kind, "DTP*290*D8*20250101")
    assert found.outcome == "Check first"
    assert told(found, "in a form not understood")


def test_an_insurer_that_no_rule_takes_counts_only_on_its_dates() -> None:
    assert sheet("EB*R**30*C1", "DTP*290*RD8*20240101-20241231").outcome == "Bill Medicare"


def test_a_plan_sent_as_active_cover_is_a_plan() -> None:
    found = sheet("EB*1**30*HN", "REF*18*H0001 001", "MSG*MCO Bill Option Code - C", "DTP*290*D8*20250101")
    assert [tone for tone, _ in banners(found, "map")] == [Tone.STOP]
    assert answer_of("EB*1**30*HN").plans == ()


@pytest.mark.parametrize("code", ["14", "15", "41", "47", "WC", "AP", "LT"])
def test_an_insurer_of_an_injury_pays_for_its_care_only(code: str) -> None:
    found = sheet(f"EB*R**30*{code}")
    assert found.outcome == "Check first"
    assert "only for care of that injury" in banners(found, "msp")[0][1]


def test_veterans_affairs_pays_apart_from_medicare() -> None:
    assert "never together" in banners(sheet("EB*R**30*42"), "msp")[0][1]


def test_an_employer_plan_pays_before_medicare_for_all_care() -> None:
    found = sheet("EB*R**30*12")
    assert found.outcome == "Insurer first"
    assert "Working aged" in banners(found, "msp")[0][1]


def test_several_insurers_are_told_each() -> None:
    found = banners(sheet("EB*R**30*12", "EB*R**30*14", "EB*R**30*47"), "msp")
    assert [tone for tone, _ in found] == [Tone.STOP, Tone.WARN, Tone.WARN]


def test_every_insurer_of_the_table_says_what_it_pays_for() -> None:
    assert msp_pays()["12"] == "all"
    with pytest.raises(TableFault):
        checked_pays({"names": {"12": "x"}, "pays": {"12": "some"}})
    with pytest.raises(TableFault):
        checked_pays({"names": {"12": "x", "13": "y"}, "pays": {"12": "all"}})


def test_an_inactive_part_is_named_and_the_other_parts_end_is_told_too() -> None:
    found = present(
        answer_of("EB*6**30*MA", "DTP*307*D8*20260101", *ENTITLED[:2], "EB*1**30*MB", "DTP*291*D8*20270101"),
        Viewing(day("2026-11-20"), day("2026-11-20")),
    )
    texts = [banner.text for banner in found.banners]
    assert texts[0] == "Not entitled to Part B on 11/20/2026."
    assert texts[1].startswith("Inactive on 11/20/2026, Part A:")


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_plans_the_one_that_takes_claims_stops_the_bill(turned: bool) -> None:
    both = [plan("MSG*Bill Option Code - A"), plan("MSG*Bill Option Code - C", contract="H0001")]
    first, second = reversed(both) if turned else both
    found = sheet(*first, *second)
    assert [tone for tone, _ in banners(found, "map")] == [Tone.STOP, Tone.WARN]
    assert "PLAN H0001" in banners(found, "map")[0][1]


def test_drugs_only_from_a_day_within_the_dates_stops_the_bill() -> None:
    found = sheet("EB*1**30*MB", "DTP*291*RD8*20260925-20261001", "MSG*immunosuppressive")
    assert [tone for tone, _ in banners(found, "pbid")] == [Tone.STOP]


def rows_of(found: Sheet, name: str) -> list[Row]:
    tab = next(each for each in found.tabs if each.id == name)
    return [row for section in tab.sections for row in section.rows]


def test_a_benefit_period_that_runs_on_some_of_the_dates_stands_first_and_says_when() -> None:
    found = sheet(
        *("EB*C**30*MA**29*1736", "DTP*291*RD8*20260101-20261231"),
        *("EB*C**30*MA**29*0", "DTP*291*RD8*20261001-20261010"),
        *("EB*B**30*MA**7*0", "HSD***DA**29*60", "DTP*435*RD8*20260101-20261231"),
        *("EB*B**30*MA**7*0", "HSD***DA**29*12", "DTP*435*RD8*20261001-20261010"),
    )
    deductible, stay = rows_of(found, "deductibles")[0], rows_of(found, "inpatient")
    assert deductible.cells[0] == "Part A, running benefit period"
    assert "from 10/01/2026 yes" in deductible.note
    assert {row.cells[2]: row.tone for row in stay} == {"60": Tone.GOOD, "12": Tone.WARN}
    assert next("from 10/01/2026 yes" in row.note for row in stay if row.cells[2] == "12")


@pytest.mark.parametrize(
    ("ends", "assumed"), [("20260701", False), ("20260703", True), ("20260905", True), ("20260923", False)]
)
def test_the_end_of_a_benefit_period_is_assumed_near_any_of_the_dates(ends: str, assumed: bool) -> None:
    found = sheet("EB*C**30*MA**29*0", f"DTP*291*RD8*20260620-{ends}")
    (row,) = rows_of(found, "deductibles")
    assert ("the end is assumed" in row.note) is assumed


def test_a_qmb_from_a_day_within_the_dates_owes_nothing_from_then() -> None:
    found = sheet(
        *("EB*C**30*MB**23*283", "DTP*291*RD8*20260101-20261231"),
        *("EB*R***QM*FL", "DTP*290*D8*20261101"),
    )
    (row,) = rows_of(found, "deductibles")
    assert "$0 owed" in row.note
    assert row.note.endswith("Changes within these dates: from 11/01/2026 yes.")


def test_care_that_begins_within_the_dates_is_marked() -> None:
    found = sheet(
        *("EB*X**45*MA**26", "DTP*292*D8*20261101", "EB*X**42***26", "DTP*472*RD8*20261001-20261129"),
        *("EB*X**42***26", "DTP*472*RD8*20260101-20260228"),
    )
    tones = [row.tone for row in rows_of(found, "hospice")]
    assert tones == [Tone.WARN, Tone.WARN, Tone.PLAIN]


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        ("20260901", "now, since 09/01/2026", Tone.GOOD),
        ("20260902", "from 09/02/2026, within these dates", Tone.PLAIN),
        ("20261120", "from 11/20/2026, within these dates", Tone.PLAIN),
        ("20261121", "from 11/21/2026", Tone.PLAIN),
    ],
)
def test_a_preventive_service_is_due_on_all_of_the_dates_or_from_one_within(
    due: str, words: str, tone: Tone
) -> None:
    (row,) = rows_of(sheet("EB*D***MB*********HC|G0101", f"DTP*348*D8*{due}"), "preventive")
    assert (row.cells[2], row.tone) == (words, tone)


def test_preventive_amounts_of_both_years_stand_where_the_dates_are_in_both() -> None:
    found = sheet(
        *("EB*C***MB**29*40******HC|G0101", "DTP*292*RD8*20260101-20261231"),
        *("EB*C***MB**23*290******HC|G0101", "DTP*292*RD8*20270101-20271231"),
        *("EB*A***MB**27**.2*****HC|G0101", "DTP*292*RD8*20260101-20271231"),
        on=("2026-12-20", "2027-01-10"),
    )
    (row,) = rows_of(found, "preventive")
    assert row.cells[3:] == ("$40.00 left (2026); $290.00 (2027)", "20%")


def test_a_contradiction_on_a_later_date_is_told_too() -> None:
    begins = ("EB*1**30*MA", "DTP*291*D8*20261101", "EB*6**30*MA")
    found = present(
        answer_of(*begins), Viewing(day("2026-09-01"), day("2026-11-20"), through=day("2026-11-20"))
    )
    assert any("contradicts itself" in banner.text for banner in found.banners)
