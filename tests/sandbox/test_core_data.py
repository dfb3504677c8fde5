"""The data files of the CORE side: reserved numbers only, complete, and as the guide lists them."""

from __future__ import annotations

import re
from pathlib import Path

from docs import practice_tables
from spot_tui.sandbox.core_rules import core_rules
from spot_tui.sandbox.people import people, people_by_mbi

RESERVED = re.compile(r"[189]AA0AA0A[AC]\d\d")
GUIDE = Path(__file__).parents[2] / "docs" / "practice-portal.md"


def test_there_are_thirty_people_and_no_name_twice() -> None:
    assert sorted(people()) == list(range(1, 31))
    assert len({person.last for person in people().values()}) == 30


def test_every_number_is_reserved_and_means_one_thing() -> None:
    rules = core_rules()
    numbers = [*people_by_mbi(), *(r.mbi for r in rules.reject), *(f.mbi for f in rules.fault)]
    assert len(numbers) == len(set(numbers))
    assert not [number for number in numbers if not RESERVED.fullmatch(number)]


def test_the_guide_lists_every_number_and_fault() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for part in (
        practice_tables.people_table(),
        practice_tables.rejects_table(),
        practice_tables.numbered_faults_table(),
        practice_tables.fault_names(),
        practice_tables.providers_table(),
    ):
        assert part in guide


def test_one_person_is_like_another_but_for_who_she_is() -> None:
    alma, junia = people()[1], people()[30]
    assert junia.usage == alma.usage
    assert (junia.last, junia.layout, junia.rows) == ("Jollibeck", "clearinghouse", ("BEN7",))


FAMILIES = {
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
    "OTH": 1,
}
OF_EVERYBODY = {"BEN3", "BEN8", "BEN9"}


def test_the_people_cover_every_row_of_the_mapping() -> None:
    wanted = {f"{family}{n}" for family, most in FAMILIES.items() for n in range(1, most + 1)}
    assert {row for person in people().values() for row in person.rows} == wanted - OF_EVERYBODY
