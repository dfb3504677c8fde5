"""What each row of the mapping from 271 to answer must give: a sample, and the items that come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from spot_tui.backend.eligibility import model as m
from spot_tui.backend.eligibility.model import Eligibility, Measure
from tests.backend.eligibility.answers import YEAR, day, period

D = Decimal
CAL_YEAR = "DTP*291*RD8*20260101-20261231"
BENEFIT_YEAR = "DTP*292*RD8*20260101-20261231"
STAY_YEAR = "DTP*435*RD8*20260101-20261231"
SPELL = "DTP*435*RD8*20251220-20260210"
SPELL_PERIOD = period("2025-12-20", "2026-02-10")


@dataclass(frozen=True)
class Sample:
    """Segments of one row; `check` gives what is looked at, `expected` what it must be."""

    segments: tuple[str, ...]
    check: Callable[[Eligibility], object]
    expected: object
    head: tuple[str, ...] = ()
    version: str = "005010X279A1"


def sample(
    *segments: str,
    check: Callable[[Eligibility], object],
    expected: object,
    head: tuple[str, ...] = (),
    version: str = "005010X279A1",
) -> Sample:
    return Sample(segments, check, expected, head, version)


def person(answer: Eligibility) -> m.Beneficiary:
    assert answer.beneficiary
    return answer.beneficiary


def deductibles(answer: Eligibility) -> object:
    return [(d.part, d.measure, d.amount, d.period, d.spell, d.service_types) for d in answer.deductibles]


def coinsurance(answer: Eligibility) -> object:
    return [(c.part, c.rate, c.period, c.service_types) for c in answer.coinsurance]


def sessions(answer: Eligibility) -> object:
    return [(s.programme, s.side, s.total, s.used, s.remaining) for s in answer.sessions]


def therapy(answer: Eligibility) -> object:
    return [(t.discipline, t.measure, t.amount, t.period) for t in answer.therapy]


def preventive(answer: Eligibility) -> object:
    return [
        (p.code, p.modifiers, p.next_dates, p.measure, p.amount, p.rate, p.period) for p in answer.preventive
    ]


def msp(answer: Eligibility) -> object:
    return [(r.type, r.policy_number, r.periods, r.insurer and r.insurer.name) for r in answer.msp]


def plans(answer: Eligibility) -> object:
    return [(p.kind, p.type, p.contract, p.number, p.name, p.bill_option) for p in answer.plans]


def stay_days(answer: Eligibility) -> object:
    return [
        (s.setting, s.measure, s.per_day, s.days, s.first_day, s.last_day, s.spell) for s in answer.stay_days
    ]


def lifetime(answer: Eligibility) -> object:
    return [(d.kind, d.measure, d.days, d.per_day) for d in answer.lifetime_days]


def insurer(name: str = "PRACTICE INSURER") -> tuple[str, ...]:
    return ("LS*2120", f"NM1*PRP*2*{name}", "N3*1 MADE-UP PLAZA", "N4*SAMPLETON*FL*00001", "LE*2120")


def msp_sample(code: str) -> Sample:
    return sample(
        *(f"EB*R**30*{code}", "REF*IG*POLICY-7", "DTP*290*D8*20200201", *insurer()),
        check=msp,
        expected=[(code, "POLICY-7", (period("2020-02-01"),), "PRACTICE INSURER")],
    )


BENEFICIARY = {
    "BEN1": sample(
        check=lambda a: (
            person(a).mbi,
            person(a).last_name,
            person(a).first_name,
            person(a).middle_name,
        ),
        expected=("1AA0AA0AA01", "QUILLFEATHER", "ALMA", "R"),
    ),
    "BEN2": sample(head=("INS*Y*18*001*25",), check=lambda a: person(a).corrected, expected=True),
    "BEN3": sample(
        head=("N3*1 PRACTICE WAY*APT 2", "N4*SAMPLETON*FL*000010000"),
        check=lambda a: (person(a).address, person(a).city, person(a).state, person(a).zip),
        expected=(("1 PRACTICE WAY", "APT 2"), "SAMPLETON", "FL", "000010000"),
    ),
    "BEN4": sample(
        head=("DMG*D8*19480302*F",),
        check=lambda a: (person(a).birth_date, person(a).sex),
        expected=(day("1948-03-02"), "F"),
    ),
    "BEN5": sample(head=("DTP*442*D8*20261011",), check=lambda a: person(a).died, expected=day("2026-10-11")),
    "BEN6": sample(
        head=("DTP*307*RD8*20260101-20260131",),
        check=lambda a: a.asked,
        expected=period("2026-01-01", "2026-01-31"),
    ),
    "BEN6 2012": sample(
        head=("DTP*472*D8*20260105",), check=lambda a: a.asked, expected=period("2026-01-05", "2026-01-05")
    ),
    "BEN6 plan": sample(
        head=("DTP*291*D8*20260105",), check=lambda a: a.asked, expected=period("2026-01-05", "2026-01-05")
    ),
    "BEN7": sample(
        head=("TRN*1*HUB-1*9HUBHUBHUB",),
        check=lambda a: a.traces,
        expected=(m.Trace("2", "OUR-TRACE", "9SUBMITTER"), m.Trace("1", "HUB-1", "9HUBHUBHUB")),
    ),
    "BEN8": sample(
        check=lambda a: a.source.payer and a.source.payer.urls, expected=("PAYER.INVALID", "PATIENT.INVALID")
    ),
    "BEN9": sample(
        check=lambda a: a.source.provider and (a.source.provider.name, a.source.provider.id),
        expected=("PRACTICE CLINIC", "1234567893"),
    ),
    "BEN10": sample(
        head=("DTP*357*D8*20260525", "DTP*346*D8*20130301"),
        check=lambda a: (person(a).old_mbi_ended, person(a).other_dates),
        expected=(day("2026-05-25"), (m.Dated("346", period("2013-03-01")),)),
    ),
}

COVER = {
    "ELG1": sample(
        *("EB*1**30^10^42*MA", "DTP*291*D8*20130301"),
        check=lambda a: [(e.part, e.periods, e.service_types) for e in a.entitlements],
        expected=[("A", (period("2013-03-01"),), ("30", "10", "42"))],
    ),
    "ELG2": sample(
        *("EB*1**30^2^3*MB", "DTP*291*RD8*20130301-20251231"),
        check=lambda a: [(e.part, e.periods) for e in a.entitlements],
        expected=[("B", (period("2013-03-01", "2025-12-31"),))],
    ),
    "ELG3": sample(
        "EB*6**30*MA",
        check=lambda a: [(i.insurance_type, i.periods) for i in a.inactive],
        expected=[("MA", ())],
    ),
    "ELG4": sample(
        *("EB*6**30", "DTP*307*RD8*20250301-20250531", "DTP*307*RD8*20260926-20261115"),
        check=lambda a: [(i.insurance_type, i.periods) for i in a.inactive],
        expected=[("", (period("2025-03-01", "2025-05-31"), period("2026-09-26", "2026-11-15")))],
    ),
    "ELG4 2012": sample(
        "EB*6",
        check=lambda a: [(i.insurance_type, i.periods, i.service_types) for i in a.inactive],
        expected=[("", (), ())],
    ),
    "ELG5": sample(
        *("EB*1**30*MA", "DTP*291*D8*20130301", "MSG*3-Disability and ESRD"),
        check=lambda a: [(e.reason, e.reason_text) for e in a.entitlements],
        expected=[("3", "3-Disability and ESRD")],
    ),
    "ELG6": sample(
        "EB*I**41^54", check=lambda a: [n.service_types for n in a.not_covered], expected=[("41", "54")]
    ),
    "ELG7": sample("EB*1**88", check=lambda a: [d.raw for d in a.drug_benefits], expected=[("EB*1**88",)]),
    "ELG8": sample(
        "EB*1**1^33^35^88",
        check=lambda a: ([(c.activity, c.service_types) for c in a.coverage], a.drug_benefits),
        expected=([("1", ("1", "33", "35", "88"))], ()),
    ),
    "ELG9": sample(
        *("EB*1**30*MB", "DTP*291*D8*20260725", "MSG*Part B IMMUNOSUPPRESSIVE drug only"),
        check=lambda a: ([(p.periods, p.assumed) for p in a.part_b_id], a.entitlements),
        expected=([((period("2026-07-25"),), True)], ()),
    ),
    "ELG10 active": sample(
        *("EB*5**30*MB", "DTP*291*D8*20130301"),
        check=lambda a: [(e.activity, e.part) for e in a.entitlements],
        expected=[("5", "B")],
    ),
    "ELG10 inactive": sample(
        *("EB*8**30*MB", "DTP*307*RD8*20260101-20260131"),
        check=lambda a: [(i.activity, i.insurance_type) for i in a.inactive],
        expected=[("8", "MB")],
    ),
    "ESR1": sample(
        *("EB*D**14*MB", "DTP*356*D8*20211125", "DTP*096*D8*20230725", "DTP*636*D8*20230801"),
        check=lambda a: [(e.service_types, e.effective, e.transplants, e.other_dates) for e in a.esrd],
        expected=[
            (
                ("14",),
                (day("2021-11-25"),),
                (day("2023-07-25"),),
                (m.Dated("636", period("2023-08-01")),),
            )
        ],
    ),
    "ESR2": sample(
        *("EB*D**15*MA", "DTP*198*D8*20250325", "MSG*ESRD Transplant Discharge Date"),
        version="004010X092A1",
        check=lambda a: [e.transplants for e in a.esrd],
        expected=[(day("2025-03-25"),)],
    ),
}

AMOUNTS = {
    "DED1": sample(
        *("EB*C**30*MA**26*1736", CAL_YEAR),
        check=deductibles,
        expected=[("A", Measure.TOTAL, D(1736), YEAR, False, ("30",))],
    ),
    "DED2": sample(
        *("EB*C**30*MA**29*1736", CAL_YEAR),
        check=deductibles,
        expected=[("A", Measure.REMAINING, D(1736), YEAR, False, ("30",))],
    ),
    "DED3": sample(
        *("EB*C**30*MA**29*0", "DTP*291*RD8*20251220-20260210"),
        check=deductibles,
        expected=[("A", Measure.REMAINING, D(0), SPELL_PERIOD, True, ("30",))],
    ),
    "DED3 eleven months": sample(
        *("EB*C**30*MA**29*0", "DTP*291*RD8*20260101-20261230"),
        check=lambda a: [d.spell for d in a.deductibles],
        expected=[True],
    ),
    "DED4": sample(
        *("EB*C**42^45*MA**26*0", BENEFIT_YEAR),
        check=deductibles,
        expected=[("A", Measure.TOTAL, D(0), YEAR, False, ("42", "45"))],
    ),
    "DED5": sample(
        *("EB*C**30*MB**23*283", CAL_YEAR),
        check=deductibles,
        expected=[("B", Measure.TOTAL, D(283), YEAR, False, ("30",))],
    ),
    "DED6": sample(
        *("EB*C**30*MB**29*144.5", CAL_YEAR),
        check=deductibles,
        expected=[("B", Measure.REMAINING, D("144.5"), YEAR, False, ("30",))],
    ),
    "DED7": sample(
        *("EB*A**30*MB**27**.2", CAL_YEAR), check=coinsurance, expected=[("B", D("0.2"), YEAR, ("30",))]
    ),
    "DED8 deductible": sample(
        *("EB*C**42^67^AJ*MB**23*0", BENEFIT_YEAR),
        check=deductibles,
        expected=[("B", Measure.TOTAL, D(0), YEAR, False, ("42", "67", "AJ"))],
    ),
    "DED8 coinsurance": sample(
        *("EB*A**42^67^AJ*MB**27**0", BENEFIT_YEAR),
        check=coinsurance,
        expected=[("B", D(0), YEAR, ("42", "67", "AJ"))],
    ),
    "DED9": sample(
        *("EB*A**A4^A6*MB**27**.35", BENEFIT_YEAR),
        check=coinsurance,
        expected=[("B", D("0.35"), YEAR, ("A4", "A6"))],
    ),
    "DED10": sample(
        *("EB*E**10***23***DB*3", "HSD*FL*1***29", BENEFIT_YEAR),
        check=lambda a: [(b.total, b.remaining, b.period) for b in a.blood],
        expected=[(D(3), D(1), YEAR)],
    ),
    "DED10 2012": sample(
        *("EB*D**10***29***DB*2", BENEFIT_YEAR),
        check=lambda a: [(b.total, b.remaining) for b in a.blood],
        expected=[(None, D(2))],
    ),
    "DED10 2009": sample(
        "EB*C*IND*10***29***DB*0",
        version="004010X092A1",
        check=lambda a: ([(b.total, b.remaining) for b in a.blood], a.deductibles),
        expected=([(None, D(0))], ()),
    ),
    "DED11": sample(
        *("EB*D**AD*MB***2450", BENEFIT_YEAR, "MSG*Used Amount"),
        check=therapy,
        expected=[("OT", Measure.USED, D(2450), YEAR)],
    ),
    "DED12": sample(
        *("EB*D**AD^AE*MB***0", BENEFIT_YEAR, "MSG*USED  AMOUNT"),
        check=therapy,
        expected=[("OT", Measure.USED, D(0), YEAR), ("PT-SLP", Measure.USED, D(0), YEAR)],
    ),
    "DED13": sample(
        *("EB*F**AE*MB**29*2380", BENEFIT_YEAR),
        check=therapy,
        expected=[("PT-SLP", Measure.REPORTED, D(2380), YEAR)],
    ),
    "DED13 limit": sample(
        *("EB*F**AD*MB**23*2480", BENEFIT_YEAR), check=lambda a: (a.therapy, len(a.other)), expected=((), 1)
    ),
    "DED13 used": sample(
        *("EB*F**AD*MB**23*2480", BENEFIT_YEAR, "MSG*Used Amount"),
        check=therapy,
        expected=[("OT", Measure.USED, D(2480), YEAR)],
    ),
    "DED14": sample(*("EB*D**14*MB", "DTP*356*D8*20211125"), check=lambda a: a.deductibles, expected=()),
}

SESSIONS = {
    "REH1": sample(
        *("EB*F**BF*MB**29***CA*30", "MSG*Technical"),
        check=sessions,
        expected=[("pulmonary", "technical", None, None, D(30))],
    ),
    "REH2": sample(
        *("EB*F**BG*MB*****99*12", "MSG*Professional"),
        check=sessions,
        expected=[("cardiac", "professional", None, D(12), None)],
    ),
    "REH3": sample(
        *("EB*F**BG*MB*****99*6", "MSG*Intensive Cardiac Rehabilitation - Technical"),
        check=sessions,
        expected=[("intensive-cardiac", "technical", None, D(6), None)],
    ),
    "REH4": sample(
        *("EB*F**67*MB**22***VS*8", "HSD*VS*5***29"),
        check=sessions,
        expected=[("smoking", "", D(8), None, D(5))],
    ),
    "REH4 next": sample(
        *("EB*F**67*MB**22***VS*8", "DTP*348*D8*20270101"),
        check=lambda a: [s.next_date for s in a.sessions],
        expected=[day("2027-01-01")],
    ),
    "REH4 2012": sample(
        "EB*F**67*MB**29***P6*8", check=sessions, expected=[("smoking", "", None, None, D(8))]
    ),
    "REH5": sample(
        "EB*F**64*MB**29***VS*9",
        check=lambda a: [(s.programme, s.remaining, s.assumed) for s in a.sessions],
        expected=[("acupuncture", D(9), True)],
    ),
    "REH5 used": sample(
        "EB*F**64*MB*****99*3", check=sessions, expected=[("acupuncture", "", None, D(3), None)]
    ),
    "REH5 unlike": sample(
        "EB*F**64*MB**23*500", check=lambda a: (a.sessions, len(a.other)), expected=((), 1)
    ),
    "REH6": sample(
        *("EB*D***MB*********HC|99483", "DTP*348*D8*20270223"),
        check=lambda a: [(p.code, p.assumed) for p in a.preventive],
        expected=[("99483", True)],
    ),
    "PRV1": sample(
        *("EB*D***MB*********HC|G0101", "DTP*348*D8*20270102"),
        check=preventive,
        expected=[("G0101", (), (day("2027-01-02"),), None, None, None, None)],
    ),
    "PRV2": sample(
        *("EB*D***MB*********HC|77080|26", "DTP*348*D8*20270102", "EB*D***MB*********HC|77080|TC"),
        check=lambda a: [(p.side, p.next_dates) for p in a.preventive],
        expected=[("professional", (day("2027-01-02"),)), ("technical", ())],
    ),
    "PRV3": sample(
        *("EB*C***MB**23*0******HC|G0101", BENEFIT_YEAR, "EB*C***MB**29*83******HC|G0117", BENEFIT_YEAR),
        check=preventive,
        expected=[
            ("G0101", (), (), Measure.TOTAL, D(0), None, YEAR),
            ("G0117", (), (), Measure.REMAINING, D(83), None, YEAR),
        ],
    ),
    "PRV4": sample(
        *("EB*A***MB**27**.2*****HC|G0117", BENEFIT_YEAR),
        check=preventive,
        expected=[("G0117", (), (), Measure.RATE, None, D("0.2"), YEAR)],
    ),
    "PRV5": sample(
        "EB*D***MB*********HC|82270|QW|33|59|XU",
        check=lambda a: [p.modifiers for p in a.preventive],
        expected=[("QW", "33", "59", "XU")],
    ),
}

INSURERS = {
    **{
        f"MSP{number}": msp_sample(code)
        for number, code in enumerate(
            ("12", "13", "14", "15", "16", "41", "42", "43", "47", "WC", "AP", "LT"), start=1
        )
    },
    "MSP13": sample(
        *("EB*R**30*14", "DTP*290*D8*20260325", "III*ABK*S134XXA", "III*BF*8471", *insurer()),
        check=lambda a: [r.diagnoses for r in a.msp],
        expected=[("S134XXA", "8471")],
    ),
    "MSP14": sample(
        *("EB*R*IND*30*12", "III*ZZ*21", "III***44*PRACTICE EMPLOYER PLAN", "DTP*290*D8*20000901"),
        version="004010X092A1",
        check=lambda a: [(r.type, r.texts, r.diagnoses) for r in a.msp],
        expected=[("12", ("PRACTICE EMPLOYER PLAN",), ())],
    ),
    "PLN1": sample(
        "EB*R**30*HM",
        "REF*18*H0000 999",
        "DTP*290*D8*20210101",
        "MSG*MCO Bill Option Code - A",
        *("LS*2120", "NM1*PRP*2*PRACTICE COST PLAN", "PER*IC**TE*8005550107*UR*COST.INVALID", "LE*2120"),
        check=plans,
        expected=[("MA", "HM", "H0000", "999", "PRACTICE COST PLAN", "A")],
    ),
    "PLN2": sample(
        *("EB*U**30*HN", "REF*18*H0000", "REF*N6*006*PRACTICE CARE HMO", "DTP*290*D8*20250101"),
        check=plans,
        expected=[("MA", "HN", "H0000", "006", "PRACTICE CARE HMO", "")],
    ),
    "PLN3": sample(
        *("EB*R**88*OT", "REF*18*S0000 999", "DTP*292*D8*20210101", "LS*2120", "NM1*PR*2*PRACTICE RX"),
        check=plans,
        expected=[("D", "OT", "S0000", "999", "PRACTICE RX", "")],
    ),
    "PLN4": sample(
        *("EB*U**88", "REF*18*H0000", "REF*N6*006*PRACTICE CARE HMO", "DTP*292*D8*20250101"),
        check=plans,
        expected=[("D", "", "H0000", "006", "PRACTICE CARE HMO", "")],
    ),
    "PLN5": sample(
        *(f"EB*U**30*{code}" for code in ("HM", "HN", "IN", "PR", "PS")),
        check=lambda a: [(p.kind, p.type) for p in a.plans],
        expected=[("MA", code) for code in ("HM", "HN", "IN", "PR", "PS")],
    ),
    "PLN6": sample(
        *("EB*U**30*PR", "MSG*MCO Bill Option Code- 2", "EB*U**30*PS", "MSG*mco  bill option code – c"),
        check=lambda a: [p.bill_option for p in a.plans],
        expected=["2", "C"],
    ),
    "PLN6 other messages": sample(
        *("EB*U**30*PR", "MSG*MCO Bill Option Code - C", "MSG*Call the plan first"),
        check=lambda a: [(p.bill_option, p.texts) for p in a.plans],
        expected=[("C", ("Call the plan first",))],
    ),
    "QMB1": sample(
        *("EB*R***QM*FL QMB Plan", "DTP*290*RD8*20260101-20261231"),
        check=lambda a: [(q.plan, q.periods) for q in a.qmb],
        expected=[("FL QMB Plan", (YEAR,))],
    ),
    "QMB2": sample(
        *("EB*C**30*QM**23*0", "EB*B**30*QM**27*0", "EB*A**30*QM**27**0"),
        check=lambda a: ([(s.kind, s.amount, s.rate) for s in a.qmb_cost_shares], a.qmb, a.deductibles),
        expected=([("C", D(0), None), ("B", D(0), None), ("A", None, D(0))], (), ()),
    ),
}

CARE = {
    "HHH1": sample(
        *("EB*X**42***26", "DTP*472*RD8*20260509-20260707", "DTP*193*D8*20260510", "DTP*194*D8*20260628"),
        *("LS*2120", "NM1*PR*2*PRACTICE CONTRACTOR*****PI*00000", "NM1*1P*2******SV*100000", "LE*2120"),
        check=lambda a: [
            (
                h.period,
                h.first_billed,
                h.last_billed,
                h.contractor and h.contractor.id,
                h.provider and (h.provider.id_qualifier, h.provider.id),
            )
            for h in a.home_health
        ],
        expected=[
            (
                period("2026-05-09", "2026-07-07"),
                day("2026-05-10"),
                day("2026-06-28"),
                "00000",
                ("SV", "100000"),
            )
        ],
    ),
    "HHH2": sample(
        *("EB*X**42*MA**26", "DTP*193*D8*20260827", "DTP*194*D8*20261025", "DTP*193*D8*20260829"),
        *("DTP*194*D8*20261016", "MSG*HHEH Start Date", "MSG*HHEH End Date", "MSG*HHEH DOEBA"),
        "MSG*HHEH DOLBA",
        version="004010X092A1",
        check=lambda a: [(h.period, h.first_billed, h.last_billed) for h in a.home_health],
        expected=[(period("2026-08-27", "2026-10-25"), day("2026-08-29"), day("2026-10-16"))],
    ),
    "HHH1 patient status": sample(
        *(
            "EB*X**42***26",
            "DTP*472*RD8*20260509-20260707",
            "MSG*Patient Status Code - 01",
            "MSG*Call the agency",
        ),
        check=lambda a: [(h.patient_status, h.texts) for h in a.home_health],
        expected=[("01", ("Call the agency",))],
    ),
    "HHH3": sample(
        *("EB*X************HC|G0180", "DTP*193*D8*20260509", "EB*X************HC|G0179"),
        *("DTP*193*D8*20260708", "DTP*193*D8*20260906"),
        check=lambda a: [(c.code, c.dates) for c in a.certifications],
        expected=[
            ("G0180", (day("2026-05-09"),)),
            ("G0179", (day("2026-07-08"), day("2026-09-06"))),
        ],
    ),
    "HHH4": sample(
        *("EB*X**45*MA**26", "DTP*292*D8*20261016", "LS*2120", "NM1*1P*2******XX*1234567893", "LE*2120"),
        check=lambda a: [(h.period, h.provider and h.provider.id) for h in a.hospice],
        expected=[(period("2026-10-16"), "1234567893")],
    ),
    "HHH5": sample(
        *("EB*X**45*MA**26", "DTP*292*RD8*20250925-20251125", "MSG*Revocation Code \u00e2\u0080\u0093 1"),
        check=lambda a: [h.revocation for h in a.hospice],
        expected=["1"],
    ),
    "HHH6": sample(
        "EB*D**45*MA**26***99*0", check=lambda a: [e.count for e in a.hospice_elections], expected=[0]
    ),
    "INP1": sample(
        *("EB*B**30*MA**7*434", "HSD***DA**30*60", "HSD***DA**31*90", "HSD*****26*1", STAY_YEAR),
        check=stay_days,
        expected=[("hospital", Measure.TOTAL, D(434), None, 61, 90, False)],
    ),
    "INP2": sample(
        *("EB*B**30*MA**7*0", "HSD***DA**29*12", "HSD*****26*1", SPELL),
        check=stay_days,
        expected=[("hospital", Measure.REMAINING, D(0), D(12), None, None, True)],
    ),
    "INP3": sample(
        *("EB*B**AG*MA**7*217", "HSD***DA**29*80", "HSD*****26*1", STAY_YEAR),
        check=stay_days,
        expected=[("snf", Measure.REMAINING, D(217), D(80), None, None, False)],
    ),
    "INP4": sample(
        *("EB*K**30*MA**32***DY*60", "EB*K**30*MA**33***DY*45", "EB*K**30*MA**7*868", STAY_YEAR),
        check=lifetime,
        expected=[
            ("reserve", Measure.TOTAL, D(60), None),
            ("reserve", Measure.REMAINING, D(45), None),
            ("reserve", Measure.RATE, None, D(868)),
        ],
    ),
    "INP5": sample(
        *("EB*K**A7*MA**32***DY*190", "EB*K**A7*MA**33***DY*12"),
        check=lifetime,
        expected=[
            ("psychiatric", Measure.TOTAL, D(190), None),
            ("psychiatric", Measure.REMAINING, D(12), None),
        ],
    ),
    "INP6": sample(
        *("EB*F**47*MA**29***DY*44", SPELL, "EB*B**47*MA**29*434**DY*30", SPELL, "EB*C**47*MA**29*0", SPELL),
        "EB*K**47*MA**33***LA*55",
        check=lambda a: (stay_days(a), deductibles(a), lifetime(a)),
        expected=(
            [
                ("hospital", Measure.REMAINING, D(0), D(44), None, None, True),
                ("hospital", Measure.REMAINING, D(434), D(30), None, None, True),
            ],
            [("A", Measure.REMAINING, D(0), SPELL_PERIOD, True, ("47",))],
            [("reserve", Measure.REMAINING, D(55), None)],
        ),
    ),
    "INP7": sample(
        *("EB*F**AG*MA**29***DY*12", SPELL, "EB*B**AG*MA**29*217**DY*80", SPELL),
        check=stay_days,
        expected=[
            ("snf", Measure.REMAINING, D(0), D(12), None, None, True),
            ("snf", Measure.REMAINING, D(217), D(80), None, None, True),
        ],
    ),
}

REST = {
    "OTH1": sample(
        *("EB*Y**30***29*500", "MSG*Practice spend down"),
        check=lambda a: [(o.information, o.amount, o.texts, o.raw) for o in a.other],
        expected=[
            (
                "Y",
                D(500),
                ("Practice spend down",),
                ("EB*Y**30***29*500", "MSG*Practice spend down"),
            )
        ],
    ),
    "OTH2": sample(
        *("EB*V", "AAA*N**33*C", "MSG*Syntax"),
        check=lambda a: ([(r.code, r.loop, r.action, r.texts) for r in a.rejects], a.other),
        expected=([("33", "2110C", "C", ("Syntax",))], ()),
    ),
}

ROWS: dict[str, Sample] = {**BENEFICIARY, **COVER, **AMOUNTS, **SESSIONS, **INSURERS, **CARE, **REST}

COUNTS = {
    "BEN": 10,
    "ELG": 10,
    "DED": 14,
    "REH": 6,
    "PRV": 5,
    "MSP": 14,
    "PLN": 6,
    "HHH": 6,
    "INP": 7,
    "QMB": 2,
    "ESR": 2,
    "OTH": 2,
}
