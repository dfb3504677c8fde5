"""The lines above the tabs of an answer: who and when, and the warnings there is room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from spot_tui.backend.eligibility.inquiry import Inquiry
from spot_tui.backend.eligibility.model import Beneficiary
from spot_tui.backend.eligibility.sheet import Banner, Sheet, Tab, Tone
from spot_tui.backend.formats import Mbi, ServiceDates
from spot_tui.screens.answer_words import banner_lines, parted, person_line

ROOM = 77
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 20)
ALMA = Inquiry(Mbi("1AA0AA0AA01"), "Alma", "Quillfeather", date(1948, 3, 2), ServiceDates(FIRST, LAST))
LONG = Beneficiary("1AA0AA0AA01", "QUILLFEATHER" * 4, "ALMA" * 6, suffix="JR")

STOP = Banner("stop", Tone.STOP, "map")
QMB = Banner("qmb", Tone.WARN, "qmb")
HOSPICE = Banner("hospice", Tone.WARN, "hospice")


def stops(count: int) -> tuple[Banner, ...]:
    return tuple(replace(STOP, text=f"stop {number}") for number in range(count))


def sheet(*banners: Banner) -> Sheet:
    return Sheet((), banners, Tab("summary", "Summary"), ())


@pytest.mark.parametrize("last", [FIRST, LAST])
def test_number_and_dates_of_service_stand_in_full_beside_the_longest_name(last: date) -> None:
    name, known = person_line(LONG, replace(ALMA, service=ServiceDates(FIRST, last))).split("\n")
    assert max(len(name), len(known)) <= ROOM
    assert known.startswith("MBI 1AA0-AA0-AA01  DOS 09/01/2026")
    assert "03/02/1948" in known
    assert name.startswith("ALMAALMA")
    assert last == FIRST or "09/01/2026-11/20/2026" in known


def test_a_name_that_fits_is_not_shortened() -> None:
    told = person_line(LONG, replace(ALMA, service=ServiceDates(FIRST, FIRST)))
    assert "ALMAALMAALMAALMA" in told
    assert person_line(None, replace(ALMA, last_name="Q")).endswith("  Alma Q")


def test_four_banners_stand_above_the_tabs_without_a_word_of_more() -> None:
    found = sheet(*stops(2), QMB, HOSPICE)
    assert "more" not in banner_lines(found, "msp").plain


def test_banners_without_room_are_counted() -> None:
    found = sheet(STOP, QMB, HOSPICE, *stops(3))
    assert banner_lines(found, "msp").plain.splitlines()[-1] == "*** 2 more: see Summary"


def test_above_the_summary_which_tells_them_all_stands_that_of_a_qmb_alone() -> None:
    assert banner_lines(sheet(*stops(2), QMB), "summary").plain == "*** qmb"
    assert banner_lines(sheet(*stops(2)), "summary").plain == ""


def test_the_banner_of_a_qmb_is_never_among_those_without_room() -> None:
    shown, more = parted((*stops(6), QMB, HOSPICE))
    assert shown == (*stops(3), QMB)
    assert more == (*stops(6)[3:], HOSPICE)
