"""Whether Medicare can be billed: each finding where it holds and where it does not, and their order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spot_tui.backend.eligibility.sheet import Viewing
from spot_tui.backend.eligibility.verdict.finding import Finding, Harm, Outcome, Topic, Verdict
from spot_tui.backend.eligibility.verdict.judge import verdict
from spot_tui.backend.eligibility.verdict.wording import deciding_words, headline, more, outcome_words, text
from spot_tui.words.verdict import WORDS
from tests.backend.eligibility.answers import PAYER, PROVIDER, answer_of, answers_in, day, interchange_text

ON = day("2026-11-25")
TODAY = Viewing(ON, ON)
A, B = ("EB*1**30*MA", "DTP*291*D8*20130301"), ("EB*1**30*MB", "DTP*291*D8*20130301")
YEAR = "DTP*292*RD8*20260101-20261231"

Segments = tuple[str, ...]


def plan(option: str = "C", dates: str = "D8*20250101") -> Segments:
    return (
        *("EB*U**30*HN", "REF*18*H0000", "REF*N6*006*PRACTICE HMO", f"DTP*290*{dates}"),
        *(f"MSG*MCO Bill Option Code - {option}", "LS*2120", "NM1*PRP*2*PRACTICE HEALTH"),
        *("PER*IC**TE*8005550106", "LE*2120"),
    )


def insurer(kind: str, dates: str = "D8*20200201") -> Segments:
    office = ("LS*2120", "NM1*PRP*2*PRACTICE INSURER", "LE*2120")
    return (f"EB*R**30*{kind}", "REF*IG*POLICY-7", f"DTP*290*{dates}", *office)


def hospice(dates: str = "D8*20261016") -> Segments:
    return ("EB*X**45*MA**26", f"DTP*292*{dates}", "MSG*Revocation Code - 0")


def episode(dates: str = "20261001-20261129") -> Segments:
    agency = ("LS*2120", "NM1*1P*2*PRACTICE AGENCY*****XX*1234567893", "LE*2120")
    return ("EB*X**42***26", f"DTP*472*RD8*{dates}", *agency)


def qmb(dates: str = "RD8*20260101-20261231") -> Segments:
    return ("EB*R***QM*FL QMB Plan", f"DTP*290*{dates}")


def judged(*segments: str, head: Segments = (), viewing: Viewing = TODAY) -> Verdict:
    return verdict(answer_of(*segments, head=head), viewing)


def found(made: Verdict, code: str) -> Finding:
    return next(each for each in made.findings if each.code == code)


def codes(made: Verdict) -> list[str]:
    return [each.code for each in made.findings]


INACTIVE = ("EB*6**30", "DTP*307*RD8*20261101-20261130")
DRUGS = ("EB*1**30*MB", "DTP*291*D8*20260101", "MSG*immunosuppressive")
DIED_BEFORE, DIED_AFTER = ("DTP*442*D8*20261011",), ("DTP*442*D8*20261126",)


@pytest.mark.parametrize(
    ("segments", "head", "code", "outcome"),
    [
        (("EB*6**30*MA", "EB*6**30*MB"), (), "not_entitled", Outcome.NOT_ENTITLED),
        ((*B, "EB*6**30*MA"), (), "not_entitled", Outcome.PART_B_ONLY),
        ((*A, "EB*6**30*MB"), (), "not_entitled", Outcome.PART_A_ONLY),
        ((*A, *B, *INACTIVE), (), "inactive", Outcome.INACTIVE),
        ((*A, *B, *INACTIVE[:1]), (), "contradiction", Outcome.CHECK_FIRST),
        ((*A, *B, INACTIVE[0], "DTP*307*D8*2026"), (), "inactive_unread", Outcome.CHECK_FIRST),
        (("EB*C**30*MB**29*83",), (), "cover_unsent", Outcome.CHECK_FIRST),
        ((*A, *B), DIED_BEFORE, "died", Outcome.DIED),
        ((*A, *B, *plan("C")), (), "plan_takes", Outcome.BILL_PLAN),
        ((*A, *B, *plan("2")), (), "plan_takes", Outcome.BILL_PLAN),
        ((*A, *B, *plan("Z")), (), "plan_unclear", Outcome.CHECK_FIRST),
        ((*A, *B, *plan("A")), (), "plan_contractor", Outcome.BILL_MEDICARE),
        ((*A, *B, *insurer("12")), (), "insurer_all", Outcome.INSURER_FIRST),
        ((*A, *B, *insurer("47")), (), "insurer_related", Outcome.CHECK_FIRST),
        ((*A, *B, *insurer("42")), (), "insurer_separate", Outcome.CHECK_FIRST),
        ((*A, *B, "EB*R**30*C1"), (), "insurer_unread", Outcome.CHECK_FIRST),
        ((*A, *B, *hospice()), (), "hospice", Outcome.HOSPICE),
        ((*A, *B, *hospice()[:1]), (), "hospice_undated", Outcome.HOSPICE),
        ((*A, *B, *hospice(), *plan("C")), (), "plan_hospice", Outcome.HOSPICE),
        (
            (*A, *B, *hospice("RD8*20261016-20261105"), *plan("C")),
            (),
            "plan_after_hospice",
            Outcome.BILL_MEDICARE,
        ),
        ((*A, *B, *hospice("RD8*20260916-20261031"), *plan("C")), (), "plan_takes", Outcome.BILL_PLAN),
        ((*A, *B, *episode()), (), "home_health", Outcome.HOME_HEALTH),
        ((*A, *B, *qmb()), (), "qmb", Outcome.BILL_MEDICARE),
        ((*A, *B, *qmb()[:1]), (), "qmb_undated", Outcome.BILL_MEDICARE),
        (("EB*6**30*MA", *DRUGS), (), "part_b_id", Outcome.DRUGS_ONLY),
    ],
)
def test_a_finding_and_what_is_to_be_done_with_the_bill(
    segments: Segments, head: Segments, code: str, outcome: Outcome
) -> None:
    made = judged(*segments, head=head)
    assert code in codes(made)
    assert (made.outcome, made.is_partly) == (outcome, False)
    assert found(made, code).raw or code == "cover_unsent"


@pytest.mark.parametrize(
    ("segments", "head"),
    [
        ((), DIED_AFTER),
        (("EB*6**30", "DTP*307*RD8*20261001-20261124"), ()),
        (plan("C", "RD8*20250101-20261124"), ()),
        (plan("C", "D8*20261126"), ()),
        (insurer("12", "RD8*20200201-20261124"), ()),
        (hospice("RD8*20261001-20261124"), ()),
        (hospice("D8*20261126"), ()),
        (episode("20260901-20261124"), ()),
        (qmb("RD8*20250101-20251231"), ()),
        (("EB*1**30*MB", "DTP*291*RD8*20250101-20251231", "MSG*immunosuppressive"), ()),
    ],
)
def test_what_holds_on_other_dates_stands_against_no_bill(segments: Segments, head: Segments) -> None:
    made = judged(*A, *B, *segments, head=head)
    assert made.outcome is Outcome.BILL_MEDICARE
    assert not [each for each in made.findings if each.harm is Harm.STOP]
    assert made.deciding is None


def test_a_reject_says_why_and_what_to_do() -> None:
    (answer,) = answers_in(interchange_text(*PAYER, *PROVIDER, "AAA*Y**50*N"))
    made = verdict(answer, TODAY)
    assert (made.outcome, codes(made)) == (Outcome.REFUSED, ["refused"])
    assert "Do not send it again." in more(made.findings[0])


def test_a_plan_is_told_with_contract_name_and_telephone_today_and_at_the_end_of_the_dates() -> None:
    viewing = Viewing(day("2026-12-01"), ON, through=day("2027-01-31"))
    plan_found = found(judged(*A, *B, *plan("C", "RD8*20250101-20261231"), viewing=viewing), "plan_takes")
    assert text(plan_found, viewing).startswith("Advantage plan PRACTICE HMO, bill option C: bill the plan")
    told = more(plan_found)
    assert "H0000 006" in told
    assert "800-555-0106" in told
    assert "Today, 11/25/2026: in force; at the end of these dates, 01/31/2027: ended." in told


def test_where_hospice_begins_within_the_dates_the_plan_is_billed_before_it_alone() -> None:
    viewing = Viewing(day("2026-10-01"), ON, through=day("2026-10-31"))
    made = judged(*A, *B, *plan("C"), *hospice("D8*20261017"), viewing=viewing)
    assert headline(made) == "On some of these dates: NO: bill the plan"
    assert text(found(made, "plan_takes"), viewing).endswith(
        "Changes within these dates: from 10/17/2026 no."
    )
    assert "on 10/17/2026 - 10/31/2026, but hospice" in text(found(made, "plan_hospice"), viewing)


@pytest.mark.parametrize(("on", "is_told"), [("2024-08-24", True), ("2024-08-25", False)])
def test_silence_about_days_that_are_purged_is_told_as_such(on: str, *, is_told: bool) -> None:
    made = judged(*A, *B, viewing=Viewing(day(on), ON))
    assert ("purged" in codes(made)) is is_told
    assert made.outcome is Outcome.BILL_MEDICARE


def test_another_insurer_is_told_with_its_name_why_and_since_when() -> None:
    made = judged(*A, *B, *insurer("12"))
    told = f"{text(found(made, 'insurer_all'), TODAY)} {more(found(made, 'insurer_all'))}"
    assert all(part in told for part in ("PRACTICE INSURER", "Working aged", "02/01/2020", "POLICY-7"))


def test_a_home_health_episode_is_told_with_whose_it_is() -> None:
    assert "PRACTICE AGENCY" in text(found(judged(*A, *B, *episode()), "home_health"), TODAY)


def test_what_was_not_returned_of_a_finding_is_called_so() -> None:
    made = judged(*A, *B, "EB*U**30*HN", "EB*R**30*12")
    assert "Telephone not returned" in more(found(made, "plan_unclear"))
    assert "Since not returned, policy not returned" in more(found(made, "insurer_all"))


def test_a_wrong_outcome_on_some_of_the_days_is_called_partly() -> None:
    viewing = Viewing(day("2026-11-01"), ON, through=day("2026-11-30"))
    made = judged(*A, *B, *plan("C", "D8*20261115"), viewing=viewing)
    assert (made.outcome, made.is_partly) == (Outcome.BILL_PLAN, True)
    assert outcome_words(made) == "Bill the plan, partly"
    assert headline(made) == "On some of these dates: NO: bill the plan"
    assert "from 11/15/2026 yes" in deciding_words(made, viewing)


def test_one_part_missing_and_the_other_inactive_leave_nothing_to_bill() -> None:
    made = judged(*A, "EB*6**30*MA", "DTP*307*D8*20260101", "EB*6**30*MB")
    assert made.outcome is Outcome.NOT_ENTITLED


@pytest.mark.parametrize(
    ("segments", "told"),
    [
        ((), "Part B deductible left: not returned."),
        (("EB*C**30*MB**29*0", YEAR), "Part B deductible left: $0.00, it is met."),
        (("EB*C**30*MB**29*83", YEAR), "Part B deductible left: $83.00."),
        (
            ("EB*C**30*MB**29*83", YEAR, "EB*C**30*MB**23*283", YEAR),
            "Part B deductible left: $83.00 of $283.00.",
        ),
        (
            ("EB*C**30*MB**29*83", YEAR, *qmb()),
            "Part B deductible left: $83.00, of which a QMB owes $0.",
        ),
        (qmb(), "Part B deductible left: not returned; a QMB owes $0."),
    ],
)
def test_the_deductible_left(segments: Segments, told: str) -> None:
    made = judged(*A, *B, *segments)
    assert told in [text(each, TODAY) for each in made.findings if each.topic is Topic.DEDUCTIBLE]


def test_over_new_year_the_deductible_of_each_year_is_told() -> None:
    viewing = Viewing(day("2026-12-20"), ON, through=day("2027-01-10"))
    next_year = ("EB*C**30*MB**29*290", "DTP*292*RD8*20270101-20271231")
    made = judged(*A, *B, "EB*C**30*MB**29*83", YEAR, *next_year, viewing=viewing)
    told = [text(each, viewing) for each in made.findings if each.facts.get("part") == "B"]
    assert told[:2] == [
        "12/20/2026 - 12/31/2026: Part B deductible left: $83.00.",
        "01/01/2027 - 01/10/2027: Part B deductible left: $290.00.",
    ]


def therapy(amount: int, year: int = 2026) -> Segments:
    return (f"EB*D**AD*MB***{amount}", f"DTP*292*RD8*{year}0101-{year}1231", "MSG*Used Amount")


def days_left(service: str, full: int, coinsurance: int | None) -> Segments:
    """Return the days left of a new benefit period, in hospital (30) or skilled nursing (AG)."""
    year = ("HSD*****26*1", "DTP*435*RD8*20260101-20261231")
    rest = () if coinsurance is None else (f"EB*B**{service}*MA**7*217", f"HSD***DA**29*{coinsurance}", *year)
    return (f"EB*B**{service}*MA**7*0", f"HSD***DA**29*{full}", *year, *rest)


def rehab(code: str, kind: str, count: int, side: str = "Technical") -> Segments:
    time, quantity = ("", "99") if kind == "used" else ("29", "CA")
    return (f"EB*F**{code}*MB**{time}***{quantity}*{count}", f"MSG*{side}")


@pytest.mark.parametrize(
    ("segments", "code"),
    [
        (therapy(2231), ""),
        (therapy(2232), "therapy_near"),
        (therapy(2480), "therapy_near"),
        (therapy(2481), "therapy_over"),
        (therapy(3001), "therapy_review"),
        (therapy(0), ""),
        (("EB*F**AD*MB**29*2400", YEAR), ""),
        (therapy(2500, 2025), ""),
        (rehab("BG", "used", 31), ""),
        (rehab("BG", "used", 32), "sessions_usual_near"),
        (rehab("BG", "used", 36), "sessions_usual_used"),
        (rehab("BG", "used", 63), "sessions_usual_used"),
        (rehab("BG", "used", 64), "sessions_near"),
        (rehab("BG", "used", 72), "sessions_used_up"),
        (rehab("BG", "used", 64, "Intensive Cardiac Rehabilitation - Technical"), "sessions_near"),
        (rehab("BG", "used", 63, "Intensive Cardiac Rehabilitation - Technical"), ""),
        (rehab("BF", "left", 41), ""),
        (rehab("BF", "left", 30), "sessions_usual_used"),
        (rehab("BF", "left", 0), "sessions_used_up"),
        (("EB*F**67*MB**22***VS*8", "HSD*VS*2***29"), ""),
        (("EB*F**67*MB**22***VS*8", "HSD*VS*1***29"), "sessions_near"),
        (("EB*F**67*MB**22***VS*8", "DTP*348*D8*20270101"), "sessions_wait"),
        (("EB*F**67*MB**22***VS*8", "DTP*348*D8*20261125"), ""),
        (("EB*F**64*MB**29***VS*9",), "sessions_usual_near"),
        (("EB*F**64*MB**29***VS*2",), "sessions_near"),
        (("EB*K**A7*MA**32***DY*190", "EB*K**A7*MA**33***DY*20"), ""),
        (("EB*K**A7*MA**33***DY*19",), "days_near"),
        (("EB*K**30*MA**33***DY*0",), "days_used_up"),
        (days_left("AG", 0, 0), "stay_used_up"),
        (days_left("AG", 0, 10), "stay_near"),
        (days_left("AG", 1, 10), ""),
        (days_left("AG", 0, None), ""),
        (days_left("30", 0, 9), "stay_near"),
        (days_left("30", 60, 30), ""),
    ],
)
def test_counted_care_is_told_where_a_tenth_or_less_is_left(segments: Segments, code: str) -> None:
    made = judged(*A, *B, *segments)
    assert [each.code for each in made.findings if each.topic is Topic.LIMIT] == [code] * bool(code)
    assert made.outcome is Outcome.BILL_MEDICARE


def test_what_is_used_up_is_told_before_what_is_nearly_used() -> None:
    made = judged(*A, *B, "EB*K**A7*MA**33***DY*12", *days_left("AG", 0, 0), "EB*K**30*MA**33***DY*0")
    assert [each.code for each in made.findings if each.topic is Topic.LIMIT] == [
        *("days_used_up", "stay_used_up", "days_near"),
    ]


@pytest.mark.parametrize("now", [(), plan("B", "RD8*20260101-20261231")])
def test_a_plan_to_come_is_told_also_where_there_is_one_now(now: Segments) -> None:
    later = found(
        judged(*A, *B, *now, *(part.replace("*006*", "*007*") for part in plan("C", "D8*20270101"))),
        "plan_later",
    )
    assert later.facts["date"] == day("2027-01-01")


def test_the_next_year_of_a_plan_is_no_other_plan() -> None:
    years = (*plan("C", "RD8*20260101-20261231"), *plan("C", "RD8*20270101-20271231"))
    assert "plan_later" not in codes(judged(*A, *B, *years))


def test_of_two_sides_the_one_with_less_left_is_told() -> None:
    both = (*rehab("BG", "used", 3), *rehab("BG", "used", 70, "Professional"))
    assert found(judged(*A, *B, *both), "sessions_near").facts["left"] == Decimal(2)


def test_a_threshold_that_is_not_published_is_called_not_known() -> None:
    viewing = Viewing(day("2027-01-05"), day("2027-01-05"))
    made = judged(*A, *B, *therapy(500, 2027), viewing=viewing)
    assert "not known for this year" in text(found(made, "therapy_unknown"), viewing)


def test_not_returned_is_told_from_returned_for_other_dates() -> None:
    made = judged(*A, *B, *insurer("12", "RD8*20200201-20211231"), *qmb())
    assert text(found(made, "not_on_dates"), TODAY) == "Returned, but not for these dates: other insurer."
    assert text(found(made, "not_returned"), TODAY) == "Not returned: Advantage plan, hospice, home health."


BLOCKS: dict[str, Segments] = {
    "a": A,
    "b": B,
    "no a": ("EB*6**30*MA",),
    "inactive": INACTIVE,
    "plan": plan("C"),
    "cost plan": plan("A"),
    "employer": insurer("12"),
    "liability": insurer("47"),
    "hospice": hospice(),
    "episode": episode(),
    "qmb": qmb(),
    "drugs": DRUGS,
    "deductible": ("EB*C**30*MB**29*83", YEAR),
    "therapy": therapy(2500),
    "rehab": rehab("BG", "used", 70),
}


@given(st.lists(st.sampled_from(sorted(BLOCKS)), unique=True))
def test_findings_stand_in_order_of_harm_however_the_answer_is_ordered(names: list[str]) -> None:
    made = judged(*(text for name in names for text in BLOCKS[name]))
    places = [tuple(Topic).index(each.topic) for each in made.findings]
    assert places == sorted(places)
    turned = judged(*(text for name in sorted(names) for text in BLOCKS[name]))
    assert [(f.code, f.days, f.facts) for f in turned.findings] == [
        (f.code, f.days, f.facts) for f in made.findings
    ]
    assert turned.outcome is made.outcome


@given(st.lists(st.sampled_from(sorted(BLOCKS)), unique=True))
def test_the_outcome_is_the_gravest_of_the_findings_and_a_stop_never_lets_a_bill_go(names: list[str]) -> None:
    made = judged(*(text for name in names for text in BLOCKS[name]))
    order = tuple(Outcome)
    assert all(order.index(made.outcome) <= order.index(each.outcome) for each in made.findings)
    if any(each.harm is Harm.STOP for each in made.findings):
        assert made.outcome is not Outcome.BILL_MEDICARE


def test_the_order_of_harm_is_that_of_what_a_wrong_bill_costs() -> None:
    told = ["not-entitled", "died", "plan", "insurer", "hospice", "home-health", "qmb", "part-b-id"]
    assert [each for each in Topic if each in told] == told


def test_every_outcome_has_its_words() -> None:
    for outcome in Outcome:
        assert len(WORDS[f"verdict.outcome.{outcome}"]) <= 15
        assert WORDS[f"verdict.headline.{outcome}"]
