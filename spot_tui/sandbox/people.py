"""The practice portal's made-up people: what `people.toml` says about each, validated when first needed.

Numbers are marked as practice data by their form ``dAA0AA0AAnn`` or ``dAA0AA0ACnn``: 1 a person, 8 a fault,
9 a reject. No other number is known here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from spot_tui.backend.formats import read_mbi
from spot_tui.sandbox.moving_dates import DayText, SpanText

Layout = Literal["hets-2018", "hets-2014", "hets-2012", "hets-2009", "clearinghouse"]
MbiText = Annotated[str, AfterValidator(read_mbi)]


class Fact(BaseModel):
    """A table of the data file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PartA(Fact):
    """Entitlement; `reason` 0 age, 1 disability, 2 ESRD, 3 both."""

    dates: SpanText
    reason: int = Field(0, ge=0, le=3)


class PartB(Fact):
    """Entitlement."""

    dates: SpanText


class Inactive(Fact):
    """A time without payable benefits, of Part A (MA), Part B (MB) or both (blank)."""

    insurance: Literal["", "MA", "MB"] = ""
    dates: tuple[SpanText, ...] = ()


class Usage(Fact):
    """What the year left: dollars of the Part B deductible used, days and pints remaining."""

    part_b_used: Decimal = Decimal(0)
    hospital: tuple[int, int] = (60, 30)
    snf: tuple[int, int] = (20, 80)
    reserve: int = 60
    psychiatric: int = 190
    blood: int = 3


class Spell(Fact):
    """A benefit period from first to last billing: deductible, full and coinsurance days left."""

    dates: SpanText
    deductible: Decimal
    hospital: tuple[int, int]
    snf: tuple[int, int]


class Office(Fact):
    """Name and address of an insurer or plan; one that has no street is sent by name alone."""

    name: str
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


class AdvantagePlan(Fact):
    """A Medicare Advantage plan; `option` is the bill option code."""

    type: Literal["HM", "HN", "IN", "PR", "PS"]
    contract: str
    number: str
    name: str
    dates: SpanText
    option: str
    office: Office
    telephone: str = ""
    url: str = ""
    url_first: bool = False


class DrugPlan(Fact):
    """A Part D plan; `insurance` is EB04 in the later layout, `role` the NM101 of its office."""

    insurance: Literal["", "OT", "MD"] = ""
    contract: str
    number: str
    name: str
    dates: SpanText
    office: Office
    role: Literal["PRP", "PR"] = "PRP"


class OtherInsurer(Fact):
    """An insurer that pays first (MSP), by its type in EB04."""

    type: str
    dates: SpanText
    policy: str = ""
    office: Office
    diagnoses: tuple[tuple[str, str], ...] = ()
    text: str = ""


class QmbTime(Fact):
    """A time as Qualified Medicare Beneficiary of a state."""

    state: str
    dates: SpanText
    zero_cost: bool = False


class RenalDisease(Fact):
    """ESRD: since when, service types, and the discharge after a transplant."""

    types: tuple[Literal["14", "15"], ...]
    since: DayText = "T"
    transplant: DayText | None = None


class HospiceTime(Fact):
    """A hospice election; `dash` stands between the words and the revocation code as it was sent."""

    dates: SpanText
    code: str
    npi: str
    dash: str = "-"


class Episode(Fact):
    """A home-health episode; `billed` are DOEBA and DOLBA, `status` is the patient's at its end."""

    dates: SpanText
    billed: SpanText | None = None
    status: str = Field("", pattern=r"^(\d\d)?$")
    contractor: str = "PRACTICE CONTRACTOR"
    contractor_number: str = "00000"
    provider: str = ""
    number_kind: Literal["XX", "SV"] = "XX"
    number: str


class EpisodeSeries(Fact):
    """Many episodes, one after another back from a day, all billed."""

    count: int = Field(ge=1, le=40)
    last_begins: DayText
    days: int = Field(60, ge=1)
    number: str


class TherapyYear(Fact):
    """Therapy dollars used: of the KX threshold (``kx-30``), of the review amount (``review+250``), or 0."""

    year: int = 0
    occupational: str = "0"
    physical: str = "0"


class Sessions(Fact):
    """Programmes: sessions left or used, and the visits of the assumed layouts."""

    pulmonary_left: int | None = None
    cardiac_used: int | None = None
    intensive_used: int | None = None
    smoking_left: int | None = None
    acupuncture_left: int | None = None


class Preventive(Fact):
    """Preventive codes that share their facts. `always`: sent when any HCPCS code is asked."""

    codes: tuple[str, ...]
    next: DayText | None = None
    split: bool = False
    modifiers: tuple[str, ...] = ()
    deductible: Literal["", "waived", "year"] = ""
    coinsurance: str = ""
    always: bool = False


class ExtraDates(Fact):
    """A date of an extra benefit."""

    qualifier: str
    dates: SpanText


class Extra(Fact):
    """A benefit written element by element, for what no other fact says."""

    eb: tuple[str, ...]
    dates: tuple[ExtraDates, ...] = ()
    text: str = ""


class Person(Fact):
    """A made-up beneficiary: who it is, what the answer shows, and which rows of the mapping it covers."""

    number: int
    mbi: MbiText
    last: str
    first: str
    middle: str = ""
    suffix: str = ""
    first_on_file: str = ""
    sex: Literal["F", "M", "U"]
    born: date
    shows: str
    rows: tuple[str, ...]
    layout: Layout | None = None
    same_as: int = 0
    street: tuple[str, ...] = ()
    died: DayText | None = None
    replaced_mbi: MbiText | None = None
    replaced_on: DayText | None = None
    part_a: PartA = PartA(dates="2013-03-01..")
    part_b: PartB = PartB(dates="2013-03-01..")
    without: tuple[Literal["A", "B"], ...] = ()
    inactive: tuple[Inactive, ...] = ()
    years: int = Field(1, ge=1, le=5)
    usage: Usage = Usage()
    spells: tuple[Spell, ...] = ()
    core_set: tuple[str, ...] = ()
    drug_benefit: bool = False
    part_b_id: SpanText | None = None
    renal: RenalDisease | None = None
    plans: tuple[AdvantagePlan, ...] = ()
    drug_plans: tuple[DrugPlan, ...] = ()
    insurers: tuple[OtherInsurer, ...] = ()
    qmb: tuple[QmbTime, ...] = ()
    hospice: tuple[HospiceTime, ...] = ()
    elections: int = 0
    episodes: tuple[Episode, ...] = ()
    episode_series: EpisodeSeries | None = None
    certified: tuple[DayText, ...] = ()
    recertified: tuple[DayText, ...] = ()
    therapy: tuple[TherapyYear, ...] = ()
    sessions: Sessions = Sessions()
    preventive: tuple[Preventive, ...] = ()
    extra: tuple[Extra, ...] = ()

    @property
    def name_on_file(self) -> str:
        """The first name that Medicare has, which may differ from the one on the card."""
        return self.first_on_file or self.first


class People(Fact):
    """The data file."""

    as_of: str
    person: tuple[Person, ...]


@cache
def people() -> Mapping[int, Person]:
    """Return the made-up people by their number."""
    text = files("spot_tui.sandbox").joinpath("people.toml").read_text(encoding="utf-8")
    found = {person.number: person for person in People.model_validate(tomllib.loads(text)).person}
    facts = {
        n: p.model_copy(update=_facts_of(found[p.same_as])) if p.same_as else p for n, p in found.items()
    }
    return MappingProxyType(facts)


@cache
def people_by_mbi() -> Mapping[str, Person]:
    """Return the made-up people by Medicare number, replaced numbers included."""
    by_mbi = {person.mbi: person for person in people().values()}
    old = {person.replaced_mbi: person for person in people().values() if person.replaced_mbi}
    return MappingProxyType({**by_mbi, **old})


def _facts_of(person: Person) -> dict[str, object]:
    """Return what a person's answer shows, without who it is."""
    own = {"number", "mbi", "last", "first", "middle", "suffix", "sex", "born", "shows", "rows", "layout"}
    return {name: getattr(person, name) for name in person.model_fields_set - own - {"same_as"}}
