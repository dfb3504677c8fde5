from __future__ import annotations

from dataclasses import replace

from spot_tui.backend.x12.header import Delimiters
from spot_tui.backend.x12.reader import element, read_interchanges
from spot_tui.backend.x12.writer import (
    Composite,
    Exact,
    NewSet,
    Repeated,
    write_interchange,
    write_segment,
    write_ta1,
)
from tests.backend.x12.interchanges import BODY, MADE, envelope, written

ISA_LENGTH = 106


def test_the_isa_has_its_fixed_length() -> None:
    text = written()
    assert text.index("~") == ISA_LENGTH - 1
    assert text[ISA_LENGTH:].startswith("GS*HS*SUBMITTER*CMS*20260102*030405*1*X*005010X279A1~")


def test_ids_longer_than_the_isa_takes_are_cut_and_the_length_stays() -> None:
    text = write_interchange(replace(envelope(), sender="S" * 40), [NewSet("270", "0001", BODY)])
    assert text.index("~") == ISA_LENGTH - 1


def test_segments_sets_and_groups_are_counted() -> None:
    text = write_interchange(envelope(), [NewSet("270", "0001", BODY), NewSet("270", "0002", BODY[:1])])
    assert "SE*4*0001~" in text
    assert "SE*3*0002~" in text
    assert text.endswith("GE*2*1~IEA*1*000000007~")


def test_data_can_never_break_the_delimiters() -> None:
    text = written((("NM1", "IL", "O'*QUI~LL^FE|ATHER\x1b\n"),))
    (found,) = read_interchanges(text.encode())
    assert found.oddities == []
    assert list(next(found.sets).segments[1]) == ["NM1", "IL", "O'QUILLFEATHER"]


def test_data_are_written_in_upper_case_but_exact_text() -> None:
    assert write_segment(("NM1", "Alma", Exact("Used Amount~")), Delimiters()) == "NM1*ALMA*Used Amount"


def test_empty_elements_and_components_at_the_end_are_left_out() -> None:
    segment = ("EQ", "", Composite(("HC", "G0101", "", "")), "", "")
    assert write_segment(segment, Delimiters()) == "EQ**HC|G0101"


def test_repetitions_are_joined_by_their_own_separator() -> None:
    assert write_segment(("EQ", Repeated(("30", "42"))), Delimiters(repetition="!")) == "EQ*30!42"


def test_a_4010_interchange_has_no_repetition_and_no_version_in_its_st() -> None:
    text = written(version="004010X092A1")
    assert "*U*00401*" in text
    assert "~ST*270*0001~" in text


def test_a_ta1_stands_alone_between_isa_and_iea() -> None:
    (found,) = read_interchanges(write_ta1(envelope(), "000000003", MADE, "R", "025").encode())
    (ta1,) = found.acknowledgements
    assert [element(ta1, n) for n in range(1, 6)] == ["000000003", "260102", "0304", "R", "025"]
    assert (found.groups, found.oddities) == ([], [])


def test_a_ta1_whose_iea_counts_one_group_is_read_without_an_oddity() -> None:
    (found,) = read_interchanges(write_ta1(envelope(), "3", MADE, "A", "000", groups=1).encode())
    assert found.oddities == []
